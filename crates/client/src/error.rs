//! The crate's one error type, split by what a caller can do about it.

use std::{sync::Arc, time::Duration};

use loggia_types::{FieldError, Problem, ProblemCode};

/// Any error, as a callback of the application may return it.
///
/// ```
/// use loggia_client::BoxError;
///
/// fn read_secret(text: &str) -> Result<u32, BoxError> {
///     Ok(text.parse()?) // any error fits
/// }
/// assert!(read_secret("none").is_err());
/// ```
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call did not succeed.
///
/// No error, in `Display` or `Debug`, contains a credential.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, id: loggia_client::types::CaseId)
/// # -> Result<(), loggia_client::Error> {
/// use loggia_client::{Error, types::ProblemCode};
///
/// match client.cases().get(&id).await {
///     Ok(case) => println!("{}", case.title),
///     Err(error) if error.code() == Some(ProblemCode::NotFound) => println!("there is no such case"),
///     Err(Error::Transport { kind, .. }) => println!("{kind}: try again"),
///     Err(error) => return Err(error),
/// }
/// # Ok(()) }
/// ```
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
///
/// ```
/// use loggia_client::{Error, TransportErrorKind};
///
/// fn is_offline(error: &Error) -> bool {
///     matches!(error, Error::Transport { kind: TransportErrorKind::Connect, .. })
/// }
/// # assert!(!is_offline(&Error::Cancelled));
/// ```
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
    ///
    /// ```
    /// # use loggia_client::{Error, types::{Problem, ProblemCode}};
    /// let problem = Problem::new(ProblemCode::Conflict).with_detail("The case is closed.");
    /// let error = Error::Problem(Box::new(problem));
    /// let detail = error.problem().and_then(|problem| problem.detail.as_deref());
    /// assert_eq!(detail, Some("The case is closed."));
    /// assert!(Error::Cancelled.problem().is_none());
    /// ```
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The stable code of the server's problem, if it refused.
    ///
    /// ```
    /// # use loggia_client::{Error, types::{Problem, ProblemCode}};
    /// let error = Error::Problem(Box::new(Problem::new(ProblemCode::VersionMismatch)));
    /// if error.code() == Some(ProblemCode::VersionMismatch) {
    ///     println!("somebody was faster: read it again");
    /// }
    /// # assert_eq!(error.code(), Some(ProblemCode::VersionMismatch));
    /// ```
    pub fn code(&self) -> Option<ProblemCode> {
        self.problem().map(|problem| problem.code)
    }

    /// The values that the server did not accept; empty with any other error.
    ///
    /// ```
    /// # use loggia_client::{Error, types::{FieldError, Problem, ProblemCode}};
    /// # let mut problem = Problem::new(ProblemCode::ValidationFailed);
    /// # problem.errors.push(FieldError::new("/email", "invalid", "is no address"));
    /// # let error = Error::Problem(Box::new(problem));
    /// let [wrong] = error.field_errors() else { panic!() };
    /// assert_eq!((&*wrong.pointer, &*wrong.detail), ("/email", "is no address"));
    /// assert!(Error::Cancelled.field_errors().is_empty());
    /// ```
    pub fn field_errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// The id by which the server's logs know the request, to tell to support.
    ///
    /// ```
    /// # use loggia_client::{Error, types::{Problem, ProblemCode}};
    /// # let mut problem = Problem::new(ProblemCode::Internal);
    /// # problem.request_id = "req_01h455vb4pex5vsknk084sn02q".parse().ok();
    /// # let error = Error::Problem(Box::new(problem));
    /// if let Some(id) = error.request_id() {
    ///     println!("Something went wrong. Tell support: {id}");
    /// }
    /// # assert_eq!(error.request_id(), Some("req_01h455vb4pex5vsknk084sn02q"));
    /// ```
    pub fn request_id(&self) -> Option<&str> {
        self.problem()?.request_id.as_ref().map(|id| id.as_str())
    }

    /// How long to wait before trying again, if the server asked for it: with too many requests, or when it is busy.
    ///
    /// ```
    /// # use loggia_client::{Error, types::{Problem, ProblemCode}};
    /// use std::time::Duration;
    ///
    /// let mut problem = Problem::new(ProblemCode::RateLimited);
    /// problem.retry_after = Some(7);
    /// assert_eq!(Error::Problem(Box::new(problem)).retry_after(), Some(Duration::from_secs(7)));
    /// ```
    pub fn retry_after(&self) -> Option<Duration> {
        self.problem()?.retry_after.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Whether the same call may succeed later without any change.
    ///
    /// ```
    /// # use loggia_client::{Error, types::{Problem, ProblemCode}};
    /// let refused = |code| Error::Problem(Box::new(Problem::new(code)));
    /// assert!(refused(ProblemCode::Unavailable).is_retryable());
    /// assert!(!refused(ProblemCode::PermissionDenied).is_retryable());
    /// ```
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Problem(problem) => matches!(problem.code, ProblemCode::RateLimited | ProblemCode::Unavailable),
            Self::Status { status } => matches!(status, 408 | 429 | 502..=504),
            Self::Transport { kind, .. } => *kind != TransportErrorKind::Body,
            _ => false,
        }
    }
}
