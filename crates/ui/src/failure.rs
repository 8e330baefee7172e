//! A failed call, as widgets keep and show it.

use std::rc::Rc;

use loggia_client::{Error, TransportErrorKind};
use loggia_types::{FieldError, ProblemCode};

use crate::i18n::Messages;

/// Why a call failed: a client's error that can be cloned, compared and put into words.
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
    pub fn error(&self) -> &Error {
        &self.0
    }

    /// The server's code, if it refused.
    pub fn code(&self) -> Option<ProblemCode> {
        self.0.code()
    }

    /// The id by which the server's logs know the request.
    pub fn reference(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// Whether the person may not do this, or the portal does not offer it.
    pub fn is_denied(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::PermissionDenied | ProblemCode::FeatureDisabled))
    }

    /// Whether the person gave the word to stop.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, Error::Cancelled)
    }

    /// What the server said about the value at `pointer` (`/email`).
    pub fn field(&self, pointer: &str) -> Option<&FieldError> {
        self.0.field_errors().iter().find(|error| error.pointer == pointer)
    }

    /// What happened and what to do next, for the person to read.
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
