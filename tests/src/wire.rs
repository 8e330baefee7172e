//! Requests by hand: for what the typed client would never send.

use reqwest::{
    Body, Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;

/// Sends requests to one server.
#[derive(Clone, Debug)]
pub struct Wire {
    base_url: String,
    http: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The problem's code; empty if it is no problem.
    pub fn code(&self) -> String {
        self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// A header as text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request being put together.
#[must_use = "a request does nothing until it is sent"]
pub struct Asking<'a> {
    wire: &'a Wire,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
}

impl Wire {
    /// Sends to the server at `base_url`.
    ///
    /// # Errors
    /// When there is no HTTP client to be had.
    pub fn new(base_url: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { base_url: base_url.to_owned(), http })
    }

    /// A request with this method to this path, query included.
    pub fn ask(&self, method: &str, path: &str) -> Asking<'_> {
        Asking {
            wire: self,
            method: method.parse().unwrap_or_default(),
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Body::default(),
        }
    }

    /// A GET request.
    pub fn get(&self, path: &str) -> Asking<'_> {
        self.ask("GET", path)
    }
}

impl Asking<'_> {
    /// With a credential.
    pub fn bearer(self, secret: &str) -> Self {
        self.header("authorization", &format!("Bearer {secret}"))
    }

    /// With a header. What cannot be a header's value is left out.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        self.raw_header(name, value.as_bytes())
    }

    /// With a header of any bytes. What cannot be a header's value is left out.
    pub fn raw_header(mut self, name: &'static str, value: &[u8]) -> Self {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            self.headers.append(HeaderName::from_static(name), value);
        }
        self
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    /// With a form, as a page sends it.
    pub fn form<'f>(self, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    /// With a body.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it, and leaves the body of the answer to the caller.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn open(self) -> anyhow::Result<reqwest::Response> {
        let url = format!("{}{}", self.wire.base_url, self.path);
        Ok(self.wire.http.request(self.method, url).headers(self.headers).body(self.body).send().await?)
    }

    /// Sends it and reads the answer to its end.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn send(self) -> anyhow::Result<Answer> {
        let response = self.open().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, body: response.bytes().await?.to_vec() })
    }
}
