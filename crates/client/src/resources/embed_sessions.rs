//! What a vendor's backend asks for with its API key.

use loggia_types::{
    Page,
    embed::{CreateEmbedSession, EmbedSession, Organization},
};

use crate::{
    Client, PageQuery, PageStream,
    request::{Call, CallFuture, Method},
};

/// Minting embed sessions; from [`Client::embed_sessions`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, wanted: loggia_client::types::embed::CreateEmbedSession)
/// # -> Result<(), loggia_client::Error> {
/// let session = client.embed_sessions().create(&wanted).await?;
/// println!("good until {}", session.expires_at);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EmbedSessions<'a>(pub(crate) &'a Client);

impl EmbedSessions<'_> {
    /// A credential for one person in one organization, to hand to the page.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, organization_id: loggia_client::types::OrganizationId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::embed::{CreateEmbedSession, EmbedUser};
    ///
    /// // Whoever is signed in to your product, by an address that you have verified.
    /// let user = EmbedUser::Email { email: "dana@larkspur.example".into(), name: Some("Dana Okafor".into()) };
    /// let wanted = CreateEmbedSession { organization_id, user, features: None, locale: None, expires_in: None };
    /// let session = client.embed_sessions().create(&wanted).await?;
    /// # Ok(()) }
    /// ```
    pub fn create(self, wanted: &CreateEmbedSession) -> CallFuture<EmbedSession> {
        Call::new(self.0, Method::Post, "/v1/embed-sessions").json(wanted).idempotent().send()
    }
}

/// The organizations of an API key's brand; from [`Client::organizations`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use futures_util::TryStreamExt;
/// use loggia_client::PageQuery;
///
/// let organizations: Vec<_> = client.organizations().stream(PageQuery::default()).try_collect().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'a>(pub(crate) &'a Client);

impl Organizations<'_> {
    /// One page of organizations.
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
    pub fn list(self, query: &PageQuery) -> CallFuture<Page<Organization>> {
        Call::get(self.0, "/v1/organizations").query(query).send()
    }

    /// Every organization.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::PageQuery;
    ///
    /// let mut organizations = client.organizations().stream(PageQuery::default());
    /// while let Some(organization) = organizations.try_next().await? {
    ///     println!("{}", organization.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(self, query: PageQuery) -> PageStream<Organization> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.organizations().list(&query))
        })
    }
}
