//! An identity provider for tests: real HTTP, and answers as a test wants them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result, ensure};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use loggia_server::domain::oauth::challenge_of;
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the provider calls the portal.
pub const CLIENT_ID: &str = "portal & friends";
/// And by which secret it knows it.
pub const CLIENT_SECRET: &str = "s3cret:with/all%kinds";

/// What the provider does.
#[derive(Clone, Debug)]
pub struct Script {
    /// The claims of the next ID token, over those that every one has.
    pub claims: Value,
    /// The header of the next ID token, over what every one has.
    pub header: Value,
    /// Which key signs: 1 to 255.
    pub signs_with: u8,
    /// Which keys there are.
    pub keys: Vec<u8>,
    /// The ID token, whatever else is said here.
    pub token: Option<String>,
    /// What it tells at its userinfo endpoint.
    pub userinfo: Option<Value>,
    /// Over its discovery document.
    pub discovery: Value,
    /// Whether it answers nothing but errors.
    pub down: bool,
}

impl Default for Script {
    fn default() -> Self {
        let nothing = || json!({});
        Self {
            claims: nothing(),
            header: nothing(),
            signs_with: 1,
            keys: vec![1],
            token: None,
            userinfo: None,
            discovery: nothing(),
            down: false,
        }
    }
}

struct Asked {
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

#[derive(Default)]
struct Shared {
    script: Script,
    codes: BTreeMap<String, Asked>,
    requests: Vec<String>,
    next: usize,
}

/// A provider. It ends when it is dropped.
pub struct Provider {
    /// Its issuer.
    pub issuer: String,
    shared: Arc<Mutex<Shared>>,
    task: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn key(seed: u8) -> Result<CoreEdDsaPrivateSigningKey> {
    // PKCS #8 of Ed25519 (RFC 8410, 7), around a secret that is one byte over and over.
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE {0}-----\n{1}\n-----END PRIVATE {0}-----\n", "KEY", STANDARD.encode(der));
    let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key-{seed}"))));
    key.map_err(|error| anyhow::anyhow!("{error}"))
}

fn over(mut base: Value, more: &Value) -> Value {
    if let (Some(base), Some(more)) = (base.as_object_mut(), more.as_object()) {
        for (name, value) in more {
            if value.is_null() {
                base.remove(name);
            } else {
                base.insert(name.clone(), value.clone());
            }
        }
    }
    base
}

impl Provider {
    /// Starts a provider on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Mutex::new(Shared::default()));
        let (of, mine) = (issuer.clone(), Arc::clone(&shared));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (issuer, shared) = (of.clone(), Arc::clone(&mine));
                tokio::spawn(async move {
                    let _ = serve(stream, &issuer, &shared).await;
                });
            }
        });
        Ok(Self { issuer, shared, task })
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what it does.
    pub fn script(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.shared().script);
    }

    /// The paths that were asked for.
    pub fn requests(&self) -> Vec<String> {
        self.shared().requests.clone()
    }

    /// Signs claims as they are, with the header as it is.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn sign(seed: u8, header: &Value, claims: &Value) -> Result<String> {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = key(seed)?.sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes());
        let signature = signature.map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// What a person does there who signs in: takes the portal's request, and answers with the query that their browser
    /// brings back.
    ///
    /// # Errors
    /// When the request is not one.
    pub fn authorize(&self, url: &str) -> Result<String> {
        let rest = url.strip_prefix(&format!("{}/authorize?", self.issuer)).context("another address")?;
        let query: BTreeMap<String, String> = form_urlencoded::parse(rest.as_bytes()).into_owned().collect();
        let get = |name: &str| query.get(name).cloned().with_context(|| format!("{name} is missing: {url}"));
        ensure!(get("client_id")? == CLIENT_ID && get("response_type")? == "code", "{url}");
        ensure!(get("code_challenge_method")? == "S256" && get("response_mode")? == "query", "{url}");
        ensure!(get("scope")?.split(' ').any(|scope| scope == "openid"), "{url}");
        let (state, nonce) = (get("state")?, get("nonce")?);
        ensure!(state.len() >= 43 && nonce.len() >= 43, "{url}");
        let asked = Asked { nonce, challenge: get("code_challenge")?, redirect_uri: get("redirect_uri")? };
        let mut shared = self.shared();
        shared.next += 1;
        let code = format!("code-{}", shared.next);
        shared.codes.insert(code.clone(), asked);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("code", code.as_str()), ("state", &state), ("iss", &self.issuer), ("session_state", "x")])
            .finish();
        Ok(query)
    }
}

async fn serve(stream: TcpStream, issuer: &str, shared: &Mutex<Shared>) -> Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut length, mut authorization) = (String::new(), 0, String::new());
    stream.read_line(&mut line).await?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse()?,
            "authorization" => authorization = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let (status, answer) = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.requests.push(path.clone());
        if shared.script.down {
            ("503 Service Unavailable", json!({ "error": "down" }))
        } else {
            match answer(&mut shared, issuer, &path, &authorization, &body) {
                Ok(answer) => ("200 OK", answer),
                Err(error) => {
                    ("400 Bad Request", json!({ "error": "invalid_grant", "error_description": error.to_string() }))
                }
            }
        }
    };
    let text = answer.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}

fn answer(shared: &mut Shared, issuer: &str, path: &str, authorization: &str, body: &[u8]) -> Result<Value> {
    match path {
        "/.well-known/openid-configuration" => {
            let document = json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "userinfo_endpoint": format!("{issuer}/userinfo"),
                "end_session_endpoint": format!("{issuer}/logout"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["EdDSA"],
                "authorization_response_iss_parameter_supported": true,
            });
            Ok(over(document, &shared.script.discovery))
        }
        "/keys" => {
            let keys =
                shared.script.keys.iter().map(|seed| Ok(serde_json::to_value(key(*seed)?.as_verification_key())?));
            Ok(json!({ "keys": keys.collect::<Result<Vec<_>>>()? }))
        }
        "/userinfo" => {
            ensure!(authorization == "Bearer access", "the access token is not right");
            shared.script.userinfo.clone().context("nothing is told")
        }
        "/token" => token(shared, issuer, authorization, body),
        _ => anyhow::bail!("there is nothing"),
    }
}

fn token(shared: &mut Shared, issuer: &str, authorization: &str, body: &[u8]) -> Result<Value> {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let get = |name: &str| form.get(name).cloned().unwrap_or_default();
    // RFC 6749, 2.3.1: both are encoded as in a form before they are in the header.
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(CLIENT_ID), encoded(CLIENT_SECRET))));
    ensure!(authorization == basic, "the client is not right: {authorization}");
    ensure!(get("grant_type") == "authorization_code", "another grant");
    let asked = shared.codes.remove(&get("code")).context("the code is not good")?;
    ensure!(get("redirect_uri") == asked.redirect_uri, "another redirect URI");
    ensure!(challenge_of(&get("code_verifier")) == asked.challenge, "another verifier");
    let now = chrono::Utc::now().timestamp();
    let script = &shared.script;
    let claims = json!({
        "iss": issuer, "aud": CLIENT_ID, "sub": "ada", "nonce": asked.nonce, "iat": now, "exp": now + 300, "auth_time": now - 5,
        "acr": "phr", "email": "ada@northwind.example", "email_verified": true, "name": "Ada NWQXMARK Added",
    });
    let header = json!({ "alg": "EdDSA", "kid": format!("key-{}", script.signs_with), "typ": "JWT" });
    let signed = || Provider::sign(script.signs_with, &over(header, &script.header), &over(claims, &script.claims));
    let id_token = script.token.clone().map_or_else(signed, Ok)?;
    Ok(json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": id_token }))
}
