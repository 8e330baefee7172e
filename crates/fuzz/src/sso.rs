//! What identity providers answer.

use loggia_server::fuzz;
use loggia_types::sso::RoleRule;
use serde_json::Value;

/// The key with which nobody signs: the public one of RFC 8032's first example, whose secret the fuzzer would have to guess.
const KEYS: &[u8] =
    br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

pub(crate) fn discovery(data: &[u8]) {
    let Some(endpoints) = fuzz::discovery(data, "https://idp.example") else { return };
    for endpoint in endpoints {
        assert!(endpoint.starts_with("https://") && endpoint.is_ascii(), "{endpoint}");
        let authority = endpoint.trim_start_matches("https://").split(['/', '?']).next().unwrap_or_default();
        assert!(
            !authority.is_empty() && !authority.contains('@') && !endpoint.contains(['#', '\r', '\n']),
            "{endpoint}"
        );
    }
}

pub(crate) fn keys(data: &[u8]) {
    if let Some(count) = fuzz::provider_keys(data) {
        assert!((1..=100).contains(&count));
        assert!(!fuzz::id_token("eyJhbGciOiJub25lIn0.e30.", data), "whatever the keys are");
    }
}

pub(crate) fn token_answer(data: &[u8]) {
    if let Some(token) = fuzz::token_answer(data) {
        assert_eq!(token.split('.').count(), 3);
        assert!(!fuzz::id_token(&token, KEYS));
    }
}

pub(crate) fn id_token(data: &[u8]) {
    assert!(!fuzz::id_token(&String::from_utf8_lossy(data), KEYS), "nobody has signed it");
}

/// Rules, and claims.
pub(crate) fn claims(data: &[u8]) {
    let Ok((rules, claims)) = serde_json::from_slice::<(Vec<RoleRule>, Value)>(data) else { return };
    let role = fuzz::mapped_role(&rules, &claims);
    assert!(role.is_none() || rules.iter().any(|rule| Some(rule.role) == role));
    assert_eq!(fuzz::mapped_role(&rules, &Value::Null), None, "who says nothing is nobody");
    assert_eq!(fuzz::mapped_role(&[], &claims), None);
}
