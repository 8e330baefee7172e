//! Cases, their timelines, and who has read what.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use loggia_types::{
    CaseId, CaseTypeId, DocumentId, TimelineEntryId,
    cases::{Case, CaseQuery, CaseTypeRef, PublicStatus, TimelineActor, TimelineEntry},
    documents::DocumentRef,
};

use super::{
    TenantConn, TenantTx,
    documents::is_current,
    from_json,
    members::{contains_pattern, to_user},
    micros, moment,
    rows::{CaseReadRow, CaseRow, CaseTypeRow, TimelineEntryRow, UserRow},
    schema::{case_reads, case_types, cases, document_versions, documents, timeline_entries, users},
};
use crate::error::Result;

/// What a state is called when its case type has no words for it.
pub fn default_label(status: PublicStatus) -> &'static str {
    match status {
        PublicStatus::Submitted => "Received",
        PublicStatus::ActionNeeded => "Action needed",
        PublicStatus::InProgress => "In progress",
        PublicStatus::Completed => "Completed",
        PublicStatus::Declined => "Declined",
        PublicStatus::Cancelled => "Cancelled",
    }
}

/// What a case is found by: title and reference in lower case.
pub fn case_search(title: &str, reference: &str) -> String {
    format!("{} {}", title.to_lowercase(), reference.to_lowercase())
}

type CaseParts = (CaseRow, CaseTypeRow, Option<UserRow>);

impl TenantConn<'_> {
    /// A page of cases, the last changed first: at most `limit` of those before `before`.
    ///
    /// # Errors
    /// When a query fails.
    pub fn case_page(&mut self, filter: &CaseQuery, before: Option<&(i64, CaseId)>, limit: i64) -> Result<Vec<Case>> {
        let mut query = self
            .cases()
            .inner_join(case_types::table)
            .left_join(users::table)
            .select((CaseRow::as_select(), CaseTypeRow::as_select(), Option::<UserRow>::as_select()))
            .into_boxed();
        if let Some(open) = filter.open {
            query = query.filter(cases::is_open.eq(open));
        }
        if let Some(status) = filter.status {
            query = query.filter(cases::status.eq(status));
        }
        if let Some(text) = &filter.q {
            query = query.filter(cases::search.like(contains_pattern(text)).escape('\\'));
        }
        if let Some((at, id)) = before {
            // The first condition is the one that an index can begin at.
            query = query.filter(cases::updated_at.le(at)).filter(cases::updated_at.lt(at).or(cases::id.lt(id)));
        }
        let rows: Vec<CaseParts> =
            query.order((cases::updated_at.desc(), cases::id.desc())).limit(limit).load(self.raw())?;
        let ids: Vec<CaseId> = rows.iter().map(|(row, ..)| row.id.clone()).collect();
        let mut read = self.read_marks(&ids)?;
        rows.into_iter().map(|parts| to_case(parts, &mut read)).collect()
    }

    /// One case.
    ///
    /// # Errors
    /// `not_found`.
    pub fn case(&mut self, id: &CaseId) -> Result<Case> {
        let parts: CaseParts = self
            .cases()
            .inner_join(case_types::table)
            .left_join(users::table)
            .filter(cases::id.eq(id))
            .select((CaseRow::as_select(), CaseTypeRow::as_select(), Option::<UserRow>::as_select()))
            .first(self.raw())?;
        let mut read = self.read_marks(std::slice::from_ref(id))?;
        to_case(parts, &mut read)
    }

    /// A case as it is stored, to change it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn case_row(&mut self, id: &CaseId) -> Result<CaseRow> {
        Ok(self.cases().filter(cases::id.eq(id.clone())).select(CaseRow::as_select()).first(self.raw())?)
    }

    /// Refuses a case that the organization does not have.
    ///
    /// # Errors
    /// `not_found`.
    pub fn require_case(&mut self, id: &CaseId) -> Result<()> {
        let _: CaseId = self.cases().filter(cases::id.eq(id.clone())).select(cases::id).first(self.raw())?;
        Ok(())
    }

    /// A case type of the organization's brand.
    ///
    /// # Errors
    /// `not_found`.
    pub fn case_type(&mut self, id: &CaseTypeId) -> Result<CaseTypeRow> {
        let query = case_types::table.find(id).filter(case_types::brand_id.eq(self.brand_id()));
        Ok(query.select(CaseTypeRow::as_select()).first(self.raw())?)
    }

    /// When the user who asks has read each of these cases. Nothing for an API key, which does not read.
    fn read_marks(&mut self, ids: &[CaseId]) -> Result<ReadMarks> {
        let Some(user) = self.user_id() else { return Ok(None) };
        let marks: Vec<(CaseId, i64)> = self
            .case_reads()
            .filter(case_reads::user_id.eq(user))
            .filter(case_reads::case_id.eq_any(ids))
            .select((case_reads::case_id, case_reads::read_at))
            .load(self.raw())?;
        Ok(Some(marks.into_iter().collect()))
    }

    /// A page of a case's timeline, newest first: at most `limit` entries before `before`.
    ///
    /// # Errors
    /// When a query fails.
    pub fn timeline_page(
        &mut self,
        case: &CaseId,
        before: Option<&(i64, TimelineEntryId)>,
        limit: i64,
    ) -> Result<Vec<TimelineEntry>> {
        let mut query = self
            .timeline_entries()
            .filter(timeline_entries::case_id.eq(case))
            .select(TimelineEntryRow::as_select())
            .into_boxed();
        if let Some((at, id)) = before {
            let earlier = timeline_entries::created_at.lt(at).or(timeline_entries::id.lt(id));
            query = query.filter(timeline_entries::created_at.le(at)).filter(earlier);
        }
        let rows: Vec<TimelineEntryRow> = query
            .order((timeline_entries::created_at.desc(), timeline_entries::id.desc()))
            .limit(limit)
            .load(self.raw())?;
        let wanted: BTreeSet<DocumentId> = rows.iter().filter_map(|row| row.document_id.clone()).collect();
        let documents = self.document_refs(wanted)?;
        Ok(rows.into_iter().map(|row| to_entry(row, &documents)).collect())
    }

    /// An entry that was just written, as it is read.
    ///
    /// # Errors
    /// When a query fails.
    pub fn timeline_entry(&mut self, row: TimelineEntryRow) -> Result<TimelineEntry> {
        let documents = self.document_refs(row.document_id.iter().cloned().collect())?;
        Ok(to_entry(row, &documents))
    }

    /// Those of these documents that are not deleted, in short.
    pub(super) fn document_refs(&mut self, ids: BTreeSet<DocumentId>) -> Result<BTreeMap<DocumentId, DocumentRef>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<(DocumentId, String, i64)> = self
            .documents()
            .inner_join(document_versions::table.on(is_current()))
            .filter(documents::deleted_at.is_null())
            .filter(documents::id.eq_any(ids))
            .select((documents::id, documents::name, document_versions::size))
            .load(self.raw())?;
        let in_short = |(id, name, size): (DocumentId, String, i64)| {
            (id.clone(), DocumentRef { id, name, size: u64::try_from(size).unwrap_or_default() })
        };
        Ok(rows.into_iter().map(in_short).collect())
    }
}

impl TenantTx<'_> {
    /// Stores a changed case, if nobody changed it since `row.version`; the version counts up and the moment of the
    /// change is this transaction's. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn update_case(&mut self, row: &CaseRow) -> Result<bool> {
        let target = self.cases().filter(cases::id.eq(row.id.clone())).filter(cases::version.eq(row.version));
        let now = micros(self.now());
        let changed = diesel::update(target)
            .set((
                cases::status.eq(row.status),
                cases::is_open.eq(row.status.is_open()),
                cases::next_step.eq(&row.next_step),
                cases::milestones.eq(&row.milestones),
                cases::version.eq(row.version + 1),
                // Never backwards, whatever the clocks of several servers say.
                cases::updated_at.eq(now.max(row.updated_at)),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Remembers that the user who acts has seen the case as it is now. Does nothing for an API key.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn mark_case_read(&mut self, case: &CaseId, changed_at: i64) -> Result<()> {
        let Some(user) = self.user_id() else { return Ok(()) };
        let read_at = micros(self.now()).max(changed_at);
        let mark = self.case_reads().filter(case_reads::case_id.eq(case.clone()));
        let mark = mark.filter(case_reads::user_id.eq(user.clone()));
        if diesel::update(mark).set(case_reads::read_at.eq(read_at)).execute(self.raw())? == 0 {
            let row = CaseReadRow { org_id: self.org_id().clone(), case_id: case.clone(), user_id: user, read_at };
            self.insert(&row)?;
        }
        Ok(())
    }
}

/// When each case was read; `None` when it does not matter.
type ReadMarks = Option<BTreeMap<CaseId, i64>>;

fn to_case((row, case_type, opened_by): CaseParts, read: &mut ReadMarks) -> Result<Case> {
    let unread = read.as_mut().is_some_and(|read| read.remove(&row.id).is_none_or(|read_at| read_at < row.updated_at));
    Ok(Case {
        status_label: status_label(&case_type, row.status)?,
        case_type: CaseTypeRef { id: case_type.id, name: case_type.name },
        id: row.id,
        reference: row.reference,
        title: row.title,
        status: row.status,
        next_step: row.next_step.as_deref().map(|text| from_json("next step", text)).transpose()?,
        milestones: from_json("milestones", &row.milestones)?,
        source: row.source.as_deref().map(|text| from_json("source", text)).transpose()?,
        opened_by: opened_by.map(to_user),
        submission_id: row.submission_id,
        unread,
        version: row.version,
        created_at: moment(row.created_at),
        updated_at: moment(row.updated_at),
    })
}

/// What a case type calls a state.
fn status_label(case_type: &CaseTypeRow, status: PublicStatus) -> Result<String> {
    let labels: BTreeMap<String, String> = from_json("status labels", &case_type.status_labels)?;
    Ok(labels.get(status.as_str()).cloned().unwrap_or_else(|| default_label(status).to_owned()))
}

fn to_entry(row: TimelineEntryRow, documents: &BTreeMap<DocumentId, DocumentRef>) -> TimelineEntry {
    TimelineEntry {
        id: row.id,
        kind: row.kind,
        actor: TimelineActor { party: row.party, name: row.actor_name, user_id: row.user_id },
        body: row.body,
        document: row.document_id.as_ref().and_then(|id| documents.get(id)).cloned(),
        status: row.status,
        created_at: moment(row.created_at),
    }
}
