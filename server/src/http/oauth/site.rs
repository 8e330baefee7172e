//! Whose portal a request came to.

use std::net::IpAddr;

use axum::{extract::FromRequestParts, http::request::Parts};
use loggia_types::BrandId;

use crate::{
    auth::cookies::authority,
    error::{Error, Result},
    state::App,
};

/// A brand's authorization server.
pub(in crate::http) struct Site {
    pub(in crate::http) brand: BrandId,
    /// Its issuer ([RFC 8414](https://www.rfc-editor.org/rfc/rfc8414#section-2)): what a browser shows before the path.
    pub(in crate::http) issuer: String,
}

impl Site {
    /// # Errors
    /// `not_found` when no brand's portal is at this host.
    pub(super) async fn of(parts: &Parts, app: &App) -> Result<Self> {
        let brand = app.hosts().brand(parts).await?.ok_or_else(Error::not_found)?;
        let authority = authority(parts).filter(|authority| is_plain(authority)).ok_or_else(Error::not_found)?;
        Ok(Self { brand: brand.id.clone(), issuer: issuer(authority) })
    }
}

/// Whether a host says nothing but a host and a port.
fn is_plain(authority: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    !authority.is_empty() && authority.bytes().all(is_plain)
}

/// Browsers reach a portal over TLS, which ends before this server does; only on the machine itself they need none.
fn issuer(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => host,
        _ => authority,
    };
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_local = host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|at| at.is_loopback());
    format!("{}://{}", if is_local { "http" } else { "https" }, authority.to_ascii_lowercase())
}

impl FromRequestParts<App> for Site {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Self::of(parts, app).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_secure_but_on_the_machine_itself() {
        for (authority, expected) in [
            ("portal.acme.example", "https://portal.acme.example"),
            ("Portal.Acme.example:8443", "https://portal.acme.example:8443"),
            ("127.0.0.1:4400", "http://127.0.0.1:4400"),
            ("[::1]:4400", "http://[::1]:4400"),
            ("[::1]", "http://[::1]"),
            ("localhost", "http://localhost"),
            ("acme.localhost:4400", "http://acme.localhost:4400"),
            ("127.0.0.1.evil.example", "https://127.0.0.1.evil.example"),
        ] {
            assert_eq!(issuer(authority), expected);
        }
        assert!(!is_plain("a.example/b") && !is_plain("user@a.example") && !is_plain(""));
    }
}
