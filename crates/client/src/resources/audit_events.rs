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
#[derive(Clone, Copy, Debug)]
pub struct AuditEvents<'a>(pub(crate) &'a Client);

impl AuditEvents<'_> {
    /// One page, newest first.
    pub fn list(self, query: &AuditQuery) -> CallFuture<Page<AuditEvent>> {
        filtered(Call::get(self.0, "/v1/audit-events"), query)
            .parameter("limit", query.limit.map(|limit| limit.to_string()).as_deref())
            .parameter("cursor", query.cursor.as_deref())
            .send()
    }

    /// Every entry, newest first.
    pub fn stream(self, query: AuditQuery) -> PageStream<AuditEvent> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), AuditQuery { cursor, ..query.clone() });
            Box::pin(client.audit_events().list(&query))
        })
    }

    /// Every entry that the filters find, oldest first, written in this format. What is exported is an entry of the log,
    /// too. (`limit` and `cursor` are passed over.)
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn export(self, format: AuditFormat, filters: &AuditQuery) -> crate::Result<crate::ByteStream> {
        let call = filtered(Call::get(self.0, "/v1/audit-events/export"), filters);
        crate::ByteStream::open(call.parameter("format", Some(format.as_str()))).await
    }

    /// As everywhere, into the browser's hands: the bytes never enter this module's memory.
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
