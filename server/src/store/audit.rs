//! The audit log, and the proof that a change is in it.
//!
//! Entries are added and never changed: nothing here does, and the database refuses it (see `engine/append_only`).
//! [`chain`] says how they are linked, [`search`] how they are found, [`retention`] how old ones are deleted, [`streams`] where
//! they are sent to.

pub(super) mod chain;
mod due;
mod retention;
mod search;
mod streams;

use loggia_types::{AuditEventId, BrandId, OrganizationId, audit::Outcome};
use serde::Serialize;

pub use self::{
    chain::{Fault, Link, hash as entry_hash},
    due::DueStream,
    search::{AuditFilter, AuditPage, AuditPlace},
    streams::{Attempt, NextEntries},
};
use super::{rows::AuditEventRow, tenant::Principal, to_json};
use crate::error::Result;

/// The result of a change that is in the audit log. Only [`TenantTx::audit`] and
/// [`Audited::not_worth_an_entry`] make one, and `Store::write` takes nothing else: a change that forgets its entry
/// does not compile.
#[must_use]
pub struct Audited<T>(T);

impl<T> Audited<T> {
    /// A change that the audit log leaves out, and why.
    pub fn not_worth_an_entry(_reason: &'static str, value: T) -> Self {
        Self(value)
    }

    /// The same proof with another value: `tx.audit(entry)?.with(answer)`.
    pub fn with<U>(self, value: U) -> Audited<U> {
        Audited(value)
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.0
    }

    pub(super) fn into_inner(self) -> T {
        self.0
    }
}

/// What to write into the audit log.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    action: String,
    resource_type: &'static str,
    resource_id: String,
    outcome: Outcome,
    reason: Option<String>,
    changes: Option<serde_json::Value>,
}

impl AuditEntry {
    /// Something was done: `AuditEntry::new("member.role_changed", "membership", &id)`.
    pub fn new(action: impl Into<String>, resource_type: &'static str, resource_id: impl ToString) -> Self {
        Self {
            action: action.into(),
            resource_type,
            resource_id: resource_id.to_string(),
            outcome: Outcome::Success,
            reason: None,
            changes: None,
        }
    }

    /// It was refused, and why.
    #[must_use]
    pub fn denied(mut self, reason: impl Into<String>) -> Self {
        self.outcome = Outcome::Denied;
        self.reason = Some(reason.into());
        self
    }

    /// What it was before and after. Nothing secret, and nothing that the audit log's readers may not see.
    #[must_use]
    pub fn changes<B: Serialize, A: Serialize>(mut self, before: B, after: A) -> Self {
        self.changes = Some(serde_json::json!({ "before": before, "after": after }));
        self
    }

    /// The entry that follows `last`, made at this moment (in microseconds since 1970).
    fn into_row(
        self,
        created_at: i64,
        org_id: Option<OrganizationId>,
        brand_id: Option<BrandId>,
        principal: &Principal,
        last: &Link,
    ) -> Result<AuditEventRow> {
        let mut row = AuditEventRow {
            id: AuditEventId::generate(),
            org_id,
            brand_id,
            created_at,
            actor_kind: principal.actor.kind,
            actor_id: principal.actor.id.clone(),
            actor_name: principal.actor.name.clone(),
            action_kind: action_kind(&self.action),
            action: self.action,
            resource_type: self.resource_type.to_owned(),
            resource_id: self.resource_id,
            outcome: self.outcome,
            reason: self.reason,
            ip: principal.request.ip.map(|address| address.to_string()),
            user_agent: principal.request.user_agent.clone(),
            request_id: principal.request.id.clone(),
            changes: self.changes.as_ref().map(to_json).transpose()?,
            position: last.position + 1,
            hash: String::new(),
        };
        row.hash = chain::hash(&row, &last.hash);
        Ok(row)
    }
}

/// The kind of an action: `member.` of `member.removed`.
fn action_kind(action: &str) -> String {
    action.rfind('.').and_then(|dot| action.get(..=dot)).unwrap_or_default().to_owned()
}
