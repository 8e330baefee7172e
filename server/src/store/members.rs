//! Users, memberships and invitations.

use std::collections::BTreeMap;

use diesel::prelude::*;
use loggia_types::{
    BrandId, InvitationId, MembershipId, RoleId, RoleKey, Timestamp, UserId,
    members::{Invitation, Member},
    session::UserRef,
};

use super::{
    SystemConn, TenantConn, TenantTx, micros, moment,
    roles::member_attributes,
    rows::{InvitationRow, MembershipRow, UserRow},
    schema::{invitations, memberships, users},
    to_json,
};
use crate::error::Result;

/// Where a list of members goes on: after this name and id.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MemberPosition(pub String, pub MembershipId);

/// How a list of members is filtered.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    /// Name or address contains this.
    pub contains: Option<String>,
    /// Only this role.
    pub role: Option<RoleKey>,
}

/// The pattern that finds `text` anywhere in a lower-cased column; `\` escapes.
pub fn contains_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// An address as it is stored and compared.
pub fn normal_email(email: &str) -> String {
    email.trim().to_ascii_lowercase()
}

/// What a user's memberships are found by: name and address in lower case.
pub fn member_search(name: &str, email: &str) -> String {
    format!("{} {}", name.to_lowercase(), email.to_lowercase())
}

/// Whether a membership permits anything at a moment (in microseconds): it has not ended and is not suspended.
#[diesel::dsl::auto_type]
pub(super) fn is_active(now: i64) -> _ {
    memberships::suspended_at.is_null().and(memberships::ends_at.is_null().or(memberships::ends_at.gt(now)))
}

fn to_member((row, user): (MembershipRow, UserRow), names: &BTreeMap<RoleId, String>) -> Result<Member> {
    Ok(Member {
        id: row.id,
        user: to_user(user),
        role_name: role_name(row.role, names),
        role: row.role,
        source: row.source,
        ends_at: row.ends_at.map(moment),
        suspended_at: row.suspended_at.map(moment),
        suspended_reason: row.suspended_reason,
        attributes: member_attributes(row.attributes.as_deref())?,
        last_active_at: row.last_active_at.map(moment),
        version: row.version,
        created_at: moment(row.created_at),
    })
}

fn role_name(role: RoleKey, names: &BTreeMap<RoleId, String>) -> Option<String> {
    role.custom().and_then(|id| names.get(&id)).cloned()
}

/// A user as others see them.
pub fn to_user(row: UserRow) -> UserRef {
    UserRef { id: row.id, name: row.name, email: row.email }
}

impl TenantConn<'_> {
    /// A page of members by name, and how many the whole list has.
    ///
    /// # Errors
    /// When a query fails.
    pub fn member_page(
        &mut self,
        filter: &MemberFilter,
        after: Option<&MemberPosition>,
        limit: i64,
    ) -> Result<(Vec<Member>, i64)> {
        let pattern = filter.contains.as_deref().map(contains_pattern);
        let mut query = self
            .memberships()
            .inner_join(users::table)
            .select((MembershipRow::as_select(), UserRow::as_select()))
            .into_boxed();
        let mut count = self.memberships().count().into_boxed();
        if let Some(pattern) = &pattern {
            query = query.filter(memberships::search.like(pattern).escape('\\'));
            count = count.filter(memberships::search.like(pattern).escape('\\'));
        }
        if let Some(role) = filter.role {
            query = query.filter(memberships::role.eq(role));
            count = count.filter(memberships::role.eq(role));
        }
        if let Some(MemberPosition(name, id)) = after {
            let later = memberships::sort_name.gt(name).or(memberships::id.gt(id));
            query = query.filter(memberships::sort_name.ge(name)).filter(later);
        }
        let rows: Vec<(MembershipRow, UserRow)> =
            query.order((memberships::sort_name.asc(), memberships::id.asc())).limit(limit).load(self.raw())?;
        let total: i64 = count.first(self.raw())?;
        let names = self.role_names()?;
        let members: Result<Vec<Member>> = rows.into_iter().map(|parts| to_member(parts, &names)).collect();
        Ok((members?, total))
    }

    /// One member.
    ///
    /// # Errors
    /// `not_found`.
    pub fn member(&mut self, id: &MembershipId) -> Result<Member> {
        let row = self
            .memberships()
            .inner_join(users::table)
            .filter(memberships::id.eq(id))
            .select((MembershipRow::as_select(), UserRow::as_select()))
            .first(self.raw())?;
        let names = self.role_names()?;
        to_member(row, &names)
    }

    /// The membership of a user, if they have one.
    ///
    /// # Errors
    /// When the query fails.
    pub fn membership_of(&mut self, user: &UserId) -> Result<Option<MembershipRow>> {
        let query = self.memberships().filter(memberships::user_id.eq(user.clone()));
        Ok(query.select(MembershipRow::as_select()).first(self.raw()).optional()?)
    }

    /// A page of open invitations, newest first: those before `before`.
    ///
    /// # Errors
    /// When the query fails.
    pub fn invitation_page(
        &mut self,
        now: Timestamp,
        before: Option<&(i64, InvitationId)>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        let mut query = self
            .invitations()
            .left_join(users::table)
            .filter(invitations::closed_at.is_null())
            .filter(invitations::expires_at.gt(micros(now)))
            .select((InvitationRow::as_select(), Option::<UserRow>::as_select()))
            .into_boxed();
        if let Some((at, id)) = before {
            let earlier = invitations::created_at.lt(at).or(invitations::id.lt(id));
            query = query.filter(invitations::created_at.le(at)).filter(earlier);
        }
        let rows: Vec<(InvitationRow, Option<UserRow>)> =
            query.order((invitations::created_at.desc(), invitations::id.desc())).limit(limit).load(self.raw())?;
        let names = self.role_names()?;
        Ok(rows.into_iter().map(|(row, inviter)| to_invitation(row, inviter.map(to_user), &names)).collect())
    }

    /// The open invitation to an address (lower case), expired or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn open_invitation_to(&mut self, email: &str) -> Result<Option<InvitationRow>> {
        let query =
            self.invitations().filter(invitations::email.eq(email.to_owned())).filter(invitations::closed_at.is_null());
        Ok(query.select(InvitationRow::as_select()).first(self.raw()).optional()?)
    }

    /// The open invitations that a user has made.
    ///
    /// # Errors
    /// When the query fails.
    pub fn open_invitations_by(&mut self, user: &UserId) -> Result<Vec<InvitationRow>> {
        let query =
            self.invitations().filter(invitations::invited_by.eq(user)).filter(invitations::closed_at.is_null());
        Ok(query.select(InvitationRow::as_select()).load(self.raw())?)
    }

    /// An open invitation.
    ///
    /// # Errors
    /// `not_found`.
    pub fn open_invitation(&mut self, id: &InvitationId) -> Result<InvitationRow> {
        let query = self.invitations().filter(invitations::id.eq(id.clone())).filter(invitations::closed_at.is_null());
        Ok(query.select(InvitationRow::as_select()).first(self.raw())?)
    }

    /// The user with this address (lower case) in the organization's brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn user_of_brand_by_email(&mut self, email: &str) -> Result<Option<UserRow>> {
        let query = users::table.filter(users::brand_id.eq(self.brand_id())).filter(users::email.eq(email));
        Ok(query.select(UserRow::as_select()).first(self.raw()).optional()?)
    }

    /// The user with this id in the organization's brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn user_of_brand(&mut self, id: &UserId) -> Result<Option<UserRow>> {
        let query = users::table.find(id).filter(users::brand_id.eq(self.brand_id()));
        Ok(query.select(UserRow::as_select()).first(self.raw()).optional()?)
    }
}

/// An invitation as the wire shows it.
pub fn to_invitation(row: InvitationRow, invited_by: Option<UserRef>, names: &BTreeMap<RoleId, String>) -> Invitation {
    Invitation {
        role_name: role_name(row.role, names),
        id: row.id,
        email: row.email,
        role: row.role,
        invited_by,
        created_at: moment(row.created_at),
        expires_at: moment(row.expires_at),
        ends_at: row.ends_at.map(moment),
    }
}

impl TenantTx<'_> {
    /// Adds a user of the organization's brand.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_user(&mut self, row: &UserRow) -> Result<()> {
        diesel::insert_into(users::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Stores a changed membership (role, end, suspension, attributes), if nobody changed it since `version`; the version
    /// counts up. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn update_membership(&mut self, member: &Member) -> Result<bool> {
        let target = self.memberships().filter(memberships::id.eq(member.id.clone()));
        let target = target.filter(memberships::version.eq(member.version));
        let attributes = if member.attributes.is_empty() { None } else { Some(to_json(&member.attributes)?) };
        let changed = diesel::update(target)
            .set((
                memberships::role.eq(member.role),
                memberships::ends_at.eq(member.ends_at.map(micros)),
                memberships::suspended_at.eq(member.suspended_at.map(micros)),
                memberships::suspended_reason.eq(&member.suspended_reason),
                memberships::attributes.eq(attributes),
                memberships::version.eq(member.version + 1),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Removes a membership. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_membership(&mut self, id: &MembershipId) -> Result<bool> {
        let target = self.memberships().filter(memberships::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Notes that a member used the portal.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn touch_membership(&mut self, id: &MembershipId) -> Result<()> {
        let now = micros(self.now());
        let target = self.memberships().filter(memberships::id.eq(id.clone()));
        diesel::update(target).set(memberships::last_active_at.eq(now)).execute(self.raw())?;
        Ok(())
    }

    /// Closes an open invitation. Says whether it was open.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn close_invitation(&mut self, id: &InvitationId, outcome: &str) -> Result<bool> {
        let now = micros(self.now());
        let target = self.invitations().filter(invitations::id.eq(id.clone())).filter(invitations::closed_at.is_null());
        let closed = diesel::update(target)
            .set((invitations::closed_at.eq(now), invitations::outcome.eq(outcome)))
            .execute(self.raw())?;
        Ok(closed == 1)
    }
}

impl SystemConn<'_> {
    /// Adds a user.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_user(&mut self, row: &UserRow) -> Result<()> {
        diesel::insert_into(users::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// The user with this address (lower case) in a brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn user_by_email(&mut self, brand: &BrandId, email: &str) -> Result<Option<UserRow>> {
        let query = users::table.filter(users::brand_id.eq(brand)).filter(users::email.eq(email));
        Ok(query.select(UserRow::as_select()).first(self.raw()).optional()?)
    }
}
