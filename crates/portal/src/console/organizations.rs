//! Organizations, and who belongs to them.

use serde::Serialize;

use crate::{Link, Moment};

/// The page on which an operator finds an organization.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OrganizationsFound {
    /// What was searched for.
    pub q: String,
    /// What was found.
    pub organizations: Vec<OrganizationFound>,
    /// Where the list goes on.
    pub next_url: Option<String>,
    /// Where it begins, when this is not its beginning.
    pub first_url: Option<String>,
}

/// An organization that was found.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationFound {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// Its brand's name.
    pub brand: String,
    /// Since when it is a customer.
    pub since: Moment,
}

/// The organization that a page is about.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationHead {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its brand's name.
    pub brand: String,
    /// The pages about it that the operator may open.
    pub tabs: Vec<Link>,
}

/// The page with what an organization has.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationFeatures {
    /// The organization.
    pub organization: OrganizationHead,
    /// Its language.
    pub language: String,
    /// Since when it is a customer.
    pub since: Moment,
    /// The features.
    pub features: Vec<FeatureLine>,
}

/// A feature.
#[derive(Clone, Debug, Serialize)]
pub struct FeatureLine {
    /// Its key.
    pub key: &'static str,
    /// Whether it is on.
    pub on: bool,
    /// Why it is off.
    pub why: Option<&'static str>,
}

/// The page with the members of an organization.
#[derive(Clone, Debug, Serialize)]
pub struct Members {
    /// The organization.
    pub organization: OrganizationHead,
    /// What was searched for.
    pub q: String,
    /// How many there are.
    pub total: i64,
    /// The members.
    pub members: Vec<MemberLine>,
    /// Where the list goes on.
    pub next_url: Option<String>,
    /// Where it begins, when this is not its beginning.
    pub first_url: Option<String>,
}

/// A member.
#[derive(Clone, Debug, Serialize)]
pub struct MemberLine {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their role.
    pub role: String,
    /// How they came in.
    pub source: &'static str,
    /// Since when.
    pub since: Moment,
    /// When they last used the portal.
    pub last_active_at: Option<Moment>,
    /// When the membership ends or has ended by itself.
    pub ends_at: Option<Moment>,
    /// Whether it has.
    pub ended: bool,
    /// Since when it is suspended.
    pub suspended_at: Option<Moment>,
    /// Why.
    pub suspended_reason: Option<String>,
    /// Where it is explained what they may do, if the operator may ask.
    pub url: Option<String>,
}

/// The page that explains what a member may do.
#[derive(Clone, Debug, Serialize)]
pub struct Access {
    /// The organization.
    pub organization: OrganizationHead,
    /// The member.
    pub member: MemberLine,
    /// What conditions of roles compare: names with values.
    pub attributes: Vec<(String, String)>,
    /// From which address they are thought to come.
    pub address: String,
    /// What is wrong with it.
    pub address_error: Option<&'static str>,
    /// The permissions.
    pub permissions: Vec<PermissionLine>,
    /// The features.
    pub features: Vec<FeatureLine>,
}

/// A permission, and the rule that decided.
#[derive(Clone, Debug, Serialize)]
pub struct PermissionLine {
    /// Its key.
    pub key: &'static str,
    /// What it lets somebody do.
    pub words: &'static str,
    /// `allowed`, `denied` or `depends`.
    pub verdict: &'static str,
    /// The verdict in words.
    pub verdict_words: &'static str,
    /// The rule that decided.
    pub why: String,
    /// The condition of the grant that decided, as roles write it.
    pub condition: Option<String>,
    /// The attributes that it looked at: names with values.
    pub seen: Vec<(String, String)>,
}
