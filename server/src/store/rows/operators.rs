//! The vendor's and partners' own staff.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, OperatorId, OperatorRole, UserId};

use crate::store::schema;

/// An operator of a brand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::operators, treat_none_as_default_value = false)]
pub struct OperatorRow {
    pub id: OperatorId,
    pub brand_id: BrandId,
    pub user_id: UserId,
    pub role: OperatorRole,
    pub ends_at: Option<i64>,
    pub suspended_at: Option<i64>,
    pub created_at: i64,
    pub created_by: Option<UserId>,
}
