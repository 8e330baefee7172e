//! The file that `import` reads: brands, organizations, people, forms, cases and documents as one JSON document.
//!
//! Things name each other by *keys*: names that are unique among their kind in the file (`"northwind"`, `"amira"`).
//! Every id is derived from the key (and the brand's key), so importing the same file again finds what is there and
//! leaves it alone. Paths are relative to the file. Moments are RFC 3339 or ages relative to the import (see [`When`]).
//!
//! ```json
//! {
//!   "brands": [{
//!     "key": "acme", "name": "Acme", "support_email": "help@acme.example",
//!     "allowed_origins": ["http://localhost:4401"], "theme": "acme.tokens.json"
//!   }],
//!   "users": [{ "key": "amira", "brand": "acme", "name": "Amira Haddad", "email": "amira@northwind.example" }],
//!   "organizations": [{
//!     "key": "northwind", "brand": "acme", "name": "Northwind Traders",
//!     "memberships": [{ "user": "amira", "role": "owner", "created_at": "-400d", "last_active_at": "-2h" }]
//!   }],
//!   "case_types": [{
//!     "key": "claim", "brand": "acme", "name": "Claim", "reference_prefix": "CL",
//!     "status_labels": { "in_progress": "In review" },
//!     "milestones": [{ "key": "received", "label": "Received" }, { "key": "paid", "label": "Paid out" }]
//!   }],
//!   "cases": [{
//!     "key": "claim-1", "organization": "northwind", "case_type": "claim", "title": "Water damage in hall 3",
//!     "status": "in_progress", "milestone": "received", "opened_by": "amira", "created_at": "-5d",
//!     "timeline": [{ "kind": "message", "author": { "user": "amira" }, "body": "Photos follow.", "at": "-4d" }]
//!   }]
//! }
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use loggia_types::{
    CaseId, DocumentId, Feature, OrganizationId, Role, UserId,
    cases::{Party, PublicStatus, StepAction, TimelineKind},
    forms::FormDefinition,
    members::MembershipSource,
};
use serde::{Deserialize, Serialize};

pub use super::when::{InvalidWhen, When};

/// A whole import file. Each list may be absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Import {
    /// The brands.
    pub brands: Vec<Brand>,
    /// People who can sign in, of any brand.
    pub users: Vec<User>,
    /// Organizations with their memberships and invitations.
    pub organizations: Vec<Organization>,
    /// Workflows, per brand.
    pub case_types: Vec<CaseType>,
    /// Published forms, per brand: every organization of the brand has them in its catalogue.
    pub forms: Vec<Form>,
    /// Cases with their history.
    pub cases: Vec<Case>,
    /// Documents with their versions. They come after the cases that they belong to.
    pub documents: Vec<Document>,
}

/// A brand: the identity a portal is shown under.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Its key: lower-case letters, digits and `-`. `api-key create --brand` takes it, too.
    pub key: String,
    /// The key of the vendor's brand, when this is a partner's: an API key of the vendor's brand reaches it. Brands stand
    /// after the brand they are below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The name customers know.
    pub name: String,
    /// Where a customer finds a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_email: Option<String>,
    /// The origins (`https://app.acme.example`) whose pages may use the portal.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// The file with the theme's design tokens. Absent: the default look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<PathBuf>,
    /// The features it offers. Absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<BTreeSet<Feature>>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Its key.
    pub key: String,
    /// The id to have. Absent: one derived from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The brand's key.
    pub brand: String,
    /// The name to show.
    pub name: String,
    /// The e-mail address, once in a brand.
    pub email: String,
}

/// A customer company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its key.
    pub key: String,
    /// The id to have. Absent: one derived from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<OrganizationId>,
    /// The brand's key.
    pub brand: String,
    /// Its name.
    pub name: String,
    /// The language its people read by default, a BCP 47 tag.
    #[serde(default = "default_locale")]
    pub locale: String,
    /// The features it has, of those its brand offers. Absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<BTreeSet<Feature>>,
    /// Since when it is a customer. Absent: the moment of the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<When>,
    /// Who belongs to it. One has to be an owner.
    #[serde(default)]
    pub memberships: Vec<Membership>,
    /// Open invitations.
    #[serde(default)]
    pub invitations: Vec<Invitation>,
}

/// A user in an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The user's key; the user's brand is the organization's.
    pub user: String,
    /// The role.
    pub role: Role,
    /// How they came in. Absent: `vendor`.
    #[serde(default = "default_source")]
    pub source: MembershipSource,
    /// When the membership ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<When>,
    /// When they last used the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<When>,
    /// Since when. Absent: the moment of the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<When>,
}

/// An open offer to join an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// To whom.
    pub email: String,
    /// The role they get.
    pub role: Role,
    /// The key of the user who invited them. Absent: the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<String>,
    /// When. Absent: the moment of the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<When>,
    /// Until when it can be accepted. Absent: 14 days after the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<When>,
}

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
    /// The media type. Absent: told from the document's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The key of the user who uploaded it. Absent: the vendor did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploader: Option<String>,
    /// When it was uploaded.
    pub at: When,
}

fn default_locale() -> String {
    "en".to_owned()
}

fn default_source() -> MembershipSource {
    MembershipSource::Vendor
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_misspelt_field_is_refused() {
        let error = serde_json::from_str::<Import>(r#"{"brands":[{"key":"a","name":"A","colour":"red"}]}"#);
        assert!(error.unwrap_err().to_string().contains("colour"));
    }
}
