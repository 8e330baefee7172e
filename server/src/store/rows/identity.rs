//! Who is signed in, and by what people sign in. Secrets are stored as SHA-256 only.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, UserId, UserSessionId};

use crate::store::schema;

/// A person who is signed in to a brand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::user_sessions, treat_none_as_default_value = false)]
pub struct UserSessionRow {
    pub id: UserSessionId,
    pub brand_id: BrandId,
    pub user_id: UserId,
    pub secret_hash: String,
    pub methods: String,
    pub authenticated_at: i64,
    pub sso_connection_id: Option<String>,
    pub address: Option<String>,
    pub user_agent: Option<String>,
    pub created_at: i64,
    pub last_seen_at: i64,
    pub idle_expires_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
}

/// A host name that shows a brand's portal, once it is verified.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brand_hosts, treat_none_as_default_value = false)]
pub struct BrandHostRow {
    pub host: String,
    pub brand_id: BrandId,
    pub token: String,
    pub created_at: i64,
    pub verified_at: Option<i64>,
}

/// A property of a brand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brand_properties, treat_none_as_default_value = false)]
pub struct BrandPropertyRow {
    pub brand_id: BrandId,
    pub property: String,
    pub value: String,
}

/// A brand's own words for a kind of mail.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brand_mail_templates, treat_none_as_default_value = false)]
pub struct BrandMailTemplateRow {
    pub brand_id: BrandId,
    pub kind: String,
    pub language: String,
    pub subject: String,
    pub body: String,
}

/// A picture of a brand's.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::brand_images, treat_none_as_default_value = false)]
pub struct BrandImageRow {
    pub brand_id: BrandId,
    pub kind: String,
    pub media_type: String,
    pub content: String,
    pub sha256: String,
}

/// A person's password.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::passwords, treat_none_as_default_value = false)]
pub struct PasswordRow {
    pub user_id: UserId,
    pub hash: String,
    pub changed_at: i64,
}

/// A browser in which a person has signed in before.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::known_devices, treat_none_as_default_value = false)]
pub struct KnownDeviceRow {
    pub secret_hash: String,
    pub user_id: UserId,
    pub created_at: i64,
    pub last_used_at: i64,
}

/// A link that was mailed to somebody.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::mailed_links, treat_none_as_default_value = false)]
pub struct MailedLinkRow {
    pub secret_hash: String,
    pub brand_id: BrandId,
    pub user_id: Option<UserId>,
    pub purpose: String,
    pub email: String,
    pub browser_hash: Option<String>,
    pub return_to: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
}
