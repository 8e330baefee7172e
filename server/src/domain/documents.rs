//! Documents: renaming, moving, deleting, and links to download them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use loggia_types::{
    DocumentId, DocumentVersionId, FieldError, Permission, ProblemCode, Timestamp,
    documents::{Document, DownloadLink, Folder, UpdateDocument},
    events::EventType,
};

use super::text;
use crate::{
    auth::{Access, Actor, MemberCredential, RequestInfo, hash, random_secret},
    error::{Error, Result},
    store::{
        AuditEntry, Audited, Store, Tenant, TenantTx,
        credentials::Shown,
        micros,
        rows::{DocumentRow, DocumentVersionRow},
    },
};

/// How long a download link is good.
const LINK_LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// How many folders an organization may have, those included in which others lie.
const MOST_FOLDERS: usize = 1_000;

/// Renames or moves a document.
///
/// # Errors
/// `validation_failed`, `not_found`, `version_mismatch`, `conflict` when there is one of that name, or one folder too
/// many.
pub async fn update(
    store: &Store,
    actor: &Actor,
    id: DocumentId,
    version: i64,
    update: UpdateDocument,
) -> Result<Document> {
    let mut errors: Vec<FieldError> = Vec::new();
    errors.extend(update.name.as_ref().and_then(|name| text::file_name("/name", name).err()));
    errors.extend(update.folder.as_ref().and_then(|folder| text::folder("/folder", folder).err()));
    if !errors.is_empty() {
        return Err(Error::validation(errors));
    }
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.emit(EventType::DocumentUpdated, &id)?;
            let before = tx.document_row(&id)?;
            if before.version != version {
                return Err(Error::version_mismatch());
            }
            let mut row = before.clone();
            row.name = update.name.unwrap_or(row.name);
            row.folder = update.folder.unwrap_or(row.folder);
            require_folder(tx, &row.folder)?;
            // One that the member does not see has its place all the same.
            let there = tx.with_everything(|tx| tx.document_at(&row.folder, &row.name, row.case_id.as_ref()))?;
            if there.is_some_and(|other| other.id != id) {
                return Err(Error::conflict("There is a document of this name in this folder. Choose another name."));
            }
            if !tx.update_document(&row)? {
                return Err(Error::version_mismatch());
            }
            let place = |row: &DocumentRow| serde_json::json!({ "name": row.name, "folder": row.folder });
            let entry = AuditEntry::new("document.updated", "document", &id).changes(place(&before), place(&row));
            let proof = tx.audit(entry)?;
            let document = tx.document(&id)?;
            Ok(proof.with(document))
        })
        .await
}

/// Deletes a document. Its row stays as a tombstone, its files are removed by a sweep.
///
/// # Errors
/// `not_found`.
pub async fn delete(store: &Store, actor: &Actor, id: DocumentId) -> Result<()> {
    store
        .write(&Tenant::of(actor)?, move |tx| {
            tx.emit(EventType::DocumentDeleted, &id)?;
            let mut row = tx.document_row(&id)?;
            row.deleted_at = Some(micros(tx.now()));
            if !tx.update_document(&row)? {
                return Err(Error::version_mismatch());
            }
            for key in tx.file_keys(&id)? {
                tx.bury_file(&key)?;
            }
            let place = serde_json::json!({ "name": row.name, "folder": row.folder });
            tx.audit(AuditEntry::new("document.deleted", "document", &id).changes(place, serde_json::Value::Null))
        })
        .await
}

/// Deletes files from before `before` that were uploaded for requests which were not sent. Says how many.
///
/// # Errors
/// When the store fails.
pub async fn discard_drafts(store: &Store, before: Timestamp) -> Result<usize> {
    let mut discarded = 0;
    for (tenant, id) in store.system_read(move |c| c.old_uploads(before)).await? {
        discarded += store
            .write(&tenant, move |tx| {
                // First of all: it makes those wait who save a draft with it at the same time.
                tx.lock_organization()?;
                if tx.discard_draft(&id)? {
                    Ok(tx.audit(AuditEntry::new("document.discarded", "document", &id))?.with(1))
                } else {
                    Ok(Audited::not_worth_an_entry("it was sent in the meantime", 0))
                }
            })
            .await?;
    }
    Ok(discarded)
}

/// The folders that have documents in them or below them, by path.
///
/// # Errors
/// When the store fails.
pub async fn folders(store: &Store, actor: &Actor) -> Result<Vec<Folder>> {
    let counts = store.read(&Tenant::of(actor)?, |c| c.folder_counts()).await?;
    Ok(with_parents(counts).into_iter().map(|(path, documents)| Folder { path, documents }).collect())
}

/// Every folder with those it lies in, and how many documents lie in or below each.
fn with_parents(counts: Vec<(String, i64)>) -> BTreeMap<String, u64> {
    let mut folders: BTreeMap<String, u64> = BTreeMap::new();
    for (path, count) in counts {
        let count = u64::try_from(count).unwrap_or_default();
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]).filter(|end| *end > 0);
        for folder in ends.filter_map(|end| path.get(..end)) {
            *folders.entry(folder.to_owned()).or_default() += count;
        }
    }
    folders
}

/// Refuses a folder that would be one too many: all of an organization's are one list.
///
/// # Errors
/// `conflict`.
pub(super) fn require_folder(tx: &mut TenantTx<'_>, folder: &str) -> Result<()> {
    if folder.is_empty() || tx.has_folder(folder)? {
        return Ok(());
    }
    let mut counts = tx.folder_counts()?;
    counts.push((folder.to_owned(), 1));
    if with_parents(counts).len() <= MOST_FOLDERS {
        return Ok(());
    }
    Err(Error::conflict(format!("There are {MOST_FOLDERS} folders, which is the most. Choose one of them.")))
}

/// The version of a document to answer with: the current one, or `version` if it is one of the document's.
///
/// # Errors
/// `not_found`.
pub async fn version_of(
    store: &Store,
    actor: &Actor,
    id: DocumentId,
    version: Option<DocumentVersionId>,
) -> Result<(DocumentRow, DocumentVersionRow)> {
    store
        .read(&Tenant::of(actor)?, move |c| {
            let row = c.document_row(&id)?;
            let version = version.unwrap_or_else(|| row.current_version_id.clone());
            let (row, version) = c.version_row(&version)?;
            if row.id == id { Ok((row, version)) } else { Err(Error::not_found()) }
        })
        .await
}

/// Makes a link to download one version, bound to the caller's credential.
///
/// # Errors
/// `not_found`.
pub async fn download_link(
    store: &Store,
    actor: &Actor,
    id: DocumentId,
    version: Option<DocumentVersionId>,
) -> Result<DownloadLink> {
    let token = random_secret("dl_")?;
    let (token_hash, credential) = (hash(&token), actor.credential_id().to_owned());
    let expires_at = store
        .write(&Tenant::of(actor)?, move |tx| {
            let row = tx.document_row(&id)?;
            let version = version.unwrap_or_else(|| row.current_version_id.clone());
            let (row, version) = tx.version_row(&version)?;
            if row.id != id {
                return Err(Error::not_found());
            }
            let expires_at = tx.now() + LINK_LIFETIME;
            tx.insert_download_token(token_hash, &version.id, &credential, expires_at)?;
            // Who holds the link can download, whoever that is: it counts as one.
            Ok(tx.audit(downloaded(&row, &version, "link"))?.with(expires_at))
        })
        .await?;
    Ok(DownloadLink { path: format!("/v1/downloads/{token}"), expires_at })
}

fn downloaded(document: &DocumentRow, version: &DocumentVersionRow, by: &str) -> AuditEntry {
    let about =
        serde_json::json!({ "name": document.name, "version_id": version.id, "number": version.number, "by": by });
    AuditEntry::new("document.downloaded", "document", &document.id).changes((), about)
}

/// Notes that a download has begun. One that cannot be noted goes on all the same: the log says so.
pub async fn note_download(store: &Store, actor: &Actor, document: &DocumentRow, version: &DocumentVersionRow) {
    let entry = downloaded(document, version, "content");
    let noted = match Tenant::of(actor) {
        Ok(tenant) => store.write(&tenant.for_notes(), move |tx| tx.audit(entry)).await,
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        tracing::error!(%error, document = %document.id, "a download is missing from the audit log");
    }
}

/// What a request takes of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Only what is known of the document.
    Look,
    /// The document, from its beginning: a link gives it once.
    Whole,
    /// A later part of it: what a browser asks for when a download broke off. As long as the link is good.
    Part,
}

/// What a download token leads to.
#[derive(Clone, Debug)]
pub struct Link {
    /// The document.
    pub document: DocumentRow,
    /// The version that the link is for.
    pub version: DocumentVersionRow,
    actor: Actor,
    token_hash: String,
}

/// What a download token leads to, if the credential that asked for it is still good and still permits it.
///
/// # Errors
/// `not_found`.
pub async fn by_token(store: &Store, token: &str, request: RequestInfo, now: Timestamp) -> Result<Link> {
    let token_hash = hash(token);
    let lookup = token_hash.clone();
    let access = Access::Permission(Permission::DocumentsRead);
    let found = store
        .system_read(move |c| {
            let Some(found) = c.download_token(&lookup, now)? else { return Ok(None) };
            let by = Shown::Id(&found.credential_id);
            let session = match MemberCredential::from_id(&found.credential_id) {
                Some(credential) => c.live_member(&credential, &found.org_id)?,
                None => c.live_access_token(by)?.filter(|token| token.organization.id == found.org_id),
            };
            let session = session.map(|session| Actor::from_session(session, request.clone(), access));
            let actor = match session {
                Some(actor) => Some(actor),
                None => {
                    let key = c.live_api_key(by, Some(&found.org_id))?;
                    key.map(|key| Actor::from_api_key(key, request, access))
                }
            };
            Ok(actor.map(|actor| (found, actor)))
        })
        .await?;
    let (found, actor) = found.ok_or_else(Error::not_found)?;
    let tenant = Tenant::of(&actor).map_err(|_| Error::not_found())?;
    if *tenant.org_id() != found.org_id || !actor.permits(Permission::DocumentsRead) {
        return Err(Error::not_found());
    }
    let version = found.document_version_id;
    let (document, version) = store.read(&tenant, move |c| c.version_row(&version)).await?;
    Ok(Link { document, version, actor, token_hash })
}

/// Takes what a link gives.
///
/// # Errors
/// `not_found` when the document was taken already, or the right to it has ended.
pub async fn use_link(store: &Store, link: &Link, take: Take) -> Result<()> {
    if take == Take::Look {
        return Ok(());
    }
    let token_hash = link.token_hash.clone();
    store
        .write(&Tenant::of(&link.actor)?, move |tx| {
            if !tx.use_download_token(&token_hash)? && take == Take::Whole {
                return Err(Error::not_found());
            }
            Ok(Audited::not_worth_an_entry("that the link was made is in the log", ()))
        })
        .await
        .map_err(|error| match error.code() {
            // Its right has ended since the link was looked up.
            Some(ProblemCode::Unauthenticated | ProblemCode::PermissionDenied | ProblemCode::FeatureDisabled) => {
                Error::not_found()
            }
            _ => error,
        })
}
