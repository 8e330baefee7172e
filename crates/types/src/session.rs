//! `GET /v1/session`: who am I, where, and what may I do here. A widget asks this first.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

use crate::{
    access::{Feature, Permission},
    ids::{BrandId, MembershipId, OrganizationId, UserId},
    roles::RoleKey,
};

/// What a signed-in person is and may do in one organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The person.
    pub user: UserRef,
    /// The person's membership in the organization.
    pub membership_id: MembershipId,
    /// The organization everything in this session belongs to.
    pub organization: OrganizationRef,
    /// The brand the portal is shown under.
    pub brand: BrandRef,
    /// The person's role in the organization.
    pub role: RoleKey,
    /// What a role of the organization's own is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// What the person may do: the role's permissions whose features are on.
    #[serde(deserialize_with = "known_values")]
    pub permissions: Vec<Permission>,
    /// The features that are on.
    #[serde(deserialize_with = "known_values")]
    pub features: Vec<Feature>,
    /// The language to speak, a BCP 47 tag.
    pub locale: String,
    /// How the portal looks.
    pub theme: ThemeVariables,
    /// Limits the server enforces and a widget should tell before it is too late.
    pub limits: Limits,
    /// When the credential ends.
    pub expires_at: DateTime<Utc>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

impl Session {
    /// Whether the person may do this. The server checks again: this decides what is shown.
    pub fn permits(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Whether the feature is on.
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }
}

/// A person, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRef {
    /// The user.
    pub id: UserId,
    /// The name to show.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// An organization, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationRef {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
}

/// A brand, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrandRef {
    /// The brand.
    pub id: BrandId,
    /// The name customers know.
    pub name: String,
    /// Where a customer finds a person when self-service ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_email: Option<String>,
    /// Where its logo is: a picture for an `<img>`, at an address that changes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
}

/// A compiled theme: CSS custom properties (`--portal-color-accent`) and their values, per colour scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeVariables {
    /// The theme's name.
    pub name: String,
    /// Properties of the light scheme, and those that do not depend on the scheme.
    pub light: BTreeMap<String, String>,
    /// Properties that differ in the dark scheme.
    pub dark: BTreeMap<String, String>,
}

/// Limits the server enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// The largest file that can be uploaded, in bytes.
    pub max_upload_bytes: u64,
}

/// Reads a list and leaves out what this build does not know: a server may be newer than its client.
pub(crate) fn known_values<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let values = Vec::<serde_json::Value>::deserialize(deserializer)?;
    Ok(values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect())
}
