//! Somebody who is signed in: the tokens, in memory.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use futures_util::{FutureExt, future::Shared as SharedFuture};
use loggia_types::Timestamp;
use oauth2::{RefreshToken, TokenResponse, basic::BasicTokenResponse};

use super::{OAuth, OAuthError};
use crate::{
    BoxFuture, Client, ClientBuilder, ClientSecret, Error, Result, TransportErrorKind,
    platform::{Shared, now},
};

/// How near its end an access token is not handed out any more.
const MARGIN: TimeDelta = TimeDelta::seconds(30);

/// A person's sign-in. Cheap to clone; clones share the tokens. It ends when it is revoked, or when it is dropped and nobody
/// has the tokens any more.
///
/// ```no_run
/// # use loggia_client::oauth::{OAuthError, OAuthSession};
/// # async fn example(session: OAuthSession) -> Result<(), OAuthError> {
/// let me = session.connect()?.session().get().await?;
/// println!("Signed in as {}", me.user.name);
/// session.sign_out().await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct OAuthSession(Shared<Inner>);

struct Inner {
    oauth: OAuth,
    state: Mutex<State>,
}

struct State {
    /// `None`: it has ended.
    tokens: Option<Tokens>,
    pending: Option<Pending>,
}

#[derive(Clone)]
struct Tokens {
    access: String,
    expires_at: Timestamp,
    refresh: String,
    /// How many there were before: which of them somebody had is told by this.
    generation: u64,
}

type Failure = Arc<OAuthError>;
type Pending = SharedFuture<BoxFuture<'static, Result<Tokens, Failure>>>;

/// Why a client got no token.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct NoToken(Failure);

impl fmt::Debug for OAuthSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthSession").field("oauth", &self.0.oauth).finish_non_exhaustive()
    }
}

impl Tokens {
    fn read(answer: &BasicTokenResponse, generation: u64) -> Result<Self, OAuthError> {
        let missing = |what: &'static str| Error::Decode { path: what.to_owned(), source: "it is missing".into() };
        let refresh = answer.refresh_token().ok_or_else(|| missing("/refresh_token"))?;
        let life = answer.expires_in().ok_or_else(|| missing("/expires_in"))?;
        let expires_at = now() + TimeDelta::from_std(life.min(Duration::from_secs(86_400))).unwrap_or_default();
        let (access, refresh) = (answer.access_token().secret().clone(), refresh.secret().clone());
        Ok(Self { access, expires_at, refresh, generation })
    }
}

impl OAuthSession {
    pub(super) fn new(oauth: OAuth, answer: &BasicTokenResponse) -> Result<Self, OAuthError> {
        let state = State { tokens: Some(Tokens::read(answer, 1)?), pending: None };
        Ok(Self(Shared::new(Inner { oauth, state: Mutex::new(state) })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two statements, so a panic elsewhere does not spoil it.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A client that acts for the person.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::OAuthSession;
    /// # async fn example(session: OAuthSession) -> Result<(), loggia_client::Error> {
    /// let client = session.connect()?;
    /// println!("{} documents", client.documents().list(&Default::default()).await?.items.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn connect(&self) -> Result<Client> {
        self.builder().build()
    }

    /// The same, to be set up further.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::OAuthSession;
    /// # fn example(session: OAuthSession) -> Result<(), loggia_client::Error> {
    /// use std::time::Duration;
    ///
    /// let client = session.builder().timeout(Duration::from_secs(10)).build()?;
    /// # Ok(()) }
    /// ```
    pub fn builder(&self) -> ClientBuilder {
        let session = self.clone();
        // Which token this client had last: it asks again when that is refused or about to end.
        let had = Shared::new(Mutex::new(0_u64));
        Client::builder(self.0.oauth.issuer.clone()).embed_session(move || {
            let (session, had) = (session.clone(), Shared::clone(&had));
            async move {
                let last = *had.lock().unwrap_or_else(PoisonError::into_inner);
                let tokens = session.tokens_after(last).await.map_err(NoToken)?;
                *had.lock().unwrap_or_else(PoisonError::into_inner) = tokens.generation;
                let secret = ClientSecret { secret: tokens.access, expires_at: Some(tokens.expires_at) };
                Ok::<_, NoToken>(secret)
            }
        })
    }

    /// The tokens that came after those of this generation: those that there are, or the next. However many ask, they are
    /// fetched once.
    async fn tokens_after(&self, generation: u64) -> Result<Tokens, Failure> {
        let pending = {
            let mut state = self.state();
            let Some(tokens) = &state.tokens else { return Err(Arc::new(OAuthError::Ended)) };
            if tokens.generation > generation && now() + MARGIN < tokens.expires_at {
                return Ok(tokens.clone());
            }
            match &state.pending {
                Some(pending) => pending.clone(),
                None => {
                    let pending = self.start(tokens.clone());
                    state.pending = Some(pending.clone());
                    pending
                }
            }
        };
        pending.await
    }

    fn start(&self, tokens: Tokens) -> Pending {
        let session = self.clone();
        let next: BoxFuture<'static, Result<Tokens, Failure>> = Box::pin(async move {
            let next = session.exchange(&tokens).await;
            let mut state = session.state();
            state.pending = None;
            match next {
                Ok(next) => {
                    // Unless somebody signed out meanwhile.
                    if state.tokens.is_some() {
                        state.tokens = Some(next.clone());
                    }
                    Ok(next)
                }
                Err(OAuthError::Refused { code, .. }) if code == "invalid_grant" => {
                    state.tokens = None;
                    Err(Arc::new(OAuthError::Ended))
                }
                Err(error) => Err(Arc::new(error)),
            }
        });
        next.shared()
    }

    /// Exchanges the refresh token for the next tokens. When the answer is lost it is asked once more at once: the portal
    /// takes the same token again for a moment.
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, OAuthError> {
        let refresh = RefreshToken::new(tokens.refresh.clone());
        let send = self.0.oauth.http.sender();
        let ask = || self.0.oauth.client.exchange_refresh_token(&refresh).request_async(&send);
        let mut answer = ask().await.map_err(super::http::refusal);
        let lost = matches!(
            &answer,
            Err(OAuthError::Request(Error::Transport {
                kind: TransportErrorKind::Timeout | TransportErrorKind::Interrupted,
                ..
            }))
        );
        if lost {
            answer = ask().await.map_err(super::http::refusal);
        }
        Tokens::read(&answer?, tokens.generation + 1)
    }

    /// Signs out: gives the tokens back, so that nobody can use them. In memory they are gone whatever the portal says.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{OAuthError, OAuthSession};
    /// # async fn example(session: OAuthSession) -> Result<(), OAuthError> {
    /// if session.sign_out().await.is_err() {
    ///     println!("The portal does not know of it yet: it ends by itself.");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When the portal cannot be reached; then the tokens end by themselves.
    pub async fn sign_out(&self) -> Result<(), OAuthError> {
        let tokens = self.state().tokens.take();
        let Some(tokens) = tokens else { return Ok(()) };
        let oauth = &self.0.oauth;
        let mut body = oauth2::url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("client_id", oauth.client.client_id().as_str()).append_pair("token", &tokens.refresh);
        let status = oauth.http.post(format!("{}/oauth/revoke", oauth.issuer), body.finish()).await?;
        if status == 200 { Ok(()) } else { Err(Error::Status { status }.into()) }
    }
}
