//! Plans, and what is said of single features.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, OrganizationId};

use crate::store::schema;

/// A plan of a brand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::plans, treat_none_as_default_value = false)]
pub struct PlanRow {
    pub brand_id: BrandId,
    pub key: String,
    pub name: String,
    pub features: String,
    pub created_at: i64,
}

/// Which plan an organization has.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::organization_plans, treat_none_as_default_value = false)]
pub struct OrganizationPlanRow {
    pub org_id: OrganizationId,
    pub plan_key: String,
}

/// What is said of a feature.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::feature_switches, treat_none_as_default_value = false)]
pub struct FeatureSwitchRow {
    pub owner: String,
    pub feature: String,
    pub is_on: bool,
    pub percentage: Option<i64>,
    pub ends_at: Option<i64>,
    pub created_at: i64,
}

/// What the flag service says an organization does not have.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::flag_answers, treat_none_as_default_value = false)]
pub struct FlagAnswerRow {
    pub org_id: OrganizationId,
    pub features_off: String,
    pub answered_at: i64,
}

/// How asking the flag service goes.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = schema::flag_service, treat_none_as_null = true)]
pub struct FlagServiceRow {
    pub due_at: i64,
    pub answered_at: Option<i64>,
    pub failing_since: Option<i64>,
    pub failure: Option<String>,
}
