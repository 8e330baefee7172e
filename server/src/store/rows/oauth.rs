//! What OAuth 2.0 keeps. Codes and tokens are stored as SHA-256 only.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{AccessTokenId, BrandId, OAuthClientId, OAuthGrantId, OrganizationId, UserId};

use crate::store::schema;

/// A public client.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::oauth_clients, treat_none_as_default_value = false)]
pub struct OAuthClientRow {
    pub id: OAuthClientId,
    pub brand_id: BrandId,
    pub name: String,
    pub redirect_uris: String,
    pub scopes: String,
    pub created_at: i64,
    pub deleted_at: Option<i64>,
}

/// What a person has agreed to.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::oauth_consents, treat_none_as_default_value = false)]
pub struct OAuthConsentRow {
    pub client_id: OAuthClientId,
    pub org_id: OrganizationId,
    pub user_id: UserId,
    pub scopes: String,
    pub created_at: i64,
}

/// One sign-in with a client.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::oauth_grants, treat_none_as_default_value = false)]
pub struct OAuthGrantRow {
    pub id: OAuthGrantId,
    pub client_id: OAuthClientId,
    pub brand_id: BrandId,
    pub org_id: OrganizationId,
    pub user_id: UserId,
    pub scopes: String,
    pub redirect_uri: String,
    pub code_hash: String,
    pub code_challenge: String,
    pub code_expires_at: i64,
    pub code_used_at: Option<i64>,
    pub generation: i64,
    pub created_at: i64,
    pub used_at: i64,
    pub idle_expires_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
}

/// A token for the API.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::oauth_access_tokens, treat_none_as_default_value = false)]
pub struct OAuthAccessTokenRow {
    pub id: AccessTokenId,
    pub org_id: OrganizationId,
    pub grant_id: OAuthGrantId,
    pub generation: i64,
    pub token_hash: String,
    pub scopes: String,
    pub created_at: i64,
    pub expires_at: i64,
}

/// A token for the next tokens.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::oauth_refresh_tokens, treat_none_as_default_value = false)]
pub struct OAuthRefreshTokenRow {
    pub token_hash: String,
    pub org_id: OrganizationId,
    pub grant_id: OAuthGrantId,
    pub generation: i64,
    pub created_at: i64,
    pub used_at: Option<i64>,
}
