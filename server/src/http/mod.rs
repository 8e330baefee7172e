//! HTTP: routes, extractors, answers. One file per resource; the rules are in `domain/`.
//!
//! To add a resource: write its file with `pub(super) fn routes() -> Vec<Route>` and name it in [`routes`]. Each
//! [`Route`] says what it asks of its caller; the guard, the problems in the OpenAPI document and the time limit follow
//! from that.

mod api_keys;
mod attributes;
mod audit_events;
mod audit_export;
mod audit_retention;
mod audit_streams;
mod cases;
pub(crate) mod content;
mod cursor;
mod documents;
mod downloads;
mod drafts;
mod embed_sessions;
mod events;
pub(crate) mod extract;
mod forms;
pub mod forwarded;
mod health;
mod invitations;
mod layers;
mod members;
mod oauth;
mod ofrep;
mod openapi;
mod organizations;
pub(crate) mod portal;
mod problem;
pub(crate) mod rate_limit;
mod roles;
mod route;
mod session;
mod sso;
mod submissions;
#[cfg(test)]
mod tests;
mod unread;

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use cursor::PageQuery;
pub use cursor::{decode_cursor, encode_cursor, page, page_size};
pub use extract::{Create, IfMatch, JsonBody, PathParams, QueryParams, versioned};
pub use route::Route;

use crate::{error::Error, state::App};

/// Every route of the server.
fn routes() -> Vec<Route> {
    [
        health::routes(),
        embed_sessions::routes(),
        organizations::routes(),
        session::routes(),
        members::routes(),
        oauth::routes(),
        invitations::routes(),
        roles::routes(),
        cases::routes(),
        attributes::routes(),
        forms::routes(),
        submissions::routes(),
        drafts::routes(),
        documents::routes(),
        downloads::routes(),
        events::routes(),
        api_keys::routes(),
        audit_events::routes(),
        audit_export::routes(),
        sso::routes(),
        audit_retention::routes(),
        audit_streams::routes(),
        ofrep::routes(),
        portal::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The API's description: OpenAPI 3.1.
pub fn openapi() -> OpenApi {
    let mut all = OpenApiRouter::<App>::with_openapi(openapi::base());
    for route in routes().into_iter().filter(|route| !route.is_page()) {
        all = all.routes(route.described());
    }
    all.into_openapi()
}

/// Every page of the hosted portal, which the API's description leaves out: method, path and what it asks of its caller.
pub fn pages() -> Vec<(String, String, String)> {
    routes().into_iter().filter(Route::is_page).flat_map(|route| route.named()).collect()
}

/// The server's routes behind its layers.
pub fn router(app: &App) -> Router {
    let mut all = OpenApiRouter::<App>::with_openapi(openapi::base());
    for route in routes() {
        all = all.routes(route.guarded(app));
    }
    let (router, _) = all.split_for_parts();
    let router = router
        .fallback(portal::not_found)
        .method_not_allowed_fallback(async || {
            Error::problem(loggia_types::ProblemCode::MethodNotAllowed, "This address does not know the method.")
        })
        .with_state(app.clone());
    layers::around(router, app)
}
