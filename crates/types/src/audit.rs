//! The audit log: who did what, when, from where, with what outcome.

pub mod changes;

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{AuditEventId, RequestId},
    macros::string_enum,
};

string_enum! {
    /// How an audited action ended.
    pub enum Outcome {
        /// It was done.
        Success => "success",
        /// It was refused.
        Denied => "denied",
    }
}

string_enum! {
    /// What kind of actor did something.
    pub enum ActorKind {
        /// A person.
        User => "user",
        /// A program with an API key: a vendor's backend, or an organization's own.
        ApiKey => "api_key",
        /// The server itself.
        System => "system",
        /// A person of the vendor's or partner's own staff, in the console.
        Operator => "operator",
    }
}

string_enum! {
    /// How the audit log is exported.
    #[derive(Default)]
    pub enum AuditFormat {
        /// Comma-separated values (RFC 4180) with a head line.
        Csv => "csv",
        /// JSON Lines: an [`AuditEvent`] in each line.
        #[default]
        Jsonl => "jsonl",
        /// JSON Lines: an event of the Open Cybersecurity Schema Framework in each line.
        Ocsf => "ocsf",
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The user's or API key's id; an operator's is their user's; empty for the system.
    pub id: String,
    /// The name at the time.
    pub name: String,
}

/// One entry of the audit log. Entries are only added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// The entry.
    pub id: AuditEventId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who.
    pub actor: AuditActor,
    /// What, as `resource.verb`: `member.role_changed`. An attempt that was refused before it was looked into is named
    /// after the permission that it needed: `documents.upload`.
    pub action: String,
    /// The kind of thing it was done to: `membership`.
    pub resource_type: String,
    /// The thing; empty when there is none yet.
    pub resource_id: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, when it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The address it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// The program it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The request.
    pub request_id: RequestId,
    /// What it was before and after, for changes worth it: `{"before": ..., "after": ...}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<serde_json::Value>,
    /// Its place in the organization's log: 1, 2, 3 ... without a gap.
    pub position: i64,
    /// SHA-256 (lower-case hexadecimal) over the entry and the hash of the one before it: whoever keeps a hash notices
    /// any later change of that entry or of those before it. The API's documentation says over which bytes.
    pub hash: String,
}

/// How the audit log is filtered: the query parameters of `GET /v1/audit-events`. Newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Only this action; what ends with a dot is a kind of action: `member.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what this user or API key did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// Only what was done to this thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Only what ended like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Only from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// Only entries in which this text occurs, in any case of letters: in a name, an id, a reason, an address, a program
    /// or a change. At most 200 characters. A page is what was found among the next 1,500 entries: it may be short, or
    /// empty, and go on all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// How many at the most: 1 to 100. Absent: 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What of the audit log is exported, and how: the query parameters of `GET /v1/audit-events/export`. Oldest first. The
/// filters are those of [`AuditQuery`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AuditExportQuery {
    /// How it is written. Absent: `jsonl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<AuditFormat>,
    /// Only this action; what ends with a dot is a kind of action: `member.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what this user or API key did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// Only what was done to this thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Only what ended like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Only from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// Only entries in which this text occurs, as in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
}

impl AuditExportQuery {
    /// What a list is filtered by, as an export in this format.
    pub fn of(format: AuditFormat, query: &AuditQuery) -> Self {
        let AuditQuery { action, actor_id, resource_id, outcome, from, to, q, .. } = query.clone();
        Self { format: Some(format), action, actor_id, resource_id, outcome, from, to, q }
    }

    /// Its filters.
    pub fn filters(&self) -> AuditQuery {
        let Self { action, actor_id, resource_id, outcome, from, to, q, .. } = self.clone();
        AuditQuery { action, actor_id, resource_id, outcome, from, to, q, ..AuditQuery::default() }
    }
}
