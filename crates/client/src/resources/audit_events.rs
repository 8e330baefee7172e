//! The audit log.

use loggia_types::{
    Page,
    audit::{AuditEvent, AuditQuery},
};

use crate::{Client, PageStream, Result, request::Call};

/// The audit log; from [`Client::audit_events`].
#[derive(Clone, Copy, Debug)]
pub struct AuditEvents<'a>(pub(crate) &'a Client);

impl AuditEvents<'_> {
    /// One page, newest first.
    pub async fn list(self, query: &AuditQuery) -> Result<Page<AuditEvent>> {
        Call::get(self.0, "/v1/audit-events").query(query).send().await
    }

    /// Every entry, newest first.
    pub fn stream(self, query: AuditQuery) -> PageStream<AuditEvent> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), AuditQuery { cursor, ..query.clone() });
            Box::pin(async move { client.audit_events().list(&query).await })
        })
    }
}
