//! `/v1/sso-connections`, `/v1/domains` and `/v1/sso-policy`.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use loggia_types::{
    DomainId, Page, Permission, SsoConnectionId,
    sso::{
        CreateDomain, CreateSsoConnection, Domain, SetSsoPolicy, SsoConnection, SsoPolicy, SsoTest, UpdateSsoConnection,
    },
};
use utoipa_axum::routes;

use super::{Create, IfMatch, JsonBody, PathParams, Route, versioned};
use crate::{
    auth::{Access, Actor},
    domain::sso::{connections, domains, policy},
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    let manage = Access::Permission(Permission::SsoManage);
    vec![
        Route::new(manage, routes!(list)),
        Route::new(manage, routes!(create)).asks_again(),
        Route::new(manage, routes!(get)),
        Route::new(manage, routes!(update)).asks_again(),
        Route::new(manage, routes!(delete)).asks_again(),
        Route::new(manage, routes!(test)),
        Route::new(manage, routes!(list_domains)),
        Route::new(manage, routes!(create_domain)).asks_again(),
        Route::new(manage, routes!(check_domain)).asks_again(),
        Route::new(manage, routes!(delete_domain)).asks_again(),
        Route::new(manage, routes!(get_policy)),
        Route::new(manage, routes!(set_policy)).asks_again(),
    ]
}

fn whole<T>(items: Vec<T>) -> Json<Page<T>> {
    let total = Some(items.len() as u64);
    Json(Page { items, next_cursor: None, total })
}

/// The organization's identity providers, oldest first.
#[utoipa::path(
    get,
    path = "/v1/sso-connections",
    operation_id = "list_sso_connections",
    tag = "Single sign-on",
    responses((status = 200, description = "All connections on one page", body = Page<SsoConnection>))
)]
async fn list(State(app): State<App>, actor: Actor) -> Result<Json<Page<SsoConnection>>> {
    Ok(whole(connections::list(&app, &actor).await?))
}

/// Makes a connection to an identity provider. It is a draft until its state is `active`.
#[utoipa::path(
    post,
    path = "/v1/sso-connections",
    operation_id = "create_sso_connection",
    tag = "Single sign-on",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateSsoConnection,
    responses((status = 201, description = "The connection", body = SsoConnection, headers(("ETag" = String, description = "Its version"))))
)]
async fn create(State(app): State<App>, actor: Actor, request: Create<CreateSsoConnection>) -> Result<Response> {
    let made = connections::create(&app, &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, versioned(made.version, made)).into_response())
}

/// One connection. Its client secret is never shown.
#[utoipa::path(
    get,
    path = "/v1/sso-connections/{sso_connection_id}",
    operation_id = "get_sso_connection",
    tag = "Single sign-on",
    params(("sso_connection_id" = SsoConnectionId, Path, description = "The connection")),
    responses((status = 200, description = "The connection", body = SsoConnection, headers(("ETag" = String, description = "Its version"))))
)]
async fn get(State(app): State<App>, actor: Actor, PathParams(id): PathParams<SsoConnectionId>) -> Result<Response> {
    let found = connections::get(&app, &actor, id).await?;
    Ok(versioned(found.version, found))
}

/// Changes a connection. What is absent from the body stays. The sessions that it has made end when it is not active any
/// more, and when its issuer or client is another.
#[utoipa::path(
    patch,
    path = "/v1/sso-connections/{sso_connection_id}",
    operation_id = "update_sso_connection",
    tag = "Single sign-on",
    params(
        ("sso_connection_id" = SsoConnectionId, Path, description = "The connection"),
        ("If-Match" = String, Header, description = "The version that this changes: `\"3\"`"),
    ),
    request_body = UpdateSsoConnection,
    responses(
        (status = 200, description = "The connection", body = SsoConnection, headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "`conflict`: single sign-on is required, and this is the only connection"),
    )
)]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<SsoConnectionId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateSsoConnection>,
) -> Result<Response> {
    let changed = connections::update(&app, &actor, id, version, body).await?;
    Ok(versioned(changed.version, changed))
}

/// Deletes a connection, and ends the sessions that it has made.
#[utoipa::path(
    delete,
    path = "/v1/sso-connections/{sso_connection_id}",
    operation_id = "delete_sso_connection",
    tag = "Single sign-on",
    params(("sso_connection_id" = SsoConnectionId, Path, description = "The connection")),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 409, description = "`conflict`: single sign-on is required, and this is the only connection"),
    )
)]
async fn delete(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<SsoConnectionId>,
) -> Result<StatusCode> {
    connections::delete(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Looks at a connection's provider now: its discovery document and its keys.
#[utoipa::path(
    post,
    path = "/v1/sso-connections/{sso_connection_id}/test",
    operation_id = "test_sso_connection",
    tag = "Single sign-on",
    params(("sso_connection_id" = SsoConnectionId, Path, description = "The connection")),
    responses((status = 200, description = "What was found", body = SsoTest))
)]
async fn test(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<SsoConnectionId>,
) -> Result<Json<SsoTest>> {
    Ok(Json(connections::test(&app, &actor, id).await?))
}

/// The organization's domains, by name.
#[utoipa::path(
    get,
    path = "/v1/domains",
    operation_id = "list_domains",
    tag = "Single sign-on",
    responses((status = 200, description = "All domains on one page", body = Page<Domain>))
)]
async fn list_domains(State(app): State<App>, actor: Actor) -> Result<Json<Page<Domain>>> {
    Ok(whole(domains::list(&app, &actor).await?))
}

/// Adds a domain. It is verified by a TXT record that has the text in `record`.
#[utoipa::path(
    post,
    path = "/v1/domains",
    operation_id = "create_domain",
    tag = "Single sign-on",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateDomain,
    responses(
        (status = 201, description = "The domain", body = Domain),
        (status = 409, description = "`conflict`: it is there already, or there are too many"),
    )
)]
async fn create_domain(
    State(app): State<App>,
    actor: Actor,
    request: Create<CreateDomain>,
) -> Result<(StatusCode, Json<Domain>)> {
    let made = domains::create(&app, &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Looks for a domain's TXT record now.
#[utoipa::path(
    post,
    path = "/v1/domains/{domain_id}/check",
    operation_id = "check_domain",
    tag = "Single sign-on",
    params(("domain_id" = DomainId, Path, description = "The domain")),
    responses(
        (status = 200, description = "The domain: verified, if the record is there", body = Domain),
        (status = 409, description = "`conflict`: another organization has verified it"),
    )
)]
async fn check_domain(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DomainId>,
) -> Result<Json<Domain>> {
    Ok(Json(domains::check(&app, &actor, id).await?))
}

/// Takes a domain away: nobody is routed by it any more.
#[utoipa::path(
    delete,
    path = "/v1/domains/{domain_id}",
    operation_id = "delete_domain",
    tag = "Single sign-on",
    params(("domain_id" = DomainId, Path, description = "The domain")),
    responses((status = 204, description = "It is gone"))
)]
async fn delete_domain(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DomainId>,
) -> Result<StatusCode> {
    domains::delete(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether single sign-on is the only way into the organization.
#[utoipa::path(
    get,
    path = "/v1/sso-policy",
    operation_id = "get_sso_policy",
    tag = "Single sign-on",
    responses((status = 200, description = "The policy", body = SsoPolicy))
)]
async fn get_policy(State(app): State<App>, actor: Actor) -> Result<Json<SsoPolicy>> {
    Ok(Json(policy::get(&app, &actor).await?))
}

/// Makes single sign-on the only way in, or one of several.
#[utoipa::path(
    put,
    path = "/v1/sso-policy",
    operation_id = "set_sso_policy",
    tag = "Single sign-on",
    request_body = SetSsoPolicy,
    responses(
        (status = 200, description = "The policy", body = SsoPolicy),
        (status = 409, description = "`conflict`: there is no active connection, or no verified domain"),
    )
)]
async fn set_policy(
    State(app): State<App>,
    actor: Actor,
    JsonBody(body): JsonBody<SetSsoPolicy>,
) -> Result<Json<SsoPolicy>> {
    Ok(Json(policy::set(&app, &actor, body).await?))
}
