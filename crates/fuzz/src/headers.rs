//! What stands in headers and addresses.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_server::{auth, domain::events::Position, fuzz, http, network::Network};
use loggia_types::OrganizationId;

/// A header line for each line of the input; none where it cannot be one.
fn lines(name: &'static str, data: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    headers
}

pub(crate) fn authorization(data: &[u8]) {
    let headers = lines("authorization", data);
    if let Some(secret) = fuzz::bearer(&headers) {
        assert_eq!(secret, secret.trim());
        assert_eq!(auth::hash(secret), auth::hex(&auth::digest(secret)));
    }
}

pub(crate) fn cookie(data: &[u8]) {
    let headers = lines("cookie", data);
    if let Some((value, holds)) = fuzz::cookie_and_token(&headers, auth::cookies::SESSION_COOKIE, "") {
        assert!(!value.is_empty() && !value.contains(';') && !holds);
        let text = String::from_utf8_lossy(data);
        assert!(text.contains(&format!("{}={value}", auth::cookies::SESSION_COOKIE)));
        // It is the token of this cookie, and of no other.
        let token = auth::cookies::csrf_token(value).unwrap_or_default();
        assert!(auth::cookies::csrf_holds(value, &token) && !auth::cookies::csrf_holds(&format!("{value}x"), &token));
    }
}

pub(crate) fn return_to(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let path = fuzz::return_to(text);
    // A path, and nothing that a browser would read as another host.
    assert!(path == "/" || path == text);
    assert!(path.starts_with('/') && !path.starts_with("//"));
    assert!(path.chars().all(|character| character.is_ascii_graphic() && character != '\\'));
}

pub(crate) fn forwarded_for(data: &[u8]) {
    let trusted: Vec<Network> = ["10.0.0.0/8", "2001:db8::/32"].iter().filter_map(|text| text.parse().ok()).collect();
    let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
    let (proxy, stranger) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([192, 0, 2, 7]));
    let headers = lines("x-forwarded-for", data);
    assert_eq!(http::forwarded::client_address(stranger, &headers, &trusted), stranger);
    let found = http::forwarded::client_address(proxy, &headers, &trusted);
    if !is_trusted(found) {
        // Whatever the caller writes before what the proxies saw changes nothing.
        let mut longer = lines("x-forwarded-for", b"203.0.113.9, 10.0.0.3");
        for line in headers.get_all("x-forwarded-for") {
            longer.append("x-forwarded-for", line.clone());
        }
        assert_eq!(http::forwarded::client_address(proxy, &longer, &trusted), found);
    }
    for entry in String::from_utf8_lossy(data).split([',', '\n']) {
        if let Some(address) = fuzz::forwarded_address(entry) {
            assert_eq!(fuzz::forwarded_address(&address.to_string()), Some(address));
        }
    }
}

pub(crate) fn network(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(network) = text.parse::<Network>() {
        assert_eq!(network.to_string().parse(), Ok(network));
    }
}

pub(crate) fn cursor(data: &[u8]) {
    type Key = (Option<String>, i64);
    // As it comes, and as the inside of one.
    for text in [String::from_utf8_lossy(data).into_owned(), URL_SAFE_NO_PAD.encode(data)] {
        let Ok(Some(key)) = http::decode_cursor::<Key>(Some(&text)) else { continue };
        assert!(key.0.as_deref().is_none_or(|text| !text.contains('\0')), "no database could look for it");
        let written = http::encode_cursor(&key).unwrap_or_default();
        assert_eq!(http::decode_cursor::<Key>(Some(&written)).ok().flatten(), Some(key));
    }
}

pub(crate) fn if_match(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    if let Some(version) = fuzz::if_match(&value) {
        let again = HeaderValue::from_str(&format!("\"{version}\"")).ok();
        assert_eq!(again.and_then(|value| fuzz::if_match(&value)), Some(version));
    }
}

/// Two bytes of the file's size, then lines: `Range`, `If-Range`, `If-None-Match`.
pub(crate) fn range(data: &[u8]) {
    let Some((size, rest)) = data.split_first_chunk::<2>() else { return };
    let size = u64::from(u16::from_be_bytes(*size));
    let mut headers = HeaderMap::new();
    let names = [axum::http::header::RANGE, axum::http::header::IF_RANGE, axum::http::header::IF_NONE_MATCH];
    for (name, line) in names.into_iter().zip(rest.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(line)
            && !line.is_empty()
        {
            headers.insert(name, value);
        }
    }
    for size in [size, u64::MAX] {
        if let Some(range) = fuzz::range(&headers, "\"etag\"", size) {
            assert!(range.start < range.end && range.end <= size, "{range:?} of {size}");
        }
    }
}

pub(crate) fn content_digest(data: &[u8]) {
    let headers = lines("content-digest", data);
    if let Ok(Some(digest)) = fuzz::content_digest(&headers) {
        let encoded = base64::engine::general_purpose::STANDARD.encode(digest);
        let again = lines("content-digest", format!("sha-256=:{encoded}:").as_bytes());
        assert_eq!(fuzz::content_digest(&again), Ok(Some(digest)));
    }
}

pub(crate) fn last_event_id(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let organization = OrganizationId::from_u128(7);
    let tagged = Position(7).to_text(&organization);
    // With the organization's own ending, so that the rest is read at all.
    let ending = tagged.split_once('.').map_or("", |(_, ending)| ending);
    for text in [text.to_owned(), format!("{text}.{ending}")] {
        let Some(position) = Position::from_text(&text, &organization) else { continue };
        assert!(position.0 >= 0);
        assert_eq!(Position::from_text(&position.to_text(&organization), &organization), Some(position));
        assert_eq!(Position::from_text(&text, &OrganizationId::from_u128(8)), None);
    }
}
