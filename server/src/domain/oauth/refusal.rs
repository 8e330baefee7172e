//! Why something was refused, in the words of OAuth 2.0.

use crate::error::Error;

/// An error code of [RFC 6749](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1) (4.1.2.1, 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A parameter is missing, repeated, unknown or malformed.
    InvalidRequest,
    /// There is no such client, or it tried to authenticate, which no client here can.
    InvalidClient,
    /// The code or refresh token is not good, or not this client's.
    InvalidGrant,
    /// The client may not do this.
    UnauthorizedClient,
    /// The grant type is none that is known.
    UnsupportedGrantType,
    /// The response type is none that is known.
    UnsupportedResponseType,
    /// A scope that there is not, or that is not the client's to ask for.
    InvalidScope,
    /// The person said no, or is nowhere a member.
    AccessDenied,
    /// The server failed.
    ServerError,
    /// The server cannot do it now.
    TemporarilyUnavailable,
}

impl Code {
    /// How it is written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

/// A refusal that a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Of which kind.
    pub code: Code,
    /// For whoever develops the client. ASCII, without quotes and backslashes.
    pub description: &'static str,
}

impl Refusal {
    /// A refusal.
    pub const fn new(code: Code, description: &'static str) -> Self {
        Self { code, description }
    }

    /// A request that is not well-formed.
    pub const fn invalid(description: &'static str) -> Self {
        Self::new(Code::InvalidRequest, description)
    }

    /// A code or refresh token that is not good. Why is not said: unknown, expired, used, revoked and another client's
    /// are one answer.
    pub const fn grant() -> Self {
        Self::new(Code::InvalidGrant, "The code or token is unknown, used, expired or revoked, or not this client's.")
    }

    /// No such client.
    pub const fn client() -> Self {
        Self::new(Code::InvalidClient, "There is no such client here.")
    }
}

/// What a fault of the server is called.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let problem = error.into_problem();
        if problem.status == 503 || problem.status == 429 {
            Self::new(Code::TemporarilyUnavailable, "The server cannot do this now. Try again in a moment.")
        } else {
            Self::new(Code::ServerError, "The server failed.")
        }
    }
}
