//! `/v1/roles`.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use loggia_types::{
    Page, Permission, RoleId,
    members::RoleInfo,
    roles::{CreateRole, CustomRole, UpdateRole},
};
use utoipa_axum::routes;

use super::{Create, IfMatch, JsonBody, PathParams, Route, versioned};
use crate::{
    auth::{Access, Actor},
    domain::roles,
    error::Result,
    state::App,
    store::Tenant,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::MembersRead), routes!(list)),
        Route::new(Access::Permission(Permission::MembersManage), routes!(create)).asks_again(),
        Route::new(Access::Permission(Permission::MembersManage), routes!(read)),
        Route::new(Access::Permission(Permission::MembersManage), routes!(update)).asks_again(),
        Route::new(Access::Permission(Permission::MembersManage), routes!(delete)).asks_again(),
    ]
}

/// The roles, built-in ones first: what each permits, and whether the caller may give it.
#[utoipa::path(
    get,
    path = "/v1/roles",
    operation_id = "list_roles",
    tag = "Roles",
    responses((status = 200, description = "All roles on one page", body = Page<RoleInfo>))
)]
async fn list(State(app): State<App>, actor: Actor) -> Result<Json<Page<RoleInfo>>> {
    let items = roles::list(app.store(), &actor).await?;
    let total = Some(items.len() as u64);
    Ok(Json(Page { items, next_cursor: None, total }))
}

/// Makes a role of the organization's own. Nobody makes one that grants what they do not hold.
#[utoipa::path(
    post,
    path = "/v1/roles",
    operation_id = "create_role",
    tag = "Roles",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateRole,
    responses((status = 201, description = "The role", body = CustomRole, headers(("ETag" = String, description = "Its version"))))
)]
async fn create(State(app): State<App>, actor: Actor, request: Create<CreateRole>) -> Result<Response> {
    let role = roles::create(app.store(), &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, versioned(role.version, role)).into_response())
}

/// Reads a role of the organization's own.
#[utoipa::path(
    get,
    path = "/v1/roles/{role_id}",
    operation_id = "read_role",
    tag = "Roles",
    params(("role_id" = RoleId, Path, description = "The role")),
    responses((status = 200, description = "The role", body = CustomRole, headers(("ETag" = String, description = "Its version"))))
)]
async fn read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<RoleId>) -> Result<Response> {
    let role = app.store().read(&Tenant::of(&actor)?, move |c| c.custom_role(&id)).await?;
    Ok(versioned(role.version, role))
}

/// Changes a role, and with it what everybody may do who has it. What is absent from the body stays.
#[utoipa::path(
    patch,
    path = "/v1/roles/{role_id}",
    operation_id = "update_role",
    tag = "Roles",
    params(
        ("role_id" = RoleId, Path, description = "The role"),
        ("If-Match" = String, Header, description = "The version that this changes: `\"3\"`"),
    ),
    request_body = UpdateRole,
    responses((status = 200, description = "The role", body = CustomRole, headers(("ETag" = String, description = "Its version"))))
)]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<RoleId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateRole>,
) -> Result<Response> {
    let role = roles::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(role.version, role))
}

/// Deletes a role that nobody has, is invited to, or inherits from.
#[utoipa::path(
    delete,
    path = "/v1/roles/{role_id}",
    operation_id = "delete_role",
    tag = "Roles",
    params(("role_id" = RoleId, Path, description = "The role")),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 409, description = "`conflict`: it is in use"),
    )
)]
async fn delete(State(app): State<App>, actor: Actor, PathParams(id): PathParams<RoleId>) -> Result<StatusCode> {
    roles::delete(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
