//! `/account/profile`: name and language.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{Account, LanguageChoice, Page};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    account::filled,
    fields::Fields,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::account::{self, ProfileFault},
    error::{Error, Result},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::SignedIn, routes!(save))]
}

#[derive(Deserialize)]
struct Profile {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: String,
}

#[utoipa::path(post, path = "/account/profile", responses((status = 303)))]
async fn save(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Profile>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let shown = (form.name.as_str(), form.language.as_str());
    match account::set_profile(&app, &signed_in, shown, &view.request).await? {
        Ok(()) => Ok(go_to("/account?done=profile")),
        Err(ProfileFault::Language) => Err(Error::malformed("language", "choose one of those on the page")),
        Err(ProfileFault::Name) => {
            let page = Account {
                name: form.name.trim().chars().take(200).collect(),
                name_error: Some(view.words().name_needed.to_owned()),
                ..filled(&view, &signed_in).await?
            };
            view.show_to(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::Account(page))
        }
    }
}

/// The languages, each by its own name.
pub(super) fn languages(view: &View, chosen: Option<&str>) -> Vec<LanguageChoice> {
    [("", view.words().language_of_browser), ("en", "English"), ("de", "Deutsch")]
        .map(|(tag, name)| LanguageChoice { tag, name, chosen: chosen.unwrap_or_default() == tag })
        .into()
}
