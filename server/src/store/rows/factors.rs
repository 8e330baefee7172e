//! By what else people prove who they are.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, PasskeyId, UserId};

use crate::store::schema;

/// The seed of a person's one-time codes.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::code_seeds, treat_none_as_default_value = false)]
pub struct CodeSeedRow {
    pub user_id: UserId,
    pub sealed: String,
    pub last_step: i64,
    pub failures: i32,
    pub created_at: i64,
    pub confirmed_at: Option<i64>,
    pub last_used_at: Option<i64>,
}

/// A person's passkey.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::passkeys, treat_none_as_default_value = false)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub user_id: UserId,
    pub rp_id: String,
    pub credential_id: String,
    pub credential: String,
    pub name: String,
    pub synced: bool,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

/// A code for when the rest is lost.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::recovery_codes, treat_none_as_default_value = false)]
pub struct RecoveryCodeRow {
    pub user_id: UserId,
    pub code_hash: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

/// Somebody who still has to show a second factor.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::pending_sign_ins, treat_none_as_default_value = false)]
pub struct PendingSignInRow {
    pub secret_hash: String,
    pub brand_id: BrandId,
    pub user_id: UserId,
    pub methods: String,
    pub failures: i32,
    pub created_at: i64,
    pub expires_at: i64,
}

/// What a browser was asked to sign.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::passkey_challenges, treat_none_as_default_value = false)]
pub struct PasskeyChallengeRow {
    pub id_hash: String,
    pub bound_to: String,
    pub purpose: String,
    pub user_id: Option<UserId>,
    pub state: String,
    pub expires_at: i64,
}
