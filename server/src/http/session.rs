//! `GET /v1/session` and `DELETE /v1/session`.

use axum::{Json, extract::State, http::StatusCode};
use loggia_types::session::Session;
use utoipa_axum::routes;

use super::Route;
use crate::{
    auth::{Access, Actor},
    domain::session,
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Session, routes!(get)), Route::new(Access::Session, routes!(end))]
}

/// Who am I, where, and what may I do here.
#[utoipa::path(
    get,
    path = "/v1/session",
    operation_id = "get_session",
    tag = "Session",
    responses((status = 200, description = "The session", body = Session))
)]
async fn get(State(app): State<App>, actor: Actor) -> Result<Json<Session>> {
    Ok(Json(session::describe(&app, &actor).await?))
}

/// Ends the session: its secret is refused from now on, and its event streams end.
#[utoipa::path(
    delete,
    path = "/v1/session",
    operation_id = "end_session",
    tag = "Session",
    responses((status = 204, description = "It has ended"))
)]
async fn end(State(app): State<App>, actor: Actor) -> Result<StatusCode> {
    session::end(app.store(), &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
