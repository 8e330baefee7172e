//! `/console/organizations`: finding a customer.

use axum::{http::StatusCode, response::Response};
use loggia_portal::console::{ConsolePage, OrganizationFound, OrganizationsFound};
use loggia_types::OperatorPermission;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{super::Route, view::go_to},
    desk::{Desk, Place, filled, organization_url, with_query},
};
use crate::{
    auth::{Access, Operator},
    domain::console,
    error::Result,
    http::{QueryParams, cursor::page, decode_cursor},
    store::operators::FoundOrganization,
};

/// How many organizations are on a page.
const SIZE: usize = 25;
const URL: &str = "/console/organizations";

pub(super) fn routes() -> Vec<Route> {
    const READ: Access = Access::Operator(OperatorPermission::OrganizationsRead);
    vec![Route::new(READ, routes!(home)), Route::new(READ, routes!(list))]
}

#[utoipa::path(get, path = "/console", responses((status = 303)))]
async fn home(_operator: Operator) -> Response {
    go_to(URL)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    cursor: Option<String>,
}

#[utoipa::path(get, path = "/console/organizations", responses((status = 200)))]
async fn list(desk: Desk, QueryParams(asked): QueryParams<Asked>) -> Result<Response> {
    let after = decode_cursor(asked.cursor.as_deref())?;
    let q: String = asked.q.trim().chars().take(100).collect();
    let found = console::organizations(desk.store(), &desk.operator, filled(&q), after, SIZE as i64 + 1).await?;
    let found = page(found, SIZE, None, FoundOrganization::place)?;
    let line = |organization: &FoundOrganization| OrganizationFound {
        name: organization.name.clone(),
        url: organization_url(&organization.id),
        brand: organization.brand.clone(),
        since: desk.view.moment(organization.created_at),
    };
    let next = |cursor: &String| with_query(URL, &[("q", &q), ("cursor", cursor)]);
    let body = OrganizationsFound {
        organizations: found.items.iter().map(line).collect(),
        next_url: found.next_cursor.as_ref().map(next),
        first_url: asked.cursor.map(|_| with_query(URL, &[("q", &q)])),
        q,
    };
    desk.show(StatusCode::OK, Place::Organizations, ConsolePage::Organizations(body))
}
