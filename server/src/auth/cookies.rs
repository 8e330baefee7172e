//! The hosted portal's cookies, and how a page shows that a request is its own.
//!
//! Every cookie is `__Host-`: it came from this host over a secure connection, and no other host (nor a page below it)
//! can have set it ([RFC 6265bis, 4.1.3](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3)).

use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::secret::hmac_sha256;
use crate::error::{Error, Result};

/// The session of somebody who is signed in.
pub const SESSION_COOKIE: &str = "__Host-portal_session";
/// What ties a form to the browser it was made for, before anybody is signed in.
pub const FORM_COOKIE: &str = "__Host-portal_form";
/// A sign-in that waits for a second factor.
pub const PENDING_COOKIE: &str = "__Host-portal_pending";
/// The browser, as the people who signed in with it know it.
pub const DEVICE_COOKIE: &str = "__Host-portal_device";
/// What ties a sign-in at an organization's identity provider to the browser that it began in.
pub const SSO_COOKIE: &str = "__Host-portal_sso";

/// The organization where the browser's person was last. No secret: it opens nothing.
pub const ORGANIZATION_COOKIE: &str = "__Host-portal_organization";

/// What a session's secret begins with.
pub const USER_SESSION_PREFIX: &str = "us_secret_";

/// A cookie's value. The first one counts where there are several.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// A `Set-Cookie` that keeps a secret for so many seconds; 0 takes it away.
///
/// # Errors
/// When the value cannot be in a header.
pub fn set_cookie(name: &str, value: &str, seconds: i64) -> Result<HeaderValue> {
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    HeaderValue::from_str(&text).map_err(|_| Error::Internal(format!("the cookie {name} cannot be written")))
}

/// The token by which forms and scripts of the portal show that a request is theirs: HMAC-SHA256 under the secret of the
/// cookie, which pages of other sites do not know.
///
/// # Errors
/// None that a secret of any length could cause.
pub fn csrf_token(cookie_secret: &str) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(hmac_sha256(cookie_secret.as_bytes(), b"csrf")?))
}

/// Whether a token is the one of this cookie.
pub fn csrf_holds(cookie_secret: &str, token: &str) -> bool {
    let Ok(expected) = csrf_token(cookie_secret) else { return false };
    expected.len() == token.len()
        && expected.bytes().zip(token.bytes()).fold(0, |difference, (one, other)| difference | (one ^ other)) == 0
}

/// Whether a request was made by a page of the host that it is made to, as far as the browser says: by
/// [`Sec-Fetch-Site`](https://www.w3.org/TR/fetch-metadata/), which every browser of today sends, or else by `Origin`.
/// What is no browser sends neither, and has to know a token all the same.
pub fn is_same_origin(parts: &Parts) -> bool {
    if let Some(site) = parts.headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = parts.headers.get(header::ORIGIN) else { return true };
    let of = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority);
    of.is_some() && of == authority(parts)
}

/// The host, and the port if it is not the scheme's own, that a request was made to.
pub fn authority(parts: &Parts) -> Option<&str> {
    let named = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    named.or_else(|| parts.uri.authority().map(axum::http::uri::Authority::as_str))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::Request;

    use super::*;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let parts =
            parts(&[("cookie", "a=1; x__Host-portal_session=no"), ("cookie", "__Host-portal_session=yes; b=2")]);
        assert_eq!(cookie(&parts.headers, SESSION_COOKIE), Some("yes"));
        assert_eq!(cookie(&parts.headers, "c"), None);
    }

    #[test]
    fn a_token_is_that_of_one_cookie() {
        let token = csrf_token("one").unwrap();
        assert!(csrf_holds("one", &token));
        for wrong in ["", "x", csrf_token("other").unwrap().as_str(), token.get(1..).unwrap()] {
            assert!(!csrf_holds("one", wrong), "{wrong}");
        }
    }

    #[test]
    fn another_site_is_told_by_its_headers() {
        let host = ("host", "portal.acme.example:8443");
        for (headers, is) in [
            (vec![], true),
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", "https://portal.acme.example:8443")], true),
            (vec![("origin", "https://portal.acme.example")], false),
            (vec![("origin", "https://evil.example")], false),
            (vec![("origin", "null")], false),
        ] {
            let all: Vec<_> = headers.iter().copied().chain([host]).collect();
            assert_eq!(is_same_origin(&parts(&all)), is, "{headers:?}");
        }
    }
}
