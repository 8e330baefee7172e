//! `GET /v1/organizations`.

use axum::{Json, extract::State};
use loggia_types::{Page, Permission, embed::Organization};
use utoipa_axum::routes;

use super::{PageQuery, QueryParams, Route, decode_cursor, page, page_size};
use crate::{
    auth::{Access, Actor},
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Brand(Permission::OrganizationsRead), routes!(list))]
}

/// The organizations of the API key's brand and of its partners' brands, in the order of their ids.
#[utoipa::path(
    get,
    path = "/v1/organizations",
    operation_id = "list_organizations",
    tag = "Organizations",
    params(PageQuery),
    responses((status = 200, description = "A page of organizations", body = Page<Organization>))
)]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Organization>>> {
    let size = page_size(query.limit)?;
    let after = decode_cursor(query.cursor.as_deref())?;
    let brand = actor.brand.id.clone();
    let items = app.store().system_read(move |c| c.organization_page(&brand, after.as_ref(), size as i64 + 1)).await?;
    Ok(Json(page(items, size, None, |organization| organization.id.clone())?))
}
