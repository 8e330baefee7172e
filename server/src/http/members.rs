//! `/v1/members`.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use loggia_types::{
    MembershipId, Page, Permission,
    members::{Member, MemberQuery, UpdateMember},
    roles::{AccessQuery, AccessReport},
};
use utoipa_axum::routes;

use super::{IfMatch, JsonBody, PathParams, QueryParams, Route, decode_cursor, page, page_size, versioned};
use crate::{
    auth::{Access, Actor},
    domain::{access, members},
    error::Result,
    state::App,
    store::{Tenant, members::MemberPosition},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::MembersRead), routes!(list)),
        Route::new(Access::Permission(Permission::MembersManage), routes!(update)).asks_again(),
        Route::new(Access::Permission(Permission::MembersManage), routes!(explain)),
        // Whoever may see the members may leave; removing others asks for more (see the domain).
        Route::new(Access::Permission(Permission::MembersRead), routes!(remove)),
    ]
}

/// Who belongs to the organization, by name.
#[utoipa::path(
    get,
    path = "/v1/members",
    operation_id = "list_members",
    tag = "Members",
    params(MemberQuery),
    responses((status = 200, description = "A page of members, with how many there are", body = Page<Member>))
)]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<MemberQuery>,
) -> Result<Json<Page<Member>>> {
    let size = page_size(query.limit)?;
    let after = decode_cursor(query.cursor.as_deref())?;
    let (items, total) = members::list(app.store(), &Tenant::of(&actor)?, query, after, size as i64 + 1).await?;
    let items = items.into_iter().map(|member| members::as_seen_by(&actor, member)).collect();
    let key = |member: &Member| MemberPosition(member.user.name.to_lowercase(), member.id.clone());
    Ok(Json(page(items, size, Some(total), key)?))
}

/// Changes a membership: role, end, suspension, attributes. What is absent from the body stays.
#[utoipa::path(
    patch,
    path = "/v1/members/{membership_id}",
    operation_id = "update_member",
    tag = "Members",
    params(
        ("membership_id" = MembershipId, Path, description = "The membership"),
        ("If-Match" = String, Header, description = "The version that this changes: `\"3\"`"),
    ),
    request_body = UpdateMember,
    responses(
        (status = 200, description = "The member", body = Member, headers(("ETag" = String, description = "The version"))),
        (status = 409, description = "`last_owner`: An organization needs an owner"),
    )
)]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<MembershipId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateMember>,
) -> Result<Response> {
    let member = members::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(member.version, member))
}

/// Removes a member. One may remove oneself: leave.
#[utoipa::path(
    delete,
    path = "/v1/members/{membership_id}",
    operation_id = "remove_member",
    tag = "Members",
    params(("membership_id" = MembershipId, Path, description = "The membership")),
    responses(
        (status = 204, description = "They are no member any more"),
        (status = 409, description = "`last_owner`: An organization needs an owner"),
    )
)]
async fn remove(State(app): State<App>, actor: Actor, PathParams(id): PathParams<MembershipId>) -> Result<StatusCode> {
    members::remove(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a member may do, and why: for each permission and feature the rule that decided. With a case or document, for
/// that one; without, what depends on the thing is left open.
#[utoipa::path(
    get,
    path = "/v1/members/{membership_id}/access",
    operation_id = "explain_access",
    tag = "Members",
    params(("membership_id" = MembershipId, Path, description = "The membership"), AccessQuery),
    responses((status = 200, description = "The explanation", body = AccessReport))
)]
async fn explain(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<MembershipId>,
    QueryParams(query): QueryParams<AccessQuery>,
) -> Result<Json<AccessReport>> {
    Ok(Json(access::explain(app.store(), &actor, id, query).await?))
}
