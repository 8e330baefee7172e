//! Cases with their history.

use anyhow::{Context, anyhow, ensure};
use loggia_types::{
    CaseId, DocumentId, TimelineEntryId, Timestamp,
    cases::{Milestone, MilestoneState, NextStep, Party, PublicStatus, Source},
    events::EventType,
};

use super::{Names, Summary, derived, find, name};
use crate::{
    import::format::{self, Author, Import},
    store::{
        AuditEntry, SystemConn, Tenant,
        cases::case_search,
        micros,
        rows::{CaseReadRow, CaseRow, TimelineEntryRow},
        to_json,
    },
};

pub(super) fn load(
    c: &mut SystemConn<'_>,
    import: &Import,
    names: &mut Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    // Timelines name documents, and documents name cases: ids first.
    for document in &import.documents {
        let at = || format!("documents {:?}", document.key);
        let tenant = names.tenant(&document.organization).with_context(at)?;
        for uploader in document.versions.iter().filter_map(|version| version.uploader.as_ref()) {
            names.user(tenant, uploader).with_context(at)?;
        }
        let org = tenant.org_id();
        let derived_id = || DocumentId::from_u128(derived("document", &format!("{org}/{}", document.key)));
        let id = document.id.clone().unwrap_or_else(derived_id);
        name("documents", &mut names.documents, &document.key, id)?;
    }
    for case in &import.cases {
        load_case(c, import, case, names, summary).with_context(|| format!("cases {:?}", case.key))?;
    }
    Ok(())
}

fn load_case(
    c: &mut SystemConn<'_>,
    import: &Import,
    case: &format::Case,
    names: &mut Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let tenant = names.tenant(&case.organization)?.clone();
    let org = tenant.org_id().clone();
    let derived_id = || CaseId::from_u128(derived("case", &format!("{org}/{}", case.key)));
    let id = case.id.clone().unwrap_or_else(derived_id);
    name("cases", &mut names.cases, &case.key, id.clone())?;
    if c.in_tenant(&tenant, |tx| tx.has_case(&id))? {
        return Ok(());
    }
    let names = &*names;
    let now = names.now;
    let organization = import
        .organizations
        .iter()
        .find(|organization| organization.key == case.organization)
        .ok_or_else(|| anyhow!("its organization is not in the file"))?;
    let case_type = import
        .case_types
        .iter()
        .find(|one| one.key == case.case_type && one.brand == organization.brand)
        .ok_or_else(|| anyhow!("case_type: the brand has no case type {:?} in the file", case.case_type))?;
    ensure!(case.next_step.is_none() || case.status.is_open(), "next_step: a closed case has none");
    let created_at = case.created_at.resolve(now);
    let last = case.timeline.iter().map(|entry| entry.at.resolve(now)).max();
    let updated_at = match case.updated_at {
        Some(when) => when.resolve(now),
        None => last.unwrap_or(created_at).max(created_at),
    };
    let entries: Vec<TimelineEntryRow> = case
        .timeline
        .iter()
        .enumerate()
        .map(|(index, entry)| timeline_entry(import, case, (index, entry), &id, &tenant, names))
        .collect::<anyhow::Result<_>>()?;
    let unread: Vec<_> =
        case.unread_for.iter().map(|key| Ok(names.user(&tenant, key)?.id.clone())).collect::<anyhow::Result<_>>()?;
    let mut reads = Vec::new();
    for membership in &organization.memberships {
        let user_id = names.user(&tenant, &membership.user)?.id.clone();
        if !unread.contains(&user_id) {
            reads.push(CaseReadRow {
                org_id: org.clone(),
                case_id: id.clone(),
                user_id,
                read_at: micros(updated_at.max(now)),
            });
        }
    }
    let milestones = milestones(case, case_type, now)?;
    let opened_by = case.opened_by.as_ref().map(|key| names.user(&tenant, key)).transpose()?;
    let mut row = CaseRow {
        id,
        org_id: org,
        case_type_id: find("case type", &names.case_types, &case.case_type)?.clone(),
        reference: String::new(),
        title: case.title.clone(),
        search: String::new(),
        status: case.status,
        is_open: case.status.is_open(),
        next_step: case.next_step.as_ref().map(|step| to_json(&next_step(step, now))).transpose()?,
        milestones: to_json(&milestones)?,
        source: case.source.as_ref().map(|source| to_json(&self::source(source, now))).transpose()?,
        opened_by: opened_by.map(|person| person.id.clone()),
        submission_id: None,
        version: 1,
        created_at: micros(created_at),
        updated_at: micros(updated_at),
    };
    c.in_tenant(&tenant, |tx| {
        row.reference = format!("{}-{}", case_type.reference_prefix, tx.next_case_number()?);
        row.search = case_search(&row.title, &row.reference);
        tx.insert(&row)?;
        tx.emit(EventType::CaseCreated, &row.id)?;
        for entry in &entries {
            tx.insert(entry)?;
        }
        for read in &reads {
            tx.insert(read)?;
        }
        tx.audit(AuditEntry::new("case.imported", "case", &row.id)).map(drop)
    })?;
    summary.count("cases");
    Ok(())
}

fn timeline_entry(
    import: &Import,
    case: &format::Case,
    (index, entry): (usize, &format::TimelineEntry),
    id: &CaseId,
    tenant: &Tenant,
    names: &Names,
) -> anyhow::Result<TimelineEntryRow> {
    let (party, actor_name, user_id) = match &entry.author {
        Author::User(author) => {
            let person = names.user(tenant, &author.user).with_context(|| format!("timeline[{index}].author"))?;
            (Party::Customer, person.name.clone(), Some(person.id.clone()))
        }
        Author::Named(author) => {
            let name = author.name.clone().or_else(|| {
                let brand = &import.organizations.iter().find(|one| one.key == case.organization)?.brand;
                Some(import.brands.iter().find(|one| &one.key == brand)?.name.clone())
            });
            (author.party, name.unwrap_or_default(), None)
        }
    };
    let document = entry.document.as_ref().map(|key| find("document", &names.documents, key)).transpose();
    let document = document.with_context(|| format!("timeline[{index}].document"))?;
    Ok(TimelineEntryRow {
        id: TimelineEntryId::from_u128(derived("timeline_entry", &format!("{id}/{index}"))),
        org_id: tenant.org_id().clone(),
        case_id: id.clone(),
        kind: entry.kind,
        party,
        actor_name,
        user_id,
        body: entry.body.clone(),
        document_id: document.cloned(),
        status: entry.status,
        created_at: micros(entry.at.resolve(names.now)),
    })
}

fn milestones(case: &format::Case, case_type: &format::CaseType, now: Timestamp) -> anyhow::Result<Vec<Milestone>> {
    let current = match &case.milestone {
        None => None,
        Some(key) => {
            let position = case_type.milestones.iter().position(|one| &one.key == key);
            Some(position.ok_or_else(|| anyhow!("milestone: the case type has no milestone {key:?}"))?)
        }
    };
    let mut milestones = Vec::new();
    for (index, definition) in case_type.milestones.iter().enumerate() {
        let state = match current {
            _ if case.status == PublicStatus::Completed => MilestoneState::Done,
            Some(current) if index < current => MilestoneState::Done,
            Some(current) if index == current => MilestoneState::Current,
            _ => MilestoneState::Upcoming,
        };
        milestones.push(Milestone {
            key: definition.key.clone(),
            label: definition.label.clone(),
            state,
            reached_at: case.milestones_reached.get(&definition.key).map(|when| when.resolve(now)),
        });
    }
    Ok(milestones)
}

fn next_step(step: &format::NextStep, now: Timestamp) -> NextStep {
    NextStep {
        party: step.party,
        summary: step.summary.clone(),
        detail: step.detail.clone(),
        due_at: step.due_at.map(|when| when.resolve(now)),
        action: step.action,
    }
}

fn source(source: &format::Source, now: Timestamp) -> Source {
    Source { name: source.name.clone(), synced_at: source.synced_at.resolve(now), failing: source.failing }
}
