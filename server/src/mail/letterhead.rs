//! What of a brand is on each of its mails.

use super::safe;
use crate::domain::brands::{Identity, Property};

/// A brand as its mails show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Letterhead {
    /// The name that customers know.
    pub(super) name: String,
    /// Who it is from, by name.
    pub(super) sender: String,
    /// Whom recipients can ask.
    pub(super) support: Option<String>,
    /// Where answers go.
    pub(super) reply_to: Option<String>,
    /// What stands at the end, a line each.
    pub(super) footer: Vec<String>,
}

impl Letterhead {
    pub(super) fn of(identity: &Identity) -> Self {
        let text = |property| identity.get(property).map(str::to_owned);
        let support = text(Property::SupportEmail).or_else(|| text(Property::SupportUrl));
        let lines = [Property::LegalName, Property::MailFooter].into_iter().filter_map(|one| identity.get(one));
        Self {
            name: identity.name().to_owned(),
            sender: text(Property::SenderName).unwrap_or_else(|| identity.name().to_owned()),
            support,
            reply_to: text(Property::ReplyTo).or_else(|| text(Property::SupportEmail)),
            footer: lines.flat_map(str::lines).map(safe::header).filter(|line| !line.is_empty()).collect(),
        }
    }
}
