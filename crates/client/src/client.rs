//! The client itself: what its clones share.

use std::{fmt, time::Duration};

use loggia_types::OrganizationId;

use crate::{
    ClientBuilder, EventStream, IdempotencyKey, Result,
    auth::Credential,
    events::Hub,
    platform::Shared,
    resources::{
        ApiKeys, AuditEvents, AuditStreams, Cases, Documents, EmbedSessions, Forms, Invitations, Members,
        Organizations, Roles, Sessions, Sso, Submissions, ThingAttributes,
    },
    transport::Transport,
};

/// What can be set, with its defaults.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) max_attempts: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(30), max_attempts: 3 }
    }
}

pub(crate) struct Inner {
    pub(crate) base_url: String,
    pub(crate) credential: Credential,
    pub(crate) settings: Settings,
    pub(crate) transport: Transport,
    pub(crate) hub: Hub,
}

/// A client of the portal. Cheap to clone; clones share connections, credential and event stream, and are equal.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Shared<Inner>,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
}

impl Client {
    /// Starts setting up a client of the server at `base_url`, such as `https://portal.example`.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url.into())
    }

    pub(crate) fn new(base_url: String, credential: Credential, settings: Settings) -> Result<Self> {
        let transport = Transport::new()?;
        let inner = Inner { base_url, credential, settings, transport, hub: Hub::default() };
        Ok(Self { inner: Shared::new(inner), organization: None, idempotency_key: None })
    }

    /// The same client acting for one organization of the API key's brand. A key that an organization made for itself acts
    /// in that one only, and needs no naming.
    #[must_use]
    pub fn with_organization(&self, organization: OrganizationId) -> Self {
        Self { organization: Some(organization), ..self.clone() }
    }

    /// The same client for one creating call that may have to be made again: calls with the same key do what they ask
    /// for once, even when the answer to the first was lost.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, invitation: loggia_client::types::members::CreateInvitation)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::IdempotencyKey;
    ///
    /// let client = client.with_idempotency_key(&IdempotencyKey::new("job-4711")?);
    /// while let Err(error) = client.invitations().create(&invitation).await {
    ///     if !error.is_retryable() {
    ///         return Err(error);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_idempotency_key(&self, key: &IdempotencyKey) -> Self {
        Self { idempotency_key: Some(key.clone()), ..self.clone() }
    }

    /// The server's address, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Who am I, where, and what may I do here.
    pub fn session(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// Cases and their timelines.
    pub fn cases(&self) -> Cases<'_> {
        Cases(self)
    }

    /// The request catalogue.
    pub fn forms(&self) -> Forms<'_> {
        Forms(self)
    }

    /// What was sent in.
    pub fn submissions(&self) -> Submissions<'_> {
        Submissions(self)
    }

    /// Documents, their versions and folders.
    pub fn documents(&self) -> Documents<'_> {
        Documents(self)
    }

    /// Who belongs to the organization.
    pub fn members(&self) -> Members<'_> {
        Members(self)
    }

    /// Who is invited.
    pub fn invitations(&self) -> Invitations<'_> {
        Invitations(self)
    }

    /// The roles a member can have.
    pub fn roles(&self) -> Roles<'_> {
        Roles(self)
    }

    /// Single sign-on of the organization.
    pub fn sso(&self) -> Sso<'_> {
        Sso(self)
    }

    /// The organization's API keys.
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys(self)
    }

    /// Attributes of cases and documents. For the vendor's backend.
    pub fn attributes(&self) -> ThingAttributes<'_> {
        ThingAttributes(self)
    }

    /// The audit log.
    pub fn audit_events(&self) -> AuditEvents<'_> {
        AuditEvents(self)
    }

    /// How long the audit log is kept, and where it is sent to.
    pub fn audit_streams(&self) -> AuditStreams<'_> {
        AuditStreams(self)
    }

    /// Minting embed sessions, with an API key.
    pub fn embed_sessions(&self) -> EmbedSessions<'_> {
        EmbedSessions(self)
    }

    /// The organizations of an API key's brand.
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }

    /// Ends the event streams of this client and its clones, those that are made later too.
    pub fn close_events(&self) {
        self.inner.hub.close();
    }

    /// What changes in the whole organization, as far as the session may know of it. It belongs to an embed session: the
    /// server tells an API key nothing, and such a stream stays silent.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) {
    /// use futures_util::StreamExt;
    ///
    /// let mut events = client.events();
    /// while let Some(event) = events.next().await {
    ///     println!("{}: {}", event.kind, event.resource_id);
    /// }
    /// # }
    /// ```
    ///
    /// All streams of a client and its clones share one connection, which is opened when the first of them is read
    /// and closed when the last is dropped. It reconnects by itself and goes on where it was; where that is not
    /// possible, and where a reader has fallen far behind, an event of type `reset` says that anything may have
    /// changed. The streams end with [`Sessions::end`].
    pub fn events(&self) -> EventStream {
        EventStream::new(self)
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Shared::ptr_eq(&self.inner, &other.inner) && self.organization == other.organization
    }
}

impl Eq for Client {}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .field("organization", &self.organization)
            .finish_non_exhaustive()
    }
}
