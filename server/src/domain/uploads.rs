//! Uploads: the bytes go to the file store as they come in, and become a document version when all of them are on the
//! disk. Whatever breaks off before leaves nothing that anybody can see.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use loggia_types::{
    CaseId, DocumentId, DocumentVersionId, FieldError, OrganizationId, Permission, ProblemCode,
    cases::{StepAction, TimelineKind},
    documents::{Document, UploadQuery},
    events::EventType,
};

use tokio::sync::broadcast::{Receiver, error::TryRecvError};

use super::{
    cases::{Author, Told, answer_step, tell, touch},
    documents::require_folder,
    media_type::media_type,
    text,
};
use crate::{
    auth::{Access, Actor},
    error::{Error, Result},
    files::{FileWriter, Files, StoredFile},
    store::{
        AuditEntry, Audited, Store, Tenant, TenantTx, micros,
        rows::{DocumentRow, DocumentVersionRow},
    },
};

/// How long an upload may stand still.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often an upload that goes on asks whether its caller still may.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// How long an upload may take: far less than the time after which the sweep takes one for dead.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

/// What is known of an upload before its first byte is read.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Where it goes.
    pub query: UploadQuery,
    /// Its size, if the caller says.
    pub size: Option<u64>,
    /// The SHA-256 of its bytes, if the caller says.
    pub digest: Option<[u8; 32]>,
    /// The largest size that is taken.
    pub largest: u64,
}

/// Takes in a file. That the caller may upload is checked already, and once more when all of it has arrived; place, case
/// and size are checked before the body is read.
///
/// # Errors
/// `malformed_request`, `permission_denied` or `feature_disabled` for a caller who may not see the case, and for an API
/// key's draft, `not_found` for the case, `payload_too_large`, `digest_mismatch`, `conflict` for one folder too many.
pub async fn upload<S, E>(
    store: &Store,
    files: &Files,
    actor: &Actor,
    announced: Announced,
    body: S,
) -> Result<Document>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    let Announced { query, size, digest, largest } = announced;
    if query.case_id.is_some() {
        actor.require(Permission::CasesRead)?;
    }
    if is_draft(&query) {
        actor.require_member()?;
        if query.case_id.is_some() {
            return Err(Error::malformed("?draft", "leave it out for a case that is there"));
        }
    }
    let folder = query.folder.clone().unwrap_or_default();
    let place = text::file_name("?name", &query.name).and_then(|()| text::folder("?folder", &folder));
    place.map_err(malformed)?;
    if size.is_some_and(|size| size > largest) {
        return Err(too_large(largest));
    }

    let tenant = Tenant::of(actor)?;
    // Before the right is asked for in the transaction below: what is committed after it is seen.
    let changes = store.changes();
    let version_id = DocumentVersionId::generate();
    let key = Files::key(tenant.org_id(), &version_id);
    let (case, upload_key) = (query.case_id.clone(), key.clone());
    store
        .write(&tenant, move |tx| {
            if let Some(case) = &case {
                tx.require_case(case)?;
            }
            tx.begin_upload(&upload_key)?;
            Ok(Audited::not_worth_an_entry("nothing has arrived yet", ()))
        })
        .await?;
    let unfinished = Unfinished::new(store, files, &tenant, &key);
    let received = receive(store, actor, changes, files.begin(&key).await?, body, largest);
    let received = tokio::time::timeout(LONGEST, received).await;
    let writer = received.map_err(|_| broken_off("it took too long"))??;
    let written = writer.finish().await?;
    if digest.is_some_and(|digest| digest != written.sha256) {
        let detail = "The bytes that arrived are not the ones that were announced. Upload the file again.";
        return Err(Error::problem(ProblemCode::DigestMismatch, detail));
    }

    let author = Author::of(actor);
    let arrived = Arrived { query, folder, version_id, file: written };
    let document = store.write(&tenant, move |tx| arrived.add(tx, &author)).await?;
    unfinished.finished();
    Ok(document)
}

/// Refuses a caller who has lost the right to upload since the upload began.
async fn still_may(store: &Store, actor: &Actor) -> Result<()> {
    let before = actor.clone();
    let access = Access::Permission(Permission::DocumentsUpload);
    store.system_read(move |c| before.again(c, access)?.require(Permission::DocumentsUpload)).await
}

/// Whether anything was committed in the organization since the last time.
fn has_changed(changes: &mut Receiver<OrganizationId>, organization: Option<&OrganizationId>) -> bool {
    let mut changed = false;
    loop {
        match changes.try_recv() {
            Ok(at) => changed |= Some(&at) == organization,
            // Some news was missed: it may have been of this organization.
            Err(TryRecvError::Lagged(_)) => changed = true,
            Err(TryRecvError::Empty | TryRecvError::Closed) => return changed,
        }
    }
}

/// Reads the body into the file. Asks whether it still may before the first bytes that arrive after a change in the
/// organization; other processes write, too, so also now and then.
async fn receive<S, E>(
    store: &Store,
    actor: &Actor,
    mut changes: Receiver<OrganizationId>,
    mut writer: FileWriter,
    mut body: S,
    largest: u64,
) -> Result<FileWriter>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    let mut asked_at = Instant::now();
    let organization = actor.organization.as_ref().map(|organization| &organization.id);
    loop {
        let next = tokio::time::timeout(PATIENCE, body.next()).await;
        let next = next.map_err(|_| broken_off("nothing arrived for a minute"))?;
        let Some(bytes) = next.transpose().map_err(broken_off)? else { return Ok(writer) };
        if writer.size() + bytes.len() as u64 > largest {
            return Err(too_large(largest));
        }
        if has_changed(&mut changes, organization) || asked_at.elapsed() >= ASK_AGAIN {
            still_may(store, actor).await?;
            asked_at = Instant::now();
        }
        writer.write(bytes).await?;
    }
}

fn broken_off(why: impl std::fmt::Display) -> Error {
    tracing::info!(%why, "an upload broke off");
    Error::problem(ProblemCode::MalformedRequest, "The upload broke off. Upload the file again.")
}

fn too_large(largest: u64) -> Error {
    Error::problem(ProblemCode::PayloadTooLarge, format!("The file is too large: at most {largest} bytes are taken."))
}

/// Query parameters that are not acceptable.
fn malformed(error: FieldError) -> Error {
    Error::malformed(&error.pointer, error.detail)
}

/// A file that is on the disk, on its way to being a document version.
struct Arrived {
    query: UploadQuery,
    folder: String,
    version_id: DocumentVersionId,
    file: StoredFile,
}

impl Arrived {
    fn add(self, tx: &mut TenantTx<'_>, author: &Author) -> Result<Audited<Document>> {
        // First of all: it makes those wait who upload to the same place at the same time.
        tx.lock_organization()?;
        if self.query.case_id.is_some() {
            tx.require_now(Permission::CasesRead)?;
        }
        if !tx.end_upload(&self.file.key)? {
            return Err(Error::conflict("The upload took too long. Upload the file again."));
        }
        let draft_of = if is_draft(&self.query) { tx.user_id() } else { None };
        let name = self.query.name;
        let there = match &draft_of {
            Some(_) => None,
            None => place_of(tx, &self.folder, &name, self.query.case_id.as_ref())?,
        };
        require_folder(tx, &self.folder)?;
        let id = there.as_ref().map_or_else(DocumentId::generate, |row| row.id.clone());
        let number = tx.last_version_number(&id)? + 1;
        let row = DocumentRow {
            id: id.clone(),
            org_id: tx.org_id().clone(),
            case_id: self.query.case_id.clone(),
            folder: self.folder,
            sort_name: name.to_lowercase(),
            name,
            current_version_id: self.version_id.clone(),
            version: there.as_ref().map_or(1, |row| row.version),
            created_at: there.as_ref().map_or_else(|| micros(tx.now()), |row| row.created_at),
            updated_at: there.as_ref().map_or_else(|| micros(tx.now()), |row| row.updated_at),
            deleted_at: None,
            draft_of,
            draft_id: None,
        };
        let (event, action) = match there {
            None => (EventType::DocumentCreated, "document.uploaded"),
            Some(_) => (EventType::DocumentUpdated, "document.version_uploaded"),
        };
        if there.is_none() {
            tx.insert(&row)?;
        } else if !tx.update_document(&row)? {
            return Err(Error::version_mismatch());
        }
        let version = DocumentVersionRow {
            id: self.version_id,
            org_id: tx.org_id().clone(),
            document_id: id.clone(),
            number,
            size: i64::try_from(self.file.size).unwrap_or(i64::MAX),
            media_type: media_type(&row.name).to_owned(),
            sha256: self.file.sha256_hex(),
            file_key: self.file.key,
            uploaded_by: tx.user_id(),
            created_at: micros(tx.now()),
        };
        tx.insert(&version)?;
        if row.draft_of.is_none() {
            tx.emit(event, &id)?;
        }
        if let Some(case_id) = &row.case_id {
            tx.emit(EventType::CaseUpdated, case_id)?;
            let mut case = tx.case_row(case_id)?;
            let status = answer_step(&mut case, author, StepAction::UploadDocument, "checking what you sent")?;
            touch(tx, &case)?;
            let told = Told { body: None, document: Some(id.clone()), status };
            tell(tx, case_id, TimelineKind::Document, author, told)?;
        }
        let about = serde_json::json!({
            "name": row.name, "folder": row.folder, "number": number, "size": version.size, "sha256": version.sha256,
        });
        let proof = tx.audit(AuditEntry::new(action, "document", &id).changes(serde_json::Value::Null, about))?;
        let document = tx.document(&id).map_err(|error| match error.code() {
            // Who may upload here would have to see it here.
            Some(ProblemCode::NotFound) => Error::permission_denied(Permission::DocumentsUpload),
            _ => error,
        })?;
        Ok(proof.with(document))
    }
}

/// The document at a place that gets a new version.
fn place_of(tx: &mut TenantTx<'_>, folder: &str, name: &str, case: Option<&CaseId>) -> Result<Option<DocumentRow>> {
    let seen = tx.document_at(folder, name, case)?;
    if seen.is_none() && tx.with_everything(|tx| tx.document_at(folder, name, case))?.is_some() {
        return Err(Error::conflict("There is a document of this name in this folder. Choose another name."));
    }
    Ok(seen)
}

fn is_draft(query: &UploadQuery) -> bool {
    query.draft == Some(true)
}

/// A name that no other document at this place has: `photo.jpg` may become `photo (2).jpg`.
///
/// # Errors
/// When a query fails.
pub fn free_name(tx: &mut TenantTx<'_>, folder: &str, name: &str, case: &CaseId) -> Result<String> {
    let mut free = name.to_owned();
    let mut number = 1;
    // One that the member does not see has its place all the same.
    while tx.with_everything(|tx| tx.document_at(folder, &free, Some(case)))?.is_some() {
        number += 1;
        free = numbered(name, number);
    }
    Ok(free)
}

/// `photo.jpg` as `photo (2).jpg`, and as much of it as fits into a name.
fn numbered(name: &str, number: u32) -> String {
    let (stem, ending) = match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 16 => name.split_at(at),
        _ => (name, ""),
    };
    let end = format!(" ({number}){ending}");
    let mut stem = stem.to_owned();
    while text::file_name("?name", &format!("{stem}{end}")).is_err() && stem.pop().is_some() {}
    stem + &end
}

/// Cleans up after an upload that does not come to its end, whether it failed or its caller went away. What even this
/// misses (the process was killed) is found by the sweep.
struct Unfinished(Option<(Store, Files, Tenant, String)>);

impl Unfinished {
    fn new(store: &Store, files: &Files, tenant: &Tenant, key: &str) -> Self {
        Self(Some((store.clone(), files.clone(), tenant.for_notes(), key.to_owned())))
    }

    fn finished(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Some((store, files, tenant, key)) = self.0.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            let ended = key.clone();
            let ended = store
                .write(&tenant, move |tx| {
                    let known = tx.end_upload(&ended)?;
                    Ok(Audited::not_worth_an_entry("nothing came of it", known))
                })
                .await;
            // Only who ends the upload may remove the file: a commit that nobody waited for has made it a document's.
            match ended {
                Ok(true) => {
                    if let Err(error) = files.delete(&key).await {
                        tracing::warn!(%error, "the file of an upload that broke off could not be removed");
                    }
                }
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "an upload that broke off could not be ended; the sweep will"),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_name_keeps_its_ending_and_fits() {
        for (name, expected) in [
            ("photo.jpg", "photo (2).jpg"),
            ("notes", "notes (2)"),
            (".env", ".env (2)"),
            ("v1.0 final draft of it", "v1.0 final draft of it (2)"),
        ] {
            assert_eq!(numbered(name, 2), expected);
        }
        for letter in ["a", "ä"] {
            let longest = numbered(&(letter.repeat(120) + ".jpeg"), 1000);
            assert!(longest.ends_with(" (1000).jpeg") && text::file_name("?name", &longest).is_ok(), "{longest}");
        }
    }
}
