//! What has to be known before anybody is anybody: whose connection it is, where a domain leads, which organizations a
//! session opens; and the sign-ins that are at a provider.

use diesel::prelude::*;
use loggia_types::{
    BrandId, Feature, OrganizationId, Role, RoleKey, SsoConnectionId, Timestamp, UserId, UserSessionId, sso::SsoState,
};

use crate::{
    error::Result,
    store::{
        AnyConnection, SystemConn, micros,
        rows::{SsoConnectionRow, SsoSignInRow},
        schema::{
            memberships, organizations, sso_break_glass, sso_connections, sso_domains, sso_identities, sso_policies,
            sso_sign_ins, user_sessions,
        },
    },
};

/// A connection, and whose it is.
#[derive(Clone)]
pub struct FoundConnection {
    /// The connection.
    pub row: SsoConnectionRow,
    /// What its organization is called.
    pub organization: String,
    /// The organization's language.
    pub locale: String,
    /// Its brand.
    pub brand: BrandId,
}

/// Whether a session opens an organization whose member its person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It does.
    Open,
    /// The organization lets people in by its own single sign-on only.
    NeedsSso,
    /// The session was made by another organization's single sign-on, which vouches for nobody here.
    OfAnother,
}

/// Whether a session opens an organization. `connection`: the one that made the session.
///
/// - What a connection has made opens its own organization, as long as the connection is active, and no other: a provider
///   that one organization chose vouches for nobody elsewhere.
/// - What was made in another way opens those organizations that do not require single sign-on; for its owners who are
///   named for that, these, too.
pub(in crate::store) fn opening(
    raw: &mut AnyConnection,
    org: &OrganizationId,
    connection: Option<&str>,
    (user, role): (&UserId, RoleKey),
) -> QueryResult<Opening> {
    let required = sso_policies::table.find(org).select(sso_policies::required);
    if let Some(connection) = connection {
        let live = sso_connections::table
            .filter(sso_connections::id.eq(connection))
            .filter(sso_connections::org_id.eq(org))
            .filter(sso_connections::state.eq(SsoState::Active));
        let found: Option<SsoConnectionId> = live.select(sso_connections::id).first(raw).optional()?;
        if found.is_some() {
            return Ok(Opening::Open);
        }
        let required: Option<bool> = required.first(raw).optional()?;
        return Ok(if required == Some(true) { Opening::NeedsSso } else { Opening::OfAnother });
    }
    let required: Option<bool> = required.first(raw).optional()?;
    if required != Some(true) {
        return Ok(Opening::Open);
    }
    let named = sso_break_glass::table.find((org, user)).select(sso_break_glass::user_id);
    let named: Option<UserId> = named.first(raw).optional()?;
    Ok(if named.is_some() && role == Role::Owner { Opening::Open } else { Opening::NeedsSso })
}

/// [`opening`] as a yes or no.
pub(in crate::store) fn is_open(
    raw: &mut AnyConnection,
    org: &OrganizationId,
    connection: Option<&str>,
    member: (&UserId, RoleKey),
) -> QueryResult<bool> {
    Ok(opening(raw, org, connection, member)? == Opening::Open)
}

/// The connections that a user's identities were last used through.
pub(super) fn linked(raw: &mut AnyConnection, user: &UserId) -> Result<Vec<SsoConnectionId>> {
    let mine = sso_identities::table.filter(sso_identities::user_id.eq(user));
    Ok(mine.select(sso_identities::connection_id).load(raw)?)
}

type FoundColumns = (SsoConnectionRow, (String, String, BrandId));

fn found((row, (organization, locale, brand)): FoundColumns) -> FoundConnection {
    FoundConnection { row, organization, locale, brand }
}

impl SystemConn<'_> {
    /// Whether an organization has single sign-on.
    fn has_sso(&mut self, org: &OrganizationId) -> Result<bool> {
        Ok(self.entitlements(org)?.resolve(chrono::Utc::now(), None).has(Feature::Sso))
    }

    /// A connection of a brand's organizations, in whichever state. `None`, too, where the feature is off.
    ///
    /// # Errors
    /// When the query fails.
    pub fn find_sso_connection(&mut self, brand: &BrandId, id: &SsoConnectionId) -> Result<Option<FoundConnection>> {
        let query = sso_connections::table
            .inner_join(organizations::table)
            .filter(sso_connections::id.eq(id))
            .filter(organizations::brand_id.eq(brand))
            .select((
                SsoConnectionRow::as_select(),
                (organizations::name, organizations::locale, organizations::brand_id),
            ));
        let columns: Option<FoundColumns> = query.first(self.raw()).optional()?;
        match columns {
            Some(columns) if self.has_sso(&columns.0.org_id)? => Ok(Some(found(columns))),
            _ => Ok(None),
        }
    }

    /// The active connections of the organization of a brand that has verified this domain, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn sso_connections_of_domain(&mut self, brand: &BrandId, domain: &str) -> Result<Vec<FoundConnection>> {
        let verified = sso_domains::table
            .filter(sso_domains::brand_id.eq(brand))
            .filter(sso_domains::domain.eq(domain))
            .filter(sso_domains::verified_at.is_not_null())
            .select(sso_domains::org_id);
        let org: Option<OrganizationId> = verified.first(self.raw()).optional()?;
        match org {
            Some(org) => self.active_sso_connections(brand, &org),
            None => Ok(Vec::new()),
        }
    }

    /// The active connections of an organization of a brand, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn active_sso_connections(&mut self, brand: &BrandId, org: &OrganizationId) -> Result<Vec<FoundConnection>> {
        let query = sso_connections::table
            .inner_join(organizations::table)
            .filter(sso_connections::org_id.eq(org))
            .filter(organizations::brand_id.eq(brand))
            .filter(sso_connections::state.eq(SsoState::Active))
            .order((sso_connections::name.asc(), sso_connections::id.asc()))
            .select((
                SsoConnectionRow::as_select(),
                (organizations::name, organizations::locale, organizations::brand_id),
            ));
        let rows: Vec<FoundColumns> = query.load(self.raw())?;
        if rows.is_empty() || !self.has_sso(org)? {
            return Ok(Vec::new());
        }
        Ok(rows.into_iter().map(found).collect())
    }

    /// Whether a session opens an organization. `None`: its person is no member there now.
    ///
    /// # Errors
    /// When a query fails.
    pub fn opening_of(&mut self, session: &UserSessionId, org: &OrganizationId) -> Result<Option<Opening>> {
        let now = micros(chrono::Utc::now());
        type Columns = (Option<String>, UserId, RoleKey);
        let found: Option<Columns> = user_sessions::table
            .inner_join(memberships::table.on(memberships::user_id.eq(user_sessions::user_id)))
            .filter(user_sessions::id.eq(session))
            .filter(memberships::org_id.eq(org))
            .filter(crate::store::members::is_active(now))
            .select((user_sessions::sso_connection_id, memberships::user_id, memberships::role))
            .first(self.raw())
            .optional()?;
        let Some((connection, user, role)) = found else { return Ok(None) };
        Ok(Some(opening(self.raw(), org, connection.as_deref(), (&user, role))?))
    }

    /// Whether an organization requires single sign-on, and this user is named as one who gets in another way.
    ///
    /// # Errors
    /// When a query fails.
    pub fn breaks_glass(&mut self, org: &OrganizationId, user: &UserId) -> Result<bool> {
        let required: Option<bool> =
            sso_policies::table.find(org).select(sso_policies::required).first(self.raw()).optional()?;
        let named = sso_break_glass::table.find((org, user)).select(sso_break_glass::user_id);
        let named: Option<UserId> = named.first(self.raw()).optional()?;
        Ok(required == Some(true) && named.is_some())
    }

    /// Notes a sign-in that goes to a provider now, and forgets those that have not come back in time.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_sso_sign_in(&mut self, row: &SsoSignInRow, now: Timestamp) -> Result<()> {
        let over = sso_sign_ins::table.filter(sso_sign_ins::expires_at.lt(micros(now)));
        diesel::delete(over).execute(self.raw())?;
        diesel::insert_into(sso_sign_ins::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Takes a sign-in that comes back from a provider, once: by the state and the browser that it began in.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_sso_sign_in(
        &mut self,
        (state_hash, browser_hash): (&str, &str),
        brand: &BrandId,
        connection: &SsoConnectionId,
        now: Timestamp,
    ) -> Result<Option<SsoSignInRow>> {
        let found = sso_sign_ins::table
            .find(state_hash)
            .filter(sso_sign_ins::browser_hash.eq(browser_hash))
            .filter(sso_sign_ins::brand_id.eq(brand))
            .filter(sso_sign_ins::connection_id.eq(connection))
            .filter(sso_sign_ins::expires_at.gt(micros(now)));
        let row: Option<SsoSignInRow> = found.select(SsoSignInRow::as_select()).first(self.raw()).optional()?;
        let Some(row) = row else { return Ok(None) };
        // Of two that come back with the same state at the same time, one deletes it.
        let taken = diesel::delete(sso_sign_ins::table.find(state_hash)).execute(self.raw())?;
        Ok((taken == 1).then_some(row))
    }
}
