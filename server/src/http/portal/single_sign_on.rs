//! `/sign-in/sso`: to an organization's identity provider and back.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use loggia_portal::{Action, Fill, Link, Message, Page, SsoChoice};
use loggia_types::SsoConnectionId;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    begun::begun,
    sign_in::current,
    view::{View, go_to, own_path},
};
use crate::{
    auth::{
        Access,
        cookies::{SSO_COOKIE, cookie, set_cookie},
    },
    domain::sso::{self, Arrival, Done, Refusal, SIGN_IN_LIFE, Started},
    error::{Error, Result},
    http::{PathParams, QueryParams},
    state::App,
    store::sso::FoundConnection,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Page, routes!(begin)), Route::new(Access::Page, routes!(arrive))]
}

/// Where a sign-in at a connection begins.
pub(super) fn start_url(id: &SsoConnectionId, return_to: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
    format!("/sign-in/sso/{id}?{query}")
}

/// The page that leads on to a provider, or lets people choose one. Not a redirect: what follows a form is held to the
/// policy of the form's page, which lets it go nowhere else.
pub(super) fn choice(view: &View, found: &[FoundConnection], email: &str, return_to: &str) -> SsoChoice {
    let words = view.words();
    let organization = found.first().map(|found| found.organization.clone()).unwrap_or_default();
    let link = |found: &FoundConnection| Link {
        title: found.row.name.clone(),
        url: start_url(&found.row.id, return_to),
        current: false,
    };
    let (heading, lead, goes_to) = match found {
        [only] => (
            words.sso_going.fill("connection", &only.row.name),
            words.sso_going_hint,
            Some(start_url(&only.row.id, return_to)),
        ),
        _ => (words.sso_choose.to_owned(), words.sso_choose_hint, None),
    };
    SsoChoice {
        heading,
        lead: lead.fill("organization", &organization),
        connections: found.iter().map(link).collect(),
        goes_to,
        email: email.to_owned(),
        return_to: return_to.to_owned(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    return_to: String,
}

#[utoipa::path(get, path = "/sign-in/sso/{sso_connection_id}", responses((status = 303)))]
async fn begin(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    PathParams(id): PathParams<SsoConnectionId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let browser = cookie(&headers, SSO_COOKIE);
    let place = (&view.brand.id, site.issuer.as_str());
    let started = sso::start(&app, place, &id, browser, own_path(&asked.return_to), None).await?;
    going(&view, started)
}

/// What a browser gets that goes to a provider now.
pub(super) fn going(view: &View, started: Started) -> Result<Response> {
    match started {
        Started::Go { url, browser } => {
            let mut response = go_to(&url);
            let cookie = set_cookie(SSO_COOKIE, &browser, SIGN_IN_LIFE.num_seconds())?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Started::Unreachable(found) => refused(view, Refusal::Unreachable, Some(&found.organization)),
        Started::Nothing => Err(Error::not_found()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Others (`session_state`, `error_description`, `scope`) are the provider's own business, so the query is not held to these.
#[utoipa::path(get, path = "/sign-in/sso/{sso_connection_id}/callback", responses((status = 303)))]
async fn arrive(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    PathParams(id): PathParams<SsoConnectionId>,
    QueryParams(answer): QueryParams<Answer>,
) -> Result<Response> {
    let signed_in = current(&app, &view, &headers).await?.map(|session| session.user.0);
    let arrival = Arrival {
        connection: &id,
        browser: cookie(&headers, SSO_COOKIE),
        signed_in: signed_in.as_ref(),
        state: &answer.state,
        code: answer.code.as_deref(),
        error: answer.error.as_deref(),
        issuer: answer.iss.as_deref(),
    };
    let done = sso::complete(&app, (&view.brand.id, &site.issuer), arrival, &view.request).await?;
    match done {
        Done::In { begin, return_to } => {
            let mut response = begun(&app, &begin, None, own_path(&return_to))?;
            response.headers_mut().append(header::SET_COOKIE, set_cookie(SSO_COOKIE, "", 0)?);
            Ok(response)
        }
        Done::Linked(return_to) => Ok(go_to(own_path(&return_to))),
        Done::Refused(refusal, organization) => refused(&view, refusal, organization.as_deref()),
    }
}

/// Says why somebody is not let in, as honestly as it helps them.
fn refused(view: &View, refusal: Refusal, organization: Option<&str>) -> Result<Response> {
    let words = view.words();
    let (status, title, detail) = match refusal {
        Refusal::Stale => (StatusCode::BAD_REQUEST, words.sso_failed, words.sso_stale),
        Refusal::Denied => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_refused),
        Refusal::Unreachable => (StatusCode::BAD_GATEWAY, words.sso_down, words.sso_down_hint),
        Refusal::BadAnswer => (StatusCode::BAD_GATEWAY, words.sso_failed, words.sso_bad_answer),
        Refusal::NoAddress => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_no_address),
        Refusal::LinkFirst => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_link_first),
        Refusal::NoRole => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_no_role),
        Refusal::NoMember => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_no_member),
        Refusal::Ended => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_ended),
        Refusal::OtherAccount => (StatusCode::FORBIDDEN, words.sso_failed, words.sso_other_account),
    };
    let named = |text: &str| text.fill("organization", organization.unwrap_or(&view.brand.name));
    // Who has another way in is shown to it; an owner who is named for emergencies needs it now.
    let other_way = matches!(
        refusal,
        Refusal::Unreachable | Refusal::BadAnswer | Refusal::LinkFirst | Refusal::NoAddress | Refusal::OtherAccount
    );
    let (text, url) = match other_way {
        true => (words.sso_password_instead, "/sign-in?way=password"),
        false => (words.sso_again, "/sign-in"),
    };
    let action = Action { text: text.to_owned(), url: url.to_owned() };
    let message = Message {
        title: named(title),
        detail: named(detail),
        action: Some(action),
        reference: Some(view.request.id.to_string()),
        ..Message::default()
    };
    view.show(status, Page::Message(message))
}
