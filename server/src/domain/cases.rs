//! Cases: what customers and the vendor do with them.

use loggia_types::{
    CaseId, DocumentId, FieldError, Permission, TimelineEntryId,
    cases::{
        Case, CreateReply, Milestone, MilestoneState, NextStep, Party, PublicStatus, StepAction, TimelineEntry,
        TimelineKind, UpdateCase,
    },
    events::EventType,
};

use super::text;
use crate::{
    auth::{Actor, Credential},
    error::{Error, Result},
    store::{
        AuditEntry, Idempotency, Store, Tenant, TenantTx, from_json, micros,
        rows::{CaseRow, TimelineEntryRow},
        to_json,
    },
};

/// How long a message may be.
const MESSAGE: usize = 10_000;

/// Who writes on a timeline, as the customer sees them.
#[derive(Clone, Debug)]
pub struct Author {
    party: Party,
    name: String,
    user_id: Option<loggia_types::UserId>,
}

impl Author {
    /// The caller: a customer under their name (a program of theirs under its key's), the vendor's backend under the
    /// brand's.
    pub fn of(actor: &Actor) -> Self {
        match &actor.credential {
            Credential::Member(member) => {
                Self { party: Party::Customer, name: member.user.name.clone(), user_id: Some(member.user.id.clone()) }
            }
            Credential::ApiKey { name, is_organizations: true, .. } => {
                Self { party: Party::Customer, name: name.clone(), user_id: None }
            }
            Credential::ApiKey { .. } => Self::us(actor.brand.name.clone()),
        }
    }

    /// Somebody of the brand's.
    pub fn us(name: String) -> Self {
        Self { party: Party::Us, name, user_id: None }
    }
}

/// What a timeline entry tells.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What was said.
    pub body: Option<String>,
    /// The document it is about.
    pub document: Option<DocumentId>,
    /// The state the case came into.
    pub status: Option<PublicStatus>,
}

/// Adds an entry to a case's timeline.
///
/// # Errors
/// When the database refuses it.
pub fn tell(
    tx: &mut TenantTx<'_>,
    case: &CaseId,
    kind: TimelineKind,
    author: &Author,
    told: Told,
) -> Result<TimelineEntryRow> {
    let row = TimelineEntryRow {
        id: TimelineEntryId::generate(),
        org_id: tx.org_id().clone(),
        case_id: case.clone(),
        kind,
        party: author.party,
        actor_name: author.name.clone(),
        user_id: author.user_id.clone(),
        body: told.body,
        document_id: told.document,
        status: told.status,
        created_at: micros(tx.now()),
    };
    tx.insert(&row)?;
    Ok(row)
}

/// Adds a customer's or the vendor's message. A customer who was asked to reply has done so: it is our turn.
///
/// # Errors
/// `validation_failed`, `not_found`.
pub async fn reply(
    store: &Store,
    actor: &Actor,
    id: CaseId,
    reply: CreateReply,
    idempotency: Option<Idempotency>,
) -> Result<TimelineEntry> {
    text::lines("/body", &reply.body, MESSAGE).map_err(|error| Error::validation(vec![error]))?;
    let author = Author::of(actor);
    store
        .create(&Tenant::of(actor)?, idempotency, move |tx| {
            // First of all: it makes those wait who change this case at the same time.
            tx.emit(EventType::CaseUpdated, &id)?;
            let mut case = tx.case_row(&id)?;
            let status = answer_step(&mut case, &author, StepAction::Reply, "reading your reply")?;
            touch(tx, &case)?;
            let told = Told { body: Some(reply.body), status, ..Told::default() };
            let row = tell(tx, &id, TimelineKind::Message, &author, told)?;
            let entry = tx.timeline_entry(row)?;
            Ok(tx.audit(AuditEntry::new("case.replied", "case", &id))?.with(entry))
        })
        .await
}

/// A customer has done what the next step asked for: the case comes into progress, and it is our turn. Says which
/// state the case came into, if it did.
///
/// # Errors
/// When the stored step cannot be read.
pub fn answer_step(
    case: &mut CaseRow,
    author: &Author,
    done: StepAction,
    our_turn: &str,
) -> Result<Option<PublicStatus>> {
    let step: Option<NextStep> = case.next_step.as_deref().map(|text| from_json("next step", text)).transpose()?;
    let asked = step.is_some_and(|step| step.party == Party::Customer && step.action == Some(done));
    if !asked || author.party != Party::Customer || case.status != PublicStatus::ActionNeeded {
        return Ok(None);
    }
    let step = NextStep { party: Party::Us, summary: our_turn.to_owned(), detail: None, due_at: None, action: None };
    case.status = PublicStatus::InProgress;
    case.next_step = Some(to_json(&step)?);
    Ok(Some(case.status))
}

/// Stores a case that the caller has read in this transaction, and marks it read for who changed it.
///
/// # Errors
/// `version_mismatch` when somebody else changed it in between.
pub fn touch(tx: &mut TenantTx<'_>, case: &CaseRow) -> Result<()> {
    if !tx.update_case(case)? {
        return Err(Error::version_mismatch());
    }
    tx.mark_case_read(&case.id, case.updated_at)
}

/// Remembers that the caller has seen the case.
///
/// # Errors
/// `permission_denied` for an API key, which is nobody who could have seen it; `not_found`.
pub async fn mark_read(store: &Store, actor: &Actor, id: CaseId) -> Result<()> {
    actor.require_member()?;
    let marked = store
        .write(&Tenant::of(actor)?, move |tx| {
            let case = tx.case_row(&id)?;
            tx.mark_case_read(&id, case.updated_at)?;
            Ok(crate::store::Audited::not_worth_an_entry("looking changes nothing for anybody else", ()))
        })
        .await;
    match marked {
        // The same person has looked at the same time, in another window.
        Err(Error::Store(error)) if error.is_unique_violation() => Ok(()),
        other => other,
    }
}

/// Changes a case, by the vendor's backend.
///
/// # Errors
/// `validation_failed`, `not_found`, `version_mismatch`.
pub async fn update(store: &Store, actor: &Actor, id: CaseId, version: i64, update: UpdateCase) -> Result<Case> {
    check_update(&update)?;
    let author = Author::us(update.author.clone().unwrap_or_else(|| actor.brand.name.clone()));
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.emit(EventType::CaseUpdated, &id)?;
            let mut case = tx.case_row(&id)?;
            if case.version != version {
                return Err(Error::version_mismatch());
            }
            let before = Changed::of(&case)?;
            apply(tx, &mut case, &update)?;
            touch(tx, &case)?;
            let after = Changed::of(&case)?;
            if let Some(message) = update.message {
                tell(tx, &id, TimelineKind::Message, &author, Told { body: Some(message), ..Told::default() })?;
            }
            if after.milestone != before.milestone
                && let Some(milestone) = &after.milestone
            {
                let told = Told { body: Some(milestone.label.clone()), ..Told::default() };
                tell(tx, &id, TimelineKind::Milestone, &author, told)?;
            }
            if after.status != before.status {
                let told = Told { status: Some(after.status), ..Told::default() };
                tell(tx, &id, TimelineKind::Status, &author, told)?;
            }
            let entry = AuditEntry::new("case.updated", "case", &id).changes(before.audit(), after.audit());
            let proof = tx.audit(entry)?;
            let case = tx.case(&id)?;
            Ok(proof.with(case))
        })
        .await
}

/// What an update can change of a case, before or after it.
struct Changed {
    status: PublicStatus,
    next_step: Option<NextStep>,
    milestone: Option<Milestone>,
}

impl Changed {
    fn of(case: &CaseRow) -> Result<Self> {
        let milestones: Vec<Milestone> = from_json("milestones", &case.milestones)?;
        Ok(Self {
            status: case.status,
            next_step: case.next_step.as_deref().map(|text| from_json("next step", text)).transpose()?,
            milestone: milestones.into_iter().find(|milestone| milestone.state == MilestoneState::Current),
        })
    }

    fn audit(&self) -> serde_json::Value {
        serde_json::json!({
            "status": self.status,
            "next_step": self.next_step,
            "milestone": self.milestone.as_ref().map(|milestone| &milestone.key),
        })
    }
}

fn check_update(update: &UpdateCase) -> Result<()> {
    let mut errors = Vec::new();
    let mut note = |checked: Result<(), FieldError>| errors.extend(checked.err());
    if let Some(step) = &update.next_step {
        note(text::line("/next_step/summary", &step.summary, 200));
        if let Some(detail) = &step.detail {
            note(text::lines("/next_step/detail", detail, 1_000));
        }
        if step.action.is_some() && step.party != Party::Customer {
            let detail = "Leave it out: only a customer's step has an action";
            note(Err(FieldError::new("/next_step/action", "invalid", detail)));
        }
    }
    if let Some(message) = &update.message {
        note(text::lines("/message", message, MESSAGE));
    }
    if let Some(author) = &update.author {
        note(text::line("/author", author, 100));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::validation(errors)) }
}

fn apply(tx: &TenantTx<'_>, case: &mut CaseRow, update: &UpdateCase) -> Result<()> {
    if let Some(status) = update.status {
        case.status = status;
    }
    if case.status.is_open() {
        if let Some(step) = &update.next_step {
            case.next_step = Some(to_json(step)?);
        }
    } else if update.next_step.is_some() {
        let detail = "Leave it out: nothing is left to do on a closed case";
        return Err(Error::invalid_value("/next_step", "invalid", detail));
    } else {
        case.next_step = None;
    }
    let mut milestones: Vec<Milestone> = from_json("milestones", &case.milestones)?;
    if let Some(key) = &update.milestone {
        let Some(reached) = milestones.iter().position(|milestone| milestone.key == *key) else {
            let detail = "Choose one of the milestones of the case";
            return Err(Error::invalid_value("/milestone", "not_an_option", detail));
        };
        reach(&mut milestones, reached, tx.now());
    }
    if case.status == PublicStatus::Completed {
        let all = milestones.len();
        reach(&mut milestones, all, tx.now());
    }
    case.milestones = to_json(&milestones)?;
    Ok(())
}

/// Comes to the milestone at `reached`: those before it are done. An index after the last one has all of them done.
pub fn reach(milestones: &mut [Milestone], reached: usize, now: loggia_types::Timestamp) {
    for (index, milestone) in milestones.iter_mut().enumerate() {
        milestone.state = match index.cmp(&reached) {
            std::cmp::Ordering::Less => MilestoneState::Done,
            std::cmp::Ordering::Equal => MilestoneState::Current,
            std::cmp::Ordering::Greater => MilestoneState::Upcoming,
        };
        milestone.reached_at = match milestone.state {
            MilestoneState::Upcoming => None,
            MilestoneState::Done | MilestoneState::Current => milestone.reached_at.or(Some(now)),
        };
    }
}

/// Takes out of a timeline what the caller may not see: documents, when they are off.
pub fn visible_to(actor: &Actor, mut entries: Vec<TimelineEntry>) -> Vec<TimelineEntry> {
    if !actor.permits(Permission::DocumentsRead) {
        for entry in &mut entries {
            entry.document = None;
        }
    }
    entries
}
