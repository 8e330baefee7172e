//! What is above organizations: a transaction without a tenant.

use super::{
    Tenant, TenantTx,
    connection::AnyConnection,
    engine::{Roles, Scope},
};
use crate::error::Result;

/// A transaction for credentials, brands and imports. It has no functions that read a tenant's rows; see
/// [`SystemConn::in_tenant`] for imports.
pub struct SystemConn<'c> {
    raw: &'c mut AnyConnection,
    roles: &'c Roles,
}

impl<'c> SystemConn<'c> {
    /// Makes what is left of the transaction the system's.
    pub(super) fn begin(raw: &'c mut AnyConnection, roles: &'c Roles) -> Result<Self> {
        roles.enter(raw, Scope::System)?;
        Ok(Self { raw, roles })
    }

    pub(super) fn raw(&mut self) -> &mut AnyConnection {
        self.raw
    }

    /// Works on one tenant's rows within this transaction.
    ///
    /// # Errors
    /// What `work` fails with.
    pub fn in_tenant<T>(&mut self, tenant: &Tenant, work: impl FnOnce(&mut TenantTx<'_>) -> Result<T>) -> Result<T> {
        let done = work(&mut TenantTx::begin(self.raw, tenant, self.roles)?);
        // After a query that failed the database refuses this, too; then what failed first is what counts.
        let back = self.roles.enter(self.raw, Scope::System);
        let done = done?;
        back?;
        Ok(done)
    }
}
