//! An organization's own API keys, which its people make for its programs.

use chrono::{NaiveDate, TimeDelta, Utc};
use loggia_types::{
    ApiKeyId, Permission, Timestamp,
    api_keys::{ApiKey, ApiKeyDay, ApiKeyUsage, ApiKeyWithSecret, CreateApiKey, RotateApiKey, UpdateApiKey},
    events::EventType,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    super::{
        Checks,
        members::{note_refusal, outlasting},
    },
    LONGEST_OVERLAP, NewSecret, Owner, Terms, end, exchange, make, refuse_ended,
    terms::{checked_name, checked_networks, in_order, stored},
};
use crate::{
    auth::{Actor, BearerSecret, day, derived_key_secret, hash},
    error::{Error, Result},
    network::Network,
    state::App,
    store::{
        AuditEntry, Audited, Idempotency, Store, Tenant, TenantTx, from_json, micros, moment,
        rows::{ApiKeyChange, ApiKeyRow, ApiKeySecretChange},
        to_json,
    },
};

/// How many keys an organization may have.
const MOST_KEYS: i64 = 100;
/// How many days of usage are told, today included.
const DAYS_OF_USAGE: i64 = 30;

impl Owner for TenantTx<'_> {
    type Noted = Audited<()>;

    fn now(&self) -> Timestamp {
        TenantTx::now(self)
    }

    fn add(&mut self, row: &ApiKeyRow, secret_hash: &str) -> Result<()> {
        self.insert_api_key(row, secret_hash)
    }

    fn change(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeyChange) -> Result<bool> {
        self.change_api_key(id, version, change)
    }

    fn change_secret(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeySecretChange) -> Result<bool> {
        self.change_api_key_secret(id, version, change)
    }

    fn note(&mut self, id: &ApiKeyId, told: EventType, entry: AuditEntry) -> Result<Audited<()>> {
        self.emit(told, id)?;
        self.audit(entry)
    }
}

/// What is kept of an answer for repeated requests: everything but the secret.
#[derive(Serialize, Deserialize)]
struct Made {
    api_key: ApiKey,
    nonce: Option<String>,
    secret_hash: String,
}

impl Made {
    /// The answer. `text` is the secret when it was made just now.
    fn show(self, bearer: &BearerSecret, text: String) -> Result<ApiKeyWithSecret> {
        let secret = match &self.nonce {
            Some(nonce) => derived_key_secret(bearer, nonce)?,
            None => text,
        };
        if hash(&secret) != self.secret_hash {
            return Err(Error::conflict(
                "This request was answered before, with another credential, and its secret cannot be shown again. \
                 Rotate or delete the key.",
            ));
        }
        Ok(ApiKeyWithSecret { api_key: self.api_key, secret })
    }
}

fn new_secret(bearer: &BearerSecret, idempotency: Option<&Idempotency>) -> Result<NewSecret> {
    if idempotency.is_some() { NewSecret::derived(bearer) } else { NewSecret::random() }
}

/// Nobody gives a program what they may not do themselves: by the request's credential, and as of this transaction. A
/// key has no conditions, so what somebody holds under conditions they give to none; and it does not outlast them.
fn require_all(
    actor: &Actor,
    tx: &TenantTx<'_>,
    scopes: &[Permission],
    (ends_at, pointer): (Option<Timestamp>, Option<&str>),
) -> Result<()> {
    for scope in scopes {
        actor.require(*scope)?;
        tx.require_unconditionally(*scope)?;
    }
    if tx.may_give_until(ends_at) { Ok(()) } else { Err(outlasting(tx, pointer)) }
}

/// Makes an API key.
///
/// # Errors
/// `validation_failed`, `permission_denied` and `feature_disabled` for a scope that the actor does not hold, `conflict`
/// for one key too many.
pub async fn create(
    store: &Store,
    actor: &Actor,
    bearer: &BearerSecret,
    request: CreateApiKey,
    idempotency: Option<Idempotency>,
) -> Result<ApiKeyWithSecret> {
    let networks = request.networks.unwrap_or_default();
    let terms = Terms::check(&request.name, request.scopes, &networks, request.expires_at, Utc::now(), true)?;
    let secret = new_secret(bearer, idempotency.as_ref())?;
    let text = secret.text.clone();
    let tenant = Tenant::of(actor)?;
    let by = actor.clone();
    let made = store
        .create(&tenant, idempotency, move |tx| {
            tx.lock_organization()?;
            require_all(&by, tx, &terms.scopes, (terms.expires_at, Some("/expires_at")))?;
            if tx.count_api_keys()? >= MOST_KEYS {
                return Err(Error::conflict(format!(
                    "An organization has at most {MOST_KEYS} API keys. Delete one that is not needed any more."
                )));
            }
            let (brand, at) = (tx.brand_id().clone(), micros(tx.now()));
            let blank = ApiKeyRow {
                org_id: Some(tx.org_id().clone()),
                created_by: by.member().map(|member| member.user.id.clone()),
                ..ApiKeyRow::new(ApiKeyId::generate(), brand, String::new(), at)
            };
            let (id, noted) = make(tx, blank, &terms, &secret)?;
            let api_key = tx.api_key(&id)?;
            let secret_hash = secret.hash();
            Ok(noted.with(Made { api_key, nonce: secret.nonce, secret_hash }))
        })
        .await;
    note_refusal(store, &tenant, ("api_key.created", "api_key"), "", &made).await?;
    made?.show(bearer, text)
}

/// Changes an API key. Its scopes only become fewer: what a key in somebody's program may do does not grow behind its
/// back. From more places than before it is let in by somebody who holds all that it may.
///
/// # Errors
/// `validation_failed`, `not_found`, `version_mismatch`, `permission_denied` and `feature_disabled` for more networks.
pub async fn update(store: &Store, actor: &Actor, id: ApiKeyId, version: i64, wanted: UpdateApiKey) -> Result<ApiKey> {
    let mut checks = Checks::default();
    let name = wanted.name.as_deref().map(|name| checked_name(&mut checks, name));
    let networks = wanted.networks.as_deref().map(|networks| checked_networks(&mut checks, networks));
    let scopes = wanted.scopes;
    let is_empty = scopes.as_ref().is_some_and(Vec::is_empty);
    checks.require(!is_empty, "/scopes", "required", "A key may do something. Delete it if it is not needed any more.");
    checks.finish()?;
    let tenant = Tenant::of(actor)?;
    let (by, target) = (actor.clone(), id.clone());
    let changed = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let row = tx.api_key_row(&id)?;
            if row.version != version {
                return Err(Error::version_mismatch());
            }
            let held: Vec<Permission> = from_json("scopes", &row.scopes)?;
            let mut checks = Checks::default();
            for (index, scope) in scopes.iter().flatten().enumerate() {
                let pointer = format!("/scopes/{index}");
                let detail = "The key does not have this scope. For more than it may do now, make another key.";
                checks.require(held.contains(scope), &pointer, "not_held", detail);
            }
            checks.finish()?;
            let before = tx.api_key(&id)?;
            if let Some(networks) = &networks
                && is_wider(&before.networks, networks)
            {
                let left = scopes.as_ref().unwrap_or(&held);
                require_all(&by, tx, left, (row.expires_at.map(moment), None))?;
            }
            let as_it_is = ApiKeyChange::from(row);
            let change = ApiKeyChange {
                name: name.unwrap_or_else(|| as_it_is.name.clone()),
                scopes: scopes.map_or_else(|| Ok(as_it_is.scopes.clone()), |scopes| to_json(&in_order(scopes)))?,
                networks: networks.map_or_else(|| Ok(as_it_is.networks.clone()), |networks| stored(&networks))?,
                ..as_it_is
            };
            if !tx.change_api_key(&id, version, &change)? {
                return Err(Error::version_mismatch());
            }
            let after = tx.api_key(&id)?;
            let told = |key: &ApiKey| json!({ "name": key.name, "scopes": key.scopes, "networks": key.networks });
            let entry = AuditEntry::new("api_key.updated", "api_key", &id).changes(told(&before), told(&after));
            Ok(tx.note(&id, EventType::ApiKeyUpdated, entry)?.with(after))
        })
        .await;
    note_refusal(store, &tenant, ("api_key.updated", "api_key"), target.as_str(), &changed).await?;
    changed
}

/// Whether a key may be used from anywhere that it could not be used from before. An empty list is anywhere.
fn is_wider(before: &[String], after: &[Network]) -> bool {
    let before: Vec<Network> = before.iter().filter_map(|network| network.parse().ok()).collect();
    let was_let_in = |network: &Network| before.iter().any(|known| known.covers(network));
    !before.is_empty() && (after.is_empty() || !after.iter().all(was_let_in))
}

/// Gives an API key another secret. Who gets it may do what the key may, so they have to hold all of it.
///
/// # Errors
/// `validation_failed` for an overlap of more than 7 days, `not_found`, `permission_denied` and `feature_disabled` for a
/// scope that the actor does not hold, `conflict` when the key has ended, or while an overlap lasts.
pub async fn rotate(
    store: &Store,
    actor: &Actor,
    bearer: &BearerSecret,
    id: ApiKeyId,
    how: RotateApiKey,
    idempotency: Option<Idempotency>,
) -> Result<ApiKeyWithSecret> {
    let overlap = TimeDelta::seconds(how.overlap_seconds.into());
    let mut checks = Checks::default();
    checks.require(overlap <= LONGEST_OVERLAP, "/overlap_seconds", "out_of_range", "Expected at most 604800 seconds.");
    checks.finish()?;
    let secret = new_secret(bearer, idempotency.as_ref())?;
    let text = secret.text.clone();
    let tenant = Tenant::of(actor)?;
    let (by, target) = (actor.clone(), id.clone());
    let made = store
        .create(&tenant, idempotency, move |tx| {
            tx.lock_organization()?;
            let row = tx.api_key_row(&id)?;
            refuse_ended(&row, tx.now())?;
            let held: Vec<Permission> = from_json("scopes", &row.scopes)?;
            require_all(&by, tx, &held, (row.expires_at.map(moment), None))?;
            let noted = exchange(tx, &row, &secret, overlap)?;
            let api_key = tx.api_key(&id)?;
            let secret_hash = secret.hash();
            Ok(noted.with(Made { api_key, nonce: secret.nonce, secret_hash }))
        })
        .await;
    note_refusal(store, &tenant, ("api_key.rotated", "api_key"), target.as_str(), &made).await?;
    made?.show(bearer, text)
}

/// Deletes an API key: it is refused from now on. One that was used in the last 7 days is deleted only if that is
/// `confirmed`.
///
/// # Errors
/// `not_found`, `api_key_in_use`.
pub async fn delete(app: &App, actor: &Actor, id: ApiKeyId, confirmed: bool) -> Result<()> {
    // What was used a moment ago is in use.
    crate::jobs::write_usage(app).await;
    let tenant = Tenant::of(actor)?;
    app.store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let row = tx.api_key_row(&id)?;
            end(tx, row, confirmed)
        })
        .await
}

/// How much an API key is used.
///
/// # Errors
/// `not_found`.
pub async fn usage(store: &Store, actor: &Actor, id: ApiKeyId) -> Result<ApiKeyUsage> {
    let (first, today) = (first_day_of_usage(Utc::now()), day(Utc::now()));
    let requests = store
        .read(&Tenant::of(actor)?, move |c| {
            c.api_key_row(&id)?;
            c.key_uses(&id, first)
        })
        .await?;
    let told = |number: i64| {
        let date = NaiveDate::default() + TimeDelta::days(number);
        let requests = requests.get(&number).copied().unwrap_or_default();
        ApiKeyDay { date, requests: u64::try_from(requests).unwrap_or_default() }
    };
    Ok(ApiKeyUsage { days: (first..=today).map(told).collect() })
}

/// The first of the days whose usage is told, as days since 1970.
pub fn first_day_of_usage(now: Timestamp) -> i64 {
    day(now) - DAYS_OF_USAGE + 1
}
