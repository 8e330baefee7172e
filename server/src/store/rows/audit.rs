//! What is kept about audit logs, beside their entries.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{
    AuditStreamId, OrganizationId,
    audit::{AuditFormat, Outcome},
};

use crate::store::schema;

/// How long an organization keeps its log.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::audit_settings, treat_none_as_default_value = false)]
pub struct AuditSettingsRow {
    pub org_id: OrganizationId,
    pub retention_days: Option<i64>,
    pub updated_at: i64,
}

/// A cut of a log.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::audit_cuts, treat_none_as_default_value = false)]
pub struct AuditCutRow {
    pub org_id: OrganizationId,
    pub position: i64,
    pub hash: String,
    pub entry_position: i64,
    pub retention_days: i64,
    pub created_at: i64,
    pub is_open: bool,
}

/// Where a log is sent to.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::audit_streams, treat_none_as_default_value = false)]
pub struct AuditStreamRow {
    pub id: AuditStreamId,
    pub org_id: OrganizationId,
    pub url: String,
    pub format: AuditFormat,
    pub actions: String,
    pub outcome: Option<Outcome>,
    pub sealed_secret: String,
    pub secret_created_at: i64,
    pub previous_sealed_secret: Option<String>,
    pub previous_ends_at: Option<i64>,
    pub position: i64,
    pub attempts: i64,
    pub due_at: i64,
    pub leased_until: i64,
    pub failing_since: Option<i64>,
    pub succeeded_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub failure: Option<String>,
    pub tested_at: Option<i64>,
    pub disabled_at: Option<i64>,
    pub disabled_reason: Option<String>,
    pub created_at: i64,
    pub version: i64,
}

impl std::fmt::Debug for AuditStreamRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Its address may hold a receiver's token.
        f.debug_struct("AuditStreamRow").field("id", &self.id).field("position", &self.position).finish()
    }
}
