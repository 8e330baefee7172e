//! The ID token: what of it has to hold ([OpenID Connect Core, 3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde_json::Value;

/// How far clocks may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(120);
/// How old a token may be: it comes straight from the provider.
const OLDEST: TimeDelta = TimeDelta::minutes(10);
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 64 * 1024;

/// The signatures that are taken: those of public keys only. What anybody could make (`none`), and what whoever knows the
/// client secret could (`HS256`), are none.
pub const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a token has to say.
#[derive(Clone, Debug)]
pub struct Expected<'e> {
    /// Who has made it.
    pub issuer: &'e str,
    /// For whom.
    pub client_id: &'e str,
    /// For which sign-in.
    pub nonce: &'e str,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// What a token says.
#[derive(Clone, Debug)]
pub struct Claims {
    /// Whom it is about.
    pub subject: String,
    /// How the provider says that they signed in.
    pub acr: Option<String>,
    /// When they did.
    pub auth_time: Option<DateTime<Utc>>,
    /// All of it.
    pub all: Value,
}

/// Why a token is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is signed with a key that is not known: perhaps a new one.
    #[error("it is signed with a key that the provider does not have")]
    UnknownKey,
    /// Anything else. For the log.
    #[error("{0}")]
    Refused(String),
}

fn refused(why: impl Into<String>) -> Fault {
    Fault::Refused(why.into())
}

/// Checks a token.
///
/// # Errors
/// Each [`Fault`].
pub fn verify(token: &str, keys: &CoreJsonWebKeySet, expected: &Expected<'_>) -> Result<Claims, Fault> {
    if token.len() > LONGEST {
        return Err(refused("it is too long"));
    }
    let parsed: CoreIdToken = token.parse().map_err(|error| refused(format!("it cannot be read: {error}")))?;
    let issuer = IssuerUrl::new(expected.issuer.to_owned()).map_err(|_| refused("the issuer is no address"))?;
    let now = expected.now;
    let verifier =
        CoreIdTokenVerifier::new_public_client(ClientId::new(expected.client_id.to_owned()), issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now - SKEW)
            .set_issue_time_verifier_fn(move |at| match at {
                at if at > now + SKEW => Err("issued in the future".to_owned()),
                at if at < now - OLDEST - SKEW => Err("issued too long ago".to_owned()),
                _ => Ok(()),
            })
            .set_auth_time_verifier_fn(move |at| match at {
                Some(at) if at > now + SKEW => Err("signed in in the future".to_owned()),
                _ => Ok(()),
            });
    let nonce = Nonce::new(expected.nonce.to_owned());
    let claims = match parsed.claims(&verifier, &nonce) {
        Ok(claims) => claims,
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            return Err(Fault::UnknownKey);
        }
        Err(ClaimsVerificationError::SignatureVerification(error)) => {
            return Err(refused(format!("signature: {error}")));
        }
        Err(error) => return Err(refused(error.to_string())),
    };
    let subject = claims.subject().to_string();
    if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() || subject.contains(|c: char| c.is_control()) {
        return Err(refused("the subject is none"));
    }
    let (acr, auth_time) = (claims.auth_context_ref().map(|acr| acr.to_string()), claims.auth_time());
    let all = payload(token).ok_or_else(|| refused("its claims cannot be read"))?;
    check_rest(&all, expected)?;
    Ok(Claims { subject, acr: acr.filter(|acr| acr.len() <= 255 && !acr.contains('\0')), auth_time, all })
}

/// What the library leaves to its user.
fn check_rest(all: &Value, expected: &Expected<'_>) -> Result<(), Fault> {
    match all.get("azp") {
        None => {}
        Some(Value::String(party)) if party == expected.client_id => {}
        Some(_) => return Err(refused("it was given to somebody else (azp)")),
    }
    match all.get("nbf") {
        None => Ok(()),
        Some(from) => match from.as_f64().map(|from| from as i64) {
            Some(from) if from <= (expected.now + SKEW).timestamp() => Ok(()),
            _ => Err(refused("it is not good yet (nbf)")),
        },
    }
}

/// The claims of a token whose signature is good, as they were written.
fn payload(token: &str) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object)
}

#[cfg(test)]
mod tests;
