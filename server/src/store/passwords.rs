//! People's passwords, and the browsers in which they have signed in before.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{Timestamp, UserId};

use super::{
    SystemConn, micros,
    rows::{KnownDeviceRow, PasswordRow, UserRow},
    schema::{known_devices, passwords, users},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// The hash of a user's password, if they have one.
    ///
    /// # Errors
    /// When the query fails.
    pub fn password_of(&mut self, user: &UserId) -> Result<Option<PasswordRow>> {
        Ok(passwords::table.find(user).select(PasswordRow::as_select()).first(self.raw()).optional()?)
    }

    /// Gives a user this password. `hash` is a PHC string.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_password(&mut self, user: &UserId, hash: &str) -> Result<()> {
        let now = micros(Utc::now());
        let set = (passwords::hash.eq(hash), passwords::changed_at.eq(now));
        if diesel::update(passwords::table.find(user)).set(set).execute(self.raw())? == 0 {
            let row = PasswordRow { user_id: user.clone(), hash: hash.to_owned(), changed_at: now };
            diesel::insert_into(passwords::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// Whether a user's password is still the one that was set at `changed_at`. Whoever is changing it at this moment is
    /// waited for.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn password_is_from(&mut self, user: &UserId, changed_at: i64) -> Result<bool> {
        let same = passwords::table.find(user).filter(passwords::changed_at.eq(changed_at));
        Ok(diesel::update(same).set(passwords::changed_at.eq(changed_at)).execute(self.raw())? == 1)
    }

    /// Writes the same password with other parameters, unless it was changed meanwhile.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn rehash_password(&mut self, user: &UserId, old: &str, new: &str) -> Result<()> {
        let same = passwords::table.find(user).filter(passwords::hash.eq(old));
        diesel::update(same).set(passwords::hash.eq(new)).execute(self.raw())?;
        Ok(())
    }

    /// A user.
    ///
    /// # Errors
    /// `not_found`.
    pub fn user(&mut self, id: &UserId) -> Result<UserRow> {
        Ok(users::table.find(id).select(UserRow::as_select()).first(self.raw())?)
    }

    /// Whether a user has signed in before in the browser with this secret.
    ///
    /// # Errors
    /// When the query fails.
    pub fn knows_device(&mut self, secret_hash: &str, user: &UserId) -> Result<bool> {
        let device = known_devices::table.find((secret_hash, user));
        Ok(diesel::select(diesel::dsl::exists(device)).get_result(self.raw())?)
    }

    /// Notes that a user has signed in in the browser with this secret.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn remember_device(&mut self, secret_hash: &str, user: &UserId) -> Result<()> {
        let now = micros(Utc::now());
        let known = known_devices::table.find((secret_hash, user));
        if diesel::update(known).set(known_devices::last_used_at.eq(now)).execute(self.raw())? == 0 {
            let (secret_hash, user_id) = (secret_hash.to_owned(), user.clone());
            let row = KnownDeviceRow { secret_hash, user_id, created_at: now, last_used_at: now };
            diesel::insert_into(known_devices::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// Gives a browser another secret: whoever it knew it knows by the new one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn replace_device(&mut self, old_hash: &str, new_hash: &str) -> Result<()> {
        let known = known_devices::table.filter(known_devices::secret_hash.eq(old_hash));
        diesel::update(known).set(known_devices::secret_hash.eq(new_hash)).execute(self.raw())?;
        Ok(())
    }

    /// Forgets every browser in which a user has signed in.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_devices_of(&mut self, user: &UserId) -> Result<()> {
        diesel::delete(known_devices::table.filter(known_devices::user_id.eq(user))).execute(self.raw())?;
        Ok(())
    }

    /// Forgets browsers that nobody signed in with since `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_old_devices(&mut self, before: Timestamp) -> Result<usize> {
        let old = known_devices::table.filter(known_devices::last_used_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
