//! Signing in to the hosted portal.

use crate::macros::string_enum;

string_enum! {
    /// By what a person proved who they are: the values of [RFC 8176](https://www.rfc-editor.org/rfc/rfc8176#section-2),
    /// and two of ours.
    pub enum AuthenticationMethod {
        /// A password.
        Password => "pwd",
        /// A one-time password.
        OneTimePassword => "otp",
        /// A key that hardware keeps: a passkey on a security key.
        HardwareKey => "hwk",
        /// A key that software keeps: a passkey that is synchronised.
        SoftwareKey => "swk",
        /// More than one factor.
        MultipleFactors => "mfa",
        /// A message to the e-mail address (ours).
        Email => "email",
        /// The organization's identity provider (ours).
        Federated => "fed",
    }
}

impl AuthenticationMethod {
    /// Whether somebody who showed all this showed more than one factor, or what their organization asks for.
    pub fn are_strong(all: &[Self]) -> bool {
        all.iter().any(|method| matches!(method, Self::MultipleFactors | Self::Federated))
    }
}

/// The header by which a page of the portal shows that it, and not another site, makes a request with the session's
/// cookie.
pub const CSRF_HEADER: &str = "portal-csrf";

/// What a bearer token begins with that shows the same, and names the organization:
/// `csrf_<token>.<organization's id>`. Worth nothing without the cookie.
pub const CSRF_BEARER_PREFIX: &str = "csrf_";
