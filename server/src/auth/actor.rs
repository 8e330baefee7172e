//! The caller of a request.

use std::{collections::BTreeSet, convert::Infallible, net::IpAddr, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::TimeDelta;
use loggia_types::{
    AccessTokenId, ApiKeyId, BrandId, EmbedSessionId, Feature, MembershipId, OAuthGrantId, OrganizationId, Permission,
    ProblemCode, RequestId, RoleKey, Timestamp, UserSessionId,
    audit::{ActorKind, AuditActor},
    session::UserRef,
};

use super::{Access, StepUp};
use crate::{
    error::{Error, Result},
    network::Network,
    policy::{Entitlements, Features, Standing},
    store::{
        Principal,
        api_keys::StoredApiKey,
        credentials::{StoredBrand, StoredOrganization, StoredSession},
    },
};

/// Who calls, where, and what they may do. Made by the guard only.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The organization's brand; without an organization, the API key's own.
    pub brand: Brand,
    /// The organization it acts in. Absent with an API key that named none.
    pub organization: Option<Organization>,
    /// What the caller showed.
    pub credential: Credential,
    /// The features that are on for it: those of the organization, as far as the credential was not narrowed.
    pub features: Features,
    /// What the organization is entitled to: what explains why a feature is on or off. Absent without an organization.
    pub entitlements: Option<Arc<Entitlements>>,
    /// The request.
    pub request: RequestInfo,
    held: BTreeSet<Permission>,
    asked: Option<Permission>,
    step_up: Asking,
}

/// How lately somebody has to have proved who they are, and for what of a route.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asking {
    pub(crate) step_up: StepUp,
    pub(crate) within: TimeDelta,
}

/// A brand, as far as a request needs it.
#[derive(Clone, Debug)]
pub struct Brand {
    /// The brand.
    pub id: BrandId,
    /// Its name.
    pub name: String,
    /// Where a customer finds a person.
    pub support_email: Option<String>,
}

/// An organization, as far as a request needs it.
#[derive(Clone, Debug)]
pub struct Organization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its language.
    pub locale: String,
}

/// What the caller showed.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A session: a person.
    Member(Box<Member>),
    /// An API key: a program.
    ApiKey {
        /// The key.
        id: ApiKeyId,
        /// Its name.
        name: String,
        /// Whether it is the organization's own, and not a vendor's backend.
        is_organizations: bool,
        /// The networks it may be used from; empty: anywhere.
        networks: Vec<Network>,
    },
}

/// The session of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberCredential {
    /// What a vendor's backend made for its page.
    EmbedSession(EmbedSessionId),
    /// The hosted portal's, in one of the person's organizations.
    UserSession(UserSessionId),
    /// An OAuth access token: a program acts for the person.
    AccessToken(Box<AccessToken>),
}

/// An OAuth access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// The token.
    pub id: AccessTokenId,
    /// The sign-in that it is part of.
    pub grant: OAuthGrantId,
    /// What the program is called.
    pub client: String,
    /// The most that it may do.
    pub scopes: BTreeSet<Permission>,
}

impl MemberCredential {
    /// The session with this id, if it is one.
    pub fn from_id(id: &str) -> Option<Self> {
        id.parse().map(Self::EmbedSession).or_else(|_| id.parse().map(Self::UserSession)).ok()
    }

    /// The session's id: `es_...` or `us_...`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::EmbedSession(id) => id.as_str(),
            Self::UserSession(id) => id.as_str(),
            Self::AccessToken(token) => token.id.as_str(),
        }
    }

    /// By what its requests are counted: those of a program by its sign-in, which gives it as many tokens as it likes.
    pub fn counted_as(&self) -> &str {
        match self {
            Self::AccessToken(token) => token.grant.as_str(),
            Self::EmbedSession(_) | Self::UserSession(_) => self.as_str(),
        }
    }

    /// To what the credential narrows what the person may do. `None`: not at all.
    pub fn scopes(&self) -> Option<&BTreeSet<Permission>> {
        match self {
            Self::EmbedSession(_) | Self::UserSession(_) => None,
            Self::AccessToken(token) => Some(&token.scopes),
        }
    }
}

impl Member {
    /// The person as the audit log names them, with the program that acts for them.
    fn audit_name(&self) -> String {
        match &self.credential {
            MemberCredential::EmbedSession(_) | MemberCredential::UserSession(_) => self.user.name.clone(),
            MemberCredential::AccessToken(token) => format!("{} ({})", self.user.name, token.client),
        }
    }
}

/// The person behind a session.
#[derive(Clone, Debug)]
pub struct Member {
    /// The session.
    pub credential: MemberCredential,
    /// When the session ends.
    pub expires_at: Timestamp,
    /// The session's language.
    pub locale: String,
    /// The person.
    pub user: UserRef,
    /// Their membership.
    pub membership_id: MembershipId,
    /// Their role.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    pub role_name: Option<String>,
    /// What they may do, to which things.
    pub standing: Arc<Standing>,
    /// When they last proved who they are, in a session of the hosted portal.
    pub authenticated_at: Option<Timestamp>,
    /// When they last used the portal, before this request.
    pub last_active_at: Option<Timestamp>,
}

/// What is known of a request for logs and the audit log.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// The request.
    pub id: RequestId,
    /// The address it came from.
    pub ip: Option<IpAddr>,
    /// The program it came from.
    pub user_agent: Option<String>,
}

/// Whether a request may use a key that is for these networks. Nobody knows where it came from: it may not.
pub fn may_be_used_from(networks: &[Network], request: &RequestInfo) -> bool {
    networks.is_empty() || request.ip.is_some_and(|address| networks.iter().any(|network| network.contains(address)))
}

impl Actor {
    /// The person behind a session. `access` is what is asked of them.
    pub(crate) fn from_session(session: StoredSession, request: RequestInfo, access: Access) -> Self {
        let (organization, entitlements) = split(session.organization);
        let features = entitlements.resolve(chrono::Utc::now(), session.features.as_ref());
        let membership = session.membership;
        let standing = Standing {
            policy: membership.policy,
            attributes: membership.attributes,
            address: request.address(),
            scopes: session.credential.scopes().cloned(),
        };
        let (id, name, email) = session.user;
        let locale = session.locale.unwrap_or_else(|| organization.locale.clone());
        Self {
            held: standing.permissions(chrono::Utc::now()).into_iter().collect(),
            asked: access.permission(),
            step_up: Asking::default(),
            credential: Credential::Member(Box::new(Member {
                credential: session.credential,
                expires_at: session.expires_at,
                locale,
                user: UserRef { id, name, email },
                membership_id: membership.id,
                role: standing.policy.role(),
                role_name: membership.role_name,
                standing: Arc::new(standing),
                authenticated_at: session.authenticated_at,
                last_active_at: membership.last_active_at,
            })),
            organization: Some(organization),
            brand: session.brand.into(),
            features,
            entitlements: Some(Arc::new(entitlements)),
            request,
        }
    }

    /// The program behind an API key. `access` is what is asked of it.
    pub(crate) fn from_api_key(key: StoredApiKey, request: RequestInfo, access: Access) -> Self {
        // A partner's customers are told of the partner, and of nobody above.
        let name = match &key.organization {
            Some((_, brand)) if brand.id != key.brand.id => brand.name.clone(),
            _ => key.name,
        };
        let (brand, organization) = match key.organization {
            Some((organization, brand)) => (brand, Some(organization)),
            None => (key.brand, None),
        };
        let (organization, entitlements) = organization.map(split).unzip();
        // Which features are on is known of an organization only: without one, none is.
        let resolve = |entitlements: &Entitlements| entitlements.resolve(chrono::Utc::now(), None);
        let features = entitlements.as_ref().map(resolve).unwrap_or_default();
        Self {
            held: key.scopes.into_iter().collect(),
            asked: access.permission(),
            step_up: Asking::default(),
            credential: Credential::ApiKey {
                id: key.id,
                name,
                is_organizations: key.is_organizations,
                networks: key.networks,
            },
            organization,
            brand: brand.into(),
            features,
            entitlements: entitlements.map(Arc::new),
            request,
        }
    }

    /// The permission that the route asked for: what a change needs until it is committed.
    pub fn asked(&self) -> Option<Permission> {
        self.asked
    }

    /// The same caller at a route that asks for this.
    pub(crate) fn asking(mut self, step_up: StepUp, within: TimeDelta) -> Self {
        self.step_up = Asking { step_up, within };
        self
    }

    /// How lately somebody has to have proved who they are, for the transaction that writes.
    pub(crate) fn step_up(&self) -> Asking {
        self.step_up
    }

    /// Refuses a person whose last proof of who they are is too old for what the route does.
    ///
    /// # Errors
    /// `step_up_required`.
    pub(super) fn require_recent(&self) -> Result<()> {
        let proved = self.member().and_then(|member| member.authenticated_at);
        match proved {
            Some(at) if self.step_up.step_up == StepUp::Always && chrono::Utc::now() - at > self.step_up.within => {
                Err(Error::step_up_required())
            }
            _ => Ok(()),
        }
    }

    /// Whether the caller may do this: it holds the permission, and the permission's feature is on.
    pub fn permits(&self, permission: Permission) -> bool {
        self.require(permission).is_ok()
    }

    /// Refuses a caller who may not do this.
    ///
    /// # Errors
    /// `permission_denied`, or `feature_disabled` when it is only the feature.
    pub fn require(&self, permission: Permission) -> Result<()> {
        self.hold(permission)?;
        match permission.feature() {
            Some(feature) if !self.features.has(feature) => Err(Error::feature_disabled(feature)),
            _ => Ok(()),
        }
    }

    /// Refuses a caller whose role or scopes do not hold the permission, whatever features are on.
    pub(super) fn hold(&self, permission: Permission) -> Result<()> {
        if self.held.contains(&permission) { Ok(()) } else { Err(Error::permission_denied(permission)) }
    }

    /// What the caller may do, in the order of definition.
    pub fn permissions(&self) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.permits(*permission)).collect()
    }

    /// The person, when it is one.
    pub fn member(&self) -> Option<&Member> {
        match &self.credential {
            Credential::Member(member) => Some(member),
            Credential::ApiKey { .. } => None,
        }
    }

    /// Whether a program acts for a person, by an OAuth access token.
    pub fn is_program(&self) -> bool {
        self.member().is_some_and(|member| matches!(member.credential, MemberCredential::AccessToken(_)))
    }

    /// The person, on routes that are for people.
    ///
    /// # Errors
    /// `permission_denied` for an API key.
    pub fn require_member(&self) -> Result<&Member> {
        self.member().ok_or_else(|| Error::problem(ProblemCode::PermissionDenied, "This is for people: use a session."))
    }

    /// Whether it is an API key that the organization made for itself.
    pub fn is_organizations_key(&self) -> bool {
        matches!(self.credential, Credential::ApiKey { is_organizations: true, .. })
    }

    /// Refuses an API key that may not be used here: from another network, or when the organization has no keys of its
    /// own any more.
    ///
    /// # Errors
    /// `address_not_allowed`, `feature_disabled`.
    pub(super) fn require_usable_key(&self) -> Result<()> {
        let Credential::ApiKey { is_organizations, networks, .. } = &self.credential else { return Ok(()) };
        if !may_be_used_from(networks, &self.request) {
            let detail = "This API key may be used from certain networks only, and the request came from another.";
            return Err(Error::problem(ProblemCode::AddressNotAllowed, detail));
        }
        if *is_organizations && !self.features.has(Feature::ApiKeys) {
            return Err(Error::feature_disabled(Feature::ApiKeys));
        }
        Ok(())
    }

    /// The credential's id: `es_...`, `us_...` or `key_...`.
    pub fn credential_id(&self) -> &str {
        match &self.credential {
            Credential::Member(member) => member.credential.as_str(),
            Credential::ApiKey { id, .. } => id.as_str(),
        }
    }

    /// By what requests with the credential are counted, and what it keeps open.
    pub fn counted_as(&self) -> &str {
        match &self.credential {
            Credential::Member(member) => member.credential.counted_as(),
            Credential::ApiKey { id, .. } => id.as_str(),
        }
    }

    /// Who owns the credential: the user's or API key's id. What idempotency keys are scoped by.
    pub fn owner_id(&self) -> &str {
        match &self.credential {
            Credential::Member(member) => member.user.id.as_str(),
            Credential::ApiKey { id, .. } => id.as_str(),
        }
    }

    /// The caller as the audit log names them.
    pub fn principal(&self) -> Principal {
        let actor = match &self.credential {
            Credential::Member(member) => {
                AuditActor { kind: ActorKind::User, id: member.user.id.to_string(), name: member.audit_name() }
            }
            Credential::ApiKey { id, name, .. } => {
                AuditActor { kind: ActorKind::ApiKey, id: id.to_string(), name: name.clone() }
            }
        };
        Principal { actor, request: self.request.clone() }
    }
}

impl From<StoredBrand> for Brand {
    fn from(brand: StoredBrand) -> Self {
        Self { id: brand.id, name: brand.name, support_email: brand.support_email }
    }
}

fn split(stored: StoredOrganization) -> (Organization, Entitlements) {
    (Organization { id: stored.id, name: stored.name, locale: stored.locale }, stored.entitlements)
}

/// The actor that the guard made. A route without a guard has none, and answers 401.
impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::unauthenticated)
    }
}

impl<S: Sync> FromRequestParts<S> for RequestInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

impl RequestInfo {
    /// The address it came from, if that is known.
    pub fn address(&self) -> Option<IpAddr> {
        self.ip
    }

    /// What the outer layers noted of a request.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self {
            id: RequestId::generate(),
            ip: None,
            user_agent: None,
        })
    }
}
