//! `/account`: profile, address and password of a person, and where they are signed in.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Account, Page, Session, words::Words};
use loggia_types::UserSessionId;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    account_profile::chosen,
    fields::Fields,
    sign_in::wait,
    view::{View, go_to},
};
use crate::{
    auth::{
        Access, SignedIn,
        cookies::{DEVICE_COOKIE, cookie},
    },
    domain::{
        passwords::{self, Change, Fault},
        sign_in::{self, Who},
    },
    error::{Error, Result},
    http::{PathParams, QueryParams},
    state::App,
    store::{moment, rows::UserSessionRow},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(account)),
        Route::new(Access::SignedIn, routes!(change_password)),
        Route::new(Access::SignedIn, routes!(end_others)),
        Route::new(Access::SignedIn, routes!(end_session)),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/account", responses((status = 200)))]
async fn account(view: View, signed_in: SignedIn, QueryParams(asked): QueryParams<Asked>) -> Result<Response> {
    let words = view.words();
    let filled = filled(&view, &signed_in).await?;
    let done = match asked.done.as_str() {
        "password" => Some(words.password_changed),
        "session" => Some(words.session_ended),
        "sessions" => Some(words.sessions_ended),
        "profile" => Some(words.profile_saved),
        "email" => Some(words.email_changed),
        "verified" => Some(words.email_verified),
        "email-canceled" => Some(words.email_taken_back),
        "verify-mail" => Some(words.verification_sent),
        "password-mail" => Some(words.first_password_sent),
        // What waits is on the page.
        _ => None,
    };
    let done = done.map(|done| done.replace("{email}", &signed_in.user.email));
    let page = Account { done, ..filled };
    view.show_to(&signed_in, StatusCode::OK, Page::Account(page))
}

async fn filled(view: &View, signed_in: &SignedIn) -> Result<Account> {
    let user = signed_in.user.id.clone();
    let read = view.app.store().system_read(move |c| {
        let pending = c.pending_email(&user)?;
        Ok((c.account(&user)?, pending, c.password_of(&user)?, c.live_sessions_of_user(&user)?))
    });
    let (account, pending, password, sessions) = read.await?;
    let pending = pending.map(|link| {
        let until = view.moment(moment(link.expires_at)).text;
        view.words().pending_email.replace("{email}", &link.email).replace("{until}", &until)
    });
    let session = |row: UserSessionRow| Session {
        current: row.id == signed_in.session_id,
        id: row.id.to_string(),
        device: row.user_agent.as_deref().and_then(sign_in::named),
        address: row.address,
        created_at: view.moment(moment(row.created_at)),
        last_seen_at: view.moment(moment(row.last_seen_at)),
    };
    let mut sessions: Vec<Session> = sessions.into_iter().map(session).collect();
    // The one that asks stands first.
    sessions.sort_by_key(|session| !session.current);
    Ok(Account {
        language: chosen(view, account.locale.as_deref()),
        verified_at: account.email_verified_at.map(|at| view.moment(at)),
        pending_email: pending,
        has_password: password.is_some(),
        password_changed_at: password.map(|password| view.moment(moment(password.changed_at))),
        sessions,
        ..Account::default()
    })
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
}

#[utoipa::path(post, path = "/account/password", responses((status = 303)))]
async fn change_password(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    headers: HeaderMap,
    Fields(form): Fields<NewPassword>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let device = cookie(&headers, DEVICE_COOKIE);
    let change =
        passwords::change(&app, &signed_in, &form.current, &form.new, device, view.tag(), &view.request).await?;
    let words = view.words();
    let mut page = filled(&view, &signed_in).await?;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut seconds = None;
    match change {
        Change::Done => return Ok(go_to("/account?done=password")),
        Change::WrongCurrent => page.current_error = Some(words.password_wrong.to_owned()),
        Change::Refused(fault) => page.new_error = Some(told(fault, words)),
        Change::Wait(left) => {
            (status, seconds) = (StatusCode::TOO_MANY_REQUESTS, Some(left));
            page.problem = Some(words.too_many.replace("{wait}", &view.wait(left)));
        }
    }
    let response = view.show_to(&signed_in, status, Page::Account(page))?;
    match seconds {
        Some(seconds) => wait(response, seconds),
        None => Ok(response),
    }
}

/// Why a password is not taken, in words.
pub(super) fn told(fault: Fault, words: &Words) -> String {
    match fault {
        Fault::Short(least) => words.password_short.replace("{n}", &least.to_string()),
        Fault::Long => words.password_long.to_owned(),
        Fault::Common => words.password_common.to_owned(),
        Fault::Personal => words.password_personal.to_owned(),
        Fault::Same => words.password_same.to_owned(),
    }
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
}

#[utoipa::path(post, path = "/account/sessions/{session_id}/end", responses((status = 303)))]
async fn end_session(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(session): PathParams<UserSessionId>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let user = signed_in.user.id.clone();
    // Somebody else's, and one that has ended, are none.
    let theirs = app.store().system_read(move |c| c.live_sessions_of_user(&user)).await?;
    if !theirs.iter().any(|row| row.id == session) {
        return Err(Error::not_found());
    }
    sign_in::end(app.store(), &who(&signed_in), &session, &view.request).await?;
    Ok(go_to("/account?done=session"))
}

#[utoipa::path(post, path = "/account/sessions/end-others", responses((status = 303)))]
async fn end_others(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    sign_in::end_all(app.store(), &who(&signed_in), Some(&signed_in.session_id), &view.request).await?;
    Ok(go_to("/account?done=sessions"))
}

fn who(signed_in: &SignedIn) -> Who {
    Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() }
}
