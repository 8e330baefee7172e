//! Cases: one piece of tracked work each, as the customer sees it.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    documents::DocumentRef,
    ids::{CaseId, CaseTypeId, SubmissionId, TimelineEntryId, UserId},
    macros::string_enum,
    session::UserRef,
};

string_enum! {
    /// What a customer sees of a case's state.
    pub enum PublicStatus {
        /// It arrived.
        Submitted => "submitted",
        /// The customer has to do something.
        ActionNeeded => "action_needed",
        /// Somebody is on it.
        InProgress => "in_progress",
        /// Done.
        Completed => "completed",
        /// Refused.
        Declined => "declined",
        /// Withdrawn.
        Cancelled => "cancelled",
    } else InProgress
}

impl PublicStatus {
    /// Whether there is still something to come.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::ActionNeeded | Self::InProgress)
    }
}

string_enum! {
    /// Who has to act.
    pub enum Party {
        /// The customer: "You need to ...".
        Customer => "customer",
        /// The brand's own staff: "We are ...".
        Us => "us",
        /// Somebody outside: a broker, a bank, an authority.
        ThirdParty => "third_party",
    } else ThirdParty
}

string_enum! {
    /// What a customer's next step is done with.
    pub enum StepAction {
        /// Upload a document to the case.
        UploadDocument => "upload_document",
        /// Reply on the case.
        Reply => "reply",
    }
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// The number people quote, unique in the organization: `CB-1042`.
    pub reference: String,
    /// Its workflow.
    pub case_type: CaseTypeRef,
    /// What it is about, in one line.
    pub title: String,
    /// The state customers see.
    pub status: PublicStatus,
    /// The state in the words of its case type: "In review".
    pub status_label: String,
    /// What happens next, and who has to do it. Absent when nothing is left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// The stations of the workflow, in order.
    pub milestones: Vec<Milestone>,
    /// Where the state comes from, when another system keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Who opened it; absent when the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<UserRef>,
    /// The submission that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<SubmissionId>,
    /// Whether something happened since this person last looked.
    pub unread: bool,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When something last happened.
    pub updated_at: DateTime<Utc>,
}

/// A case type, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseTypeRef {
    /// The case type.
    pub id: CaseTypeId,
    /// Its name.
    pub name: String,
}

/// What happens next. The widget makes a sentence of it: "You need to *upload the signed contract* by 4 May",
/// "We are *reviewing your documents*, usually done by Tuesday".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// Who has to act.
    pub party: Party,
    /// What is to be done, to follow "You need to", "We are" or the third party's name: at most 200 characters.
    pub summary: String,
    /// Why, and what comes after: at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// What the customer does it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<StepAction>,
}

/// A station of a case's workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Milestone {
    /// Its stable key.
    pub key: String,
    /// Its name for customers.
    pub label: String,
    /// Where the case stands with it.
    pub state: MilestoneState,
    /// When it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_at: Option<DateTime<Utc>>,
}

string_enum! {
    /// Where a case stands with a milestone.
    pub enum MilestoneState {
        /// Behind us.
        Done => "done",
        /// Here.
        Current => "current",
        /// Ahead.
        Upcoming => "upcoming",
    } else Upcoming
}

/// The system of record behind mirrored data, and how old its last word is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Its name for customers.
    pub name: String,
    /// When it was last synchronised.
    pub synced_at: DateTime<Utc>,
    /// Whether the last attempt failed.
    pub failing: bool,
}

/// How lists of cases are filtered and sorted: the query parameters of `GET /v1/cases`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// `true`: only open cases. `false`: only closed ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Only cases in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PublicStatus>,
    /// Only cases whose title or reference contains this: at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// How many at the most: 1 to 100. Absent: 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One entry of the public timeline. Entries are only added, newest first in lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// The entry.
    pub id: TimelineEntryId,
    /// What happened.
    pub kind: TimelineKind,
    /// Who did it.
    pub actor: TimelineActor,
    /// What was said, or the words for what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The document it is about. Absent where it was deleted, and for who may not see documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentRef>,
    /// The state the case came into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PublicStatus>,
    /// When.
    pub created_at: DateTime<Utc>,
}

string_enum! {
    /// What a timeline entry tells.
    pub enum TimelineKind {
        /// Somebody wrote something.
        Message => "message",
        /// The state changed.
        Status => "status",
        /// A milestone was reached.
        Milestone => "milestone",
        /// A document was added.
        Document => "document",
    } else Message
}

/// Who did something on a case, as the customer sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineActor {
    /// On which side they are.
    pub party: Party,
    /// The name to show: a person, or the brand.
    pub name: String,
    /// The user, when they belong to the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// `POST /v1/cases/{case_id}/replies`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateReply {
    /// What to say: 1 to 10,000 characters that are not all blank.
    pub body: String,
}

/// `PATCH /v1/cases/{case_id}`, by the vendor's backend (`cases:manage`) and with `If-Match`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateCase {
    /// The state to come into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PublicStatus>,
    /// What happens next. A closed case has no next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// The milestone to come to, by its key: those before it are done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// What to tell the customer with it: 1 to 10,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Who says so, as the customer sees them. Absent: the brand's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}
