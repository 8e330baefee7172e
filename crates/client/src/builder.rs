//! Setting up a client.

use std::{fmt, time::Duration};

use crate::{
    BoxError, Client, ClientSecret, Error, MaybeSend, MaybeSync, Result,
    auth::{Credential, EmbedAuth, is_sendable},
    client::Settings,
    platform::Shared,
};

/// Sets up a [`Client`]; made by [`Client::builder`].
///
/// ```
/// use std::time::Duration;
/// use loggia_client::Client;
///
/// let client = Client::builder("https://portal.example")
///     .api_key("sk_...")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok::<(), loggia_client::Error>(())
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    credential: Option<Credential>,
    settings: Settings,
}

impl ClientBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self { base_url, credential: None, settings: Settings::default() }
    }

    /// Acts as the person of an embed session.
    ///
    /// `fetch` asks the vendor's backend for a client secret. It is called when the first request needs one, again
    /// shortly before [`ClientSecret::expires_at`], and once when the server answers 401; never twice at a time. When it
    /// fails, the secret that there is serves until it ends.
    ///
    /// ```
    /// use loggia_client::{Client, ClientSecret};
    ///
    /// # async fn post(_: &str) -> Result<String, std::io::Error> { Ok(String::new()) }
    /// async fn ask_my_backend() -> Result<ClientSecret, std::io::Error> {
    ///     Ok(ClientSecret::new(post("/portal-session").await?))
    /// }
    ///
    /// let client = Client::builder("https://portal.example").embed_session(ask_my_backend).build()?;
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn embed_session<F, Fut, E>(mut self, fetch: F) -> Self
    where
        F: Fn() -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<ClientSecret, E>> + MaybeSend + 'static,
        E: Into<BoxError> + 'static,
    {
        self.credential = Some(Credential::Embed(EmbedAuth::new(Shared::new(move || {
            let fetched = fetch();
            Box::pin(async move { fetched.await.map_err(Into::into) })
        }))));
        self
    }

    /// Acts as a vendor's backend. Requests about an organization's data go through
    /// [`Client::with_organization`]. Never give an API key to a browser.
    ///
    /// ```no_run
    /// use loggia_client::Client;
    ///
    /// let key = std::env::var("PORTAL_API_KEY").expect("PORTAL_API_KEY is set");
    /// let vendor = Client::builder("https://portal.example").api_key(key).build()?;
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.credential = Some(Credential::api_key(key.into()));
        self
    }

    /// How long one attempt of a request may take, its answer included. Default: 30 seconds. Uploads, downloads and
    /// the event stream may take longer as long as something moves.
    ///
    /// ```
    /// # use loggia_client::Client;
    /// use std::time::Duration;
    ///
    /// let builder = Client::builder("https://portal.example").api_key("sk_...");
    /// let client = builder.timeout(Duration::from_secs(5)).build()?;
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How often a request that may be repeated is sent at the most. Default: 3; 1 means never again.
    ///
    /// ```
    /// # use loggia_client::Client;
    /// // A job that is started again by itself needs no attempts in here.
    /// let client = Client::builder("https://portal.example").api_key("sk_...").max_attempts(1).build()?;
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.settings.max_attempts = attempts.max(1);
        self
    }

    /// The client.
    ///
    /// ```
    /// use loggia_client::{Client, Error};
    ///
    /// assert!(Client::builder("https://portal.example").api_key("sk_...").build().is_ok());
    /// let without_scheme = Client::builder("portal.example").api_key("sk_...").build();
    /// assert!(matches!(without_scheme, Err(Error::Config(_))));
    /// ```
    ///
    /// # Errors
    /// [`Error::Config`] if the address is not `http://` or `https://` with a host (and perhaps a path), if there is no
    /// credential or the API key does not fit a header, or if this machine cannot make connections.
    pub fn build(self) -> Result<Client> {
        let base_url = self.base_url.trim_end_matches('/').to_owned();
        check_base_url(&base_url)?;
        let credential =
            self.credential.ok_or_else(|| Error::Config("a client needs `embed_session` or `api_key`".to_owned()))?;
        if let Credential::ApiKey(token) = &credential
            && !is_sendable(&token.secret)
        {
            return Err(Error::Config("the API key is empty or not printable ASCII".to_owned()));
        }
        Client::new(base_url, credential, self.settings)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

fn check_base_url(url: &str) -> Result<()> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let authority = rest.map(|rest| rest.split('/').next().unwrap_or_default()).unwrap_or_default();
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\' | b'"'));
    if authority.is_empty() || authority.contains('@') || !plain {
        return Err(Error::Config(
            "the base URL must be http:// or https:// with a host, without user, query or fragment".to_owned(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_that_cannot_work_are_refused() {
        for good in ["http://127.0.0.1:4400", "https://portal.example/", "https://portal.example/base"] {
            Client::builder(good).api_key("sk_1").build().unwrap();
        }
        for bad in
            ["", "portal.example", "/v1", "https://", "https://a@b", "https://a/?q", "https://a/#f", "https://a b"]
        {
            assert!(matches!(Client::builder(bad).api_key("sk_1").build(), Err(Error::Config(_))), "{bad}");
        }
    }

    #[test]
    fn a_client_needs_a_credential_that_fits_a_header() {
        assert!(matches!(Client::builder("https://a.example").build(), Err(Error::Config(_))));
        assert!(matches!(Client::builder("https://a.example").api_key("a\r\nb").build(), Err(Error::Config(_))));
    }
}
