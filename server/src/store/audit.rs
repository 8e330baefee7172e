//! The audit log, and the proof that a change is in it.

use diesel::prelude::*;
use loggia_types::{
    AuditEventId, BrandId, OrganizationId,
    audit::{AuditActor, AuditEvent, AuditQuery, Outcome},
};
use serde::Serialize;

use super::{
    SystemConn, TenantConn, TenantTx, from_json, micros, moment, rows::AuditEventRow, schema::audit_events,
    tenant::Principal, to_json,
};
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

    fn into_row(
        self,
        org_id: Option<OrganizationId>,
        brand_id: Option<BrandId>,
        principal: &Principal,
    ) -> Result<AuditEventRow> {
        Ok(AuditEventRow {
            id: AuditEventId::generate(),
            org_id,
            brand_id,
            created_at: micros(chrono::Utc::now()),
            actor_kind: principal.actor.kind,
            actor_id: principal.actor.id.clone(),
            actor_name: principal.actor.name.clone(),
            action: self.action,
            resource_type: self.resource_type.to_owned(),
            resource_id: self.resource_id,
            outcome: self.outcome,
            reason: self.reason,
            ip: principal.request.ip.clone(),
            user_agent: principal.request.user_agent.clone(),
            request_id: principal.request.id.clone(),
            changes: self.changes.as_ref().map(to_json).transpose()?,
        })
    }
}

impl TenantTx<'_> {
    /// Writes an entry into the audit log, in this transaction.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn audit(&mut self, entry: AuditEntry) -> Result<Audited<()>> {
        let row = entry.into_row(Some(self.org_id().clone()), Some(self.brand_id().clone()), self.principal())?;
        diesel::insert_into(audit_events::table).values(&row).execute(self.raw())?;
        Ok(Audited(()))
    }
}

impl SystemConn<'_> {
    /// Writes an entry that concerns a brand as a whole.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn audit(&mut self, brand: &BrandId, principal: &Principal, entry: AuditEntry) -> Result<()> {
        let row = entry.into_row(None, Some(brand.clone()), principal)?;
        diesel::insert_into(audit_events::table).values(&row).execute(self.raw())?;
        Ok(())
    }
}

impl TenantConn<'_> {
    /// A page of the audit log, newest first: at most `limit` entries before `before`.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_page(
        &mut self,
        filter: &AuditQuery,
        before: Option<&AuditEventId>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        let mut query = self.audit_events().select(AuditEventRow::as_select()).into_boxed();
        if let Some(action) = &filter.action {
            query = query.filter(audit_events::action.eq(action));
        }
        if let Some(actor) = &filter.actor_id {
            query = query.filter(audit_events::actor_id.eq(actor));
        }
        if let Some(resource) = &filter.resource_id {
            query = query.filter(audit_events::resource_id.eq(resource));
        }
        if let Some(before) = before {
            query = query.filter(audit_events::id.lt(before));
        }
        let rows: Vec<AuditEventRow> = query.order(audit_events::id.desc()).limit(limit).load(self.raw())?;
        rows.into_iter().map(to_event).collect()
    }
}

fn to_event(row: AuditEventRow) -> Result<AuditEvent> {
    Ok(AuditEvent {
        id: row.id,
        created_at: moment(row.created_at),
        actor: AuditActor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
        action: row.action,
        resource_type: row.resource_type,
        resource_id: row.resource_id,
        outcome: row.outcome,
        reason: row.reason,
        ip: row.ip,
        user_agent: row.user_agent,
        request_id: row.request_id,
        changes: row.changes.as_deref().map(|text| from_json("audit changes", text)).transpose()?,
    })
}
