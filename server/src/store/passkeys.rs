//! People's passkeys, and what browsers were asked to sign.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{PasskeyId, UserId};

use super::{
    SystemConn, micros,
    rows::{PasskeyChallengeRow, PasskeyRow},
    schema::{passkey_challenges, passkeys},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Adds a passkey.
    ///
    /// # Errors
    /// When the database refuses it: there is one with this credential id already.
    pub fn insert_passkey(&mut self, row: &PasskeyRow) -> Result<()> {
        diesel::insert_into(passkeys::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// The passkey with this credential id, of this host.
    ///
    /// # Errors
    /// When the query fails.
    pub fn passkey(&mut self, rp_id: &str, credential_id: &str) -> Result<Option<PasskeyRow>> {
        let found = passkeys::table
            .filter(passkeys::rp_id.eq(rp_id))
            .filter(passkeys::credential_id.eq(credential_id))
            .select(PasskeyRow::as_select());
        Ok(found.first(self.raw()).optional()?)
    }

    /// A user's passkeys for a host.
    ///
    /// # Errors
    /// When the query fails.
    pub fn passkeys_of(&mut self, user: &UserId, rp_id: &str) -> Result<Vec<PasskeyRow>> {
        let theirs = passkeys::table
            .filter(passkeys::user_id.eq(user))
            .filter(passkeys::rp_id.eq(rp_id))
            .order(passkeys::id.asc())
            .select(PasskeyRow::as_select());
        Ok(theirs.load(self.raw())?)
    }

    /// Notes that a passkey was used, and what it is now. Says whether it is still what it was when its signature was
    /// checked: it is not when somebody else used it, or it was removed, meanwhile.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn use_passkey(&mut self, id: &PasskeyId, old: &str, new: &str) -> Result<bool> {
        let same = passkeys::table.find(id).filter(passkeys::credential.eq(old));
        let set = (passkeys::credential.eq(new), passkeys::last_used_at.eq(micros(Utc::now())));
        Ok(diesel::update(same).set(set).execute(self.raw())? == 1)
    }

    /// Removes one of a user's passkeys. Says what it was called.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_passkey(&mut self, user: &UserId, id: &PasskeyId) -> Result<Option<String>> {
        let theirs = passkeys::table.find(id).filter(passkeys::user_id.eq(user));
        let name = theirs.select(passkeys::name).first(self.raw()).optional()?;
        diesel::delete(theirs).execute(self.raw())?;
        Ok(name)
    }

    /// Keeps what a browser was asked to sign, and forgets what nobody signed in time.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_passkey_challenge(&mut self, row: &PasskeyChallengeRow) -> Result<()> {
        self.delete_ended_passkey_challenges()?;
        diesel::insert_into(passkey_challenges::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Takes a challenge that this browser was given for this purpose: it is good once, whatever comes of it.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_passkey_challenge(
        &mut self,
        id_hash: &str,
        bound_to: &str,
        purpose: &str,
    ) -> Result<Option<PasskeyChallengeRow>> {
        let found = passkey_challenges::table
            .find(id_hash)
            .filter(passkey_challenges::bound_to.eq(bound_to))
            .filter(passkey_challenges::purpose.eq(purpose))
            .filter(passkey_challenges::expires_at.gt(micros(Utc::now())))
            .select(PasskeyChallengeRow::as_select());
        let Some(row) = found.first(self.raw()).optional()? else { return Ok(None) };
        let taken = diesel::delete(passkey_challenges::table.find(id_hash)).execute(self.raw())? == 1;
        Ok(taken.then_some(row))
    }

    /// Deletes challenges that have ended.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_passkey_challenges(&mut self) -> Result<usize> {
        let old = passkey_challenges::table.filter(passkey_challenges::expires_at.lt(micros(Utc::now())));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
