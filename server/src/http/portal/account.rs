//! `/account`: the person's password, and where they are signed in.

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
    let done = match asked.done.as_str() {
        "password" => Some(words.password_changed),
        "session" => Some(words.session_ended),
        "sessions" => Some(words.sessions_ended),
        _ => None,
    };
    let page = Account { done: done.map(str::to_owned), ..filled(&view, &signed_in).await? };
    view.show_to(&signed_in, StatusCode::OK, Page::Account(page))
}

async fn filled(view: &View, signed_in: &SignedIn) -> Result<Account> {
    let user = signed_in.user.id.clone();
    let read = view.app.store().system_read(move |c| Ok((c.password_of(&user)?, c.live_sessions_of_user(&user)?)));
    let (password, sessions) = read.await?;
    let session = |row: UserSessionRow| Session {
        current: row.id == signed_in.session_id,
        id: row.id.to_string(),
        device: row.user_agent.as_deref().and_then(device),
        address: row.address,
        created_at: view.moment(moment(row.created_at)),
        last_seen_at: view.moment(moment(row.last_seen_at)),
    };
    let mut sessions: Vec<Session> = sessions.into_iter().map(session).collect();
    // The one that asks stands first.
    sessions.sort_by_key(|session| !session.current);
    Ok(Account {
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
    let change = passwords::change(&app, &signed_in, &form.current, &form.new, device, &view.request).await?;
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

/// Browser and system by a `User-Agent`, as far as people would name them.
fn device(user_agent: &str) -> Option<String> {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    // Most say that they are others, too: the more particular ones stand first.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_people_would() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (user_agent, name) in [
            (format!("{mac} Version/17.4 Safari/605.1.15"), Some("Safari, macOS")),
            (format!("{mac} Chrome/131.0.0.0 Safari/537.36 Edg/131.0"), Some("Edge, macOS")),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0".to_owned(),
                Some("Firefox, Linux"),
            ),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/131 Mobile Safari/537.36".to_owned(), Some("Chrome, Android")),
            ("curl/8.9".to_owned(), None),
        ] {
            assert_eq!(device(&user_agent).as_deref(), name, "{user_agent}");
        }
    }
}
