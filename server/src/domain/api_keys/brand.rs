//! A brand's API keys, which the vendor's operators make.

use chrono::{TimeDelta, Utc};
use loggia_types::{ApiKeyId, BrandId, Permission, ProblemCode, Timestamp, events::EventType};

use super::{LONGEST_OVERLAP, NewSecret, Owner, Terms, end, exchange, make};
use crate::{
    error::{Error, Result},
    store::{
        AuditEntry, Principal, Store, SystemConn, Tenant,
        api_keys::ListedApiKey,
        micros, moment,
        rows::{ApiKeyChange, ApiKeyRow, ApiKeySecretChange},
    },
};

/// An API key to make.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// The brand's key.
    pub brand: String,
    /// What the key is called in the audit log.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// The networks it may be used from, in CIDR notation; empty: from anywhere.
    pub networks: Vec<String>,
    /// How long it is good. `None`: until it is revoked.
    pub good_for: Option<TimeDelta>,
}

/// A transaction for the keys of one brand.
struct BrandKeys<'a, 'c> {
    conn: &'a mut SystemConn<'c>,
    brand: BrandId,
    now: Timestamp,
}

impl<'a, 'c> BrandKeys<'a, 'c> {
    fn new(conn: &'a mut SystemConn<'c>, brand: BrandId) -> Self {
        Self { conn, brand, now: moment(micros(Utc::now())) }
    }
}

impl Owner for BrandKeys<'_, '_> {
    type Noted = ();

    fn now(&self) -> Timestamp {
        self.now
    }

    fn add(&mut self, row: &ApiKeyRow, secret_hash: &str) -> Result<()> {
        self.conn.insert_api_key(row, secret_hash)
    }

    fn change(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeyChange) -> Result<bool> {
        self.conn.change_brand_api_key(id, version, change)
    }

    fn change_secret(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeySecretChange) -> Result<bool> {
        self.conn.change_brand_api_key_secret(id, version, change)
    }

    /// Events are organizations': a brand has nobody to tell.
    fn note(&mut self, _id: &ApiKeyId, _told: EventType, entry: AuditEntry) -> Result<()> {
        self.conn.audit(&self.brand, &Principal::system(), entry)
    }
}

/// Makes an API key with every scope for the brand with this key. Its secret is returned and not stored.
///
/// # Errors
/// `not_found` when there is no such brand.
pub async fn create(store: &Store, brand_key: &str, name: &str) -> Result<(ApiKeyId, String)> {
    let (brand, name, scopes) = (brand_key.to_owned(), name.to_owned(), Permission::ALL.to_vec());
    issue(store, NewApiKey { brand, name, scopes, networks: Vec::new(), good_for: None }).await
}

/// Makes an API key. Its secret is returned and not stored.
///
/// # Errors
/// `validation_failed`, `not_found` when there is no such brand.
pub async fn issue(store: &Store, new: NewApiKey) -> Result<(ApiKeyId, String)> {
    let now = Utc::now();
    let ends = |time: TimeDelta| {
        // Beyond what a calendar knows is not "never".
        let end = now.checked_add_signed(time);
        end.ok_or_else(|| Error::invalid_value("/expires_at", "out_of_range", "Expected a time to come."))
    };
    let expires_at = new.good_for.map(ends).transpose()?;
    let terms = Terms::check(&new.name, new.scopes, &new.networks, expires_at, now, false)?;
    let secret = NewSecret::random()?;
    let text = secret.text.clone();
    let id = store
        .system_write(move |c| {
            let brand = c.brand_by_key(&new.brand)?.ok_or_else(Error::not_found)?.id;
            let mut keys = BrandKeys::new(c, brand.clone());
            let blank = ApiKeyRow::new(ApiKeyId::generate(), brand, String::new(), micros(keys.now));
            Ok(make(&mut keys, blank, &terms, &secret)?.0)
        })
        .await?;
    Ok((id, text))
}

/// Every API key, of all brands or of the one with this key; those of their organizations, too.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, brand_key: Option<String>) -> Result<Vec<ListedApiKey>> {
    store.system_read(move |c| c.api_keys(brand_key.as_deref())).await
}

/// Gives a brand's API key another secret, which is returned and not stored. The one there is stays good for `overlap`.
///
/// # Errors
/// `not_found`, `validation_failed` for an overlap of more than 7 days, `conflict` when the key has ended, or while an
/// overlap lasts.
pub async fn renew(store: &Store, id: ApiKeyId, overlap: TimeDelta) -> Result<String> {
    if !(TimeDelta::zero()..=LONGEST_OVERLAP).contains(&overlap) {
        return Err(Error::invalid_value("/overlap_seconds", "out_of_range", "Expected at most 7 days."));
    }
    let secret = NewSecret::random()?;
    let text = secret.text.clone();
    store
        .system_write(move |c| {
            let row = c.brand_api_key(&id)?;
            refuse_revoked(&row)?;
            exchange(&mut BrandKeys::new(c, row.brand_id.clone()), &row, &secret, overlap)
        })
        .await?;
    Ok(text)
}

/// Revokes an API key, a brand's or an organization's: it is refused from now on, and so are the sessions that were made
/// with it.
///
/// # Errors
/// `not_found`, `conflict` when it is revoked already.
pub async fn revoke(store: &Store, id: ApiKeyId) -> Result<()> {
    revoke_unless_in_use(store, id, true).await
}

/// [`revoke`], if the key was not used in the last 7 days.
///
/// # Errors
/// As [`revoke`], and `api_key_in_use`.
pub async fn revoke_if_idle(store: &Store, id: ApiKeyId) -> Result<()> {
    revoke_unless_in_use(store, id, false).await
}

async fn revoke_unless_in_use(store: &Store, id: ApiKeyId, confirmed: bool) -> Result<()> {
    store
        .system_write(move |c| match c.owner_of_api_key(&id)? {
            (brand, Some(organization)) => c.in_tenant(&Tenant::for_system(organization, brand), |tx| {
                tx.lock_organization()?;
                let row = tx.api_key_row(&id)?;
                let _noted = end(tx, row, confirmed)?;
                Ok(())
            }),
            (brand, None) => {
                let row = c.brand_api_key(&id)?;
                refuse_revoked(&row)?;
                end(&mut BrandKeys::new(c, brand), row, confirmed)
            }
        })
        .await
}

fn refuse_revoked(row: &ApiKeyRow) -> Result<()> {
    match row.revoked_at {
        Some(_) => Err(Error::problem(ProblemCode::Conflict, "This key is revoked already.")),
        None => Ok(()),
    }
}
