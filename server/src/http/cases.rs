//! `/v1/cases`: cases and their timelines.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use loggia_types::{
    CaseId, Page, Permission, TimelineEntryId,
    cases::{Case, CaseQuery, CreateReply, TimelineEntry, UpdateCase},
};
use utoipa_axum::routes;

use super::{
    Create, IfMatch, JsonBody, PageQuery, PathParams, QueryParams, Route, decode_cursor, page, page_size, versioned,
};
use crate::{
    auth::{Access, Actor},
    domain::{cases, text},
    error::{Error, Result},
    state::App,
    store::{Tenant, micros},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::CasesRead), routes!(list)),
        Route::new(Access::Permission(Permission::CasesRead), routes!(read)),
        Route::new(Access::Permission(Permission::CasesManage), routes!(update)),
        Route::new(Access::Permission(Permission::CasesRead), routes!(timeline)),
        Route::new(Access::Permission(Permission::CasesReply), routes!(reply)),
        Route::new(Access::Permission(Permission::CasesRead), routes!(mark_read)),
    ]
}

/// Lists cases, the last changed first.
#[utoipa::path(get, path = "/v1/cases", operation_id = "list_cases", tag = "Cases", params(CaseQuery), responses(
    (status = 200, description = "A page of cases", body = Page<Case>),
))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(mut query): QueryParams<CaseQuery>,
) -> Result<Json<Page<Case>>> {
    let size = page_size(query.limit)?;
    let before: Option<(i64, CaseId)> = decode_cursor(query.cursor.as_deref())?;
    query.q = text::search("?q", query.q).map_err(|error| Error::malformed(&error.pointer, error.detail))?;
    let rows =
        app.store().read(&Tenant::of(&actor)?, move |c| c.case_page(&query, before.as_ref(), size as i64 + 1)).await?;
    Ok(Json(page(rows, size, None, |case| (micros(case.updated_at), case.id.clone()))?))
}

/// Reads a case.
#[utoipa::path(get, path = "/v1/cases/{case_id}", operation_id = "read_case", tag = "Cases", params(
    ("case_id" = CaseId, Path, description = "The case"),
), responses(
    (status = 200, description = "The case", body = Case, headers(("ETag" = String, description = "Its version"))),
))]
async fn read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<CaseId>) -> Result<Response> {
    let case = app.store().read(&Tenant::of(&actor)?, move |c| c.case(&id)).await?;
    Ok(versioned(case.version, case))
}

/// Changes a case: state, next step, milestone, a message. For the vendor's backend.
#[utoipa::path(patch, path = "/v1/cases/{case_id}", operation_id = "update_case", tag = "Cases", request_body = UpdateCase, params(
    ("case_id" = CaseId, Path, description = "The case"),
    ("If-Match" = String, Header, description = "The ETag of the version that this changes"),
), responses(
    (status = 200, description = "The changed case", body = Case, headers(("ETag" = String, description = "Its version"))),
))]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<CaseId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateCase>,
) -> Result<Response> {
    let case = cases::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(case.version, case))
}

/// Lists what happened on a case, newest first.
#[utoipa::path(get, path = "/v1/cases/{case_id}/timeline", operation_id = "list_timeline", tag = "Cases", params(
    ("case_id" = CaseId, Path, description = "The case"),
    PageQuery,
), responses(
    (status = 200, description = "A page of the timeline", body = Page<TimelineEntry>),
))]
async fn timeline(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<CaseId>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<TimelineEntry>>> {
    let size = page_size(query.limit)?;
    let before: Option<(i64, TimelineEntryId)> = decode_cursor(query.cursor.as_deref())?;
    let entries = app
        .store()
        .read(&Tenant::of(&actor)?, move |c| {
            c.require_case(&id)?;
            c.timeline_page(&id, before.as_ref(), size as i64 + 1)
        })
        .await?;
    let entries = cases::visible_to(&actor, entries);
    Ok(Json(page(entries, size, None, |entry| (micros(entry.created_at), entry.id.clone()))?))
}

/// Replies on a case. An API key replies as the vendor: the entry has the party `us` and the name of the brand.
#[utoipa::path(post, path = "/v1/cases/{case_id}/replies", operation_id = "reply_to_case", tag = "Cases", request_body = CreateReply, params(
    ("case_id" = CaseId, Path, description = "The case"),
    ("Idempotency-Key" = Option<String>, Header, description = "Makes the request safe to repeat"),
), responses(
    (status = 201, description = "The reply, as the timeline shows it", body = TimelineEntry),
))]
async fn reply(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<CaseId>,
    request: Create<CreateReply>,
) -> Result<Response> {
    let entry = cases::reply(app.store(), &actor, id, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}

/// Remembers that the caller has seen the case as it is now. For people: an API key is refused.
#[utoipa::path(put, path = "/v1/cases/{case_id}/read", operation_id = "mark_case_read", tag = "Cases", params(
    ("case_id" = CaseId, Path, description = "The case"),
), responses(
    (status = 204, description = "It is marked as read"),
))]
async fn mark_read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<CaseId>) -> Result<StatusCode> {
    cases::mark_read(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
