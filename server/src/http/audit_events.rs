//! `GET /v1/audit-events`.

use axum::{Json, extract::State};
use loggia_types::{
    Page, Permission,
    audit::{AuditEvent, AuditQuery},
};
use utoipa_axum::routes;

use super::{QueryParams, Route, decode_cursor, encode_cursor, page_size};
use crate::{
    auth::{Access, Actor},
    error::Result,
    state::App,
    store::{Tenant, audit::AuditFilter},
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Permission(Permission::AuditRead), routes!(list))]
}

/// The organization's audit log, newest first.
#[utoipa::path(
    get,
    path = "/v1/audit-events",
    operation_id = "list_audit_events",
    tag = "Audit",
    params(AuditQuery),
    responses((status = 200, description = "A page of the audit log", body = Page<AuditEvent>))
)]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<AuditQuery>,
) -> Result<Json<Page<AuditEvent>>> {
    let size = page_size(query.limit)?;
    let before = decode_cursor(query.cursor.as_deref())?;
    let filter = AuditFilter::of(&query)?;
    let found = app.store().read(&Tenant::of(&actor)?, move |c| c.audit_page(&filter, before, size)).await?;
    let next_cursor = found.next.as_ref().map(encode_cursor).transpose()?;
    Ok(Json(Page { items: found.events, next_cursor, total: None }))
}
