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
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use futures_util::TryStreamExt;
/// use loggia_client::PageQuery;
///
/// let keys = client.api_keys().stream(PageQuery::default());
/// let unused: Vec<_> = keys.try_filter(|key| std::future::ready(key.last_used_at.is_none())).try_collect().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ApiKeys<'a>(pub(crate) &'a Client);

impl ApiKeys<'_> {
    /// One page of API keys, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::PageQuery;
    ///
    /// for key in client.api_keys().list(&PageQuery::default()).await?.items {
    ///     println!("{}: {:?}", key.name, key.scopes);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self, query: &PageQuery) -> CallFuture<Page<ApiKey>> {
        Call::get(self.0, "/v1/api-keys").query(query).send()
    }

    /// Every API key, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::PageQuery;
    ///
    /// let mut keys = client.api_keys().stream(PageQuery::default());
    /// while let Some(key) = keys.try_next().await? {
    ///     println!("{} ends {:?}", key.name, key.expires_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(self, query: PageQuery) -> PageStream<ApiKey> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.api_keys().list(&query))
        })
    }

    /// One API key.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::ApiKeyId)
    /// # -> Result<(), loggia_client::Error> {
    /// let key = client.api_keys().get(id).await?;
    /// println!("{} was last used from {:?}", key.name, key.last_used_ip);
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &ApiKeyId) -> CallFuture<ApiKey> {
        Call::get(self.0, path(id, "")).send()
    }

    /// How many requests it made on each of the last 30 days.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::ApiKeyId)
    /// # -> Result<(), loggia_client::Error> {
    /// let requests: u64 = client.api_keys().usage(id).await?.days.iter().map(|day| day.requests).sum();
    /// # Ok(()) }
    /// ```
    pub fn usage(self, id: &ApiKeyId) -> CallFuture<ApiKeyUsage> {
        Call::get(self.0, path(id, "/usage")).send()
    }

    /// Makes an API key. The answer is the only one with its secret.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Permission, api_keys::CreateApiKey};
    ///
    /// let scopes = vec![Permission::CasesRead, Permission::DocumentsRead];
    /// let wanted = CreateApiKey { name: "Nightly export".into(), scopes, networks: None, expires_at: None };
    /// let made = client.api_keys().create(&wanted).await?;
    /// println!("Keep it well, it is not shown again: {}", made.secret);
    /// # Ok(()) }
    /// ```
    pub fn create(self, wanted: &CreateApiKey) -> CallFuture<ApiKeyWithSecret> {
        Call::new(self.0, Method::Post, "/v1/api-keys").json(wanted).idempotent().send()
    }

    /// Changes name, networks, or scopes, which only become fewer. `version` is the one that was read: if the key has
    /// changed since, nothing happens and the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, key: loggia_client::types::api_keys::ApiKey)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::api_keys::UpdateApiKey;
    ///
    /// let change = UpdateApiKey { networks: Some(vec!["203.0.113.0/24".into()]), ..UpdateApiKey::default() };
    /// let key = client.api_keys().update(&key.id, key.version, &change).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &ApiKeyId, version: i64, change: &UpdateApiKey) -> CallFuture<ApiKey> {
        Call::new(self.0, Method::Patch, path(id, "")).if_match(version).json(change).send()
    }

    /// Gives an API key another secret. The answer is the only one with it.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::ApiKeyId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::api_keys::RotateApiKey;
    ///
    /// // The former secret is good for another hour, in which programs get the new one.
    /// let new = client.api_keys().rotate(id, &RotateApiKey { overlap_seconds: 3600 }).await?.secret;
    /// # Ok(()) }
    /// ```
    pub fn rotate(self, id: &ApiKeyId, how: &RotateApiKey) -> CallFuture<ApiKeyWithSecret> {
        Call::new(self.0, Method::Post, path(id, "/rotate")).json(how).idempotent().send()
    }

    /// Deletes an API key. One that was used in the last 7 days stays, and the problem's code is `api_key_in_use`, unless
    /// it is `confirmed`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::ApiKeyId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::ProblemCode;
    ///
    /// let deleted = client.api_keys().delete(id, false).await;
    /// if deleted.is_err_and(|error| error.code() == Some(ProblemCode::ApiKeyInUse)) {
    ///     println!("It was used lately. Delete it all the same?");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn delete(self, id: &ApiKeyId, confirmed: bool) -> CallFuture<()> {
        let query = DeleteApiKeyQuery { confirm: confirmed.then_some(true) };
        Call::new(self.0, Method::Delete, path(id, "")).query(&query).send_empty()
    }
}

fn path(id: &ApiKeyId, rest: &str) -> String {
    ["/v1/api-keys/", id.as_str(), rest].concat()
}
