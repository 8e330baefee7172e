//! Reading the whole audit log, for another program.

use loggia_types::{
    OrganizationId,
    audit::{AuditEvent, AuditExportQuery},
};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::Actor,
    error::{Error, Result},
    store::{
        AuditEntry, Audited, Store, Tenant,
        audit::{AuditFilter, AuditPlace},
    },
};

/// How many entries are read at a time.
const BATCH: usize = 1000;

/// An export that goes on: entries from the oldest on, up to the moment it was asked for. However long the log is, no
/// more than a batch of it is in memory, and no transaction lasts longer than reading one.
pub struct Export {
    store: Store,
    tenant: Tenant,
    filter: AuditFilter,
    /// The position of the entry that says that this was exported.
    end: i64,
    after: Option<AuditPlace>,
    is_done: bool,
    shutdown: CancellationToken,
}

impl Export {
    /// Begins an export, which is in the log from then on.
    ///
    /// # Errors
    /// `malformed_request` naming the parameter, and when the store fails.
    pub async fn begin(
        store: &Store,
        actor: &Actor,
        query: &AuditExportQuery,
        shutdown: CancellationToken,
    ) -> Result<Self> {
        let filter = AuditFilter::of(&query.filters())?;
        let tenant = Tenant::of(actor)?;
        let entry = AuditEntry::new("audit.exported", "audit", "").changes((), query);
        let end = store.write(&tenant, move |tx| {
            let noted = tx.audit(entry)?;
            let end = tx.audit_end()?.position;
            Ok(noted.with(end))
        });
        let end = end.await?;
        Ok(Self { store: store.clone(), tenant, filter, end, after: None, is_done: false, shutdown })
    }

    /// The organization whose log it is.
    pub fn org_id(&self) -> &OrganizationId {
        self.tenant.org_id()
    }

    /// The next entries, at least one; `None` after the last.
    ///
    /// # Errors
    /// `unauthenticated` and `permission_denied` when the caller's right has ended since, `unavailable` when the server
    /// stops, and when the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<AuditEvent>>> {
        while !self.is_done {
            if self.shutdown.is_cancelled() {
                return Err(Error::unavailable());
            }
            // Whether the right still holds is asked by whatever writes.
            let asked = self.store.write(&self.tenant, |_| Ok(Audited::not_worth_an_entry("nothing is changed", ())));
            asked.await?;
            let (filter, after, end) = (self.filter.clone(), self.after, self.end);
            let page = self.store.read(&self.tenant, move |c| c.audit_batch(&filter, after, end, BATCH)).await?;
            (self.after, self.is_done) = (page.next, page.next.is_none());
            if !page.events.is_empty() {
                return Ok(Some(page.events));
            }
        }
        Ok(None)
    }
}
