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

use anyhow::Context;
use loggia_types::{
    Feature, OAuthClientId, OperatorRole, OrganizationId, Permission, Role, UserId, members::MembershipSource,
};
use serde::{Deserialize, Serialize};

pub use super::when::{InvalidWhen, When};
use crate::domain::brands::Property;
pub use work::{
    Author, Case, CaseType, Document, DocumentVersion, Form, MilestoneDefinition, NamedAuthor, NextStep, Source,
    TimelineEntry, UserAuthor,
};

mod work;

/// A whole import file. Each list may be absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Import {
    /// The brands.
    pub brands: Vec<Brand>,
    /// Programs that people of a brand may let act for them, by OAuth 2.0.
    pub oauth_clients: Vec<OAuthClient>,
    /// People who can sign in, of any brand.
    pub users: Vec<User>,
    /// Who of them are operators: the brands' own staff, who use the console.
    pub operators: Vec<Operator>,
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
    /// The host names (`portal.acme.example`) that show its portal, without a port: who imports vouches for them. One that is
    /// nobody's shows nobody's portal, unless there is one brand only.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The file with the theme's design tokens. Absent: the default look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<PathBuf>,
    /// The file with its logo, an SVG or PNG of at most 64 kB. Absent: the hosted portal shows its first letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<PathBuf>,
    /// The file with the picture for a browser's tab, an SVG, PNG or ICO of at most 64 kB. Absent: the logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favicon: Option<PathBuf>,
    /// What else it shows of itself, as `brand set` takes it: `{ "imprint_url": "https://acme.example/imprint" }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identity: BTreeMap<String, String>,
    /// The features it offers. Absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<BTreeSet<Feature>>,
}

impl Brand {
    /// What it shows of itself beside name and support, checked.
    ///
    /// # Errors
    /// The first property that is none, or whose value is none.
    pub(super) fn properties(&self) -> anyhow::Result<Vec<(Property, String)>> {
        let checked = self.identity.iter().map(|(name, value)| {
            let place = || format!("brands {:?}: identity", self.key);
            let property: Property = name.parse().with_context(place)?;
            anyhow::ensure!(
                !matches!(property, Property::Name | Property::SupportEmail),
                "{}: {name} stands beside it",
                place()
            );
            let kept = property.check(value);
            Ok((property, kept.map_err(|error| anyhow::anyhow!("{}: {name}: {}", place(), error.detail))?))
        });
        checked.collect()
    }
}

/// A program that people may let act for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuthClient {
    /// Its key.
    pub key: String,
    /// The id to have: what the program sends as `client_id`. Absent: one derived from the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<OAuthClientId>,
    /// The brand's key.
    pub brand: String,
    /// What people are told it is.
    pub name: String,
    /// Where answers may go: `https://...`, `http://127.0.0.1/path` (any port), `com.example.app:/path`.
    pub redirect_uris: Vec<String>,
    /// What it may ask for. Absent: what people may do, but nothing that lets others in (inviting, changing members, API keys).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<BTreeSet<Permission>>,
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
    /// A password to sign in to the hosted portal with, for demonstrations and tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// A person of a brand's own staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// The user's key; they are an operator of the user's brand.
    pub user: String,
    /// What they are: `administrator`, `support` or `auditor`.
    pub role: OperatorRole,
    /// From when on they are none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<When>,
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
