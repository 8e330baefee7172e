//! Sessions of people who are signed in to a brand: looked up by the hash of their secret, before anybody is anybody.

use chrono::Utc;
use diesel::{dsl, prelude::*};
use loggia_types::{BrandId, OrganizationId, Timestamp, UserId, UserSessionId, sign_in::AuthenticationMethod};

use super::{
    SystemConn,
    credentials::{BrandColumns, MembershipColumns, Shown, StoredBrand, StoredOrganization, StoredSession, brand},
    from_json,
    members::is_active,
    micros, moment,
    rows::{OrganizationRow, UserSessionRow},
    schema::{brands, memberships, organizations, user_sessions, users},
    sso::is_open,
};
use crate::{auth::MemberCredential, error::Result};

/// A live session of somebody who is signed in to a brand.
#[derive(Clone, Debug)]
pub struct StoredUserSession {
    /// The session.
    pub id: UserSessionId,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// The single sign-on that let the person in.
    pub sso_connection_id: Option<String>,
    /// How the person signed in.
    pub methods: Vec<AuthenticationMethod>,
    /// When the person last proved who they are.
    pub authenticated_at: Timestamp,
    /// The user's id, name and address.
    pub user: (UserId, String, String),
    /// The language that the user chose.
    pub locale: Option<String>,
    /// The brand.
    pub brand: StoredBrand,
    /// Whether the brand asks everybody for a second factor.
    pub brand_requires_second_factor: bool,
}

/// An organization that somebody belongs to now.
#[derive(Clone, Debug)]
pub struct JoinedOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its language.
    pub locale: String,
}

/// Those that are neither revoked nor over at `now`, in microseconds.
#[dsl::auto_type(no_type_alias)]
pub(super) fn live(now: i64) -> _ {
    user_sessions::revoked_at
        .is_null()
        .and(user_sessions::expires_at.gt(now))
        .and(user_sessions::idle_expires_at.gt(now))
}

impl SystemConn<'_> {
    /// The live session that was shown.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_user_session(&mut self, shown: Shown<'_>) -> Result<Option<StoredUserSession>> {
        type Columns = (UserSessionRow, (UserId, String, String), Option<String>, BrandColumns, bool);
        let sessions = user_sessions::table
            .inner_join(users::table)
            .inner_join(brands::table)
            .filter(live(micros(Utc::now())))
            .select((
                UserSessionRow::as_select(),
                (users::id, users::name, users::email),
                users::locale,
                (brands::id, brands::name, brands::support_email),
                brands::require_second_factor,
            ));
        let found: Option<Columns> = match shown {
            Shown::Secret(hash) => sessions.filter(user_sessions::secret_hash.eq(hash)).first(self.raw()),
            Shown::Id(id) => match id.parse::<UserSessionId>() {
                Ok(id) => sessions.filter(user_sessions::id.eq(id)).first(self.raw()),
                Err(_) => return Ok(None),
            },
        }
        .optional()?;
        let Some((row, user, locale, of_brand, brand_requires_second_factor)) = found else { return Ok(None) };
        Ok(Some(StoredUserSession {
            id: row.id,
            expires_at: moment(row.expires_at),
            last_seen_at: moment(row.last_seen_at),
            sso_connection_id: row.sso_connection_id,
            methods: from_json("methods", &row.methods)?,
            authenticated_at: moment(row.authenticated_at),
            user,
            locale,
            brand: brand(of_brand),
            brand_requires_second_factor,
        }))
    }

    /// What a session is in one of its brand's organizations, if its person is a member there now and the organization lets
    /// them in by what they showed (see `store/sso`).
    ///
    /// # Errors
    /// When the query fails.
    pub fn session_in(&mut self, session: StoredUserSession, org: &OrganizationId) -> Result<Option<StoredSession>> {
        type Columns = (MembershipColumns, OrganizationRow, bool);
        let now = micros(Utc::now());
        let found: Option<Columns> = organizations::table
            .inner_join(memberships::table)
            .filter(organizations::id.eq(org))
            .filter(organizations::brand_id.eq(&session.brand.id))
            .filter(memberships::user_id.eq(&session.user.0))
            .filter(is_active(now))
            .select((
                (memberships::id, memberships::role, memberships::last_active_at, memberships::attributes),
                OrganizationRow::as_select(),
                organizations::require_second_factor,
            ))
            .first(self.raw())
            .optional()?;
        let Some((membership, organization, requires)) = found else { return Ok(None) };
        if !is_open(self.raw(), org, session.sso_connection_id.as_deref(), (&session.user.0, membership.1))? {
            return Ok(None);
        }
        let membership = self.membership(membership, org)?;
        Ok(Some(StoredSession {
            authenticated_at: Some(session.authenticated_at),
            lacks_second_factor: (requires || session.brand_requires_second_factor)
                && !AuthenticationMethod::are_strong(&session.methods),
            credential: MemberCredential::UserSession(session.id),
            expires_at: session.expires_at,
            features: None,
            locale: session.locale,
            user: session.user,
            membership,
            organization: StoredOrganization {
                entitlements: self.entitlements(org)?,
                id: organization.id,
                name: organization.name,
                locale: organization.locale,
            },
            brand: session.brand,
        }))
    }

    /// What a person's credential is worth in an organization now: what an open stream, a running upload and a download
    /// link ask. `None`: nothing any more.
    ///
    /// # Errors
    /// When a query fails.
    pub fn live_member(
        &mut self,
        credential: &MemberCredential,
        org: &OrganizationId,
    ) -> Result<Option<StoredSession>> {
        match credential {
            MemberCredential::EmbedSession(id) => {
                let session = self.live_session(Shown::Id(id.as_str()))?;
                Ok(session.filter(|session| session.organization.id == *org))
            }
            MemberCredential::UserSession(id) => match self.live_user_session(Shown::Id(id.as_str()))? {
                Some(session) => Ok(self.session_in(session, org)?.filter(|found| !found.lacks_second_factor)),
                None => Ok(None),
            },
            MemberCredential::AccessToken(token) => {
                let found = self.live_access_token(Shown::Id(token.id.as_str()))?;
                Ok(found.filter(|found| found.organization.id == *org))
            }
        }
    }

    /// The organizations of a brand that a user belongs to now, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organizations_of_user(&mut self, brand: &BrandId, user: &UserId) -> Result<Vec<JoinedOrganization>> {
        let now = micros(Utc::now());
        let rows: Vec<(OrganizationId, String, String)> = organizations::table
            .inner_join(memberships::table)
            .filter(organizations::brand_id.eq(brand))
            .filter(memberships::user_id.eq(user))
            .filter(is_active(now))
            .order((organizations::name.asc(), organizations::id.asc()))
            .select((organizations::id, organizations::name, organizations::locale))
            .load(self.raw())?;
        Ok(rows.into_iter().map(|(id, name, locale)| JoinedOrganization { id, name, locale }).collect())
    }

    /// Adds a session.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_user_session(&mut self, row: &UserSessionRow) -> Result<()> {
        diesel::insert_into(user_sessions::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// A user's live sessions, the one used last first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_sessions_of_user(&mut self, user: &UserId) -> Result<Vec<UserSessionRow>> {
        let sessions = user_sessions::table
            .filter(user_sessions::user_id.eq(user))
            .filter(live(micros(Utc::now())))
            .order((user_sessions::last_seen_at.desc(), user_sessions::id.desc()))
            .select(UserSessionRow::as_select());
        Ok(sessions.load(self.raw())?)
    }

    /// Notes that a session was used, and from where: it is good for longer.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn touch_user_session(
        &mut self,
        id: &UserSessionId,
        address: Option<&str>,
        idle_expires_at: Timestamp,
    ) -> Result<()> {
        let now = micros(Utc::now());
        let target = user_sessions::table.find(id).filter(live(now));
        diesel::update(target)
            .set((
                user_sessions::last_seen_at.eq(now),
                user_sessions::idle_expires_at.eq(micros(idle_expires_at)),
                user_sessions::address.eq(address),
            ))
            .execute(self.raw())?;
        Ok(())
    }

    /// Notes that the person behind a session has proved again who they are, how, and when.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_authenticated(
        &mut self,
        id: &UserSessionId,
        methods: &[AuthenticationMethod],
        at: Timestamp,
    ) -> Result<()> {
        let now = micros(Utc::now());
        let set = (user_sessions::authenticated_at.eq(micros(at)), user_sessions::methods.eq(super::to_json(methods)?));
        diesel::update(user_sessions::table.find(id).filter(live(now))).set(set).execute(self.raw())?;
        Ok(())
    }

    /// Ends one of a user's sessions now. Says whether it was live.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_user_session(&mut self, user: &UserId, id: &UserSessionId) -> Result<bool> {
        let now = micros(Utc::now());
        let target = user_sessions::table.find(id).filter(user_sessions::user_id.eq(user)).filter(live(now));
        Ok(diesel::update(target).set(user_sessions::revoked_at.eq(now)).execute(self.raw())? == 1)
    }

    /// Ends a user's sessions now, but for the one to keep, and sign-ins that are half done. Says how many were live.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_user_sessions(&mut self, user: &UserId, keep: Option<&UserSessionId>) -> Result<usize> {
        let now = micros(Utc::now());
        self.end_pending_sign_ins_of(user)?;
        let theirs = user_sessions::table.filter(user_sessions::user_id.eq(user)).filter(live(now));
        let set = user_sessions::revoked_at.eq(now);
        let ended = match keep {
            Some(keep) => diesel::update(theirs.filter(user_sessions::id.ne(keep))).set(set).execute(self.raw())?,
            None => diesel::update(theirs).set(set).execute(self.raw())?,
        };
        Ok(ended)
    }

    /// Deletes sessions that ended before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_user_sessions(&mut self, before: Timestamp) -> Result<usize> {
        let old = user_sessions::table.filter(user_sessions::expires_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
