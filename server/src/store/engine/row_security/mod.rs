//! PostgreSQL's row-level security: the second line between tenants, behind the predicate of every query.
//!
//! The tables belong to the user who migrates, and two roles that nobody signs in as may use them: one sees the rows of
//! the one organization that its transaction names, the other what is above organizations. Each has the rights that the
//! store's functions need and no more ([`rules`]). A transaction takes on one of the roles as the first thing it does,
//! until it ends ([`Roles::enter`]). A transaction that forgot to sees no row and writes none, the owner of the tables
//! included. A server that finds any of this missing does not start ([`check`]).
//!
//! It stands behind queries that were written wrongly. Whoever can make the server run SQL of their own can take on
//! another role: nothing here is meant to hold them.

#[cfg(feature = "postgres")]
mod apply;
#[cfg(feature = "postgres")]
mod check;
#[cfg(feature = "postgres")]
mod rules;

#[cfg(feature = "postgres")]
use std::sync::Arc;

use loggia_types::OrganizationId;
use serde::{Deserialize, Serialize};

use super::Address;
use crate::store::{AnyConnection, StoreError};

/// Whether PostgreSQL's row-level security has to be in force. SQLite has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum RowLevelSecurity {
    /// A server on PostgreSQL does not start without it.
    #[default]
    Required,
    /// Left to the queries alone: for databases in which no role can be made.
    Off,
}

/// Whose rows a transaction is for.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) enum Scope<'a> {
    /// One organization's.
    Tenant(
        #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "SQLite has no roles"))] &'a OrganizationId,
    ),
    /// What is above organizations: credentials, imports, sweeps.
    System,
}

/// The roles that transactions take on: none on SQLite, and where row-level security is off.
#[derive(Clone, Debug)]
pub(in crate::store) struct Roles(#[cfg(feature = "postgres")] Option<Arc<Names>>);

/// What the roles are called.
#[cfg(feature = "postgres")]
#[derive(Clone, Debug, PartialEq, Eq)]
struct Names {
    tenant: String,
    system: String,
}

#[cfg(feature = "postgres")]
diesel::define_sql_function! {
    /// Sets a parameter; `is_local`: until the transaction ends.
    fn set_config(
        name: diesel::sql_types::Text,
        value: diesel::sql_types::Text,
        is_local: diesel::sql_types::Bool,
    ) -> diesel::sql_types::Text;
}

impl Roles {
    /// The roles of a database, in which row-level security is in force if `security` requires it.
    ///
    /// # Errors
    /// When the database cannot be opened, and [`StoreError::RowSecurity`].
    pub(in crate::store) fn open(address: &Address, security: RowLevelSecurity) -> Result<Self, StoreError> {
        match (address, security) {
            #[cfg(feature = "postgres")]
            (Address::Postgres(_), RowLevelSecurity::Required) => check::open(address).map(|names| Self(Some(names))),
            #[cfg(feature = "postgres")]
            (Address::Postgres(_), RowLevelSecurity::Off) => {
                tracing::warn!("row_level_security is off: the queries alone keep organizations apart");
                Ok(Self(None))
            }
            #[cfg(feature = "postgres")]
            (Address::Sqlite(_), _) => Ok(Self(None)),
            #[cfg(not(feature = "postgres"))]
            (Address::Sqlite(_), _) => Ok(Self()),
        }
    }

    /// Takes on the role of `scope` for what is left of the transaction, in one round trip. The end of the transaction,
    /// whichever it is, takes role and settings away again.
    pub(in crate::store) fn enter(&self, connection: &mut AnyConnection, scope: Scope<'_>) -> Result<(), StoreError> {
        match connection {
            AnyConnection::Sqlite(_) => match scope {
                Scope::Tenant(_) | Scope::System => Ok(()),
            },
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres(connection) => match (&self.0, scope) {
                (None, _) => Ok(()),
                (Some(names), Scope::Tenant(org)) => enter(connection, &names.tenant, "tenant", org.as_str()),
                (Some(names), Scope::System) => enter(connection, &names.system, "system", ""),
            },
        }
    }

    /// Whether row-level security is still as it has to be. Asked of a connection outside of any role.
    pub(in crate::store) fn are_in_force(&self, connection: &mut AnyConnection) -> Result<bool, StoreError> {
        match connection {
            AnyConnection::Sqlite(_) => Ok(true),
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres(connection) => {
                let Some(names) = &self.0 else { return Ok(true) };
                let faults = check::faults(connection, names)?;
                if !faults.is_empty() {
                    tracing::error!(faults = %faults.join("; "), "row-level security is not in force any more");
                }
                Ok(faults.is_empty())
            }
        }
    }
}

#[cfg(feature = "postgres")]
fn enter(connection: &mut diesel::PgConnection, role: &str, scope: &str, org: &str) -> Result<(), StoreError> {
    use diesel::RunQueryDsl;
    diesel::select((
        set_config("role", role, true),
        set_config("app.scope", scope, true),
        set_config("app.org_id", org, true),
    ))
    .execute(connection)?;
    Ok(())
}

/// Before migrations: one process at a time, and the rows are theirs to change although no policy says so of the owner.
pub(super) fn prepare(connection: &mut AnyConnection) -> Result<(), StoreError> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(connection) => apply::prepare(connection),
    }
}

/// After migrations: brings row-level security in force, or takes it away.
pub(super) fn apply(connection: &mut AnyConnection, security: RowLevelSecurity) -> Result<(), StoreError> {
    match (connection, security) {
        (AnyConnection::Sqlite(_), _) => Ok(()),
        #[cfg(feature = "postgres")]
        (AnyConnection::Postgres(connection), RowLevelSecurity::Required) => apply::put_in_force(connection),
        #[cfg(feature = "postgres")]
        (AnyConnection::Postgres(connection), RowLevelSecurity::Off) => apply::lift(connection),
    }
}
