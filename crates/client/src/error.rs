//! The crate's one error type, split by what a caller can do about it.

use std::{sync::Arc, time::Duration};

use loggia_types::{FieldError, Problem, ProblemCode};

/// Any error, as a callback of the application may return it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call did not succeed.
///
/// No error, in `Display` or `Debug`, contains a credential.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server refused, and says why.
    #[error("{}", describe(.0))]
    Problem(Box<Problem>),
    /// Something other than the portal answered, such as a proxy in between.
    #[error("unexpected answer with status {status}")]
    #[non_exhaustive]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// No complete answer came.
    #[error("{kind}")]
    #[non_exhaustive]
    Transport {
        /// How it failed.
        kind: TransportErrorKind,
        /// What the network layer said.
        #[source]
        source: Option<BoxError>,
    },
    /// The answer is not what this version of the client understands.
    #[error("cannot read the answer{}", place(.path))]
    #[non_exhaustive]
    Decode {
        /// The value that could not be read or is missing, as a JSON pointer; empty: the whole answer.
        path: String,
        /// What was wrong with it.
        #[source]
        source: BoxError,
    },
    /// The application's callback gave no client secret.
    #[error("the page could not get a credential")]
    #[non_exhaustive]
    Credential {
        /// What the callback said. Shared, because every request that waited for the secret gets it.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The client was set up or called in a way that cannot work.
    #[error("{0}")]
    Config(String),
}

/// How a request failed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The server could not be reached.
    Connect,
    /// The server took too long.
    Timeout,
    /// The connection broke, or the answer could not be read to its end.
    Interrupted,
    /// The request's own body could not be read.
    Body,
}

impl std::fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "the server cannot be reached",
            Self::Timeout => "the server took too long to answer",
            Self::Interrupted => "the connection broke",
            Self::Body => "the data to send could not be read",
        })
    }
}

fn place(path: &str) -> String {
    if path.is_empty() { String::new() } else { [" at `", path, "`"].concat() }
}

fn describe(problem: &Problem) -> String {
    match &problem.detail {
        Some(detail) => format!("{}: {detail}", problem.title),
        None => match problem.retry_after {
            Some(seconds) => format!("{}: try again in {seconds} s", problem.title),
            None => problem.title.clone(),
        },
    }
}

impl Error {
    pub(crate) fn transport(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self::Transport { kind, source: Some(source.into()) }
    }

    pub(crate) fn timeout() -> Self {
        Self::Transport { kind: TransportErrorKind::Timeout, source: None }
    }

    /// The server's problem, if it refused.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The stable code of the server's problem, if it refused.
    pub fn code(&self) -> Option<ProblemCode> {
        self.problem().map(|problem| problem.code)
    }

    /// The values that the server did not accept; empty with any other error.
    pub fn field_errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// The id by which the server's logs know the request, to tell to support.
    pub fn request_id(&self) -> Option<&str> {
        self.problem()?.request_id.as_ref().map(|id| id.as_str())
    }

    /// How long to wait before trying again, if the server asked for it: with too many requests, or when it is busy.
    pub fn retry_after(&self) -> Option<Duration> {
        self.problem()?.retry_after.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Whether the same call may succeed later without any change.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Problem(problem) => matches!(problem.code, ProblemCode::RateLimited | ProblemCode::Unavailable),
            Self::Status { status } => matches!(status, 408 | 429 | 502..=504),
            Self::Transport { kind, .. } => *kind != TransportErrorKind::Body,
            _ => false,
        }
    }
}
