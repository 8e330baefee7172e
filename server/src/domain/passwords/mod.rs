//! People's passwords: what may be one, and changing it.

mod reset;
mod rules;

use loggia_types::UserId;

pub use reset::{Reset, Setting, reset};
pub use rules::{Fault, LEAST_ALONE, LEAST_BESIDE, MOST, check, normal};

use super::sign_in::{self, Who};
use crate::{
    auth::{RequestInfo, SignedIn, Turn, hash},
    error::Result,
    state::App,
    store::{AuditEntry, mailed_links::Purpose},
};

/// What came of changing a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is another one now.
    Done,
    /// The current one was not right.
    WrongCurrent,
    /// The new one is not taken.
    Refused(Fault),
    /// There were too many attempts: wait so many seconds.
    Wait(u64),
}

/// Gives somebody who is signed in another password. They stay signed in here, and nowhere else; links that were mailed to
/// them end, and a mail tells them. `device` is the secret of the browser, `language` that of the page.
///
/// # Errors
/// `unauthenticated` when the session ended meanwhile, `step_up_required`, `unavailable` when too many wait, and when the
/// store fails.
pub async fn change(
    app: &App,
    signed_in: &SignedIn,
    current: &str,
    new: &str,
    device: Option<&str>,
    language: &str,
    request: &RequestInfo,
) -> Result<Change> {
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    // Whoever found a session open tries passwords under the rate of that session.
    let account = (who.brand.as_str(), who.user.email.as_str());
    let attempt = match app.sign_ins().attempt(request.ip, account, Some(signed_in.session_id.as_str())) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Change::Wait(wait.as_secs())),
    };
    let user = who.user.id.clone();
    let stored = app.store().system_read(move |c| c.password_of(&user)).await?;
    let (hash_of_it, changed_at) = stored.map(|row| (row.hash, row.changed_at)).unzip();
    let current = normal(current);
    let compared = match app.passwords().compare(Turn::Known, current.clone(), hash_of_it).await {
        Ok(compared) => compared,
        Err(error) => {
            attempt.give_back();
            return Err(error);
        }
    };
    if !compared.good {
        let (who, request) = (who.clone(), request.clone());
        let entry =
            AuditEntry::new("password.changed", "user", &who.user.id).denied("The current password was not right.");
        app.store().system_write(move |c| sign_in::note(c, &who, &request, &entry)).await?;
        return Ok(Change::WrongCurrent);
    }
    attempt.give_back();
    let about = [who.user.name.as_str(), who.user.email.as_str(), signed_in.brand.name.as_str()];
    let new = match check(new, LEAST_ALONE, &about) {
        Ok(new) if new == current => return Ok(Change::Refused(Fault::Same)),
        Ok(new) => new,
        Err(fault) => return Ok(Change::Refused(fault)),
    };
    let hashed = app.passwords().hash(Turn::Known, new).await?;
    let (keep, device, request) = (signed_in.session_id.clone(), device.map(hash), request.clone());
    let locale = signed_in.locale.clone().unwrap_or_else(|| language.to_owned());
    let mailer = app.mailer().clone();
    let recent = sign_in::Recent::of(app, signed_in);
    let organizations = app
        .store()
        .system_write(move |c| {
            recent.check(c)?;
            // Two changes at once: the second one's current password is not the current one any more.
            let is_current = changed_at.map_or(Ok(false), |at| c.password_is_from(&who.user.id, at))?;
            if !is_current {
                return Ok(None);
            }
            c.set_password(&who.user.id, &hashed)?;
            let ended = c.revoke_user_sessions(&who.user.id, Some(&keep))?;
            // Whoever knew the password before may have let programs in.
            c.revoke_grants_of_user(&who.user.id)?;
            let known = match &device {
                Some(device) => c.knows_device(device, &who.user.id)?,
                None => false,
            };
            c.forget_devices_of(&who.user.id)?;
            if let (true, Some(device)) = (known, &device) {
                c.remember_device(device, &who.user.id)?;
            }
            c.end_mailed_links_of(&who.user.id, &[Purpose::SignIn, Purpose::Password, Purpose::Email])?;
            c.queue_mail(&mailer, &who.brand, &reset::changed(who.user.email.clone(), locale, &request))?;
            let entry = AuditEntry::new("password.changed", "user", &who.user.id)
                .changes((), serde_json::json!({ "sessions_ended": ended }));
            Ok(Some(sign_in::note(c, &who, &request, &entry)?))
        })
        .await?;
    let Some(organizations) = organizations else { return Ok(Change::WrongCurrent) };
    sign_in::wake(app.store(), &organizations);
    app.mailer().wake();
    Ok(Change::Done)
}

/// Gives a user their password without asking for one: an import, and tests.
///
/// # Errors
/// `unavailable` when too many wait, and when the store fails.
pub async fn set(app: &App, user: &UserId, password: &str) -> Result<()> {
    let hashed = app.passwords().hash(Turn::Known, normal(password)).await?;
    let user = user.clone();
    app.store().system_write(move |c| c.set_password(&user, &hashed)).await
}
