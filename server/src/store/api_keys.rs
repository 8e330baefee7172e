//! API keys: looked up by the hash of their secret before anybody is anybody, and kept for brands and organizations.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use loggia_types::{
    ApiKeyId, BrandId, OrganizationId, Permission, Timestamp,
    api_keys::{ApiKey, ApiKeyCreator, ApiKeySecret},
};

use super::{
    SystemConn, TenantConn, TenantTx,
    credentials::{BrandColumns, Shown, StoredBrand, StoredOrganization, brand},
    from_json,
    members::to_user,
    micros, moment,
    rows::{ApiKeyChange, ApiKeyRow, ApiKeySecretChange, MembershipRow, OrganizationRow, UserRow},
    schema::{api_keys, brands, memberships, organizations, users},
};
use crate::{error::Result, network::Network, store::StoreError};

/// A live API key.
#[derive(Clone, Debug)]
pub struct StoredApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// The networks it may be used from; empty: anywhere.
    pub networks: Vec<Network>,
    /// Whether it is an organization's own, and not a brand's.
    pub is_organizations: bool,
    /// Its brand.
    pub brand: StoredBrand,
    /// The organization it acts for, with that organization's brand: its own, or the one it asked for if that is within
    /// its reach.
    pub organization: Option<(StoredOrganization, StoredBrand)>,
}

/// An API key as an operator sees it.
#[derive(Clone, Debug)]
pub struct ListedApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// The key of its brand.
    pub brand: String,
    /// Its organization, when it is not the brand's.
    pub organization: Option<OrganizationId>,
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
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Exchanges the secret of the keys that a query finds: the same statement for brands' and organizations', whose queries
/// are of different types.
macro_rules! exchange_secret {
    ($target:expr, $change:expr, $raw:expr) => {
        if $change.previous_secret_ends_at.is_some() {
            let moved = api_keys::previous_secret_hash.eq(api_keys::secret_hash.nullable());
            diesel::update($target).set(($change, moved)).execute($raw)
        } else {
            let gone = api_keys::previous_secret_hash.eq(None::<String>);
            diesel::update($target).set(($change, gone)).execute($raw)
        }
    };
}

/// The scopes of a stored list that may count: an organization's key has none that organizations' keys may not have,
/// whatever is written down.
///
/// # Errors
/// When the list cannot be read.
pub(super) fn live_scopes(text: &str, is_organizations: bool) -> Result<Vec<Permission>> {
    let names: Vec<String> = from_json("scopes", text)?;
    let known = names.iter().filter_map(|name| name.parse().ok());
    Ok(known.filter(|scope: &Permission| !is_organizations || scope.is_for_organization_keys()).collect())
}

/// A stored list of networks.
///
/// # Errors
/// When it cannot be read.
pub(super) fn networks(text: Option<&str>) -> Result<Vec<Network>> {
    text.map_or_else(|| Ok(Vec::new()), |text| from_json("networks", text))
}

impl SystemConn<'_> {
    /// The live API key that was shown, with the organization it acts for: its own, or that which it asks for if that is
    /// of its brand or of a partner's below it.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_api_key(&mut self, shown: Shown<'_>, wanted: Option<&OrganizationId>) -> Result<Option<StoredApiKey>> {
        type Columns = (ApiKeyId, Option<OrganizationId>, String, String, Option<String>);
        let now = micros(Utc::now());
        let keys = api_keys::table
            .inner_join(brands::table)
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
            .select((
                (api_keys::id, api_keys::org_id, api_keys::name, api_keys::scopes, api_keys::networks),
                (brands::id, brands::name, brands::support_email),
            ));
        let found: Option<(Columns, BrandColumns)> = match shown {
            Shown::Secret(hash) => {
                let previous = api_keys::previous_secret_hash.eq(hash).and(api_keys::previous_secret_ends_at.gt(now));
                keys.filter(api_keys::secret_hash.eq(hash).or(previous)).first(self.raw())
            }
            Shown::Id(id) => match id.parse::<ApiKeyId>() {
                Ok(id) => keys.filter(api_keys::id.eq(id)).first(self.raw()),
                Err(_) => return Ok(None),
            },
        }
        .optional()?;
        let Some(((id, own_organization, name, scopes, listed), of_brand)) = found else { return Ok(None) };
        let own_brand = brand(of_brand);
        let is_organizations = own_organization.is_some();
        let organization = match (own_organization, wanted) {
            (Some(own), Some(wanted)) if own != *wanted => None,
            (Some(own), _) => self.organization_within(&own_brand.id, &own)?,
            (None, Some(wanted)) => self.organization_within(&own_brand.id, wanted)?,
            (None, None) => None,
        };
        Ok(Some(StoredApiKey {
            id,
            name,
            scopes: live_scopes(&scopes, is_organizations)?,
            networks: networks(listed.as_deref())?,
            is_organizations,
            brand: own_brand,
            organization,
        }))
    }

    /// An organization of a brand or of a partner's below it, with its brand.
    fn organization_within(
        &mut self,
        reach: &BrandId,
        wanted: &OrganizationId,
    ) -> Result<Option<(StoredOrganization, StoredBrand)>> {
        let found: Option<(OrganizationRow, BrandColumns)> = organizations::table
            .inner_join(brands::table)
            .filter(organizations::id.eq(wanted))
            .filter(brands::id.eq(reach).or(brands::parent_id.eq(reach)))
            .select((OrganizationRow::as_select(), (brands::id, brands::name, brands::support_email)))
            .first(self.raw())
            .optional()?;
        let Some((row, of_brand)) = found else { return Ok(None) };
        let entitlements = self.entitlements(&row.id)?;
        let (id, name, locale) = (row.id, row.name, row.locale);
        Ok(Some((StoredOrganization { id, name, locale, entitlements }, brand(of_brand))))
    }

    /// Adds an API key with the hash of its secret.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_api_key(&mut self, row: &ApiKeyRow, secret_hash: &str) -> Result<()> {
        let values = (row, api_keys::secret_hash.eq(secret_hash));
        diesel::insert_into(api_keys::table).values(values).execute(self.raw())?;
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
                organization: row.org_id,
                name: row.name,
                scopes: from_json("scopes", &row.scopes)?,
                created_at: moment(row.created_at),
                expires_at: row.expires_at.map(moment),
                revoked_at: row.revoked_at.map(moment),
                last_used_at: row.last_used_at.map(moment),
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// Whose an API key is: a brand's, or an organization's of it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn owner_of_api_key(&mut self, id: &ApiKeyId) -> Result<(BrandId, Option<OrganizationId>)> {
        Ok(api_keys::table.find(id).select((api_keys::brand_id, api_keys::org_id)).first(self.raw())?)
    }

    /// A brand's API key as it is stored, revoked or not.
    ///
    /// # Errors
    /// `not_found`, also for an organization's.
    pub fn brand_api_key(&mut self, id: &ApiKeyId) -> Result<ApiKeyRow> {
        let own = api_keys::table.find(id).filter(api_keys::org_id.is_null());
        Ok(own.select(ApiKeyRow::as_select()).first(self.raw())?)
    }

    /// Changes a brand's API key, if nobody changed it since `version`. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn change_brand_api_key(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeyChange) -> Result<bool> {
        let target = api_keys::table
            .find(id)
            .filter(api_keys::org_id.is_null())
            .filter(api_keys::version.eq(version))
            .filter(api_keys::revoked_at.is_null());
        Ok(diesel::update(target).set(change).execute(self.raw())? == 1)
    }

    /// Gives a brand's API key another secret, if nobody changed it since `version`. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn change_brand_api_key_secret(
        &mut self,
        id: &ApiKeyId,
        version: i64,
        change: &ApiKeySecretChange,
    ) -> Result<bool> {
        let target = api_keys::table
            .find(id)
            .filter(api_keys::org_id.is_null())
            .filter(api_keys::version.eq(version))
            .filter(api_keys::revoked_at.is_null());
        Ok(exchange_secret!(target, change, self.raw())? == 1)
    }
}

type WithCreator = (ApiKeyRow, Option<UserRow>, Option<MembershipRow>);

impl TenantConn<'_> {
    /// A page of the organization's API keys, newest first: those before `before`.
    ///
    /// # Errors
    /// When the query fails.
    pub fn api_key_page(&mut self, before: Option<&(i64, ApiKeyId)>, limit: i64) -> Result<Vec<ApiKey>> {
        let member = memberships::org_id
            .nullable()
            .eq(api_keys::org_id)
            .and(memberships::user_id.nullable().eq(api_keys::created_by));
        let mut query = self
            .api_keys()
            .left_join(users::table.on(users::id.nullable().eq(api_keys::created_by)))
            .left_join(memberships::table.on(member))
            .filter(api_keys::revoked_at.is_null())
            .select((ApiKeyRow::as_select(), Option::<UserRow>::as_select(), Option::<MembershipRow>::as_select()))
            .into_boxed();
        if let Some((at, id)) = before {
            let earlier = api_keys::created_at.lt(at).or(api_keys::id.lt(id));
            query = query.filter(api_keys::created_at.le(at)).filter(earlier);
        }
        let rows: Vec<WithCreator> =
            query.order((api_keys::created_at.desc(), api_keys::id.desc())).limit(limit).load(self.raw())?;
        rows.into_iter().map(|row| to_api_key(row, Utc::now())).collect()
    }

    /// One of the organization's API keys.
    ///
    /// # Errors
    /// `not_found`.
    pub fn api_key(&mut self, id: &ApiKeyId) -> Result<ApiKey> {
        let row = self.api_key_row(id)?;
        let (user, membership) = match &row.created_by {
            Some(creator) => (self.user_of_brand(creator)?, self.membership_of(creator)?),
            None => (None, None),
        };
        to_api_key((row, user, membership), Utc::now())
    }

    /// One of the organization's API keys as it is stored.
    ///
    /// # Errors
    /// `not_found`, also for one that is revoked.
    pub fn api_key_row(&mut self, id: &ApiKeyId) -> Result<ApiKeyRow> {
        let live = self.api_keys().filter(api_keys::id.eq(id.clone())).filter(api_keys::revoked_at.is_null());
        Ok(live.select(ApiKeyRow::as_select()).first(self.raw())?)
    }

    /// How many API keys the organization has.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_api_keys(&mut self) -> Result<i64> {
        Ok(self.api_keys().filter(api_keys::revoked_at.is_null()).count().first(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Adds an API key of the organization's with the hash of its secret.
    ///
    /// # Errors
    /// [`StoreError::ForeignRow`] when it carries another organization's id, or none.
    pub fn insert_api_key(&mut self, row: &ApiKeyRow, secret_hash: &str) -> Result<()> {
        if row.org_id.as_ref() != Some(self.org_id()) {
            return Err(StoreError::ForeignRow.into());
        }
        let values = (row, api_keys::secret_hash.eq(secret_hash));
        diesel::insert_into(api_keys::table).values(values).execute(self.raw())?;
        Ok(())
    }

    /// Changes one of the organization's API keys, if nobody changed it since `version`. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn change_api_key(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeyChange) -> Result<bool> {
        let target = self
            .api_keys()
            .filter(api_keys::id.eq(id.clone()))
            .filter(api_keys::version.eq(version))
            .filter(api_keys::revoked_at.is_null());
        Ok(diesel::update(target).set(change).execute(self.raw())? == 1)
    }

    /// Gives one of the organization's API keys another secret, if nobody changed it since `version`. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn change_api_key_secret(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeySecretChange) -> Result<bool> {
        let target = self
            .api_keys()
            .filter(api_keys::id.eq(id.clone()))
            .filter(api_keys::version.eq(version))
            .filter(api_keys::revoked_at.is_null());
        // A tenant's transaction cannot read the hash that moves on.
        Ok(self.as_system(|raw| exchange_secret!(target, change, raw))? == 1)
    }
}

/// An API key as the wire shows it.
fn to_api_key((row, user, membership): WithCreator, now: Timestamp) -> Result<ApiKey> {
    let is_member = membership.is_some_and(|member| member.ends_at.is_none_or(|end| end > micros(now)));
    let mut secrets = vec![ApiKeySecret {
        hint: row.secret_hint.unwrap_or_default(),
        created_at: moment(row.secret_created_at.unwrap_or(row.created_at)),
        ends_at: None,
        last_used_at: row.secret_used_at.map(moment),
    }];
    if let Some(ends_at) = row.previous_secret_ends_at.filter(|end| *end > micros(now)) {
        secrets.push(ApiKeySecret {
            hint: row.previous_secret_hint.unwrap_or_default(),
            created_at: moment(row.previous_secret_created_at.unwrap_or(row.created_at)),
            ends_at: Some(moment(ends_at)),
            last_used_at: row.previous_secret_used_at.map(moment),
        });
    }
    let (created_at, expires_at) = (moment(row.created_at), row.expires_at.map(moment));
    Ok(ApiKey {
        id: row.id,
        name: row.name,
        scopes: live_scopes(&row.scopes, row.org_id.is_some())?,
        networks: networks(row.networks.as_deref())?.iter().map(ToString::to_string).collect(),
        created_by: user.map(|user| ApiKeyCreator { user: to_user(user), is_member }),
        secrets,
        last_used_at: row.last_used_at.map(moment),
        last_used_ip: row.last_used_ip,
        expires_at,
        expiry_warning_at: expires_at.map(|end| warning_at(created_at, end)),
        version: row.version,
        created_at,
    })
}

/// From when on people should be told that a key ends.
fn warning_at(created_at: Timestamp, expires_at: Timestamp) -> Timestamp {
    expires_at - TimeDelta::days(14).min((expires_at - created_at) / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_comes_two_weeks_before_the_end_or_in_the_last_quarter() {
        let made = moment(0);
        let after = |days| made + TimeDelta::days(days);
        assert_eq!(warning_at(made, after(365)), after(351));
        assert_eq!(warning_at(made, after(8)), after(6));
    }
}
