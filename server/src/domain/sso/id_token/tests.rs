//! Tokens that somebody made who should not have.

#![allow(clippy::unwrap_used)]

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use openidconnect::{
    JsonWebKey, JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;

const ISSUER: &str = "https://login.acme.example";
const CLIENT: &str = "portal";
const NONCE: &str = "nonce-of-this-sign-in";

/// A key of Ed25519 whose secret is this byte, over and over.
fn key(seed: u8, kid: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE {0}-----\n{1}\n-----END PRIVATE {0}-----\n", "KEY", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(kid.to_owned()))).unwrap()
}

fn keys() -> CoreJsonWebKeySet {
    CoreJsonWebKeySet::new(vec![key(1, "one").as_verification_key()])
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn good() -> Value {
    let now = now().timestamp();
    json!({
        "iss": ISSUER, "sub": "subject-1", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": NONCE,
        "auth_time": now - 60, "acr": "phr", "groups": ["staff"], "email": "ada@acme.example", "email_verified": true,
    })
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed_by(key: &CoreEdDsaPrivateSigningKey, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn signed(claims: &Value) -> String {
    signed_by(&key(1, "one"), &json!({ "alg": "EdDSA", "kid": "one", "typ": "JWT" }), claims)
}

fn checked(token: &str) -> Result<Claims, Fault> {
    verify(token, &keys(), &Expected { issuer: ISSUER, client_id: CLIENT, nonce: NONCE, now: now() })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = good();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

#[test]
fn what_the_provider_signed_for_this_sign_in_is_taken() {
    let claims = checked(&signed(&good())).unwrap();
    assert_eq!((claims.subject.as_str(), claims.acr.as_deref()), ("subject-1", Some("phr")));
    assert_eq!(claims.auth_time, Some(now() - TimeDelta::seconds(60)));
    assert_eq!(claims.all["groups"], json!(["staff"]));
    for fine in [
        with("aud", json!([CLIENT])),
        with("azp", json!(CLIENT)),
        with("nbf", json!(now().timestamp() + 30)),
        with("iat", json!(now().timestamp() + 60)),
        with("exp", json!(now().timestamp() - 60)),
        without("auth_time"),
    ] {
        checked(&signed(&fine)).unwrap();
    }
}

#[test]
fn claims_that_do_not_hold_are_refused() {
    let at = now().timestamp();
    for (what, claims) in [
        ("another issuer", with("iss", json!("https://evil.example"))),
        ("almost the issuer", with("iss", json!("https://login.acme.example/"))),
        ("another audience", with("aud", json!("other"))),
        ("no audience", without("aud")),
        ("one audience too many", with("aud", json!([CLIENT, "other"]))),
        ("given to somebody else", with("azp", json!("other"))),
        ("given to nobody", with("azp", json!(null))),
        ("another nonce", with("nonce", json!("another"))),
        ("no nonce", without("nonce")),
        ("expired", with("exp", json!(at - 121))),
        ("no end", without("exp")),
        ("issued in the future", with("iat", json!(at + 121))),
        ("issued long ago", with("iat", json!(at - 721))),
        ("no moment", without("iat")),
        ("not good yet", with("nbf", json!(at + 121))),
        ("good from a word on", with("nbf", json!("now"))),
        ("signed in in the future", with("auth_time", json!(at + 121))),
        ("no subject", without("sub")),
        ("an empty subject", with("sub", json!(""))),
        ("a long subject", with("sub", json!("s".repeat(256)))),
        ("a subject with control characters", with("sub", json!("a\u{0}b"))),
        ("a number as subject", with("sub", json!(7))),
        ("no claims", json!([])),
    ] {
        let refused = checked(&signed(&claims));
        assert!(matches!(refused, Err(Fault::Refused(_))), "{what}: {refused:?}");
    }
}

#[test]
fn what_others_signed_is_refused() {
    let ours = json!({ "alg": "EdDSA", "kid": "one" });
    let public = keys().keys().first().and_then(|key| serde_json::to_value(key).ok()).unwrap();
    let public = URL_SAFE_NO_PAD.decode(public["x"].as_str().unwrap()).unwrap();
    let hs256 = |header: Value, secret: &[u8]| {
        let message = format!("{}.{}", part(&header), part(&good()));
        let mac = Hmac::<Sha256>::new_from_slice(secret).unwrap().chain_update(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    };
    let token = signed(&good());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let changed = signed(&with("sub", json!("subject-2")));
    let (changed, _) = changed.rsplit_once('.').unwrap();
    let mut bad = URL_SAFE_NO_PAD.decode(signature).unwrap();
    bad[3] ^= 1;
    for (what, token) in [
        ("nothing", String::new()),
        ("two parts", message.to_owned()),
        ("no signature", format!("{message}.")),
        ("a signature too many", format!("{token}.{signature}")),
        ("none", format!("{}.{}.", part(&json!({ "alg": "none" })), part(&good()))),
        ("none with a signature", format!("{}.{}.{signature}", part(&json!({ "alg": "none" })), part(&good()))),
        ("None", format!("{}.{}.", part(&json!({ "alg": "None" })), part(&good()))),
        ("HS256 with the public key", hs256(json!({ "alg": "HS256", "kid": "one" }), &public)),
        ("HS256 with nothing", hs256(json!({ "alg": "HS256" }), b"")),
        ("HS256 with the client's id", hs256(json!({ "alg": "HS256" }), CLIENT.as_bytes())),
        (
            "another algorithm than the key's",
            signed_by(&key(1, "one"), &json!({ "alg": "RS256", "kid": "one" }), &good()),
        ),
        ("another's key under its name", signed_by(&key(2, "one"), &ours, &good())),
        ("a key that it brings along", {
            let jwk = serde_json::to_value(key(2, "two").as_verification_key()).unwrap();
            signed_by(&key(2, "one"), &json!({ "alg": "EdDSA", "kid": "one", "jwk": jwk }), &good())
        }),
        ("keys that it names", {
            signed_by(&key(2, "one"), &json!({ "alg": "EdDSA", "kid": "one", "jku": "https://evil.example" }), &good())
        }),
        (
            "what has to be understood",
            signed_by(&key(1, "one"), &json!({ "alg": "EdDSA", "kid": "one", "crit": ["b64"] }), &good()),
        ),
        (
            "an access token",
            signed_by(&key(1, "one"), &json!({ "alg": "EdDSA", "kid": "one", "typ": "at+jwt" }), &good()),
        ),
        (
            "a token in a token",
            signed_by(&key(1, "one"), &json!({ "alg": "EdDSA", "kid": "one", "cty": "JWT" }), &good()),
        ),
        ("other claims under the signature", format!("{changed}.{signature}")),
        ("a broken signature", format!("{message}.{}", URL_SAFE_NO_PAD.encode(bad))),
        (
            "the signature of something else",
            signed_by(&key(1, "one"), &ours, &json!({}))
                .rsplit_once('.')
                .map(|(_, other)| format!("{message}.{other}"))
                .unwrap(),
        ),
        ("far too long", signed(&with("more", json!("x".repeat(64 * 1024))))),
    ] {
        let refused = checked(&token);
        let expected = matches!(refused, Err(Fault::Refused(_)))
            || (what == "another algorithm than the key's" && matches!(refused, Err(Fault::UnknownKey)));
        assert!(expected, "{what}: {refused:?}");
    }
    // The same claim twice: nobody knows which of them was meant.
    let claims = good().to_string().replacen('{', r#"{"iss":"https://evil.example","#, 1);
    let message = format!("{}.{}", part(&ours), URL_SAFE_NO_PAD.encode(claims));
    let signature = key(1, "one").sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes()).unwrap();
    assert!(checked(&format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))).is_err());
}

#[test]
fn a_key_that_is_not_known_may_be_a_new_one() {
    let token = signed_by(&key(3, "three"), &json!({ "alg": "EdDSA", "kid": "three" }), &good());
    assert_eq!(checked(&token).unwrap_err(), Fault::UnknownKey);
    let both: Vec<CoreJsonWebKey> = vec![key(1, "one").as_verification_key(), key(3, "three").as_verification_key()];
    let expected = Expected { issuer: ISSUER, client_id: CLIENT, nonce: NONCE, now: now() };
    let both = CoreJsonWebKeySet::new(both);
    verify(&token, &both, &expected).unwrap();
    // Without a name it has to be clear which key is meant.
    let unnamed = signed_by(&key(3, "three"), &json!({ "alg": "EdDSA" }), &good());
    assert!(matches!(verify(&unnamed, &both, &expected), Err(Fault::Refused(_))));
    assert!(both.keys().iter().all(|key| key.key_id().is_some()));
}
