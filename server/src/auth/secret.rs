//! Secrets: made of 256 random bits, stored as SHA-256 only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// What an API key's secret begins with.
pub const API_KEY_PREFIX: &str = "sk_";
/// What an embed session's client secret begins with.
pub const CLIENT_SECRET_PREFIX: &str = "es_secret_";
/// What an OAuth access token begins with.
pub const ACCESS_TOKEN_PREFIX: &str = "at_";

/// A new secret of 256 random bits.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn random_secret(prefix: &str) -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// How a secret is stored. The secret has 256 bits of its own, so it needs neither salt nor a slow hash.
pub fn hash(secret: &str) -> String {
    hex(&digest(secret))
}

/// The SHA-256 of a secret: what [`hash`] writes as text.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The secret that a request came with, to derive from; never stored, never shown.
#[derive(Clone)]
pub struct BearerSecret(pub(super) String);

impl std::fmt::Debug for BearerSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The client secret of an embed session that is made under an idempotency key: the same each time the same request
/// is repeated, without being stored. HMAC-SHA256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) of the
/// session's id under the API key's secret.
///
/// # Errors
/// None that a secret of any length could cause.
pub fn session_secret(api_key: &BearerSecret, session_id: &str) -> Result<String> {
    let digest = hmac_sha256(api_key.0.as_bytes(), format!("embed-session:{session_id}").as_bytes())?;
    Ok(format!("{CLIENT_SECRET_PREFIX}{}", URL_SAFE_NO_PAD.encode(digest)))
}

/// The secret of an API key that is made under an idempotency key: the same each time the same caller repeats the same
/// request, without being stored. HMAC-SHA256 of `nonce` under the caller's secret. The nonce has to be as random as the
/// secret, and is shown to nobody: a caller's secret that is found after its end leads to nothing.
///
/// # Errors
/// None that a secret of any length could cause.
pub fn derived_key_secret(bearer: &BearerSecret, nonce: &str) -> Result<String> {
    let digest = hmac_sha256(bearer.0.as_bytes(), format!("api-key:{nonce}").as_bytes())?;
    Ok(format!("{API_KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(digest)))
}

/// What a secret and a text make together, and neither alone: HMAC-SHA256.
///
/// # Errors
/// None that a secret of any length could cause.
pub(crate) fn keyed(secret: &str, text: &str) -> Result<[u8; 32]> {
    hmac_sha256(secret.as_bytes(), text.as_bytes())
}

/// HMAC-SHA256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)).
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> Result<[u8; 32]> {
    let mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| Error::Internal(format!("HMAC: {error}")))?;
    Ok(mac.chain_update(message).finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_session_secret_is_the_mac_of_the_session_under_the_api_key() {
        // RFC 4231, test case 2.
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", b"what do ya want for nothing?").unwrap()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let (one, other) = (BearerSecret("sk_1".to_owned()), BearerSecret("sk_2".to_owned()));
        assert_eq!(session_secret(&one, "es_1").unwrap(), session_secret(&one, "es_1").unwrap());
        assert_ne!(session_secret(&one, "es_1").unwrap(), session_secret(&one, "es_2").unwrap());
        assert_ne!(session_secret(&one, "es_1").unwrap(), session_secret(&other, "es_1").unwrap());
        assert_eq!(derived_key_secret(&one, "n").unwrap(), derived_key_secret(&one, "n").unwrap());
        assert_ne!(derived_key_secret(&one, "n").unwrap(), derived_key_secret(&other, "n").unwrap());
    }

    #[test]
    fn secrets_differ_and_are_long_enough() {
        let (one, other) = (random_secret(API_KEY_PREFIX).unwrap(), random_secret(API_KEY_PREFIX).unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), "sk_".len() + 43);
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
