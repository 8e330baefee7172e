//! The audit log.

use chrono::SecondsFormat;
use loggia_types::{
    Page, Timestamp,
    audit::{AuditEvent, AuditFormat, AuditQuery, Outcome},
};

use crate::{
    Client, PageStream,
    request::{Call, CallFuture},
};

/// The audit log; from [`Client::audit_events`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use futures_util::{StreamExt, TryStreamExt};
/// use loggia_client::types::audit::{AuditQuery, Outcome};
///
/// let refused = AuditQuery { outcome: Some(Outcome::Denied), ..AuditQuery::default() };
/// let newest: Vec<_> = client.audit_events().stream(refused).take(10).try_collect().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AuditEvents<'a>(pub(crate) &'a Client);

impl AuditEvents<'_> {
    /// One page, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, case: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit::AuditQuery;
    ///
    /// let about_it = AuditQuery { resource_id: Some(case.to_string()), ..AuditQuery::default() };
    /// for entry in client.audit_events().list(&about_it).await?.items {
    ///     println!("{} {}", entry.actor.name, entry.action);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self, query: &AuditQuery) -> CallFuture<Page<AuditEvent>> {
        filtered(Call::get(self.0, "/v1/audit-events"), query)
            .parameter("limit", query.limit.map(|limit| limit.to_string()).as_deref())
            .parameter("cursor", query.cursor.as_deref())
            .send()
    }

    /// Every entry, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::types::audit::AuditQuery;
    ///
    /// let mut log = client.audit_events().stream(AuditQuery::default());
    /// while let Some(entry) = log.try_next().await? {
    ///     println!("{} {}", entry.position, entry.action);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(self, query: AuditQuery) -> PageStream<AuditEvent> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), AuditQuery { cursor, ..query.clone() });
            Box::pin(client.audit_events().list(&query))
        })
    }

    /// Every entry that the filters find, oldest first, written in this format. What is exported is an entry of the log,
    /// too. (`limit` and `cursor` are passed over.)
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit::{AuditFormat, AuditQuery};
    ///
    /// let of_members = AuditQuery { action: Some("member.".into()), ..AuditQuery::default() };
    /// let table = client.audit_events().export(AuditFormat::Csv, &of_members).await?.collect().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As any call: see [`resources`](crate::resources). The stream ends with an error when the connection breaks, or when
    /// nothing comes for as long as the client's [`timeout`](crate::ClientBuilder::timeout).
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn export(self, format: AuditFormat, filters: &AuditQuery) -> crate::Result<crate::ByteStream> {
        let call = filtered(Call::get(self.0, "/v1/audit-events/export"), filters);
        crate::ByteStream::open(call.parameter("format", Some(format.as_str()))).await
    }

    /// As everywhere, into the browser's hands: the bytes never enter this module's memory.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::audit::{AuditFormat, AuditQuery};
    ///
    /// let content = client.audit_events().export(AuditFormat::Csv, &AuditQuery::default()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As any call: see [`resources`](crate::resources).
    #[cfg(target_arch = "wasm32")]
    pub async fn export(self, format: AuditFormat, filters: &AuditQuery) -> crate::Result<web_sys::Blob> {
        let call = filtered(Call::get(self.0, "/v1/audit-events/export"), filters);
        call.parameter("format", Some(format.as_str())).open().await?.blob().await
    }
}

/// The call with these filters, one by one: serde would bring chrono's own way of writing moments into the browser.
fn filtered(call: Call, filters: &AuditQuery) -> Call {
    let moment = |at: Option<Timestamp>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    call.parameter("action", filters.action.as_deref())
        .parameter("actor_id", filters.actor_id.as_deref())
        .parameter("resource_id", filters.resource_id.as_deref())
        .parameter("outcome", filters.outcome.map(Outcome::as_str))
        .parameter("from", moment(filters.from).as_deref())
        .parameter("to", moment(filters.to).as_deref())
        .parameter("q", filters.q.as_deref())
}
