//! OAuth 2.0: `/oauth/token`, `/oauth/revoke`, and the description of the server for clients. The pages that people see
//! are in `portal/`.

mod form;
mod metadata;
mod revoke;
mod site;
mod token;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::Route;
use crate::{
    domain::oauth::{Code, Refusal},
    error::Error,
};
pub(super) use site::Site;

pub(super) fn routes() -> Vec<Route> {
    [token::routes(), revoke::routes(), metadata::routes()].into_iter().flatten().collect()
}

/// A refusal ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749#section-5.2), 5.2).
#[derive(Serialize, ToSchema)]
struct OAuthError {
    /// Of which kind.
    #[schema(example = "invalid_grant")]
    error: &'static str,
    /// For whoever develops the client.
    error_description: &'static str,
}

/// Why a client gets no tokens.
enum Failure {
    /// It has to do something differently.
    Refused(Refusal),
    /// It tried to authenticate in the way of HTTP.
    Authenticating,
    /// It has to wait, or the server is at fault.
    Failed(Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, refusal) = match self {
            Self::Failed(error) => return error.into_response(),
            Self::Refused(refusal) => (StatusCode::BAD_REQUEST, refusal),
            Self::Authenticating => {
                let description = "Clients are public here: send client_id in the body, and no Authorization.";
                (StatusCode::UNAUTHORIZED, Refusal::new(Code::InvalidClient, description))
            }
        };
        let body = OAuthError { error: refusal.code.as_str(), error_description: refusal.description };
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth\""));
        }
        response
    }
}
