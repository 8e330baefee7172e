//! The audit log as it is read: filtered, in pages, newest first.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Bool, Text},
};
use loggia_types::{
    AuditEventId, BrandId,
    audit::{AuditActor, AuditEvent, AuditQuery, Outcome},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    store::{
        SystemConn, TenantConn, connection::AnyConnection, engine::Planner, from_json, micros, moment,
        rows::AuditEventRow, schema::audit_events,
    },
};

/// How many entries are searched for a text before an answer is given: bounds how long that takes, however long the
/// log is. An index over texts would cost every write, and the log is written far more often than it is searched.
const SEARCHED: usize = 1500;
/// How many of them are read at a time.
const SEARCHED_AT_ONCE: usize = 500;
const LONGEST_TEXT: usize = 200;

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    action: Option<String>,
    actor_id: Option<String>,
    resource_id: Option<String>,
    outcome: Option<Outcome>,
    from: Option<i64>,
    to: Option<i64>,
    /// In lower case.
    contains: Option<String>,
}

impl AuditFilter {
    /// What a query asks for.
    ///
    /// # Errors
    /// `malformed_request` naming the parameter.
    pub fn of(query: &AuditQuery) -> Result<Self> {
        let text = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if text.is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(Error::malformed("?q", format!("expected at most {LONGEST_TEXT} characters")));
        }
        Ok(Self {
            action: query.action.clone(),
            actor_id: query.actor_id.clone(),
            resource_id: query.resource_id.clone(),
            outcome: query.outcome,
            from: query.from.map(micros),
            to: query.to.map(micros),
            contains: text.map(str::to_lowercase),
        })
    }

    fn finds(&self, row: &AuditEventRow) -> bool {
        let Some(text) = &self.contains else { return true };
        let always = [&row.actor_name, &row.actor_id, &row.action, &row.resource_type, &row.resource_id];
        let sometimes = [&row.reason, &row.ip, &row.user_agent, &row.changes];
        let all = always.into_iter().chain(sometimes.into_iter().flatten());
        row.request_id.as_str() == text || all.into_iter().any(|column| column.to_lowercase().contains(text))
    }
}

/// An entry's place in the list: when it was written, and its position in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuditPlace(i64, i64);

/// What was found.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The entries, newest first.
    pub events: Vec<AuditEvent>,
    /// Where to go on, unless everything was looked at.
    pub next: Option<AuditPlace>,
}

impl TenantConn<'_> {
    /// The newest entries before `before`: at most `size`, and fewer when a text is not found among the next
    /// [`SEARCHED`] entries.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_page(&mut self, filter: &AuditFilter, before: Option<AuditPlace>, size: usize) -> Result<AuditPage> {
        page(filter, before, size, |part, limit| self.audit_rows(filter, part, limit))
    }

    /// One entry.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_event(&mut self, id: &AuditEventId) -> Result<Option<AuditEvent>> {
        let one = self.audit_events().filter(audit_events::id.eq(id.clone())).select(AuditEventRow::as_select());
        one.first(self.raw()).optional()?.map(to_event).transpose()
    }

    /// Looks at the next `limit` entries after `after`, oldest first, of those before the position `end`, and answers with
    /// what a filter finds among them.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_batch(
        &mut self,
        filter: &AuditFilter,
        after: Option<AuditPlace>,
        end: i64,
        limit: usize,
    ) -> Result<AuditPage> {
        let rows = self.audit_rows(filter, Part::After(after, end), limit)?;
        batch(filter, rows, limit)
    }

    fn audit_rows(&mut self, filter: &AuditFilter, part: Part, limit: usize) -> Result<Vec<AuditEventRow>> {
        let mine = self.audit_events().into_boxed();
        let planner = Planner::of(self.raw());
        Ok(filter.narrow(mine, part, limit, planner).select(AuditEventRow::as_select()).load(self.raw())?)
    }
}

impl SystemConn<'_> {
    /// [`TenantConn::audit_page`] of a brand's own log.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_audit_page(
        &mut self,
        brand: &BrandId,
        filter: &AuditFilter,
        before: Option<AuditPlace>,
        size: usize,
    ) -> Result<AuditPage> {
        page(filter, before, size, |part, limit| self.brand_audit_rows(brand, filter, part, limit))
    }

    /// [`TenantConn::audit_batch`] of a brand's own log.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_audit_batch(
        &mut self,
        brand: &BrandId,
        filter: &AuditFilter,
        after: Option<AuditPlace>,
        end: i64,
        limit: usize,
    ) -> Result<AuditPage> {
        let rows = self.brand_audit_rows(brand, filter, Part::After(after, end), limit)?;
        batch(filter, rows, limit)
    }

    /// One entry of a brand's own log.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_audit_event(&mut self, brand: &BrandId, id: &AuditEventId) -> Result<Option<AuditEvent>> {
        let one = of_brand(brand).filter(audit_events::id.eq(id.clone())).select(AuditEventRow::as_select());
        one.first(self.raw()).optional()?.map(to_event).transpose()
    }

    fn brand_audit_rows(
        &mut self,
        brand: &BrandId,
        filter: &AuditFilter,
        part: Part,
        limit: usize,
    ) -> Result<Vec<AuditEventRow>> {
        let planner = Planner::of(self.raw());
        let narrowed = filter.narrow(of_brand(brand).into_boxed(), part, limit, planner);
        Ok(narrowed.select(AuditEventRow::as_select()).load(self.raw())?)
    }
}

/// A brand's own entries.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_brand(brand: &BrandId) -> _ {
    let id: BrandId = brand.clone();
    audit_events::table.filter(audit_events::org_id.is_null()).filter(audit_events::brand_id.eq(id))
}

/// The newest entries before `before`, of those that `rows` has.
fn page(
    filter: &AuditFilter,
    before: Option<AuditPlace>,
    size: usize,
    mut rows: impl FnMut(Part, usize) -> Result<Vec<AuditEventRow>>,
) -> Result<AuditPage> {
    let at_once = if filter.contains.is_some() { SEARCHED_AT_ONCE } else { size + 1 };
    let (mut events, mut at, mut searched) = (Vec::new(), before, 0);
    loop {
        let rows = rows(Part::Before(at), at_once)?;
        let is_end = rows.len() < at_once;
        searched += rows.len();
        for row in rows {
            let place = AuditPlace(row.created_at, row.position);
            if filter.finds(&row) {
                if events.len() == size {
                    return Ok(AuditPage { events, next: at });
                }
                events.push(to_event(row)?);
            }
            at = Some(place);
        }
        if is_end || searched >= SEARCHED {
            return Ok(AuditPage { events, next: at.filter(|_| !is_end) });
        }
    }
}

/// What a filter finds among the next entries, of which up to `limit` were wanted.
fn batch(filter: &AuditFilter, rows: Vec<AuditEventRow>, limit: usize) -> Result<AuditPage> {
    let last = rows.last().map(|row| AuditPlace(row.created_at, row.position));
    let next = last.filter(|_| rows.len() == limit);
    let found = rows.into_iter().filter(|row| filter.finds(row));
    Ok(AuditPage { events: found.map(to_event).collect::<Result<_>>()?, next })
}

/// Entries of a log.
type Entries<'a> = audit_events::BoxedQuery<'a, <AnyConnection as Connection>::Backend>;

impl AuditFilter {
    /// Up to `limit` of the entries that are meant, texts aside, in the order of the part. `planner` is the engine's.
    fn narrow<'a>(&'a self, entries: Entries<'a>, part: Part, limit: usize, planner: Planner) -> Entries<'a> {
        use audit_events as columns;
        // Two bounds look narrower to SQLite than one person or one action, and are not: months of everybody's entries.
        let written = |comparison: &str, at: i64| {
            sql::<Bool>(&format!("{}(audit_events.created_at {comparison} ", planner.likely))
                .bind::<BigInt, _>(at)
                .sql(")")
        };
        let (filter, mut query) = (self, entries);
        if let Some(action) = &filter.action {
            let column = if action.ends_with('.') { "action_kind" } else { "action" };
            // A person has fewer entries than an action, and those of one kind are found in the person's index.
            let hint = if filter.actor_id.is_some() { planner.no_index_for } else { "" };
            let same = sql::<Bool>(&format!("({hint}audit_events.{column} = ")).bind::<Text, _>(action).sql(")");
            query = query.filter(same);
        }
        if let Some(actor) = &filter.actor_id {
            query = query.filter(columns::actor_id.eq(actor));
        }
        if let Some(resource) = &filter.resource_id {
            query = query.filter(columns::resource_id.eq(resource));
        }
        let narrows = filter.actor_id.is_some() || filter.action.is_some() || filter.resource_id.is_some();
        query = match filter.outcome {
            None => query,
            // Most entries: what else narrows is what an index is good for. (There are two outcomes.)
            Some(Outcome::Success) if narrows => query.filter(sql::<Bool>("audit_events.outcome <> 'denied'")),
            Some(Outcome::Success) => query.filter(columns::outcome.eq(Outcome::Success)),
            // Few of a thing's entries, and a thing has few.
            Some(Outcome::Denied) if filter.resource_id.is_some() => {
                query.filter(sql::<Bool>("audit_events.outcome <> 'success'"))
            }
            // As it stands in the indexes that have nothing but refusals in them: a parameter would not find those.
            Some(Outcome::Denied) => query.filter(sql::<Bool>("audit_events.outcome = 'denied'")),
        };
        if let Some(from) = filter.from {
            query = query.filter(written(">=", from));
        }
        if let Some(to) = filter.to {
            query = query.filter(written("<", to));
        }
        // A bound is said twice: no engine makes a range of an index out of an `OR`.
        query = match part {
            Part::Before(None) => query,
            Part::Before(Some(AuditPlace(created_at, position))) => {
                let same = columns::created_at.eq(created_at).and(columns::position.lt(position));
                query.filter(written("<=", created_at)).filter(columns::created_at.lt(created_at).or(same))
            }
            Part::After(None, end) => query.filter(columns::position.lt(end)),
            Part::After(Some(AuditPlace(created_at, position)), end) => {
                let same = columns::created_at.eq(created_at).and(columns::position.gt(position));
                query
                    .filter(columns::position.lt(end))
                    .filter(written(">=", created_at))
                    .filter(columns::created_at.gt(created_at).or(same))
            }
        };
        query = match part {
            Part::Before(_) => query.order((columns::created_at.desc(), columns::position.desc())),
            Part::After(..) => query.order((columns::created_at.asc(), columns::position.asc())),
        };
        query.limit(i64::try_from(limit).unwrap_or(i64::MAX))
    }
}

/// A part of the list.
#[derive(Clone, Copy)]
enum Part {
    /// What is older than this place, newest first.
    Before(Option<AuditPlace>),
    /// What is newer than this place, oldest first, as far as it is before this position.
    After(Option<AuditPlace>, i64),
}

pub(in crate::store) fn to_event(row: AuditEventRow) -> Result<AuditEvent> {
    Ok(AuditEvent {
        id: row.id,
        created_at: moment(row.created_at),
        actor: AuditActor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
        action: row.action,
        resource_type: row.resource_type,
        resource_id: row.resource_id,
        outcome: row.outcome,
        reason: row.reason,
        ip: row.ip,
        user_agent: row.user_agent,
        request_id: row.request_id,
        changes: row.changes.as_deref().map(|text| from_json("audit changes", text)).transpose()?,
        position: row.position,
        hash: row.hash,
    })
}
