//! API keys: credentials of vendors' backends.

use chrono::{TimeDelta, Utc};
use loggia_types::{ApiKeyId, Permission, ProblemCode};

use super::text;
use crate::{
    auth::{API_KEY_PREFIX, hash, random_secret},
    error::{Error, Result},
    store::{AuditEntry, Principal, Store, credentials::ListedApiKey, micros, rows::ApiKeyRow, to_json},
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
    /// How long it is good. `None`: until it is revoked.
    pub good_for: Option<TimeDelta>,
}

/// Makes an API key with every scope for the brand with this key. Its secret is returned and not stored.
///
/// # Errors
/// `not_found` when there is no such brand.
pub async fn create(store: &Store, brand_key: &str, name: &str) -> Result<(ApiKeyId, String)> {
    let (brand, name) = (brand_key.to_owned(), name.to_owned());
    issue(store, NewApiKey { brand, name, scopes: Permission::ALL.to_vec(), good_for: None }).await
}

/// Makes an API key. Its secret is returned and not stored.
///
/// # Errors
/// `validation_failed`, `not_found` when there is no such brand.
pub async fn issue(store: &Store, new: NewApiKey) -> Result<(ApiKeyId, String)> {
    let name = new.name.trim().to_owned();
    text::line("/name", &name, 100).map_err(|error| Error::validation(vec![error]))?;
    let now = Utc::now();
    let ends = |time: TimeDelta| {
        // Beyond what a calendar knows is not "never".
        let end = now.checked_add_signed(time).filter(|end| *end > now);
        end.ok_or_else(|| Error::invalid_value("/expires", "invalid", "Expected a time to come."))
    };
    let expires_at = new.good_for.map(ends).transpose()?;
    let secret = random_secret(API_KEY_PREFIX)?;
    let secret_hash = hash(&secret);
    let id = ApiKeyId::generate();
    let made = id.clone();
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&new.brand)?.ok_or_else(Error::not_found)?;
            c.insert_api_key(&ApiKeyRow {
                id: id.clone(),
                brand_id: brand.id.clone(),
                name: name.clone(),
                secret_hash,
                scopes: to_json(&new.scopes)?,
                created_at: micros(now),
                expires_at: expires_at.map(micros),
                revoked_at: None,
            })?;
            let entry = AuditEntry::new("api_key.created", "api_key", &id)
                .changes((), serde_json::json!({ "name": name, "scopes": new.scopes, "expires_at": expires_at }));
            c.audit(&brand.id, &Principal::system(), entry)
        })
        .await?;
    Ok((made, secret))
}

/// Every API key, of all brands or of the one with this key.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, brand_key: Option<String>) -> Result<Vec<ListedApiKey>> {
    store.system_read(move |c| c.api_keys(brand_key.as_deref())).await
}

/// Revokes an API key: it is refused from now on, and so are the sessions that were made with it.
///
/// # Errors
/// `not_found`, `conflict` when it is revoked already.
pub async fn revoke(store: &Store, id: ApiKeyId) -> Result<()> {
    store
        .system_write(move |c| {
            let key = c.api_key_row(&id)?;
            if !c.revoke_api_key(&id)? {
                return Err(Error::problem(ProblemCode::Conflict, "This key is revoked already."));
            }
            let entry =
                AuditEntry::new("api_key.revoked", "api_key", &id).changes(serde_json::json!({ "name": key.name }), ());
            c.audit(&key.brand_id, &Principal::system(), entry)
        })
        .await
}
