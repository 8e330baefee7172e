//! What OAuth clients send.

use loggia_server::{
    domain::oauth::{TokenRequest, challenge_of, redirect_uri as uris, scope_text},
    fuzz,
};

/// A registered redirect URI and one that is asked for, in a line each.
pub(crate) fn redirect_uri(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (registered, asked) = text.split_once('\n').unwrap_or((&text, &text));
    for uri in [registered, asked] {
        let Some(kind) = uris::kind(uri) else {
            assert!(!fuzz::redirect_uri_matches(uri, uri), "what cannot be registered is never sent to");
            continue;
        };
        assert!(fuzz::redirect_uri_matches(uri, uri));
        let answer = uris::with_parameters(uri, [("code", "x"), ("state", "&#\r\n")]);
        assert!(answer.starts_with(uri) && answer.is_ascii() && !answer.contains(['\r', '\n', '#']), "{answer}");
        let source = uris::policy_source(uri);
        assert!(!source.is_empty() && !source.contains([';', ',', ' ', '*', '\'']), "{source}");
        if kind == uris::Kind::Web {
            // What a browser makes of it is where it seemed to go.
            let authority = source.trim_start_matches("https://");
            assert!(!authority.contains(['@', '\\', '/', '?', '#']), "{source}");
        }
    }
    if registered != asked && fuzz::redirect_uri_matches(registered, asked) {
        assert_eq!(uris::kind(asked), Some(uris::Kind::Loopback), "only a port may differ");
        assert!(asked.starts_with("http://127.0.0.1") || asked.starts_with("http://[::1]"));
        assert!(fuzz::redirect_uri_matches(asked, registered) || uris::kind(registered).is_none());
        let without_digits =
            |uri: &str| uri.replace(|character: char| character.is_ascii_digit() || character == ':', "");
        assert_eq!(without_digits(registered), without_digits(asked));
    }
}

pub(crate) fn authorization_request(data: &[u8]) {
    let Ok(wanted) = fuzz::authorization_request(data) else { return };
    assert_eq!(wanted.challenge.len(), 43);
    assert!(!wanted.scopes.is_empty());
    let again = format!(
        "response_type=code&scope={}&code_challenge={}&code_challenge_method=S256",
        scope_text(&wanted.scopes).replace(' ', "+"),
        wanted.challenge
    );
    assert_eq!(fuzz::authorization_request(again.as_bytes()), Ok(wanted));
}

pub(crate) fn token_request(data: &[u8]) {
    match fuzz::token_request(data) {
        Ok(TokenRequest::Code { code, verifier, .. }) => {
            assert!(!code.is_empty() && (43..=128).contains(&verifier.len()));
            assert_eq!(challenge_of(&verifier).len(), 43);
        }
        Ok(TokenRequest::Refresh { token }) => assert!(!token.is_empty()),
        Err(_) => {}
    }
}
