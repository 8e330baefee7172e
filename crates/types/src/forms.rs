//! Forms: what a customer can ask for, and the definition a form is drawn from.
//!
//! These are plain data. The rules (conditions, validation) are in `loggia-forms`, the same in browser and server.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ids::{CaseId, DraftId, FormId, FormVersionId, SubmissionId},
    session::UserRef,
};

/// A form in the request catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormSummary {
    /// The form.
    pub id: FormId,
    /// What it is for, in a few words: "Report damaged goods".
    pub title: String,
    /// What happens with it, in one sentence.
    pub summary: String,
    /// Under which heading it stands in the catalogue.
    pub category: String,
    /// How long filling it in takes, in minutes.
    pub minutes: u32,
    /// The published version that a submission answers.
    pub version_id: FormVersionId,
}

/// A form with the definition of its published version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Form {
    /// The catalogue's entry.
    #[serde(flatten)]
    pub summary: FormSummary,
    /// What is asked.
    pub definition: FormDefinition,
}

/// What a form asks: its steps, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// The steps. A form has at least one.
    pub sections: Vec<Section>,
    /// What the sender reads afterwards: what happens next, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
}

/// One step of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// A sentence below the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A JsonLogic rule over the answers: the section is asked when it is truthy. Absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_if: Option<Value>,
    /// The questions, in order.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// Its name among the answers: `^[a-z][a-z0-9_]{0,63}$`, once in a form.
    pub key: String,
    /// The question.
    pub label: String,
    /// Help with answering it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether it has to be answered.
    #[serde(default)]
    pub required: bool,
    /// A JsonLogic rule over the answers: the question is asked when it is truthy. Absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_if: Option<Value>,
    /// A JsonLogic rule over the answers: when it is truthy the question has to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Value>,
    /// What kind of answer it takes.
    #[serde(flatten)]
    pub kind: FieldKind,
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line. Answer: a string.
    Text {
        /// At most this many characters. Absent: 200.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
        /// A pattern to match as a whole: literal characters, `\d`, `\w`, classes like `[A-Z]`, and `{n}`, `+`, `*`, `?`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<String>,
        /// What to say when the pattern does not match: "Enter all six digits, like 88-2041".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern_message: Option<String>,
        /// What a browser may fill in: an `autocomplete` token of HTML.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        autocomplete: Option<String>,
    },
    /// Several lines. Answer: a string.
    LongText {
        /// At most this many characters. Absent: 5,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
    },
    /// A number. Answer: a number.
    Number {
        /// The least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// The most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// Whether it has to be whole.
        #[serde(default)]
        integer: bool,
        /// What is counted: shown after the input ("kg", "EUR").
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// A day. Answer: a string like `2026-11-21`.
    Date {
        /// The first day allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<chrono::NaiveDate>,
        /// The last day allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<chrono::NaiveDate>,
    },
    /// One of several. Answer: the option's value.
    Choice {
        /// What can be chosen: at least one.
        options: Vec<ChoiceOption>,
    },
    /// Some of several. Answer: an array of values.
    MultipleChoice {
        /// What can be chosen: at least one.
        options: Vec<ChoiceOption>,
        /// At most so many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_items: Option<u32>,
    },
    /// Files, uploaded before. Answer: an array of document ids.
    File {
        /// At most so many. Absent: 5.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_items: Option<u32>,
        /// What is taken: file endings (`.pdf`) and media types (`image/*`). Empty: anything.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        accept: Vec<String>,
    },
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// Answers by field key.
pub type Answers = BTreeMap<String, Value>;

/// `POST /v1/submissions`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSubmission {
    /// The form version that is answered.
    pub form_version_id: FormVersionId,
    /// The answers. Answers to questions that are not asked are dropped.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub answers: Answers,
    /// The draft that this was: it ends with it. One that the sender does not have any more, because it was sent, handed
    /// over or discarded, is refused, so that no request is sent twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft_id: Option<DraftId>,
    /// The version of the draft that the sender has seen. Where the draft was saved elsewhere since, the submission is
    /// refused. Absent: whichever it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft_version: Option<i64>,
}

/// What was sent in, and the case it opened: the sender's receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Submission {
    /// The submission.
    pub id: SubmissionId,
    /// The form.
    pub form_id: FormId,
    /// The version that was answered.
    pub form_version_id: FormVersionId,
    /// The form's title at the time.
    pub form_title: String,
    /// The answers that were kept.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, serde_json::Value>))]
    pub answers: Answers,
    /// The case it opened.
    pub case_id: CaseId,
    /// The case's number.
    pub case_reference: String,
    /// Who sent it.
    pub submitted_by: UserRef,
    /// When.
    pub created_at: DateTime<Utc>,
}
