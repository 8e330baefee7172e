//! API keys of an organization: credentials of its own programs.

use chrono::{DateTime, NaiveDate, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    ids::ApiKeyId,
    session::{UserRef, known_values},
};

/// A credential of a program that acts in one organization. What it may do are its scopes, as long as their features are
/// on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// What it is called, in lists and in the audit log.
    pub name: String,
    /// What it may do.
    #[serde(deserialize_with = "known_values")]
    pub scopes: Vec<Permission>,
    /// The networks it may be used from, in CIDR notation. Empty: from anywhere.
    pub networks: Vec<String>,
    /// Who made it; absent when the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<ApiKeyCreator>,
    /// Its secrets that are good, the newest first: two while a rotation's overlap lasts.
    pub secrets: Vec<ApiKeySecret>,
    /// When it was last used. Exact to five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    /// The address it was last used from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_ip: Option<String>,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// From when on people should be told that it ends: 14 days before, or a quarter of its life if that is less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_warning_at: Option<DateTime<Utc>>,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Who made an API key. The key is the organization's and stays when they leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyCreator {
    /// The person.
    pub user: UserRef,
    /// Whether they are a member still. If not, somebody else has to look after the key.
    pub is_member: bool,
}

/// What can be told of a secret that is not shown any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeySecret {
    /// Its last four characters.
    pub hint: String,
    /// Since when it is good.
    pub created_at: DateTime<Utc>,
    /// When it ends, because another took its place. Absent: with the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// When it was last used. Exact to five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// An API key with its newest secret, which is shown this once.
#[derive(Clone, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyWithSecret {
    /// The key.
    pub api_key: ApiKey,
    /// What a program sends as `Authorization: Bearer`.
    pub secret: String,
}

impl std::fmt::Debug for ApiKeyWithSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKeyWithSecret").field("api_key", &self.api_key).field("secret", &"[redacted]").finish()
    }
}

/// `POST /v1/api-keys`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateApiKey {
    /// What it is called: at most 100 characters.
    pub name: String,
    /// What it may do: at least one, and nothing that its maker may not do.
    pub scopes: Vec<Permission>,
    /// The networks it may be used from, as addresses or in CIDR notation: at most 50. Absent: from anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub networks: Option<Vec<String>>,
    /// When it ends by itself: at most ten years from now. Absent: when it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// `PATCH /v1/api-keys/{api_key_id}`, with `If-Match`. What is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateApiKey {
    /// What it is called: at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it may do: at least one of what it may do now. For more, make another key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Permission>>,
    /// The networks it may be used from: at most 50. Empty: from anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub networks: Option<Vec<String>>,
}

/// `POST /v1/api-keys/{api_key_id}/rotate`: another secret takes the place of the one there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RotateApiKey {
    /// How long the secret there is stays good beside the new one, in seconds: at most 604,800 (7 days). 0: it ends now,
    /// and so does one that a rotation before left good.
    pub overlap_seconds: u32,
}

/// The query parameters of `DELETE /v1/api-keys/{api_key_id}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DeleteApiKeyQuery {
    /// Whether to delete it although it was used in the last 7 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<bool>,
}

/// How much an API key is used: `GET /v1/api-keys/{api_key_id}/usage`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyUsage {
    /// The last 30 days, UTC, today last; those without a request, too.
    pub days: Vec<ApiKeyDay>,
}

/// A day of an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeyDay {
    /// The day, UTC.
    pub date: NaiveDate,
    /// How many requests were made with the key, whatever became of them (but 429). A crash of the server may lose those of the
    /// minute before it.
    pub requests: u64,
}
