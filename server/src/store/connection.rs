//! One connection type over both engines.

#![allow(missing_docs, unreachable_pub, reason = "the derive makes public items without documentation")]

use diesel::sqlite::SqliteConnection;

/// A connection to whichever engine the database's address names.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(diesel::pg::PgConnection),
}
