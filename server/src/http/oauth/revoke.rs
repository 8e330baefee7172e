//! `POST /oauth/revoke`.

use axum::{extract::State, http::StatusCode};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Failure, OAuthError, form::ClientForm};
use crate::{auth::Access, domain::oauth::revoke, http::Route, limits::Standings, state::App};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Public, routes!(revoke_token))]
}

/// What a client sends to give a token back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; how that is read is in the domain")]
struct RevocationForm {
    /// The client's id.
    client_id: String,
    /// The token.
    token: String,
    /// Not needed, and passed over.
    token_type_hint: Option<String>,
}

/// Gives a token back (RFC 7009): a refresh token with all that came with it, an access token alone. What is unknown is as
/// good as revoked.
#[utoipa::path(
    post,
    path = "/oauth/revoke",
    operation_id = "revoke_token",
    tag = "OAuth",
    request_body(content = RevocationForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It is refused from now on"),
        (status = 400, description = "Not done, and why", body = OAuthError),
        (status = 401, description = "The client tried to authenticate", body = OAuthError),
        (status = 404, description = "No brand's portal is at this host"),
    )
)]
async fn revoke_token(State(app): State<App>, form: ClientForm) -> Result<StatusCode, Failure> {
    let client = form.parameters.client()?;
    let mut standings = Standings::new();
    revoke::revoke(&app, &form.site.brand, &client, &form.parameters, &form.request, &mut standings).await??;
    Ok(StatusCode::OK)
}
