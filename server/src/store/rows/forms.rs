//! Forms and what was sent in.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, CaseId, CaseTypeId, DraftId, FormId, FormVersionId, OrganizationId, SubmissionId, UserId};

use crate::store::schema;

/// A form.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::forms, treat_none_as_default_value = false)]
pub struct FormRow {
    pub id: FormId,
    pub brand_id: BrandId,
    pub key: String,
    pub title: String,
    pub summary: String,
    pub category: String,
    pub minutes: i32,
    pub case_type_id: CaseTypeId,
    pub case_title: Option<String>,
    pub next_step: Option<String>,
    pub opening_message: Option<String>,
    pub published_version_id: FormVersionId,
    pub sort_order: i64,
    pub created_at: i64,
}

/// A published version of a form.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::form_versions, treat_none_as_default_value = false)]
pub struct FormVersionRow {
    pub id: FormVersionId,
    pub brand_id: BrandId,
    pub form_id: FormId,
    pub number: i32,
    pub definition: String,
    pub created_at: i64,
}

/// Answers that were sent in.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::submissions, treat_none_as_default_value = false)]
pub struct SubmissionRow {
    pub id: SubmissionId,
    pub org_id: OrganizationId,
    pub form_id: FormId,
    pub form_version_id: FormVersionId,
    pub form_title: String,
    pub answers: String,
    pub case_id: CaseId,
    pub submitted_by: UserId,
    pub created_at: i64,
}

/// Answers that are not sent in yet.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::drafts, treat_none_as_default_value = false)]
pub struct DraftRow {
    pub id: DraftId,
    pub org_id: OrganizationId,
    pub user_id: UserId,
    pub form_id: FormId,
    pub form_version_id: FormVersionId,
    pub answers: String,
    pub handed_over_by: Option<UserId>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}
