//! A fresh database on each engine.

use super::super::{Address, RowLevelSecurity, Store, migrate};

pub(in crate::store) const REQUIRED: RowLevelSecurity = RowLevelSecurity::Required;

/// Runs a test on a fresh database of each engine: SQLite, and PostgreSQL where this build has it and
/// `PORTAL_TEST_POSTGRES` names a server (a URL that ends with `/`). `cargo xtask test` starts one.
pub(super) fn on_every_engine(test: impl AsyncFn(Store)) {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let readers = if matches!(address, Address::Sqlite(_)) { 4 } else { 8 };
        test(Store::open(&address, readers, REQUIRED).unwrap()).await;
    });
}

/// Runs a test on a new, empty database of each engine, which is not migrated yet.
pub(in crate::store) fn on_every_database(test: impl AsyncFn(Address)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(test(Address::Sqlite(folder.path().join("portal.db").display().to_string())));

    #[cfg(feature = "postgres")]
    if let Some(database) = postgres::Database::create(postgres::OWNER) {
        runtime.block_on(test(database.address));
    }
}

/// Runs a test on a fresh, empty PostgreSQL database, where there is a server.
#[cfg(feature = "postgres")]
pub(super) fn on_postgres(test: impl AsyncFn(postgres::Database)) {
    if let Some(database) = postgres::Database::create(postgres::OWNER) {
        tokio::runtime::Runtime::new().unwrap().block_on(test(database));
    }
}

/// Databases of ordinary users, on a server whose administrator `PORTAL_TEST_POSTGRES` names.
#[cfg(feature = "postgres")]
pub(super) mod postgres {
    use std::sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    };

    use diesel::{Connection, connection::SimpleConnection, pg::PgConnection};

    use super::Address;

    /// Who may make roles.
    pub(in crate::store::tests) const OWNER: &str = "portal_owner";
    /// Who may not.
    pub(in crate::store::tests) const PLAIN: &str = "portal_plain";
    /// Who owns nothing.
    pub(in crate::store::tests) const SERVING: &str = "portal_serving";

    static DATABASES: AtomicU32 = AtomicU32::new(0);
    static USERS: Once = Once::new();

    /// A new, empty database.
    pub(in crate::store::tests) struct Database {
        /// Its address, for its owner.
        pub(in crate::store::tests) address: Address,
        /// What it is called.
        pub(in crate::store::tests) name: String,
        server: String,
    }

    impl Database {
        /// A database that belongs to this user; `None` where there is no server.
        pub(in crate::store::tests) fn create(owner: &str) -> Option<Self> {
            let server = std::env::var("PORTAL_TEST_POSTGRES").ok()?;
            let mut admin = PgConnection::establish(&format!("{server}postgres")).unwrap();
            USERS.call_once(|| {
                for (user, right) in [(OWNER, "CREATEROLE"), (PLAIN, "NOCREATEROLE"), (SERVING, "NOCREATEROLE")] {
                    // Another test program may do the same at this moment.
                    let make = format!(
                        "DO $$ BEGIN CREATE ROLE {user} LOGIN {right} PASSWORD '{user}'; \
                         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
                    );
                    admin.batch_execute(&make).unwrap();
                }
            });
            let name = format!("store_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
            admin.batch_execute(&format!("CREATE DATABASE {name} OWNER {owner}")).unwrap();
            let mut database = Self { address: Address::Postgres(String::new()), name, server };
            database.address = database.address_for(owner);
            Some(database)
        }

        /// Its address, for another of the users.
        pub(in crate::store::tests) fn address_for(&self, user: &str) -> Address {
            Address::Postgres(self.url_for(user))
        }

        /// Its address, for an administrator.
        pub(in crate::store::tests) fn admin_address(&self) -> Address {
            Address::Postgres(format!("{}{}", self.server, self.name))
        }

        /// A connection of one of the users.
        pub(in crate::store::tests) fn connect(&self, user: &str) -> PgConnection {
            PgConnection::establish(&self.url_for(user)).unwrap()
        }

        /// A connection of an administrator.
        pub(in crate::store::tests) fn admin(&self) -> PgConnection {
            PgConnection::establish(&format!("{}{}", self.server, self.name)).unwrap()
        }

        fn url_for(&self, user: &str) -> String {
            let (_, host) = self.server.split_once('@').unwrap();
            format!("postgres://{user}:{user}@{host}{}", self.name)
        }
    }
}
