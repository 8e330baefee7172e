//! A provider: what its discovery document says, its keys, and what it is asked. Every request goes through `outgoing/`.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, HeaderValue, Method, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_types::sso::{SsoFault, SsoTest};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, ClientId, ClientSecret, HttpRequest, HttpResponse,
    JsonWebKeySet, OAuth2TokenResponse, PkceCodeVerifier, ProviderMetadata, RedirectUrl, TokenResponse,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::id_token::ALGORITHMS;
use crate::outgoing::{Outgoing, OutgoingError};

/// For how long a discovery document and keys are good.
const GOOD_FOR: Duration = Duration::from_secs(60 * 60);
/// For how long a provider that has answered is taken to be there, where somebody is about to be sent to it.
const THERE_FOR: Duration = Duration::from_secs(10);
/// How long it is at the least between two looks for a key that is not known.
const BETWEEN_LOOKS: Duration = Duration::from_secs(60);
/// How many providers are remembered.
const MOST: usize = 1000;
/// The shortest RSA key that is taken, in bytes of its modulus.
const LEAST_RSA: usize = 256;

/// What is read of a discovery document beside what the library reads.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct More {
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: Option<bool>,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// A provider that can be used.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its issuer.
    pub issuer: String,
    /// Where people sign in.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where it tells more about somebody.
    pub userinfo_endpoint: Option<String>,
    /// Where people sign out there, too.
    pub end_session_endpoint: Option<String>,
    /// Whether each of its answers names it (RFC 9207).
    pub names_itself: bool,
    /// Whether the client's secret goes into the body, because it is taken in no header.
    pub secret_in_body: bool,
    /// The algorithms that it signs with and that are taken here.
    pub algorithms: Vec<CoreJwsSigningAlgorithm>,
    jwks_uri: String,
    /// Its keys.
    pub keys: CoreJsonWebKeySet,
}

/// Why a provider did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be used, or not now.
    #[error("the provider cannot be used: {0}")]
    Fault(SsoFault),
    /// It does not answer.
    #[error("the provider cannot be asked")]
    Outgoing(#[from] OutgoingError),
    /// It refused the code, or answered something else.
    #[error("the provider's answer cannot be used: {0}")]
    Answer(String),
}

impl From<SsoFault> for ProviderError {
    fn from(fault: SsoFault) -> Self {
        Self::Fault(fault)
    }
}

/// Reads a discovery document. `http`: whether addresses without TLS may be called at all.
///
/// # Errors
/// `not_a_provider`, `other_issuer`, `no_algorithm`.
pub fn read_metadata(bytes: &[u8], issuer: &str, http: bool) -> Result<Provider, SsoFault> {
    let metadata: Metadata = serde_json::from_slice(bytes).map_err(|_| SsoFault::NotAProvider)?;
    if metadata.issuer().as_str() != issuer {
        return Err(SsoFault::OtherIssuer);
    }
    let good = |url: &str| is_endpoint(url, http);
    let endpoint = |url: Option<String>| url.filter(|url| good(url));
    let authorization_endpoint = endpoint(Some(metadata.authorization_endpoint().to_string()));
    let token_endpoint = endpoint(metadata.token_endpoint().map(ToString::to_string));
    let jwks_uri = endpoint(Some(metadata.jwks_uri().to_string()));
    let (Some(authorization_endpoint), Some(token_endpoint), Some(jwks_uri)) =
        (authorization_endpoint, token_endpoint, jwks_uri)
    else {
        return Err(SsoFault::NotAProvider);
    };
    let offered = metadata.id_token_signing_alg_values_supported();
    let algorithms: Vec<_> = ALGORITHMS.into_iter().filter(|algorithm| offered.contains(algorithm)).collect();
    if algorithms.is_empty() {
        return Err(SsoFault::NoAlgorithm);
    }
    let methods = metadata.token_endpoint_auth_methods_supported();
    let secret_in_body = methods.is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let more = metadata.additional_metadata();
    Ok(Provider {
        issuer: issuer.to_owned(),
        authorization_endpoint,
        token_endpoint,
        userinfo_endpoint: endpoint(metadata.userinfo_endpoint().map(ToString::to_string)),
        end_session_endpoint: endpoint(more.end_session_endpoint.clone()),
        names_itself: more.authorization_response_iss_parameter_supported == Some(true),
        secret_in_body,
        algorithms,
        jwks_uri,
        keys: JsonWebKeySet::new(Vec::new()),
    })
}

/// Whether an address is one that a provider may have: for a browser to go to, too.
pub fn is_endpoint(url: &str, http: bool) -> bool {
    let Ok(parsed) = reqwest::Url::parse(url) else { return false };
    url.len() <= 2000
        // A URI has nothing else (RFC 3986); what reads one drops line breaks in it.
        && url.bytes().all(|byte| byte.is_ascii_graphic())
        // As it is written: a browser takes `https:host/path` for a path of the page that it is on.
        && (url.starts_with("https://") || (http && url.starts_with("http://")))
        && parsed.has_host()
        && parsed.username().is_empty()
        && parsed.password().is_none()
        && parsed.fragment().is_none()
}

/// Reads a set of keys. Those that sign nothing here (secrets, keys for encryption, RSA keys of less than 2048 bits) are left
/// out.
///
/// # Errors
/// `no_keys`.
pub fn read_keys(bytes: &[u8]) -> Result<CoreJsonWebKeySet, SsoFault> {
    let mut set: Value = serde_json::from_slice(bytes).map_err(|_| SsoFault::NoKeys)?;
    let keys = set.get_mut("keys").and_then(Value::as_array_mut).ok_or(SsoFault::NoKeys)?;
    keys.truncate(100);
    keys.retain(|key| match key.get("kty").and_then(Value::as_str) {
        Some("RSA") => {
            let modulus = key.get("n").and_then(Value::as_str).and_then(|n| URL_SAFE_NO_PAD.decode(n).ok());
            modulus.is_some_and(|modulus| modulus.iter().skip_while(|byte| **byte == 0).count() >= LEAST_RSA)
        }
        Some("EC" | "OKP") => true,
        _ => false,
    });
    let keys: CoreJsonWebKeySet = serde_json::from_value(set).map_err(|_| SsoFault::NoKeys)?;
    if keys.keys().is_empty() { Err(SsoFault::NoKeys) } else { Ok(keys) }
}

/// The ID token and the access token of a token answer.
///
/// # Errors
/// When it is none.
pub fn read_token_answer(bytes: &[u8]) -> Result<(String, String), String> {
    let answer: CoreTokenResponse = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    tokens(&answer)
}

fn tokens(answer: &CoreTokenResponse) -> Result<(String, String), String> {
    let token = answer.id_token().ok_or("there is no ID token")?;
    Ok((token.to_string(), answer.access_token().secret().clone()))
}

async fn get(outgoing: &Outgoing, url: &str, bearer: Option<&str>) -> Result<axum::body::Bytes, ProviderError> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(bearer) = bearer {
        let value = HeaderValue::from_str(&format!("Bearer {bearer}"));
        headers.insert(header::AUTHORIZATION, value.map_err(|_| ProviderError::Answer("no token".to_owned()))?);
    }
    let answer = outgoing.send(Method::GET, url, headers, Vec::new()).await?;
    if answer.status.is_success() {
        Ok(answer.body)
    } else if answer.status.is_server_error() {
        Err(SsoFault::Unreachable.into())
    } else {
        Err(SsoFault::NotAProvider.into())
    }
}

/// Asks for discovery document and keys.
async fn fetch(outgoing: &Outgoing, issuer: &str) -> Result<Provider, ProviderError> {
    let provider = fetch_metadata(outgoing, issuer).await?;
    let keys = fetch_keys(outgoing, &provider).await?;
    Ok(Provider { keys, ..provider })
}

async fn fetch_metadata(outgoing: &Outgoing, issuer: &str) -> Result<Provider, ProviderError> {
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let bytes = get(outgoing, &url, None).await?;
    Ok(read_metadata(&bytes, issuer, outgoing.allows_http())?)
}

async fn fetch_keys(outgoing: &Outgoing, provider: &Provider) -> Result<CoreJsonWebKeySet, ProviderError> {
    let bytes = match get(outgoing, &provider.jwks_uri, None).await {
        Err(ProviderError::Fault(_)) => return Err(SsoFault::NoKeys.into()),
        other => other?,
    };
    Ok(read_keys(&bytes)?)
}

/// The providers that are known. One for the whole server: what an issuer says is the same for everybody.
#[derive(Default)]
pub struct Providers(Mutex<HashMap<String, Known>>);

struct Known {
    provider: Arc<Provider>,
    fetched_at: Instant,
    /// When it last answered.
    seen_at: Instant,
    looked_at: Option<Instant>,
}

impl Providers {
    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A provider, as it was within the last hour.
    ///
    /// # Errors
    /// Each [`ProviderError`].
    pub async fn get(&self, outgoing: &Outgoing, issuer: &str) -> Result<Arc<Provider>, ProviderError> {
        let known = self
            .known()
            .get(issuer)
            .filter(|known| known.fetched_at.elapsed() < GOOD_FOR)
            .map(|known| known.provider.clone());
        match known {
            Some(provider) => Ok(provider),
            None => self.refresh(outgoing, issuer).await,
        }
    }

    /// A provider that has answered a moment ago: nobody is sent to one that is not there.
    ///
    /// # Errors
    /// Each [`ProviderError`].
    pub async fn get_there(&self, outgoing: &Outgoing, issuer: &str) -> Result<Arc<Provider>, ProviderError> {
        let provider = self.get(outgoing, issuer).await?;
        let seen_at = self.known().get(issuer).map(|known| known.seen_at);
        if seen_at.is_some_and(|at| at.elapsed() < THERE_FOR) {
            return Ok(provider);
        }
        let document = fetch_metadata(outgoing, issuer).await?;
        let provider = Arc::new(Provider { keys: provider.keys.clone(), ..document });
        if let Some(known) = self.known().get_mut(issuer) {
            (known.provider, known.seen_at) = (Arc::clone(&provider), Instant::now());
        }
        Ok(provider)
    }

    /// A provider, as it is now.
    ///
    /// # Errors
    /// Each [`ProviderError`].
    pub async fn refresh(&self, outgoing: &Outgoing, issuer: &str) -> Result<Arc<Provider>, ProviderError> {
        let provider = Arc::new(fetch(outgoing, issuer).await?);
        self.keep(&provider, None);
        Ok(provider)
    }

    /// A provider with its keys of now, because a token names one that is not known: once a minute at the most, however many
    /// tokens come.
    ///
    /// # Errors
    /// Each [`ProviderError`].
    pub async fn with_new_keys(
        &self,
        outgoing: &Outgoing,
        provider: &Provider,
    ) -> Result<Option<Arc<Provider>>, ProviderError> {
        {
            let mut known = self.known();
            if let Some(known) = known.get_mut(&provider.issuer) {
                if known.looked_at.is_some_and(|at| at.elapsed() < BETWEEN_LOOKS) {
                    return Ok(None);
                }
                known.looked_at = Some(Instant::now());
            }
        }
        let keys = fetch_keys(outgoing, provider).await?;
        let provider = Arc::new(Provider { keys, ..provider.clone() });
        self.keep(&provider, Some(Instant::now()));
        Ok(Some(provider))
    }

    fn keep(&self, provider: &Arc<Provider>, looked_at: Option<Instant>) {
        let mut known = self.known();
        if known.len() >= MOST && !known.contains_key(&provider.issuer) {
            let oldest = known.iter().min_by_key(|(_, known)| known.fetched_at).map(|(issuer, _)| issuer.clone());
            oldest.map(|issuer| known.remove(&issuer));
        }
        let looked_at = looked_at.or_else(|| known.get(&provider.issuer).and_then(|known| known.looked_at));
        let now = Instant::now();
        let entry = Known { provider: Arc::clone(provider), fetched_at: now, seen_at: now, looked_at };
        known.insert(provider.issuer.clone(), entry);
    }
}

/// What a look at a provider tells whoever sets it up.
pub fn tested(found: &Result<Arc<Provider>, ProviderError>) -> SsoTest {
    match found {
        Ok(provider) => SsoTest {
            fault: None,
            authorization_endpoint: Some(provider.authorization_endpoint.clone()),
            token_endpoint: Some(provider.token_endpoint.clone()),
            end_session_endpoint: provider.end_session_endpoint.clone(),
            algorithms: provider.algorithms.iter().filter_map(algorithm_name).collect(),
            keys: u32::try_from(provider.keys.keys().len()).unwrap_or(u32::MAX),
        },
        Err(ProviderError::Fault(fault)) => SsoTest { fault: Some(*fault), ..SsoTest::default() },
        Err(ProviderError::Outgoing(_)) => SsoTest { fault: Some(SsoFault::Unreachable), ..SsoTest::default() },
        Err(ProviderError::Answer(_)) => SsoTest { fault: Some(SsoFault::NotAProvider), ..SsoTest::default() },
    }
}

fn algorithm_name(algorithm: &CoreJwsSigningAlgorithm) -> Option<String> {
    serde_json::to_value(algorithm).ok()?.as_str().map(str::to_owned)
}

/// The client that this portal is for a provider.
pub(super) struct Client<'c> {
    pub(super) id: &'c str,
    pub(super) secret: Option<String>,
    pub(super) redirect_uri: &'c str,
}

/// Exchanges a code for an ID token and an access token.
pub(super) async fn exchange(
    outgoing: &Outgoing,
    provider: &Provider,
    client: Client<'_>,
    code: &str,
    verifier: String,
) -> Result<(String, String), ProviderError> {
    let bad = |_| ProviderError::Fault(SsoFault::NotAProvider);
    let issuer = openidconnect::IssuerUrl::new(provider.issuer.clone()).map_err(bad)?;
    let token_url = openidconnect::TokenUrl::new(provider.token_endpoint.clone()).map_err(bad)?;
    let redirect_uri = RedirectUrl::new(client.redirect_uri.to_owned()).map_err(bad)?;
    let mut asking = CoreClient::new(ClientId::new(client.id.to_owned()), issuer, JsonWebKeySet::new(Vec::new()))
        .set_token_uri(token_url)
        .set_redirect_uri(redirect_uri)
        .set_auth_type(if provider.secret_in_body { AuthType::RequestBody } else { AuthType::BasicAuth });
    if let Some(secret) = client.secret {
        asking = asking.set_client_secret(ClientSecret::new(secret));
    }
    let http = |request: HttpRequest| {
        let outgoing = outgoing.clone();
        async move { call(&outgoing, request).await }
    };
    let asked = asking
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier))
        .request_async(&http)
        .await;
    match asked {
        Ok(answer) => tokens(&answer).map_err(ProviderError::Answer),
        Err(openidconnect::RequestTokenError::Request(CallError::Outgoing(error))) => Err(error.into()),
        Err(openidconnect::RequestTokenError::Request(CallError::Down)) => Err(SsoFault::Unreachable.into()),
        Err(openidconnect::RequestTokenError::ServerResponse(refusal)) => {
            Err(ProviderError::Answer(format!("it refused the code: {}", refusal.error())))
        }
        Err(openidconnect::RequestTokenError::Parse(error, _)) => {
            Err(ProviderError::Answer(format!("it is no token answer: {}", error.inner())))
        }
        Err(openidconnect::RequestTokenError::Other(_)) => {
            Err(ProviderError::Answer("it is no token answer".to_owned()))
        }
    }
}

/// Why there is no answer that could be read.
#[derive(Debug, thiserror::Error)]
enum CallError {
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    #[error("the provider says that it cannot answer")]
    Down,
}

async fn call(outgoing: &Outgoing, request: HttpRequest) -> Result<HttpResponse, CallError> {
    let (parts, body) = request.into_parts();
    let answer = outgoing.send(parts.method, &parts.uri.to_string(), parts.headers, body).await?;
    if answer.status.is_server_error() {
        return Err(CallError::Down);
    }
    let mut response = HttpResponse::new(answer.body.to_vec());
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// Adds what the provider tells at its userinfo endpoint to what the ID token says, where something that is asked for is
/// missing there. What the ID token says stays. An answer about somebody else is none
/// ([OpenID Connect Core, 5.3.4](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponseValidation)).
pub(super) async fn complete_claims(
    outgoing: &Outgoing,
    provider: &Provider,
    access_token: &str,
    (subject, claims): (&str, &mut Value),
    wanted: &BTreeSet<&str>,
) -> Result<(), ProviderError> {
    let Some(endpoint) = &provider.userinfo_endpoint else { return Ok(()) };
    if wanted.iter().all(|name| super::claims::find(claims, name).is_some()) {
        return Ok(());
    }
    // Without it somebody could get the role of those of whom nothing is known. So there is no sign-in without it.
    let bytes = match get(outgoing, endpoint, Some(access_token)).await {
        Err(ProviderError::Fault(SsoFault::NotAProvider)) => {
            return Err(ProviderError::Answer("it tells nothing more about the person".to_owned()));
        }
        other => other?,
    };
    let Ok(Value::Object(more)) = serde_json::from_slice::<Value>(&bytes) else { return Ok(()) };
    if more.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(ProviderError::Answer("it tells about somebody else".to_owned()));
    }
    if let Some(claims) = claims.as_object_mut() {
        // An address and what is said of it belong together: never one from here and the other from there.
        let has_email = claims.contains_key("email") || claims.contains_key("email_verified");
        for (name, value) in more {
            let is_of_email = name == "email" || name == "email_verified";
            if !(is_of_email && has_email) {
                claims.entry(name).or_insert(value);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://login.acme.example/tenant";

    fn document() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://login.acme.example/authorize",
            "token_endpoint": "https://login.acme.example/token",
            "jwks_uri": "https://login.acme.example/keys",
            "response_types_supported": ["code", "something-new"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256"],
            "end_session_endpoint": "https://login.acme.example/logout",
        })
    }

    fn with(name: &str, value: Value) -> Vec<u8> {
        let mut document = document();
        document[name] = value;
        document.to_string().into_bytes()
    }

    #[test]
    fn a_discovery_document_is_its_issuers_and_leads_to_web_addresses() {
        let read = |bytes: &[u8]| read_metadata(bytes, ISSUER, false).map(|provider| provider.secret_in_body);
        assert_eq!(read(&with("x", json!(1))), Ok(false));
        assert_eq!(read(&with("token_endpoint_auth_methods_supported", json!(["client_secret_post"]))), Ok(true));
        for (name, value, fault) in [
            ("issuer", json!("https://login.acme.example"), SsoFault::OtherIssuer),
            ("issuer", json!("https://evil.example"), SsoFault::OtherIssuer),
            ("id_token_signing_alg_values_supported", json!(["HS256", "none"]), SsoFault::NoAlgorithm),
            ("authorization_endpoint", json!("javascript:alert(1)"), SsoFault::NotAProvider),
            ("authorization_endpoint", json!("https:login.acme.example/authorize"), SsoFault::NotAProvider),
            ("authorization_endpoint", json!("https://login.acme.example/\nauthorize"), SsoFault::NotAProvider),
            ("authorization_endpoint", json!("https://login.acme.example/\u{6a3}"), SsoFault::NotAProvider),
            ("authorization_endpoint", json!("http://login.acme.example/authorize"), SsoFault::NotAProvider),
            ("token_endpoint", json!("https://user:word@login.acme.example/token"), SsoFault::NotAProvider),
            ("token_endpoint", json!(null), SsoFault::NotAProvider),
            ("jwks_uri", json!("file:///etc/passwd"), SsoFault::NotAProvider),
            ("response_types_supported", json!("code"), SsoFault::NotAProvider),
        ] {
            assert_eq!(read(&with(name, value.clone())), Err(fault), "{name}: {value}");
        }
        assert_eq!(read(b"<html>"), Err(SsoFault::NotAProvider));
        // An end of the session that leads elsewhere is none.
        let bad = with("end_session_endpoint", json!("javascript:alert(1)"));
        assert_eq!(read_metadata(&bad, ISSUER, false).unwrap().end_session_endpoint, None);
        let here = with("token_endpoint", json!("http://127.0.0.1/token"));
        assert!(read_metadata(&here, ISSUER, true).is_ok());
    }

    #[test]
    fn keys_that_sign_nothing_here_are_left_out() {
        let rsa = |bytes: usize| json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(vec![0xff; bytes]), "e": "AQAB" });
        let count =
            |keys: Value| read_keys(json!({ "keys": keys }).to_string().as_bytes()).map(|keys| keys.keys().len());
        let secret = json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" });
        assert_eq!(count(json!([rsa(256), rsa(128), secret.clone()])), Ok(1));
        assert_eq!(count(json!([rsa(128), secret])), Err(SsoFault::NoKeys));
        assert_eq!(count(json!([])), Err(SsoFault::NoKeys));
        assert_eq!(count(json!({ "a": 1 })), Err(SsoFault::NoKeys));
        assert_eq!(read_keys(b"nothing").map(|_| ()), Err(SsoFault::NoKeys));
        let padded = [vec![0; 200], vec![0xff; 128]].concat();
        let padded = json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(padded), "e": "AQAB" });
        assert_eq!(count(json!([padded])), Err(SsoFault::NoKeys), "zeroes are no bits");
    }
}
