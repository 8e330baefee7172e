//! `/account`: profile, address and password of a person, and where they are signed in.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Account, ChangePassword, Fill, Page, Passkey, Session, words::Words};
use loggia_types::{UserSessionId, sign_in::AuthenticationMethod};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
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
        factors::passkeys::Place,
        passwords::{self, Change, Fault},
        sign_in,
    },
    error::Result,
    http::{PathParams, QueryParams},
    state::App,
    store::{factors::KnownPasskey, moment, rows::UserSessionRow},
};

/// With how many recovery codes it is said that new ones should be made.
const FEW_RECOVERY_CODES: usize = 3;

pub(super) fn routes() -> Vec<Route> {
    [
        Route::new(Access::SignedIn, routes!(account)),
        Route::new(Access::SignedIn, routes!(ask_password)).asks_again(),
        Route::new(Access::SignedIn, routes!(change_password)).asks_again(),
        Route::new(Access::SignedIn, routes!(end_others)).asks_again(),
        Route::new(Access::SignedIn, routes!(end_session)).asks_again(),
    ]
    .into_iter()
    .map(Route::before_second_factor)
    .collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/account", responses((status = 200)))]
async fn account(
    view: View,
    site: Site,
    signed_in: SignedIn,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let words = view.words();
    let done = match asked.done.as_str() {
        "password" => Some(words.password_changed),
        "session" => Some(words.session_ended),
        "sessions" => Some(words.sessions_ended),
        "one-factor" => Some(words.console_needs_second_factor),
        "codes" => Some(words.codes_added),
        "codes-removed" => Some(words.codes_removed),
        "passkey" => Some(words.passkey_added),
        "passkey-removed" => Some(words.passkey_removed),
        "profile" => Some(words.profile_saved),
        "email" => Some(words.email_changed),
        "verified" => Some(words.email_verified),
        "email-canceled" => Some(words.email_taken_back),
        "verify-mail" => Some(words.verification_sent),
        "password-mail" => Some(words.first_password_sent),
        // What waits is on the page.
        _ => None,
    };
    let done = done.map(|done| done.fill("email", &signed_in.user.email));
    let page = filled(&view, Place::of(&site.issuer).as_ref(), &signed_in).await?;
    let page = Account { done, ..page };
    view.show_to(&signed_in, StatusCode::OK, Page::Account(page))
}

/// The account as it is.
pub(super) async fn filled(view: &View, place: Option<&Place>, signed_in: &SignedIn) -> Result<Account> {
    let user = signed_in.user.id.clone();
    let strong = AuthenticationMethod::are_strong(&signed_in.methods);
    let brand = signed_in.brand.id.clone();
    let (password, sessions, factors, required, account, pending) = view
        .app
        .store()
        .system_read(move |c| {
            let required = if strong { None } else { c.second_factor_required_by(&brand, &user)? };
            let (account, pending) = (c.account(&user)?, c.pending_email(&user)?);
            let factors = c.factors_of(&user)?;
            Ok((c.password_of(&user)?, c.live_sessions_of_user(&user)?, factors, required, account, pending))
        })
        .await?;
    let pending = pending.map(|link| {
        let until = view.moment(moment(link.expires_at)).text;
        view.words().pending_email.fill("email", &link.email).fill("until", &until)
    });
    let session = |row: UserSessionRow| Session {
        device: row.user_agent.as_deref().and_then(sign_in::named),
        address: row.address,
        created_at: view.moment(moment(row.created_at)),
        last_seen_at: view.moment(moment(row.last_seen_at)),
        current: row.id == signed_in.session_id,
        id: row.id.to_string(),
    };
    // The one that asks stands first.
    let (mine, others): (Vec<_>, Vec<_>) = sessions.into_iter().map(session).partition(|session| session.current);
    let left = factors.recovery_codes;
    let words = view.words();
    let passkey = |known: &KnownPasskey| Passkey {
        id: known.id.to_string(),
        name: known.name.clone(),
        host: Some(known.rp_id.clone()).filter(|host| place.is_none_or(|place| place.rp_id != *host)),
        synced: known.synced,
        created_at: view.moment(known.created_at),
        last_used_at: known.last_used_at.map(|at| view.moment(at)),
    };
    Ok(Account {
        language: chosen(view, account.locale.as_deref()),
        verified_at: account.email_verified_at.map(|at| view.moment(at)),
        pending_email: pending,
        has_password: password.is_some(),
        password_changed_at: password.map(|password| view.moment(moment(password.changed_at))),
        recovery_codes: factors.ask().then(|| words.recovery_codes_left.fill("n", &left.to_string())),
        few_recovery_codes: left <= FEW_RECOVERY_CODES,
        codes_since: factors.codes_since.map(|at| view.moment(at)),
        codes_used_at: factors.codes_used_at.map(|at| view.moment(at)),
        passkeys: factors.passkeys.iter().map(passkey).collect(),
        takes_passkeys: place.is_some(),
        required: required.map(|name| words.required_factor.fill("organization", &name)),
        sessions: [mine, others].concat(),
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

#[utoipa::path(get, path = "/account/password", responses((status = 200)))]
async fn ask_password(view: View, signed_in: SignedIn) -> Result<Response> {
    view.show_to(&signed_in, StatusCode::OK, Page::ChangePassword(ChangePassword::default()))
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
    let mut page = ChangePassword::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut seconds = None;
    match change {
        Change::Done => return Ok(go_to("/account?done=password")),
        Change::WrongCurrent => page.current_error = Some(words.password_wrong.to_owned()),
        Change::Refused(fault) => page.new_error = Some(told(fault, words)),
        Change::Wait(left) => {
            (status, seconds) = (StatusCode::TOO_MANY_REQUESTS, Some(left));
            page.problem = Some(words.too_many.fill("wait", &view.wait(left)));
        }
    }
    let response = view.show_to(&signed_in, status, Page::ChangePassword(page))?;
    match seconds {
        Some(seconds) => wait(response, seconds),
        None => Ok(response),
    }
}

/// Why a password is not taken, in words.
pub(super) fn told(fault: Fault, words: &Words) -> String {
    match fault {
        Fault::Short(least) => words.password_short.fill("n", &least.to_string()),
        Fault::Long => words.password_long.to_owned(),
        Fault::Common => words.password_common.to_owned(),
        Fault::Personal => words.password_personal.to_owned(),
        Fault::Same => words.password_same.to_owned(),
    }
}

/// A form with nothing but its token.
#[derive(Deserialize)]
pub(super) struct Confirmed {
    #[serde(default)]
    pub(super) csrf: String,
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
    sign_in::end_other(&app, &signed_in, &session, &view.request).await?;
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
    sign_in::end_others(&app, &signed_in, &view.request).await?;
    Ok(go_to("/account?done=sessions"))
}
