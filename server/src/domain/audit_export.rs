//! Reading the whole audit log, for another program.

use loggia_types::audit::{AuditEvent, AuditExportQuery};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::Operator,
    error::{Error, Result},
    store::{
        AuditEntry, Audited, Store, Tenant,
        audit::{AuditFilter, AuditPage, AuditPlace},
    },
};

/// How many entries are read at a time.
const BATCH: usize = 1000;

/// Whose log is exported.
#[derive(Clone, Debug)]
pub enum Source {
    /// An organization's, by whoever the transactions are for.
    Organization(Box<Tenant>),
    /// That of an operator's brand, by the operator.
    Brand(Box<Operator>),
}

/// An export that goes on: entries from the oldest on, up to the moment it was asked for. However long the log is, no
/// more than a batch of it is in memory, and no transaction lasts longer than reading one.
pub struct Export {
    store: Store,
    source: Source,
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
        source: Source,
        query: &AuditExportQuery,
        shutdown: CancellationToken,
    ) -> Result<Self> {
        let filter = AuditFilter::of(&query.filters())?;
        let entry = AuditEntry::new("audit.exported", "audit", "").changes((), query);
        let end = match &source {
            Source::Organization(tenant) => {
                let noted = store.write(tenant, move |tx| {
                    let noted = tx.audit(entry)?;
                    let end = tx.audit_end()?.position;
                    Ok(noted.with(end))
                });
                noted.await?
            }
            Source::Brand(operator) => {
                let (operator, principal) = (operator.clone(), operator.principal());
                let noted = store.system_write(move |c| {
                    c.require_operator(&operator)?;
                    c.audit(operator.brand_id(), &principal, entry)?;
                    Ok(c.brand_audit_end(operator.brand_id())?.position)
                });
                noted.await?
            }
        };
        Ok(Self { store: store.clone(), source, filter, end, after: None, is_done: false, shutdown })
    }

    /// Whose log it is: an organization's id, or a brand's.
    pub fn owner(&self) -> &str {
        match &self.source {
            Source::Organization(tenant) => tenant.org_id().as_str(),
            Source::Brand(operator) => operator.brand_id().as_str(),
        }
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
            let page = self.batch().await?;
            (self.after, self.is_done) = (page.next, page.next.is_none());
            if !page.events.is_empty() {
                return Ok(Some(page.events));
            }
        }
        Ok(None)
    }

    async fn batch(&self) -> Result<AuditPage> {
        let (filter, after, end) = (self.filter.clone(), self.after, self.end);
        match &self.source {
            Source::Organization(tenant) => {
                // Whether the right still holds is asked by whatever writes.
                let asked = self.store.write(tenant, |_| Ok(Audited::not_worth_an_entry("nothing is changed", ())));
                asked.await?;
                self.store.read(tenant, move |c| c.audit_batch(&filter, after, end, BATCH)).await
            }
            Source::Brand(operator) => {
                let operator = operator.clone();
                let read = self.store.system_read(move |c| {
                    c.require_operator(&operator)?;
                    c.brand_audit_batch(operator.brand_id(), &filter, after, end, BATCH)
                });
                read.await
            }
        }
    }
}
