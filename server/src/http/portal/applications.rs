//! `/account/applications`: the programs that a person has let in.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{Application, Applications, Page, scope_words};
use loggia_types::{OAuthClientId, OrganizationId};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    authorize::person,
    fields::Fields,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::oauth::account,
    error::Result,
    http::{PathParams, QueryParams},
    state::App,
    store::oauth::AuthorizedClient,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::SignedIn, routes!(list)), Route::new(Access::SignedIn, routes!(revoke))]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// After one was ended.
    done: Option<String>,
}

#[utoipa::path(get, path = "/account/applications", responses((status = 200)))]
async fn list(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let known = account::list(&app, &signed_in.user.id).await?;
    let shown = |known: AuthorizedClient| Application {
        revoke_url: format!("/account/applications/{}/{}/revoke", known.client, known.organization),
        name: known.name,
        organization: known.organization_name,
        scopes: known.scopes.iter().map(|scope| scope_words(view.locale, *scope)).collect(),
        since: view.moment(known.since),
        used_at: known.used_at.map(|at| view.moment(at)),
    };
    let page = Applications {
        applications: known.into_iter().map(shown).collect(),
        done: asked.done.map(|_| view.words().taken_back.to_owned()),
    };
    view.show_to(&signed_in, StatusCode::OK, Page::Applications(page))
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
}

#[utoipa::path(
    post,
    path = "/account/applications/{client_id}/{organization_id}/revoke",
    responses((status = 303))
)]
async fn revoke(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((client, organization)): PathParams<(OAuthClientId, OrganizationId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    account::revoke(&app, &signed_in.brand.id, &person(&signed_in), (&client, &organization), &view.request).await?;
    Ok(go_to("/account/applications?done=1"))
}
