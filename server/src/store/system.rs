//! What is above organizations: a transaction without a tenant.

use super::{Tenant, TenantTx, connection::AnyConnection};
use crate::error::Result;

/// A transaction for credentials, brands and imports. It has no functions that read a tenant's rows; see
/// [`SystemConn::in_tenant`] for imports.
pub struct SystemConn<'c> {
    raw: &'c mut AnyConnection,
}

impl<'c> SystemConn<'c> {
    pub(super) fn new(raw: &'c mut AnyConnection) -> Self {
        Self { raw }
    }

    pub(super) fn raw(&mut self) -> &mut AnyConnection {
        self.raw
    }

    /// Works on one tenant's rows within this transaction.
    ///
    /// # Errors
    /// What `work` fails with.
    pub fn in_tenant<T>(&mut self, tenant: &Tenant, work: impl FnOnce(&mut TenantTx<'_>) -> Result<T>) -> Result<T> {
        work(&mut TenantTx::new(self.raw, tenant))
    }
}
