//! Cases and their timelines.

use loggia_types::{
    CaseId, Page,
    cases::{Case, CaseQuery, CreateReply, TimelineEntry, UpdateCase},
};

use crate::{
    Client, PageQuery, PageStream,
    request::{Call, CallFuture, Method},
};

/// Cases; from [`Client::cases`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
/// # -> Result<(), loggia_client::Error> {
/// let cases = client.cases();
/// let case = cases.get(id).await?;
/// cases.mark_read(&case.id).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cases<'a>(pub(crate) &'a Client);

impl Cases<'_> {
    /// One page of cases, the last changed first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::cases::{CaseQuery, PublicStatus};
    ///
    /// let waiting = CaseQuery { status: Some(PublicStatus::ActionNeeded), ..CaseQuery::default() };
    /// for case in client.cases().list(&waiting).await?.items {
    ///     println!("{}: {:?}", case.reference, case.next_step);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self, query: &CaseQuery) -> CallFuture<Page<Case>> {
        Call::get(self.0, "/v1/cases").query(query).send()
    }

    /// Every case, the last changed first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::types::cases::CaseQuery;
    ///
    /// let all: Vec<_> = client.cases().stream(CaseQuery::default()).try_collect().await?;
    /// # Ok(()) }
    /// ```
    pub fn stream(self, query: CaseQuery) -> PageStream<Case> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), CaseQuery { cursor, ..query.clone() });
            Box::pin(client.cases().list(&query))
        })
    }

    /// One case.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// let case = client.cases().get(id).await?;
    /// println!("{}: {}", case.title, case.status_label);
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &CaseId) -> CallFuture<Case> {
        Call::get(self.0, ["/v1/cases/", id.as_str()].concat()).send()
    }

    /// Changes a case, as the vendor. `version` is the one that was read: if the case has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, case: loggia_client::types::cases::Case)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::cases::{PublicStatus, UpdateCase};
    ///
    /// let done = UpdateCase { status: Some(PublicStatus::Completed), ..UpdateCase::default() };
    /// let case = client.cases().update(&case.id, case.version, &done).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &CaseId, version: i64, change: &UpdateCase) -> CallFuture<Case> {
        Call::new(self.0, Method::Patch, ["/v1/cases/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// One page of what happened on a case, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::PageQuery;
    ///
    /// for entry in client.cases().timeline(id, &PageQuery::default()).await?.items {
    ///     println!("{} {}: {:?}", entry.created_at, entry.actor.name, entry.body);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn timeline(self, id: &CaseId, query: &PageQuery) -> CallFuture<Page<TimelineEntry>> {
        Call::get(self.0, ["/v1/cases/", id.as_str(), "/timeline"].concat()).query(query).send()
    }

    /// Everything that happened on a case, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::PageQuery;
    ///
    /// let mut history = client.cases().timeline_stream(id, PageQuery::default());
    /// while let Some(entry) = history.try_next().await? {
    ///     println!("{} {:?}", entry.created_at, entry.kind);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn timeline_stream(self, id: &CaseId, query: PageQuery) -> PageStream<TimelineEntry> {
        let (client, id) = (self.0.clone(), id.clone());
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, id, query) = (client.clone(), id.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.cases().timeline(&id, &query))
        })
    }

    /// Writes on a case.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::cases::CreateReply;
    ///
    /// client.cases().reply(id, &CreateReply { body: "The invoice is attached.".into() }).await?;
    /// # Ok(()) }
    /// ```
    pub fn reply(self, id: &CaseId, reply: &CreateReply) -> CallFuture<TimelineEntry> {
        Call::new(self.0, Method::Post, ["/v1/cases/", id.as_str(), "/replies"].concat())
            .json(reply)
            .idempotent()
            .send()
    }

    /// Notes that this person has seen the case as it is now. An API key is refused.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, case: loggia_client::types::cases::Case)
    /// # -> Result<(), loggia_client::Error> {
    /// if case.unread {
    ///     client.cases().mark_read(&case.id).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn mark_read(self, id: &CaseId) -> CallFuture<()> {
        Call::new(self.0, Method::Put, ["/v1/cases/", id.as_str(), "/read"].concat()).send_empty()
    }
}
