//! `/sign-in/passkey`: signing in with a passkey alone.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use loggia_portal::{Page, SignIn};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    begun::signed_in,
    fields::Fields,
    view::{View, own_path},
};
use crate::{
    auth::{
        Access,
        cookies::{DEVICE_COOKIE, cookie},
    },
    domain::{
        factors::passkeys::{self, Place, Purpose},
        sign_in,
    },
    error::{Error, Result},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Page, routes!(ask)), Route::new(Access::Page, routes!(take))]
}

/// What a browser answers: the form's hidden fields, which the page's script fills in.
#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub(super) csrf: String,
    #[serde(default)]
    pub(super) return_to: String,
    /// What was asked.
    #[serde(default)]
    pub(super) challenge: String,
    /// The credential as JSON, with bytes as base64url.
    #[serde(default)]
    pub(super) answer: String,
    /// What a new one is called.
    #[serde(default)]
    pub(super) name: String,
}

/// What the page's script is told.
pub(super) fn options(asked: passkeys::Asked) -> serde_json::Value {
    let mut options = asked.options;
    serde_json::json!({ "id": asked.id, "publicKey": options["publicKey"].take() })
}

#[utoipa::path(post, path = "/sign-in/passkey/options", responses((status = 200)))]
async fn ask(State(app): State<App>, view: View, site: Site, Fields(form): Fields<Answer>) -> Result<Response> {
    if !view.holds(&form.csrf) {
        return Err(Error::not_from_here());
    }
    let place = Place::of(&site.issuer).ok_or_else(Error::not_found)?;
    Ok(Json(options(passkeys::ask_anybody(&app, &place, &form.csrf).await?)).into_response())
}

#[utoipa::path(post, path = "/sign-in/passkey", responses((status = 303)))]
async fn take(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    let return_to = own_path(&form.return_to).to_owned();
    let again = |status, problem: &str| {
        let page = SignIn { return_to: return_to.clone(), problem: Some(problem.to_owned()), ..SignIn::default() };
        view.show(status, Page::SignIn(page))
    };
    if !view.holds(&form.csrf) {
        return again(StatusCode::FORBIDDEN, view.words().stale_form);
    }
    let verified = match Place::of(&site.issuer) {
        Some(place) => {
            passkeys::verify(&app, &place, Purpose::SignIn, &form.csrf, &form.challenge, &form.answer).await?
        }
        None => None,
    };
    let begun = match verified {
        Some(verified) => {
            sign_in::by_passkey(&app, &view.brand.id, verified, cookie(&headers, DEVICE_COOKIE), &view.request).await?
        }
        None => None,
    };
    match begun {
        Some((session, device)) => signed_in(&app, &session, Some(&device), &return_to),
        None => again(StatusCode::UNPROCESSABLE_ENTITY, view.words().passkey_refused),
    }
}
