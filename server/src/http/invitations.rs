//! `/v1/invitations`.

use axum::{Json, extract::State, http::StatusCode};
use loggia_types::{
    InvitationId, Page, Permission,
    members::{CreateInvitation, Invitation},
};
use utoipa_axum::routes;

use super::{Create, PageQuery, PathParams, QueryParams, Route, decode_cursor, page, page_size};
use crate::{
    auth::{Access, Actor},
    domain::invitations,
    error::Result,
    state::App,
    store::{Tenant, micros},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::MembersRead), routes!(list)),
        Route::new(Access::Permission(Permission::MembersInvite), routes!(create)).asks_again_for_some(),
        Route::new(Access::Permission(Permission::MembersInvite), routes!(withdraw)),
    ]
}

/// Open invitations, newest first.
#[utoipa::path(
    get,
    path = "/v1/invitations",
    operation_id = "list_invitations",
    tag = "Invitations",
    params(PageQuery),
    responses((status = 200, description = "A page of invitations", body = Page<Invitation>))
)]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Invitation>>> {
    let size = page_size(query.limit)?;
    let before: Option<(i64, InvitationId)> = decode_cursor(query.cursor.as_deref())?;
    let items = app
        .store()
        .read(&Tenant::of(&actor)?, move |c| c.invitation_page(chrono::Utc::now(), before.as_ref(), size as i64 + 1))
        .await?;
    let key = |invitation: &Invitation| (micros(invitation.created_at), invitation.id.clone());
    Ok(Json(page(items, size, None, key)?))
}

/// Invites somebody.
#[utoipa::path(
    post,
    path = "/v1/invitations",
    operation_id = "create_invitation",
    tag = "Invitations",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateInvitation,
    responses(
        (status = 201, description = "The invitation", body = Invitation),
        (status = 409, description = "`already_member`: Already a member or invited"),
    )
)]
async fn create(
    State(app): State<App>,
    actor: Actor,
    request: Create<CreateInvitation>,
) -> Result<(StatusCode, Json<Invitation>)> {
    let invitation = invitations::create(&app, &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, Json(invitation)))
}

/// Withdraws an invitation.
#[utoipa::path(
    delete,
    path = "/v1/invitations/{invitation_id}",
    operation_id = "withdraw_invitation",
    tag = "Invitations",
    params(("invitation_id" = InvitationId, Path, description = "The invitation")),
    responses((status = 204, description = "It cannot be accepted any more"))
)]
async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<InvitationId>,
) -> Result<StatusCode> {
    invitations::withdraw(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
