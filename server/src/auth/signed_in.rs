//! Somebody who is signed in to the hosted portal, as its pages see them.

use axum::{extract::FromRequestParts, http::request::Parts};
use loggia_types::{Timestamp, UserSessionId, session::UserRef, sign_in::AuthenticationMethod};

use super::{Brand, cookies};
use crate::{
    error::{Error, Result},
    store::user_sessions::StoredUserSession,
};

/// Who is signed in. Made by the guard only, in front of routes that ask for it; whoever is not signed in is sent to the
/// sign-in page instead.
#[derive(Clone)]
pub struct SignedIn {
    /// The session.
    pub session_id: UserSessionId,
    /// The brand.
    pub brand: Brand,
    /// The person.
    pub user: UserRef,
    /// The language that they chose.
    pub locale: Option<String>,
    /// The single sign-on that let them in.
    pub sso_connection_id: Option<String>,
    /// How they signed in.
    pub methods: Vec<AuthenticationMethod>,
    /// When they last proved who they are.
    pub authenticated_at: Timestamp,
    /// When the session ends, however much it is used.
    pub expires_at: Timestamp,
    /// The hash of the browser's own secret, if it has one.
    pub device: Option<String>,
    secret: String,
}

impl SignedIn {
    pub(super) fn new(session: StoredUserSession, secret: String, device: Option<String>) -> Self {
        let (id, name, email) = session.user;
        Self {
            session_id: session.id,
            brand: session.brand.into(),
            user: UserRef { id, name, email },
            locale: session.locale,
            sso_connection_id: session.sso_connection_id,
            methods: session.methods,
            authenticated_at: session.authenticated_at,
            expires_at: session.expires_at,
            device,
            secret,
        }
    }

    /// The token that the session's forms and scripts have to send along.
    ///
    /// # Errors
    /// None that a session could cause.
    pub fn csrf_token(&self) -> Result<String> {
        cookies::csrf_token(&self.secret)
    }

    /// Refuses a form that is not of this session's pages.
    ///
    /// # Errors
    /// `origin_not_allowed`.
    pub fn check_csrf(&self, token: &str) -> Result<()> {
        if cookies::csrf_holds(&self.secret, token) { Ok(()) } else { Err(Error::not_from_here()) }
    }
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session_id", &self.session_id).field("user", &self.user.id).finish()
    }
}

/// A route without a guard that asks for it has none, and answers 401.
impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::unauthenticated)
    }
}
