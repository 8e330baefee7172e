//! `/account/profile`: name and language.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{LanguageChoice, Page, Profile};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
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
    vec![Route::new(Access::SignedIn, routes!(show)), Route::new(Access::SignedIn, routes!(save)).asks_again()]
}

#[utoipa::path(get, path = "/account/profile", responses((status = 200)))]
async fn show(view: View, signed_in: SignedIn) -> Result<Response> {
    let languages = languages(&view, signed_in.locale.as_deref());
    let page = Profile { name: signed_in.user.name.clone(), name_error: None, languages };
    view.show_to(&signed_in, StatusCode::OK, Page::Profile(page))
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: String,
}

#[utoipa::path(post, path = "/account/profile", responses((status = 303)))]
async fn save(State(app): State<App>, view: View, signed_in: SignedIn, Fields(form): Fields<Said>) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let shown = (form.name.as_str(), form.language.as_str());
    match account::set_profile(&app, &signed_in, shown, &view.request).await? {
        Ok(()) => Ok(go_to("/account?done=profile")),
        Err(ProfileFault::Language) => Err(Error::malformed("language", "choose one of those on the page")),
        Err(ProfileFault::Name) => {
            let page = Profile {
                name: form.name.trim().chars().take(200).collect(),
                name_error: Some(view.words().name_needed.to_owned()),
                languages: languages(&view, Some(&form.language)),
            };
            view.show_to(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::Profile(page))
        }
    }
}

/// The languages that the brand offers, each by its own name.
fn languages(view: &View, chosen: Option<&str>) -> Vec<LanguageChoice> {
    let offered = view.languages().map(|locale| (locale.tag(), locale.own_name()));
    [("", view.words().language_of_browser)]
        .into_iter()
        .chain(offered)
        .map(|(tag, name)| LanguageChoice { tag, name, chosen: chosen.unwrap_or_default() == tag })
        .collect()
}

/// The language that somebody chose, by its own name.
pub(super) fn chosen(view: &View, tag: Option<&str>) -> &'static str {
    let chosen = languages(view, tag).into_iter().find(|language| language.chosen);
    chosen.map_or(view.words().language_of_browser, |language| language.name)
}
