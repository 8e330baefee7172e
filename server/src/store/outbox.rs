//! The outbox: what changed, for those who listen.

use std::collections::BTreeSet;

use diesel::prelude::*;
use loggia_types::{
    CaseId, DocumentId, Permission,
    events::{Event, EventType},
};

use super::{
    AnyConnection, TenantConn, TenantTx, micros, moment,
    rows::OutboxEventRow,
    schema::{cases, documents, organizations, outbox_events},
};
use crate::error::Result;

impl TenantTx<'_> {
    /// Says that something changed. Its readers are told after the commit.
    ///
    /// Positions count up per organization. Taking one locks the organization's row until the commit, so that no
    /// reader can see a position before a lower one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn emit(&mut self, kind: EventType, resource_id: impl ToString) -> Result<()> {
        diesel::update(self.organization())
            .set(organizations::event_position.eq(organizations::event_position + 1))
            .execute(self.raw())?;
        let position: i64 = self.organization().select(organizations::event_position).first(self.raw())?;
        let row = OutboxEventRow {
            org_id: self.org_id().clone(),
            position,
            kind,
            resource_id: resource_id.to_string(),
            created_at: micros(self.now()),
        };
        self.insert(&row)?;
        self.emitted = true;
        Ok(())
    }

    /// Makes other transactions that change this organization wait for this one. For rules over several rows ("an
    /// organization keeps an owner"), which two transactions could otherwise break together.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn lock_organization(&mut self) -> Result<()> {
        // On SQLite there is one transaction that writes.
        if self.locked || matches!(self.raw(), AnyConnection::Sqlite(_)) {
            return Ok(());
        }
        diesel::update(self.organization())
            .set(organizations::event_position.eq(organizations::event_position))
            .execute(self.raw())?;
        self.locked = true;
        Ok(())
    }

    /// The next case number of the organization.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn next_case_number(&mut self) -> Result<i64> {
        diesel::update(self.organization())
            .set(organizations::case_number.eq(organizations::case_number + 1))
            .execute(self.raw())?;
        Ok(self.organization().select(organizations::case_number).first(self.raw())?)
    }
}

/// Where the organization's events begin and end, as positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxRange {
    /// The oldest event that is kept; one more than `last` when none is.
    pub first: i64,
    /// The newest event.
    pub last: i64,
}

impl TenantConn<'_> {
    /// Which events are kept. A reader whose position is before `first - 1` or after `last` has to start again.
    ///
    /// # Errors
    /// When the query fails.
    pub fn outbox_range(&mut self) -> Result<OutboxRange> {
        let last: i64 = self.organization().select(organizations::event_position).first(self.raw())?;
        let first: Option<i64> = self
            .outbox_events()
            .select(outbox_events::position)
            .order(outbox_events::position.asc())
            .first(self.raw())
            .optional()?;
        Ok(OutboxRange { first: first.unwrap_or(last + 1), last })
    }

    /// The events after `position`, oldest first: at most `limit`. `None` for one about a thing that the reader may not
    /// see: its position has passed all the same.
    ///
    /// # Errors
    /// When a query fails.
    pub fn events_after(&mut self, position: i64, limit: i64) -> Result<Vec<(i64, Option<Event>)>> {
        let rows: Vec<OutboxEventRow> = self
            .outbox_events()
            .filter(outbox_events::position.gt(position))
            .order(outbox_events::position.asc())
            .limit(limit)
            .select(OutboxEventRow::as_select())
            .load(self.raw())?;
        let hidden = self.hidden_among(&rows)?;
        let event = |row: OutboxEventRow| {
            let seen = !hidden.contains(&row.resource_id);
            let event = Event { kind: row.kind, resource_id: row.resource_id, created_at: moment(row.created_at) };
            (row.position, seen.then_some(event))
        };
        Ok(rows.into_iter().map(event).collect())
    }

    /// Those cases and documents that events are about and this reader does not see.
    fn hidden_among(&mut self, rows: &[OutboxEventRow]) -> Result<BTreeSet<String>> {
        let mut hidden = BTreeSet::new();
        if self.reach.is_narrowed(Permission::CasesRead) {
            let ids: BTreeSet<CaseId> = rows.iter().filter_map(|row| row.resource_id.parse().ok()).collect();
            let seen: Vec<CaseId> =
                self.cases().filter(cases::id.eq_any(ids.clone())).select(cases::id).load(self.raw())?;
            hidden.extend(ids.iter().filter(|id| !seen.contains(id)).map(ToString::to_string));
        }
        if self.reach.is_narrowed(Permission::DocumentsRead) {
            let ids: BTreeSet<DocumentId> = rows.iter().filter_map(|row| row.resource_id.parse().ok()).collect();
            // One that was deleted is there still, with its attributes.
            let seen: Vec<DocumentId> =
                self.documents().filter(documents::id.eq_any(ids.clone())).select(documents::id).load(self.raw())?;
            hidden.extend(ids.iter().filter(|id| !seen.contains(id)).map(ToString::to_string));
        }
        Ok(hidden)
    }
}
