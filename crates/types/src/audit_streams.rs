//! What becomes of an organization's audit log: how long it is kept, and where it is sent to.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    audit::{AuditFormat, Outcome},
    ids::AuditStreamId,
    macros::string_enum,
};

/// How long an organization keeps its audit log: `GET /v1/audit-retention`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRetention {
    /// Entries older than so many days are deleted, some time after. Absent: none are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The least that can be chosen. Where it became more since, entries are kept for as long as this.
    pub minimum_days: u32,
    /// Whether nothing is deleted for now, because the operator has put a hold on the log.
    pub is_on_hold: bool,
    /// The end of what was deleted. Absent: nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<DeletedEntries>,
}

/// The end of what was deleted of an audit log. The entry at the next position is the first one that is there, and its hash
/// covers this one: whoever checks the log begins here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedEntries {
    /// The position of the last entry that was deleted.
    pub position: i64,
    /// Its hash.
    pub hash: String,
    /// When it was deleted.
    pub deleted_at: DateTime<Utc>,
    /// The position of the entry `audit.entries_deleted` that says so.
    pub entry_position: i64,
}

/// `PUT /v1/audit-retention`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateAuditRetention {
    /// For how many days entries are kept: at least `minimum_days`, at most 36,500. Absent or `null`: for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

string_enum! {
    /// Whether a stream delivers.
    pub enum AuditStreamState {
        /// The last attempt was taken, or there was none yet.
        Active => "active",
        /// The last attempt was not taken. It is tried again.
        Failing => "failing",
        /// It is not tried any more: somebody said so, or it failed for days.
        Disabled => "disabled",
    } else Disabled
}

/// Where an organization's audit log is sent to, entry after entry in the order of the log: a webhook, signed as Standard
/// Webhooks (<https://www.standardwebhooks.com>) has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditStream {
    /// The stream.
    pub id: AuditStreamId,
    /// The address that entries are sent to.
    pub url: String,
    /// How they are written.
    pub format: AuditFormat,
    /// Only these actions; what ends with a dot is a kind of action: `member.`. Empty: all.
    pub actions: Vec<String>,
    /// Only what ended like this. Absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether it delivers.
    pub state: AuditStreamState,
    /// Why it does not, where nobody said that it should not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
    /// Since when the secret is good.
    pub secret_created_at: DateTime<Utc>,
    /// Until when requests are signed with the secret before it, too. Absent: with one secret only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret_ends_at: Option<DateTime<Utc>>,
    /// The position of the last entry that was delivered, or passed over.
    pub position: i64,
    /// How many entries are after it.
    pub behind: i64,
    /// When the receiver last took something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_at: Option<DateTime<Utc>>,
    /// When the receiver last did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure_at: Option<DateTime<Utc>>,
    /// What happened then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<String>,
    /// When it is tried again, while it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
}

/// A stream with its newest secret, which is shown this once.
#[derive(Clone, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditStreamWithSecret {
    /// The stream.
    pub stream: AuditStream,
    /// What its receiver checks signatures with: `whsec_` and base64.
    pub secret: String,
}

impl std::fmt::Debug for AuditStreamWithSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditStreamWithSecret").field("stream", &self.stream).field("secret", &"[redacted]").finish()
    }
}

/// `POST /v1/audit-streams`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAuditStream {
    /// The address that entries are sent to: `https`, at most 2,000 characters.
    pub url: String,
    /// How they are written: `jsonl` or `ocsf`. Absent: `jsonl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<AuditFormat>,
    /// Only these actions; what ends with a dot is a kind of action: `member.`. At most 50. Absent or empty: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<String>>,
    /// Only what ended like this. Absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether to begin with the oldest entry that is there. Absent: with the one that says that the stream was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_beginning: Option<bool>,
}

/// `PATCH /v1/audit-streams/{stream_id}`, with `If-Match`. What is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateAuditStream {
    /// The address that entries are sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How they are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<AuditFormat>,
    /// Only these actions. Empty: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<String>>,
    /// Only what ended like this. `null`: all.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::members::present")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Outcome>))]
    pub outcome: Option<Option<Outcome>>,
    /// `false`: it is not tried any more. `true`: it goes on where it was, and is tried at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// `POST /v1/audit-streams/{stream_id}/rotate`: another secret takes the place of the one there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RotateAuditStream {
    /// How long requests are signed with the secret there is, too, in seconds: at most 604,800 (7 days).
    pub overlap_seconds: u32,
}

/// What became of a test: `POST /v1/audit-streams/{stream_id}/test`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditStreamTest {
    /// Whether the receiver took it.
    pub delivered: bool,
    /// What happened, if not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}
