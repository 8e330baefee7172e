//! Asking, answering and exchanging by hand.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_client::types::{OAuthClientId, OrganizationId};
use loggia_tests::{Browser, Portal, fixture, wire::Answer};
use sha2::{Digest, Sha256};

pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const WEB: &str = "https://app.acme.example/signed-in";
pub(crate) const LOOPBACK: &str = "http://127.0.0.1:49152/callback";

/// A form or a query.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub(crate) fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// The parameters of an address.
pub(crate) fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// An authorization request, to be changed.
#[derive(Clone)]
pub(crate) struct Ask(Vec<(String, String)>);

impl Ask {
    /// Reports, asking for cases and documents.
    pub(crate) fn new() -> Self {
        let pairs = [
            ("response_type", "code".to_owned()),
            ("client_id", fixture::reports().to_string()),
            ("redirect_uri", WEB.to_owned()),
            ("scope", "cases:read cases:reply documents:read".to_owned()),
            ("state", "s1".to_owned()),
            ("code_challenge", challenge()),
            ("code_challenge_method", "S256".to_owned()),
        ];
        Self(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
    }

    /// With another value. An empty one takes it away.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        if !value.is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// With the value a second time.
    pub(crate) fn twice(mut self, name: &str) -> Self {
        let again: Vec<_> = self.0.iter().filter(|(key, _)| key == name).cloned().collect();
        self.0.extend(again);
        self
    }

    pub(crate) fn query(&self) -> String {
        form(&self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>())
    }
}

fn with_cookie<'w>(asking: loggia_tests::wire::Asking<'w>, browser: &Browser) -> loggia_tests::wire::Asking<'w> {
    asking.header("cookie", &browser.cookie).header("sec-fetch-site", "same-origin")
}

/// Comes with a request, as a browser does.
pub(crate) async fn look(portal: &Portal, browser: &Browser, ask: &Ask) -> Answer {
    let path = format!("/oauth/authorize?{}", ask.query());
    let asking = portal.wire.get(&path).header("cookie", &browser.cookie).header("sec-fetch-site", "cross-site");
    asking.send().await.unwrap()
}

/// Answers a request, as the form of the page does.
pub(crate) async fn decide(
    portal: &Portal,
    browser: &Browser,
    ask: &Ask,
    organization: &OrganizationId,
    decision: &str,
) -> Answer {
    let body = form(&[
        ("csrf", &browser.csrf),
        ("request", &ask.query()),
        ("organization_id", organization.as_str()),
        ("decision", decision),
    ]);
    let asking = with_cookie(portal.wire.ask("POST", "/oauth/authorize"), browser);
    asking.header("content-type", "application/x-www-form-urlencoded").body(body).send().await.unwrap()
}

/// The code that somebody of the fixture gives.
pub(crate) async fn code(portal: &Portal, who: &str, ask: &Ask) -> String {
    let browser = portal.browser(who).await.unwrap();
    let organization = match who {
        "henry" | "hana" => fixture::harbor(),
        _ => fixture::northwind(),
    };
    let answer = decide(portal, &browser, ask, &organization, "allow").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    parameter(answer.header("location"), "code").unwrap()
}

/// Asks an endpoint of clients.
pub(crate) async fn post(portal: &Portal, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let asking = portal.wire.ask("POST", path).header("content-type", "application/x-www-form-urlencoded");
    asking.body(form(pairs)).send().await.unwrap()
}

/// Exchanges a code.
pub(crate) async fn exchange(
    portal: &Portal,
    client: &OAuthClientId,
    code: &str,
    redirect: &str,
    verifier: &str,
) -> Answer {
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", client.as_str()),
        ("code", code),
        ("redirect_uri", redirect),
        ("code_verifier", verifier),
    ];
    post(portal, "/oauth/token", &pairs).await
}

/// Exchanges a refresh token.
pub(crate) async fn refresh(portal: &Portal, token: &str) -> Answer {
    let reports = fixture::reports();
    let pairs = [("grant_type", "refresh_token"), ("client_id", reports.as_str()), ("refresh_token", token)];
    post(portal, "/oauth/token", &pairs).await
}

/// What Reports has for somebody.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Tokens {
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.text());
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token") }
    }
}

/// Signs somebody in with Reports, for these scopes.
pub(crate) async fn tokens(portal: &Portal, who: &str, scopes: &str) -> Tokens {
    let code = code(portal, who, &Ask::new().with("scope", scopes)).await;
    Tokens::of(&exchange(portal, &fixture::reports(), &code, WEB, VERIFIER).await)
}

/// What the API says to a token.
pub(crate) async fn status(portal: &Portal, token: &str) -> u16 {
    portal.wire.get("/v1/session").bearer(token).send().await.unwrap().status
}

/// Expects a refusal of this kind.
#[track_caller]
pub(crate) fn expect_refusal(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(code)), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/json");
}
