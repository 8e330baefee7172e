//! Sending in a form: the answers are checked, a case is opened, and the sender gets a receipt.

use std::collections::BTreeMap;

use loggia_types::{
    CaseId, DocumentId, FieldError, Permission, SubmissionId, Timestamp,
    cases::{Milestone, MilestoneState, NextStep, Party, PublicStatus, TimelineKind},
    events::EventType,
    forms::{Answers, CreateSubmission, Field, FieldKind, FormDefinition, Submission},
};
use serde_json::Value;

use super::{
    cases::{Author, Told, tell},
    documents::require_folder,
    drafts,
    uploads::free_name,
};
use crate::{
    auth::Actor,
    error::{Error, Result},
    import::format,
    store::{
        AuditEntry, Idempotency, Store, Tenant, TenantTx,
        cases::case_search,
        from_json, micros,
        rows::{CaseRow, CaseTypeRow, DocumentRow, DocumentVersionRow, FormRow, SubmissionRow},
        to_json,
    },
};

/// How long the title of a case may be.
const TITLE: usize = 200;

/// Takes in answers and opens a case.
///
/// # Errors
/// `validation_failed`, pointing to the questions; `permission_denied` for an API key: somebody has to have answered;
/// `permission_denied` or `feature_disabled` for who sends files and may not upload any.
pub async fn create(
    store: &Store,
    actor: &Actor,
    new: CreateSubmission,
    idempotency: Option<Idempotency>,
) -> Result<Submission> {
    let user = actor.require_member()?.user.clone();
    let customer = Author::of(actor);
    let by = actor.clone();
    let us = Author::us(actor.brand.name.clone());
    store
        .create(&Tenant::of(actor)?, idempotency, move |tx| {
            let case_id = CaseId::generate();
            // First of all: it makes those wait who change this organization's documents at the same time.
            tx.emit(EventType::CaseCreated, &case_id)?;
            let Some((form, version)) = tx.form_version(&new.form_version_id)? else {
                let detail = "Read the catalogue again: this form is not offered any more";
                return Err(Error::invalid_value("/form_version_id", "unknown", detail));
            };
            let definition: FormDefinition = from_json("form definition", &version.definition)?;
            let answers = loggia_forms::validate(&definition, &new.answers).map_err(Error::validation)?;
            if names_files(&definition, &answers) {
                // Before any is looked up: what is wrong with one tells its name.
                by.require(Permission::DocumentsUpload)?;
                tx.require_now(Permission::DocumentsUpload)?;
            }
            let documents = check_files(tx, &definition, &answers)?;
            if let Some(draft) = &new.draft_id {
                drafts::end(tx, draft, new.draft_version, &form)?;
            }
            let case_type = tx.case_type(&form.case_type_id)?;

            let submission_id = SubmissionId::generate();
            let case = new_case(tx, case_id, &form, &case_type, &definition, &answers, &submission_id)?;
            tx.insert(&case)?;
            let submission = SubmissionRow {
                id: submission_id,
                org_id: tx.org_id().clone(),
                form_id: form.id,
                form_version_id: version.id,
                form_title: form.title,
                answers: to_json(&answers)?,
                case_id: case.id.clone(),
                submitted_by: user.id,
                created_at: micros(tx.now()),
            };
            tx.insert(&submission)?;

            let body = form.opening_message.unwrap_or_else(|| "Request received".to_owned());
            let opened = Told { body: Some(body), status: Some(case.status), document: None };
            tell(tx, &case.id, TimelineKind::Status, &us, opened)?;
            for document in documents {
                attach(tx, &case.id, document, &customer)?;
            }
            tx.mark_case_read(&case.id, case.updated_at)?;
            let proof = tx.audit(AuditEntry::new("submission.created", "submission", &submission.id))?;
            // Whoever sent it has a receipt for it, whatever they may see later.
            let receipt = tx.with_everything(|tx| tx.submission(&submission.id))?;
            Ok(proof.with(receipt))
        })
        .await
}

/// Whether a question for files is answered.
fn names_files(definition: &FormDefinition, answers: &Answers) -> bool {
    let mut fields = definition.sections.iter().flat_map(|section| &section.fields);
    fields.any(|field| {
        let answered = answers.get(&field.key).and_then(Value::as_array).is_some_and(|ids| !ids.is_empty());
        matches!(field.kind, FieldKind::File { .. }) && answered
    })
}

/// The documents that file answers name, each once. Every one has to be the organization's, and of a kind that the
/// question takes.
fn check_files(tx: &mut TenantTx<'_>, definition: &FormDefinition, answers: &Answers) -> Result<Vec<DocumentRow>> {
    let mut found: BTreeMap<DocumentId, DocumentRow> = BTreeMap::new();
    let mut errors = Vec::new();
    for field in definition.sections.iter().flat_map(|section| &section.fields) {
        let FieldKind::File { accept, .. } = &field.kind else { continue };
        let ids = named_documents(answers.get(&field.key));
        if ids.is_empty() {
            continue;
        }
        let there: BTreeMap<DocumentId, (DocumentRow, DocumentVersionRow)> =
            tx.documents_among(&ids)?.into_iter().map(|parts| (parts.0.id.clone(), parts)).collect();
        for id in ids {
            match there.get(&id) {
                None => errors.push(file_error(field, "unknown", "Upload the file again: it is not there any more")),
                Some((row, version)) if !loggia_forms::accepts(accept, &row.name, &version.media_type) => {
                    let detail = format!("Choose a file of another kind than “{}”: {}", row.name, accept.join(", "));
                    errors.push(file_error(field, "wrong_type", detail));
                }
                Some((row, _)) => {
                    found.insert(id, row.clone());
                }
            }
        }
    }
    if errors.is_empty() { Ok(found.into_values().collect()) } else { Err(Error::validation(errors)) }
}

fn file_error(field: &Field, code: &str, detail: impl Into<String>) -> FieldError {
    FieldError::new(loggia_forms::pointer(&field.key), code, detail)
}

fn named_documents(answer: Option<&Value>) -> Vec<DocumentId> {
    let ids = answer.and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

/// Puts a document that was sent in with a form to its case. One that belongs to a case already stays there; a draft is
/// there for everybody from now on.
fn attach(tx: &mut TenantTx<'_>, case: &CaseId, mut document: DocumentRow, author: &Author) -> Result<()> {
    let id = document.id.clone();
    if document.case_id.is_none() {
        require_folder(tx, &document.folder)?;
        document.name = free_name(tx, &document.folder, &document.name, case)?;
        document.case_id = Some(case.clone());
        let was_draft = document.draft_of.take().is_some();
        document.draft_id = None;
        if !tx.update_document(&document)? {
            return Err(Error::version_mismatch());
        }
        tx.emit(if was_draft { EventType::DocumentCreated } else { EventType::DocumentUpdated }, &id)?;
    }
    tell(tx, case, TimelineKind::Document, author, Told { document: Some(id), ..Told::default() })?;
    Ok(())
}

fn new_case(
    tx: &mut TenantTx<'_>,
    id: CaseId,
    form: &FormRow,
    case_type: &CaseTypeRow,
    definition: &FormDefinition,
    answers: &Answers,
    submission: &SubmissionId,
) -> Result<CaseRow> {
    let now = tx.now();
    let reference = format!("{}-{}", case_type.reference_prefix, tx.next_case_number()?);
    let title = case_title(form, definition, answers);
    Ok(CaseRow {
        id,
        org_id: tx.org_id().clone(),
        case_type_id: case_type.id.clone(),
        search: case_search(&title, &reference),
        reference,
        title,
        status: PublicStatus::Submitted,
        is_open: true,
        next_step: Some(to_json(&first_step(form, now)?)?),
        milestones: to_json(&first_milestones(case_type, now)?)?,
        source: None,
        opened_by: tx.user_id(),
        submission_id: Some(submission.clone()),
        version: 1,
        created_at: micros(now),
        updated_at: micros(now),
    })
}

/// What happens next with a new case: what its form says, or that we look at it.
fn first_step(form: &FormRow, now: Timestamp) -> Result<NextStep> {
    let Some(stored) = &form.next_step else {
        let summary = "reviewing your request".to_owned();
        return Ok(NextStep { party: Party::Us, summary, detail: None, due_at: None, action: None });
    };
    let step: format::NextStep = from_json("next step of a form", stored)?;
    Ok(NextStep {
        party: step.party,
        summary: step.summary,
        detail: step.detail,
        due_at: step.due_at.map(|due| due.resolve(now)),
        action: step.action,
    })
}

/// The stations of a new case: it stands at the first.
fn first_milestones(case_type: &CaseTypeRow, now: Timestamp) -> Result<Vec<Milestone>> {
    let stations: Vec<format::MilestoneDefinition> = from_json("milestones of a case type", &case_type.milestones)?;
    let mut milestones: Vec<Milestone> = stations
        .into_iter()
        .map(|station| Milestone {
            key: station.key,
            label: station.label,
            state: MilestoneState::Upcoming,
            reached_at: None,
        })
        .collect();
    super::cases::reach(&mut milestones, 0, now);
    Ok(milestones)
}

/// The title of a new case: its form's pattern, with `{key}` replaced by the answer in words.
fn case_title(form: &FormRow, definition: &FormDefinition, answers: &Answers) -> String {
    let mut title = form.case_title.clone().unwrap_or_else(|| form.title.clone());
    for field in definition.sections.iter().flat_map(|section| &section.fields) {
        let placeholder = format!("{{{}}}", field.key);
        if title.contains(&placeholder) {
            title = title.replace(&placeholder, &in_words(field, answers.get(&field.key)));
        }
    }
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TITLE).collect();
    if title.is_empty() { form.title.clone() } else { title }
}

fn in_words(field: &Field, answer: Option<&Value>) -> String {
    let label = |value: &str| match &field.kind {
        FieldKind::Choice { options } | FieldKind::MultipleChoice { options, .. } => options
            .iter()
            .find(|option| option.value == value)
            .map_or_else(|| value.to_owned(), |option| option.label.clone()),
        _ => value.to_owned(),
    };
    match answer {
        Some(Value::String(text)) => label(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(label).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
