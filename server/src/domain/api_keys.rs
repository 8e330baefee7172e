//! API keys: credentials of vendors' backends.

use chrono::Utc;
use loggia_types::{ApiKeyId, Permission};

use crate::{
    auth::{API_KEY_PREFIX, hash, random_secret},
    error::{Error, Result},
    store::{AuditEntry, Principal, Store, micros, rows::ApiKeyRow, to_json},
};

/// Makes an API key with every scope for the brand with this key. Its secret is returned and not stored.
///
/// # Errors
/// `not_found` when there is no such brand.
pub async fn create(store: &Store, brand_key: &str, name: &str) -> Result<(ApiKeyId, String)> {
    let (brand_key, name) = (brand_key.to_owned(), name.trim().to_owned());
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid_value("/name", "invalid", "Expected 1 to 100 characters."));
    }
    let secret = random_secret(API_KEY_PREFIX)?;
    let secret_hash = hash(&secret);
    let id = ApiKeyId::generate();
    let made = id.clone();
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&brand_key)?.ok_or_else(Error::not_found)?;
            c.insert_api_key(&ApiKeyRow {
                id: id.clone(),
                brand_id: brand.id.clone(),
                name: name.clone(),
                secret_hash,
                scopes: to_json(Permission::ALL)?,
                created_at: micros(Utc::now()),
                expires_at: None,
                revoked_at: None,
            })?;
            let entry = AuditEntry::new("api_key.created", "api_key", &id)
                .changes((), serde_json::json!({ "name": name, "scopes": Permission::ALL }));
            c.audit(&brand.id, &Principal::system(), entry)
        })
        .await?;
    Ok((made, secret))
}
