//! API keys and embed sessions: looked up by the hash of their secret, before anybody is anybody.

use std::collections::BTreeSet;

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{
    ApiKeyId, BrandId, EmbedSessionId, Feature, MembershipId, OrganizationId, Permission, Role, Timestamp, UserId,
};

use super::{
    SystemConn, TenantTx,
    brands::features,
    from_json, micros, moment,
    rows::{ApiKeyRow, OrganizationRow},
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

/// A live API key.
#[derive(Clone, Debug)]
pub struct StoredApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// Its brand.
    pub brand: StoredBrand,
    /// The organization it asked for with that organization's brand, if that is its own or a partner's below it.
    pub organization: Option<(StoredOrganization, StoredBrand)>,
}

/// An API key as an operator sees it.
#[derive(Clone, Debug)]
pub struct ListedApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// The key of its brand.
    pub brand: String,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

type BrandColumns = (BrandId, String, Option<String>, Option<String>);

fn brand((id, name, support_email, list): BrandColumns) -> Result<StoredBrand> {
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

    /// The live API key that was shown, with the organization it asks for if that is of its brand or of a partner's
    /// below it.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_api_key(&mut self, shown: Shown<'_>, wanted: Option<&OrganizationId>) -> Result<Option<StoredApiKey>> {
        let now = micros(Utc::now());
        let keys = api_keys::table
            .inner_join(brands::table)
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
            .select((
                (api_keys::id, api_keys::name, api_keys::scopes),
                (brands::id, brands::name, brands::support_email, brands::features),
            ));
        let found: Option<((ApiKeyId, String, String), BrandColumns)> = match shown {
            Shown::Secret(hash) => keys.filter(api_keys::secret_hash.eq(hash)).first(self.raw()),
            Shown::Id(id) => match id.parse::<ApiKeyId>() {
                Ok(id) => keys.filter(api_keys::id.eq(id)).first(self.raw()),
                Err(_) => return Ok(None),
            },
        }
        .optional()?;
        let Some(((id, name, scopes), of_brand)) = found else { return Ok(None) };
        let own = brand(of_brand)?;
        let mut organization = None;
        if let Some(wanted) = wanted {
            let found: Option<(OrganizationRow, BrandColumns)> = organizations::table
                .inner_join(brands::table)
                .filter(organizations::id.eq(wanted))
                .filter(brands::id.eq(&own.id).or(brands::parent_id.eq(&own.id)))
                .select((
                    OrganizationRow::as_select(),
                    (brands::id, brands::name, brands::support_email, brands::features),
                ))
                .first(self.raw())
                .optional()?;
            if let Some((row, of_brand)) = found {
                let features = features(row.features.as_deref())?;
                let (id, name, locale) = (row.id, row.name, row.locale);
                organization = Some((StoredOrganization { id, name, locale, features }, brand(of_brand)?));
            }
        }
        let names: Vec<String> = from_json("scopes", &scopes)?;
        let scopes = names.iter().filter_map(|name| name.parse().ok()).collect();
        Ok(Some(StoredApiKey { id, name, scopes, brand: own, organization }))
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

    /// Adds an API key.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_api_key(&mut self, row: &ApiKeyRow) -> Result<()> {
        diesel::insert_into(api_keys::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Every API key, oldest first: of all brands, or of the one with this key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn api_keys(&mut self, brand_key: Option<&str>) -> Result<Vec<ListedApiKey>> {
        let mut query = api_keys::table
            .inner_join(brands::table)
            .select((ApiKeyRow::as_select(), brands::key))
            .order((api_keys::created_at.asc(), api_keys::id.asc()))
            .into_boxed();
        if let Some(key) = brand_key {
            query = query.filter(brands::key.eq(key));
        }
        let rows: Vec<(ApiKeyRow, String)> = query.load(self.raw())?;
        let listed = |(row, brand): (ApiKeyRow, String)| {
            Ok(ListedApiKey {
                id: row.id,
                brand,
                name: row.name,
                scopes: from_json("scopes", &row.scopes)?,
                created_at: moment(row.created_at),
                expires_at: row.expires_at.map(moment),
                revoked_at: row.revoked_at.map(moment),
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// An API key as it is stored.
    ///
    /// # Errors
    /// `not_found`.
    pub fn api_key_row(&mut self, id: &ApiKeyId) -> Result<ApiKeyRow> {
        Ok(api_keys::table.find(id).select(ApiKeyRow::as_select()).first(self.raw())?)
    }

    /// Ends an API key now. Says whether it was not revoked yet.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_api_key(&mut self, id: &ApiKeyId) -> Result<bool> {
        let live = api_keys::table.find(id).filter(api_keys::revoked_at.is_null());
        let done = diesel::update(live).set(api_keys::revoked_at.eq(micros(Utc::now()))).execute(self.raw())?;
        Ok(done == 1)
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
