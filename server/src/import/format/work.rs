//! What is worked on: case types, forms, cases and documents.

use std::{collections::BTreeMap, path::PathBuf};

use loggia_types::{
    CaseId, DocumentId,
    cases::{Party, PublicStatus, StepAction, TimelineKind},
    forms::FormDefinition,
};
use serde::{Deserialize, Serialize};

use super::When;

/// A workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseType {
    /// Its key.
    pub key: String,
    /// The brand's key.
    pub brand: String,
    /// Its name for customers.
    pub name: String,
    /// What references begin with: `CL` makes `CL-1042`.
    pub reference_prefix: String,
    /// The words for its states. A state without words gets plain English ones.
    #[serde(default)]
    pub status_labels: BTreeMap<PublicStatus, String>,
    /// The stations of the workflow, in order.
    #[serde(default)]
    pub milestones: Vec<MilestoneDefinition>,
}

/// A station of a workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDefinition {
    /// Its stable key.
    pub key: String,
    /// Its name for customers.
    pub label: String,
}

/// A form, published in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its key.
    pub key: String,
    /// The brand's key.
    pub brand: String,
    /// What it is for, in a few words.
    pub title: String,
    /// What happens with it, in one sentence.
    pub summary: String,
    /// Under which heading it stands in the catalogue.
    pub category: String,
    /// How long filling it in takes, in minutes.
    pub minutes: u32,
    /// The key of the case type that a submission opens.
    pub case_type: String,
    /// The title of the case a submission opens; `{key}` is replaced by the answer to that question. Absent: the
    /// form's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_title: Option<String>,
    /// What happens next with a case that a submission opened. Absent: "reviewing your request", by us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// The words with which the timeline of the case begins. Absent: "Request received".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_message: Option<String>,
    /// What is asked.
    pub definition: FormDefinition,
}

/// What happens next on a case, and who has to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// Who has to act.
    pub party: Party,
    /// What is to be done, to follow "You need to", "We are" or the third party's name.
    pub summary: String,
    /// Why, and what comes after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// By when: in a form's next step relative to the submission, in a case's relative to the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<When>,
    /// What the customer does it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<StepAction>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its key.
    pub key: String,
    /// The id to have. Absent: one derived from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CaseId>,
    /// The organization's key.
    pub organization: String,
    /// The case type's key.
    pub case_type: String,
    /// What it is about, in one line.
    pub title: String,
    /// Its state.
    pub status: PublicStatus,
    /// What happens next. A closed case has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// The key of the milestone where it stands: those before it are done. Absent: before the first.
    /// A completed case has all of them done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// When milestones were reached, by key.
    #[serde(default)]
    pub milestones_reached: BTreeMap<String, When>,
    /// The key of the user who opened it. Absent: the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<String>,
    /// The system of record, when another system keeps the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// When it was opened.
    pub created_at: When,
    /// When something last happened. Absent: the last timeline entry, or `created_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<When>,
    /// What happened, in any order.
    #[serde(default)]
    pub timeline: Vec<TimelineEntry>,
    /// The keys of the members for whom something is unread. Everybody else has seen it.
    #[serde(default)]
    pub unread_for: Vec<String>,
}

/// The system of record behind a mirrored case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name for customers.
    pub name: String,
    /// When it was last synchronised.
    pub synced_at: When,
    /// Whether the last attempt failed.
    #[serde(default)]
    pub failing: bool,
}

/// One entry of a case's timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEntry {
    /// What it tells.
    pub kind: TimelineKind,
    /// Who did it.
    pub author: Author,
    /// What was said, or the words for what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The key of the document it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The state the case came into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PublicStatus>,
    /// When.
    pub at: When,
}

/// Who did something: a user of the organization, or somebody else by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Author {
    /// A customer: `{ "user": "amira" }`.
    User(UserAuthor),
    /// Somebody else: `{ "party": "us", "name": "Jonas Weber" }`.
    Named(NamedAuthor),
}

/// A customer, by the user's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserAuthor {
    /// The user's key.
    pub user: String,
}

/// Somebody who is no user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedAuthor {
    /// On which side they are.
    pub party: Party,
    /// The name to show. Absent: the brand's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its key.
    pub key: String,
    /// The id to have. Absent: one derived from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DocumentId>,
    /// The organization's key.
    pub organization: String,
    /// The file name.
    pub name: String,
    /// Where it lies: names joined by `/`; empty at the top.
    #[serde(default)]
    pub folder: String,
    /// The key of the case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Its versions, oldest first: at least one.
    pub versions: Vec<DocumentVersion>,
}

/// One version of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentVersion {
    /// The file, relative to the import file.
    pub file: PathBuf,
    /// The key of the user who uploaded it. Absent: the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploader: Option<String>,
    /// When it was uploaded.
    pub at: When,
}
