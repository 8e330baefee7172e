//! A failed call, as widgets keep and show it.

use std::rc::Rc;

use loggia_client::{Error, TransportErrorKind};
use loggia_types::{FieldError, ProblemCode};

use crate::i18n::Messages;

/// Why a call failed: a client's error that can be cloned, compared and put into words.
///
/// ```
/// use loggia_client::Error;
/// use loggia_ui::{Failure, i18n::Locale};
///
/// let failure = Failure::from(Error::Cancelled);
/// assert_eq!(failure.message(Locale::new("en").messages()), "Cancelled.");
/// ```
#[derive(Clone, Debug)]
pub struct Failure(Rc<Error>);

impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(Rc::new(error))
    }
}

impl Failure {
    /// The client's error.
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_ui::Failure;
    /// let failure = Failure::from(Error::Cancelled);
    /// assert!(!failure.error().is_retryable());
    /// ```
    pub fn error(&self) -> &Error {
        &self.0
    }

    /// The server's code, if it refused.
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_types::{Problem, ProblemCode};
    /// # use loggia_ui::Failure;
    /// let failure = Failure::from(Error::Problem(Box::new(Problem::new(ProblemCode::LastOwner))));
    /// assert_eq!(failure.code(), Some(ProblemCode::LastOwner));
    /// ```
    pub fn code(&self) -> Option<ProblemCode> {
        self.0.code()
    }

    /// The id by which the server's logs know the request.
    ///
    /// ```
    /// # use loggia_ui::Failure;
    /// fn for_support(failure: &Failure) -> String {
    ///     failure.reference().map(|id| format!("Tell support: {id}")).unwrap_or_default()
    /// }
    /// # assert_eq!(for_support(&Failure::from(loggia_client::Error::Cancelled)), "");
    /// ```
    pub fn reference(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// Whether the person may not do this, or the portal does not offer it.
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_types::{Problem, ProblemCode};
    /// # use loggia_ui::Failure;
    /// let denied = Failure::from(Error::Problem(Box::new(Problem::new(ProblemCode::PermissionDenied))));
    /// assert!(denied.is_denied(), "nobody is asked to try that again");
    /// ```
    pub fn is_denied(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::PermissionDenied | ProblemCode::FeatureDisabled))
    }

    /// Whether the person gave the word to stop.
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_ui::Failure;
    /// let failure = Failure::from(Error::Cancelled);
    /// assert!(failure.is_cancelled(), "nothing to tell: the person knows");
    /// ```
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, Error::Cancelled)
    }

    /// What the server said about the value at `pointer` (`/email`).
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_types::{FieldError, Problem, ProblemCode};
    /// # use loggia_ui::Failure;
    /// # let mut problem = Problem::new(ProblemCode::ValidationFailed);
    /// # problem.errors.push(FieldError::new("/email", "invalid", "is no address"));
    /// # let failure = Failure::from(Error::Problem(Box::new(problem)));
    /// let wrong = failure.field("/email").map(|error| &*error.detail);
    /// assert_eq!((wrong, failure.field("/role")), (Some("is no address"), None));
    /// ```
    pub fn field(&self, pointer: &str) -> Option<&FieldError> {
        self.0.field_errors().iter().find(|error| error.pointer == pointer)
    }

    /// What happened and what to do next, for the person to read.
    ///
    /// ```
    /// # use loggia_client::Error;
    /// # use loggia_types::{Problem, ProblemCode};
    /// # use loggia_ui::{Failure, i18n::Locale};
    /// let failure = Failure::from(Error::Problem(Box::new(Problem::new(ProblemCode::PayloadTooLarge))));
    /// assert_eq!(failure.message(Locale::new("en").messages()), "The file is too large.");
    /// assert_eq!(failure.message(Locale::new("de").messages()), "Die Datei ist zu groß.");
    /// ```
    pub fn message(&self, messages: &'static Messages) -> &'static str {
        use ProblemCode as P;
        let text = &messages.common;
        match &*self.0 {
            Error::Transport { kind: TransportErrorKind::Timeout, .. } => text.error_timeout(),
            Error::Transport { kind: TransportErrorKind::Body, .. } => text.error_unreadable(),
            Error::Transport { .. } => text.error_offline(),
            Error::Credential { .. } => text.error_signed_out(),
            Error::Cancelled => text.error_cancelled(),
            _ => match self.code() {
                Some(P::Unauthenticated) => text.error_signed_out(),
                Some(P::PermissionDenied) => text.error_denied(),
                Some(P::StepUpRequired) => text.error_confirm(),
                Some(P::SecondFactorRequired) => text.error_second_factor(),
                Some(P::FeatureDisabled | P::OriginNotAllowed | P::AddressNotAllowed) => text.error_unavailable_here(),
                Some(P::NotFound) => text.error_gone(),
                Some(P::VersionMismatch | P::PreconditionRequired | P::IdempotencyKeyReused) => text.error_changed(),
                Some(P::Conflict | P::ApiKeyInUse) => text.error_conflict(),
                #[cfg(feature = "members")]
                Some(P::LastOwner) => messages.members.error_last_owner(),
                #[cfg(feature = "members")]
                Some(P::AlreadyMember) => messages.members.error_already_member(),
                Some(P::PayloadTooLarge) => text.error_too_large(),
                Some(P::UnsupportedMediaType) => text.error_media_type(),
                Some(P::DigestMismatch) => text.error_damaged(),
                Some(P::ValidationFailed | P::MalformedRequest) => text.error_invalid(),
                Some(P::RateLimited) => text.error_too_many(),
                Some(P::Unavailable) => text.error_busy(),
                _ => text.error_unexpected(),
            },
        }
    }
}
