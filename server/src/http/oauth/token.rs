//! `POST /oauth/token`.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use loggia_types::OrganizationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Failure, OAuthError, form::ClientForm};
use crate::{
    auth::Access,
    domain::oauth::{exchange, scope_text},
    http::Route,
    limits::Standings,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Public, routes!(token))]
}

/// What a client sends for tokens.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; how that is read is in the domain")]
struct TokenForm {
    /// `authorization_code` or `refresh_token`.
    grant_type: String,
    /// The client's id.
    client_id: String,
    /// With a code: the code.
    code: Option<String>,
    /// With a code: where it was sent to.
    redirect_uri: Option<String>,
    /// With a code: what the challenge was made from (RFC 7636).
    code_verifier: Option<String>,
    /// With a refresh token: the token.
    refresh_token: Option<String>,
    /// With a refresh token: fewer scopes than were agreed to.
    scope: Option<String>,
}

/// What a client gets.
#[derive(Serialize, ToSchema)]
struct TokenAnswer {
    /// For the API.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// How long the access token is good, in seconds.
    expires_in: i64,
    /// For the next tokens; good once.
    refresh_token: String,
    /// What the access token permits, as far as the person may.
    scope: String,
    /// The organization that it is good in.
    organization_id: OrganizationId,
}

/// Gives tokens for an authorization code or a refresh token (RFC 6749). Clients are public: no secret, always PKCE.
#[utoipa::path(
    post,
    path = "/oauth/token",
    operation_id = "create_tokens",
    tag = "OAuth",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The tokens", body = TokenAnswer),
        (status = 400, description = "No tokens, and why", body = OAuthError),
        (status = 401, description = "The client tried to authenticate", body = OAuthError),
        (status = 404, description = "No brand's portal is at this host"),
    )
)]
async fn token(State(app): State<App>, form: ClientForm) -> Result<Response, Failure> {
    let client = form.parameters.client()?;
    // A refusal that it is too many is told by the guard's headers; the address has its own.
    let mut standings = Standings::new();
    let tokens = exchange(&app, &form.site.brand, &client, &form.parameters, &form.request, &mut standings).await??;
    let answer = TokenAnswer {
        access_token: tokens.access_token,
        token_type: "Bearer",
        expires_in: tokens.expires_in,
        refresh_token: tokens.refresh_token,
        scope: scope_text(&tokens.scopes),
        organization_id: tokens.organization,
    };
    let mut response = Json(answer).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    Ok(response)
}
