//! `GET /v1/roles`.

use axum::Json;
use loggia_types::{Page, Permission, Role, members::RoleInfo};
use utoipa_axum::routes;

use super::Route;
use crate::{
    auth::{Access, Actor},
    domain::members::may_grant,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Permission(Permission::MembersRead), routes!(list))]
}

/// The roles, what each permits, and whether the caller may give it.
#[utoipa::path(
    get,
    path = "/v1/roles",
    operation_id = "list_roles",
    tag = "Members",
    responses((status = 200, description = "All roles on one page", body = Page<RoleInfo>))
)]
async fn list(actor: Actor) -> Json<Page<RoleInfo>> {
    let grants = actor.permits(Permission::MembersInvite) || actor.permits(Permission::MembersManage);
    let items: Vec<RoleInfo> = Role::ALL
        .iter()
        .map(|role| RoleInfo {
            role: *role,
            permissions: role.permissions().to_vec(),
            grantable: grants && may_grant(&actor, *role),
        })
        .collect();
    let total = Some(items.len() as u64);
    Json(Page { items, next_cursor: None, total })
}
