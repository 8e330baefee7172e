//! `/account/sign-on`: linking one's account with the single sign-on of one's organizations.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use loggia_portal::{Fill, Leaving, LinkedAccounts, LinkedLine, Page};
use loggia_types::SsoConnectionId;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    fields::Fields,
    single_sign_on::going,
    view::{View, go_to},
};
use crate::{
    auth::{
        Access, SignedIn,
        cookies::{SSO_COOKIE, cookie, set_cookie},
    },
    domain::{
        sign_in::Who,
        sso::{self, SIGN_IN_LIFE, Started, account},
    },
    error::Result,
    http::{PathParams, QueryParams},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(list)),
        Route::new(Access::SignedIn, routes!(link)).asks_again(),
        Route::new(Access::SignedIn, routes!(unlink)).asks_again(),
    ]
}

fn who(signed_in: &SignedIn) -> Who {
    Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/account/sign-on", responses((status = 200)))]
async fn list(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let words = view.words();
    let done = match asked.done.as_str() {
        "linked" => Some(words.sso_link_done),
        "unlinked" => Some(words.sso_unlink_done),
        _ => None,
    };
    let connections = account::list(&app, &who(&signed_in), &signed_in.session_id).await?;
    let line = |one: account::Linkable| LinkedLine {
        url: format!("/account/sign-on/{}", one.id),
        name: one.name,
        organization: one.organization,
        linked: one.is_linked,
    };
    let page = LinkedAccounts {
        connections: connections.into_iter().map(line).collect(),
        done: done.map(str::to_owned),
        problem: None,
    };
    view.show_to(&signed_in, StatusCode::OK, Page::Linked(page))
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
}

#[utoipa::path(post, path = "/account/sign-on/{sso_connection_id}/link", responses((status = 200)))]
async fn link(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    headers: HeaderMap,
    PathParams(id): PathParams<SsoConnectionId>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    account::require_open(&app, &signed_in.brand.id, &signed_in.session_id, &id).await?;
    let place = (&view.brand.id, site.issuer.as_str());
    let (browser, back) = (cookie(&headers, SSO_COOKIE), "/account/sign-on?done=linked");
    match sso::start(&app, place, &id, browser, back, Some(&signed_in.user.id)).await? {
        // What follows a form is held to the policy of the form's page, so a page leads on.
        Started::Go { url, browser } => {
            let words = view.words();
            let heading = words.sso_going.fill("connection", words.sso);
            let page = Leaving { heading, lead: words.oauth_leaving_hint.to_owned(), url };
            let mut response = view.show_to(&signed_in, StatusCode::OK, Page::Leaving(page))?;
            let cookie = set_cookie(SSO_COOKIE, &browser, SIGN_IN_LIFE.num_seconds())?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        other => going(&view, other),
    }
}

#[utoipa::path(post, path = "/account/sign-on/{sso_connection_id}/unlink", responses((status = 303)))]
async fn unlink(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(id): PathParams<SsoConnectionId>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    account::unlink(&app, &who(&signed_in), &signed_in.session_id, &id, &view.request).await?;
    Ok(go_to("/account/sign-on?done=unlinked"))
}
