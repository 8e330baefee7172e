//! The body of a request to the token or revocation endpoint.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use http_body_util::{BodyExt, Limited};

use super::{Failure, site::Site};
use crate::{
    auth::RequestInfo,
    domain::oauth::{Code, Parameters, Refusal},
    state::App,
};

/// The longest body, in bytes.
const LONGEST: usize = 16 * 1024;

/// A client's form, the brand that it was sent to, and what is known of the request.
pub(super) struct ClientForm {
    pub(super) parameters: Parameters,
    pub(super) site: Site,
    pub(super) request: RequestInfo,
}

impl FromRequest<App> for ClientForm {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let site = Site::of(&parts, app).await?;
        check_headers(&parts.headers)?;
        if let Some(origin) = parts.headers.get(header::ORIGIN) {
            // A page that the brand does not know cannot read the answer. It does not get one, either.
            let allowed = match origin.to_str() {
                Ok(origin) => app.origins().allows(&site.brand, origin).await?,
                Err(_) => false,
            };
            if !allowed {
                let description = "The brand does not list the origin of this page among its allowed origins.";
                return Err(Refusal::new(Code::UnauthorizedClient, description).into());
            }
        }
        let parameters = Parameters::read(&read(body).await?);
        Ok(Self { parameters, site, request: RequestInfo::of(&parts) })
    }
}

fn check_headers(headers: &HeaderMap) -> Result<(), Failure> {
    let scheme = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split(' ').next());
    if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic")) {
        return Err(Failure::Authenticating);
    }
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(());
    }
    Err(Refusal::invalid("Send the body as application/x-www-form-urlencoded.").into())
}

async fn read(body: Body) -> Result<Vec<u8>, Failure> {
    match Limited::new(body, LONGEST).collect().await {
        Ok(collected) => Ok(collected.to_bytes().to_vec()),
        Err(_) => Err(Refusal::invalid("The body did not arrive whole, or is too long.").into()),
    }
}
