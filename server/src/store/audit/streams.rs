//! Where an organization's log is sent to, and how far that has come.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{
    AuditStreamId, Role, RoleKey,
    audit::{AuditEvent, Outcome},
    audit_streams::{AuditStream, AuditStreamState},
};

use super::search::to_event;
use crate::{
    error::{Error, Result},
    store::{
        TenantConn, TenantTx, from_json,
        members::is_active,
        micros, moment,
        rows::{AuditEventRow, AuditStreamRow},
        schema::{audit_events, audit_streams, memberships, users},
    },
};

/// Entries that are next for a stream.
#[derive(Clone, Debug)]
pub struct NextEntries {
    /// Those that the stream wants, and what else was looked at: the position, and the entry if it is wanted.
    pub entries: Vec<(i64, Option<AuditEvent>)>,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Everything up to this position is delivered or passed over; `true`: the receiver took something.
    Taken(i64, bool),
    /// The receiver did not take it, and why.
    Refused(String),
    /// The receiver says that it will never take anything again.
    Gone,
}

impl AuditStreamRow {
    /// Whether the stream wants an entry.
    fn wants(&self, actions: &[String], action: &str, outcome: Outcome) -> bool {
        let named = |one: &String| if one.ends_with('.') { action.starts_with(one.as_str()) } else { action == one };
        self.outcome.is_none_or(|wanted| wanted == outcome) && (actions.is_empty() || actions.iter().any(named))
    }

    /// The stream as the wire shows it, when the log ends at `end`.
    ///
    /// # Errors
    /// When it is not what this program writes.
    pub fn told(&self, end: i64) -> Result<AuditStream> {
        let now = micros(Utc::now());
        let state = match (self.disabled_at, self.attempts) {
            (Some(_), _) => AuditStreamState::Disabled,
            (None, 0) => AuditStreamState::Active,
            (None, _) => AuditStreamState::Failing,
        };
        Ok(AuditStream {
            id: self.id.clone(),
            url: self.url.clone(),
            format: self.format,
            actions: from_json("actions", &self.actions)?,
            outcome: self.outcome,
            state,
            disabled_reason: self.disabled_reason.clone(),
            secret_created_at: moment(self.secret_created_at),
            previous_secret_ends_at: self.previous_ends_at.filter(|at| *at > now).map(moment),
            position: self.position,
            behind: (end - self.position).max(0),
            last_success_at: self.succeeded_at.map(moment),
            last_failure_at: self.failed_at.map(moment),
            last_failure: self.failure.clone(),
            next_attempt_at: (state == AuditStreamState::Failing).then(|| moment(self.due_at)),
            created_at: moment(self.created_at),
            version: self.version,
        })
    }
}

impl TenantConn<'_> {
    /// The organization's streams, the oldest first.
    ///
    /// # Errors
    /// When a query fails.
    pub fn audit_streams_told(&mut self) -> Result<Vec<AuditStream>> {
        let rows = self.audit_streams().order(audit_streams::id).select(AuditStreamRow::as_select());
        let rows: Vec<AuditStreamRow> = rows.load(self.raw())?;
        let end = self.audit_end()?.position;
        rows.iter().map(|row| row.told(end)).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`.
    pub fn audit_stream(&mut self, id: &AuditStreamId) -> Result<AuditStream> {
        let row = self.audit_stream_row(id)?;
        row.told(self.audit_end()?.position)
    }

    /// Its row.
    ///
    /// # Errors
    /// `not_found`.
    pub fn audit_stream_row(&mut self, id: &AuditStreamId) -> Result<AuditStreamRow> {
        let row = self.audit_streams().filter(audit_streams::id.eq(id.clone())).select(AuditStreamRow::as_select());
        Ok(row.first(self.raw())?)
    }

    /// How many streams there are.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_audit_streams(&mut self) -> Result<i64> {
        Ok(self.audit_streams().count().first(self.raw())?)
    }

    /// The next `limit` entries after a stream's position.
    ///
    /// # Errors
    /// When a query fails.
    pub fn next_for_stream(&mut self, stream: &AuditStreamRow, limit: i64) -> Result<NextEntries> {
        let actions: Vec<String> = from_json("actions", &stream.actions)?;
        let next = self.audit_events().filter(audit_events::position.gt(stream.position));
        let rows: Vec<AuditEventRow> = next
            .order(audit_events::position.asc())
            .limit(limit)
            .select(AuditEventRow::as_select())
            .load(self.raw())?;
        let looked_at = rows.into_iter().map(|row| {
            let (position, wanted) = (row.position, stream.wants(&actions, &row.action, row.outcome));
            Ok((position, if wanted { Some(to_event(row)?) } else { None }))
        });
        Ok(NextEntries { entries: looked_at.collect::<Result<_>>()? })
    }

    /// One entry of the log.
    ///
    /// # Errors
    /// `not_found`.
    pub fn audit_entry_at(&mut self, position: i64) -> Result<AuditEvent> {
        let entry = self.audit_events().filter(audit_events::position.eq(position));
        to_event(entry.select(AuditEventRow::as_select()).first(self.raw())?)
    }

    /// The addresses of the organization's owners.
    ///
    /// # Errors
    /// When the query fails.
    pub fn owners_addresses(&mut self) -> Result<Vec<String>> {
        let owners = self
            .memberships()
            .inner_join(users::table.on(users::id.eq(memberships::user_id)))
            .filter(memberships::role.eq(RoleKey::from(Role::Owner)))
            .filter(is_active(micros(Utc::now())))
            .select(users::email);
        Ok(owners.load(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Lets a stream wait until then, and be taken again.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn put_off_stream(&mut self, id: &AuditStreamId, until: i64) -> Result<()> {
        let target = self.audit_streams().filter(audit_streams::id.eq(id.clone()));
        let set = (audit_streams::leased_until.eq(0), audit_streams::due_at.eq(until));
        diesel::update(target).set(set).execute(self.raw())?;
        Ok(())
    }

    /// Changes a stream, if it is still of the version that `row` was read with, and counts the version up.
    ///
    /// # Errors
    /// `version_mismatch`, and when the database refuses it.
    pub fn change_audit_stream(&mut self, row: &mut AuditStreamRow) -> Result<()> {
        let same = self
            .audit_streams()
            .filter(audit_streams::id.eq(row.id.clone()))
            .filter(audit_streams::version.eq(row.version));
        row.version += 1;
        // How far it has come is not the change's to say.
        let set = (
            audit_streams::url.eq(&row.url),
            audit_streams::format.eq(row.format),
            audit_streams::actions.eq(&row.actions),
            audit_streams::outcome.eq(row.outcome),
            audit_streams::sealed_secret.eq(&row.sealed_secret),
            audit_streams::secret_created_at.eq(row.secret_created_at),
            audit_streams::previous_sealed_secret.eq(&row.previous_sealed_secret),
            audit_streams::previous_ends_at.eq(row.previous_ends_at),
            audit_streams::disabled_at.eq(row.disabled_at),
            audit_streams::disabled_reason.eq(&row.disabled_reason),
            audit_streams::version.eq(row.version),
        );
        if diesel::update(same).set(set).execute(self.raw())? == 1 { Ok(()) } else { Err(Error::version_mismatch()) }
    }

    /// Lets a stream be tried at once, as if it had never failed.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_failures(&mut self, id: &AuditStreamId) -> Result<()> {
        let now = micros(self.now());
        let target = self.audit_streams().filter(audit_streams::id.eq(id.clone()));
        diesel::update(target)
            .set((
                audit_streams::attempts.eq(0),
                audit_streams::failing_since.eq(None::<i64>),
                audit_streams::due_at.eq(now),
            ))
            .execute(self.raw())?;
        Ok(())
    }

    /// Notes when a stream was tested.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn note_stream_test(&mut self, id: &AuditStreamId) -> Result<()> {
        let at = audit_streams::tested_at.eq(micros(self.now()));
        let target = self.audit_streams().filter(audit_streams::id.eq(id.clone()));
        diesel::update(target).set(at).execute(self.raw())?;
        Ok(())
    }

    /// Notes what became of an attempt, and lets the stream be taken again. `from` is where the stream was: where it has
    /// moved since, somebody else has delivered, and nothing is noted. `next` is when a refused attempt is repeated.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn finish_attempt(&mut self, from: &AuditStreamRow, attempt: &Attempt, next: i64) -> Result<bool> {
        let now = micros(self.now());
        let same = self
            .audit_streams()
            .filter(audit_streams::id.eq(from.id.clone()))
            .filter(audit_streams::position.eq(from.position));
        let free = audit_streams::leased_until.eq(0);
        let changed = match attempt {
            Attempt::Taken(position, false) => {
                diesel::update(same).set((free, audit_streams::position.eq(position))).execute(self.raw())?
            }
            Attempt::Taken(position, true) => diesel::update(same)
                .set((
                    free,
                    audit_streams::position.eq(position),
                    audit_streams::attempts.eq(0),
                    audit_streams::failing_since.eq(None::<i64>),
                    audit_streams::succeeded_at.eq(now),
                    audit_streams::due_at.eq(now),
                ))
                .execute(self.raw())?,
            Attempt::Refused(_) | Attempt::Gone => {
                let why = match attempt {
                    Attempt::Refused(why) => why.as_str(),
                    _ => "answered 410",
                };
                diesel::update(same)
                    .set((
                        free,
                        audit_streams::attempts.eq(audit_streams::attempts + 1),
                        audit_streams::failing_since.eq(from.failing_since.unwrap_or(now)),
                        audit_streams::failed_at.eq(now),
                        audit_streams::failure.eq(why),
                        audit_streams::due_at.eq(next),
                    ))
                    .execute(self.raw())?
            }
        };
        Ok(changed == 1)
    }

    /// Deletes a stream.
    ///
    /// # Errors
    /// `not_found`.
    pub fn delete_audit_stream(&mut self, id: &AuditStreamId) -> Result<()> {
        let target = self.audit_streams().filter(audit_streams::id.eq(id.clone()));
        if diesel::delete(target).execute(self.raw())? == 1 { Ok(()) } else { Err(Error::not_found()) }
    }
}
