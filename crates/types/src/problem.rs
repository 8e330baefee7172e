//! Errors on the wire: RFC 9457 problem details with a stable code.

use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{ids::RequestId, macros::string_enum};

/// The media type of a [`Problem`].
pub const PROBLEM_JSON: &str = "application/problem+json";

string_enum! {
    /// What went wrong, for a program to branch on. Stable: texts may change, codes do not.
    pub enum ProblemCode {
        /// 400: the request is not well-formed (JSON, header, query or path).
        MalformedRequest => "malformed_request",
        /// 401: no credential, or one that is unknown, expired or revoked.
        Unauthenticated => "unauthenticated",
        /// 403: the credential is good, and does not permit this.
        PermissionDenied => "permission_denied",
        /// 403: the person has to prove again who they are, as the last proof is too old for this.
        StepUpRequired => "step_up_required",
        /// 403: the organization asks for a second factor, and the person has not set one up.
        SecondFactorRequired => "second_factor_required",
        /// 403: the feature is off for this session.
        FeatureDisabled => "feature_disabled",
        /// 403: the brand does not allow this page's origin.
        OriginNotAllowed => "origin_not_allowed",
        /// 403: the API key may not be used from this address.
        AddressNotAllowed => "address_not_allowed",
        /// 404: there is no such thing, or it is not yours to see.
        NotFound => "not_found",
        /// 405: the path has no such method.
        MethodNotAllowed => "method_not_allowed",
        /// 409: the state of things does not allow it (the detail says why).
        Conflict => "conflict",
        /// 409: the organization would be left without an owner.
        LastOwner => "last_owner",
        /// 409: the person is a member already, or has an open invitation.
        AlreadyMember => "already_member",
        /// 409: the API key was used lately; deleting it needs a confirmation.
        ApiKeyInUse => "api_key_in_use",
        /// 409: the same idempotency key came with another request.
        IdempotencyKeyReused => "idempotency_key_reused",
        /// 412: it has changed since it was read; read again.
        VersionMismatch => "version_mismatch",
        /// 413: the body is larger than the limit.
        PayloadTooLarge => "payload_too_large",
        /// 415: the media type is not one the route takes.
        UnsupportedMediaType => "unsupported_media_type",
        /// 416: the requested range is outside the document.
        RangeNotSatisfiable => "range_not_satisfiable",
        /// 422: the request is well-formed and some values are not acceptable; `errors` names them.
        ValidationFailed => "validation_failed",
        /// 422: the bytes that arrived are not the ones whose digest was announced.
        DigestMismatch => "digest_mismatch",
        /// 428: an update must say which version it changes (`If-Match`).
        PreconditionRequired => "precondition_required",
        /// 429: too many requests; try again after `Retry-After`.
        RateLimited => "rate_limited",
        /// 500: a fault of the server.
        Internal => "internal",
        /// 503: the server cannot do this now; try again.
        Unavailable => "unavailable",
    }
}

impl ProblemCode {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::Unauthenticated => 401,
            Self::PermissionDenied
            | Self::StepUpRequired
            | Self::SecondFactorRequired
            | Self::FeatureDisabled
            | Self::OriginNotAllowed
            | Self::AddressNotAllowed => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::LastOwner | Self::AlreadyMember | Self::ApiKeyInUse | Self::IdempotencyKeyReused => {
                409
            }
            Self::VersionMismatch => 412,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RangeNotSatisfiable => 416,
            Self::ValidationFailed | Self::DigestMismatch => 422,
            Self::PreconditionRequired => 428,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The short, fixed text that names the kind of problem.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedRequest => "The request is not well-formed",
            Self::Unauthenticated => "Sign-in needed",
            Self::PermissionDenied => "Not permitted",
            Self::StepUpRequired => "Confirm that it is you",
            Self::SecondFactorRequired => "Two-step verification needed",
            Self::FeatureDisabled => "This feature is not available",
            Self::OriginNotAllowed => "This page may not use the portal",
            Self::AddressNotAllowed => "Not permitted from this address",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "Not possible in the current state",
            Self::LastOwner => "An organization needs an owner",
            Self::AlreadyMember => "Already a member or invited",
            Self::ApiKeyInUse => "The API key is in use",
            Self::IdempotencyKeyReused => "Idempotency key used before",
            Self::VersionMismatch => "Changed in the meantime",
            Self::PayloadTooLarge => "Too large",
            Self::UnsupportedMediaType => "Media type not supported",
            Self::RangeNotSatisfiable => "Range not satisfiable",
            Self::ValidationFailed => "Some values are not acceptable",
            Self::DigestMismatch => "The file did not arrive intact",
            Self::PreconditionRequired => "If-Match needed",
            Self::RateLimited => "Too many requests",
            Self::Internal => "Something went wrong on our side",
            Self::Unavailable => "Temporarily unavailable",
        }
    }
}

/// An error answer, `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words; the same for each occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do about it, for a person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The stable code.
    pub code: ProblemCode,
    /// The values that were not acceptable: with `validation_failed`, and with `malformed_request` when it is one query
    /// parameter or header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// In how many seconds to try again, at the earliest, as `Retry-After` says it: with `rate_limited` and `unavailable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The request, as the server's logs name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
}

impl Problem {
    /// A problem of this kind without detail.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: code.title().to_owned(),
            status: code.status(),
            detail: None,
            code,
            errors: Vec::new(),
            retry_after: None,
            request_id: None,
        }
    }

    /// The same problem with a sentence that says what happened and what to do.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// One value that was not acceptable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where the value is: a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) into the body, `?name` for
    /// a query parameter, or the name of a header.
    pub pointer: String,
    /// A stable word for the rule that was broken: `required`, `too_long`, `invalid`, ...
    pub code: String,
    /// What is wrong and what to do, for a person to read.
    pub detail: String,
}

impl FieldError {
    /// An error at `pointer`.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into() }
    }
}
