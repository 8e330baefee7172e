//! Drafts: requests that were begun and are not sent, kept on the server. A draft is one person's, until they send it,
//! discard it or hand it over to a colleague.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    documents::DocumentRef,
    forms::Answers,
    ids::{DraftId, FormId, FormVersionId, MembershipId},
    session::UserRef,
};

/// How many drafts one person may have in an organization.
pub const MOST_DRAFTS: usize = 50;

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftSummary {
    /// The draft.
    pub id: DraftId,
    /// The form that it answers.
    pub form_id: FormId,
    /// The form's title.
    pub form_title: String,
    /// The colleague who handed it over; absent when the person who has it began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_by: Option<UserRef>,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
}

/// A draft with its answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// The list's entry.
    #[serde(flatten)]
    pub summary: DraftSummary,
    /// The version of the form that the answers are for: always the published one.
    pub form_version_id: FormVersionId,
    /// The answers so far. They need not be complete, or right.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub answers: Answers,
    /// The files that answers name. One that is deleted, or hidden from this person, is not among them.
    pub documents: Vec<DocumentRef>,
    /// What is different, where the form was published anew since the draft was saved: `answers` are carried over
    /// already. Absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<FormChanges>,
}

/// What a new version of a form means for answers to the one before, by the labels of its questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormChanges {
    /// Questions that are new.
    pub added: Vec<String>,
    /// Questions that were answered and are not asked any more: their answers are left out.
    pub removed: Vec<String>,
    /// Questions whose answers do not fit any more and are left out: they have to be answered again.
    pub answer_again: Vec<String>,
}

/// `POST /v1/drafts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateDraft {
    /// The form version that is answered.
    pub form_version_id: FormVersionId,
    /// The answers so far. Answers to questions that the version does not have are dropped.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub answers: Answers,
}

/// `PUT /v1/drafts/{draft_id}`, with `If-Match`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateDraft {
    /// The form version that is answered: one of the draft's form.
    pub form_version_id: FormVersionId,
    /// All answers so far. They take the place of those that were saved before.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub answers: Answers,
}

/// `POST /v1/drafts/{draft_id}/hand-over`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOverDraft {
    /// The member who goes on with it: one who may send in forms.
    pub member_id: MembershipId,
}
