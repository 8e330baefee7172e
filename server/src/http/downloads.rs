//! `/v1/downloads/{token}`: downloads without a header, from a link that [`documents`](super::documents) made.

use axum::{
    extract::State,
    http::{HeaderMap, Method},
    response::Response,
};
use chrono::Utc;
use utoipa_axum::routes;

use super::{
    PathParams, Route,
    content::{ContentHeaders, ContentResponses, respond, take},
};
use crate::{
    auth::{Access, RequestInfo},
    domain::documents::{self, Take},
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::streaming(Access::Token, routes!(download))]
}

/// Downloads the document version that a link was made for: all of it once, and while the link is good what is missing
/// of it (ranges that do not begin at the first byte). The link ends with its maker's right to read documents.
#[utoipa::path(get, path = "/v1/downloads/{token}", operation_id = "download_by_link", tag = "Documents", params(
    ("token" = String, Path, description = "The link's token"),
    ContentHeaders,
), responses(ContentResponses))]
async fn download(
    State(app): State<App>,
    request: RequestInfo,
    PathParams(token): PathParams<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    let link = documents::by_token(app.store(), &token, request, Utc::now()).await?;
    let take = if method == Method::HEAD { Take::Look } else { take(&headers, &link.version) };
    documents::use_link(app.store(), &link, take).await?;
    respond(app.files(), &headers, &link.document, &link.version).await
}
