//! Embed sessions: looked up by the hash of their secret, before anybody is anybody.

use std::collections::BTreeSet;

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{ApiKeyId, BrandId, EmbedSessionId, Feature, MembershipId, OrganizationId, Role, Timestamp, UserId};

use super::{
    SystemConn, TenantTx,
    brands::features,
    micros, moment,
    schema::{api_keys, brands, embed_sessions, memberships, organizations, users},
};
use crate::error::Result;

/// A live embed session with everything that decides what it may do.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// The session.
    pub id: EmbedSessionId,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Its features: `None` is all.
    pub features: Option<BTreeSet<Feature>>,
    /// Its language, when it names one.
    pub locale: Option<String>,
    /// The user's id, name and address.
    pub user: (UserId, String, String),
    /// The membership, its role, and when it was last used.
    pub membership: (MembershipId, Role, Option<Timestamp>),
    /// The organization.
    pub organization: StoredOrganization,
    /// The brand.
    pub brand: StoredBrand,
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
    /// Its features: `None` is all.
    pub features: Option<BTreeSet<Feature>>,
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
    /// Its features: `None` is all.
    pub features: Option<BTreeSet<Feature>>,
}

pub(super) type BrandColumns = (BrandId, String, Option<String>, Option<String>);

pub(super) fn brand((id, name, support_email, list): BrandColumns) -> Result<StoredBrand> {
    Ok(StoredBrand { id, name, support_email, features: features(list.as_deref())? })
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
            (MembershipId, Role, Option<i64>),
            (OrganizationId, String, String, Option<String>),
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
            .filter(embed_sessions::revoked_at.is_null())
            .filter(embed_sessions::expires_at.gt(now))
            .filter(memberships::ends_at.is_null().or(memberships::ends_at.gt(now)))
            .select((
                (embed_sessions::id, embed_sessions::expires_at, embed_sessions::features, embed_sessions::locale),
                (users::id, users::name, users::email),
                (memberships::id, memberships::role, memberships::last_active_at),
                (organizations::id, organizations::name, organizations::locale, organizations::features),
                (brands::id, brands::name, brands::support_email, brands::features),
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
        Ok(Some(StoredSession {
            id: session.0,
            expires_at: moment(session.1),
            features: features(session.2.as_deref())?,
            locale: session.3,
            user,
            membership: (membership.0, membership.1, membership.2.map(moment)),
            organization: StoredOrganization {
                id: organization.0,
                name: organization.1,
                locale: organization.2,
                features: features(organization.3.as_deref())?,
            },
            brand: brand(of_brand)?,
        }))
    }

    /// Whether a credential is still good: what an open stream asks now and then.
    ///
    /// # Errors
    /// When the query fails.
    pub fn is_live(&mut self, credential: &str) -> Result<bool> {
        let now = micros(Utc::now());
        if let Ok(id) = credential.parse::<ApiKeyId>() {
            let key = api_keys::table
                .find(id)
                .filter(api_keys::revoked_at.is_null())
                .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)));
            return Ok(diesel::select(diesel::dsl::exists(key)).get_result(self.raw())?);
        }
        let Ok(id) = credential.parse::<EmbedSessionId>() else { return Ok(false) };
        let member =
            memberships::org_id.eq(embed_sessions::org_id).and(memberships::user_id.eq(embed_sessions::user_id));
        let session: Option<EmbedSessionId> = embed_sessions::table
            .inner_join(memberships::table.on(member))
            .inner_join(api_keys::table)
            .filter(api_keys::revoked_at.is_null())
            .filter(embed_sessions::id.eq(id))
            .filter(embed_sessions::revoked_at.is_null())
            .filter(embed_sessions::expires_at.gt(now))
            .filter(memberships::ends_at.is_null().or(memberships::ends_at.gt(now)))
            .select(embed_sessions::id)
            .first(self.raw())
            .optional()?;
        Ok(session.is_some())
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
