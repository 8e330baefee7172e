//! Whether the server lives, whether it can work, and what its API is.

use std::sync::LazyLock;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use bytes::Bytes;
use utoipa_axum::routes;

use super::Route;
use crate::{
    auth::Access,
    error::{Error, Result},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Public, routes!(healthz)).uncounted(),
        Route::new(Access::Public, routes!(readyz)).uncounted(),
        Route::new(Access::Public, routes!(description)),
    ]
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "Health", responses((status = 204, description = "It does.")))]
async fn healthz() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Whether requests can be served: the database answers, its schema is up to date, and the server is not stopping.
#[utoipa::path(get, path = "/readyz", tag = "Health", responses((status = 204, description = "They can.")))]
async fn readyz(State(app): State<App>) -> Result<StatusCode> {
    let ready = app.store().is_ready().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the database does not answer");
        false
    });
    if ready && !app.shutdown().is_cancelled() { Ok(StatusCode::NO_CONTENT) } else { Err(Error::unavailable()) }
}

/// The API's description: this document.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "Health",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value))
)]
async fn description() -> impl IntoResponse {
    static DOCUMENT: LazyLock<Bytes> =
        LazyLock::new(|| serde_json::to_vec(&super::openapi()).unwrap_or_default().into());
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.clone())
}
