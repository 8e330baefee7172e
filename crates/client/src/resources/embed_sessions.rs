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
#[derive(Clone, Copy, Debug)]
pub struct EmbedSessions<'a>(pub(crate) &'a Client);

impl EmbedSessions<'_> {
    /// A credential for one person in one organization, to hand to the page.
    pub fn create(self, wanted: &CreateEmbedSession) -> CallFuture<EmbedSession> {
        Call::new(self.0, Method::Post, "/v1/embed-sessions").json(wanted).idempotent().send()
    }
}

/// The organizations of an API key's brand; from [`Client::organizations`].
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'a>(pub(crate) &'a Client);

impl Organizations<'_> {
    /// One page of organizations.
    pub fn list(self, query: &PageQuery) -> CallFuture<Page<Organization>> {
        Call::get(self.0, "/v1/organizations").query(query).send()
    }

    /// Every organization.
    pub fn stream(self, query: PageQuery) -> PageStream<Organization> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.organizations().list(&query))
        })
    }
}
