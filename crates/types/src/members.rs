//! Members and invitations: who has access to an organization.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    access::Permission,
    conditions::Attributes,
    ids::{InvitationId, MembershipId},
    macros::string_enum,
    roles::RoleKey,
    session::{UserRef, known_values},
};

/// A user seen through a membership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The membership.
    pub id: MembershipId,
    /// The person.
    pub user: UserRef,
    /// Their role.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// How they came in.
    pub source: MembershipSource,
    /// When the membership ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Since when the membership is suspended: it is kept, and permits nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_at: Option<DateTime<Utc>>,
    /// Why it is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_reason: Option<String>,
    /// What conditions of roles compare. Shown to those who may change it: `members:manage`.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// When they last used the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<DateTime<Utc>>,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

string_enum! {
    /// How a membership came about.
    pub enum MembershipSource {
        /// By an invitation.
        Invitation => "invitation",
        /// By the domain of the e-mail address.
        Domain => "domain",
        /// By single sign-on.
        Sso => "sso",
        /// By a directory, over SCIM.
        Scim => "scim",
        /// Set up by the vendor.
        Vendor => "vendor",
    } else Vendor
}

/// How lists of members are filtered: the query parameters of `GET /v1/members`. Sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    /// Only people whose name or e-mail address contains this: at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only people in this role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleKey>,
    /// How many at the most: 1 to 100. Absent: 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// `PATCH /v1/members/{membership_id}`, with `If-Match`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateMember {
    /// The new role. Nobody grants more than they hold, and an organization keeps an owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleKey>,
    /// When the membership ends by itself, a moment to come; `null`: never.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DateTime<Utc>>))]
    pub ends_at: Option<Option<DateTime<Utc>>>,
    /// Suspends the membership: it is kept, and permits nothing. `false`: takes that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    /// Why it is suspended: at most 300 characters. Needed with `suspended`: true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_reason: Option<String>,
    /// All attributes, from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Attributes>,
}

impl UpdateMember {
    /// Another role, and nothing else.
    pub fn role(role: impl Into<RoleKey>) -> Self {
        Self { role: Some(role.into()), ..Self::default() }
    }
}

/// Tells a field that is `null` from one that is absent.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// An open offer to join the organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// To whom.
    pub email: String,
    /// The role they get.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// Who invited them; absent when the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<UserRef>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When the membership that it becomes ends by itself; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// `POST /v1/invitations`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateInvitation {
    /// To whom: an e-mail address of at most 254 characters.
    pub email: String,
    /// The role to give. Nobody grants more than they hold.
    pub role: RoleKey,
    /// When the membership ends by itself, a moment to come; absent: never. Who is a member until some day has to say one
    /// that is not later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// A role and what it permits: an item of `GET /v1/roles`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleInfo {
    /// The role.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it permits, if only under conditions.
    #[serde(deserialize_with = "known_values")]
    pub permissions: Vec<Permission>,
    /// Whether the caller may give it to somebody.
    pub grantable: bool,
}
