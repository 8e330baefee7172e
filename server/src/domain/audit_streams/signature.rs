//! Signatures as Standard Webhooks has them (<https://www.standardwebhooks.com>, version 1): HMAC-SHA256 over
//! `id.timestamp.body`, under a secret that is shown as `whsec_` and base64.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    auth::hmac_sha256,
    error::{Error, Result},
};

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// A new secret of 256 random bits.
///
/// # Errors
/// When the operating system has no randomness to give.
pub(super) fn new_secret() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The value of `webhook-signature`: a signature for each secret, the newest first.
///
/// # Errors
/// When a secret is none.
pub(super) fn signatures(secrets: &[String], id: &str, timestamp: i64, body: &str) -> Result<String> {
    let signed = format!("{id}.{timestamp}.{body}");
    let sign = |secret: &String| {
        let key = secret.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        let key = key.ok_or_else(|| Error::Internal("a stream's secret is not written as one".to_owned()))?;
        Ok(format!("v1,{}", STANDARD.encode(hmac_sha256(&key, signed.as_bytes())?)))
    };
    Ok(secrets.iter().map(sign).collect::<Result<Vec<_>>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_the_specification() {
        // The example of the specification's own libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let signed = signatures(
            std::slice::from_ref(&secret),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let other = new_secret().unwrap();
        let both = signatures(&[other.clone(), secret], "msg", 1, "x").unwrap();
        let (one, two) = both.split_once(' ').unwrap();
        assert!(one.starts_with("v1,") && two.starts_with("v1,") && one != two);
        assert_eq!(other.len(), "whsec_".len() + 44);
        assert!(signatures(&["secret".to_owned()], "msg", 1, "x").is_err());
    }
}
