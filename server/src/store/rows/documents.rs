//! Documents and the files behind them.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{CaseId, DocumentId, DocumentVersionId, DraftId, OrganizationId, UserId};

use crate::store::schema;

/// A document.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::documents, treat_none_as_default_value = false)]
pub struct DocumentRow {
    pub id: DocumentId,
    pub org_id: OrganizationId,
    pub case_id: Option<CaseId>,
    pub folder: String,
    pub name: String,
    pub sort_name: String,
    pub current_version_id: DocumentVersionId,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub deleted_at: Option<i64>,
    pub draft_of: Option<UserId>,
    pub draft_id: Option<DraftId>,
}

/// A version of a document.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::document_versions, treat_none_as_default_value = false)]
pub struct DocumentVersionRow {
    pub id: DocumentVersionId,
    pub org_id: OrganizationId,
    pub document_id: DocumentId,
    pub number: i32,
    pub size: i64,
    pub media_type: String,
    pub sha256: String,
    pub file_key: String,
    pub uploaded_by: Option<UserId>,
    pub created_at: i64,
}

/// A file that is being written.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::uploads, treat_none_as_default_value = false)]
pub struct UploadRow {
    pub file_key: String,
    pub org_id: OrganizationId,
    pub started_at: i64,
}

/// A file to delete.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::file_tombstones, treat_none_as_default_value = false)]
pub struct FileTombstoneRow {
    pub file_key: String,
    pub org_id: OrganizationId,
    pub deleted_at: i64,
}
