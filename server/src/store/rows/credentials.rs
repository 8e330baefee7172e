//! Credentials. Secrets are stored as SHA-256 only.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{ApiKeyId, BrandId, DocumentVersionId, EmbedSessionId, OrganizationId, UserId};

use crate::store::schema;

/// A credential of a vendor's backend.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::api_keys, treat_none_as_default_value = false)]
pub struct ApiKeyRow {
    pub id: ApiKeyId,
    pub brand_id: BrandId,
    pub name: String,
    pub secret_hash: String,
    pub scopes: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

/// A short-lived credential of one user in one organization.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::embed_sessions, treat_none_as_default_value = false)]
pub struct EmbedSessionRow {
    pub id: EmbedSessionId,
    pub brand_id: BrandId,
    pub org_id: OrganizationId,
    pub user_id: UserId,
    pub api_key_id: ApiKeyId,
    pub secret_hash: String,
    pub features: Option<String>,
    pub locale: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
}

/// A one-time right to download.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::download_tokens, treat_none_as_default_value = false)]
pub struct DownloadTokenRow {
    pub token_hash: String,
    pub org_id: OrganizationId,
    pub document_version_id: DocumentVersionId,
    pub credential_id: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}
