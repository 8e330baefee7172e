//! `/v1/downloads/{token}`: downloads without a header, from a link that [`documents`](super::documents) made.

use axum::{
    extract::State,
    http::{HeaderMap, Method, header::RANGE},
    response::Response,
};
use chrono::Utc;
use loggia_types::Problem;
use utoipa_axum::routes;

use super::{
    PathParams, Route,
    content::{FileBytes, respond},
};
use crate::{
    auth::Access,
    domain::documents::{self, Take},
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::streaming(Access::Token, routes!(download))]
}

/// Downloads the document version that a link was made for: all of it once, and ranges of it while the link is good.
#[utoipa::path(get, path = "/v1/downloads/{token}", operation_id = "download_by_link", tag = "Documents", params(
    ("token" = String, Path, description = "The link's token"),
    ("Range" = Option<String>, Header, description = "One range of bytes"),
    ("If-Range" = Option<String>, Header, description = "Answer with the range only if the ETag is still this one"),
    ("If-None-Match" = Option<String>, Header, description = "Answer 304 if the ETag is still this one"),
), responses(
    (status = 200, description = "The bytes", content_type = "application/octet-stream", body = FileBytes),
    (status = 206, description = "The range", content_type = "application/octet-stream", body = FileBytes),
    (status = 304, description = "The caller has this version"),
    (status = 416, description = "`range_not_satisfiable`: Range not satisfiable", body = Problem, content_type = "application/problem+json"),
))]
async fn download(
    State(app): State<App>,
    PathParams(token): PathParams<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    let take = match method {
        Method::HEAD => Take::Look,
        _ if headers.contains_key(RANGE) => Take::Part,
        _ => Take::Whole,
    };
    let (document, version) = documents::by_token(app.store(), &token, take, Utc::now()).await?;
    respond(app.files(), &headers, &document, &version).await
}
