//! A person of the vendor's or a partner's own staff, as the console sees them.
//!
//! No [`Actor`](super::Actor): what customers may do is not an operator's, and what operators may do is not a customer's.

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::{TimeDelta, Utc};
use loggia_types::{
    BrandId, OperatorId, OperatorPermission, OperatorRole, Timestamp, UserSessionId,
    audit::{ActorKind, AuditActor},
    sign_in::AuthenticationMethod,
};

use super::{RequestInfo, SignedIn};
use crate::{
    config::Config,
    error::{Error, Result},
    store::{Principal, operators::StoredOperator},
};

/// Who uses the console. Made by the guard only, in front of routes that ask for a permission of operators.
#[derive(Clone, Debug)]
pub struct Operator {
    /// The operator.
    pub id: OperatorId,
    /// What they are.
    pub role: OperatorRole,
    /// From when on they are none any more.
    pub ends_at: Option<Timestamp>,
    /// The person, and their session.
    pub signed_in: SignedIn,
    /// The request.
    pub request: RequestInfo,
    asked: OperatorPermission,
}

/// Why an operator has to do something before the console opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unready {
    /// They signed in too long ago.
    TooLongAgo,
    /// They signed in with one factor.
    OneFactor,
}

impl Operator {
    pub(super) fn new(
        stored: StoredOperator,
        signed_in: SignedIn,
        request: RequestInfo,
        asked: OperatorPermission,
    ) -> Self {
        Self { id: stored.id, role: stored.role, ends_at: stored.ends_at, signed_in, request, asked }
    }

    /// The brand whose operator they are. They reach its organizations, and those of partners' brands below it.
    pub fn brand_id(&self) -> &BrandId {
        &self.signed_in.brand.id
    }

    /// Their session.
    pub fn session_id(&self) -> &UserSessionId {
        &self.signed_in.session_id
    }

    /// The permission that the route asked for: what it needs until it is committed.
    pub fn asked(&self) -> OperatorPermission {
        self.asked
    }

    /// Whether they may do this.
    pub fn permits(&self, permission: OperatorPermission) -> bool {
        self.role.permits(permission)
    }

    /// The operator as audit logs name them. By their own name alone: a partner's customers know no other brand than the
    /// partner's.
    pub fn principal(&self) -> Principal {
        let user = &self.signed_in.user;
        let actor = AuditActor { kind: ActorKind::Operator, id: user.id.to_string(), name: user.name.clone() };
        Principal { actor, request: self.request.clone() }
    }
}

/// Whether a session is good enough for the console.
pub(super) fn is_ready(config: &Config, signed_in: &SignedIn) -> Result<(), Unready> {
    let longest = TimeDelta::hours(i64::from(config.operator_sign_in_hours));
    if Utc::now() - signed_in.authenticated_at >= longest {
        return Err(Unready::TooLongAgo);
    }
    let enough = signed_in.methods.contains(&AuthenticationMethod::MultipleFactors);
    // A provider that a customer chose vouches for nobody of the brand's own staff, and is no factor of theirs.
    let by_provider = signed_in.methods.contains(&AuthenticationMethod::Federated);
    if by_provider || (config.operators_need_second_factor && !enough) { Err(Unready::OneFactor) } else { Ok(()) }
}

/// A route without a guard that asks for it has none, and answers 404.
impl<S: Sync> FromRequestParts<S> for Operator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::not_found)
    }
}
