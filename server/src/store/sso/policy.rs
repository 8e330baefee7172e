//! Whether single sign-on is the only way into the organization, and for whom it is not.

use diesel::prelude::*;
use loggia_types::{UserId, session::UserRef, sso::SsoPolicy};

use crate::{
    error::Result,
    store::{
        TenantConn, TenantTx,
        members::to_user,
        micros,
        rows::{SsoBreakGlassRow, SsoPolicyRow, UserRow},
        schema::{passwords, sso_break_glass, sso_policies, users},
    },
};

impl TenantConn<'_> {
    /// The policy.
    ///
    /// # Errors
    /// When a query fails.
    pub fn sso_policy(&mut self) -> Result<SsoPolicy> {
        let required: Option<bool> = self.sso_policies().select(sso_policies::required).first(self.raw()).optional()?;
        let people: Vec<UserRow> = self
            .sso_break_glass()
            .inner_join(users::table)
            .order(users::name.asc())
            .select(UserRow::as_select())
            .load(self.raw())?;
        let break_glass: Vec<UserRef> = people.into_iter().map(to_user).collect();
        Ok(SsoPolicy { required: required.unwrap_or_default(), break_glass })
    }
}

impl TenantTx<'_> {
    /// Replaces the policy.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_sso_policy(&mut self, required: bool, break_glass: &[UserId]) -> Result<()> {
        let row = SsoPolicyRow { org_id: self.org_id().clone(), required, updated_at: micros(self.now()) };
        let set = (sso_policies::required.eq(required), sso_policies::updated_at.eq(row.updated_at));
        let there = self.sso_policies();
        if diesel::update(there).set(set).execute(self.raw())? == 0 {
            self.insert(&row)?;
        }
        let all = self.sso_break_glass();
        diesel::delete(all).execute(self.raw())?;
        for user in break_glass {
            self.insert(&SsoBreakGlassRow { org_id: self.org_id().clone(), user_id: user.clone() })?;
        }
        Ok(())
    }

    /// Takes somebody off the list of those who get in another way. Says whether they were on it.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn is_break_glass(&mut self, user: &UserId) -> Result<bool> {
        let query = self.sso_break_glass().filter(sso_break_glass::user_id.eq(user.clone()));
        let found: Option<UserId> = query.select(sso_break_glass::user_id).first(self.raw()).optional()?;
        Ok(found.is_some())
    }

    /// Whether a user has a password: what no tenant's transaction may read of it.
    ///
    /// # Errors
    /// When the query fails.
    pub fn has_password(&mut self, user: &UserId) -> Result<bool> {
        let user = user.clone();
        self.as_system(move |raw| {
            let password = passwords::table.find(user).select(passwords::user_id);
            Ok(password.first::<UserId>(raw).optional()?.is_some())
        })
    }
}
