//! Brands, users, organizations and who belongs to them.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, InvitationId, MembershipId, OrganizationId, RoleKey, UserId, members::MembershipSource};

use crate::store::schema;

/// A brand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brands, treat_none_as_default_value = false)]
pub struct BrandRow {
    pub id: BrandId,
    pub key: String,
    pub parent_id: Option<BrandId>,
    pub name: String,
    pub support_email: Option<String>,
    pub theme: Option<String>,
    pub features: Option<String>,
    pub created_at: i64,
}

/// An origin whose pages may use a brand's portal.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brand_origins, treat_none_as_default_value = false)]
pub struct BrandOriginRow {
    pub brand_id: BrandId,
    pub origin: String,
}

/// A person.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::users, treat_none_as_default_value = false)]
pub struct UserRow {
    pub id: UserId,
    pub brand_id: BrandId,
    pub email: String,
    pub name: String,
    pub created_at: i64,
}

/// An organization.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::organizations, treat_none_as_default_value = false)]
pub struct OrganizationRow {
    pub id: OrganizationId,
    pub brand_id: BrandId,
    pub name: String,
    pub locale: String,
    pub features: Option<String>,
    pub event_position: i64,
    pub case_number: i64,
    pub created_at: i64,
}

/// A user in an organization.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::memberships, treat_none_as_default_value = false)]
pub struct MembershipRow {
    pub id: MembershipId,
    pub org_id: OrganizationId,
    pub user_id: UserId,
    pub role: RoleKey,
    pub source: MembershipSource,
    pub sort_name: String,
    pub search: String,
    pub version: i64,
    pub ends_at: Option<i64>,
    pub last_active_at: Option<i64>,
    pub created_at: i64,
    pub attributes: Option<String>,
    pub suspended_at: Option<i64>,
    pub suspended_reason: Option<String>,
}

/// An offer to join.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::invitations, treat_none_as_default_value = false)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub org_id: OrganizationId,
    pub email: String,
    pub role: RoleKey,
    pub invited_by: Option<UserId>,
    pub created_at: i64,
    pub expires_at: i64,
    pub closed_at: Option<i64>,
    pub outcome: Option<String>,
    pub secret_hash: Option<String>,
    pub ends_at: Option<i64>,
}
