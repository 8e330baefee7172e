//! `/v1/api-keys`.

use axum::{Extension, Json, extract::State, http::StatusCode, response::Response};
use loggia_types::{
    ApiKeyId, Page, Permission,
    api_keys::{ApiKey, ApiKeyUsage, ApiKeyWithSecret, CreateApiKey, DeleteApiKeyQuery, RotateApiKey, UpdateApiKey},
};
use utoipa_axum::routes;

use super::{
    Create, IfMatch, JsonBody, PageQuery, PathParams, QueryParams, Route, decode_cursor, page, page_size, versioned,
};
use crate::{
    auth::{Access, Actor, BearerSecret, digest},
    domain::api_keys::organization,
    error::Result,
    jobs,
    state::App,
    store::{Tenant, micros},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::ApiKeysRead), routes!(list)),
        Route::new(Access::Permission(Permission::ApiKeysManage), routes!(create)).asks_again(),
        Route::new(Access::Permission(Permission::ApiKeysRead), routes!(get)),
        Route::new(Access::Permission(Permission::ApiKeysRead), routes!(usage)),
        Route::new(Access::Permission(Permission::ApiKeysManage), routes!(update)).asks_again(),
        Route::new(Access::Permission(Permission::ApiKeysManage), routes!(rotate)).asks_again(),
        Route::new(Access::Permission(Permission::ApiKeysManage), routes!(delete)).asks_again(),
    ]
}

/// The organization's API keys, newest first.
#[utoipa::path(
    get,
    path = "/v1/api-keys",
    operation_id = "list_api_keys",
    tag = "API keys",
    params(PageQuery),
    responses((status = 200, description = "A page of API keys", body = Page<ApiKey>))
)]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<ApiKey>>> {
    let size = page_size(query.limit)?;
    let before: Option<(i64, ApiKeyId)> = decode_cursor(query.cursor.as_deref())?;
    jobs::write_usage(&app).await;
    let items =
        app.store().read(&Tenant::of(&actor)?, move |c| c.api_key_page(before.as_ref(), size as i64 + 1)).await?;
    let key = |key: &ApiKey| (micros(key.created_at), key.id.clone());
    Ok(Json(page(items, size, None, key)?))
}

/// Makes an API key. Nobody gives one more than they may do themselves.
#[utoipa::path(
    post,
    path = "/v1/api-keys",
    operation_id = "create_api_key",
    tag = "API keys",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated")),
    request_body = CreateApiKey,
    responses((status = 201, description = "The API key, with its secret, which is shown this once", body = ApiKeyWithSecret))
)]
async fn create(
    State(app): State<App>,
    actor: Actor,
    Extension(bearer): Extension<BearerSecret>,
    request: Create<CreateApiKey>,
) -> Result<(StatusCode, Json<ApiKeyWithSecret>)> {
    let made = organization::create(app.store(), &actor, &bearer, request.body, request.idempotency).await?;
    // Its first request needs no look at how many unknown secrets its address showed.
    app.rates().note_good(&digest(&made.secret));
    Ok((StatusCode::CREATED, Json(made)))
}

/// One API key.
#[utoipa::path(
    get,
    path = "/v1/api-keys/{api_key_id}",
    operation_id = "get_api_key",
    tag = "API keys",
    params(("api_key_id" = ApiKeyId, Path, description = "The API key")),
    responses(
        (status = 200, description = "The API key", body = ApiKey, headers(("ETag" = String, description = "The version"))),
    )
)]
async fn get(State(app): State<App>, actor: Actor, PathParams(id): PathParams<ApiKeyId>) -> Result<Response> {
    jobs::write_usage(&app).await;
    let key = app.store().read(&Tenant::of(&actor)?, move |c| c.api_key(&id)).await?;
    Ok(versioned(key.version, key))
}

/// How many requests were made with an API key on each of the last 30 days.
#[utoipa::path(
    get,
    path = "/v1/api-keys/{api_key_id}/usage",
    operation_id = "get_api_key_usage",
    tag = "API keys",
    params(("api_key_id" = ApiKeyId, Path, description = "The API key")),
    responses((status = 200, description = "The days", body = ApiKeyUsage))
)]
async fn usage(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<ApiKeyId>,
) -> Result<Json<ApiKeyUsage>> {
    jobs::write_usage(&app).await;
    Ok(Json(organization::usage(app.store(), &actor, id).await?))
}

/// Changes an API key's name, networks or scopes. Scopes only become fewer.
#[utoipa::path(
    patch,
    path = "/v1/api-keys/{api_key_id}",
    operation_id = "update_api_key",
    tag = "API keys",
    params(
        ("api_key_id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The version that this changes: `\"3\"`"),
    ),
    request_body = UpdateApiKey,
    responses(
        (status = 200, description = "The API key", body = ApiKey, headers(("ETag" = String, description = "The version"))),
    )
)]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<ApiKeyId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateApiKey>,
) -> Result<Response> {
    let key = organization::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(key.version, key))
}

/// Gives an API key another secret. The one there is stays good for the overlap. Nobody gets the secret of a key that may
/// do more than they may themselves.
#[utoipa::path(
    post,
    path = "/v1/api-keys/{api_key_id}/rotate",
    operation_id = "rotate_api_key",
    tag = "API keys",
    params(
        ("api_key_id" = ApiKeyId, Path, description = "The API key"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request, so that it can be repeated"),
    ),
    request_body = RotateApiKey,
    responses(
        (status = 200, description = "The API key, with its new secret, which is shown this once", body = ApiKeyWithSecret),
        (status = 412, description = "`version_mismatch`: It was changed at the same time"),
    )
)]
async fn rotate(
    State(app): State<App>,
    actor: Actor,
    Extension(bearer): Extension<BearerSecret>,
    PathParams(id): PathParams<ApiKeyId>,
    request: Create<RotateApiKey>,
) -> Result<Json<ApiKeyWithSecret>> {
    let made = organization::rotate(app.store(), &actor, &bearer, id, request.body, request.idempotency).await?;
    app.rates().note_good(&digest(&made.secret));
    Ok(Json(made))
}

/// Deletes an API key: it is refused from now on. One that was used in the last 7 days is deleted only with `confirm`.
#[utoipa::path(
    delete,
    path = "/v1/api-keys/{api_key_id}",
    operation_id = "delete_api_key",
    tag = "API keys",
    params(("api_key_id" = ApiKeyId, Path, description = "The API key"), DeleteApiKeyQuery),
    responses(
        (status = 204, description = "It is refused from now on"),
        (status = 409, description = "`api_key_in_use`: The API key is in use; the detail says when it was last used"),
        (status = 412, description = "`version_mismatch`: It was changed at the same time"),
    )
)]
async fn delete(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<ApiKeyId>,
    QueryParams(query): QueryParams<DeleteApiKeyQuery>,
) -> Result<StatusCode> {
    organization::delete(&app, &actor, id, query.confirm == Some(true)).await?;
    Ok(StatusCode::NO_CONTENT)
}
