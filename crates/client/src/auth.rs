//! Credentials: an API key, or an embed session's client secret that is fetched again in time.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use futures_util::{FutureExt, future::Shared as SharedFuture};
use loggia_types::{Timestamp, embed::EmbedSession};

use crate::{
    BoxError, BoxFuture, Error, Result,
    platform::{Shared, now, within},
};

/// How long the application's callback may take.
const FETCH_LIMIT: Duration = Duration::from_secs(30);
/// How long before its end a secret is replaced, unless its whole life is shorter than ten times this.
const MARGIN: TimeDelta = TimeDelta::seconds(30);
/// After how long replacing a secret that is still good is tried again.
const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// An embed session's client secret, as the vendor's backend hands it out.
///
/// ```
/// use loggia_client::{ClientSecret, types::embed::EmbedSession};
///
/// // What a backend got from `embed_sessions().create(..)` and a page received from it.
/// fn secret_of(answer: EmbedSession) -> ClientSecret {
///     answer.into() // with its end, so that another is fetched in time
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret {
    /// What is sent as the bearer token.
    pub secret: String,
    /// When it ends. Absent: it is used until the server refuses it.
    pub expires_at: Option<Timestamp>,
}

impl ClientSecret {
    /// A secret whose end is not known.
    ///
    /// ```
    /// use loggia_client::ClientSecret;
    ///
    /// let secret = ClientSecret::new("es_secret");
    /// assert_eq!(secret.expires_at, None);
    /// assert!(!format!("{secret:?}").contains("es_secret"), "never in a log");
    /// ```
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), expires_at: None }
    }
}

impl From<EmbedSession> for ClientSecret {
    fn from(session: EmbedSession) -> Self {
        Self { secret: session.client_secret, expires_at: Some(session.expires_at) }
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSecret").field("secret", &"[redacted]").field("expires_at", &self.expires_at).finish()
    }
}

#[cfg(not(target_arch = "wasm32"))]
type FetchSecret = Shared<dyn Fn() -> BoxFuture<'static, Result<ClientSecret, BoxError>> + Send + Sync>;
#[cfg(target_arch = "wasm32")]
type FetchSecret = Shared<dyn Fn() -> BoxFuture<'static, Result<ClientSecret, BoxError>>>;

/// The failure of one fetch, shared by all who waited for it.
type FetchError = Arc<dyn std::error::Error + Send + Sync>;
type Pending = SharedFuture<BoxFuture<'static, Result<ClientSecret, FetchError>>>;

/// Why what the application's callback did is of no use. (A type of its own: an error made of a string brings 6 kB of
/// tables along, for writing strings as Rust source.)
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("the client secret is empty or not printable ASCII")]
    NotSendable,
    #[error("fetching the client secret took too long")]
    Late,
}

/// What a client proves itself with.
pub(crate) enum Credential {
    ApiKey(Token),
    Embed(EmbedAuth),
}

/// What is sent, and which fetch it came from.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) secret: String,
    generation: u64,
}

impl Credential {
    pub(crate) fn api_key(secret: String) -> Self {
        Self::ApiKey(Token { secret, generation: 0 })
    }

    /// The token to send now; fetched first if there is none, or if it ends soon.
    pub(crate) fn token(&self) -> BoxFuture<'_, Result<Token>> {
        match self {
            Self::ApiKey(token) => Box::pin(std::future::ready(Ok(token.clone()))),
            Self::Embed(auth) => Box::pin(auth.token()),
        }
    }

    /// The token that there is, however near its end; fetched only if there is none.
    pub(crate) async fn last_token(&self) -> Result<Token> {
        match self {
            Self::ApiKey(token) => Ok(token.clone()),
            Self::Embed(auth) => auth.last_token().await,
        }
    }

    /// The server refused `token`. Whether another one can be had.
    pub(crate) fn refused(&self, token: &Token) -> bool {
        match self {
            Self::ApiKey(_) => false,
            Self::Embed(auth) => {
                auth.refused(token);
                true
            }
        }
    }
}

/// The client secret of an embed session: fetched when it is first needed, again before it ends, and again when the
/// server refuses it. One fetch runs at a time, and all who need a secret wait for that one.
pub(crate) struct EmbedAuth {
    fetch: FetchSecret,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    pending: Option<Pending>,
    generation: u64,
}

struct Current {
    token: Token,
    renew_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
}

impl EmbedAuth {
    pub(crate) fn new(fetch: FetchSecret) -> Self {
        Self { fetch, state: Mutex::default() }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // The state is whole between any two statements, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn token(&self) -> Result<Token> {
        let (pending, generation) = {
            let mut state = self.state();
            if let Some(current) = &state.current
                && current.renew_at.is_none_or(|at| now() < at)
            {
                return Ok(current.token.clone());
            }
            let pending = match &state.pending {
                Some(pending) => pending.clone(),
                None => {
                    state.generation += 1;
                    let pending = self.start();
                    state.pending = Some(pending.clone());
                    pending
                }
            };
            (pending, state.generation)
        };
        let outcome = pending.await;
        let mut state = self.state();
        // The first of the waiters to get here puts the result away for all.
        if state.generation == generation && state.pending.take().is_some() {
            state.current = match &outcome {
                Ok(secret) => Some(Current::new(secret, generation)),
                Err(_) => state.current.take().and_then(Current::kept_while_good),
            };
        }
        match outcome {
            Ok(secret) => Ok(Token { secret: secret.secret, generation }),
            Err(source) => {
                let current = state.current.as_ref().map(|current| current.token.clone());
                current.ok_or(Error::Credential { source })
            }
        }
    }

    async fn last_token(&self) -> Result<Token> {
        let current = {
            let state = self.state();
            state.current.as_ref().filter(|_| state.pending.is_none()).map(|current| current.token.clone())
        };
        match current {
            Some(token) => Ok(token),
            None => self.token().await,
        }
    }

    fn start(&self) -> Pending {
        let fetch = Shared::clone(&self.fetch);
        // The application's code runs when this is awaited, and not in here, where others wait for the state.
        let fetched: BoxFuture<'static, Result<ClientSecret, FetchError>> = Box::pin(async move {
            match within(FETCH_LIMIT, fetch()).await {
                Ok(Ok(secret)) if is_sendable(&secret.secret) => Ok(secret),
                Ok(Ok(_)) => Err(Arc::new(Unusable::NotSendable) as FetchError),
                Ok(Err(source)) => Err(Arc::from(source)),
                Err(_) => Err(Arc::new(Unusable::Late) as FetchError),
            }
        });
        fetched.shared()
    }

    fn refused(&self, token: &Token) {
        let mut state = self.state();
        // Another request may have had it replaced already.
        if state.current.as_ref().is_some_and(|current| current.token.generation == token.generation) {
            state.current = None;
        }
    }
}

impl Current {
    fn new(secret: &ClientSecret, generation: u64) -> Self {
        let renew_at = secret.expires_at.and_then(|end| {
            let life = end - now();
            // A new secret that has ended already means that this machine's clock is wrong: let the server say when.
            (life > TimeDelta::zero()).then(|| end - MARGIN.min(life / 10))
        });
        Self { token: Token { secret: secret.secret.clone(), generation }, renew_at, ends_at: secret.expires_at }
    }

    /// The same, when it could not be replaced in time and has not ended yet: to be replaced a little later.
    fn kept_while_good(self) -> Option<Self> {
        let now = now();
        let good = self.ends_at.is_some_and(|end| now < end);
        good.then(|| Self { renew_at: Some(now + AGAIN), ..self })
    }
}

/// Whether it can stand in a header without changing the request.
pub(crate) fn is_sendable(secret: &str) -> bool {
    !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Has a secret that is to be replaced now and ends in `left` seconds, and gets no other.
    fn renewing(left: i64) -> EmbedAuth {
        let auth = EmbedAuth::new(Shared::new(|| Box::pin(async { Err(std::fmt::Error.into()) })));
        let token = Token { secret: "secret-1".to_owned(), generation: 0 };
        let ends_at = Some(now() + TimeDelta::seconds(left));
        auth.state().current = Some(Current { token, renew_at: Some(now()), ends_at });
        auth
    }

    #[tokio::test]
    async fn a_secret_that_cannot_be_replaced_serves_until_it_ends() {
        let auth = renewing(600);
        assert_eq!(auth.token().await.unwrap().secret, "secret-1");
        let renew_at = auth.state().current.as_ref().unwrap().renew_at.unwrap();
        assert!(renew_at > now(), "not tried again at every request");
        assert!(matches!(renewing(-1).token().await, Err(Error::Credential { .. })));
        let auth = renewing(600);
        auth.refused(&Token { secret: "secret-1".to_owned(), generation: 0 });
        assert!(matches!(auth.token().await, Err(Error::Credential { .. })), "the server knows better");
    }
}
