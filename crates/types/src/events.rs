//! `GET /v1/events`: what changed, as server-sent events. An event says *that* something changed, never what: its
//! reader asks for the new state with its own permissions.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{access::Permission, macros::string_enum};

string_enum! {
    /// What changed: the `event` field of a server-sent event.
    pub enum EventType {
        /// A case was opened.
        CaseCreated => "case.created",
        /// A case changed: state, next step, milestone, timeline.
        CaseUpdated => "case.updated",
        /// A draft has another owner. Saving one is nobody else's business.
        DraftHandedOver => "draft.handed_over",
        /// A document was uploaded.
        DocumentCreated => "document.created",
        /// A document changed: version, name, folder.
        DocumentUpdated => "document.updated",
        /// A document was deleted.
        DocumentDeleted => "document.deleted",
        /// Somebody joined.
        MemberCreated => "member.created",
        /// Somebody's role changed.
        MemberUpdated => "member.updated",
        /// Somebody left or was removed.
        MemberDeleted => "member.deleted",
        /// Somebody was invited.
        InvitationCreated => "invitation.created",
        /// An invitation was withdrawn or accepted.
        InvitationDeleted => "invitation.deleted",
        /// An API key was made.
        ApiKeyCreated => "api_key.created",
        /// An API key changed: name, scopes, networks, secret.
        ApiKeyUpdated => "api_key.updated",
        /// An API key was deleted.
        ApiKeyDeleted => "api_key.deleted",
        /// The stream cannot go on from where the reader was: everything may have changed.
        Reset => "reset",
    }
}

impl EventType {
    /// What a reader must hold to be told. `None`: everybody is.
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::CaseCreated | Self::CaseUpdated => Some(Permission::CasesRead),
            Self::DraftHandedOver => Some(Permission::SubmissionsCreate),
            Self::DocumentCreated | Self::DocumentUpdated | Self::DocumentDeleted => Some(Permission::DocumentsRead),
            Self::MemberCreated
            | Self::MemberUpdated
            | Self::MemberDeleted
            | Self::InvitationCreated
            | Self::InvitationDeleted => Some(Permission::MembersRead),
            Self::ApiKeyCreated | Self::ApiKeyUpdated | Self::ApiKeyDeleted => Some(Permission::ApiKeysRead),
            Self::Reset => None,
        }
    }
}

/// The `data` field of a server-sent event. Its `id` field is an opaque position for `Last-Event-ID`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// What changed.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// The id of the thing that changed; empty with `reset`.
    pub resource_id: String,
    /// When.
    pub created_at: DateTime<Utc>,
}
