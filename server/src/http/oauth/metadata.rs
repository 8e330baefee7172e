//! `GET /.well-known/oauth-authorization-server`: what a client has to know of the server
//! ([RFC 8414](https://www.rfc-editor.org/rfc/rfc8414)).

use axum::{Json, http::HeaderValue, http::header, response::IntoResponse, response::Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::site::Site;
use crate::{auth::Access, domain::oauth::clients::grantable, http::Route};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Public, routes!(metadata))]
}

/// The authorization server of a brand.
#[derive(Serialize, ToSchema)]
struct AuthorizationServer {
    /// Whose answers carry this as `iss`.
    issuer: String,
    /// Where a client sends a person.
    authorization_endpoint: String,
    /// Where a client gets tokens.
    token_endpoint: String,
    /// Where a client gives tokens back.
    revocation_endpoint: String,
    /// `code`.
    response_types_supported: Vec<&'static str>,
    /// `query`.
    response_modes_supported: Vec<&'static str>,
    /// `authorization_code`, `refresh_token`.
    grant_types_supported: Vec<&'static str>,
    /// `none`: clients are public.
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// `none`.
    revocation_endpoint_auth_methods_supported: Vec<&'static str>,
    /// `S256`.
    code_challenge_methods_supported: Vec<&'static str>,
    /// What clients can be allowed to ask for.
    scopes_supported: Vec<&'static str>,
    /// Whether answers carry `iss` (RFC 9207): they do.
    authorization_response_iss_parameter_supported: bool,
}

/// The brand's authorization server (RFC 8414).
#[utoipa::path(
    get,
    path = "/.well-known/oauth-authorization-server",
    operation_id = "get_authorization_server",
    tag = "OAuth",
    responses(
        (status = 200, description = "The server", body = AuthorizationServer),
        (status = 404, description = "No brand's portal is at this host"),
    )
)]
async fn metadata(site: Site) -> Response {
    let at = |path: &str| format!("{}{path}", site.issuer);
    let server = AuthorizationServer {
        authorization_endpoint: at("/oauth/authorize"),
        token_endpoint: at("/oauth/token"),
        revocation_endpoint: at("/oauth/revoke"),
        response_types_supported: vec!["code"],
        response_modes_supported: vec!["query"],
        grant_types_supported: vec!["authorization_code", "refresh_token"],
        token_endpoint_auth_methods_supported: vec!["none"],
        revocation_endpoint_auth_methods_supported: vec!["none"],
        code_challenge_methods_supported: vec!["S256"],
        scopes_supported: grantable().into_iter().map(|scope| scope.as_str()).collect(),
        authorization_response_iss_parameter_supported: true,
        issuer: site.issuer,
    };
    let mut response = Json(server).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}
