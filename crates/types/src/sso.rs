//! Single sign-on of an organization: its identity providers, its domains, and whether it lets people in by no other way.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    ids::{DomainId, SsoConnectionId, UserId},
    macros::string_enum,
    roles::RoleKey,
    session::UserRef,
};

string_enum! {
    /// Whether a connection lets people in.
    pub enum SsoState {
        /// It is being set up: only linking an account by hand uses it.
        Draft => "draft",
        /// It lets people in.
        Active => "active",
        /// It lets nobody in, and the sessions that it made have ended.
        Disabled => "disabled",
    } else Disabled
}

string_enum! {
    /// How a rule compares a claim with its value.
    pub enum ClaimOperator {
        /// The claim is the value: the same text, number or truth value.
        Equals => "equals",
        /// The claim is a list that has the value, or a text that has it among its words.
        Contains => "contains",
    } else Equals
}

/// One rule: who has this claim gets this role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim: its name, or the names on the way to it, joined by dots (`realm_access.roles`).
    pub claim: String,
    /// How it is compared.
    pub operator: ClaimOperator,
    /// With what: at most 200 characters.
    pub value: String,
    /// The role. Nobody maps to a role that grants more than they hold.
    pub role: RoleKey,
}

/// An identity provider that lets people of the organization in, by OpenID Connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SsoConnection {
    /// The connection.
    pub id: SsoConnectionId,
    /// What people call it, on the page where they choose one.
    pub name: String,
    /// The provider's issuer.
    pub issuer: String,
    /// What the provider calls this portal.
    pub client_id: String,
    /// Whether there is a client secret. It is never shown.
    pub has_client_secret: bool,
    /// What is asked for, `openid` among it.
    pub scopes: Vec<String>,
    /// Which claims give which role: the first that fits counts.
    pub role_rules: Vec<RoleRule>,
    /// The role of those whom no rule fits. Absent: they are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role: Option<RoleKey>,
    /// Whether somebody who comes for the first time becomes a member.
    pub just_in_time: bool,
    /// Whether it lets people in.
    pub state: SsoState,
    /// The path of the redirect URI that the provider has to know: the portal's address comes before it.
    pub redirect_path: String,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// `POST /v1/sso-connections`. The connection is a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSsoConnection {
    /// What people call it: at most 60 characters.
    pub name: String,
    /// The provider's issuer, as its discovery document has it: an `https` address without query and fragment.
    pub issuer: String,
    /// What the provider calls this portal: at most 250 characters.
    pub client_id: String,
    /// The client secret; absent: a public client, by PKCE alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// What is asked for; absent: `openid`, `profile` and `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// Which claims give which role: at most 50.
    #[serde(default)]
    pub role_rules: Vec<RoleRule>,
    /// The role of those whom no rule fits; absent: they are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role: Option<RoleKey>,
    /// Whether somebody who comes for the first time becomes a member; absent: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub just_in_time: Option<bool>,
}

/// `PATCH /v1/sso-connections/{sso_connection_id}`, with `If-Match`. What is absent stays. Another issuer or client ends the
/// sessions that the connection has made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateSsoConnection {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The provider's issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What the provider calls this portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Another client secret; empty: none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// What is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// All rules, from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_rules: Option<Vec<RoleRule>>,
    /// The role of those whom no rule fits; `null`: they are refused.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RoleKey>))]
    pub default_role: Option<Option<RoleKey>>,
    /// Whether somebody who comes for the first time becomes a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub just_in_time: Option<bool>,
    /// Whether it lets people in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<SsoState>,
}

/// Tells a field that is `null` from one that is absent.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

string_enum! {
    /// Why a provider cannot be used.
    pub enum SsoFault {
        /// Its address cannot be reached, or may not be called.
        Unreachable => "unreachable",
        /// What is there is no discovery document of OpenID Connect.
        NotAProvider => "not_a_provider",
        /// The discovery document is another issuer's.
        OtherIssuer => "other_issuer",
        /// Its keys cannot be read, or there are none.
        NoKeys => "no_keys",
        /// It signs with no algorithm that is taken here.
        NoAlgorithm => "no_algorithm",
    } else Unreachable
}

/// What a look at a connection's provider found: the answer of `POST /v1/sso-connections/{sso_connection_id}/test`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SsoTest {
    /// Why it cannot be used; absent: it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<SsoFault>,
    /// Where people sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_endpoint: Option<String>,
    /// Where codes are exchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Where people sign out there, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_session_endpoint: Option<String>,
    /// The algorithms that it signs with and that are taken here.
    pub algorithms: Vec<String>,
    /// How many keys it has.
    pub keys: u32,
}

/// A domain of an organization: whose e-mail addresses are on it is routed to the organization's single sign-on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    /// The domain's id.
    pub id: DomainId,
    /// The domain.
    pub domain: String,
    /// The text of the TXT record that shows whose it is.
    pub record: String,
    /// Since when it is known to be the organization's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<DateTime<Utc>>,
    /// When its record was last looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<DateTime<Utc>>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// `POST /v1/domains`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateDomain {
    /// The domain, like `company.example`; other letters in their ASCII form (`xn--`).
    pub domain: String,
}

/// Whether single sign-on is the only way into the organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SsoPolicy {
    /// Whether only sessions that one of the organization's connections made are good there.
    pub required: bool,
    /// The owners who get in another way all the same.
    pub break_glass: Vec<UserRef>,
}

/// `PUT /v1/sso-policy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSsoPolicy {
    /// Whether only sessions that one of the organization's connections made are good there. Needs an active connection and
    /// an owner in `break_glass`.
    pub required: bool,
    /// The owners who get in another way all the same: at most 5, each with a password.
    #[serde(default)]
    pub break_glass: Vec<UserId>,
}
