//! What happened: events, the audit log, and answers kept for repeated requests.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{
    AuditEventId, BrandId, OrganizationId, RequestId,
    audit::{ActorKind, Outcome},
    events::EventType,
};

use crate::store::schema;

/// An event for the outbox.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::outbox_events, treat_none_as_default_value = false)]
pub struct OutboxEventRow {
    pub org_id: OrganizationId,
    pub position: i64,
    pub kind: EventType,
    pub resource_id: String,
    pub created_at: i64,
}

/// An entry of the audit log.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::audit_events, treat_none_as_default_value = false)]
pub struct AuditEventRow {
    pub id: AuditEventId,
    pub org_id: Option<OrganizationId>,
    pub brand_id: Option<BrandId>,
    pub created_at: i64,
    pub actor_kind: ActorKind,
    pub actor_id: String,
    pub actor_name: String,
    pub action: String,
    pub resource_type: String,
    pub resource_id: String,
    pub outcome: Outcome,
    pub reason: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: RequestId,
    pub changes: Option<String>,
    pub position: i64,
    pub hash: String,
    pub action_kind: String,
}

/// The answer to a request that named an idempotency key.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::idempotency_keys, treat_none_as_default_value = false)]
pub struct IdempotencyKeyRow {
    pub owner: String,
    pub route: String,
    pub key: String,
    pub fingerprint: String,
    pub answer: String,
    pub created_at: i64,
}
