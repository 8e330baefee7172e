//! Single sign-on of organizations.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, DomainId, OrganizationId, RoleKey, SsoConnectionId, UserId, sso::SsoState};

use crate::store::schema;

/// An identity provider of an organization. The secret is encrypted.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_connections, treat_none_as_default_value = false)]
pub struct SsoConnectionRow {
    pub id: SsoConnectionId,
    pub org_id: OrganizationId,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<String>,
    pub scopes: String,
    pub role_rules: String,
    pub default_role: Option<RoleKey>,
    pub just_in_time: bool,
    pub state: SsoState,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Who somebody is whom a provider names.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_identities, treat_none_as_default_value = false)]
pub struct SsoIdentityRow {
    pub org_id: OrganizationId,
    pub issuer: String,
    pub subject: String,
    pub user_id: UserId,
    pub connection_id: SsoConnectionId,
    pub created_at: i64,
    pub last_used_at: i64,
    pub acr: Option<String>,
    pub authenticated_at: Option<i64>,
}

/// A domain of an organization.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_domains, treat_none_as_default_value = false)]
pub struct SsoDomainRow {
    pub id: DomainId,
    pub org_id: OrganizationId,
    pub brand_id: BrandId,
    pub domain: String,
    pub token: String,
    pub created_at: i64,
    pub checked_at: Option<i64>,
    pub verified_at: Option<i64>,
}

/// Whether single sign-on is the only way into an organization.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_policies, treat_none_as_default_value = false)]
pub struct SsoPolicyRow {
    pub org_id: OrganizationId,
    pub required: bool,
    pub updated_at: i64,
}

/// An owner who gets in another way all the same.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_break_glass, treat_none_as_default_value = false)]
pub struct SsoBreakGlassRow {
    pub org_id: OrganizationId,
    pub user_id: UserId,
}

/// A sign-in that is at a provider at this moment.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::sso_sign_ins, treat_none_as_default_value = false)]
pub struct SsoSignInRow {
    pub state_hash: String,
    pub browser_hash: String,
    pub connection_id: SsoConnectionId,
    pub brand_id: BrandId,
    pub user_id: Option<UserId>,
    pub return_to: String,
    pub expires_at: i64,
}
