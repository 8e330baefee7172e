//! Attributes of cases and documents, which the vendor's backend sets: what conditions of roles compare.

use loggia_types::{CaseId, DocumentId, conditions::Attributes, events::EventType, roles::ResourceAttributes};

use super::{Checks, members::check_attributes};
use crate::{
    auth::Actor,
    error::{Error, Result},
    store::{AuditEntry, Store, Tenant, TenantConn},
};

/// A thing that has attributes.
#[derive(Clone, Debug)]
pub enum Thing {
    /// A case.
    Case(CaseId),
    /// A document. What it has not itself it has from its case.
    Document(DocumentId),
}

impl Thing {
    fn id(&self) -> &str {
        match self {
            Self::Case(id) => id.as_str(),
            Self::Document(id) => id.as_str(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Case(_) => "case",
            Self::Document(_) => "document",
        }
    }

    fn require(&self, c: &mut TenantConn<'_>) -> Result<()> {
        match self {
            Self::Case(id) => c.require_case(id),
            Self::Document(id) => c.document_row(id).map(|_| ()),
        }
    }

    /// The attributes that decide about it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn deciding(&self, c: &mut TenantConn<'_>) -> Result<Attributes> {
        let found = match self {
            Self::Case(id) => c.case_attributes(id)?,
            Self::Document(id) => c.document_attributes(id)?,
        };
        found.ok_or_else(Error::not_found)
    }
}

/// A thing's own attributes.
///
/// # Errors
/// `not_found`.
pub async fn get(store: &Store, actor: &Actor, thing: Thing) -> Result<ResourceAttributes> {
    store
        .read(&Tenant::of(actor)?, move |c| {
            thing.require(c)?;
            Ok(ResourceAttributes { attributes: c.own_attributes(thing.id())? })
        })
        .await
}

/// Replaces a thing's own attributes.
///
/// # Errors
/// `not_found`, `validation_failed`.
pub async fn set(store: &Store, actor: &Actor, thing: Thing, new: ResourceAttributes) -> Result<ResourceAttributes> {
    let mut checks = Checks::default();
    check_attributes(&mut checks, &new.attributes);
    checks.finish()?;
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.lock_organization()?;
            thing.require(tx)?;
            let before = tx.own_attributes(thing.id())?;
            tx.set_attributes(thing.id(), &new.attributes)?;
            // For some it appears, for others it is gone: they look again.
            let event = match thing {
                Thing::Case(_) => EventType::CaseUpdated,
                Thing::Document(_) => EventType::DocumentUpdated,
            };
            tx.emit(event, thing.id())?;
            let action = format!("{}.attributes_set", thing.kind());
            let entry = AuditEntry::new(action, thing.kind(), thing.id()).changes(&before, &new.attributes);
            Ok(tx.audit(entry)?.with(new))
        })
        .await
}
