//! What becomes of the organization's audit log.

use loggia_types::{
    AuditStreamId, Page,
    audit_streams::{
        AuditRetention, AuditStream, AuditStreamTest, AuditStreamWithSecret, CreateAuditStream, RotateAuditStream,
        UpdateAuditRetention, UpdateAuditStream,
    },
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// Where the audit log is sent to; from [`Client::audit_streams`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let streams = client.audit_streams();
/// for stream in streams.list().await?.items.iter().filter(|stream| stream.last_failure.is_some()) {
///     println!("{}: {:?}", stream.url, stream.last_failure);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AuditStreams<'a>(pub(crate) &'a Client);

impl AuditStreams<'_> {
    /// All streams, the oldest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for stream in client.audit_streams().list().await?.items {
    ///     println!("{}: {}", stream.url, stream.state);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self) -> CallFuture<Page<AuditStream>> {
        Call::get(self.0, "/v1/audit-streams").send()
    }

    /// One stream, and how far it has come.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::AuditStreamId)
    /// # -> Result<(), loggia_client::Error> {
    /// let stream = client.audit_streams().get(id).await?;
    /// println!("{} entries behind", stream.behind);
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &AuditStreamId) -> CallFuture<AuditStream> {
        Call::get(self.0, path(id, "")).send()
    }

    /// Makes a stream. The answer is the only one with its secret.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit_streams::CreateAuditStream;
    ///
    /// let url = "https://siem.example/hooks/portal".to_owned();
    /// let made = client.audit_streams().create(&CreateAuditStream { url, ..CreateAuditStream::default() }).await?;
    /// println!("The receiver checks signatures with {}", made.secret);
    /// # Ok(()) }
    /// ```
    pub fn create(self, wanted: &CreateAuditStream) -> CallFuture<AuditStreamWithSecret> {
        Call::new(self.0, Method::Post, "/v1/audit-streams").json(wanted).idempotent().send()
    }

    /// Changes a stream, disables or enables it. `version` is the one that was read: if it has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, stream: loggia_client::types::audit_streams::AuditStream)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit_streams::UpdateAuditStream;
    ///
    /// let off = UpdateAuditStream { enabled: Some(false), ..UpdateAuditStream::default() };
    /// let stream = client.audit_streams().update(&stream.id, stream.version, &off).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &AuditStreamId, version: i64, change: &UpdateAuditStream) -> CallFuture<AuditStream> {
        Call::new(self.0, Method::Patch, path(id, "")).if_match(version).json(change).send()
    }

    /// Gives a stream another secret. The answer is the only one with it.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::AuditStreamId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit_streams::RotateAuditStream;
    ///
    /// // For a day, entries are signed with both.
    /// let new = client.audit_streams().rotate(id, &RotateAuditStream { overlap_seconds: 86_400 }).await?.secret;
    /// # Ok(()) }
    /// ```
    pub fn rotate(self, id: &AuditStreamId, how: &RotateAuditStream) -> CallFuture<AuditStreamWithSecret> {
        Call::new(self.0, Method::Post, path(id, "/rotate")).json(how).idempotent().send()
    }

    /// Sends the receiver one entry now, and says what became of it.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::AuditStreamId)
    /// # -> Result<(), loggia_client::Error> {
    /// let tried = client.audit_streams().test(id).await?;
    /// println!("{}", tried.failure.as_deref().unwrap_or("It arrived."));
    /// # Ok(()) }
    /// ```
    pub fn test(self, id: &AuditStreamId) -> CallFuture<AuditStreamTest> {
        Call::new(self.0, Method::Post, path(id, "/test")).send()
    }

    /// Deletes a stream.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::AuditStreamId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.audit_streams().delete(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete(self, id: &AuditStreamId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, path(id, "")).send_empty()
    }

    /// How long the log is kept, and where it begins.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// match client.audit_streams().retention().await?.days {
    ///     Some(days) => println!("kept for {days} days"),
    ///     None => println!("kept for ever"),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn retention(self) -> CallFuture<AuditRetention> {
        Call::get(self.0, "/v1/audit-retention").send()
    }

    /// Chooses how long the log is kept.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit_streams::UpdateAuditRetention;
    ///
    /// client.audit_streams().set_retention(&UpdateAuditRetention { days: Some(730) }).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_retention(self, wanted: &UpdateAuditRetention) -> CallFuture<AuditRetention> {
        Call::new(self.0, Method::Put, "/v1/audit-retention").json(wanted).send()
    }
}

fn path(id: &AuditStreamId, rest: &str) -> String {
    ["/v1/audit-streams/", id.as_str(), rest].concat()
}
