//! Confirming the address that an account has, and changing it.
//!
//! Nothing changes before the new address was shown to be the person's, by a link that was mailed to it and is used by
//! somebody who is signed in to the account: whoever has the mailbox alone cannot make it another account's, and whoever has
//! the session alone cannot take the account to a mailbox of theirs: it asks again who they are. Whether another account of the brand
//! has the address nobody learns: then there is no mail. The address before is told when a change is asked for, and when it
//! happened. Sessions stay; links that were mailed to the address before end.

use chrono::{TimeDelta, Utc};
use loggia_types::session::UserRef;

use super::relist;
use crate::{
    auth::{RequestInfo, SignedIn, hash, random_secret},
    domain::{
        is_email,
        mailed_links::{self, LINK_SECRET_PREFIX},
        sign_in::{self, Who},
    },
    error::{Error, Result},
    mail::{Content, Mail},
    state::App,
    store::{AuditEntry, mailed_links::Purpose, members::normal_email, micros, rows::MailedLinkRow},
};

/// How long a link to confirm an address is good.
const GOOD_FOR: TimeDelta = TimeDelta::hours(24);

/// What came of asking for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailAsked {
    /// It is on its way.
    Queued,
    /// It is the address already, or none.
    NotAnother,
    /// It cannot be an address.
    NotAnAddress,
    /// There were too many requests: wait so many seconds.
    Wait(u64),
}

/// What came of confirming an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The address is known to be the person's now.
    Verified,
    /// The account has the new address now.
    Changed,
    /// The link is not good, or not any more.
    Over,
}

/// Has a link sent to the address that the account is to have, for somebody who has proved a short while ago who they are.
///
/// # Errors
/// `step_up_required`, and when the store fails.
pub async fn ask_change(
    app: &App,
    signed_in: &SignedIn,
    email: &str,
    language: &str,
    request: &RequestInfo,
) -> Result<EmailAsked> {
    let email = normal_email(email);
    if !is_email(&email) {
        return Ok(EmailAsked::NotAnAddress);
    }
    if email == signed_in.user.email {
        return Ok(EmailAsked::NotAnother);
    }
    ask(app, signed_in, email, language, request).await
}

/// Has a link sent to the address that the account has.
///
/// # Errors
/// When the store fails.
pub async fn ask_verification(
    app: &App,
    signed_in: &SignedIn,
    language: &str,
    request: &RequestInfo,
) -> Result<EmailAsked> {
    let user = signed_in.user.id.clone();
    if app.store().system_read(move |c| c.account(&user)).await?.email_verified_at.is_some() {
        return Ok(EmailAsked::NotAnother);
    }
    ask(app, signed_in, signed_in.user.email.clone(), language, request).await
}

async fn ask(
    app: &App,
    signed_in: &SignedIn,
    email: String,
    language: &str,
    request: &RequestInfo,
) -> Result<EmailAsked> {
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    let account = (who.brand.as_str(), who.user.email.as_str());
    if let Err(wait) = app.mailed_links().ask(request.ip, account, Some(signed_in.session_id.as_str())) {
        return Ok(EmailAsked::Wait(wait.as_secs()));
    }
    let is_new = email != who.user.email;
    let (secret, now) = (random_secret(LINK_SECRET_PREFIX)?, Utc::now());
    let row = MailedLinkRow {
        secret_hash: hash(&secret),
        brand_id: who.brand.clone(),
        user_id: Some(who.user.id.clone()),
        purpose: Purpose::Email.as_str().to_owned(),
        email: email.clone(),
        browser_hash: None,
        return_to: None,
        created_at: micros(now),
        expires_at: micros(now + GOOD_FOR),
        ended_at: None,
    };
    let locale = signed_in.locale.clone().unwrap_or_else(|| language.to_owned());
    let link = Content::EmailLink { secret, hours: GOOD_FOR.num_hours(), is_new, name: who.user.name.clone() };
    let link = Mail { to: email.clone(), locale: locale.clone(), content: link, expires_at: Some(now + GOOD_FOR) };
    let content = Content::EmailChangeAsked { email: email.clone(), place: sign_in::place(request, true) };
    let notice = Mail { to: who.user.email.clone(), locale, content, expires_at: None };
    let (mailer, request) = (app.mailer().clone(), request.clone());
    let recent = is_new.then(|| sign_in::Recent::of(app, signed_in));
    app.store()
        .system_write(move |c| {
            if let Some(recent) = recent {
                recent.check(c)?;
            }
            c.end_mailed_links_of(&who.user.id, &[Purpose::Email])?;
            c.insert_mailed_link(&row)?;
            c.queue_mail(&mailer, &who.brand, &link)?;
            let action = if is_new { "user.email_change_requested" } else { "user.email_link_requested" };
            if is_new {
                c.queue_mail(&mailer, &who.brand, &notice)?;
            }
            let entry = AuditEntry::new(action, "user", &who.user.id)
                .changes(serde_json::json!({ "email": who.user.email }), serde_json::json!({ "email": email }));
            sign_in::note(c, &who, &request, &entry)
        })
        .await?;
    app.mailer().wake();
    Ok(EmailAsked::Queued)
}

/// Takes back what was asked for.
///
/// # Errors
/// When the store fails.
pub async fn cancel(app: &App, signed_in: &SignedIn, request: &RequestInfo) -> Result<()> {
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    let request = request.clone();
    app.store()
        .system_write(move |c| {
            if c.end_mailed_links_of(&who.user.id, &[Purpose::Email])? > 0 {
                let entry = AuditEntry::new("user.email_change_canceled", "user", &who.user.id);
                sign_in::note(c, &who, &request, &entry)?;
            }
            Ok(())
        })
        .await
}

/// Confirms an address by its link, for somebody who is signed in to the account that it is about.
///
/// # Errors
/// When the store fails.
pub async fn confirm(
    app: &App,
    signed_in: &SignedIn,
    secret: &str,
    language: &str,
    request: &RequestInfo,
) -> Result<Confirmed> {
    let (brand, secret_hash, user) = (signed_in.brand.id.clone(), hash(secret), signed_in.user.id.clone());
    let (mailer, request, language) = (app.mailer().clone(), request.clone(), language.to_owned());
    let done = app
        .store()
        .system_write(move |c| {
            let found = mailed_links::find(c, &brand, Purpose::Email, &secret_hash)?;
            let Some((link, row)) = found.filter(|(_, of)| of.id == user) else {
                return Ok((Confirmed::Over, Vec::new()));
            };
            if !c.end_mailed_link(&secret_hash)? {
                return Ok((Confirmed::Over, Vec::new()));
            }
            let before = row.email;
            let who = Who { brand, user: UserRef { id: row.id, name: row.name, email: link.email } };
            if before == who.user.email {
                c.verify_email(&who.user.id, &before)?;
                let entry = AuditEntry::new("user.email_verified", "user", &who.user.id)
                    .changes((), serde_json::json!({ "email": before }));
                return Ok((Confirmed::Verified, sign_in::note(c, &who, &request, &entry)?));
            }
            if c.user_by_email(&who.brand, &who.user.email)?.is_some() {
                return Ok((Confirmed::Over, Vec::new()));
            }
            c.set_email(&who.user.id, &who.user.email)?;
            c.end_mailed_links_of(&who.user.id, &[Purpose::SignIn, Purpose::Password, Purpose::Email])?;
            let locale = c.account(&who.user.id)?.locale.unwrap_or(language);
            let content = Content::EmailChanged { email: who.user.email.clone(), at: Utc::now() };
            let notice = Mail { to: before.clone(), locale, content, expires_at: None };
            c.queue_mail(&mailer, &who.brand, &notice)?;
            let entry = AuditEntry::new("user.email_changed", "user", &who.user.id)
                .changes(serde_json::json!({ "email": before }), serde_json::json!({ "email": who.user.email }));
            Ok((Confirmed::Changed, relist(c, &who, &request, &entry)?))
        })
        .await;
    let (confirmed, organizations) = match done {
        Ok(done) => done,
        // Somebody else got the address at the same time.
        Err(Error::Store(error)) if error.is_unique_violation() => return Ok(Confirmed::Over),
        Err(error) => return Err(error),
    };
    sign_in::wake(app.store(), &organizations);
    app.mailer().wake();
    Ok(confirmed)
}
