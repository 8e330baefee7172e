//! One call: credential, attempts, and the reading of the answer.

use std::time::Duration;

use loggia_types::embed::ORGANIZATION_HEADER;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Client, Error, Result,
    auth::Token,
    decode,
    encode::append_query,
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
            fault: None,
        }
    }

    pub(crate) fn get(client: &Client, path: impl Into<String>) -> Self {
        Self::new(client, Method::Get, path)
    }

    pub(crate) fn query(mut self, query: &impl Serialize) -> Self {
        if let Err(error) = append_query(&mut self.path, query) {
            self.fault = Some(Error::Config(format!("the query cannot be written: {error}")));
        }
        self
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => self.body = Some(body),
            Err(error) => self.fault = Some(Error::Config(format!("the body cannot be written: {error}"))),
        }
        self.header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Only change that version.
    pub(crate) fn if_match(self, version: i64) -> Self {
        self.header("if-match", format!("\"{version}\""))
    }

    /// Lets the server recognize a repetition, which makes a POST repeatable.
    pub(crate) fn idempotent(mut self) -> Self {
        match random::<16>() {
            Some(bytes) => {
                self.repeatable = true;
                self.header("idempotency-key", format!("{:032x}", u128::from_be_bytes(bytes)))
            }
            // Without a key it is still good for one attempt.
            None => self,
        }
    }

    /// Sends it only once: the caller has its own way of trying again.
    pub(crate) fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    /// Sends it and reads a JSON answer.
    pub(crate) async fn send<T: DeserializeOwned>(self) -> Result<T> {
        let text = self.text().await?;
        decode::json(&text)
    }

    /// Sends it and reads nothing.
    pub(crate) async fn send_empty(self) -> Result<()> {
        self.text().await.map(drop)
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

    async fn execute(mut self, want: Want) -> Result<Answer> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let settings = &self.client.inner.settings;
        let mut attempt = 1;
        let mut renewed = false;
        loop {
            let token = self.client.inner.credential.token().await?;
            let failure = match within(settings.timeout, self.attempt(&token, want)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::from(Error::timeout()),
            };
            // The server did nothing with a request it did not let in, so any may be sent again.
            if failure.unauthenticated && !renewed && self.client.inner.credential.refused(&token) {
                renewed = true;
                continue;
            }
            if !self.repeatable || !failure.error.is_retryable() || attempt >= settings.max_attempts {
                return Err(failure.error);
            }
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
            url: format!("{}{}", self.client.inner.base_url, self.path),
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
    headers.push(("authorization", format!("Bearer {}", token.secret)));
    if let Some(organization) = &client.organization {
        headers.push((ORGANIZATION_HEADER, organization.to_string()));
    }
    headers
}

/// Why an attempt failed, and what that means for the next.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) unauthenticated: bool,
    retry_after: Option<Duration>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, unauthenticated: false, retry_after: None }
    }
}

impl Failure {
    /// Reads a refusal.
    pub(crate) async fn read(response: Response) -> Self {
        let status = response.status();
        let retry_after = response.header("retry-after").and_then(|value| value.trim().parse().ok());
        let error = match response.text().await {
            Ok(text) => decode::refusal(status, &text),
            Err(error) => error,
        };
        Self { error, unauthenticated: status == 401, retry_after: retry_after.map(Duration::from_secs) }
    }
}

/// How long to wait after the `attempt`th failure. `None`: longer than is worth waiting for.
fn pause(attempt: u32, asked: Option<Duration>) -> Option<Duration> {
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
    longest / 2 + (longest / 2).mul_f64(f64::from(random) / f64::from(u16::MAX))
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
