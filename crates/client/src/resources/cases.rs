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
#[derive(Clone, Copy, Debug)]
pub struct Cases<'a>(pub(crate) &'a Client);

impl Cases<'_> {
    /// One page of cases, the last changed first.
    pub fn list(self, query: &CaseQuery) -> CallFuture<Page<Case>> {
        Call::get(self.0, "/v1/cases").query(query).send()
    }

    /// Every case, the last changed first.
    pub fn stream(self, query: CaseQuery) -> PageStream<Case> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), CaseQuery { cursor, ..query.clone() });
            Box::pin(client.cases().list(&query))
        })
    }

    /// One case.
    pub fn get(self, id: &CaseId) -> CallFuture<Case> {
        Call::get(self.0, ["/v1/cases/", id.as_str()].concat()).send()
    }

    /// Changes a case, as the vendor. `version` is the one that was read: if the case has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    pub fn update(self, id: &CaseId, version: i64, change: &UpdateCase) -> CallFuture<Case> {
        Call::new(self.0, Method::Patch, ["/v1/cases/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// One page of what happened on a case, newest first.
    pub fn timeline(self, id: &CaseId, query: &PageQuery) -> CallFuture<Page<TimelineEntry>> {
        Call::get(self.0, ["/v1/cases/", id.as_str(), "/timeline"].concat()).query(query).send()
    }

    /// Everything that happened on a case, newest first.
    pub fn timeline_stream(self, id: &CaseId, query: PageQuery) -> PageStream<TimelineEntry> {
        let (client, id) = (self.0.clone(), id.clone());
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, id, query) = (client.clone(), id.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.cases().timeline(&id, &query))
        })
    }

    /// Writes on a case.
    pub fn reply(self, id: &CaseId, reply: &CreateReply) -> CallFuture<TimelineEntry> {
        Call::new(self.0, Method::Post, ["/v1/cases/", id.as_str(), "/replies"].concat())
            .json(reply)
            .idempotent()
            .send()
    }

    /// Notes that this person has seen the case as it is now. An API key is refused.
    pub fn mark_read(self, id: &CaseId) -> CallFuture<()> {
        Call::new(self.0, Method::Put, ["/v1/cases/", id.as_str(), "/read"].concat()).send_empty()
    }
}
