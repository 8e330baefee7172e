//! A fresh database on each engine.

use super::super::{Address, Store, migrate};

/// Runs a test on a fresh database of each engine: SQLite, and PostgreSQL where this build has it and
/// `PORTAL_TEST_POSTGRES` names a server (a URL that ends with `/`). `cargo xtask test` starts one.
pub(super) fn on_every_engine(test: impl AsyncFn(Store)) {
    on_every_database(async |address| {
        migrate(&address).unwrap();
        let readers = if matches!(address, Address::Sqlite(_)) { 4 } else { 8 };
        test(Store::open(&address, readers).unwrap()).await;
    });
}

/// Runs a test on a new, empty database of each engine, which is not migrated yet.
pub(in crate::store) fn on_every_database(test: impl AsyncFn(Address)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(test(Address::Sqlite(folder.path().join("portal.db").display().to_string())));

    #[cfg(feature = "postgres")]
    if let Some(address) = postgres() {
        runtime.block_on(test(address));
    }
}

/// The address of a new, empty database.
#[cfg(feature = "postgres")]
fn postgres() -> Option<Address> {
    use std::sync::atomic::{AtomicU32, Ordering};

    use diesel::{Connection, connection::SimpleConnection, pg::PgConnection};

    static DATABASES: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PORTAL_TEST_POSTGRES").ok()?;
    let name = format!("store_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::establish(&format!("{server}postgres")).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    Some(Address::Postgres(format!("{server}{name}")))
}
