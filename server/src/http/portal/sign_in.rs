//! `/sign-in` and `/sign-out`: first the address, then how to prove who one is.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use loggia_portal::{Action, Fill, Page, Password, SignIn};
use loggia_types::{ProblemCode, SsoConnectionId};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route as Served,
    begun::begun,
    fields::Fields,
    single_sign_on::choice,
    view::{View, go_to, own_path},
};
use crate::{
    auth::{
        Access, SignedIn,
        cookies::{DEVICE_COOKIE, SESSION_COOKIE, cookie, set_cookie},
        hash,
    },
    domain::{
        is_email,
        sign_in::{self, Outcome, Route, Shown, Who},
        sso,
    },
    error::Result,
    http::QueryParams,
    state::App,
    store::{credentials::Shown as Credential, members::normal_email, user_sessions::StoredUserSession},
};

pub(super) fn routes() -> Vec<Served> {
    vec![
        Served::new(Access::Page, routes!(ask_address)),
        Served::new(Access::Page, routes!(take_address)),
        Served::new(Access::Page, routes!(take_password)),
        Served::new(Access::SignedIn, routes!(sign_out)).before_second_factor(),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    return_to: String,
    /// Whoever sends them here may know their address.
    email: String,
    /// After signing out.
    signed_out: Option<String>,
    /// `password`: with a password, although there is single sign-on.
    way: String,
    /// After signing out of a session that this single sign-on had made.
    sso: Option<SsoConnectionId>,
    /// After a second factor that was not shown in time.
    over: Option<String>,
}

#[utoipa::path(get, path = "/sign-in", responses((status = 200)))]
async fn ask_address(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    if current(&app, &view, &headers).await?.is_some() {
        return Ok(go_to(own_path(&asked.return_to)));
    }
    let done = asked.signed_out.map(|_| view.words().signed_out.to_owned());
    let leave = match asked.sso {
        Some(id) => sso::sign_out_url(&app, &view.brand.id, id).await?,
        None => None,
    };
    let leave = leave.map(|(name, url)| {
        let text = view.words().sso_sign_out_there.fill("connection", &name);
        Action { text, url }
    });
    let problem = asked.over.map(|_| view.words().second_factor_over.to_owned());
    let page = SignIn {
        email: typed(&asked.email),
        return_to: own_path(&asked.return_to).to_owned(),
        done,
        problem,
        leave,
        way: way(&asked.way),
        ..SignIn::default()
    };
    view.show(StatusCode::OK, Page::SignIn(page))
}

/// What was typed as an address, as far as it can be shown again.
pub(super) fn typed(email: &str) -> String {
    email.trim().chars().take(254).collect()
}

/// In which way somebody asks to sign in: `password`, or empty.
fn way(asked: &str) -> String {
    if asked == "password" { asked.to_owned() } else { String::new() }
}

/// The session that a browser has already, on pages that do not ask for one.
pub(super) async fn current(app: &App, view: &View, headers: &HeaderMap) -> Result<Option<StoredUserSession>> {
    let Some(secret) = cookie(headers, SESSION_COOKIE).map(hash) else { return Ok(None) };
    let session = app.store().system_read(move |c| c.live_user_session(Credential::Secret(&secret))).await?;
    Ok(session.filter(|session| session.brand.id == view.brand.id))
}

/// An address, and where its person wants to go.
#[derive(Deserialize)]
pub(super) struct Address {
    #[serde(default)]
    pub(super) csrf: String,
    #[serde(default)]
    pub(super) return_to: String,
    #[serde(default)]
    pub(super) email: String,
    /// `password`: with a password, although there is single sign-on.
    #[serde(default)]
    way: String,
}

#[utoipa::path(post, path = "/sign-in", responses((status = 200)))]
async fn take_address(State(app): State<App>, view: View, Fields(form): Fields<Address>) -> Result<Response> {
    let return_to = own_path(&form.return_to).to_owned();
    let email = normal_email(&form.email);
    let mut page = SignIn { email: typed(&form.email), return_to, way: way(&form.way), ..SignIn::default() };
    if !view.holds(&form.csrf) {
        page.problem = Some(view.words().stale_form.to_owned());
        return view.show(StatusCode::FORBIDDEN, Page::SignIn(page));
    }
    if !is_email(&email) {
        page.error = Some(view.words().email_needed.to_owned());
        return view.show(StatusCode::UNPROCESSABLE_ENTITY, Page::SignIn(page));
    }
    match sign_in::route(&app, &view.brand.id, &email).await? {
        Route::SingleSignOn(found) if page.way.is_empty() => {
            let page = choice(&view, &found, &email, &page.return_to);
            view.show(StatusCode::OK, Page::SsoChoice(page))
        }
        Route::Password | Route::SingleSignOn(_) => {
            view.show(StatusCode::OK, Page::Password(password_page(email, page.return_to)))
        }
    }
}

fn password_page(email: String, return_to: String) -> Password {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &return_to).finish();
    Password { email, other_url: format!("/sign-in?{query}"), return_to, problem: None }
}

#[derive(Deserialize)]
struct Secret {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    return_to: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

#[utoipa::path(post, path = "/sign-in/password", responses((status = 303)))]
async fn take_password(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    Fields(form): Fields<Secret>,
) -> Result<Response> {
    let return_to = own_path(&form.return_to).to_owned();
    let words = view.words();
    if !view.holds(&form.csrf) {
        let problem = Some(words.stale_form.to_owned());
        let page = SignIn { email: form.email, return_to, problem, ..SignIn::default() };
        return view.show(StatusCode::FORBIDDEN, Page::SignIn(page));
    }
    let shown = Shown { email: &form.email, password: &form.password, device: cookie(&headers, DEVICE_COOKIE) };
    let outcome = sign_in::by_password(&app, &view.brand.id, shown, &view.request).await;
    let mut page = password_page(form.email.clone(), return_to.clone());
    match outcome {
        Ok(Outcome::Right { begin, device }) => begun(&app, &begin, device.as_deref(), &return_to),
        Ok(Outcome::Wrong) => {
            page.problem = Some(words.not_right.to_owned());
            view.show(StatusCode::UNPROCESSABLE_ENTITY, Page::Password(page))
        }
        Ok(Outcome::Wait(seconds)) => {
            page.problem = Some(words.too_many.fill("wait", &view.wait(seconds)));
            wait(view.show(StatusCode::TOO_MANY_REQUESTS, Page::Password(page))?, seconds)
        }
        Err(error) if error.code() == Some(ProblemCode::Unavailable) => {
            page.problem = Some(words.busy.to_owned());
            let seconds = error.into_problem().retry_after.unwrap_or(1);
            wait(view.show(StatusCode::SERVICE_UNAVAILABLE, Page::Password(page))?, seconds.into())
        }
        Err(error) => Err(error),
    }
}

/// The same answer, with when to come again.
pub(super) fn wait(mut response: Response, seconds: u64) -> Result<Response> {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

#[derive(Deserialize)]
struct Leave {
    #[serde(default)]
    csrf: String,
    /// Where to go on, signed out.
    #[serde(default)]
    return_to: String,
}

#[utoipa::path(post, path = "/sign-out", responses((status = 303)))]
async fn sign_out(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Leave>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    sign_in::end(app.store(), &who, &signed_in.session_id, &view.request).await?;
    let there = signed_in.sso_connection_id.as_ref().map(|id| format!("&sso={id}")).unwrap_or_default();
    let next = format!("/sign-in?signed_out=1{there}");
    let mut response = go_to(if form.return_to.is_empty() { &next } else { own_path(&form.return_to) });
    response.headers_mut().append(header::SET_COOKIE, set_cookie(SESSION_COOKIE, "", 0)?);
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
