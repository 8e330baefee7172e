//! API keys: credentials of programs.
//!
//! A brand's keys are made by the vendor's operators ([`issue`], [`renew`], [`revoke`]), an organization's by its own
//! people (see [`organization`]). What making, rotating and revoking one means is the same for both and is here once, for
//! an `Owner`.
//!
//! An organization's key belongs to the organization, and not to who made it: it stays when they leave, and is then
//! listed as made by somebody who is no member any more. So nobody makes, or learns the secret of, a key that may do what
//! they may not.

mod brand;
pub mod organization;
mod terms;

use chrono::{DateTime, TimeDelta, Utc};
use loggia_types::{ApiKeyId, ProblemCode, Timestamp, events::EventType};
use serde_json::json;

pub use self::brand::{NewApiKey, create, issue, list, renew, revoke, revoke_if_idle};
use self::terms::Terms;
use crate::{
    auth::{API_KEY_PREFIX, BearerSecret, derived_key_secret, hash, random_secret},
    error::{Error, Result},
    store::{
        AuditEntry, from_json, micros, moment,
        rows::{ApiKeyChange, ApiKeyRow, ApiKeySecretChange},
        to_json,
    },
};

/// For how long after its last use a key counts as in use.
const IN_USE_FOR: TimeDelta = TimeDelta::days(7);
/// How long two secrets may be good at the same time.
pub const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(7);

/// Whose API keys: a transaction that reads and changes them, and writes down that it did.
trait Owner {
    /// The proof that a change is in the audit log.
    type Noted;

    fn now(&self) -> Timestamp;

    /// Adds a key with the hash of its secret.
    fn add(&mut self, row: &ApiKeyRow, secret_hash: &str) -> Result<()>;

    /// Changes a key if nobody did since `version`. Says whether it did.
    fn change(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeyChange) -> Result<bool>;

    /// Gives a key another secret if nobody changed it since `version`. Says whether it did.
    fn change_secret(&mut self, id: &ApiKeyId, version: i64, change: &ApiKeySecretChange) -> Result<bool>;

    /// Writes into the audit log, and tells those who follow.
    fn note(&mut self, id: &ApiKeyId, told: EventType, entry: AuditEntry) -> Result<Self::Noted>;
}

/// A secret that is about to be somebody's.
struct NewSecret {
    text: String,
    /// By which it can be made again from the secret of who asked for it.
    nonce: Option<String>,
}

impl NewSecret {
    fn random() -> Result<Self> {
        Ok(Self { text: random_secret(API_KEY_PREFIX)?, nonce: None })
    }

    /// One that can be made again when the request is repeated, and is not stored.
    fn derived(bearer: &BearerSecret) -> Result<Self> {
        let nonce = random_secret("")?;
        Ok(Self { text: derived_key_secret(bearer, &nonce)?, nonce: Some(nonce) })
    }

    fn hash(&self) -> String {
        hash(&self.text)
    }

    /// Its last four characters.
    fn hint(&self) -> String {
        self.text.get(self.text.len().saturating_sub(4)..).unwrap_or_default().to_owned()
    }
}

/// Makes a key out of what is known of its owner.
fn make<O: Owner>(owner: &mut O, blank: ApiKeyRow, terms: &Terms, secret: &NewSecret) -> Result<(ApiKeyId, O::Noted)> {
    let row = ApiKeyRow {
        name: terms.name.clone(),
        scopes: to_json(&terms.scopes)?,
        networks: terms.stored_networks()?,
        expires_at: terms.expires_at.map(micros),
        secret_hint: Some(secret.hint()),
        ..blank
    };
    owner.add(&row, &secret.hash())?;
    let after = json!({
        "name": terms.name, "scopes": terms.scopes, "networks": terms.networks, "expires_at": terms.expires_at,
    });
    let entry = AuditEntry::new("api_key.created", "api_key", &row.id).changes((), after);
    let noted = owner.note(&row.id, EventType::ApiKeyCreated, entry)?;
    Ok((row.id, noted))
}

/// Gives a key another secret. The one there is stays good for `overlap`.
fn exchange<O: Owner>(owner: &mut O, row: &ApiKeyRow, secret: &NewSecret, overlap: TimeDelta) -> Result<O::Noted> {
    let now = owner.now();
    refuse_ended(row, now)?;
    let before_last = row.previous_secret_ends_at.filter(|end| *end > micros(now)).map(moment);
    if let (Some(end), true) = (before_last, overlap > TimeDelta::zero()) {
        return Err(Error::conflict(format!(
            "The secret before the last is good until {}. Wait until then, or rotate without an overlap, which ends it, too.",
            written(end)
        )));
    }
    let ends_at = now + overlap;
    // Without an overlap, nothing is kept of the one there is.
    let kept = (overlap > TimeDelta::zero()).then_some(&row);
    let change = ApiKeySecretChange {
        version: row.version + 1,
        secret_hash: secret.hash(),
        secret_hint: Some(secret.hint()),
        secret_created_at: Some(micros(now)),
        secret_used_at: None,
        previous_secret_hint: kept.and_then(|row| row.secret_hint.clone()),
        previous_secret_created_at: kept.map(|row| row.secret_created_at.unwrap_or(row.created_at)),
        previous_secret_used_at: kept.and_then(|row| row.secret_used_at),
        previous_secret_ends_at: kept.map(|_| micros(ends_at)),
    };
    if !owner.change_secret(&row.id, row.version, &change)? {
        return Err(Error::version_mismatch());
    }
    let after = json!({ "name": row.name, "previous_secret_ends_at": ends_at });
    let entry = AuditEntry::new("api_key.rotated", "api_key", &row.id).changes((), after);
    owner.note(&row.id, EventType::ApiKeyUpdated, entry)
}

/// Ends a key. One that is in use ends only if that is `confirmed`.
fn end<O: Owner>(owner: &mut O, row: ApiKeyRow, confirmed: bool) -> Result<O::Noted> {
    let now = owner.now();
    let last_used = row.last_used_at.map(moment);
    if let (Some(last_used), false) = (last_used, confirmed)
        && now - last_used < IN_USE_FOR
    {
        let from = row.last_used_ip.as_deref().map(|ip| format!(" from {ip}")).unwrap_or_default();
        return Err(Error::problem(
            ProblemCode::ApiKeyInUse,
            format!(
                "This key was last used at {}{from}. What uses it stops working: confirm that.",
                written(last_used)
            ),
        ));
    }
    let scopes: Vec<String> = from_json("scopes", &row.scopes)?;
    let before = json!({ "name": row.name, "scopes": scopes, "last_used_at": last_used });
    let (id, version) = (row.id.clone(), row.version);
    let change = ApiKeyChange { revoked_at: Some(micros(now)), ..ApiKeyChange::from(row) };
    if !owner.change(&id, version, &change)? {
        return Err(Error::version_mismatch());
    }
    let entry = AuditEntry::new("api_key.revoked", "api_key", &id).changes(before, ());
    owner.note(&id, EventType::ApiKeyDeleted, entry)
}

/// A key that has ended by itself gets no new life.
fn refuse_ended(row: &ApiKeyRow, now: Timestamp) -> Result<()> {
    match row.expires_at.map(moment).filter(|end| *end <= now) {
        Some(end) => Err(Error::conflict(format!("This key ended at {}. Make another one.", written(end)))),
        None => Ok(()),
    }
}

/// A moment in a sentence for a person, as the wire writes it.
fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
