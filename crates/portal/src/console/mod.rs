//! The console's pages: for the vendor's and partners' own staff, in their language.
//!
//! Apart from the portal's: their own templates (`templates/console`), texts and style sheet, of which no page of a
//! customer's has anything. What they share is the frame, and so the brand's look.

mod logs;
mod operators;
mod organizations;
pub mod words;

use serde::Serialize;

pub use logs::{ChangeLine, Choice, EntryLine, Fact, Log, LogEntry, LogFilters};
pub use operators::{OperatorLine, Operators};
pub use organizations::{
    Access, FeatureLine, MemberLine, Members, OrganizationFeatures, OrganizationFound, OrganizationHead,
    OrganizationsFound, PermissionLine,
};

use crate::Link;

/// The style sheet of the console's pages, beside that of every page.
pub const CONSOLE_STYLE: &str = include_str!("../../assets/console.css");

/// A page of the console.
#[derive(Clone, Debug, Serialize)]
pub struct Console {
    /// The pages that the operator may open.
    pub nav: Vec<Link>,
    /// What the operator is.
    pub role: &'static str,
    /// Where the style sheet is.
    pub console_style_url: String,
    /// What is on it.
    #[serde(flatten)]
    pub body: ConsolePage,
}

/// What is on a page of the console.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum ConsolePage {
    /// Finding an organization.
    Organizations(OrganizationsFound),
    /// What an organization has.
    Features(OrganizationFeatures),
    /// Who belongs to it.
    Members(Members),
    /// What a member may do, and why.
    Access(Access),
    /// An audit log.
    Log(Log),
    /// One of its entries.
    Entry(LogEntry),
    /// Who the operators are.
    Operators(Operators),
}

impl Console {
    pub(crate) fn template(&self) -> &'static str {
        match &self.body {
            ConsolePage::Organizations(_) => "console/organizations.html",
            ConsolePage::Features(_) => "console/features.html",
            ConsolePage::Members(_) => "console/members.html",
            ConsolePage::Access(_) => "console/access.html",
            ConsolePage::Log(_) => "console/log.html",
            ConsolePage::Entry(_) => "console/entry.html",
            ConsolePage::Operators(_) => "console/operators.html",
        }
    }
}
