//! `/v1/audit-retention`.

use axum::{Json, extract::State};
use loggia_types::{
    Permission,
    audit_streams::{AuditRetention, UpdateAuditRetention},
};
use utoipa_axum::routes;

use super::{JsonBody, Route};
use crate::{
    auth::{Access, Actor},
    domain::audit_retention,
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::AuditRead), routes!(read)),
        Route::new(Access::Permission(Permission::AuditManage), routes!(choose)).asks_again(),
    ]
}

/// How long the organization's audit log is kept, and where it begins.
#[utoipa::path(
    get,
    path = "/v1/audit-retention",
    operation_id = "get_audit_retention",
    tag = "Audit",
    responses((status = 200, description = "How long it is kept", body = AuditRetention))
)]
async fn read(State(app): State<App>, actor: Actor) -> Result<Json<AuditRetention>> {
    Ok(Json(audit_retention::read(app.store(), &actor).await?))
}

/// Chooses how long the organization's audit log is kept. Older entries are deleted within a day or so; what is left can be
/// checked as before.
#[utoipa::path(
    put,
    path = "/v1/audit-retention",
    operation_id = "update_audit_retention",
    tag = "Audit",
    request_body = UpdateAuditRetention,
    responses((status = 200, description = "How long it is kept", body = AuditRetention))
)]
async fn choose(
    State(app): State<App>,
    actor: Actor,
    JsonBody(body): JsonBody<UpdateAuditRetention>,
) -> Result<Json<AuditRetention>> {
    Ok(Json(audit_retention::choose(app.store(), &actor, body).await?))
}
