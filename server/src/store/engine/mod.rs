//! What differs between the engines: opening, pragmas, migrations, and what follows them.
//!
//! What an engine keeps beside tables (policies, rights, triggers) is in no migration: each engine's part of [`finish`]
//! applies it after the migrations, every time, and finds it done already.

mod append_only;
mod row_security;

use std::path::Path;

use diesel::{
    Connection,
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
    prelude::*,
    sqlite::{Sqlite, SqliteConnection},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub use self::row_security::RowLevelSecurity;
pub(super) use self::row_security::{Roles, Scope};
use super::{StoreError, connection::AnyConnection};

pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A SQLite file.
    Sqlite(String),
    /// A PostgreSQL connection URL.
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://...`.
    ///
    /// # Errors
    /// When the scheme is another, or this build does not have the engine.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err(StoreError::Open("a SQLite database needs a file: sqlite:PATH".to_owned()));
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            #[cfg(feature = "postgres")]
            return Ok(Self::Postgres(url.to_owned()));
            #[cfg(not(feature = "postgres"))]
            return Err(StoreError::Open("this build has no PostgreSQL: build it with --features postgres".to_owned()));
        }
        Err(StoreError::Open("expected sqlite:PATH or postgres://USER@HOST/DATABASE".to_owned()))
    }
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    Write,
}

/// Opens a connection and sets it up.
pub(super) fn open(address: &Address, purpose: Use) -> Result<AnyConnection, StoreError> {
    let failed = |error: &dyn std::fmt::Display| StoreError::Open(error.to_string());
    match address {
        Address::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path).map_err(|error| failed(&error))?;
            connection.batch_execute(sqlite_pragmas(purpose)).map_err(|error| failed(&error))?;
            Ok(AnyConnection::Sqlite(connection))
        }
        #[cfg(feature = "postgres")]
        Address::Postgres(url) => {
            let mut connection = diesel::pg::PgConnection::establish(url).map_err(|error| failed(&error))?;
            connection.batch_execute(POSTGRES_SETTINGS).map_err(|error| failed(&error))?;
            Ok(AnyConnection::Postgres(connection))
        }
    }
}

/// The schema is the one that the user who connects finds first. It stays that one whichever role a transaction takes
/// on, and nothing temporary comes before it.
#[cfg(feature = "postgres")]
const POSTGRES_SETTINGS: &str = "SET timezone = 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
    SELECT set_config('search_path', quote_ident(coalesce(current_schema(), 'public')) || ', pg_temp', false);";

/// `busy_timeout` comes first: changing the journal mode may have to wait for another process.
fn sqlite_pragmas(purpose: Use) -> &'static str {
    match purpose {
        Use::Write => {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; \
             PRAGMA journal_size_limit = 67108864;"
        }
        Use::Read => {
            "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -4000; PRAGMA mmap_size = 268435456; PRAGMA query_only = ON;"
        }
    }
}

/// What leads an engine to the right index, where it has no statistics.
#[derive(Clone, Copy)]
pub(super) struct Planner {
    /// Before a condition in parentheses that most rows fulfil: [SQLite's `likely`](https://sqlite.org/lang_corefunc.html#likely).
    pub(super) likely: &'static str,
    /// Before a column by which no index is to be chosen: [SQLite's unary `+`](https://sqlite.org/optoverview.html#uplus).
    pub(super) no_index_for: &'static str,
}

impl Planner {
    pub(super) fn of(connection: &AnyConnection) -> Self {
        match connection {
            AnyConnection::Sqlite(_) => Self { likely: "likely", no_index_for: "+" },
            // It has statistics.
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres(_) => Self { likely: "", no_index_for: "" },
        }
    }
}

/// Brings the schema up to date, then what follows the migrations, and returns the names of the migrations that ran. A
/// SQLite database is made if it is missing, and so is its folder.
///
/// # Errors
/// When the database cannot be opened, a migration fails, or row-level security cannot be put in force. Migrations
/// before the failing one stay.
pub fn migrate(address: &Address, security: RowLevelSecurity) -> Result<Vec<String>, StoreError> {
    let folder = match address {
        Address::Sqlite(path) => Path::new(path).parent(),
        #[cfg(feature = "postgres")]
        Address::Postgres(_) => None,
    };
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::Open(format!("cannot create {}: {error}", folder.display())))?;
    }
    let mut connection = open_to_migrate(address)?;
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migrate(error.to_string());
    let names = match &mut connection {
        AnyConnection::Sqlite(connection) => run(connection).map_err(failed)?,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(connection) => run(connection).map_err(failed)?,
    };
    finish(&mut connection, security)?;
    Ok(names)
}

/// Opens a connection that may change every row, whatever is in force. One at a time: others wait for this one to close.
pub(super) fn open_to_migrate(address: &Address) -> Result<AnyConnection, StoreError> {
    let mut connection = open(address, Use::Write)?;
    row_security::prepare(&mut connection)?;
    Ok(connection)
}

fn run<DB, C>(connection: &mut C) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    Ok(connection.run_pending_migrations(MIGRATIONS)?.iter().map(ToString::to_string).collect())
}

/// Applies what the engine keeps beside tables.
fn finish(connection: &mut AnyConnection, security: RowLevelSecurity) -> Result<(), StoreError> {
    // A database that a later version has migrated keeps what that version gave it.
    if schema_state(connection)? == SchemaState::Later {
        return Ok(());
    }
    append_only::apply(connection)?;
    row_security::apply(connection, security)
}

/// How a database's schema compares with this program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SchemaState {
    /// Migrations are missing.
    Old,
    /// It has this program's migrations, and no others.
    Current,
    /// It has others besides: a later version of this program was here.
    Later,
}

diesel::table! {
    /// Diesel's own list of the migrations that ran.
    #[sql_name = "__diesel_schema_migrations"]
    ran_migrations (version) {
        version -> Text,
    }
}

/// Compares the schema with this program's. Changes nothing, so that a user without the right to will do.
fn schema_state(connection: &mut AnyConnection) -> Result<SchemaState, StoreError> {
    let known: Vec<Box<dyn Migration<Sqlite>>> =
        MIGRATIONS.migrations().map_err(|error| StoreError::Migrate(error.to_string()))?;
    let known: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    let ran: Vec<String> = ran_migrations::table.select(ran_migrations::version).load(connection)?;
    Ok(if known.iter().any(|one| !ran.contains(one)) {
        SchemaState::Old
    } else if ran.len() > known.len() {
        SchemaState::Later
    } else {
        SchemaState::Current
    })
}

/// Whether the schema is up to date.
pub(super) fn is_migrated(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    Ok(schema_state(connection)? != SchemaState::Old)
}
