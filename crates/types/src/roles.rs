//! Roles of an organization's own: what they inherit, what they grant and deny, and why somebody may do something.
//!
//! A membership has one role: a built-in one, or a custom one of its organization. A custom role is what it inherits
//! from other roles and its own [`Grant`]s. Of all grants that are reached so, those with the effect `deny` that apply
//! win over every `allow`, however far away each was granted. What nobody grants is denied.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::{
    access::{Feature, Permission, Role},
    conditions::{Attributes, Condition},
    decode::{Decode, Faults},
    ids::{MembershipId, RoleId, UnknownText},
    macros::string_enum,
};

/// What a membership names its role by: `owner`, `admin`, `member`, `viewer`, or the id of a custom role.
///
/// A client reads what it does not know, from a newer server, as `viewer`; one from before there were custom roles
/// reads their ids so, too.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "diesel", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow))]
#[cfg_attr(feature = "diesel", diesel(sql_type = diesel::sql_types::Text))]
pub struct RoleKey(Key);

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    BuiltIn(Role),
    /// The id as it is written: `role_` and 26 ASCII characters.
    Custom([u8; 31]),
}

impl RoleKey {
    /// An organization's owner.
    pub const OWNER: Self = Self(Key::BuiltIn(Role::Owner));

    /// The key as it is written everywhere.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Key::BuiltIn(role) => role.as_str(),
            Key::Custom(text) => std::str::from_utf8(text).unwrap_or_default(),
        }
    }

    /// The built-in role, when it is one.
    pub fn built_in(self) -> Option<Role> {
        match self.0 {
            Key::BuiltIn(role) => Some(role),
            Key::Custom(_) => None,
        }
    }

    /// The custom role, when it is one.
    pub fn custom(self) -> Option<RoleId> {
        match self.0 {
            Key::BuiltIn(_) => None,
            Key::Custom(_) => self.as_str().parse().ok(),
        }
    }

    /// Whether it is worth offering somebody in this role to give `other` to somebody, as far as this is known without
    /// asking the server, which decides.
    pub fn may_grant(self, other: Self) -> bool {
        match (self.built_in(), other.built_in()) {
            (Some(mine), Some(other)) => mine.may_grant(other),
            (Some(mine), None) => mine.permits(Permission::MembersInvite),
            (None, other) => other != Some(Role::Owner),
        }
    }
}

impl From<Role> for RoleKey {
    fn from(role: Role) -> Self {
        Self(Key::BuiltIn(role))
    }
}

impl From<&RoleId> for RoleKey {
    fn from(id: &RoleId) -> Self {
        // An id of this kind is as long as this array: its parser sees to it.
        Self(id.as_str().as_bytes().try_into().map_or(Key::BuiltIn(Role::Viewer), Key::Custom))
    }
}

impl PartialEq<Role> for RoleKey {
    fn eq(&self, role: &Role) -> bool {
        self.built_in() == Some(*role)
    }
}

impl FromStr for RoleKey {
    type Err = UnknownText;
    fn from_str(text: &str) -> Result<Self, UnknownText> {
        if let Ok(role) = text.parse::<Role>() {
            return Ok(role.into());
        }
        text.parse::<RoleId>().map(|id| Self::from(&id)).map_err(|_| UnknownText)
    }
}

impl fmt::Display for RoleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RoleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RoleKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RoleKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            serde::de::Error::custom(format_args!(
                "unknown variant `{text}`, expected owner, admin, member, viewer, or a role's id like \
                 role_01h455vb4pex5vsknk084sn02q"
            ))
        })
    }
}

impl Decode for RoleKey {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        let text = faults.text(value, "a role", |_| true);
        text.parse().unwrap_or(Self(Key::BuiltIn(Role::Viewer)))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RoleKey {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^(owner|admin|member|viewer|role_[0-7][0-9a-hjkmnp-tv-z]{25})$"))
            .examples(["member", "role_01h455vb4pex5vsknk084sn02q"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RoleKey {}

#[cfg(feature = "diesel")]
crate::macros::text_column!(RoleKey, |key| key.as_str());

string_enum! {
    /// What a grant does.
    pub enum Effect {
        /// Permits, unless something denies.
        Allow => "allow",
        /// Denies, whatever permits.
        Deny => "deny",
    } else Deny
}

/// One line of a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// What is granted or denied. Never a permission that only API keys hold.
    pub permission: Permission,
    /// Which of both.
    pub effect: Effect,
    /// Under which circumstances. Absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// A role of an organization's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomRole {
    /// The role.
    pub id: RoleId,
    /// What people call it, once in an organization.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The roles whose grants it has, too.
    pub inherits: Vec<RoleKey>,
    /// Its own grants.
    pub grants: Vec<Grant>,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// `POST /v1/roles`. Nobody makes a role that grants what they do not hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRole {
    /// What people call it: at most 60 characters, once in an organization.
    pub name: String,
    /// What it is for: at most 300 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Roles whose grants it has, too: at most 8, built-in ones but `owner` and custom ones.
    #[serde(default)]
    pub inherits: Vec<RoleKey>,
    /// Its own grants: at most 64.
    #[serde(default)]
    pub grants: Vec<Grant>,
}

/// `PATCH /v1/roles/{role_id}`, with `If-Match`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateRole {
    /// Its new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for; empty: nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All the roles it inherits from, from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherits: Option<Vec<RoleKey>>,
    /// All its own grants, from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<Grant>>,
}

/// `PUT /v1/cases/{case_id}/attributes` and the like: all attributes of a thing, from now on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResourceAttributes {
    /// By name: at most 32, each a text, a number, true or false, or a list of texts.
    pub attributes: Attributes,
}

/// The query of `GET /v1/members/{membership_id}/access`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AccessQuery {
    /// Only this permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<Permission>,
    /// With this case or document. Absent: what depends on the thing is left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// From this address. Absent: the address is not known, and in no network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

string_enum! {
    /// How an explanation ends.
    pub enum Verdict {
        /// The member may.
        Allowed => "allowed",
        /// The member may not.
        Denied => "denied",
        /// It depends on the case or document.
        Depends => "depends",
    } else Depends
}

string_enum! {
    /// What decided.
    pub enum Rule {
        /// A grant that allows applies, and none that denies.
        Allow => "allow",
        /// A grant that denies applies.
        Deny => "deny",
        /// No grant that allows applies.
        NoGrant => "no_grant",
        /// The feature is off.
        Feature => "feature",
        /// Only API keys hold this permission.
        BrandOnly => "brand_only",
        /// The membership is suspended.
        Suspended => "suspended",
        /// The membership has ended.
        Ended => "ended",
    } else NoGrant
}

string_enum! {
    /// Where it is decided whether a feature is on, from the widest to the narrowest.
    pub enum FeatureLevel {
        /// The installation.
        Platform => "platform",
        /// The brand above the organization's.
        ParentBrand => "parent_brand",
        /// The organization's brand.
        Brand => "brand",
        /// The organization's plan.
        Plan => "plan",
        /// The organization itself.
        Organization => "organization",
        /// The share of organizations that have it.
        Rollout => "rollout",
        /// The flag service that the server asks.
        FlagService => "flag_service",
        /// The session.
        Session => "session",
        /// The feature above it.
        Parent => "parent",
    } else Brand
}

string_enum! {
    /// What of a level decided.
    pub enum FeatureRule {
        /// Nothing says otherwise.
        Default => "default",
        /// The level's list of features.
        List => "list",
        /// A switch, which wins over the list.
        Switch => "switch",
        /// The percentage of organizations that have it.
        Percentage => "percentage",
        /// What the flag service answered.
        Flag => "flag",
        /// The feature above it is off.
        Parent => "parent",
    } else List
}

/// What a member may do, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessReport {
    /// The member.
    pub membership_id: MembershipId,
    /// Their role.
    pub role: RoleKey,
    /// Every permission, or the one that was asked about.
    pub permissions: Vec<PermissionAccess>,
    /// Every feature, as the organization has it. A session may have been given fewer.
    pub features: Vec<FeatureAccess>,
}

/// Whether a member holds a permission, and the rule that decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PermissionAccess {
    /// The permission.
    pub permission: Permission,
    /// Whether it is held.
    pub verdict: Verdict,
    /// What decided.
    pub rule: Rule,
    /// The feature that is off, where that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<Feature>,
    /// From the member's role to the role whose grant decided.
    #[serde(default)]
    pub path: Vec<RoleKey>,
    /// The grant that decided; of those that allow under conditions, the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
    /// The attributes that the grant's condition looks at, with the values it found; missing ones are absent.
    #[serde(default)]
    pub seen: BTreeMap<String, crate::conditions::AttributeValue>,
}

/// Of an [`AccessReport`] what a list of permissions shows: without the grants' conditions, for which a browser's module would
/// have to carry their reader.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct AccessSummary {
    /// Every permission.
    pub permissions: Vec<PermissionSummary>,
}

/// Of a [`PermissionAccess`] what a line of a list shows.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct PermissionSummary {
    /// The permission.
    pub permission: Permission,
    /// Whether it is held.
    pub verdict: Verdict,
    /// What decided.
    pub rule: Rule,
    /// From the member's role to the role whose grant decided.
    #[serde(default)]
    pub path: Vec<RoleKey>,
    /// The grant that decided.
    #[serde(default)]
    pub grant: Option<GrantSummary>,
}

/// Of a [`Grant`] whether it has a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantSummary {
    /// Whether it has one.
    pub is_conditional: bool,
}

impl Decode for GrantSummary {
    fn read(value: Option<&mut Value>, _faults: &mut Faults) -> Self {
        let when = value.and_then(|grant| grant.get("when"));
        Self { is_conditional: when.is_some_and(|when| !when.is_null()) }
    }
}

/// Whether a feature is on, and what decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureAccess {
    /// The feature.
    pub feature: Feature,
    /// Whether it is on.
    pub on: bool,
    /// The level that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<FeatureLevel>,
    /// What of the level decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<FeatureRule>,
    /// Until when: a switch may end by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_role_is_named_by_a_word_or_an_id_and_read_leniently() {
        let custom = RoleId::from_u128(7);
        for text in ["owner", "viewer", custom.as_str()] {
            assert_eq!(text.parse::<RoleKey>().unwrap().to_string(), text);
            assert_eq!(serde_json::to_value(text.parse::<RoleKey>().unwrap()).unwrap(), json!(text));
        }
        assert_eq!(RoleKey::from(&custom).custom(), Some(custom));
        assert!("guest".parse::<RoleKey>().is_err() && "role_1".parse::<RoleKey>().is_err());
        assert_eq!(RoleKey::decode(json!("guest")).unwrap(), Role::Viewer);
        assert!(RoleKey::decode(json!(7)).is_err());
        // A client from before custom roles.
        assert_eq!(Role::decode(json!(RoleId::from_u128(7))).unwrap(), Role::Viewer);
    }

    #[test]
    fn a_summary_is_read_from_a_report() {
        let grant = |when: Option<Condition>| Grant { permission: Permission::CasesRead, effect: Effect::Allow, when };
        let line = |grant| PermissionAccess {
            permission: Permission::CasesRead,
            verdict: Verdict::Depends,
            rule: Rule::Allow,
            feature: None,
            path: vec![Role::Viewer.into()],
            grant,
            seen: BTreeMap::new(),
        };
        let condition = Condition::Has("resource.region".parse().unwrap());
        let report = AccessReport {
            membership_id: MembershipId::from_u128(1),
            role: Role::Viewer.into(),
            permissions: vec![line(None), line(Some(grant(None))), line(Some(grant(Some(condition))))],
            features: Vec::new(),
        };
        let summary = AccessSummary::decode(serde_json::to_value(report).unwrap()).unwrap();
        let read: Vec<_> =
            summary.permissions.iter().map(|line| line.grant.map(|grant| grant.is_conditional)).collect();
        assert_eq!(read, [None, Some(false), Some(true)]);
        let first = &summary.permissions[0];
        assert_eq!(
            (first.verdict, first.rule, first.path.as_slice()),
            (Verdict::Depends, Rule::Allow, &[Role::Viewer.into()][..])
        );
    }
}
