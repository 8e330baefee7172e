//! `/account/passkeys`: adding and removing passkeys.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use loggia_portal::{NewPasskey, Page};
use loggia_types::PasskeyId;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    account::Confirmed,
    account_codes::kept,
    fields::Fields,
    passkey::{Answer, options},
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::{
        factors::{
            self,
            passkeys::{self, Place},
        },
        sign_in::{Who, named},
    },
    error::{Error, Result},
    http::PathParams,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    [
        Route::new(Access::SignedIn, routes!(ask_name)).asks_again(),
        Route::new(Access::SignedIn, routes!(ask)).asks_again(),
        Route::new(Access::SignedIn, routes!(add)).asks_again(),
        Route::new(Access::SignedIn, routes!(remove)).asks_again(),
    ]
    .into_iter()
    .map(Route::before_second_factor)
    .collect()
}

#[utoipa::path(get, path = "/account/passkeys/new", responses((status = 200)))]
async fn ask_name(view: View, signed_in: SignedIn, headers: HeaderMap) -> Result<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = NewPasskey { name: named(agent).unwrap_or_default(), ..NewPasskey::default() };
    view.show_to(&signed_in, StatusCode::OK, Page::NewPasskey(page))
}

#[utoipa::path(post, path = "/account/passkeys/options", responses((status = 200)))]
async fn ask(
    State(app): State<App>,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let place = Place::of(&site.issuer).ok_or_else(Error::not_found)?;
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    let asked = passkeys::ask_for_new(&app, &place, &who, &signed_in.brand.name, &form.csrf).await?;
    Ok(Json(options(asked)).into_response())
}

#[utoipa::path(post, path = "/account/passkeys", responses((status = 200)))]
async fn add(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let answer = (form.csrf.as_str(), form.challenge.as_str(), form.answer.as_str());
    let added = match Place::of(&site.issuer) {
        Some(place) => factors::add_passkey(&app, &signed_in, &place, answer, &form.name, &view.request).await?,
        None => None,
    };
    match added {
        Some(codes) => kept(&view, &signed_in, codes, view.words().passkey_added, "passkey"),
        None => {
            let problem = Some(view.words().new_passkey_problem.to_owned());
            let name = form.name.trim().chars().take(60).collect();
            let page = NewPasskey { name, problem, ..NewPasskey::default() };
            view.show_to(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::NewPasskey(page))
        }
    }
}

#[utoipa::path(post, path = "/account/passkeys/{passkey_id}/remove", responses((status = 303)))]
async fn remove(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(id): PathParams<PasskeyId>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    factors::remove_passkey(&app, &signed_in, &id, &view.request).await?;
    Ok(go_to("/account?done=passkey-removed"))
}
