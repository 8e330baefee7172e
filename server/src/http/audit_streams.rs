//! `/v1/audit-streams`.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use loggia_types::{
    AuditStreamId, Page, Permission,
    audit_streams::{
        AuditStream, AuditStreamTest, AuditStreamWithSecret, CreateAuditStream, RotateAuditStream, UpdateAuditStream,
    },
};
use utoipa_axum::routes;

use super::{Create, IfMatch, JsonBody, PathParams, Route, versioned};
use crate::{
    auth::{Access, Actor},
    domain::audit_streams,
    error::Result,
    state::App,
    store::Tenant,
};

pub(super) fn routes() -> Vec<Route> {
    let manage = Access::Permission(Permission::AuditManage);
    vec![
        Route::new(manage, routes!(list)),
        Route::new(manage, routes!(create)).asks_again(),
        Route::new(manage, routes!(get)),
        Route::new(manage, routes!(update)).asks_again(),
        Route::new(manage, routes!(rotate)).asks_again(),
        Route::new(manage, routes!(test)),
        Route::new(manage, routes!(delete)).asks_again(),
    ]
}

/// Where the organization's audit log is sent to, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/audit-streams",
    operation_id = "list_audit_streams",
    tag = "Audit",
    responses((status = 200, description = "All streams on one page", body = Page<AuditStream>))
)]
async fn list(State(app): State<App>, actor: Actor) -> Result<Json<Page<AuditStream>>> {
    let items = audit_streams::list(app.store(), &actor).await?;
    let total = Some(items.len() as u64);
    Ok(Json(Page { items, next_cursor: None, total }))
}

/// Sends the audit log to an address from now on, entry after entry, signed as Standard Webhooks has it.
#[utoipa::path(
    post,
    path = "/v1/audit-streams",
    operation_id = "create_audit_stream",
    tag = "Audit",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateAuditStream,
    responses((status = 201, description = "The stream, with its secret, which is shown this once", body = AuditStreamWithSecret))
)]
async fn create(
    State(app): State<App>,
    actor: Actor,
    request: Create<CreateAuditStream>,
) -> Result<(StatusCode, Json<AuditStreamWithSecret>)> {
    let made = audit_streams::create(&app, &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// One stream, and how far it has come.
#[utoipa::path(
    get,
    path = "/v1/audit-streams/{audit_stream_id}",
    operation_id = "get_audit_stream",
    tag = "Audit",
    params(("audit_stream_id" = AuditStreamId, Path, description = "The stream")),
    responses(
        (status = 200, description = "The stream", body = AuditStream, headers(("ETag" = String, description = "The version"))),
    )
)]
async fn get(State(app): State<App>, actor: Actor, PathParams(id): PathParams<AuditStreamId>) -> Result<Response> {
    let stream = app.store().read(&Tenant::of(&actor)?, move |c| c.audit_stream(&id)).await?;
    Ok(versioned(stream.version, stream))
}

/// Changes a stream, disables it, or enables it again: then it goes on where it was.
#[utoipa::path(
    patch,
    path = "/v1/audit-streams/{audit_stream_id}",
    operation_id = "update_audit_stream",
    tag = "Audit",
    params(
        ("audit_stream_id" = AuditStreamId, Path, description = "The stream"),
        ("If-Match" = String, Header, description = "The version that this changes: `\"3\"`"),
    ),
    request_body = UpdateAuditStream,
    responses(
        (status = 200, description = "The stream", body = AuditStream, headers(("ETag" = String, description = "The version"))),
    )
)]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<AuditStreamId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateAuditStream>,
) -> Result<Response> {
    let stream = audit_streams::update(&app, &actor, id, Some(version), body).await?;
    Ok(versioned(stream.version, stream))
}

/// Gives a stream another secret. For the overlap, requests carry a signature with the one before, too.
#[utoipa::path(
    post,
    path = "/v1/audit-streams/{audit_stream_id}/rotate",
    operation_id = "rotate_audit_stream",
    tag = "Audit",
    params(
        ("audit_stream_id" = AuditStreamId, Path, description = "The stream"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated"),
    ),
    request_body = RotateAuditStream,
    responses(
        (status = 200, description = "The stream, with its new secret, which is shown this once", body = AuditStreamWithSecret),
        (status = 412, description = "`version_mismatch`: It was changed at the same time"),
    )
)]
async fn rotate(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<AuditStreamId>,
    request: Create<RotateAuditStream>,
) -> Result<Json<AuditStreamWithSecret>> {
    Ok(Json(audit_streams::rotate(&app, &actor, id, request.body, request.idempotency).await?))
}

/// Sends the receiver the entry that says that it is tested, and answers what became of it. Once in ten seconds.
#[utoipa::path(
    post,
    path = "/v1/audit-streams/{audit_stream_id}/test",
    operation_id = "test_audit_stream",
    tag = "Audit",
    params(("audit_stream_id" = AuditStreamId, Path, description = "The stream")),
    responses(
        (status = 200, description = "What became of it", body = AuditStreamTest),
        (status = 409, description = "`conflict`: It was tested just now"),
    )
)]
async fn test(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<AuditStreamId>,
) -> Result<Json<AuditStreamTest>> {
    Ok(Json(audit_streams::test(&app, &actor, id).await?))
}

/// Deletes a stream: nothing is sent there any more.
#[utoipa::path(
    delete,
    path = "/v1/audit-streams/{audit_stream_id}",
    operation_id = "delete_audit_stream",
    tag = "Audit",
    params(("audit_stream_id" = AuditStreamId, Path, description = "The stream")),
    responses((status = 204, description = "It is deleted"))
)]
async fn delete(State(app): State<App>, actor: Actor, PathParams(id): PathParams<AuditStreamId>) -> Result<StatusCode> {
    audit_streams::delete(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
