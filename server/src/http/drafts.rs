//! `/v1/drafts`: requests that were begun and are not sent. For people: an API key has none.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use loggia_types::{
    DraftId, Page, Permission,
    drafts::{CreateDraft, Draft, DraftSummary, HandOverDraft, UpdateDraft},
};
use utoipa_axum::routes;

use super::{Create, IfMatch, JsonBody, PathParams, Route, versioned};
use crate::{
    auth::{Access, Actor},
    domain::drafts,
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    let access = || Access::Permission(Permission::SubmissionsCreate);
    vec![
        Route::new(access(), routes!(list)),
        Route::new(access(), routes!(create)),
        Route::new(access(), routes!(read)),
        Route::new(access(), routes!(update)),
        Route::new(access(), routes!(discard)),
        Route::new(access(), routes!(hand_over)),
    ]
}

/// Lists the caller's drafts, the last saved first: all of them.
#[utoipa::path(get, path = "/v1/drafts", operation_id = "list_drafts", tag = "Drafts", responses(
    (status = 200, description = "The drafts", body = Page<DraftSummary>),
))]
async fn list(State(app): State<App>, actor: Actor) -> Result<Json<Page<DraftSummary>>> {
    let items = drafts::list(app.store(), &actor).await?;
    Ok(Json(Page { total: u64::try_from(items.len()).ok(), items, next_cursor: None }))
}

/// Begins a draft.
#[utoipa::path(post, path = "/v1/drafts", operation_id = "create_draft", tag = "Drafts", request_body = CreateDraft, params(
    ("Idempotency-Key" = Option<String>, Header, description = "Makes the request safe to repeat"),
), responses(
    (status = 201, description = "The draft", body = Draft, headers(("ETag" = String, description = "Its version"))),
))]
async fn create(State(app): State<App>, actor: Actor, request: Create<CreateDraft>) -> Result<Response> {
    let draft = drafts::create(app.store(), &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, versioned(draft.summary.version, draft)).into_response())
}

/// Reads a draft. Where its form was published anew, the answers are carried over, and `changes` says what is different.
#[utoipa::path(get, path = "/v1/drafts/{draft_id}", operation_id = "read_draft", tag = "Drafts", params(
    ("draft_id" = DraftId, Path, description = "The draft"),
), responses(
    (status = 200, description = "The draft", body = Draft, headers(("ETag" = String, description = "Its version"))),
))]
async fn read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<DraftId>) -> Result<Response> {
    let draft = drafts::get(app.store(), &actor, id).await?;
    Ok(versioned(draft.summary.version, draft))
}

/// Saves a draft: its answers take the place of those before.
#[utoipa::path(put, path = "/v1/drafts/{draft_id}", operation_id = "update_draft", tag = "Drafts", request_body = UpdateDraft, params(
    ("draft_id" = DraftId, Path, description = "The draft"),
    ("If-Match" = String, Header, description = "The ETag of the version that this changes"),
), responses(
    (status = 200, description = "The saved draft", body = Draft, headers(("ETag" = String, description = "Its version"))),
))]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DraftId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateDraft>,
) -> Result<Response> {
    let draft = drafts::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(draft.summary.version, draft))
}

/// Discards a draft.
#[utoipa::path(delete, path = "/v1/drafts/{draft_id}", operation_id = "discard_draft", tag = "Drafts", params(
    ("draft_id" = DraftId, Path, description = "The draft"),
), responses(
    (status = 204, description = "It is gone"),
))]
async fn discard(State(app): State<App>, actor: Actor, PathParams(id): PathParams<DraftId>) -> Result<StatusCode> {
    drafts::discard(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands a draft over to a colleague who may send in forms, with the files that were uploaded for it. Needs the
/// permission `members:read`, too. The caller does not have the draft any more then.
#[utoipa::path(post, path = "/v1/drafts/{draft_id}/hand-over", operation_id = "hand_over_draft", tag = "Drafts", request_body = HandOverDraft, params(
    ("draft_id" = DraftId, Path, description = "The draft"),
), responses(
    (status = 204, description = "It is the colleague's"),
))]
async fn hand_over(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DraftId>,
    JsonBody(body): JsonBody<HandOverDraft>,
) -> Result<StatusCode> {
    drafts::hand_over(app.store(), &actor, id, body).await?;
    Ok(StatusCode::NO_CONTENT)
}
