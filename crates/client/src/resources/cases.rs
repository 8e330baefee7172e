//! Cases and their timelines.

use loggia_types::{
    CaseId, Page,
    cases::{Case, CaseQuery, CreateReply, TimelineEntry, UpdateCase},
};

use crate::{
    Client, PageQuery, PageStream, Result,
    request::{Call, Method},
};

/// Cases; from [`Client::cases`].
#[derive(Clone, Copy, Debug)]
pub struct Cases<'a>(pub(crate) &'a Client);

impl Cases<'_> {
    /// One page of cases, the last changed first.
    pub async fn list(self, query: &CaseQuery) -> Result<Page<Case>> {
        Call::get(self.0, "/v1/cases").query(query).send().await
    }

    /// Every case, the last changed first.
    pub fn stream(self, query: CaseQuery) -> PageStream<Case> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), CaseQuery { cursor, ..query.clone() });
            Box::pin(async move { client.cases().list(&query).await })
        })
    }

    /// One case.
    pub async fn get(self, id: &CaseId) -> Result<Case> {
        Call::get(self.0, format!("/v1/cases/{id}")).send().await
    }

    /// Changes a case, as the vendor. `version` is the one that was read: if the case has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    pub async fn update(self, id: &CaseId, version: i64, change: &UpdateCase) -> Result<Case> {
        Call::new(self.0, Method::Patch, format!("/v1/cases/{id}")).if_match(version).json(change).send().await
    }

    /// One page of what happened on a case, newest first.
    pub async fn timeline(self, id: &CaseId, query: &PageQuery) -> Result<Page<TimelineEntry>> {
        Call::get(self.0, format!("/v1/cases/{id}/timeline")).query(query).send().await
    }

    /// Everything that happened on a case, newest first.
    pub fn timeline_stream(self, id: &CaseId, query: PageQuery) -> PageStream<TimelineEntry> {
        let (client, id) = (self.0.clone(), id.clone());
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, id, query) = (client.clone(), id.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(async move { client.cases().timeline(&id, &query).await })
        })
    }

    /// Writes on a case.
    pub async fn reply(self, id: &CaseId, reply: &CreateReply) -> Result<TimelineEntry> {
        Call::new(self.0, Method::Post, format!("/v1/cases/{id}/replies")).json(reply).idempotent().send().await
    }

    /// Notes that this person has seen the case as it is now.
    pub async fn mark_read(self, id: &CaseId) -> Result<()> {
        Call::new(self.0, Method::Put, format!("/v1/cases/{id}/read")).send_empty().await
    }
}
