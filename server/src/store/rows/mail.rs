//! Mails.

#![allow(missing_docs, reason = "the columns are described in the migrations")]

use diesel::prelude::*;
use loggia_types::{BrandId, MailId};

use crate::store::schema;

/// A mail that waits, or what became of it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::mail_queue, treat_none_as_default_value = false)]
pub struct MailRow {
    pub id: MailId,
    pub brand_id: BrandId,
    pub kind: String,
    pub recipient: String,
    pub recipient_key: String,
    pub locale: String,
    pub sealed: Option<String>,
    pub state: String,
    pub attempts: i32,
    pub due_at: i64,
    pub taken_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub failure: Option<String>,
    pub created_at: i64,
}
