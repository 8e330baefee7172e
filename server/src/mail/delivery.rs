//! The job that sends what is in the queue.

use std::{panic::AssertUnwindSafe, time::Duration};

use chrono::{TimeDelta, Utc};
use futures_util::{FutureExt, StreamExt, stream};
use tokio::task::JoinHandle;

use super::{
    custom::{CustomWords, plain},
    letterhead::Letterhead,
    message::message,
    render::render,
};
use loggia_portal::Locale;

use crate::{
    auth::hash,
    error::Result,
    state::App,
    store::{AuditEntry, Principal, mail_queue::MailOutcome, micros, rows::MailRow},
};

/// How often the queue is looked at without being told: for what another process queued, and what is tried again.
const INTERVAL: Duration = Duration::from_secs(5);
/// How long one that was taken is not taken by anybody else. Longer than a conversation with the mail server.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How many are taken at a time, and how many of those are sent at the same time.
const BATCH: i64 = 16;
const AT_ONCE: usize = 4;
/// In which time a recipient's mails are counted.
const QUOTA_WINDOW: TimeDelta = TimeDelta::hours(1);
/// After how many minutes a mail is tried again: about a day in all.
const PAUSES: [i64; 9] = [1, 2, 5, 15, 60, 120, 240, 480, 480];

/// Starts the job.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            match deliver_due(&app).await {
                Ok(taken) if taken as i64 == BATCH => continue,
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "the queue of mails cannot be worked off"),
            }
            tokio::select! {
                () = app.mailer().0.woken.notified() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
    })
}

/// Sends some of what is due. Answers how many it looked at.
///
/// # Errors
/// When the database fails. A mail that cannot be sent is no error here.
pub async fn deliver_due(app: &App) -> Result<usize> {
    let quota = (app.config().mail_quota, QUOTA_WINDOW);
    let (count, taken) = app.store().system_write(move |c| c.take_mails(Utc::now(), LEASE, BATCH, quota)).await?;
    let done: Vec<Result<()>> =
        stream::iter(taken).map(|row| deliver(app, row)).buffer_unordered(AT_ONCE).collect().await;
    done.into_iter().collect::<Result<()>>().map(|()| count)
}

async fn deliver(app: &App, row: MailRow) -> Result<()> {
    // One mail that panics is one mail's end, not that of all the others.
    let outcome = match AssertUnwindSafe(send(app, &row)).catch_unwind().await {
        Ok(Ok(outcome)) => outcome,
        Err(_) => MailOutcome::Failed("it cannot be written".to_owned()),
        // It may be the database, or a key that is missing for now.
        Ok(Err(error)) => again(&row, error.to_string()),
    };
    match &outcome {
        MailOutcome::Sent => tracing::info!(mail = %row.id, kind = %row.kind, "a mail was sent"),
        MailOutcome::Withheld(why) => tracing::info!(mail = %row.id, kind = %row.kind, %why, "a mail was withheld"),
        MailOutcome::Again(at, why) => {
            tracing::warn!(mail = %row.id, kind = %row.kind, attempt = row.attempts, %at, %why, "a mail has to wait");
        }
        MailOutcome::Failed(why) => {
            tracing::error!(mail = %row.id, kind = %row.kind, attempt = row.attempts, %why, "a mail is given up");
        }
    }
    app.store()
        .system_write(move |c| {
            c.finish_mail(&row.id, Utc::now(), &outcome)?;
            if let MailOutcome::Failed(why) = outcome {
                let entry = AuditEntry::new("mail.failed", "mail", &row.id)
                    .changes((), serde_json::json!({ "kind": row.kind, "recipient": row.recipient, "reason": why }));
                c.audit(&row.brand_id, &Principal::system(), entry)?;
            }
            Ok(())
        })
        .await
}

async fn send(app: &App, row: &MailRow) -> Result<MailOutcome> {
    if row.expires_at.is_some_and(|at| at <= micros(Utc::now())) {
        return Ok(MailOutcome::Withheld("it came too late to be of use".to_owned()));
    }
    let mailer = app.mailer();
    let content = mailer.content(row)?;
    if let Some(link) = content.secret().map(hash)
        && !app.store().system_read(move |c| c.leads_somewhere(&link)).await?
    {
        return Ok(MailOutcome::Withheld("its link leads nowhere".to_owned()));
    }
    let identity = app.hosts().identity(&row.brand_id).await?;
    let locale = Locale::of(identity.locale(&row.locale)).unwrap_or_default();
    let (of, kind) = (row.brand_id.clone(), plain(&row.kind).to_owned());
    let read =
        app.store().system_read(move |c| Ok((c.theme_layers(&of, None)?, c.mail_template(&of, &kind, locale.tag())?)));
    let (layers, own) = read.await?;
    let own = own.map(|own| CustomWords { subject: own.subject, body: own.body });
    let look = app.themes().compiled(layers);
    // Without an address of its own, a brand's mail would show whose server it is.
    let Some(from) = identity.sender(&app.config().mail_from) else {
        return Ok(again(row, "the brand has neither a sender's address nor a host name".to_owned()));
    };
    let Some(portal) = app.portal_url_of(&row.brand_id).await? else {
        return Ok(again(row, "the brand has no host name for the mail's link".to_owned()));
    };
    let letterhead = Letterhead::of(&identity);
    let rendered = render(&content, locale, &letterhead, own.as_ref(), &look.whole, &portal)?;
    let message = match message(&row.id, &from, &row.recipient, &letterhead, locale, rendered) {
        Ok(message) => message,
        // Trying again does not make it better.
        Err(error) => return Ok(MailOutcome::Failed(error.to_string())),
    };
    Ok(match mailer.0.postman.carry(&row.id, message).await {
        Ok(()) => MailOutcome::Sent,
        Err(failed) if failed.is_final => MailOutcome::Failed(failed.why),
        Err(failed) => again(row, failed.why),
    })
}

/// The next attempt, unless it was the last.
fn again(row: &MailRow, why: String) -> MailOutcome {
    let before = usize::try_from(row.attempts - 1).unwrap_or_default();
    match PAUSES.get(before) {
        Some(minutes) => MailOutcome::Again(Utc::now() + TimeDelta::minutes(*minutes), why),
        None => MailOutcome::Failed(why),
    }
}
