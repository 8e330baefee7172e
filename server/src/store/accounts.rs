//! What a person's account has beside name and address, and changing those.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{BrandId, MembershipId, OrganizationId, Timestamp, UserId, session::UserRef};

use super::{
    SystemConn, TenantTx,
    members::member_search,
    micros, moment,
    schema::{memberships, organizations, users},
};
use crate::error::Result;

/// What an account has beside name and address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredAccount {
    /// Since when it is known that the address is the person's. `None`: nobody has shown it.
    pub email_verified_at: Option<Timestamp>,
    /// The language that the person chose. `None`: their browser's.
    pub locale: Option<String>,
}

impl SystemConn<'_> {
    /// What a user's account has beside name and address. Of nobody: nothing.
    ///
    /// # Errors
    /// When the query fails.
    pub fn account(&mut self, user: &UserId) -> Result<StoredAccount> {
        let columns = users::table.find(user).select((users::email_verified_at, users::locale));
        let found: Option<(Option<i64>, Option<String>)> = columns.first(self.raw()).optional()?;
        let (verified, locale) = found.unwrap_or_default();
        Ok(StoredAccount { email_verified_at: verified.map(moment), locale })
    }

    /// Notes that a user's address is theirs, if it still is this one. Says whether that is news.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn verify_email(&mut self, user: &UserId, email: &str) -> Result<bool> {
        let unknown = users::table.find(user).filter(users::email.eq(email)).filter(users::email_verified_at.is_null());
        let now = users::email_verified_at.eq(micros(Utc::now()));
        Ok(diesel::update(unknown).set(now).execute(self.raw())? == 1)
    }

    /// Gives a user another address, which was shown to be theirs.
    ///
    /// # Errors
    /// When the database refuses it: somebody else of the brand has it.
    pub fn set_email(&mut self, user: &UserId, email: &str) -> Result<()> {
        let set = (users::email.eq(email), users::email_verified_at.eq(micros(Utc::now())));
        diesel::update(users::table.find(user)).set(set).execute(self.raw())?;
        Ok(())
    }

    /// Gives a user another name and language.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_profile(&mut self, user: &UserId, name: &str, locale: Option<&str>) -> Result<()> {
        let set = (users::name.eq(name), users::locale.eq(locale));
        diesel::update(users::table.find(user)).set(set).execute(self.raw())?;
        Ok(())
    }

    /// Every organization of a brand that has a user among its members, those that ended or are suspended included, in
    /// the order of their ids: that in which they are locked.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organizations_that_list(&mut self, brand: &BrandId, user: &UserId) -> Result<Vec<OrganizationId>> {
        let found = organizations::table
            .inner_join(memberships::table)
            .filter(organizations::brand_id.eq(brand))
            .filter(memberships::user_id.eq(user))
            .order(organizations::id.asc())
            .select(organizations::id);
        Ok(found.load(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Lets a member be found by their name and address as they are now. Says which membership it is.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn relist_member(&mut self, user: &UserRef) -> Result<Option<MembershipId>> {
        let theirs = self.memberships().filter(memberships::user_id.eq(user.id.clone()));
        let id: Option<MembershipId> = theirs.select(memberships::id).first(self.raw()).optional()?;
        let theirs = self.memberships().filter(memberships::user_id.eq(user.id.clone()));
        let set = (
            memberships::sort_name.eq(user.name.to_lowercase()),
            memberships::search.eq(member_search(&user.name, &user.email)),
        );
        diesel::update(theirs).set(set).execute(self.raw())?;
        Ok(id)
    }
}
