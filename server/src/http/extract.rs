//! Extractors whose refusals are problems that name what is wrong.

use axum::{
    Json,
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use loggia_types::ProblemCode;
use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::{Path as ErrorPath, Segment};
use sha2::{Digest, Sha256};

use crate::{
    auth::{Actor, hex},
    error::{Error, Result},
    state::App,
    store::Idempotency,
};

/// The header that names a request which may be repeated.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A JSON body. Not JSON: 400. Another media type: 415. Too large: 413. A value that does not fit: 422 with its JSON
/// pointer.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bytes = json_bytes(&parts.headers, body, app.config().max_json_bytes).await?;
        Ok(Self(parse(&bytes)?))
    }
}

/// The JSON body of a request that creates something, and what it takes to repeat it safely.
pub struct Create<T> {
    /// The body.
    pub body: T,
    /// For `Store::create`: present when the request has an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
}

impl<T: DeserializeOwned> FromRequest<App> for Create<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let key = idempotency_key(&parts.headers)?;
        let bytes = json_bytes(&parts.headers, body, app.config().max_json_bytes).await?;
        let body = parse(&bytes)?;
        let actor = parts.extensions.get::<Actor>().ok_or_else(Error::unauthenticated)?;
        let idempotency = key.map(|key| Idempotency {
            owner: actor.owner_id().to_owned(),
            route: format!("{} {}", parts.method, parts.uri.path()),
            key,
            fingerprint: hex(&Sha256::digest(&bytes)),
        });
        Ok(Self { body, idempotency })
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=255).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Error::malformed(IDEMPOTENCY_KEY, "expected 1 to 255 visible ASCII characters")),
    }
}

async fn json_bytes(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes> {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Error::problem(ProblemCode::UnsupportedMediaType, "Send the body as application/json."));
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Error::problem(ProblemCode::PayloadTooLarge, format!("The body may have at most {limit} bytes.")))
        }
        Err(_) => Err(Error::problem(ProblemCode::MalformedRequest, "The body did not arrive whole.")),
    }
}

/// Reads a JSON body.
///
/// # Errors
/// `malformed_request` when it is no JSON, `validation_failed` with the value's pointer when it does not fit.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = pointer(error.path());
        json_refusal(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| json_refusal("", &error))?;
    if has_nul(bytes) {
        // PostgreSQL cannot store it, and nobody can see it.
        let at = serde_json::from_slice(bytes).ok().and_then(|value| nul_pointer(&value)).unwrap_or_default();
        return Err(Error::invalid_value(&at, "invalid", "Texts may not contain the character U+0000."));
    }
    Ok(value)
}

fn json_refusal(path: &str, error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if !error.is_data() {
        return Error::problem(ProblemCode::MalformedRequest, format!("The body is not JSON: {error}."));
    }
    let named = |prefix: &str| message.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    if let Some(name) = named("missing field `") {
        return Error::invalid_value(&format!("{path}/{}", escape(name)), "required", "This is needed.");
    }
    if let Some(name) = named("unknown field `") {
        let path = path.strip_suffix(&format!("/{}", escape(name))).unwrap_or(path);
        let detail = format!("There is no such field: {message}.");
        return Error::invalid_value(&format!("{path}/{}", escape(name)), "unknown_field", detail);
    }
    Error::invalid_value(path, "invalid", message)
}

/// Whether a JSON text has an escaped U+0000 in a string. A raw one is not JSON.
fn has_nul(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        if *byte == b'\\' && rest.next() == Some(&b'u') && rest.as_slice().starts_with(b"0000") {
            return true;
        }
    }
    false
}

/// The JSON pointer of the first text with U+0000 in it.
fn nul_pointer(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| nul_pointer(item).map(|rest| format!("/{index}{rest}")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            if name.contains('\0') {
                Some(String::new())
            } else {
                nul_pointer(field).map(|rest| format!("/{}{rest}", escape(name)))
            }
        }),
        _ => None,
    }
}

fn pointer(path: &ErrorPath) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", escape(key)),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// A key as a reference token of a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901#section-3)).
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The query parameters. One that does not fit, or that the route does not know: 400 naming it.
pub struct QueryParams<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        for (name, value) in query {
            if name.contains('\0') {
                return Err(Error::malformed("?", "the character U+0000 is not allowed"));
            }
            if value.contains('\0') {
                return Err(Error::malformed(&format!("?{name}"), "the character U+0000 is not allowed"));
            }
        }
        let deserializer = serde_urlencoded::Deserializer::new(query);
        let value = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let message = error.inner().to_string();
            let quoted = message.split('`').nth(1).unwrap_or_default().to_owned();
            let name = match error.path().iter().next() {
                Some(Segment::Map { key }) => key.clone(),
                _ => quoted,
            };
            Error::malformed(&format!("?{name}"), message)
        })?;
        Ok(Self(value))
    }
}

/// The parts of the path. An id that is none names nothing: 404.
pub struct PathParams<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathParams<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Error::not_found()),
        }
    }
}

/// The version that an update changes: `If-Match: "3"`. Without it: 428.
pub struct IfMatch(pub i64);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Error::problem(
                ProblemCode::PreconditionRequired,
                "Send If-Match with the ETag of the version that this changes.",
            ));
        };
        if_match(value).map(Self)
    }
}

/// The version that an `If-Match` names. What is none of our tags matches none of our versions.
///
/// # Errors
/// `version_mismatch`.
pub(crate) fn if_match(value: &HeaderValue) -> Result<i64> {
    let tag = value.to_str().unwrap_or_default().trim();
    let version = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    version.ok_or_else(Error::version_mismatch)
}

/// A JSON answer with its version as `ETag`.
pub fn versioned<T: Serialize>(version: i64, body: T) -> Response {
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
