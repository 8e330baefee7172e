//! `/sign-in/mail` and `/sign-in/link`: asking for a link to sign in, and using it.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Action, Fill, MailedLink, Message, Page, SignIn};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    begun::begun,
    fields::Fields,
    sign_in::{Address, current, typed, wait},
    view::{View, own_path},
};
use crate::{
    auth::{
        Access,
        cookies::{DEVICE_COOKIE, cookie},
    },
    domain::{
        is_email,
        mailed_links::{self, Asked, Asking, Opened, Opening, PASSWORD_GOOD_FOR, SIGN_IN_GOOD_FOR},
        sign_in::{self, LinkOutcome, Using},
    },
    error::Result,
    http::QueryParams,
    state::App,
    store::{mailed_links::Purpose, members::normal_email, user_sessions::StoredUserSession},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Page, routes!(mail)),
        Route::new(Access::Page, routes!(show)),
        Route::new(Access::Page, routes!(sign_in_by_link)),
    ]
}

#[utoipa::path(post, path = "/sign-in/mail", responses((status = 200)))]
async fn mail(view: View, headers: HeaderMap, Fields(form): Fields<Address>) -> Result<Response> {
    ask(&view, &headers, Purpose::SignIn, Page::SignIn, &form).await
}

/// Asks for a link, and says the same whoever has the address. `again` is the page on which it can be asked for again.
pub(super) async fn ask(
    view: &View,
    headers: &HeaderMap,
    purpose: Purpose,
    again: fn(SignIn) -> Page,
    form: &Address,
) -> Result<Response> {
    let words = view.words();
    let return_to = own_path(&form.return_to).to_owned();
    let mut page = SignIn { email: typed(&form.email), return_to, ..SignIn::default() };
    if !view.holds(&form.csrf) {
        page.problem = Some(words.stale_form.to_owned());
        return view.show(StatusCode::FORBIDDEN, again(page));
    }
    let email = normal_email(&form.email);
    if !is_email(&email) {
        page.error = Some(words.email_needed.to_owned());
        return view.show(StatusCode::UNPROCESSABLE_ENTITY, again(page));
    }
    let asking = Asking {
        purpose,
        email: &email,
        language: view.tag(),
        return_to: &page.return_to,
        browser: view.browser(),
        device: cookie(headers, DEVICE_COOKIE),
    };
    match mailed_links::ask(&view.app, &view.brand.id, asking, &view.request).await? {
        Asked::Queued => view.show(StatusCode::OK, Page::Message(sent(view, purpose, &email, &page.return_to))),
        Asked::Wait(seconds) => {
            page.problem = Some(words.too_many_links.fill("wait", &view.wait(seconds)));
            wait(view.show(StatusCode::TOO_MANY_REQUESTS, again(page))?, seconds)
        }
    }
}

fn sent(view: &View, purpose: Purpose, email: &str, return_to: &str) -> Message {
    let words = view.words();
    let good_for = if purpose == Purpose::Password { PASSWORD_GOOD_FOR } else { SIGN_IN_GOOD_FOR };
    let detail = words.check_mail_detail.fill("email", email);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
    Message {
        title: words.check_mail.to_owned(),
        detail: detail.fill("minutes", &good_for.num_minutes().to_string()),
        hint: Some(words.check_mail_hint.to_owned()),
        action: Some(Action { text: words.back_to_sign_in.to_owned(), url: format!("/sign-in?{query}") }),
        ..Message::default()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Token {
    pub(super) token: String,
}

#[utoipa::path(get, path = "/sign-in/link", responses((status = 200)))]
async fn show(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    QueryParams(asked): QueryParams<Token>,
) -> Result<Response> {
    let session = current(&app, &view, &headers).await?;
    page(&view, &asked.token, session.as_ref(), StatusCode::OK, None).await
}

#[derive(Deserialize)]
struct Use {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    token: String,
    /// The person says that they asked for it, although in another browser.
    #[serde(default)]
    confirmed: String,
}

#[utoipa::path(post, path = "/sign-in/link", responses((status = 303)))]
async fn sign_in_by_link(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    Fields(form): Fields<Use>,
) -> Result<Response> {
    let session = current(&app, &view, &headers).await?;
    if !view.holds(&form.csrf) {
        let problem = Some(view.words().stale_form);
        return page(&view, &form.token, session.as_ref(), StatusCode::FORBIDDEN, problem).await;
    }
    let using = Using {
        secret: &form.token,
        browser: view.browser(),
        is_confirmed: form.confirmed == "1",
        session: session.as_ref(),
        device: cookie(&headers, DEVICE_COOKIE),
    };
    match sign_in::by_link(&app, &view.brand.id, using, &view.request).await? {
        LinkOutcome::Good { begin, device, return_to } => begun(&app, &begin, device.as_deref(), &return_to),
        LinkOutcome::Unconfirmed => {
            page(&view, &form.token, session.as_ref(), StatusCode::UNPROCESSABLE_ENTITY, None).await
        }
        LinkOutcome::Over => over(&view),
    }
}

/// The page on which the link is used.
async fn page(
    view: &View,
    token: &str,
    session: Option<&StoredUserSession>,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response> {
    let Some(opened) = opened(view, Purpose::SignIn, token, session).await? else { return over(view) };
    let words = view.words();
    let mut page = MailedLink {
        heading: words.sign_in.to_owned(),
        lead: words.link_lead.fill("email", &opened.user.email),
        action: "/sign-in/link",
        token: token.to_owned(),
        confirms: !opened.is_same_browser,
        warning: warning(view, &opened, session),
        problem: problem.map(str::to_owned),
        button: words.sign_in.to_owned(),
        ..MailedLink::default()
    };
    if page.confirms {
        page.button = words.link_confirm.to_owned();
    }
    view.show(status, Page::MailedLink(page))
}

/// What a link leads to, opened in the browser that asks.
pub(super) async fn opened(
    view: &View,
    purpose: Purpose,
    token: &str,
    session: Option<&StoredUserSession>,
) -> Result<Option<Opened>> {
    let opening = Opening { browser: view.browser(), signed_in: session.map(|session| &session.user.0) };
    mailed_links::open(&view.app, &view.brand.id, purpose, token, opening).await
}

/// What has to be known before a link is used: that it was asked for elsewhere, that somebody else is signed in.
pub(super) fn warning(view: &View, opened: &Opened, session: Option<&StoredUserSession>) -> Option<String> {
    let words = view.words();
    let mut all = Vec::new();
    if !opened.is_same_browser {
        all.push(words.link_elsewhere.fill("email", &opened.user.email));
    }
    if let Some(other) = session.filter(|session| session.user.0 != opened.user.id) {
        all.push(words.link_signs_out.fill("other", &other.user.2));
    }
    (!all.is_empty()).then(|| all.join(" "))
}

/// A link that is not good, whatever the reason.
pub(super) fn over(view: &View) -> Result<Response> {
    let words = view.words();
    let page = Message {
        title: words.link_over.to_owned(),
        detail: words.link_over_detail.to_owned(),
        action: Some(Action { text: words.back_to_sign_in.to_owned(), url: "/sign-in".to_owned() }),
        ..Message::default()
    };
    view.show(StatusCode::NOT_FOUND, Page::Message(page))
}
