//! `/v1/cases/{case_id}/attributes` and `/v1/documents/{document_id}/attributes`: what conditions of roles compare. For
//! the vendor's backend, which knows what a thing is.

use axum::{Json, extract::State};
use loggia_types::{CaseId, DocumentId, Permission, roles::ResourceAttributes};
use utoipa_axum::routes;

use super::{JsonBody, PathParams, Route};
use crate::{
    auth::{Access, Actor},
    domain::attributes::{self, Thing},
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::CasesManage), routes!(of_case)),
        Route::new(Access::Permission(Permission::CasesManage), routes!(set_of_case)),
        Route::new(Access::Permission(Permission::CasesManage), routes!(of_document)),
        Route::new(Access::Permission(Permission::CasesManage), routes!(set_of_document)),
    ]
}

/// A case's attributes.
#[utoipa::path(get, path = "/v1/cases/{case_id}/attributes", operation_id = "read_case_attributes", tag = "Cases", params(
    ("case_id" = CaseId, Path, description = "The case"),
), responses(
    (status = 200, description = "Its attributes", body = ResourceAttributes),
))]
async fn of_case(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<CaseId>,
) -> Result<Json<ResourceAttributes>> {
    Ok(Json(attributes::get(app.store(), &actor, Thing::Case(id)).await?))
}

/// Replaces a case's attributes. Its documents have those that they do not have themselves.
#[utoipa::path(put, path = "/v1/cases/{case_id}/attributes", operation_id = "set_case_attributes", tag = "Cases", request_body = ResourceAttributes, params(
    ("case_id" = CaseId, Path, description = "The case"),
), responses(
    (status = 200, description = "Its attributes", body = ResourceAttributes),
))]
async fn set_of_case(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<CaseId>,
    JsonBody(body): JsonBody<ResourceAttributes>,
) -> Result<Json<ResourceAttributes>> {
    Ok(Json(attributes::set(app.store(), &actor, Thing::Case(id), body).await?))
}

/// A document's own attributes.
#[utoipa::path(get, path = "/v1/documents/{document_id}/attributes", operation_id = "read_document_attributes", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
), responses(
    (status = 200, description = "Its own attributes", body = ResourceAttributes),
))]
async fn of_document(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
) -> Result<Json<ResourceAttributes>> {
    Ok(Json(attributes::get(app.store(), &actor, Thing::Document(id)).await?))
}

/// Replaces a document's own attributes.
#[utoipa::path(put, path = "/v1/documents/{document_id}/attributes", operation_id = "set_document_attributes", tag = "Documents", request_body = ResourceAttributes, params(
    ("document_id" = DocumentId, Path, description = "The document"),
), responses(
    (status = 200, description = "Its own attributes", body = ResourceAttributes),
))]
async fn set_of_document(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
    JsonBody(body): JsonBody<ResourceAttributes>,
) -> Result<Json<ResourceAttributes>> {
    Ok(Json(attributes::set(app.store(), &actor, Thing::Document(id), body).await?))
}
