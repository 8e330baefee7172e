//! Work that waits, of all organizations: logs to cut, streams to deliver. What is done is done in the organization's own
//! transaction.

use chrono::TimeDelta;
use diesel::prelude::*;
use loggia_types::{AuditStreamId, BrandId, OrganizationId, Timestamp};

use crate::{
    error::Result,
    store::{
        SystemConn, micros,
        schema::{audit_settings, audit_streams, organizations},
    },
};

/// A stream that has something to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStream {
    /// The stream.
    pub id: AuditStreamId,
    /// Whose it is.
    pub org: OrganizationId,
    /// The organization's brand.
    pub brand: BrandId,
}

impl SystemConn<'_> {
    /// The organizations that do not keep their log for good, with their brands.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organizations_with_retention(&mut self) -> Result<Vec<(OrganizationId, BrandId)>> {
        let chosen = audit_settings::table.inner_join(organizations::table);
        let chosen = chosen.filter(audit_settings::retention_days.is_not_null()).order(organizations::id);
        Ok(chosen.select((organizations::id, organizations::brand_id)).load(self.raw())?)
    }

    /// Streams that have something to deliver and that nobody is at, those that have waited longest first: at most `limit`
    /// of those whose last attempt failed, or of the others.
    ///
    /// # Errors
    /// When the query fails.
    pub fn due_streams(&mut self, now: Timestamp, failing: bool, limit: usize) -> Result<Vec<DueStream>> {
        let now = micros(now);
        let mut due = audit_streams::table
            .inner_join(organizations::table)
            .filter(audit_streams::disabled_at.is_null())
            .filter(audit_streams::due_at.le(now))
            .filter(audit_streams::leased_until.le(now))
            .filter(audit_streams::position.lt(organizations::audit_position))
            .select((audit_streams::id, organizations::id, organizations::brand_id))
            .order((audit_streams::due_at, audit_streams::id))
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .into_boxed();
        due =
            if failing { due.filter(audit_streams::attempts.gt(0)) } else { due.filter(audit_streams::attempts.eq(0)) };
        let rows: Vec<(AuditStreamId, OrganizationId, BrandId)> = due.load(self.raw())?;
        Ok(rows.into_iter().map(|(id, org, brand)| DueStream { id, org, brand }).collect())
    }

    /// Takes a stream for as long as `lease`: nobody else delivers it meanwhile. Says whether it was to be had.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn lease_stream(&mut self, id: &AuditStreamId, now: Timestamp, lease: TimeDelta) -> Result<bool> {
        let free = audit_streams::table.find(id).filter(audit_streams::leased_until.le(micros(now)));
        let until = audit_streams::leased_until.eq(micros(now + lease));
        Ok(diesel::update(free).set(until).execute(self.raw())? == 1)
    }

    /// Lets every stream be taken again: whoever had them is gone. Only where no other process delivers.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn free_streams(&mut self) -> Result<()> {
        let taken = audit_streams::table.filter(audit_streams::leased_until.gt(0));
        diesel::update(taken).set(audit_streams::leased_until.eq(0)).execute(self.raw())?;
        Ok(())
    }
}
