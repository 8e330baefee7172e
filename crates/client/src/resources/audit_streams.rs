//! What becomes of the organization's audit log.

use loggia_types::{
    AuditStreamId, Page,
    audit_streams::{
        AuditRetention, AuditStream, AuditStreamTest, AuditStreamWithSecret, CreateAuditStream, RotateAuditStream,
        UpdateAuditRetention, UpdateAuditStream,
    },
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// Where the audit log is sent to; from [`Client::audit_streams`].
#[derive(Clone, Copy, Debug)]
pub struct AuditStreams<'a>(pub(crate) &'a Client);

impl AuditStreams<'_> {
    /// All streams, the oldest first.
    pub fn list(self) -> CallFuture<Page<AuditStream>> {
        Call::get(self.0, "/v1/audit-streams").send()
    }

    /// One stream, and how far it has come.
    pub fn get(self, id: &AuditStreamId) -> CallFuture<AuditStream> {
        Call::get(self.0, path(id, "")).send()
    }

    /// Makes a stream. The answer is the only one with its secret.
    pub fn create(self, wanted: &CreateAuditStream) -> CallFuture<AuditStreamWithSecret> {
        Call::new(self.0, Method::Post, "/v1/audit-streams").json(wanted).idempotent().send()
    }

    /// Changes a stream, disables or enables it. `version` is the one that was read: if it has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    pub fn update(self, id: &AuditStreamId, version: i64, change: &UpdateAuditStream) -> CallFuture<AuditStream> {
        Call::new(self.0, Method::Patch, path(id, "")).if_match(version).json(change).send()
    }

    /// Gives a stream another secret. The answer is the only one with it.
    pub fn rotate(self, id: &AuditStreamId, how: &RotateAuditStream) -> CallFuture<AuditStreamWithSecret> {
        Call::new(self.0, Method::Post, path(id, "/rotate")).json(how).idempotent().send()
    }

    /// Sends the receiver one entry now, and says what became of it.
    pub fn test(self, id: &AuditStreamId) -> CallFuture<AuditStreamTest> {
        Call::new(self.0, Method::Post, path(id, "/test")).send()
    }

    /// Deletes a stream.
    pub fn delete(self, id: &AuditStreamId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, path(id, "")).send_empty()
    }

    /// How long the log is kept, and where it begins.
    pub fn retention(self) -> CallFuture<AuditRetention> {
        Call::get(self.0, "/v1/audit-retention").send()
    }

    /// Chooses how long the log is kept.
    pub fn set_retention(self, wanted: &UpdateAuditRetention) -> CallFuture<AuditRetention> {
        Call::new(self.0, Method::Put, "/v1/audit-retention").json(wanted).send()
    }
}

fn path(id: &AuditStreamId, rest: &str) -> String {
    ["/v1/audit-streams/", id.as_str(), rest].concat()
}
