//! People who still have to show a second factor.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{Timestamp, UserId};

use super::{
    SystemConn, micros,
    rows::{PendingSignInRow, UserRow},
    schema::{pending_sign_ins, users},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Notes that somebody still has to show a second factor.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_pending_sign_in(&mut self, row: &PendingSignInRow) -> Result<()> {
        diesel::insert_into(pending_sign_ins::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Who has to show a second factor, by the hash of the secret that they came with.
    ///
    /// # Errors
    /// When the query fails.
    pub fn pending_sign_in(&mut self, secret_hash: &str) -> Result<Option<(PendingSignInRow, UserRow)>> {
        Ok(pending_sign_ins::table
            .inner_join(users::table)
            .filter(pending_sign_ins::secret_hash.eq(secret_hash))
            .filter(pending_sign_ins::expires_at.gt(micros(Utc::now())))
            .select((PendingSignInRow::as_select(), UserRow::as_select()))
            .first(self.raw())
            .optional()?)
    }

    /// Counts a wrong code. Says how many there were now.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn fail_pending_sign_in(&mut self, secret_hash: &str) -> Result<i32> {
        let pending = pending_sign_ins::table.find(secret_hash);
        diesel::update(pending)
            .set(pending_sign_ins::failures.eq(pending_sign_ins::failures + 1))
            .execute(self.raw())?;
        Ok(pending.select(pending_sign_ins::failures).first(self.raw()).optional()?.unwrap_or(i32::MAX))
    }

    /// Ends one. Says whether it was there: of two requests at the same time, one hears that it was.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_pending_sign_in(&mut self, secret_hash: &str) -> Result<bool> {
        Ok(diesel::delete(pending_sign_ins::table.find(secret_hash)).execute(self.raw())? == 1)
    }

    /// Ends those of a user.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_pending_sign_ins_of(&mut self, user: &UserId) -> Result<()> {
        diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user))).execute(self.raw())?;
        Ok(())
    }

    /// Deletes those that ended before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_pending_sign_ins(&mut self, before: Timestamp) -> Result<usize> {
        let old = pending_sign_ins::table.filter(pending_sign_ins::expires_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
