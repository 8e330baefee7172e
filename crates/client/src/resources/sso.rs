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
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let sso = client.sso();
/// for connection in sso.connections().await?.items {
///     println!("{}: {:?}", connection.name, connection.state);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sso<'a>(pub(crate) &'a Client);

impl Sso<'_> {
    /// Every connection, oldest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for connection in client.sso().connections().await?.items {
    ///     println!("{} at {}", connection.name, connection.issuer);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn connections(self) -> CallFuture<Page<SsoConnection>> {
        Call::get(self.0, "/v1/sso-connections").send()
    }

    /// One connection.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::SsoConnectionId)
    /// # -> Result<(), loggia_client::Error> {
    /// let connection = client.sso().connection(id).await?;
    /// println!("register {}{} at {}", client.base_url(), connection.redirect_path, connection.issuer);
    /// # Ok(()) }
    /// ```
    pub fn connection(self, id: &SsoConnectionId) -> CallFuture<SsoConnection> {
        Call::get(self.0, connection(id, "")).send()
    }

    /// Makes a connection: a draft.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, secret: String) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Role, sso::CreateSsoConnection};
    ///
    /// let wanted = CreateSsoConnection {
    ///     name: "Larkspur".into(),
    ///     issuer: "https://login.larkspur.example".into(),
    ///     client_id: "portal".into(),
    ///     client_secret: Some(secret),
    ///     default_role: Some(Role::Viewer.into()),
    ///     ..CreateSsoConnection::default()
    /// };
    /// let draft = client.sso().create_connection(&wanted).await?;
    /// # Ok(()) }
    /// ```
    pub fn create_connection(self, wanted: &CreateSsoConnection) -> CallFuture<SsoConnection> {
        Call::new(self.0, Method::Post, "/v1/sso-connections").json(wanted).idempotent().send()
    }

    /// Changes a connection. `version` is the one that was read: if it has changed since, nothing happens and the problem's
    /// code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, draft: loggia_client::types::sso::SsoConnection)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::sso::{SsoState, UpdateSsoConnection};
    ///
    /// let on = UpdateSsoConnection { state: Some(SsoState::Active), ..UpdateSsoConnection::default() };
    /// let connection = client.sso().update_connection(&draft.id, draft.version, &on).await?;
    /// # Ok(()) }
    /// ```
    pub fn update_connection(
        self,
        id: &SsoConnectionId,
        version: i64,
        change: &UpdateSsoConnection,
    ) -> CallFuture<SsoConnection> {
        Call::new(self.0, Method::Patch, connection(id, "")).if_match(version).json(change).send()
    }

    /// Deletes a connection, and ends the sessions that it has made.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::SsoConnectionId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.sso().delete_connection(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_connection(self, id: &SsoConnectionId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, connection(id, "")).send_empty()
    }

    /// Looks at a connection's provider now.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::SsoConnectionId)
    /// # -> Result<(), loggia_client::Error> {
    /// match client.sso().test_connection(id).await?.fault {
    ///     None => println!("it can be signed in with"),
    ///     Some(fault) => println!("{fault}"),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn test_connection(self, id: &SsoConnectionId) -> CallFuture<SsoTest> {
        Call::new(self.0, Method::Post, connection(id, "/test")).send()
    }

    /// Every domain.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for domain in client.sso().domains().await?.items.iter().filter(|domain| domain.verified_at.is_none()) {
    ///     println!("{} still needs the record {}", domain.domain, domain.record);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn domains(self) -> CallFuture<Page<Domain>> {
        Call::get(self.0, "/v1/domains").send()
    }

    /// Adds a domain.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::sso::CreateDomain;
    ///
    /// let domain = client.sso().create_domain(&CreateDomain { domain: "larkspur.example".into() }).await?;
    /// println!("put this into a TXT record: {}", domain.record);
    /// # Ok(()) }
    /// ```
    pub fn create_domain(self, wanted: &CreateDomain) -> CallFuture<Domain> {
        Call::new(self.0, Method::Post, "/v1/domains").json(wanted).idempotent().send()
    }

    /// Looks for a domain's record now.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DomainId)
    /// # -> Result<(), loggia_client::Error> {
    /// if client.sso().check_domain(id).await?.verified_at.is_some() {
    ///     println!("it is yours");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn check_domain(self, id: &DomainId) -> CallFuture<Domain> {
        Call::new(self.0, Method::Post, ["/v1/domains/", id.as_str(), "/check"].concat()).send()
    }

    /// Takes a domain away.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DomainId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.sso().delete_domain(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_domain(self, id: &DomainId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/domains/", id.as_str()].concat()).send_empty()
    }

    /// Whether single sign-on is the only way in.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// let policy = client.sso().policy().await?;
    /// println!("required: {}; {} people get in without", policy.required, policy.break_glass.len());
    /// # Ok(()) }
    /// ```
    pub fn policy(self) -> CallFuture<SsoPolicy> {
        Call::get(self.0, "/v1/sso-policy").send()
    }

    /// Makes it the only way in, or one of several.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, owner: loggia_client::types::UserId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::sso::SetSsoPolicy;
    ///
    /// // One person gets in when the provider is down.
    /// client.sso().set_policy(&SetSsoPolicy { required: true, break_glass: vec![owner] }).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_policy(self, wanted: &SetSsoPolicy) -> CallFuture<SsoPolicy> {
        Call::new(self.0, Method::Put, "/v1/sso-policy").json(wanted).send()
    }
}

fn connection(id: &SsoConnectionId, rest: &str) -> String {
    ["/v1/sso-connections/", id.as_str(), rest].concat()
}
