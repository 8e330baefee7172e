//! Links that are mailed to people: found by the hash of their secret, good once and for a while.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{Timestamp, UserId};

use super::{
    SystemConn, micros,
    rows::MailedLinkRow,
    schema::{mailed_links, users},
};
use crate::error::Result;

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// Setting a password.
    Password,
    /// Showing that an address is one's own: the account's, or the one that it is to have.
    Email,
}

impl Purpose {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Password => "password",
            Self::Email => "email",
        }
    }
}

/// Those that are neither ended nor over at `now`, in microseconds.
#[diesel::dsl::auto_type(no_type_alias)]
fn live(now: i64) -> _ {
    mailed_links::ended_at.is_null().and(mailed_links::expires_at.gt(now))
}

impl SystemConn<'_> {
    /// Adds a link.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_mailed_link(&mut self, row: &MailedLinkRow) -> Result<()> {
        diesel::insert_into(mailed_links::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// The link with this secret, as long as it is good.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_mailed_link(&mut self, secret_hash: &str, purpose: Purpose) -> Result<Option<MailedLinkRow>> {
        let link = mailed_links::table
            .find(secret_hash)
            .filter(mailed_links::purpose.eq(purpose.as_str()))
            .filter(live(micros(Utc::now())));
        Ok(link.select(MailedLinkRow::as_select()).first(self.raw()).optional()?)
    }

    /// Whether the mail with this link is to go out: the link is good and leads somewhere.
    ///
    /// # Errors
    /// When a query fails.
    pub fn leads_somewhere(&mut self, secret_hash: &str) -> Result<bool> {
        let link = mailed_links::table.find(secret_hash).filter(live(micros(Utc::now())));
        let found: Option<MailedLinkRow> = link.select(MailedLinkRow::as_select()).first(self.raw()).optional()?;
        let Some(MailedLinkRow { user_id: Some(user), brand_id, email, purpose, .. }) = found else {
            return Ok(false);
        };
        let holders: Vec<UserId> = users::table
            .filter(users::brand_id.eq(brand_id))
            .filter(users::email.eq(email))
            .select(users::id)
            .load(self.raw())?;
        // An address that nobody has is one that an account can change to.
        Ok(holders == [user] || (holders.is_empty() && purpose == Purpose::Email.as_str()))
    }

    /// Ends a link. Says whether it was good: of two who use it at once, it was for one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_mailed_link(&mut self, secret_hash: &str) -> Result<bool> {
        let now = micros(Utc::now());
        let link = mailed_links::table.find(secret_hash).filter(live(now));
        Ok(diesel::update(link).set(mailed_links::ended_at.eq(now)).execute(self.raw())? == 1)
    }

    /// Ends a user's links for these purposes. Says how many were good.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_mailed_links_of(&mut self, user: &UserId, purposes: &[Purpose]) -> Result<usize> {
        let now = micros(Utc::now());
        let names: Vec<&str> = purposes.iter().map(|purpose| purpose.as_str()).collect();
        let theirs = mailed_links::table
            .filter(mailed_links::user_id.eq(user))
            .filter(mailed_links::purpose.eq_any(names))
            .filter(live(now));
        Ok(diesel::update(theirs).set(mailed_links::ended_at.eq(now)).execute(self.raw())?)
    }

    /// The address that a user has asked to have, or to be known as theirs, and when that ends.
    ///
    /// # Errors
    /// When the query fails.
    pub fn pending_email(&mut self, user: &UserId) -> Result<Option<MailedLinkRow>> {
        let theirs = mailed_links::table
            .filter(mailed_links::user_id.eq(user))
            .filter(mailed_links::purpose.eq(Purpose::Email.as_str()))
            .filter(live(micros(Utc::now())))
            .order(mailed_links::created_at.desc());
        Ok(theirs.select(MailedLinkRow::as_select()).first(self.raw()).optional()?)
    }

    /// Deletes links that were over before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_old_mailed_links(&mut self, before: Timestamp) -> Result<usize> {
        let old = mailed_links::table.filter(mailed_links::expires_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
