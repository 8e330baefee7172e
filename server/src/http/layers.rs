//! What every request passes, from the outside in: CORS, compression, reading away what is left of the body, then one
//! layer that names, times and logs the request, catches panics, writes problems and sets the security headers.

use std::{
    any::Any,
    net::{IpAddr, SocketAddr},
    panic::AssertUnwindSafe,
    time::Instant,
};

use axum::{
    Router,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::{Next, from_fn, from_fn_with_state, map_request},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use loggia_types::{RequestId, embed::ORGANIZATION_HEADER};
use tower_http::{
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
};
use tracing::Instrument;

use super::{forwarded, problem, rate_limit, unread};
use crate::{auth::RequestInfo, error::Error, state::App};

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// Longer names of programs are cut off in logs.
const LONGEST_USER_AGENT: usize = 256;

/// Puts the layers around the routes.
pub(super) fn around(router: Router, app: &App) -> Router {
    router
        .layer(from_fn_with_state(app.clone(), observe))
        .layer(from_fn(unread::read_away))
        .layer(CompressionLayer::new().gzip(true).br(true).compress_when(is_worth_compressing))
        .layer(map_request(only_known_codings))
        .layer(cors(app))
}

/// Leaves of `Accept-Encoding` what can be honoured. A caller who refuses plain answers (`identity;q=0`) gets one all
/// the same, as RFC 9110 (12.5.3) allows: the layer's own 406 would come after the work is done, and hide how it ended.
async fn only_known_codings(mut request: Request) -> Request {
    let known = |part: &str| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        (matches!(name.trim(), "gzip" | "br") && !refused).then(|| part.trim().to_owned())
    };
    let accepted: Vec<String> = request
        .headers()
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(known)
        .collect();
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    if let Ok(value) = HeaderValue::from_str(&accepted.join(", "))
        && !accepted.is_empty()
    {
        request.headers_mut().insert(header::ACCEPT_ENCODING, value);
    }
    request
}

/// JSON only: event streams must not be held back, and documents are sent as they are (ranges, digests).
fn is_worth_compressing(status: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|media_type| media_type.starts_with("application/json"));
    let long = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .is_none_or(|length| length > 1024);
    json && long && status.is_success() && !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// A preflight request carries no credential, so it is answered for any brand's origins. The guard then asks whether
/// the credential's brand allows the origin.
fn cors(app: &App) -> CorsLayer {
    let origins = app.origins().clone();
    let allowed = AllowOrigin::async_predicate(move |origin: HeaderValue, _parts| async move {
        match origin.to_str() {
            Ok(origin) => origins.any_allows(origin).await,
            Err(_) => false,
        }
    });
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("content-digest"),
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            header::IF_RANGE,
            header::RANGE,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("last-event-id"),
            HeaderName::from_static(ORGANIZATION_HEADER),
        ])
        .expose_headers([
            header::ETAG,
            REQUEST_ID,
            header::CONTENT_DISPOSITION,
            header::CONTENT_RANGE,
            header::RETRY_AFTER,
            rate_limit::POLICY,
            rate_limit::LIMIT,
        ])
        .max_age(std::time::Duration::from_secs(600))
}

async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let info = RequestInfo {
        id: RequestId::generate(),
        ip: client_address(&app, &request),
        user_agent: request
            .headers()
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .map(|text| text.chars().take(LONGEST_USER_AGENT).collect()),
    };
    let id = info.id.clone();
    let method = request.method().clone();
    // The route's pattern, not the address: addresses of downloads hold a token.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id = %id, %method, route = route.as_deref().unwrap_or("none"));
    request.extensions_mut().insert(info);

    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone()).await;
    let _entered = span.enter();
    let response = answered.unwrap_or_else(|panic| {
        tracing::error!(message = panic_message(&*panic), "a handler panicked");
        Error::Internal("a handler panicked".to_owned()).into_response()
    });
    let mut response = problem::write(response, &id);
    set_headers(response.headers_mut(), &id);
    let (status, elapsed) = (response.status().as_u16(), began.elapsed());
    if route.as_deref().is_some_and(|route| route == "/healthz" || route == "/readyz") {
        tracing::debug!(status, ?elapsed, "answered");
    } else {
        tracing::info!(status, ?elapsed, "answered");
    }
    response
}

fn set_headers(headers: &mut HeaderMap, id: &RequestId) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // Pages say for themselves what they load and who may.
    let mut unless_said = |name: HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    unless_said(header::REFERRER_POLICY, "no-referrer");
    unless_said(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    );
    unless_said(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    // What is answered here belongs to one person: no cache keeps it unless a handler says so.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

fn client_address(app: &App, request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip())?;
    Some(forwarded::client_address(peer, request.headers(), &app.config().trusted_proxies))
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
