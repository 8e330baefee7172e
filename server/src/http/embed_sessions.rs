//! `POST /v1/embed-sessions`.

use axum::{Extension, Json, extract::State, http::StatusCode};
use loggia_types::{
    Permission,
    embed::{CreateEmbedSession, EmbedSession},
};
use utoipa_axum::routes;

use super::{Create, Route};
use crate::{
    auth::{Access, Actor, BearerSecret, digest},
    domain::embed_sessions,
    error::Result,
    limits::Class,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Brand(Permission::EmbedSessionsCreate), routes!(create)).counted_as(Class::Session)]
}

/// Makes a short-lived credential for one user in one organization. By e-mail address, an open invitation to it is
/// accepted.
#[utoipa::path(
    post,
    path = "/v1/embed-sessions",
    operation_id = "create_embed_session",
    tag = "Embed sessions",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateEmbedSession,
    responses((status = 201, description = "The session, with its secret", body = EmbedSession))
)]
async fn create(
    State(app): State<App>,
    actor: Actor,
    Extension(secret): Extension<BearerSecret>,
    request: Create<CreateEmbedSession>,
) -> Result<(StatusCode, Json<EmbedSession>)> {
    let session = embed_sessions::create(app.store(), &actor, &secret, request.body, request.idempotency).await?;
    // Its first request needs no look at how many unknown secrets its address showed.
    app.rates().note_good(&digest(&session.client_secret));
    Ok((StatusCode::CREATED, Json(session)))
}
