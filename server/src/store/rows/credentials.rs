//! Credentials. Secrets are stored as SHA-256 only.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{ApiKeyId, BrandId, DocumentVersionId, EmbedSessionId, OrganizationId, UserId};

use crate::store::schema;

/// A credential of a program: of a brand's, or of an organization's. Without the hashes of its secrets, which only the
/// system reads.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::api_keys, treat_none_as_default_value = false)]
pub struct ApiKeyRow {
    pub id: ApiKeyId,
    pub brand_id: BrandId,
    pub name: String,
    pub scopes: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub org_id: Option<OrganizationId>,
    pub created_by: Option<UserId>,
    pub networks: Option<String>,
    pub version: i64,
    pub secret_hint: Option<String>,
    pub secret_created_at: Option<i64>,
    pub secret_used_at: Option<i64>,
    pub previous_secret_hint: Option<String>,
    pub previous_secret_created_at: Option<i64>,
    pub previous_secret_used_at: Option<i64>,
    pub previous_secret_ends_at: Option<i64>,
    pub last_used_at: Option<i64>,
    pub last_used_ip: Option<String>,
}

impl ApiKeyRow {
    /// A brand's key that was never used, does not end by itself and may be used from anywhere.
    pub fn new(id: ApiKeyId, brand_id: BrandId, name: String, created_at: i64) -> Self {
        Self {
            id,
            brand_id,
            name,
            scopes: "[]".to_owned(),
            created_at,
            expires_at: None,
            revoked_at: None,
            org_id: None,
            created_by: None,
            networks: None,
            version: 1,
            secret_hint: None,
            secret_created_at: None,
            secret_used_at: None,
            previous_secret_hint: None,
            previous_secret_created_at: None,
            previous_secret_used_at: None,
            previous_secret_ends_at: None,
            last_used_at: None,
            last_used_ip: None,
        }
    }
}

/// What of an API key can change, use and secrets aside.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = schema::api_keys, treat_none_as_null = true)]
pub struct ApiKeyChange {
    pub name: String,
    pub scopes: String,
    pub networks: Option<String>,
    pub version: i64,
    pub revoked_at: Option<i64>,
}

impl From<ApiKeyRow> for ApiKeyChange {
    /// The key as it is, under its next version.
    fn from(row: ApiKeyRow) -> Self {
        Self {
            name: row.name,
            scopes: row.scopes,
            networks: row.networks,
            version: row.version + 1,
            revoked_at: row.revoked_at,
        }
    }
}

/// Another secret for an API key. The hash of the one there is becomes the previous one's if that has an end to come.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = schema::api_keys, treat_none_as_null = true)]
pub struct ApiKeySecretChange {
    pub version: i64,
    pub secret_hash: String,
    pub secret_hint: Option<String>,
    pub secret_created_at: Option<i64>,
    pub secret_used_at: Option<i64>,
    pub previous_secret_hint: Option<String>,
    pub previous_secret_created_at: Option<i64>,
    pub previous_secret_used_at: Option<i64>,
    pub previous_secret_ends_at: Option<i64>,
}

/// How many requests were made with a key on a day.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::api_key_uses, treat_none_as_default_value = false)]
pub struct ApiKeyUseRow {
    pub api_key_id: ApiKeyId,
    pub day: i64,
    pub org_id: Option<OrganizationId>,
    pub requests: i64,
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
