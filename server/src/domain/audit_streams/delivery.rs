//! The job that delivers: each stream by itself, in the order of the log, at least once.
//!
//! A stream is taken for a while, so that one process delivers it; what was taken by somebody who died is free again after
//! that while. Where it is in the log moves after its receiver has answered 2xx, and not otherwise: whoever dies in between
//! has the same entries sent again, under the same `webhook-id`. Streams whose last attempt failed have places of their own:
//! receivers that do not answer keep nobody waiting who does.

use std::{sync::Arc, time::Duration};

use axum::http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{CONTENT_TYPE, USER_AGENT},
};
use chrono::{TimeDelta, Utc};
use loggia_types::{
    Feature, Timestamp,
    audit::{AuditEvent, AuditFormat},
};
use serde_json::json;
use tokio::{
    sync::{Notify, Semaphore},
    task::{JoinHandle, JoinSet},
};

use super::{host, secrets, signature::signatures};
use crate::{
    domain::ocsf,
    error::{Error, Result},
    mail::{Content, Mail},
    outgoing::OutgoingError,
    state::App,
    store::{
        AuditEntry, Audited, Tenant, TenantTx,
        audit::{Attempt, DueStream},
        micros, moment,
        rows::AuditStreamRow,
        to_json,
    },
};

/// How often it is looked for streams that have something to deliver.
const INTERVAL: Duration = Duration::from_secs(2);
/// How long a stream that was taken is not taken by anybody else. Longer than a request may take.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How many streams are delivered at the same time: of those whose receivers answer, and of the others.
const AT_ONCE: usize = 32;
const AT_ONCE_FAILING: usize = 32;
/// How many entries are looked at for one request, and how many bytes it has at the most, unless its one entry has more.
const BATCH: i64 = 500;
const MOST_BYTES: usize = 512 * 1024;
/// The first pause after a failure, and the longest.
const FIRST_PAUSE: i64 = 5;
const LONGEST_PAUSE: i64 = 60 * 60;
/// After how long without a success a stream is not tried any more.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(5);

/// Starts the job.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        let (places, failing_places) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(Semaphore::new(AT_ONCE_FAILING)));
        let more = Arc::new(Notify::new());
        // Ends with this task.
        let mut running = JoinSet::new();
        loop {
            for (failing, places) in [(false, &places), (true, &failing_places)] {
                match take(&app, failing, places.available_permits()).await {
                    Ok(taken) => {
                        for due in taken {
                            let Ok(place) = Arc::clone(places).try_acquire_owned() else { break };
                            let (app, more) = (app.clone(), Arc::clone(&more));
                            running.spawn(async move {
                                match deliver(&app, &due).await {
                                    Ok(true) => more.notify_one(),
                                    Ok(false) => {}
                                    Err(error) => {
                                        tracing::error!(%error, stream = %due.id, "an audit stream cannot be delivered");
                                    }
                                }
                                drop(place);
                            });
                        }
                    }
                    Err(error) => tracing::error!(%error, "audit streams cannot be looked up"),
                }
            }
            while running.try_join_next().is_some() {}
            tokio::select! {
                () = more.notified() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
    })
}

/// Takes streams that have something to deliver.
async fn take(app: &App, failing: bool, limit: usize) -> Result<Vec<DueStream>> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let due = app.store().system_read(move |c| c.due_streams(Utc::now(), failing, limit)).await?;
    if due.is_empty() {
        return Ok(due);
    }
    let lease = app.store().system_write(move |c| {
        let mut taken = Vec::new();
        for stream in due {
            if c.lease_stream(&stream.id, Utc::now(), LEASE)? {
                taken.push(stream);
            }
        }
        Ok(taken)
    });
    lease.await
}

/// When a stream is looked at again that may not be sent now.
const PUT_OFF: TimeDelta = TimeDelta::minutes(5);

/// Delivers everything that is due now, one request of each stream after another. For tests, which wait for nothing.
///
/// # Errors
/// When the store fails.
pub async fn deliver_due(app: &App) -> Result<()> {
    loop {
        let mut due = take(app, false, AT_ONCE).await?;
        due.extend(take(app, true, AT_ONCE_FAILING).await?);
        if due.is_empty() {
            return Ok(());
        }
        for stream in due {
            deliver(app, &stream).await?;
        }
    }
}

/// Delivers the next entries of a stream. Says whether it may have more that can go at once.
async fn deliver(app: &App, due: &DueStream) -> Result<bool> {
    let tenant = Tenant::for_system(due.org.clone(), due.brand.clone());
    let id = due.id.clone();
    let read = app.store().read(&tenant, move |c| {
        let row = c.audit_stream_row(&id)?;
        let next = c.next_for_stream(&row, BATCH)?;
        Ok((row, next, c.has_feature(Feature::Audit)?))
    });
    let (row, next, is_on) = match read.await {
        Ok(found) => found,
        // It was deleted meanwhile.
        Err(Error::Problem(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    if row.disabled_at.is_some() || !is_on {
        let put_off = app.store().write(&tenant, move |tx| {
            let until = micros(tx.now() + PUT_OFF);
            tx.put_off_stream(&row.id, until)?;
            Ok(Audited::not_worth_an_entry("nothing was tried", ()))
        });
        put_off.await?;
        return Ok(false);
    }
    let (of, brand) = (due.brand.clone(), app.store());
    let brand = brand.system_read(move |c| c.brand(&of)).await?.name;
    let (mut position, mut batch) = (row.position, Batch::default());
    for (at, entry) in next.entries {
        if let Some(entry) = entry {
            let line = line(&row, &brand, &entry)?;
            if !batch.body.is_empty() && batch.body.len() + line.len() > MOST_BYTES {
                break;
            }
            batch.add(at, &line);
        }
        position = at;
    }
    let attempt = if batch.body.is_empty() {
        Attempt::Taken(position, false)
    } else {
        match send(app, &row, batch).await {
            Ok(Ok(())) => Attempt::Taken(position, true),
            Ok(Err(failure)) if failure.is_final => Attempt::Gone,
            Ok(Err(failure)) => Attempt::Refused(failure.why),
            Err(error) => {
                tracing::error!(%error, stream = %row.id, "an audit stream's request cannot be made");
                Attempt::Refused("could not be sent".to_owned())
            }
        }
    };
    let goes_on = matches!(attempt, Attempt::Taken(..)) && position > row.position;
    if let Attempt::Refused(why) = &attempt {
        tracing::warn!(stream = %row.id, attempt = row.attempts + 1, %why, "an audit stream has to wait");
    }
    finish(app, &tenant, row, attempt).await?;
    Ok(goes_on)
}

/// Notes what became of an attempt; after days of failures the stream is not tried any more.
async fn finish(app: &App, tenant: &Tenant, row: AuditStreamRow, attempt: Attempt) -> Result<()> {
    let mailer = app.mailer().clone();
    let pause = pause(row.attempts, random()?);
    let done = app.store().write(tenant, move |tx| {
        let next = micros(tx.now() + pause);
        if !tx.finish_attempt(&row, &attempt, next)? {
            return Ok(Audited::not_worth_an_entry("somebody else has delivered", false));
        }
        let reason = match attempt {
            Attempt::Taken(..) => None,
            Attempt::Gone => Some("answered 410".to_owned()),
            Attempt::Refused(why) => is_given_up(&row, tx.now()).then_some(why),
        };
        match reason {
            None => Ok(Audited::not_worth_an_entry("deliveries are in the receiver's log", false)),
            Some(reason) => give_up(tx, &mailer, &row, reason).map(|noted| noted.with(true)),
        }
    });
    if done.await? {
        app.mailer().wake();
    }
    Ok(())
}

fn is_given_up(row: &AuditStreamRow, now: Timestamp) -> bool {
    row.failing_since.is_some_and(|since| moment(since) + GIVEN_UP_AFTER <= now)
}

fn give_up(
    tx: &mut TenantTx<'_>,
    mailer: &crate::mail::Mailer,
    row: &AuditStreamRow,
    reason: String,
) -> Result<Audited<()>> {
    let mut row = tx.audit_stream_row(&row.id)?;
    (row.disabled_at, row.disabled_reason) = (Some(micros(tx.now())), Some(reason.clone()));
    tx.change_audit_stream(&mut row)?;
    let (organization, locale) = tx.name_and_locale()?;
    for to in tx.owners_addresses()? {
        let content = Content::AuditStreamDisabled {
            organization: organization.clone(),
            host: host(&row.url),
            path: format!("/o/{}/audit", tx.org_id()),
        };
        tx.queue_mail(mailer, &Mail { to, locale: locale.clone(), content, expires_at: None })?;
    }
    let entry = AuditEntry::new("audit_stream.disabled", "audit_stream", &row.id)
        .changes((), json!({ "host": host(&row.url), "reason": reason }));
    tx.audit(entry)
}

/// Why a receiver did not take a request.
pub(super) struct Failure {
    pub(super) why: String,
    /// Whether it says that it will not take another.
    is_final: bool,
}

/// What goes out in one request.
#[derive(Default)]
pub(super) struct Batch {
    first: i64,
    last: i64,
    body: String,
}

impl Batch {
    /// One entry.
    ///
    /// # Errors
    /// None that an entry could cause.
    pub(super) fn of(row: &AuditStreamRow, brand: &str, entry: &AuditEvent) -> Result<Self> {
        let mut batch = Self::default();
        batch.add(entry.position, &line(row, brand, entry)?);
        Ok(batch)
    }

    fn add(&mut self, position: i64, line: &str) {
        if self.body.is_empty() {
            self.first = position;
        }
        self.last = position;
        self.body.push_str(line);
    }
}

/// An entry as a line.
fn line(row: &AuditStreamRow, brand: &str, entry: &AuditEvent) -> Result<String> {
    let line = match row.format {
        AuditFormat::Ocsf => to_json(&ocsf::event(entry, row.org_id.as_str(), brand))?,
        AuditFormat::Jsonl | AuditFormat::Csv => to_json(entry)?,
    };
    Ok(line + "\n")
}

/// Sends entries to a stream's receiver. `Ok(Err(_))`: it did not take them.
pub(super) async fn send(app: &App, row: &AuditStreamRow, batch: Batch) -> Result<Result<(), Failure>> {
    let Batch { first, last, body } = batch;
    // The same entries have the same id, however often they are sent; other entries have another.
    let id = format!("{}_{first}_{last}", row.id);
    let timestamp = Utc::now().timestamp();
    let signature = signatures(&secrets(app, row)?, &id, timestamp, &body)?;
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value: &str| {
        let value = HeaderValue::from_str(value).map_err(|_| Error::Internal(format!("the header {name}")))?;
        headers.insert(name, value);
        Ok::<_, Error>(())
    };
    set("webhook-id", &id)?;
    set("webhook-timestamp", &timestamp.to_string())?;
    set("webhook-signature", &signature)?;
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    headers.insert(USER_AGENT, HeaderValue::from_static("portal-audit-stream"));
    let answer = app.outgoing().send(Method::POST, &row.url, headers, body).await;
    let status = match answer {
        Ok(answer) => answer.status,
        // The answer is of no interest, however long it is; but its status is not known here.
        Err(OutgoingError::TooLong(_)) => return Ok(refused("answered with too much")),
        Err(error) => {
            tracing::debug!(stream = %row.id, %error, "an audit stream's receiver was not reached");
            // Whoever wrote the address learns no more: the difference would tell what is inside.
            return Ok(refused("was not reached"));
        }
    };
    Ok(match status {
        status if status.is_success() => Ok(()),
        StatusCode::GONE => Err(Failure { why: "answered 410".to_owned(), is_final: true }),
        status => refused(&format!("answered {}", status.as_u16())),
    })
}

fn refused(why: &str) -> Result<(), Failure> {
    Err(Failure { why: why.to_owned(), is_final: false })
}

/// How long a stream waits after so many failures before this one: twice as long each time, up to an hour, and between half of
/// that and all of it, so that streams which failed together do not come back together.
fn pause(failures: i64, random: u8) -> TimeDelta {
    let doubled = FIRST_PAUSE.saturating_mul(1_i64 << failures.clamp(0, 20));
    let most = doubled.min(LONGEST_PAUSE) * 1000;
    TimeDelta::milliseconds(most / 2 + most / 2 * i64::from(random) / 255)
}

fn random() -> Result<u8> {
    let mut byte = [0_u8];
    getrandom::fill(&mut byte).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
    Ok(byte[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_up_to_an_hour_and_differs_from_stream_to_stream() {
        let seconds = |failures, random| pause(failures, random).num_milliseconds();
        assert_eq!([seconds(0, 0), seconds(0, 255)], [2_500, 5_000]);
        assert_eq!([seconds(3, 0), seconds(3, 255)], [20_000, 40_000]);
        assert!(seconds(3, 100) > 20_000 && seconds(3, 100) < 40_000);
        for failures in [10, 63, 64, i64::MAX] {
            assert_eq!([seconds(failures, 0), seconds(failures, 255)], [1_800_000, 3_600_000]);
        }
    }
}
