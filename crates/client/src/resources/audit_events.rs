//! The audit log.

#[cfg(not(target_arch = "wasm32"))]
use loggia_types::audit::{AuditExportQuery, AuditFormat};
use loggia_types::{
    Page,
    audit::{AuditEvent, AuditQuery},
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
        Call::get(self.0, "/v1/audit-events").query(query).send()
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
        let query = AuditExportQuery::of(format, filters);
        crate::ByteStream::open(Call::get(self.0, "/v1/audit-events/export").query(&query)).await
    }
}
