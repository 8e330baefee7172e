//! Single sign-on of the organization: connections, domains, whether it is required.

use loggia_types::{
    DomainId, Page, SsoConnectionId,
    sso::{
        CreateDomain, CreateSsoConnection, Domain, SetSsoPolicy, SsoConnection, SsoPolicy, SsoTest, UpdateSsoConnection,
    },
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// The organization's identity providers; from [`Client::sso`].
#[derive(Clone, Copy, Debug)]
pub struct Sso<'a>(pub(crate) &'a Client);

impl Sso<'_> {
    /// Every connection, oldest first.
    pub fn connections(self) -> CallFuture<Page<SsoConnection>> {
        Call::get(self.0, "/v1/sso-connections").send()
    }

    /// One connection.
    pub fn connection(self, id: &SsoConnectionId) -> CallFuture<SsoConnection> {
        Call::get(self.0, connection(id, "")).send()
    }

    /// Makes a connection: a draft.
    pub fn create_connection(self, wanted: &CreateSsoConnection) -> CallFuture<SsoConnection> {
        Call::new(self.0, Method::Post, "/v1/sso-connections").json(wanted).idempotent().send()
    }

    /// Changes a connection. `version` is the one that was read: if it has changed since, nothing happens and the problem's
    /// code is `version_mismatch`.
    pub fn update_connection(
        self,
        id: &SsoConnectionId,
        version: i64,
        change: &UpdateSsoConnection,
    ) -> CallFuture<SsoConnection> {
        Call::new(self.0, Method::Patch, connection(id, "")).if_match(version).json(change).send()
    }

    /// Deletes a connection, and ends the sessions that it has made.
    pub fn delete_connection(self, id: &SsoConnectionId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, connection(id, "")).send_empty()
    }

    /// Looks at a connection's provider now.
    pub fn test_connection(self, id: &SsoConnectionId) -> CallFuture<SsoTest> {
        Call::new(self.0, Method::Post, connection(id, "/test")).send()
    }

    /// Every domain.
    pub fn domains(self) -> CallFuture<Page<Domain>> {
        Call::get(self.0, "/v1/domains").send()
    }

    /// Adds a domain.
    pub fn create_domain(self, wanted: &CreateDomain) -> CallFuture<Domain> {
        Call::new(self.0, Method::Post, "/v1/domains").json(wanted).idempotent().send()
    }

    /// Looks for a domain's record now.
    pub fn check_domain(self, id: &DomainId) -> CallFuture<Domain> {
        Call::new(self.0, Method::Post, ["/v1/domains/", id.as_str(), "/check"].concat()).send()
    }

    /// Takes a domain away.
    pub fn delete_domain(self, id: &DomainId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/domains/", id.as_str()].concat()).send_empty()
    }

    /// Whether single sign-on is the only way in.
    pub fn policy(self) -> CallFuture<SsoPolicy> {
        Call::get(self.0, "/v1/sso-policy").send()
    }

    /// Makes it the only way in, or one of several.
    pub fn set_policy(self, wanted: &SetSsoPolicy) -> CallFuture<SsoPolicy> {
        Call::new(self.0, Method::Put, "/v1/sso-policy").json(wanted).send()
    }
}

fn connection(id: &SsoConnectionId, rest: &str) -> String {
    ["/v1/sso-connections/", id.as_str(), rest].concat()
}
