//! What can go wrong in the store.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why the store did not do something. Nothing is half-done: the transaction was rolled back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database could not be opened.
    #[error("cannot open the database: {0}")]
    Open(String),
    /// The schema could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migrate(String),
    /// Row-level security is required and not in force. The text says what is wrong and what to do.
    #[error("row-level security is not in force: {0}")]
    RowSecurity(String),
    /// No connection became free in time, or the store is closing.
    #[error("the database is busy: {0}")]
    Busy(&'static str),
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(DieselError),
    /// The commit failed: nothing of the transaction is kept.
    #[error("the commit failed: {0}")]
    Commit(String),
    /// A stored value is not what this program writes.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A closure panicked; its changes were rolled back.
    #[error("a transaction panicked")]
    Panicked,
    /// A row of one tenant was about to be written by another.
    #[error("a row of another tenant was refused")]
    ForeignRow,
}

impl StoreError {
    /// Whether trying again may help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Busy(_) | Self::Commit(_) | Self::Open(_) => true,
            Self::Query(error) => is_transient(error),
            _ => false,
        }
    }

    /// Whether the connection may be what is wrong, and is better not used again.
    pub(super) fn taints_connection(&self) -> bool {
        match self {
            Self::Query(DieselError::DatabaseError(kind, _)) => !matches!(
                kind,
                DatabaseErrorKind::UniqueViolation
                    | DatabaseErrorKind::ForeignKeyViolation
                    | DatabaseErrorKind::NotNullViolation
                    | DatabaseErrorKind::CheckViolation
            ),
            Self::Query(DieselError::NotFound | DieselError::RollbackTransaction) => false,
            Self::Query(_) => true,
            _ => false,
        }
    }

    /// Whether a unique index refused a row.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

fn is_transient(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::UnableToSendCommand,
            _,
        )
        | DieselError::BrokenTransactionManager => true,
        // SQLite gives these no kind: SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR. PostgreSQL: a deadlock, a full
        // disk, a timeout.
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, information) => {
            let message = information.message();
            let signs = [
                "locked",
                "disk is full",
                "disk I/O error",
                "No space left on device",
                "canceling statement due to",
                "deadlock detected",
                "terminating connection",
                "server closed the connection",
                "no connection to the server",
            ];
            signs.iter().any(|sign| message.contains(sign))
        }
        _ => false,
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        Self::Query(error)
    }
}
