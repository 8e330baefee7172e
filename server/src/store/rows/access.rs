//! Custom roles, and attributes that their conditions compare.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{OrganizationId, RoleId};

use crate::store::schema;

/// A role of an organization's own.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::roles, treat_none_as_default_value = false)]
pub struct RoleRow {
    pub id: RoleId,
    pub org_id: OrganizationId,
    pub name: String,
    pub sort_name: String,
    pub description: Option<String>,
    pub inherits: String,
    pub grants: String,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// An attribute's value, or one text of it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::resource_attributes, treat_none_as_default_value = false)]
pub struct ResourceAttributeRow {
    pub org_id: OrganizationId,
    pub resource_id: String,
    pub name: String,
    pub list_position: i32,
    pub kind: String,
    pub text_value: Option<String>,
    pub number_value: Option<f64>,
    pub flag_value: Option<bool>,
}
