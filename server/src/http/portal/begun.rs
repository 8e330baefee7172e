//! What follows when somebody has proved who they are, whichever way: they are signed in, or still have to show a second
//! factor.

use axum::{http::header, response::Response};
use chrono::Utc;

use super::view::go_to;
use crate::{
    auth::cookies::{DEVICE_COOKIE, FORM_COOKIE, PENDING_COOKIE, SESSION_COOKIE, set_cookie},
    domain::sign_in::{Begin, NewSession},
    error::Result,
    state::App,
};

/// How long a browser remembers that people have signed in with it, in seconds: the longest that browsers keep a cookie.
const DEVICE_LIFE: i64 = 400 * 24 * 60 * 60;

/// Sends a browser on to where it wanted to go, or to show a second factor first. `device` is what the browser keeps as its
/// own secret, if it is one that the account knows now.
///
/// # Errors
/// When a cookie cannot be written.
pub(super) fn begun(app: &App, begin: &Begin, device: Option<&str>, return_to: &str) -> Result<Response> {
    match begin {
        Begin::Session(session) => signed_in(app, session, device, return_to),
        Begin::SecondFactor(pending) => {
            let seconds = (pending.expires_at - Utc::now()).num_seconds().max(0);
            let mut response = go_to(&with_return("/sign-in/factor", return_to));
            response.headers_mut().append(header::SET_COOKIE, set_cookie(PENDING_COOKIE, &pending.secret, seconds)?);
            Ok(response)
        }
    }
}

/// Sends a browser on in which somebody is signed in now.
pub(super) fn signed_in(app: &App, session: &NewSession, device: Option<&str>, return_to: &str) -> Result<Response> {
    let mut response = go_to(return_to);
    let mut cookies = vec![
        set_cookie(SESSION_COOKIE, &session.secret, i64::from(app.config().session_hours) * 60 * 60)?,
        set_cookie(FORM_COOKIE, "", 0)?,
        set_cookie(PENDING_COOKIE, "", 0)?,
    ];
    if let Some(device) = device {
        cookies.push(set_cookie(DEVICE_COOKIE, device, DEVICE_LIFE)?);
    }
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A path that leads back to another one.
pub(super) fn with_return(path: &str, return_to: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
    format!("{path}?{query}")
}
