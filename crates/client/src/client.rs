//! The client itself: what its clones share.

use std::{fmt, time::Duration};

use loggia_types::OrganizationId;

use crate::{
    ClientBuilder, EventStream, IdempotencyKey, Result,
    auth::Credential,
    events::Hub,
    platform::Shared,
    resources::{
        ApiKeys, AuditEvents, AuditStreams, Cases, Documents, Drafts, EmbedSessions, Forms, Invitations, Members,
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
///
/// ```
/// use loggia_client::Client;
///
/// let client = Client::builder("https://portal.example").api_key("sk_...").build()?;
/// let for_a_task = client.clone(); // shares what the first has
/// assert_eq!(client, for_a_task);
/// # Ok::<(), loggia_client::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Shared<Inner>,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
}

impl Client {
    /// Starts setting up a client of the server at `base_url`, such as `https://portal.example`.
    ///
    /// ```
    /// use loggia_client::Client;
    ///
    /// let client = Client::builder("https://portal.example").api_key("sk_...").build()?;
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
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
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, organization: loggia_client::types::OrganizationId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::members::MemberQuery;
    ///
    /// let theirs = client.with_organization(organization);
    /// let members = theirs.members().list(&MemberQuery::default()).await?;
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```
    /// # use loggia_client::Client;
    /// let client = Client::builder("https://portal.example/").api_key("sk_...").build()?;
    /// assert_eq!(client.base_url(), "https://portal.example");
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Who am I, where, and what may I do here.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// let me = client.session().get().await?;
    /// println!("{} at {}", me.user.name, me.organization.name);
    /// # Ok(()) }
    /// ```
    pub fn session(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// Cases and their timelines.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::cases::CaseQuery;
    ///
    /// for case in client.cases().list(&CaseQuery::default()).await?.items {
    ///     println!("{}: {}", case.reference, case.status_label);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn cases(&self) -> Cases<'_> {
        Cases(self)
    }

    /// The request catalogue.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for form in client.forms().list().await?.items {
    ///     println!("{}, about {} minutes", form.title, form.minutes);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn forms(&self) -> Forms<'_> {
        Forms(self)
    }

    /// Requests that were begun and are not sent.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for draft in client.drafts().list().await?.items {
    ///     println!("{}", draft.form_title);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn drafts(&self) -> Drafts<'_> {
        Drafts(self)
    }

    /// What was sent in.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: loggia_client::types::SubmissionId)
    /// # -> Result<(), loggia_client::Error> {
    /// let sent = client.submissions().get(&id).await?;
    /// println!("{} became {}", sent.form_title, sent.case_reference);
    /// # Ok(()) }
    /// ```
    pub fn submissions(&self) -> Submissions<'_> {
        Submissions(self)
    }

    /// Documents, their versions and folders.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let document = client.documents().get(&id).await?;
    /// println!("{}: {} bytes", document.name, document.current.size);
    /// # Ok(()) }
    /// ```
    pub fn documents(&self) -> Documents<'_> {
        Documents(self)
    }

    /// Who belongs to the organization.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::members::MemberQuery;
    ///
    /// for member in client.members().list(&MemberQuery::default()).await?.items {
    ///     println!("{} <{}>: {}", member.user.name, member.user.email, member.role);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn members(&self) -> Members<'_> {
        Members(self)
    }

    /// Who is invited.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for invitation in client.invitations().list().await?.items {
    ///     println!("{} until {}", invitation.email, invitation.expires_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn invitations(&self) -> Invitations<'_> {
        Invitations(self)
    }

    /// The roles a member can have.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// let roles = client.roles().list().await?.items;
    /// let to_choose_from = roles.iter().filter(|role| role.grantable);
    /// # Ok(()) }
    /// ```
    pub fn roles(&self) -> Roles<'_> {
        Roles(self)
    }

    /// Single sign-on of the organization.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// if client.sso().policy().await?.required {
    ///     println!("everybody signs in at their identity provider");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn sso(&self) -> Sso<'_> {
        Sso(self)
    }

    /// The organization's API keys.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::PageQuery;
    ///
    /// for key in client.api_keys().list(&PageQuery::default()).await?.items {
    ///     println!("{}: last used {:?}", key.name, key.last_used_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys(self)
    }

    /// Attributes of cases and documents. For the vendor's backend.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, case: loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// let known = client.attributes().of_case(&case).await?.attributes;
    /// println!("{:?}", known.get("region"));
    /// # Ok(()) }
    /// ```
    pub fn attributes(&self) -> ThingAttributes<'_> {
        ThingAttributes(self)
    }

    /// The audit log.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit::AuditQuery;
    ///
    /// for entry in client.audit_events().list(&AuditQuery::default()).await?.items {
    ///     println!("{} {} {}", entry.created_at, entry.actor.name, entry.action);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn audit_events(&self) -> AuditEvents<'_> {
        AuditEvents(self)
    }

    /// How long the audit log is kept, and where it is sent to.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for stream in client.audit_streams().list().await?.items {
    ///     println!("{} is {} entries behind", stream.url, stream.behind);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn audit_streams(&self) -> AuditStreams<'_> {
        AuditStreams(self)
    }

    /// Minting embed sessions, with an API key.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, organization_id: loggia_client::types::OrganizationId, id: loggia_client::types::UserId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::embed::{CreateEmbedSession, EmbedUser};
    ///
    /// let user = EmbedUser::Id { id };
    /// let wanted = CreateEmbedSession { organization_id, user, features: None, locale: None, expires_in: None };
    /// let session = client.embed_sessions().create(&wanted).await?; // hand this to the page
    /// # Ok(()) }
    /// ```
    pub fn embed_sessions(&self) -> EmbedSessions<'_> {
        EmbedSessions(self)
    }

    /// The organizations of an API key's brand.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::PageQuery;
    ///
    /// for organization in client.organizations().list(&PageQuery::default()).await?.items {
    ///     println!("{} {}", organization.id, organization.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }

    /// Ends the event streams of this client and its clones, those that are made later too.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), loggia_client::Error> {
    /// # use loggia_client::Client;
    /// use futures_util::StreamExt;
    ///
    /// let client = Client::builder("https://portal.example").api_key("sk_...").build()?;
    /// let mut events = client.events();
    /// client.close_events();
    /// assert_eq!(events.next().await, None);
    /// # Ok(()) }
    /// ```
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
