//! Drafts: requests that somebody begins here and goes on with there, or hands over.

use chrono::Utc;
use loggia_types::{
    DocumentId, DraftId, FormVersionId, Permission, ProblemCode, UserId,
    drafts::{CreateDraft, Draft, DraftSummary, HandOverDraft, MOST_DRAFTS, UpdateDraft},
    events::EventType,
    forms::{Answers, FieldKind, FormDefinition},
};
use serde_json::Value;

use crate::{
    auth::{Actor, Member, MemberCredential},
    error::{Error, Result},
    policy::Standing,
    store::{
        AuditEntry, Audited, Idempotency, Store, Tenant, TenantConn, TenantTx, from_json, micros,
        rows::{DraftRow, FormRow},
        to_json,
    },
};

/// Nobody but the person whose draft it is can see it, or that it is there.
const PRIVATE: &str = "nobody else sees a draft";

/// The person who asks. A program that acts for somebody sends what it has; what they have begun is none of its business.
fn person(actor: &Actor) -> Result<&Member> {
    let member = actor.require_member()?;
    if matches!(member.credential, MemberCredential::AccessToken(_)) {
        return Err(Error::problem(ProblemCode::PermissionDenied, "Drafts are for people: a program has none."));
    }
    Ok(member)
}

/// The caller's drafts, the last saved first.
///
/// # Errors
/// `permission_denied` for an API key: it has none.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<DraftSummary>> {
    person(actor)?;
    store.read(&Tenant::of(actor)?, |c| c.draft_list()).await
}

/// One of the caller's drafts, its answers carried over to the published version of its form.
///
/// # Errors
/// `not_found`; `permission_denied` for an API key.
pub async fn get(store: &Store, actor: &Actor, id: DraftId) -> Result<Draft> {
    person(actor)?;
    store.read(&Tenant::of(actor)?, move |c| read(c, &id)).await
}

/// Begins a draft.
///
/// # Errors
/// `validation_failed` for a version that there is not, `conflict` for one draft too many, `permission_denied` for an
/// API key.
pub async fn create(store: &Store, actor: &Actor, new: CreateDraft, idempotency: Option<Idempotency>) -> Result<Draft> {
    let user = person(actor)?.user.id.clone();
    store
        .create(&Tenant::of(actor)?, idempotency, move |tx| {
            tx.lock_organization()?;
            let (form, definition) = form(tx, &new.form_version_id)?;
            if tx.drafts_of(&user)? >= MOST_DRAFTS {
                let detail = format!("You have {MOST_DRAFTS} drafts. Send or discard one before you begin another.");
                return Err(Error::conflict(detail));
            }
            let answers = known(&definition, new.answers);
            let now = micros(tx.now());
            let row = DraftRow {
                id: DraftId::generate(),
                org_id: tx.org_id().clone(),
                user_id: user,
                form_id: form.id,
                form_version_id: new.form_version_id,
                answers: to_json(&answers)?,
                handed_over_by: None,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            tx.insert(&row)?;
            tx.keep_uploads(&row.id, &files(&definition, &answers))?;
            Ok(Audited::not_worth_an_entry(PRIVATE, read(tx, &row.id)?))
        })
        .await
}

/// Saves a draft.
///
/// # Errors
/// `not_found`, `version_mismatch`, `validation_failed` for a version that the form does not have.
pub async fn update(store: &Store, actor: &Actor, id: DraftId, version: i64, change: UpdateDraft) -> Result<Draft> {
    person(actor)?;
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.lock_organization()?;
            let (mut row, _) = tx.draft(&id)?;
            if row.version != version {
                return Err(Error::version_mismatch());
            }
            let (form, definition) = form(tx, &change.form_version_id)?;
            if form.id != row.form_id {
                return Err(unknown_version());
            }
            let answers = known(&definition, change.answers);
            row.form_version_id = change.form_version_id;
            row.answers = to_json(&answers)?;
            if !tx.update_draft(&row)? {
                return Err(Error::version_mismatch());
            }
            tx.keep_uploads(&id, &files(&definition, &answers))?;
            Ok(Audited::not_worth_an_entry(PRIVATE, read(tx, &id)?))
        })
        .await
}

/// Discards a draft. Its files are left to the sweep.
///
/// # Errors
/// `not_found`.
pub async fn discard(store: &Store, actor: &Actor, id: DraftId) -> Result<()> {
    person(actor)?;
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.lock_organization()?;
            if !tx.delete_draft(&id)? {
                return Err(Error::not_found());
            }
            Ok(Audited::not_worth_an_entry(PRIVATE, ()))
        })
        .await
}

/// Gives a draft, with the files that were uploaded for it, to a colleague who may send it in.
///
/// # Errors
/// `not_found`; `permission_denied` or `feature_disabled` for who may not see members; `validation_failed` for somebody
/// who is no member, may not send in forms, has too many drafts, or is the caller.
pub async fn hand_over(store: &Store, actor: &Actor, id: DraftId, to: HandOverDraft) -> Result<()> {
    let from = person(actor)?.user.id.clone();
    actor.require(Permission::MembersRead)?;
    let tenant = Tenant::of(actor)?;
    store
        .write(&tenant, move |tx| {
            // First of all: it makes those wait who change this organization's members at the same time. Which draft it is
            // is nobody else's business.
            tx.emit(EventType::DraftHandedOver, "")?;
            tx.require_now(Permission::MembersRead)?;
            tx.draft(&id)?;
            let user = recipient(tx, &to, &from)?;
            if !tx.hand_over_draft(&id, &user)? {
                return Err(Error::not_found());
            }
            let about = serde_json::json!({ "user_id": user });
            let entry = AuditEntry::new("draft.handed_over", "draft", &id);
            tx.audit(entry.changes(serde_json::json!({ "user_id": from }), about))
        })
        .await
}

/// Ends the draft that is sent in, as an answer to this form.
///
/// # Errors
/// `validation_failed` when the sender does not have it any more, it is of another form, or was saved since.
pub fn end(tx: &mut TenantTx<'_>, id: &DraftId, version: Option<i64>, form: &FormRow) -> Result<()> {
    let refuse = |pointer, code, detail: &str| Err(Error::invalid_value(pointer, code, detail));
    let row = match tx.draft(id) {
        Err(error) if error.code() == Some(ProblemCode::NotFound) => {
            let detail =
                "This draft was sent, handed over or discarded already: look among your cases before you send it again";
            return refuse("/draft_id", "unknown", detail);
        }
        other => other?.0,
    };
    if row.form_id != form.id {
        return refuse("/draft_id", "invalid", "This draft is of another form");
    }
    if version.is_some_and(|version| version != row.version) {
        return refuse(
            "/draft_version",
            "outdated",
            "This draft was saved elsewhere since: look at it before you send it",
        );
    }
    tx.delete_draft(id)?;
    Ok(())
}

/// Why somebody is handed nothing: no more of them than that.
const CANNOT: &str = "Choose somebody who may send requests, and has room for another draft";

/// The colleague who gets a draft.
fn recipient(tx: &mut TenantTx<'_>, to: &HandOverDraft, from: &UserId) -> Result<UserId> {
    let refuse = |code, detail: &str| Err(Error::invalid_value("/member_id", code, detail));
    let member = match tx.member(&to.member_id) {
        Err(error) if error.code() == Some(ProblemCode::NotFound) => {
            return refuse("unknown", "Choose somebody who is a member");
        }
        other => other?,
    };
    if member.user.id == *from {
        return refuse("invalid", "Choose somebody else: you have this draft already");
    }
    let standing =
        Standing { policy: tx.policy(member.role)?, attributes: member.attributes, address: None, scopes: None };
    let now = tx.now();
    let is_active = member.suspended_at.is_none() && member.ends_at.is_none_or(|at| at > now);
    let may = [Permission::FormsRead, Permission::SubmissionsCreate].iter().all(|one| standing.may(*one, Utc::now()));
    if !is_active || !may {
        return refuse("invalid", CANNOT);
    }
    if tx.drafts_of(&member.user.id)? >= MOST_DRAFTS {
        return refuse("invalid", CANNOT);
    }
    Ok(member.user.id)
}

/// A draft as its person reads it.
fn read(c: &mut TenantConn<'_>, id: &DraftId) -> Result<Draft> {
    let (row, summary) = c.draft(id)?;
    let (saved, published) = c.versions_of_draft(&row)?;
    let definition: FormDefinition = from_json("form definition", &published.definition)?;
    let answers: Answers = from_json("answers of a draft", &row.answers)?;
    let (answers, changes) = if saved.id == published.id {
        (answers, None)
    } else {
        let before: FormDefinition = from_json("form definition", &saved.definition)?;
        let (answers, changes) = loggia_forms::carry_over(&before, &definition, answers);
        (answers, (changes != Default::default()).then_some(changes))
    };
    let documents = c.documents_in_short(&files(&definition, &answers))?;
    Ok(Draft { summary, form_version_id: published.id, answers, documents, changes })
}

fn unknown_version() -> Error {
    Error::invalid_value("/form_version_id", "unknown", "Read the form again: it has no such version")
}

/// A version of a form that the organization can answer.
fn form(c: &mut TenantConn<'_>, id: &FormVersionId) -> Result<(FormRow, FormDefinition)> {
    let (form, version) = c.form_version(id)?.ok_or_else(unknown_version)?;
    Ok((form, from_json("form definition", &version.definition)?))
}

/// The answers to questions that there are.
fn known(definition: &FormDefinition, mut answers: Answers) -> Answers {
    let fields = || definition.sections.iter().flat_map(|section| &section.fields);
    answers.retain(|key, answer| !answer.is_null() && fields().any(|field| field.key == *key));
    answers
}

/// The files that answers name.
fn files(definition: &FormDefinition, answers: &Answers) -> Vec<DocumentId> {
    let fields = definition.sections.iter().flat_map(|section| &section.fields);
    let of_files = fields.filter(|field| matches!(field.kind, FieldKind::File { .. }));
    let ids = of_files.filter_map(|field| answers.get(&field.key)).filter_map(Value::as_array).flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}
