//! One call: credential, attempts, and the reading of the answer.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use loggia_types::{ProblemCode, decode::Decode, embed::ORGANIZATION_HEADER};
use serde::Serialize;
use serde_json::Value;

use crate::{
    BoxFuture, Client, Error, IdempotencyKey, Result,
    auth::Token,
    decode,
    encode::{append_parameter, append_query},
    platform::{random, sleep, within},
    transport::{Request, Response},
};

/// The first pause between attempts; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause between attempts. A server that asks for a longer one gets its error passed on.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A call being put together.
pub(crate) struct Call {
    client: Client,
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    /// Whether sending it twice does the same as sending it once.
    repeatable: bool,
    /// Whether the caller has its own way of trying again.
    once: bool,
    /// What it is sent with instead of the client's credential, and never with another.
    token: Option<Token>,
    /// What was wrong with what the caller gave.
    fault: Option<Error>,
}

/// How a call wants its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Text,
    Stream,
}

enum Answer {
    Text(String),
    Stream(Response),
}

impl Call {
    pub(crate) fn new(client: &Client, method: Method, path: impl Into<String>) -> Self {
        Self {
            client: client.clone(),
            method,
            path: path.into(),
            headers: Vec::new(),
            body: None,
            repeatable: matches!(method, Method::Get | Method::Put | Method::Delete),
            once: false,
            token: None,
            fault: None,
        }
    }

    pub(crate) fn get(client: &Client, path: impl Into<String>) -> Self {
        Self::new(client, Method::Get, path)
    }

    /// Appends a flat struct as the query string.
    pub(crate) fn query(self, query: &impl Serialize) -> Self {
        self.with_query(serde_json::to_value(query))
    }

    /// Appends one parameter, if there is a value for it.
    pub(crate) fn parameter(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            append_parameter(&mut self.path, name, value);
        }
        self
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Self {
        self.with_body(serde_json::to_value(body))
    }

    // What does not depend on the type, so that it exists once.
    fn with_query(mut self, query: serde_json::Result<Value>) -> Self {
        match query {
            Ok(query) => append_query(&mut self.path, &query),
            Err(error) => self.fault = Some(Error::Config(error.to_string())),
        }
        self
    }

    fn with_body(mut self, body: serde_json::Result<Value>) -> Self {
        match body {
            Ok(body) => self.body = Some(crate::json::write(&body)),
            Err(error) => self.fault = Some(Error::Config(error.to_string())),
        }
        self.header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Only change that version.
    pub(crate) fn if_match(self, version: i64) -> Self {
        self.header("if-match", ["\"", &version.to_string(), "\""].concat())
    }

    /// Lets the server recognize a repetition, which makes a POST repeatable.
    pub(crate) fn idempotent(mut self) -> Self {
        match self.client.idempotency_key.clone().or_else(IdempotencyKey::random) {
            Some(key) => {
                self.repeatable = true;
                self.header("idempotency-key", key.as_str())
            }
            // Without a key it is still good for one attempt.
            None => self,
        }
    }

    /// Sends it with this credential, whether it is still good or not.
    pub(crate) fn with_token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// Sends it only once: the caller has its own way of trying again.
    pub(crate) fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Sends it and reads a JSON answer.
    pub(crate) fn send<T: Decode>(self) -> CallFuture<T> {
        CallFuture { work: Box::pin(self.text()), read: decode::json }
    }

    /// Sends it and reads nothing.
    pub(crate) fn send_empty(self) -> CallFuture<()> {
        CallFuture { work: Box::pin(self.text()), read: |_| Ok(()) }
    }

    /// Whose call it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Sends it and leaves the reading to the caller.
    pub(crate) async fn open(self) -> Result<Response> {
        match self.execute(Want::Stream).await? {
            Answer::Stream(response) => Ok(response),
            Answer::Text(_) => Err(Error::Config("expected a stream".to_owned())),
        }
    }

    async fn text(self) -> Result<String> {
        match self.execute(Want::Text).await? {
            Answer::Text(text) => Ok(text),
            Answer::Stream(_) => Err(Error::Config("expected a text".to_owned())),
        }
    }

    // On the heap: what waits for it is compiled for each of its callers, this once.
    fn execute(self, want: Want) -> BoxFuture<'static, Result<Answer>> {
        Box::pin(self.attempts(want))
    }

    async fn attempts(mut self, want: Want) -> Result<Answer> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let settings = &self.client.inner.settings;
        let mut attempt = 1;
        let mut renewed = false;
        // Whether an earlier attempt may have done it.
        let mut done = false;
        loop {
            let token = match &self.token {
                Some(token) => token.clone(),
                None => self.client.inner.credential.token().await?,
            };
            let failure = match within(settings.timeout, Box::pin(self.attempt(&token, want))).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::from(Error::timeout()),
            };
            // The server did nothing with a request it did not let in, so any may be sent again.
            let renewable = failure.unauthenticated && !renewed && self.token.is_none();
            if renewable && self.client.inner.credential.refused(&token) {
                renewed = true;
                continue;
            }
            // An earlier attempt may have done it, and its answer was lost.
            if done && self.method == Method::Delete && failure.error.code() == Some(ProblemCode::NotFound) {
                return Ok(Answer::Text(String::new()));
            }
            let let_in = failure.error.code() != Some(ProblemCode::RateLimited);
            let repeatable = (self.repeatable || !let_in) && !self.once;
            if !repeatable || !failure.error.is_retryable() || attempt >= settings.max_attempts {
                return Err(failure.error);
            }
            done |= let_in;
            match pause(attempt, failure.retry_after) {
                Some(pause) => sleep(pause).await,
                None => return Err(failure.error),
            }
            attempt += 1;
        }
    }

    async fn attempt(&self, token: &Token, want: Want) -> Result<Answer, Failure> {
        let request = Request {
            method: self.method,
            url: [&*self.client.inner.base_url, &*self.path].concat(),
            headers: headers(&self.client, token, &self.headers),
            body: self.body.clone(),
        };
        let response = self.client.inner.transport.send(request).await?;
        if (200..300).contains(&response.status()) {
            return Ok(match want {
                Want::Stream => Answer::Stream(response),
                Want::Text => Answer::Text(response.text().await?),
            });
        }
        Err(Failure::read(response).await)
    }
}

/// The headers of a request: the call's own, the credential, and for whom an API key acts.
pub(crate) fn headers(client: &Client, token: &Token, own: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let mut headers = own.to_vec();
    headers.push(("authorization", ["Bearer ", &token.secret].concat()));
    if let Some(organization) = &client.organization {
        headers.push((ORGANIZATION_HEADER, organization.to_string()));
    }
    headers
}

/// What a call becomes, once it is awaited: nothing is sent before, and dropping it cancels.
///
/// One type for all calls, and only the reading of the answer depends on which it is: an `async fn` for each would be
/// compiled, and downloaded by browsers, with all it waits for.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use futures_util::future::try_join;
/// use loggia_client::types::cases::CaseQuery;
///
/// // Both at the same time.
/// let (me, cases) = try_join(client.session().get(), client.cases().list(&CaseQuery::default())).await?;
/// # Ok(()) }
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct CallFuture<T> {
    work: BoxFuture<'static, Result<String>>,
    read: fn(&str) -> Result<T>,
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        match self.work.as_mut().poll(context) {
            Poll::Ready(Ok(text)) => Poll::Ready((self.read)(&text)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

/// Why an attempt failed, and what that means for the next.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) unauthenticated: bool,
    pub(crate) retry_after: Option<Duration>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, unauthenticated: false, retry_after: None }
    }
}

impl Failure {
    /// Reads a refusal.
    pub(crate) fn read(response: Response) -> BoxFuture<'static, Self> {
        Box::pin(async {
            let status = response.status();
            // A date, which only others than the portal write, is taken for longer than is worth waiting for.
            let retry_after = response.header("retry-after").map(|value| value.trim().parse().unwrap_or(u64::MAX));
            let mut error = match response.text().await {
                Ok(text) => decode::refusal(status, &text),
                Err(error) => error,
            };
            if let (Error::Problem(problem), Some(seconds)) = (&mut error, retry_after) {
                // So that the error says it, whoever answered.
                problem.retry_after = u32::try_from(seconds).ok().or(problem.retry_after);
            }
            Self { error, unauthenticated: status == 401, retry_after: retry_after.map(Duration::from_secs) }
        })
    }
}

/// How long to wait after the `attempt`th failure. `None`: longer than is worth waiting for.
pub(crate) fn pause(attempt: u32, asked: Option<Duration>) -> Option<Duration> {
    let longest = FIRST_PAUSE.saturating_mul(1 << (attempt - 1).min(10)).min(LONGEST_PAUSE);
    let jittered = jitter(longest);
    match asked {
        // Nobody returns before they were asked to, nor all at the same moment.
        Some(asked) if asked <= LONGEST_PAUSE => Some(asked + jittered / 2),
        Some(_) => None,
        None => Some(jittered),
    }
}

/// Between half and all of `longest`, so that clients that failed together do not return together.
pub(crate) fn jitter(longest: Duration) -> Duration {
    let random = random::<2>().map_or(u16::MAX, u16::from_be_bytes);
    let half = longest / 2;
    half + half * u32::from(random) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_vary_and_respect_the_server() {
        for attempt in 1..40 {
            let pause = pause(attempt, None).unwrap_or_default();
            assert!(pause >= FIRST_PAUSE / 2 && pause <= LONGEST_PAUSE, "{attempt}: {pause:?}");
        }
        let asked = Duration::from_secs(7);
        assert!(pause(1, Some(asked)).is_some_and(|pause| pause >= asked));
        assert_eq!(pause(1, Some(Duration::from_secs(3600))), None);
    }
}
