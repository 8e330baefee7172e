//! Audit logs.

use serde::Serialize;

use super::OrganizationHead;
use crate::{Link, Moment};

/// The page with an audit log.
#[derive(Clone, Debug, Serialize)]
pub struct Log {
    /// The organization whose log it is; absent: the brand's own.
    pub organization: Option<OrganizationHead>,
    /// Where the log is.
    pub url: String,
    /// What it is filtered by.
    pub filters: LogFilters,
    /// Whether it is filtered at all.
    pub filtered: bool,
    /// What is wrong with the filters.
    pub problem: Option<&'static str>,
    /// The entries, newest first.
    pub entries: Vec<EntryLine>,
    /// Where the list goes on.
    pub next_url: Option<String>,
    /// Where it begins, when this is not its beginning.
    pub first_url: Option<String>,
    /// What the filters find, as files.
    pub exports: Vec<Link>,
}

/// What a log is filtered by, as it was typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LogFilters {
    /// A text in it.
    pub q: String,
    /// What was done.
    pub action: String,
    /// The id of who did it.
    pub actor_id: String,
    /// The id of what it was done to.
    pub resource_id: String,
    /// How it ended.
    pub outcomes: Vec<Choice>,
    /// From this day on.
    pub from: String,
    /// Up to this day.
    pub to: String,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What is shown.
    pub text: &'static str,
    /// Whether it is what was chosen.
    pub chosen: bool,
}

/// An entry in the list.
#[derive(Clone, Debug, Serialize)]
pub struct EntryLine {
    /// Its page.
    pub url: String,
    /// When it was.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// What kind of actor that is.
    pub kind: &'static str,
    /// What was done.
    pub action: String,
    /// The kind of thing it was done to.
    pub resource_type: String,
    /// The thing.
    pub resource_id: String,
    /// Whether it was refused.
    pub denied: bool,
    /// From where.
    pub address: Option<String>,
}

/// The page with one entry.
#[derive(Clone, Debug, Serialize)]
pub struct LogEntry {
    /// The organization whose log it is in; absent: the brand's own.
    pub organization: Option<OrganizationHead>,
    /// Where the log is.
    pub log_url: String,
    /// What was done.
    pub action: String,
    /// Whether it was refused.
    pub denied: bool,
    /// When it was.
    pub at: Moment,
    /// Everything else that is known of it.
    pub facts: Vec<Fact>,
    /// What was different before and after.
    pub changes: Vec<ChangeLine>,
}

/// Something that is known of an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// It, in words.
    pub text: String,
    /// It, letter by letter.
    pub code: String,
    /// Where the log is filtered by it.
    pub url: Option<String>,
}

/// A value that is not what it was.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLine {
    /// Where it is.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}
