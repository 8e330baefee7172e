//! Embed sessions: looked up by the hash of their secret, before anybody is anybody.

use std::collections::BTreeSet;

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{
    BrandId, EmbedSessionId, Feature, MembershipId, OrganizationId, RoleKey, Timestamp, UserId, conditions::Attributes,
};

use super::{
    SystemConn, TenantTx,
    brands::features,
    members::is_active,
    micros, moment,
    roles::{definitions, member_attributes},
    rows::RoleRow,
    schema::{api_keys, brands, embed_sessions, invitations, memberships, organizations, roles, users},
};
use crate::{
    auth::MemberCredential,
    error::Result,
    policy::{Definitions, Entitlements, Policy},
};

/// A live embed session with everything that decides what it may do.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// The session.
    pub credential: MemberCredential,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When its person last proved who they are. `None`: somebody else vouches for them.
    pub authenticated_at: Option<Timestamp>,
    /// Whether the organization asks for a second factor that its person did not show.
    pub lacks_second_factor: bool,
    /// To which features it is narrowed: `None` is not at all.
    pub features: Option<BTreeSet<Feature>>,
    /// Its language, when it names one.
    pub locale: Option<String>,
    /// The user's id, name and address.
    pub user: (UserId, String, String),
    /// The membership.
    pub membership: StoredMembership,
    /// The organization.
    pub organization: StoredOrganization,
    /// The brand.
    pub brand: StoredBrand,
}

/// What a credential needs to know of a membership.
#[derive(Clone, Debug)]
pub struct StoredMembership {
    /// The membership.
    pub id: MembershipId,
    /// Its role with all that this grants.
    pub policy: Policy,
    /// What a role of the organization's own is called.
    pub role_name: Option<String>,
    /// Its attributes.
    pub attributes: Attributes,
    /// When it was last used.
    pub last_active_at: Option<Timestamp>,
}

/// What a credential needs to know of an organization.
#[derive(Clone, Debug)]
pub struct StoredOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its language.
    pub locale: String,
    /// What it is entitled to.
    pub entitlements: Entitlements,
}

/// What a credential needs to know of a brand.
#[derive(Clone, Debug)]
pub struct StoredBrand {
    /// The brand.
    pub id: BrandId,
    /// Its name.
    pub name: String,
    /// Where a customer finds a person.
    pub support_email: Option<String>,
}

/// Id, role, when it was last used, and attributes.
pub(super) type MembershipColumns = (MembershipId, RoleKey, Option<i64>, Option<String>);

pub(super) type BrandColumns = (BrandId, String, Option<String>);

pub(super) fn brand((id, name, support_email): BrandColumns) -> StoredBrand {
    StoredBrand { id, name, support_email }
}

/// An open invitation that the secret of a link led to.
#[derive(Clone, Debug)]
pub struct FoundInvitation {
    /// The organization.
    pub org_id: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// Its brand.
    pub brand_id: BrandId,
    /// Who was invited.
    pub email: String,
    /// As what.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    pub role_name: Option<String>,
    /// The name of whoever invited.
    pub invited_by: Option<String>,
}

/// How a credential is found.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// By the hash of the secret that a caller showed.
    Secret(&'a str),
    /// By the id that was noted when it was shown.
    Id(&'a str),
}

impl SystemConn<'_> {
    /// The live embed session that was shown, of somebody who is a member now. It ends with the API key that made it.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_session(&mut self, shown: Shown<'_>) -> Result<Option<StoredSession>> {
        type Columns = (
            (EmbedSessionId, i64, Option<String>, Option<String>),
            (UserId, String, String),
            MembershipColumns,
            (OrganizationId, String, String),
            BrandColumns,
        );
        let now = micros(Utc::now());
        let member =
            memberships::org_id.eq(embed_sessions::org_id).and(memberships::user_id.eq(embed_sessions::user_id));
        let sessions = embed_sessions::table
            .inner_join(users::table)
            .inner_join(organizations::table)
            .inner_join(brands::table)
            .inner_join(api_keys::table)
            .inner_join(memberships::table.on(member))
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
            .filter(embed_sessions::revoked_at.is_null())
            .filter(embed_sessions::expires_at.gt(now))
            .filter(is_active(now))
            .select((
                (embed_sessions::id, embed_sessions::expires_at, embed_sessions::features, embed_sessions::locale),
                (users::id, users::name, users::email),
                (memberships::id, memberships::role, memberships::last_active_at, memberships::attributes),
                (organizations::id, organizations::name, organizations::locale),
                (brands::id, brands::name, brands::support_email),
            ));
        let found: Option<Columns> = match shown {
            Shown::Secret(hash) => sessions.filter(embed_sessions::secret_hash.eq(hash)).first(self.raw()),
            Shown::Id(id) => match id.parse::<EmbedSessionId>() {
                Ok(id) => sessions.filter(embed_sessions::id.eq(id)).first(self.raw()),
                Err(_) => return Ok(None),
            },
        }
        .optional()?;
        let Some((session, user, membership, organization, of_brand)) = found else { return Ok(None) };
        let membership = self.membership(membership, &organization.0)?;
        let entitlements = self.entitlements(&organization.0)?;
        Ok(Some(StoredSession {
            authenticated_at: None,
            lacks_second_factor: false,
            credential: MemberCredential::EmbedSession(session.0),
            expires_at: moment(session.1),
            features: features(session.2.as_deref())?,
            locale: session.3,
            user,
            membership,
            organization: StoredOrganization {
                id: organization.0,
                name: organization.1,
                locale: organization.2,
                entitlements,
            },
            brand: brand(of_brand),
        }))
    }

    /// The organization that somebody is a member of now.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organization_of_member(&mut self, member: &MembershipId) -> Result<Option<OrganizationId>> {
        let now = micros(Utc::now());
        let theirs = memberships::table.filter(memberships::id.eq(member)).filter(is_active(now));
        Ok(theirs.select(memberships::org_id).first(self.raw()).optional()?)
    }

    /// The open invitation with this secret.
    ///
    /// # Errors
    /// When the query fails.
    pub fn invitation_by_secret(&mut self, secret_hash: &str) -> Result<Option<FoundInvitation>> {
        type Columns = (OrganizationId, String, BrandId, String, RoleKey, Option<String>);
        let now = micros(Utc::now());
        let found: Option<Columns> = invitations::table
            .inner_join(organizations::table)
            .left_join(users::table)
            .filter(invitations::secret_hash.eq(secret_hash))
            .filter(invitations::closed_at.is_null())
            .filter(invitations::expires_at.gt(now))
            .filter(invitations::ends_at.is_null().or(invitations::ends_at.gt(now)))
            .select((
                organizations::id,
                organizations::name,
                organizations::brand_id,
                invitations::email,
                invitations::role,
                users::name.nullable(),
            ))
            .first(self.raw())
            .optional()?;
        let Some((org_id, organization_name, brand_id, email, role, invited_by)) = found else { return Ok(None) };
        let role_name = match role.custom() {
            Some(id) => self.definitions_of(&org_id)?.get(&id).map(|definition| definition.name.clone()),
            None => None,
        };
        Ok(Some(FoundInvitation { org_id, organization_name, brand_id, email, role, role_name, invited_by }))
    }

    /// What a membership with these columns is worth.
    pub(super) fn membership(
        &mut self,
        (id, role, last_active_at, attributes): MembershipColumns,
        org: &OrganizationId,
    ) -> Result<StoredMembership> {
        let known = match role.custom() {
            Some(_) => self.definitions_of(org)?,
            None => Definitions::new(),
        };
        Ok(StoredMembership {
            id,
            policy: Policy::of(role, &known),
            role_name: role.custom().and_then(|id| known.get(&id)).map(|definition| definition.name.clone()),
            attributes: member_attributes(attributes.as_deref())?,
            last_active_at: last_active_at.map(moment),
        })
    }

    /// An organization's own roles, for decisions.
    fn definitions_of(&mut self, org: &OrganizationId) -> Result<Definitions> {
        definitions(roles::table.filter(roles::org_id.eq(org)).select(RoleRow::as_select()).load(self.raw())?)
    }

    /// Deletes embed sessions that ended before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_sessions(&mut self, before: Timestamp) -> Result<usize> {
        let old = embed_sessions::table.filter(embed_sessions::expires_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Ends a session now.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_session(&mut self, session: &EmbedSessionId) -> Result<()> {
        let now = micros(self.now());
        let live = self
            .embed_sessions()
            .filter(embed_sessions::id.eq(session.clone()))
            .filter(embed_sessions::revoked_at.is_null());
        diesel::update(live).set(embed_sessions::revoked_at.eq(now)).execute(self.raw())?;
        Ok(())
    }

    /// Ends every session of a user in this organization.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_sessions_of(&mut self, user: &UserId) -> Result<()> {
        let now = micros(self.now());
        let live = self
            .embed_sessions()
            .filter(embed_sessions::user_id.eq(user.clone()))
            .filter(embed_sessions::revoked_at.is_null());
        diesel::update(live).set(embed_sessions::revoked_at.eq(now)).execute(self.raw())?;
        Ok(())
    }
}
