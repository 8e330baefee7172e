//! Answering with the bytes of a file: ranges, conditions and the headers that go with a download.
//!
//! RFC 9110 sections 13 and 14 (conditions, ranges), RFC 6266 and RFC 8187 (`Content-Disposition`), RFC 9530
//! (`Content-Digest`).

use std::ops::Range;

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, IF_RANGE, RANGE,
        },
    },
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::TryStreamExt;
use loggia_types::ProblemCode;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{
    domain::documents::Take,
    error::{Error, Result},
    files::Files,
    store::rows::{DocumentRow, DocumentVersionRow},
};

/// Answers with the bytes of a document version, or with the part of them that the headers ask for. Always as an
/// attachment, never as something that a browser shows or runs.
pub(super) async fn respond(
    files: &Files,
    headers: &HeaderMap,
    document: &DocumentRow,
    version: &DocumentVersionRow,
) -> Result<Response> {
    let size = u64::try_from(version.size).unwrap_or_default();
    let etag = format!("\"{}\"", version.sha256);
    let (status, range) = match wanted(headers, &etag, size) {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::NotModified => return Ok(with_headers(StatusCode::NOT_MODIFIED, [(ETAG, value(&etag)?)])),
        Wanted::Unsatisfiable => {
            let detail = format!("The document has {size} bytes. Ask for a range within them.");
            let mut response = Error::problem(ProblemCode::RangeNotSatisfiable, detail).into_response();
            response.headers_mut().insert(CONTENT_RANGE, value(&format!("bytes */{size}"))?);
            return Ok(response);
        }
    };
    let mut response = with_headers(
        status,
        [
            (ETAG, value(&etag)?),
            (ACCEPT_RANGES, HeaderValue::from_static("bytes")),
            (CONTENT_TYPE, value(&version.media_type)?),
            (CONTENT_LENGTH, HeaderValue::from(range.end - range.start)),
            (CONTENT_DISPOSITION, attachment(&document.name)),
        ],
    );
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
        response.headers_mut().insert(CONTENT_RANGE, value(&part)?);
    }
    let part = (range.end - range.start < size).then_some(range);
    let key = version.file_key.clone();
    // The answer has begun: that it breaks off is all that its reader can be told.
    let bytes = files.read(&key, part).await?.inspect_err(move |error| {
        tracing::error!(%error, key, "a file broke off while it was read");
    });
    *response.body_mut() = Body::from_stream(bytes);
    Ok(response)
}

/// What of a document version a request takes. What begins at its first byte counts as all of it, however much is asked
/// for; anything else may be the rest of a download that broke off.
pub(super) fn take(headers: &HeaderMap, version: &DocumentVersionRow) -> Take {
    let size = u64::try_from(version.size).unwrap_or_default();
    match wanted(headers, &format!("\"{}\"", version.sha256), size) {
        Wanted::Whole => Take::Whole,
        Wanted::Part(range) if range.start == 0 => Take::Whole,
        Wanted::Part(_) => Take::Part,
        Wanted::NotModified | Wanted::Unsatisfiable => Take::Look,
    }
}

/// What every answer about a file says: it is for its asker only, and is asked for again each time.
fn with_headers<const N: usize>(status: StatusCode, headers: [(HeaderName, HeaderValue); N]) -> Response {
    let mut response = status.into_response();
    response.headers_mut().extend(headers);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

fn value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|error| Error::Internal(format!("no header value: {error}")))
}

/// The headers that [`respond`] reads, for the API's description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the handlers take all headers")]
pub(super) struct ContentHeaders {
    /// One range of bytes
    #[param(rename = "Range")]
    range: Option<String>,
    /// Answer with the range only if the ETag is still this one
    #[param(rename = "If-Range")]
    if_range: Option<String>,
    /// Answer 304 if the ETag is still this one
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}

/// What [`respond`] answers, for the API's description.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "the answers are made by hand")]
pub(super) enum ContentResponses {
    /// The bytes
    #[response(status = 200, content_type = "application/octet-stream")]
    Whole(#[to_schema] FileBytes),
    /// The range
    #[response(status = 206, content_type = "application/octet-stream")]
    Part(#[to_schema] FileBytes),
    /// The caller has this version
    #[response(status = 304)]
    NotModified,
    #[response(status = 416, description = "`range_not_satisfiable`: Range not satisfiable")]
    Unsatisfiable,
}

/// The bytes of a file, as the API's description names them.
pub(super) struct FileBytes;

impl PartialSchema for FileBytes {
    fn schema() -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(binary)).into()
    }
}

impl ToSchema for FileBytes {}

/// What of a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it.
    Whole,
    /// A part of it.
    Part(Range<u64>),
    /// Nothing: the caller has this very version.
    NotModified,
    /// A part that the file does not have.
    Unsatisfiable,
}

/// What of a file of this size and (strong) entity tag the headers ask for.
///
/// One range is answered. Several ranges, or what is no range of bytes, are answered with the whole file, as RFC 9110
/// allows; a condition that does not hold makes the range void.
pub(crate) fn wanted(headers: &HeaderMap, etag: &str, size: u64) -> Wanted {
    if is_current(headers, etag) {
        return Wanted::NotModified;
    }
    // A date never matches: the files here have entity tags.
    let current = headers.get(IF_RANGE).is_none_or(|value| value.as_bytes() == etag.as_bytes());
    let mut ranges = headers.get_all(RANGE).iter();
    match (ranges.next().and_then(|value| value.to_str().ok()), ranges.next()) {
        (Some(range), None) if current => parse_range(range, size),
        _ => Wanted::Whole,
    }
}

/// Whether an `If-None-Match` names the entity tag. The comparison is the weak one.
/// Whether the caller has what has this (strong) entity tag, by `If-None-Match`.
pub(super) fn is_current(headers: &HeaderMap, etag: &str) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|value| names(value, etag))
}

fn names(value: &HeaderValue, etag: &str) -> bool {
    let Ok(value) = value.to_str() else { return false };
    value.trim() == "*" || value.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

fn parse_range(text: &str, size: u64) -> Wanted {
    let spec = match text.split_once('=') {
        Some((unit, spec)) if unit.trim().eq_ignore_ascii_case("bytes") => spec.trim(),
        _ => return Wanted::Whole,
    };
    let Some((first, last)) = spec.split_once('-').filter(|_| !spec.contains(',')) else { return Wanted::Whole };
    let Ok(first) = position(first) else { return Wanted::Whole };
    let Ok(last) = position(last) else { return Wanted::Whole };
    let range = match (first, last) {
        (None, None) => return Wanted::Whole,
        (Some(first), Some(last)) if first > last => return Wanted::Whole,
        (Some(first), last) => first..last.map_or(size, |last| last.saturating_add(1).min(size)),
        (None, Some(suffix)) => size.saturating_sub(suffix)..size,
    };
    if range.start < range.end { Wanted::Part(range) } else { Wanted::Unsatisfiable }
}

/// A position; `None` when there is none. One that is too large to count is beyond every file.
fn position(text: &str) -> std::result::Result<Option<u64>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(());
    }
    Ok(Some(text.parse().unwrap_or(u64::MAX)))
}

/// `Content-Disposition: attachment` with the file name: as plain ASCII for old clients, and as it is (RFC 8187).
fn attachment(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            // A percent sign is refused by some clients, which take it for an encoding.
            '"' | '\\' | '%' => '_',
            letter if letter.is_ascii() && !letter.is_ascii_control() => letter,
            _ => '_',
        })
        .collect();
    let mut value = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        value.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                value.push(char::from(byte));
            } else {
                value.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The SHA-256 that a `Content-Digest` announces (RFC 9530): `Ok(None)` when it announces none.
///
/// # Errors
/// When the header is there and cannot be read.
pub(crate) fn announced_digest(headers: &HeaderMap) -> std::result::Result<Option<[u8; 32]>, &'static str> {
    const EXPECTED: &str = "expected sha-256=:BASE64: with the 32 bytes of the digest";
    let mut found = None;
    for value in headers.get_all("content-digest") {
        for entry in value.to_str().map_err(|_| EXPECTED)?.split(',') {
            let (algorithm, digest) = entry.trim().split_once('=').ok_or(EXPECTED)?;
            if !algorithm.eq_ignore_ascii_case("sha-256") {
                continue;
            }
            let encoded = digest.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).ok_or(EXPECTED)?;
            let bytes = STANDARD.decode(encoded).map_err(|_| EXPECTED)?;
            found = Some(<[u8; 32]>::try_from(bytes).map_err(|_| EXPECTED)?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::HeaderName;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn range(value: &str) -> Wanted {
        wanted(&headers(&[("range", value)]), "\"abc\"", 100)
    }

    #[test]
    fn one_range_is_answered_and_the_rest_is_the_whole() {
        assert_eq!(wanted(&headers(&[]), "\"abc\"", 100), Wanted::Whole);
        assert_eq!(range("bytes=0-9"), Wanted::Part(0..10));
        assert_eq!(range("bytes=90-"), Wanted::Part(90..100));
        assert_eq!(range("Bytes = 90-500"), Wanted::Part(90..100));
        assert_eq!(range("bytes=-10"), Wanted::Part(90..100));
        assert_eq!(range("bytes=-500"), Wanted::Part(0..100));
        assert_eq!(range("bytes=0-99999999999999999999999"), Wanted::Part(0..100));
        for whole in ["bytes=9-0", "bytes=-", "bytes=a-b", "lines=0-1", "bytes", "bytes=0-1,3-4", "bytes=+1-2"] {
            assert_eq!(range(whole), Wanted::Whole, "{whole}");
        }
        for beyond in ["bytes=100-", "bytes=99999999999999999999999-", "bytes=-0"] {
            assert_eq!(range(beyond), Wanted::Unsatisfiable, "{beyond}");
        }
        assert_eq!(wanted(&headers(&[("range", "bytes=0-")]), "\"abc\"", 0), Wanted::Unsatisfiable);
    }

    #[test]
    fn conditions_decide_before_ranges() {
        let with = |name, value| wanted(&headers(&[("range", "bytes=0-9"), (name, value)]), "\"abc\"", 100);
        assert_eq!(with("if-range", "\"abc\""), Wanted::Part(0..10));
        assert_eq!(with("if-range", "W/\"abc\""), Wanted::Whole, "a weak tag cannot vouch for bytes");
        assert_eq!(with("if-range", "\"old\""), Wanted::Whole);
        assert_eq!(with("if-range", "Sat, 21 Nov 2026 10:00:00 GMT"), Wanted::Whole);
        assert_eq!(with("if-none-match", "\"x\", W/\"abc\""), Wanted::NotModified);
        assert_eq!(with("if-none-match", "*"), Wanted::NotModified);
        assert_eq!(with("if-none-match", "\"x\""), Wanted::Part(0..10));
    }

    #[test]
    fn file_names_survive_and_cannot_break_out() {
        let value = |name| attachment(name).to_str().unwrap().to_owned();
        assert_eq!(value("a b.pdf"), "attachment; filename=\"a b.pdf\"");
        assert_eq!(value("Verträge.pdf"), "attachment; filename=\"Vertr_ge.pdf\"; filename*=UTF-8''Vertr%C3%A4ge.pdf");
        assert_eq!(
            value("a\"; x=\"\r\nb%41.pdf"),
            "attachment; filename=\"a_; x=___b_41.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22%0D%0Ab%2541.pdf"
        );
    }

    #[test]
    fn an_announced_digest_is_read_or_refused() {
        let digest = |value| announced_digest(&headers(&[("content-digest", value)]));
        let zero = format!("sha-256=:{}:", STANDARD.encode([0; 32]));
        assert_eq!(announced_digest(&headers(&[])), Ok(None));
        assert_eq!(digest(&zero), Ok(Some([0; 32])));
        let several = format!("md5=:AA==:, {zero}");
        assert_eq!(digest(&several), Ok(Some([0; 32])));
        assert_eq!(digest("sha-512=:AAAA:"), Ok(None));
        for wrong in ["sha-256", "sha-256=AAAA", "sha-256=:AAAA:", "sha-256=:not base64:", "sha-256=::"] {
            assert!(digest(wrong).is_err(), "{wrong}");
        }
    }
}
