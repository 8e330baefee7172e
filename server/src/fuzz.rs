//! Ways in for the fuzzer (`cargo xtask fuzz`) to what reads callers' bytes and is nobody else's business.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue};
use loggia_types::{Problem, RoleKey, sso::RoleRule};
use serde::de::DeserializeOwned;

use crate::{
    auth,
    domain::{
        factors,
        oauth::{self, Parameters, TokenRequest, clients, redirect_uri},
        sso::{
            claims,
            id_token::{self, Expected},
            provider,
        },
    },
    http::{
        content::{self, Wanted},
        extract, forwarded,
    },
};

/// The secret of an `Authorization` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    auth::guard::bearer(headers)
}

/// An address as `X-Forwarded-For` writes it.
pub fn forwarded_address(text: &str) -> Option<std::net::IpAddr> {
    forwarded::parse_address(text)
}

/// The version of an `If-Match`.
pub fn if_match(value: &HeaderValue) -> Option<i64> {
    extract::if_match(value).ok()
}

/// The bytes that `Range`, `If-Range` and `If-None-Match` ask for, if they ask for a part that there is.
pub fn range(headers: &HeaderMap, etag: &str, size: u64) -> Option<Range<u64>> {
    match content::wanted(headers, etag, size) {
        Wanted::Part(range) => Some(range),
        Wanted::Whole | Wanted::NotModified | Wanted::Unsatisfiable => None,
    }
}

/// The digest of a `Content-Digest`.
///
/// # Errors
/// When it cannot be read.
pub fn content_digest(headers: &HeaderMap) -> Result<Option<[u8; 32]>, &'static str> {
    content::announced_digest(headers)
}

/// Whether a request that names `asked` means the registered redirect URI.
pub fn redirect_uri_matches(registered: &str, asked: &str) -> bool {
    redirect_uri::matches(registered, asked)
}

/// What an authorization request asks for, of a client that may ask for anything that people may do.
///
/// # Errors
/// The error code that the client gets.
pub fn authorization_request(query: &[u8]) -> Result<oauth::Wanted, &'static str> {
    oauth::Wanted::read(&Parameters::read(query), &clients::grantable()).map_err(|refusal| refusal.code.as_str())
}

/// What a client asks the token endpoint for.
///
/// # Errors
/// The error code that the client gets.
pub fn token_request(body: &[u8]) -> Result<TokenRequest, &'static str> {
    let parameters = Parameters::read(body);
    let client = parameters.client().map_err(|refusal| refusal.code.as_str());
    client.and_then(|_| TokenRequest::read(&parameters).map_err(|refusal| refusal.code.as_str()))
}

/// An identity provider's discovery document, of this issuer: where people sign in, and where codes are exchanged.
pub fn discovery(bytes: &[u8], issuer: &str) -> Option<[String; 2]> {
    let provider = provider::read_metadata(bytes, issuer, false).ok()?;
    Some([provider.authorization_endpoint, provider.token_endpoint])
}

/// How many of an identity provider's keys are taken.
pub fn provider_keys(bytes: &[u8]) -> Option<usize> {
    provider::read_keys(bytes).ok().map(|keys| keys.keys().len())
}

/// The ID token of an identity provider's token answer.
pub fn token_answer(bytes: &[u8]) -> Option<String> {
    provider::read_token_answer(bytes).ok().map(|(token, _)| token)
}

/// Whether an ID token is taken with these keys.
pub fn id_token(token: &str, keys: &[u8]) -> bool {
    let Ok(keys) = provider::read_keys(keys) else { return false };
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
    let expected = Expected { issuer: "https://idp.example", client_id: "portal", nonce: "nonce", now };
    id_token::verify(token, &keys, &expected).is_ok()
}

/// Which role claims lead to, by rules.
pub fn mapped_role(rules: &[RoleRule], claims: &serde_json::Value) -> Option<RoleKey> {
    claims::role(rules, None, claims)
}

/// Whether what a browser says that an authenticator made or signed is refused, which nobody was asked for.
pub fn passkey_is_refused(answer: &str) -> bool {
    factors::passkeys::refuses(answer)
}

/// A recovery code, as somebody typed it.
pub fn recovery_code(text: &str) -> Option<String> {
    factors::normal_recovery_code(text)
}

/// A JSON body.
///
/// # Errors
/// The problem that its sender gets.
pub fn json_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Problem>> {
    extract::parse(bytes).map_err(|error| Box::new(error.into_problem()))
}

/// Where somebody who signs in is led afterwards, of what a form or an address asked for.
pub fn return_to(asked: &str) -> &str {
    crate::http::portal::view::own_path(asked)
}

/// A cookie's value, and whether a form's token is the one of it.
pub fn cookie_and_token<'h>(headers: &'h HeaderMap, name: &str, token: &str) -> Option<(&'h str, bool)> {
    let value = auth::cookies::cookie(headers, name)?;
    Some((value, auth::cookies::csrf_holds(value, token)))
}
