//! Audit logs, as operators see them: an organization's, and the brand's own.

use loggia_types::{
    AuditEventId, OrganizationId,
    audit::{AuditEvent, AuditQuery},
};

use crate::{
    auth::Operator,
    error::{Error, Result},
    store::{
        AuditEntry, Store,
        audit::{AuditFilter, AuditPage, AuditPlace},
        brands::Looked,
    },
};

/// A log that an operator looks into.
#[derive(Clone, Debug)]
pub enum Log {
    /// An organization's.
    Organization(Box<Looked>),
    /// That of the operator's brand, of what concerns no organization.
    Brand,
}

/// A page of a log.
#[derive(Clone, Debug)]
pub struct LogPage {
    /// What was found, newest first.
    pub events: Vec<AuditEvent>,
    /// Where it goes on.
    pub next: Option<AuditPlace>,
}

impl Log {
    /// An organization's log.
    ///
    /// # Errors
    /// `not_found` when the organization is not within reach.
    pub async fn of(store: &Store, operator: &Operator, organization: &OrganizationId) -> Result<Self> {
        Ok(Self::Organization(Box::new(store.tenant_of_operator(operator, organization).await?)))
    }

    /// A page of it. That the operator looked is in it before they see it.
    ///
    /// # Errors
    /// `malformed_request` naming the parameter, and when the store fails.
    pub async fn page(
        &self,
        store: &Store,
        operator: &Operator,
        query: &AuditQuery,
        before: Option<AuditPlace>,
        size: usize,
    ) -> Result<LogPage> {
        let filter = AuditFilter::of(query)?;
        let asked = AuditQuery { cursor: None, limit: None, ..query.clone() };
        let entry = AuditEntry::new("console.audit_viewed", "audit", "");
        let entry = if asked == AuditQuery::default() { entry } else { entry.changes((), asked) };
        self.note(store, operator, entry).await?;
        let AuditPage { events, next } = match self {
            Self::Organization(looked) => {
                store.read(&looked.tenant, move |c| c.audit_page(&filter, before, size)).await?
            }
            Self::Brand => {
                let brand = operator.brand_id().clone();
                store.system_read(move |c| c.brand_audit_page(&brand, &filter, before, size)).await?
            }
        };
        Ok(LogPage { events, next })
    }

    /// One of its entries.
    ///
    /// # Errors
    /// `not_found`, and when the store fails.
    pub async fn entry(&self, store: &Store, operator: &Operator, id: &AuditEventId) -> Result<AuditEvent> {
        let wanted = id.clone();
        let found = match self {
            Self::Organization(looked) => store.read(&looked.tenant, move |c| c.audit_event(&wanted)).await?,
            Self::Brand => {
                let brand = operator.brand_id().clone();
                store.system_read(move |c| c.brand_audit_event(&brand, &wanted)).await?
            }
        };
        let found = found.ok_or_else(Error::not_found)?;
        self.note(store, operator, AuditEntry::new("console.audit_entry_viewed", "audit_event", id)).await?;
        Ok(found)
    }

    /// Writes down that the operator looks, if they still may.
    async fn note(&self, store: &Store, operator: &Operator, entry: AuditEntry) -> Result<()> {
        match self {
            Self::Organization(looked) => super::note(store, &looked.tenant, entry).await,
            Self::Brand => {
                let operator = operator.clone();
                store
                    .system_write(move |c| {
                        c.require_operator(&operator)?;
                        c.audit(operator.brand_id(), &operator.principal(), entry)
                    })
                    .await
            }
        }
    }
}
