//! Asking a person, and what they answer.

use std::fmt;

use loggia_types::Permission;
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, EndpointNotSet, EndpointSet, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenUrl,
    basic::BasicClient,
    url::{Host, Url},
};
use serde::{Deserialize, Serialize};

use super::{OAuthError, OAuthSession, http::Http};

/// A client whose addresses are known.
pub(super) type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// A program that people let act for them: a public client, which has no secret.
///
/// ```
/// use loggia_client::{oauth::OAuth, types::Permission};
///
/// let scopes = [Permission::CasesRead, Permission::DocumentsRead];
/// let oauth = OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &scopes)?;
/// # Ok::<(), loggia_client::oauth::OAuthError>(())
/// ```
#[derive(Clone)]
pub struct OAuth {
    pub(super) issuer: String,
    pub(super) client: Client,
    scopes: Vec<Permission>,
    pub(super) http: Http,
}

/// Where to send a person, and what to keep until they come back.
///
/// ```
/// # use loggia_client::oauth::OAuth;
/// let oauth = OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[])?;
/// let sign_in = oauth.begin("https://app.example/callback")?;
/// println!("Open {}", sign_in.url);
/// let kept = sign_in.pending; // until the person comes back
/// # Ok::<(), loggia_client::oauth::OAuthError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SignIn {
    /// To be opened in a browser.
    pub url: String,
    /// To be kept.
    pub pending: Pending,
}

/// What is kept while a person is at the portal. It is worth something only together with the code that they bring back,
/// and that only once.
///
/// ```
/// # use loggia_client::oauth::{OAuth, Pending};
/// # let oauth = OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[])?;
/// let sign_in = oauth.begin("https://app.example/callback")?;
/// let kept = serde_json::to_string(&sign_in.pending)?; // in the person's session of your own server
/// let pending: Pending = serde_json::from_str(&kept)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
pub struct Pending {
    verifier: String,
    state: String,
    redirect_uri: String,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("issuer", &self.issuer).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

impl Pending {
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn state(&self) -> &str {
        &self.state
    }

    /// Whether the address that somebody came back to has this sign-in's `state`.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn is_asked_for(&self, came_back_to: &str) -> bool {
        let url = Url::parse(came_back_to);
        url.is_ok_and(|url| url.query_pairs().any(|(name, value)| name == "state" && value == self.state.as_str()))
    }
}

impl OAuth {
    /// A client of the portal at `issuer` (`https://portal.example`), registered as `client_id`, that asks for `scopes`; for
    /// none in particular: for all that it is registered with.
    ///
    /// ```
    /// use loggia_client::oauth::OAuth;
    ///
    /// assert!(OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[]).is_ok());
    /// assert!(OAuth::new("http://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[]).is_err(), "without TLS");
    /// ```
    ///
    /// # Errors
    /// [`OAuthError::Config`] when the address is none.
    pub fn new(
        issuer: impl Into<String>,
        client_id: impl Into<String>,
        scopes: &[Permission],
    ) -> Result<Self, OAuthError> {
        let issuer = issuer.into().trim_end_matches('/').to_owned();
        let wrong = |error: oauth2::url::ParseError| OAuthError::Config(format!("the portal's address: {error}"));
        let address = Url::parse(&issuer).map_err(wrong)?;
        if !is_private(&address) {
            return Err(OAuthError::Config(
                "the portal's address: expected https://, codes and tokens go there".into(),
            ));
        }
        let client = BasicClient::new(ClientId::new(client_id.into()))
            .set_auth_uri(AuthUrl::new(format!("{issuer}/oauth/authorize")).map_err(wrong)?)
            .set_token_uri(TokenUrl::new(format!("{issuer}/oauth/token")).map_err(wrong)?);
        Ok(Self { client, scopes: scopes.to_vec(), http: Http::new()?, issuer })
    }

    /// Begins: makes what the person is asked with. `redirect_uri` is one of those that the client is registered with; the
    /// port of a loopback address may be any.
    ///
    /// ```
    /// # use loggia_client::oauth::OAuth;
    /// let oauth = OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[])?;
    /// let sign_in = oauth.begin("https://app.example/callback")?;
    /// assert!(sign_in.url.starts_with("https://portal.example/oauth/authorize?"));
    /// # Ok::<(), loggia_client::oauth::OAuthError>(())
    /// ```
    ///
    /// # Errors
    /// [`OAuthError::Config`] when the redirect URI is none.
    pub fn begin(&self, redirect_uri: impl Into<String>) -> Result<SignIn, OAuthError> {
        let redirect = RedirectUrl::new(redirect_uri.into())
            .map_err(|error| OAuthError::Config(format!("the redirect URI: {error}")))?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self
            .client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(self.scopes.iter().map(|scope| Scope::new(scope.as_str().to_owned())))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(std::borrow::Cow::Borrowed(&redirect))
            .url();
        let pending = Pending {
            verifier: verifier.into_secret(),
            state: state.into_secret(),
            redirect_uri: redirect.as_str().to_owned(),
        };
        Ok(SignIn { url: url.into(), pending })
    }

    /// Completes: takes the address that the person came back to, checks that it answers what was asked, and exchanges the
    /// code in it for tokens.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{OAuth, OAuthError, Pending};
    /// # async fn example(oauth: OAuth, pending: Pending) -> Result<(), OAuthError> {
    /// let came_back_to = "https://app.example/callback?code=...&state=...&iss=...";
    /// let session = oauth.complete(pending, came_back_to).await?;
    /// let client = session.connect()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`OAuthError::Mismatch`] when the answer belongs to something else, [`OAuthError::Refused`], and when the portal
    /// cannot be reached.
    pub async fn complete(&self, pending: Pending, came_back_to: &str) -> Result<OAuthSession, OAuthError> {
        let code = read_answer(came_back_to, &pending.state, &self.issuer)?;
        let redirect = RedirectUrl::new(pending.redirect_uri)
            .map_err(|error| OAuthError::Config(format!("the redirect URI: {error}")))?;
        let send = self.http.sender();
        let answer = self
            .client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier))
            .set_redirect_uri(std::borrow::Cow::Owned(redirect))
            .request_async(&send)
            .await
            .map_err(super::http::refusal)?;
        OAuthSession::new(self.clone(), &answer)
    }
}

/// Whether nobody on the way reads along: TLS, or the machine itself
/// ([RFC 9700](https://www.rfc-editor.org/rfc/rfc9700#section-2.6)).
fn is_private(address: &Url) -> bool {
    let is_here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(at)) => at.is_loopback(),
        Some(Host::Ipv6(at)) => at.is_loopback(),
        None => false,
    };
    address.scheme() == "https" || (address.scheme() == "http" && is_here)
}

/// The code in an answer to what was asked with `state`, by `issuer`
/// ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
fn read_answer(came_back_to: &str, state: &str, issuer: &str) -> Result<String, OAuthError> {
    let url = Url::parse(came_back_to).map_err(|_| OAuthError::Mismatch("it is no address"))?;
    let only = |name: &'static str| {
        let mut values = url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let first = values.next();
        if values.next().is_some() { Err(OAuthError::Mismatch("a parameter is there twice")) } else { Ok(first) }
    };
    // Before anything else in it is believed, an error included.
    if only("state")?.as_deref() != Some(state) {
        return Err(OAuthError::Mismatch("state"));
    }
    if only("iss")?.as_deref() != Some(issuer) {
        return Err(OAuthError::Mismatch("iss"));
    }
    if let Some(code) = only("error")? {
        return Err(OAuthError::Refused { code, description: only("error_description")? });
    }
    only("code")?.filter(|code| !code.is_empty()).ok_or(OAuthError::Mismatch("code"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ISSUER: &str = "https://portal.example";

    fn answer(query: &str) -> Result<String, OAuthError> {
        read_answer(&format!("http://127.0.0.1:5000/callback?{query}"), "s1", ISSUER)
    }

    #[test]
    fn an_answer_counts_only_with_its_state_and_its_issuer() {
        let iss = "iss=https%3A%2F%2Fportal.example";
        assert_eq!(answer(&format!("code=c&state=s1&{iss}")).unwrap(), "c");
        for wrong in [
            format!("code=c&{iss}"),
            format!("code=c&state=s2&{iss}"),
            "code=c&state=s1".to_owned(),
            "code=c&state=s1&iss=https%3A%2F%2Fevil.example".to_owned(),
            format!("code=c&state=s1&state=s2&{iss}"),
            format!("code=c&code=d&state=s1&{iss}"),
            format!("state=s1&{iss}"),
            format!("error=access_denied&state=s2&{iss}"),
        ] {
            assert!(matches!(answer(&wrong), Err(OAuthError::Mismatch(_))), "{wrong}");
        }
        let refused = answer(&format!("error=access_denied&error_description=No&state=s1&{iss}")).unwrap_err();
        assert_eq!(refused.to_string(), "the portal refused: access_denied: No");
    }

    #[test]
    fn what_is_asked_says_everything_and_shows_no_verifier() {
        let oauth = OAuth::new("https://portal.example/", "client_1", &[Permission::CasesRead]).unwrap();
        let sign_in = oauth.begin("http://127.0.0.1:5000/callback").unwrap();
        for part in [
            "https://portal.example/oauth/authorize?",
            "response_type=code",
            "client_id=client_1",
            "code_challenge_method=S256",
            "scope=cases%3Aread",
            "redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcallback",
            &format!("state={}", sign_in.pending.state),
        ] {
            assert!(sign_in.url.contains(part), "{part}: {}", sign_in.url);
        }
        assert!(!sign_in.url.contains(&sign_in.pending.verifier));
        assert!(!format!("{sign_in:?} {oauth:?}").contains(&sign_in.pending.verifier));
        assert_ne!(oauth.begin("http://127.0.0.1:5000/callback").unwrap().url, sign_in.url);
        for wrong in ["portal", "http://portal.example", "http://127.0.0.1.evil.example", "ftp://127.0.0.1"] {
            assert!(matches!(OAuth::new(wrong, "client_1", &[]), Err(OAuthError::Config(_))), "{wrong}");
        }
        for here in ["http://127.0.0.1:4400", "http://[::1]:4400", "http://acme.localhost:4400"] {
            OAuth::new(here, "client_1", &[]).unwrap();
        }
    }
}
