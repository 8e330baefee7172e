//! `/password`: setting a password by a mailed link, whether it was forgotten or there never was one.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Fill, MailedLink, Message, Page, SignIn};
use loggia_types::ProblemCode;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    account::told,
    begun::begun,
    fields::Fields,
    sign_in::{Address, current, wait},
    sign_in_link::{Token, ask, opened, over, warning},
    view::{View, go_to},
};
use crate::{
    auth::{
        Access, SignedIn,
        cookies::{DEVICE_COOKIE, cookie},
    },
    domain::{
        mailed_links::{self, Asked, Asking},
        passwords::{self, Reset, Setting},
    },
    error::Result,
    http::QueryParams,
    state::App,
    store::{mailed_links::Purpose, user_sessions::StoredUserSession},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Page, routes!(ask_address)),
        Route::new(Access::Page, routes!(mail)),
        Route::new(Access::Page, routes!(show)),
        Route::new(Access::Page, routes!(set)),
        Route::new(Access::SignedIn, routes!(mail_to_signed_in)),
    ]
}

#[utoipa::path(get, path = "/password/forgotten", responses((status = 200)))]
async fn ask_address(view: View) -> Result<Response> {
    view.show(StatusCode::OK, Page::Forgotten(SignIn::default()))
}

#[utoipa::path(post, path = "/password/forgotten", responses((status = 200)))]
async fn mail(view: View, headers: HeaderMap, Fields(form): Fields<Address>) -> Result<Response> {
    ask(&view, &headers, Purpose::Password, Page::Forgotten, &form).await
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
}

/// For somebody who signs in without a password, and wants one.
#[utoipa::path(post, path = "/account/password/mail", responses((status = 303)))]
async fn mail_to_signed_in(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    headers: HeaderMap,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let asking = Asking {
        purpose: Purpose::Password,
        email: &signed_in.user.email,
        language: view.tag(),
        return_to: "/account",
        browser: None,
        device: cookie(&headers, DEVICE_COOKIE),
    };
    match mailed_links::ask(&app, &signed_in.brand.id, asking, &view.request).await? {
        Asked::Queued => Ok(go_to("/account?done=password-mail")),
        Asked::Wait(seconds) => {
            let problem = view.words().too_many_links.fill("wait", &view.wait(seconds));
            let title = view.words().too_many_title.to_owned();
            let page = Message { title, detail: problem, ..Message::default() };
            wait(view.show_to(&signed_in, StatusCode::TOO_MANY_REQUESTS, Page::Message(page))?, seconds)
        }
    }
}

#[utoipa::path(get, path = "/password", responses((status = 200)))]
async fn show(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    QueryParams(asked): QueryParams<Token>,
) -> Result<Response> {
    let session = current(&app, &view, &headers).await?;
    page(&view, &asked.token, session.as_ref(), StatusCode::OK, Wrong::default()).await
}

#[derive(Deserialize)]
struct New {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
}

#[utoipa::path(post, path = "/password", responses((status = 303)))]
async fn set(State(app): State<App>, view: View, headers: HeaderMap, Fields(form): Fields<New>) -> Result<Response> {
    let words = view.words();
    let session = current(&app, &view, &headers).await?;
    let session = session.as_ref();
    if !view.holds(&form.csrf) {
        let wrong = Wrong { problem: Some(words.stale_form.to_owned()), ..Wrong::default() };
        return page(&view, &form.token, session, StatusCode::FORBIDDEN, wrong).await;
    }
    let setting = Setting {
        secret: &form.token,
        password: &form.password,
        browser: view.browser(),
        session,
        brand_name: &view.brand.name,
        language: view.tag(),
        device: cookie(&headers, DEVICE_COOKIE),
    };
    match passwords::reset(&app, &view.brand.id, setting, &view.request).await {
        Ok(Reset::Done { begin, device, return_to }) => begun(&app, &begin, device.as_deref(), &return_to),
        Ok(Reset::Refused(fault)) => {
            let wrong = Wrong { password: Some(told(fault, words)), ..Wrong::default() };
            page(&view, &form.token, session, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
        }
        Ok(Reset::Over) => over(&view),
        Err(error) if error.code() == Some(ProblemCode::Unavailable) => {
            let seconds = error.into_problem().retry_after.unwrap_or(1);
            let wrong = Wrong { problem: Some(words.busy.to_owned()), ..Wrong::default() };
            let page = page(&view, &form.token, session, StatusCode::SERVICE_UNAVAILABLE, wrong).await?;
            wait(page, seconds.into())
        }
        Err(error) => Err(error),
    }
}

/// What was wrong with the form.
#[derive(Default)]
struct Wrong {
    problem: Option<String>,
    password: Option<String>,
}

/// The page on which the link is used.
async fn page(
    view: &View,
    token: &str,
    session: Option<&StoredUserSession>,
    status: StatusCode,
    wrong: Wrong,
) -> Result<Response> {
    let Some(opened) = opened(view, Purpose::Password, token, session).await? else { return over(view) };
    let words = view.words();
    let page = MailedLink {
        heading: words.forgotten.to_owned(),
        lead: words.reset_lead.fill("email", &opened.user.email),
        warning: warning(view, &opened, session),
        action: "/password",
        token: token.to_owned(),
        email: opened.user.email,
        asks_password: true,
        password_error: wrong.password,
        problem: wrong.problem,
        button: words.set_password.to_owned(),
        ..MailedLink::default()
    };
    view.show(status, Page::MailedLink(page))
}
