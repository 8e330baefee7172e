//! Cases and their history.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{
    BrandId, CaseId, CaseTypeId, DocumentId, OrganizationId, SubmissionId, TimelineEntryId, UserId,
    cases::{Party, PublicStatus, TimelineKind},
};

use crate::store::schema;

/// A workflow.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::case_types, treat_none_as_default_value = false)]
pub struct CaseTypeRow {
    pub id: CaseTypeId,
    pub brand_id: BrandId,
    pub key: String,
    pub name: String,
    pub reference_prefix: String,
    pub status_labels: String,
    pub milestones: String,
    pub created_at: i64,
}

/// A case.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::cases, treat_none_as_default_value = false)]
pub struct CaseRow {
    pub id: CaseId,
    pub org_id: OrganizationId,
    pub case_type_id: CaseTypeId,
    pub reference: String,
    pub title: String,
    pub search: String,
    pub status: PublicStatus,
    pub is_open: bool,
    pub next_step: Option<String>,
    pub milestones: String,
    pub source: Option<String>,
    pub opened_by: Option<UserId>,
    pub submission_id: Option<SubmissionId>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// An entry of a case's timeline.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::timeline_entries, treat_none_as_default_value = false)]
pub struct TimelineEntryRow {
    pub id: TimelineEntryId,
    pub org_id: OrganizationId,
    pub case_id: CaseId,
    pub kind: TimelineKind,
    pub party: Party,
    pub actor_name: String,
    pub user_id: Option<UserId>,
    pub body: Option<String>,
    pub document_id: Option<DocumentId>,
    pub status: Option<PublicStatus>,
    pub created_at: i64,
}

/// When somebody last looked at a case.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::case_reads, treat_none_as_default_value = false)]
pub struct CaseReadRow {
    pub org_id: OrganizationId,
    pub case_id: CaseId,
    pub user_id: UserId,
    pub read_at: i64,
}
