//! What can go wrong, and which kind belongs in which layer.
//!
//! - [`StoreError`](crate::store::StoreError) stays in `store/`: the database is unreachable, a row cannot be read, a
//!   commit failed. Above the store it is an [`Error::Store`].
//! - [`Error`] is what domain rules and handlers return. [`Error::Problem`] is an answer that the caller earned (4xx):
//!   make one with the constructors below, at the place where the rule is. Everything else is ours (5xx): it is
//!   logged with its cause and answered without it.
//! - HTTP begins in `http::problem`, which turns an `Error` into a response. Nothing below `http/` knows a status.

use std::error::Error as _;

use loggia_types::{Feature, FieldError, OperatorPermission, Permission, Problem, ProblemCode};

use crate::store::StoreError;

/// The result of domain rules and handlers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The caller has to do something differently; the problem says what.
    #[error("{}: {}", .0.code, told(.0))]
    Problem(Box<Problem>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file store failed.
    #[error("the file store failed")]
    Files(#[from] object_store::Error),
    /// A fault of this program.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// An answer of this kind with a sentence that says what happened and what to do.
    pub fn problem(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Problem(Box::new(Problem::new(code).with_detail(detail)))
    }

    /// There is no such thing, or it is not the caller's to see: the two are the same answer.
    pub fn not_found() -> Self {
        Self::Problem(Box::new(Problem::new(ProblemCode::NotFound)))
    }

    /// The credential is missing, unknown, expired or revoked: the four are the same answer.
    pub fn unauthenticated() -> Self {
        Self::Problem(Box::new(Problem::new(ProblemCode::Unauthenticated)))
    }

    /// The request was not made by a page of this host, or not by the one that was asked to make it.
    pub fn not_from_here() -> Self {
        Self::problem(ProblemCode::OriginNotAllowed, "The request was not made by a page of this portal.")
    }

    /// The person's last proof of who they are is too old for this.
    pub fn step_up_required() -> Self {
        Self::problem(ProblemCode::StepUpRequired, "Confirm that it is you, then try again.")
    }

    /// The organization, or its brand, asks for a second factor that the person has not set up.
    pub fn second_factor_required() -> Self {
        let detail = "Set up two-step verification in your account, then try again.";
        Self::problem(ProblemCode::SecondFactorRequired, detail)
    }

    /// The feature is off for the organization.
    pub fn feature_disabled(feature: Feature) -> Self {
        Self::problem(ProblemCode::FeatureDisabled, format!("The feature {feature} is not available here."))
    }

    /// The caller does not hold the permission.
    pub fn permission_denied(permission: Permission) -> Self {
        Self::problem(ProblemCode::PermissionDenied, format!("This needs the permission {permission}."))
    }

    /// The operator's role does not permit it.
    pub fn operator_denied(permission: OperatorPermission) -> Self {
        Self::problem(ProblemCode::PermissionDenied, format!("This needs the permission {permission}."))
    }

    /// The state of things does not allow it.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::problem(ProblemCode::Conflict, detail)
    }

    /// The thing has changed since the caller read it.
    pub fn version_mismatch() -> Self {
        Self::problem(ProblemCode::VersionMismatch, "It has changed since it was read. Read it again.")
    }

    /// Values of the body are not acceptable.
    pub fn validation(errors: Vec<FieldError>) -> Self {
        let mut problem = Problem::new(ProblemCode::ValidationFailed);
        problem.errors = errors;
        Self::Problem(Box::new(problem))
    }

    /// One value of the body is not acceptable. `pointer` is a JSON pointer.
    pub fn invalid_value(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::validation(vec![FieldError::new(pointer, code, detail)])
    }

    /// A query parameter, header or path that is not well-formed. `pointer` is `?name` for a query parameter, or a
    /// header's name.
    pub fn malformed(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Problem::new(ProblemCode::MalformedRequest).with_detail(format!("{pointer}: {detail}"));
        problem.errors = vec![FieldError::new(pointer, "invalid", detail)];
        Self::Problem(Box::new(problem))
    }

    /// The server cannot do this now.
    pub fn unavailable() -> Self {
        Self::problem(ProblemCode::Unavailable, "The server cannot do this now. Try again in a moment.")
    }

    /// The problem that the caller sees. For faults of the server it says nothing about the cause.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Store(error) if error.is_transient() => Self::unavailable().into_problem(),
            Self::Files(error) if is_full(&error) => Self::unavailable().into_problem(),
            // Two requests did the same at the same time, past each other's checks.
            Self::Store(error) if error.is_unique_violation() => Problem::new(ProblemCode::Conflict).with_detail(
                "Somebody did the same at the same time. Read again, and try again if it is still needed.",
            ),
            Self::Store(_) | Self::Files(_) | Self::Internal(_) => Problem::new(ProblemCode::Internal),
        }
    }

    /// The problem's code, when the caller is to blame.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }
}

/// Whether the disk has no more room: what the operator has to change, and not the caller.
fn is_full(error: &object_store::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    std::iter::successors(error.source(), |cause| (*cause).source())
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| matches!(error.kind(), StorageFull | QuotaExceeded))
}

/// What happened, for logs and for whoever runs a command.
fn told(problem: &Problem) -> String {
    match (&problem.detail, problem.errors.first()) {
        (Some(detail), _) => detail.clone(),
        (None, Some(first)) => format!("{}: {}", first.pointer, first.detail),
        (None, None) => problem.title.clone(),
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            // Queries are bound to the tenant: what they do not find is not there for this caller.
            diesel::result::Error::NotFound => Self::not_found(),
            other => Self::Store(other.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_for_a_while() {
        let files = |kind: std::io::ErrorKind| {
            let source = Box::new(std::io::Error::from(kind));
            Error::Files(object_store::Error::Generic { store: "LocalFileSystem", source }).into_problem().status
        };
        assert_eq!(files(std::io::ErrorKind::StorageFull), 503);
        assert_eq!(files(std::io::ErrorKind::PermissionDenied), 500);
    }

    #[test]
    fn a_refused_value_is_named_in_the_message() {
        let refused = Error::invalid_value("/name", "invalid", "Expected 1 to 100 characters.");
        assert_eq!(refused.to_string(), "validation_failed: /name: Expected 1 to 100 characters.");
        let malformed = Error::malformed("?limit", "expected 1 to 100");
        assert_eq!(malformed.to_string(), "malformed_request: ?limit: expected 1 to 100");
        assert_eq!(Error::not_found().to_string(), "not_found: Not found");
    }
}
