//! The pages about single sign-on.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Link, Moment, OrganizationLink};

/// The page on which somebody goes on to their organization's identity provider.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SsoChoice {
    /// What it is about.
    pub heading: String,
    /// Why.
    pub lead: String,
    /// The providers.
    pub connections: Vec<Link>,
    /// Where it goes by itself: where there is one provider.
    pub goes_to: Option<String>,
    /// The address that was typed; empty: there is no other way.
    pub email: String,
    /// Where to go afterwards.
    pub return_to: String,
}

/// The page with which an organization sets up single sign-on.
#[derive(Clone, Debug, Serialize)]
pub struct SignOn {
    /// The organization.
    pub organization: OrganizationLink,
    /// The pages of the organization.
    pub widgets: Vec<Link>,
    /// Where it is.
    pub url: String,
    /// The connections.
    pub connections: Vec<ConnectionLine>,
    /// The connection that is about to be made.
    pub new: NewConnection,
    /// The domains.
    pub domains: Vec<DomainLine>,
    /// The domain that was typed.
    pub new_domain: String,
    /// Whether single sign-on is required.
    pub required: bool,
    /// The owners.
    pub owners: Vec<OwnerChoice>,
    /// What is wrong, by field.
    pub errors: BTreeMap<&'static str, String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// What was done before.
    pub done: Option<String>,
}

/// A connection in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionLine {
    /// Its name.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// Whether it lets people in, in words.
    pub state: &'static str,
    /// Whether it does.
    pub active: bool,
    /// Its page.
    pub url: String,
}

/// The connection that is about to be made, as it was typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewConnection {
    /// Its name.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// The client.
    pub client_id: String,
}

/// A domain in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DomainLine {
    /// The domain.
    pub domain: String,
    /// The text of its TXT record.
    pub record: String,
    /// Since when it is verified.
    pub verified_at: Option<Moment>,
    /// When its record was looked for.
    pub checked_at: Option<Moment>,
    /// Where it is checked and taken away.
    pub url: String,
}

/// An owner who may get in another way.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerChoice {
    /// The user.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they are named.
    pub chosen: bool,
}

/// The page of one connection.
#[derive(Clone, Debug, Serialize)]
pub struct SsoConnectionPage {
    /// The organization.
    pub organization: OrganizationLink,
    /// The pages of the organization.
    pub widgets: Vec<Link>,
    /// Where it is.
    pub url: String,
    /// Where all of them are.
    pub back: String,
    /// Its version.
    pub version: i64,
    /// What it is called now.
    pub title: String,
    /// Its name, as it was typed.
    pub name: String,
    /// The issuer.
    pub issuer: String,
    /// The client.
    pub client_id: String,
    /// Whether there is a secret.
    pub has_secret: bool,
    /// The scopes.
    pub scopes: String,
    /// What the provider has to know.
    pub redirect_uri: String,
    /// The rules, and empty ones to fill in.
    pub rules: Vec<RuleLine>,
    /// The roles.
    pub roles: Vec<RoleOption>,
    /// The role of everybody else; empty: none.
    pub default_role: String,
    /// Whether somebody new becomes a member.
    pub just_in_time: bool,
    /// Whether it lets people in, in words.
    pub state: &'static str,
    /// Whether it does.
    pub active: bool,
    /// What a look at the provider found.
    pub test: Option<TestResult>,
    /// What is wrong, by field.
    pub errors: BTreeMap<&'static str, String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// What was done before.
    pub done: Option<String>,
}

/// A rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleLine {
    /// The claim.
    pub claim: String,
    /// How it is compared.
    pub operator: String,
    /// With what.
    pub value: String,
    /// The role.
    pub role: String,
}

/// A role to choose.
#[derive(Clone, Debug, Serialize)]
pub struct RoleOption {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// What a look at a provider found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TestResult {
    /// What is wrong with it.
    pub fault: Option<&'static str>,
    /// Name and value.
    pub found: Vec<(&'static str, String)>,
}

/// The page with which somebody links their account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LinkedAccounts {
    /// The connections of their organizations.
    pub connections: Vec<LinkedLine>,
    /// What was done before.
    pub done: Option<String>,
    /// What is wrong.
    pub problem: Option<String>,
}

/// A connection that an account can be linked with.
#[derive(Clone, Debug, Serialize)]
pub struct LinkedLine {
    /// Its name.
    pub name: String,
    /// The organization.
    pub organization: String,
    /// Whether the account is linked with it.
    pub linked: bool,
    /// Where it is linked and unlinked.
    pub url: String,
}
