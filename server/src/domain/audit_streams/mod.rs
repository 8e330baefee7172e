//! Where an organization's audit log is sent to: its streams, and the job that delivers ([`delivery`]).

pub mod delivery;
mod signature;

use chrono::{TimeDelta, Utc};
use loggia_types::{
    AuditStreamId, FieldError,
    audit::AuditFormat,
    audit_streams::{
        AuditStream, AuditStreamTest, AuditStreamWithSecret, CreateAuditStream, RotateAuditStream, UpdateAuditStream,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Checks;
use crate::{
    auth::Actor,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Idempotency, Store, Tenant, micros, moment, rows::AuditStreamRow, to_json},
};

/// How many streams an organization may have.
pub const MOST_STREAMS: i64 = 5;
const MOST_ACTIONS: usize = 50;
const LONGEST_URL: usize = 2_000;
/// How long a rotation may leave two secrets good.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(7);
/// How soon after a test there may be another.
const BETWEEN_TESTS: TimeDelta = TimeDelta::seconds(10);

/// What an answer is kept as for repeated requests: with the secret encrypted.
#[derive(Serialize, Deserialize)]
struct Made {
    stream: AuditStream,
    sealed: String,
}

impl Made {
    fn show(self, app: &App) -> Result<AuditStreamWithSecret> {
        Ok(AuditStreamWithSecret { secret: open(app, &self.stream.id, &self.sealed)?, stream: self.stream })
    }
}

/// What a stream's secret is sealed for.
fn place(id: &AuditStreamId) -> String {
    format!("audit_streams.secret:{id}")
}

fn open(app: &App, id: &AuditStreamId, sealed: &str) -> Result<String> {
    let bytes = app.sealing_keys().open_sealed(&place(id), sealed)?;
    String::from_utf8(bytes).map_err(|_| Error::Internal("a stream's secret is no text".to_owned()))
}

/// The secrets that requests of a stream are signed with now, the newest first.
fn secrets(app: &App, row: &AuditStreamRow) -> Result<Vec<String>> {
    let mut all = vec![open(app, &row.id, &row.sealed_secret)?];
    if let (Some(sealed), Some(ends_at)) = (&row.previous_sealed_secret, row.previous_ends_at)
        && moment(ends_at) > Utc::now()
    {
        all.push(open(app, &row.id, sealed)?);
    }
    Ok(all)
}

fn check_url(app: &App, checks: &mut Checks, url: &str) {
    let fault = |detail: &str| Err(FieldError::new("/url", "invalid", detail));
    checks.note(if url.len() > LONGEST_URL || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        fault("Expected an address of at most 2,000 characters, without spaces.")
    } else if url.contains('#') || app.outgoing().check(url).is_err() {
        fault("Expected a public address like https://siem.example/collect, without a name, a password or a #.")
    } else {
        Ok(())
    });
}

fn check_format(checks: &mut Checks, format: AuditFormat) {
    checks.require(format != AuditFormat::Csv, "/format", "invalid", "Expected jsonl or ocsf.");
}

fn check_actions(checks: &mut Checks, actions: &[String]) {
    checks.require(actions.len() <= MOST_ACTIONS, "/actions", "too_long", "Expected at most 50.");
    for (index, action) in actions.iter().enumerate() {
        let good = (1..=100).contains(&action.len())
            && action.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.');
        let detail = "Expected an action like member.removed, or a kind of action like member.";
        checks.require(good, &format!("/actions/{index}"), "invalid", detail);
    }
}

/// The part of an address that may be in the log: what comes after the host may be a receiver's password.
fn host(url: &str) -> String {
    reqwest::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

fn told(stream: &AuditStream) -> serde_json::Value {
    json!({
        "host": host(&stream.url), "format": stream.format, "actions": stream.actions, "outcome": stream.outcome,
        "state": stream.state,
    })
}

/// The organization's streams, the oldest first.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<AuditStream>> {
    store.read(&Tenant::of(actor)?, |c| c.audit_streams_told()).await
}

/// Makes a stream.
///
/// # Errors
/// `validation_failed`, `conflict` for one stream too many.
pub async fn create(
    app: &App,
    actor: &Actor,
    wanted: CreateAuditStream,
    idempotency: Option<Idempotency>,
) -> Result<AuditStreamWithSecret> {
    let (format, actions) = (wanted.format.unwrap_or_default(), wanted.actions.unwrap_or_default());
    let mut checks = Checks::default();
    check_url(app, &mut checks, &wanted.url);
    check_format(&mut checks, format);
    check_actions(&mut checks, &actions);
    checks.finish()?;
    let id = AuditStreamId::generate();
    let sealed_secret = app.sealing_keys().seal(&place(&id), signature::new_secret()?.as_bytes())?;
    let actions = to_json(&actions)?;
    let tenant = Tenant::of(actor)?;
    let made = app.store().create(&tenant, idempotency, move |tx| {
        tx.lock_organization()?;
        if tx.count_audit_streams()? >= MOST_STREAMS {
            return Err(Error::conflict(format!(
                "An organization has at most {MOST_STREAMS} streams. Delete one that is not needed any more."
            )));
        }
        let (now, end) = (micros(tx.now()), tx.audit_end()?.position);
        let position = if wanted.from_beginning == Some(true) { tx.audit_start()?.position } else { end };
        let row = AuditStreamRow {
            id: id.clone(),
            org_id: tx.org_id().clone(),
            url: wanted.url,
            format,
            actions,
            outcome: wanted.outcome,
            sealed_secret: sealed_secret.clone(),
            secret_created_at: now,
            previous_sealed_secret: None,
            previous_ends_at: None,
            position,
            attempts: 0,
            due_at: now,
            leased_until: 0,
            failing_since: None,
            succeeded_at: None,
            failed_at: None,
            failure: None,
            tested_at: None,
            disabled_at: None,
            disabled_reason: None,
            created_at: now,
            version: 1,
        };
        tx.insert(&row)?;
        let entry = AuditEntry::new("audit_stream.created", "audit_stream", &id).changes((), told(&row.told(end)?));
        let noted = tx.audit(entry)?;
        Ok(noted.with(Made { stream: tx.audit_stream(&id)?, sealed: sealed_secret }))
    });
    made.await?.show(app)
}

/// Changes a stream.
///
/// # Errors
/// `validation_failed`, `not_found`, `version_mismatch`.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: AuditStreamId,
    version: Option<i64>,
    wanted: UpdateAuditStream,
) -> Result<AuditStream> {
    let mut checks = Checks::default();
    if let Some(url) = &wanted.url {
        check_url(app, &mut checks, url);
    }
    if let Some(format) = wanted.format {
        check_format(&mut checks, format);
    }
    check_actions(&mut checks, wanted.actions.as_deref().unwrap_or_default());
    checks.finish()?;
    let tenant = Tenant::of(actor)?;
    let updated = app.store().write(&tenant, move |tx| {
        tx.lock_organization()?;
        let mut row = tx.audit_stream_row(&id)?;
        if version.is_some_and(|version| version != row.version) {
            return Err(Error::version_mismatch());
        }
        let before = tx.audit_stream(&id)?;
        row.url = wanted.url.unwrap_or(row.url);
        row.format = wanted.format.unwrap_or(row.format);
        if let Some(actions) = &wanted.actions {
            row.actions = to_json(actions)?;
        }
        row.outcome = wanted.outcome.unwrap_or(row.outcome);
        match wanted.enabled {
            Some(false) => row.disabled_at = row.disabled_at.or(Some(micros(tx.now()))),
            Some(true) => {
                (row.disabled_at, row.disabled_reason) = (None, None);
                tx.forget_failures(&id)?;
            }
            None => {}
        }
        tx.change_audit_stream(&mut row)?;
        let after = tx.audit_stream(&id)?;
        let action = match wanted.enabled {
            Some(true) => "audit_stream.enabled",
            Some(false) => "audit_stream.disabled",
            None => "audit_stream.updated",
        };
        let entry = AuditEntry::new(action, "audit_stream", &id).changes(told(&before), told(&after));
        let noted = tx.audit(entry)?;
        Ok(noted.with(tx.audit_stream(&id)?))
    });
    updated.await
}

/// Gives a stream another secret. Requests are signed with the one before, too, for the overlap.
///
/// # Errors
/// `validation_failed`, `not_found`, `conflict` while an overlap lasts, unless this one is without.
pub async fn rotate(
    app: &App,
    actor: &Actor,
    id: AuditStreamId,
    how: RotateAuditStream,
    idempotency: Option<Idempotency>,
) -> Result<AuditStreamWithSecret> {
    let overlap = TimeDelta::seconds(how.overlap_seconds.into());
    let mut checks = Checks::default();
    checks.require(overlap <= LONGEST_OVERLAP, "/overlap_seconds", "out_of_range", "Expected at most 604800 seconds.");
    checks.finish()?;
    let sealed = app.sealing_keys().seal(&place(&id), signature::new_secret()?.as_bytes())?;
    let tenant = Tenant::of(actor)?;
    let made = app.store().create(&tenant, idempotency, move |tx| {
        tx.lock_organization()?;
        let mut row = tx.audit_stream_row(&id)?;
        let now = tx.now();
        if overlap > TimeDelta::zero() && row.previous_ends_at.is_some_and(|at| moment(at) > now) {
            return Err(Error::conflict(
                "The secret before this one is still good. Wait for its end, or rotate without an overlap.",
            ));
        }
        let keep = overlap > TimeDelta::zero();
        let before = std::mem::replace(&mut row.sealed_secret, sealed.clone());
        row.previous_sealed_secret = keep.then_some(before);
        row.previous_ends_at = keep.then(|| micros(now + overlap));
        row.secret_created_at = micros(now);
        tx.change_audit_stream(&mut row)?;
        let entry = AuditEntry::new("audit_stream.rotated", "audit_stream", &id)
            .changes((), json!({ "overlap_seconds": how.overlap_seconds }));
        let noted = tx.audit(entry)?;
        Ok(noted.with(Made { stream: tx.audit_stream(&id)?, sealed }))
    });
    made.await?.show(app)
}

/// Deletes a stream.
///
/// # Errors
/// `not_found`.
pub async fn delete(store: &Store, actor: &Actor, id: AuditStreamId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let delete = store.write(&tenant, move |tx| {
        tx.lock_organization()?;
        let before = tx.audit_stream(&id)?;
        tx.delete_audit_stream(&id)?;
        tx.audit(AuditEntry::new("audit_stream.deleted", "audit_stream", &id).changes(told(&before), ()))
    });
    delete.await
}

/// Sends a stream's receiver the entry that says that it is tested. It comes once more when it is its turn.
///
/// # Errors
/// `not_found`, `conflict` so soon after the last test.
pub async fn test(app: &App, actor: &Actor, id: AuditStreamId) -> Result<AuditStreamTest> {
    let tenant = Tenant::of(actor)?;
    let noted = app.store().write(&tenant, move |tx| {
        tx.lock_organization()?;
        let row = tx.audit_stream_row(&id)?;
        if row.tested_at.is_some_and(|at| moment(at) > tx.now() - BETWEEN_TESTS) {
            return Err(Error::conflict("It was tested just now. Wait ten seconds."));
        }
        tx.note_stream_test(&id)?;
        let noted = tx.audit(AuditEntry::new("audit_stream.tested", "audit_stream", &id))?;
        let position = tx.audit_end()?.position;
        let entry = tx.audit_entry_at(position)?;
        Ok(noted.with((row, entry)))
    });
    let (row, entry) = noted.await?;
    let sent = delivery::send(app, &row, delivery::Batch::of(&row, &actor.brand.name, &entry)?).await?;
    Ok(AuditStreamTest { delivered: sent.is_ok(), failure: sent.err().map(|failure| failure.why) })
}
