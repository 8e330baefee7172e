//! The organization's API keys.

use loggia_types::{
    ApiKeyId, Page,
    api_keys::{ApiKey, ApiKeyUsage, ApiKeyWithSecret, CreateApiKey, DeleteApiKeyQuery, RotateApiKey, UpdateApiKey},
};

use crate::{
    Client, PageQuery, PageStream,
    request::{Call, CallFuture, Method},
};

/// Credentials of the organization's programs; from [`Client::api_keys`].
#[derive(Clone, Copy, Debug)]
pub struct ApiKeys<'a>(pub(crate) &'a Client);

impl ApiKeys<'_> {
    /// One page of API keys, newest first.
    pub fn list(self, query: &PageQuery) -> CallFuture<Page<ApiKey>> {
        Call::get(self.0, "/v1/api-keys").query(query).send()
    }

    /// Every API key, newest first.
    pub fn stream(self, query: PageQuery) -> PageStream<ApiKey> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.api_keys().list(&query))
        })
    }

    /// One API key.
    pub fn get(self, id: &ApiKeyId) -> CallFuture<ApiKey> {
        Call::get(self.0, path(id, "")).send()
    }

    /// How many requests it made on each of the last 30 days.
    pub fn usage(self, id: &ApiKeyId) -> CallFuture<ApiKeyUsage> {
        Call::get(self.0, path(id, "/usage")).send()
    }

    /// Makes an API key. The answer is the only one with its secret.
    pub fn create(self, wanted: &CreateApiKey) -> CallFuture<ApiKeyWithSecret> {
        Call::new(self.0, Method::Post, "/v1/api-keys").json(wanted).idempotent().send()
    }

    /// Changes name, networks, or scopes, which only become fewer. `version` is the one that was read: if the key has
    /// changed since, nothing happens and the problem's code is `version_mismatch`.
    pub fn update(self, id: &ApiKeyId, version: i64, change: &UpdateApiKey) -> CallFuture<ApiKey> {
        Call::new(self.0, Method::Patch, path(id, "")).if_match(version).json(change).send()
    }

    /// Gives an API key another secret. The answer is the only one with it.
    pub fn rotate(self, id: &ApiKeyId, how: &RotateApiKey) -> CallFuture<ApiKeyWithSecret> {
        Call::new(self.0, Method::Post, path(id, "/rotate")).json(how).idempotent().send()
    }

    /// Deletes an API key. One that was used in the last 7 days stays, and the problem's code is `api_key_in_use`, unless
    /// it is `confirmed`.
    pub fn delete(self, id: &ApiKeyId, confirmed: bool) -> CallFuture<()> {
        let query = DeleteApiKeyQuery { confirm: confirmed.then_some(true) };
        Call::new(self.0, Method::Delete, path(id, "")).query(&query).send_empty()
    }
}

fn path(id: &ApiKeyId, rest: &str) -> String {
    ["/v1/api-keys/", id.as_str(), rest].concat()
}
