//! The page about what becomes of an organization's audit log.

use serde::Serialize;

use crate::{Link, Moment, OrganizationLink};

/// How long the audit log is kept, and where it is sent to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AuditPage {
    /// The organization.
    pub organization: Option<OrganizationLink>,
    /// The pages of the organization.
    pub widgets: Vec<Link>,
    /// Where the page is; its forms go below it.
    pub url: String,
    /// What was done before.
    pub done: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// How long entries are kept.
    pub retention: Retention,
    /// A secret that is shown this once.
    pub secret: Option<ShownSecret>,
    /// Where entries are sent to.
    pub streams: Vec<Stream>,
    /// Whether there can be another.
    pub can_add: bool,
    /// By which a form that is sent twice is known.
    pub form: String,
    /// What was typed for another.
    pub new: NewStream,
}

/// How long entries are kept.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Retention {
    /// For how many days; empty: for good.
    pub days: String,
    /// The hint, with the least that can be chosen.
    pub hint: String,
    /// Whether nothing is deleted for now.
    pub is_on_hold: bool,
    /// Up to which entry the log was deleted, in words.
    pub deleted: Option<String>,
    /// What is wrong with the days.
    pub error: Option<String>,
}

/// A secret that is shown this once.
#[derive(Clone, Serialize)]
pub struct ShownSecret {
    /// Where it is for.
    pub host: String,
    /// The secret.
    pub secret: String,
}

impl std::fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShownSecret").field("host", &self.host).field("secret", &"[redacted]").finish()
    }
}

/// Where entries are sent to.
#[derive(Clone, Debug, Serialize)]
pub struct Stream {
    /// Its id.
    pub id: String,
    /// The receiver's host.
    pub host: String,
    /// The whole address.
    pub url: String,
    /// `active`, `failing` or `disabled`.
    pub state: &'static str,
    /// The same in words.
    pub state_text: &'static str,
    /// What is sent, in words.
    pub what: String,
    /// How far it has come, in words.
    pub behind: String,
    /// When the receiver last took something.
    pub last_success: Option<Moment>,
    /// When it last did not, and what happened.
    pub last_failure: Option<(Moment, String)>,
    /// Until when there are two secrets.
    pub previous_secret_ends: Option<Moment>,
}

/// What was typed for another stream.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewStream {
    /// The address.
    pub url: String,
    /// Whether it is OCSF.
    pub is_ocsf: bool,
    /// The actions, separated by commas.
    pub actions: String,
    /// Whether only refusals.
    pub denied_only: bool,
    /// Whether from the oldest entry on.
    pub from_beginning: bool,
    /// What is wrong with the address.
    pub url_error: Option<String>,
    /// What is wrong with the actions.
    pub actions_error: Option<String>,
}
