//! Embed sessions and organizations: what a vendor's backend asks for with its API key.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    access::Feature,
    ids::{EmbedSessionId, OrganizationId, UserId},
};

/// The header that says for which organization a brand's API key acts: an organization's id.
pub const ORGANIZATION_HEADER: &str = "portal-organization";

/// `POST /v1/embed-sessions`: a credential for one user in one organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateEmbedSession {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The person: a user's id, or the address the vendor has verified.
    pub user: EmbedUser,
    /// Only these features, of those the organization has. Absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<Vec<Feature>>,
    /// The language to speak, a BCP 47 tag. Absent: the organization's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// How long the credential is good, in seconds: 60 to 3,600. Absent: 900.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
}

/// Whom an embed session is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum EmbedUser {
    /// A user the server knows, who has to be a member of the organization.
    Id {
        /// The user.
        id: UserId,
    },
    /// A person by the address that the vendor has verified. A member is found by it; an open invitation to it is
    /// accepted by this call. Anybody else is refused.
    Email {
        /// The verified address.
        email: String,
        /// The name to show, if the person is new here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

/// A new embed session. The secret is shown once.
#[derive(Clone, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmbedSession {
    /// The session.
    pub id: EmbedSessionId,
    /// What the page hands to the widgets; they send it as a bearer token. Keep it in memory only.
    pub client_secret: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// The features that it has: those that were asked for, as far as the organization has them.
    #[serde(default)]
    pub features: Vec<Feature>,
}

impl std::fmt::Debug for EmbedSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbedSession")
            .field("id", &self.id)
            .field("client_secret", &"[redacted]")
            .field("expires_at", &self.expires_at)
            .field("features", &self.features)
            .finish()
    }
}

/// A customer company, as a vendor's backend sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The language its people read by default, a BCP 47 tag.
    pub locale: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}
