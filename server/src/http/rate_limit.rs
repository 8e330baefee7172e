//! Where a caller stands with its rates, as headers: "RateLimit header fields for HTTP"
//! ([draft-ietf-httpapi-ratelimit-headers-10](https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.txt)),
//! lists of strings with parameters ([RFC 9651](https://www.rfc-editor.org/rfc/rfc9651)).

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use utoipa::openapi::{HeaderBuilder, ObjectBuilder, Response, schema::Type};

use crate::limits::Standing;

/// What may be asked for: `"reads";q=6000;w=60`.
pub(crate) const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What of it is left, and in how many seconds there is more: `"reads";r=5999;t=1`.
pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Writes where the caller stands with each rate that the request was counted in.
pub(crate) fn write(headers: &mut HeaderMap, standings: &[Standing]) {
    if standings.is_empty() {
        return;
    }
    let (mut policies, mut limits) = (String::new(), String::new());
    for Standing { name, quota, window, remaining, reset } in standings {
        let separator = if policies.is_empty() { "" } else { ", " };
        // Writing to a text does not fail.
        let _ = write!(policies, "{separator}\"{name}\";q={quota};w={window}");
        let _ = write!(limits, "{separator}\"{name}\";r={remaining};t={reset}");
    }
    for (name, value) in [(POLICY, policies), (LIMIT, limits)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// Describes the headers of an answer to a request that is counted.
pub(super) fn describe(response: &mut Response, refused: bool) {
    let mut describe = |name: &str, kind: Type, text: &str| {
        let header =
            HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(kind))).description(Some(text)).build();
        response.headers.insert(name.to_owned(), header.into());
    };
    describe("RateLimit-Policy", Type::String, "The rates that the request was counted in: `\"reads\";q=6000;w=60`");
    describe(
        "RateLimit",
        Type::String,
        "What is left of them, and in how many seconds there is more: `\"reads\";r=5999;t=1`",
    );
    if refused {
        describe("Retry-After", Type::Integer, "In how many seconds to try again, at the earliest");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn standings_are_lists_of_strings_with_parameters() {
        let mut headers = HeaderMap::new();
        write(&mut headers, &[]);
        assert!(headers.is_empty());
        let one = Standing { name: "reads", quota: 6000, window: 60, remaining: 12, reset: 1 };
        let other = Standing { name: "organization-reads", quota: 9, window: 60, remaining: 0, reset: 7 };
        write(&mut headers, &[one, other]);
        assert_eq!(headers["ratelimit-policy"], "\"reads\";q=6000;w=60, \"organization-reads\";q=9;w=60");
        assert_eq!(headers["ratelimit"], "\"reads\";r=12;t=1, \"organization-reads\";r=0;t=7");
    }
}
