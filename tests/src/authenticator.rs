//! An authenticator in memory: makes a passkey, and signs with it, as a browser would pass it on. It does what it is told,
//! and so can be told to do what it should not.

use anyhow::{Context, Result};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const WITH_KEY: u8 = 0x40;

/// An authenticator with one passkey.
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// By what the server names the person. It comes with the passkey.
    pub user_handle: String,
    /// How often it has signed. 0: it does not count.
    pub counter: u32,
    /// Whether it says that it made sure who its person is.
    pub verifies: bool,
    /// Whether the passkey can be on several devices.
    pub synced: bool,
    /// The origin that the browser says the page is from.
    pub origin: String,
}

impl Authenticator {
    /// One whose passkey stays where it is, at this origin.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new(origin: &str) -> Result<Self> {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).context("no key")?;
        let id = Sha256::digest(key.public_key().as_ref()).to_vec();
        let origin = origin.to_owned();
        Ok(Self { key, id, user_handle: String::new(), counter: 1, verifies: true, synced: false, origin })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn flags(&self) -> u8 {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let synced = if self.synced { BACKUP_ELIGIBLE | BACKED_UP } else { 0 };
        PRESENT | verified | synced
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    /// Makes the passkey that is asked for.
    ///
    /// # Errors
    /// When nothing was asked.
    pub fn create(&mut self, options: &Value) -> Result<String> {
        let asked = &options["publicKey"];
        self.user_handle = asked["user"]["id"].as_str().context("no user")?.to_owned();
        let rp_id = asked["rp"]["id"].as_str().context("no RP id")?;
        let mut data = Sha256::digest(rp_id).to_vec();
        data.push(self.flags() | WITH_KEY);
        data.extend(self.counter.to_be_bytes());
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len())?.to_be_bytes());
        data.extend(&self.id);
        // A COSE key: EC2, ES256, P-256, x, y.
        let point = self.key.public_key().as_ref();
        let (x, y) = (point.get(1..33).context("a point")?, point.get(33..65).context("a point")?);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(x);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(y);
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len())?);
        attestation.extend(data);
        Ok(self.answer(&json!({
            "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
            "attestationObject": BASE64.encode(attestation),
        })))
    }

    /// Signs what is asked.
    ///
    /// # Errors
    /// When nothing was asked.
    pub fn sign(&self, options: &Value) -> Result<String> {
        let rp_id = options["publicKey"]["rpId"].as_str().context("no RP id")?;
        let client = self.client_data("webauthn.get", options);
        let mut data = Sha256::digest(rp_id).to_vec();
        data.push(self.flags());
        data.extend(self.counter.to_be_bytes());
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).context("no signature")?;
        Ok(self.answer(&json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature),
            "userHandle": self.user_handle,
        })))
    }
}

/// The code that an app shows which was told this key, so many seconds from now.
///
/// # Errors
/// When it is no key.
pub fn one_time_code(key: &str, from_now: i64) -> Result<String> {
    let key: String = key.split_whitespace().collect();
    let secret = totp_rs::Secret::try_from_base32(&key).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let built = totp_rs::Builder::new().with_secret(secret).build();
    let totp = built.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let at = u64::try_from(chrono::Utc::now().timestamp() + from_now)?;
    Ok(totp.generate(at).to_string())
}
