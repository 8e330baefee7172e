//! Whether whoever is at an open session is its person: asked before what an open session alone must not be enough for.

use chrono::{TimeDelta, Utc};

use crate::{
    auth::{RequestInfo, SignedIn, Turn},
    domain::passwords::normal,
    error::Result,
    state::App,
};

/// How long ago somebody may have signed in who has no password to show.
const RECENT: TimeDelta = TimeDelta::minutes(15);

/// Whether it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is.
    Given,
    /// The password was not right.
    WrongPassword,
    /// They have no password, and signed in too long ago: they have to sign in again.
    SignInAgain,
    /// There were too many attempts: wait so many seconds.
    Wait(u64),
}

/// Asks for the password; of whoever has none, that they have signed in just now. Other ways of proving it again belong here.
///
/// # Errors
/// `unavailable` when too many wait, and when the store fails.
pub async fn prove(app: &App, signed_in: &SignedIn, password: &str, request: &RequestInfo) -> Result<Proof> {
    let user = signed_in.user.id.clone();
    let stored = app.store().system_read(move |c| c.password_of(&user)).await?;
    let Some(stored) = stored else {
        let is_recent = Utc::now() - signed_in.authenticated_at <= RECENT;
        return Ok(if is_recent { Proof::Given } else { Proof::SignInAgain });
    };
    let account = (signed_in.brand.id.as_str(), signed_in.user.email.as_str());
    let attempt = match app.sign_ins().attempt(request.ip, account, Some(signed_in.session_id.as_str())) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Proof::Wait(wait.as_secs())),
    };
    let is_right = app.passwords().compare(Turn::Known, normal(password), Some(stored.hash)).await?.good;
    if is_right {
        attempt.give_back();
    }
    Ok(if is_right { Proof::Given } else { Proof::WrongPassword })
}
