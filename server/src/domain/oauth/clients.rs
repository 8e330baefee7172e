//! Clients: programs that people of a brand may let act for them.

use std::collections::BTreeSet;

use chrono::Utc;
use loggia_types::{FieldError, OAuthClientId, Permission};

use super::redirect_uri;
use crate::{
    domain::text,
    error::{Error, Result},
    store::{AuditEntry, Principal, Store, micros, oauth::ListedOAuthClient, rows::OAuthClientRow, to_json},
};

/// How many redirect URIs a client may have.
const MOST_URIS: usize = 20;

/// A client to register.
#[derive(Clone, Debug)]
pub struct NewOAuthClient {
    /// The brand's key.
    pub brand: String,
    /// What people are told it is.
    pub name: String,
    /// Where answers may go.
    pub redirect_uris: Vec<String>,
    /// The most that it may ask for.
    pub scopes: BTreeSet<Permission>,
}

/// What a program can be allowed: what people's roles permit. The rest is for vendors' backends.
pub fn grantable() -> BTreeSet<Permission> {
    Permission::ALL.iter().copied().filter(|permission| permission.feature().is_some()).collect()
}

/// What lets others in, people or programs.
pub const LETS_IN: [Permission; 5] = [
    Permission::MembersInvite,
    Permission::MembersManage,
    Permission::AuditManage,
    Permission::ApiKeysManage,
    Permission::SsoManage,
];

/// What a program may ask for when it is not said: what people's roles permit, without what lets others in. A program that
/// was ended could otherwise stay by whom or what it let in; so that is for programs for which it was asked by name.
pub fn usual() -> BTreeSet<Permission> {
    grantable().into_iter().filter(|permission| !LETS_IN.contains(permission)).collect()
}

/// What is wrong with a client. Pointers begin at the client.
pub fn faults(name: &str, redirect_uris: &[String], scopes: &BTreeSet<Permission>) -> Vec<FieldError> {
    let mut faults: Vec<FieldError> = text::line("/name", name, 100).err().into_iter().collect();
    if !(1..=MOST_URIS).contains(&redirect_uris.len()) {
        faults.push(FieldError::new("/redirect_uris", "invalid", format!("Expected 1 to {MOST_URIS} redirect URIs.")));
    }
    for (index, uri) in redirect_uris.iter().enumerate() {
        if redirect_uri::kind(uri).is_none() {
            faults.push(FieldError::new(
                format!("/redirect_uris/{index}"),
                "invalid",
                "Expected https://..., http://127.0.0.1/path, http://[::1]/path or com.example.app:/path, without #.",
            ));
        }
    }
    if scopes.is_empty() || !scopes.is_subset(&grantable()) {
        faults.push(FieldError::new("/scopes", "invalid", "Expected permissions that people's roles can have."));
    }
    faults
}

/// Registers a client.
///
/// # Errors
/// `validation_failed`, `not_found` when there is no such brand.
pub async fn register(store: &Store, new: NewOAuthClient) -> Result<OAuthClientId> {
    let name = new.name.trim().to_owned();
    let faults = faults(&name, &new.redirect_uris, &new.scopes);
    if !faults.is_empty() {
        return Err(Error::validation(faults));
    }
    let id = OAuthClientId::generate();
    let made = id.clone();
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&new.brand)?.ok_or_else(Error::not_found)?;
            c.insert_oauth_client(&OAuthClientRow {
                id: id.clone(),
                brand_id: brand.id.clone(),
                name: name.clone(),
                redirect_uris: to_json(&new.redirect_uris)?,
                scopes: to_json(&new.scopes)?,
                created_at: micros(Utc::now()),
                deleted_at: None,
            })?;
            let after = serde_json::json!({ "name": name, "redirect_uris": new.redirect_uris, "scopes": new.scopes });
            let entry = AuditEntry::new("oauth_client.created", "oauth_client", &id).changes((), after);
            c.audit(&brand.id, &Principal::system(), entry)
        })
        .await?;
    Ok(made)
}

/// Every client, of all brands or of the one with this key.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, brand: Option<String>) -> Result<Vec<ListedOAuthClient>> {
    store.system_read(move |c| c.oauth_clients(brand.as_deref())).await
}

/// Deletes a client: its tokens are refused from now on.
///
/// # Errors
/// `not_found`, also when it is deleted already.
pub async fn delete(store: &Store, id: OAuthClientId) -> Result<()> {
    store
        .system_write(move |c| {
            let client = c.oauth_client_row(&id)?.ok_or_else(Error::not_found)?;
            if !c.delete_oauth_client(&id)? {
                return Err(Error::not_found());
            }
            let before = serde_json::json!({ "name": client.name });
            let entry = AuditEntry::new("oauth_client.deleted", "oauth_client", &id).changes(before, ());
            c.audit(&client.brand_id, &Principal::system(), entry)
        })
        .await
}
