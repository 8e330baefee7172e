//! Documents: renaming, moving, deleting, and links to download them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use loggia_types::{
    DocumentId, DocumentVersionId, FieldError, Timestamp,
    documents::{Document, DownloadLink, Folder, UpdateDocument},
    events::EventType,
};

use super::text;
use crate::{
    auth::{Actor, hash, random_secret},
    error::{Error, Result},
    store::{
        AuditEntry, Audited, Store, Tenant, micros,
        rows::{DocumentRow, DocumentVersionRow},
    },
};

/// How long a download link is good.
const LINK_LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// Renames or moves a document.
///
/// # Errors
/// `validation_failed`, `not_found`, `version_mismatch`, `conflict` when there is one of that name.
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
            let there = tx.document_at(&row.folder, &row.name, row.case_id.as_ref())?;
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

/// The folders that have documents in them or below them, by path.
///
/// # Errors
/// When the store fails.
pub async fn folders(store: &Store, actor: &Actor) -> Result<Vec<Folder>> {
    let counts = store.read(&Tenant::of(actor)?, |c| c.folder_counts()).await?;
    let mut folders: BTreeMap<String, u64> = BTreeMap::new();
    for (path, count) in counts {
        let count = u64::try_from(count).unwrap_or_default();
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]).filter(|end| *end > 0);
        for folder in ends.filter_map(|end| path.get(..end)) {
            *folders.entry(folder.to_owned()).or_default() += count;
        }
    }
    Ok(folders.into_iter().map(|(path, documents)| Folder { path, documents }).collect())
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
            // That it was downloaded is audited when it is.
            Ok(Audited::not_worth_an_entry("a link is not a download", expires_at))
        })
        .await?;
    Ok(DownloadLink { path: format!("/v1/downloads/{token}"), expires_at })
}

/// What a request with a download token wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Only what is known of the document.
    Look,
    /// The document: a link gives it once.
    Whole,
    /// A part of it: what a browser asks for when a download broke off. As long as the link is good.
    Part,
}

/// What a download token leads to, if it and the credential that asked for it are still good.
///
/// # Errors
/// `not_found`.
pub async fn by_token(
    store: &Store,
    token: &str,
    take: Take,
    now: Timestamp,
) -> Result<(DocumentRow, DocumentVersionRow)> {
    let token_hash = hash(token);
    let lookup = token_hash.clone();
    let found = store
        .system_read(move |c| match c.download_token(&lookup, now)? {
            Some(found) if c.is_live(&found.credential_id)? => Ok(Some(found)),
            _ => Ok(None),
        })
        .await?
        .ok_or_else(Error::not_found)?;
    let tenant = Tenant::for_system(found.org_id, found.brand_id);
    let version = found.document_version_id;
    if take == Take::Look {
        return store.read(&tenant, move |c| c.version_row(&version)).await;
    }
    store
        .write(&tenant, move |tx| {
            let parts = tx.version_row(&version)?;
            if !tx.use_download_token(&token_hash)? && take == Take::Whole {
                return Err(Error::not_found());
            }
            Ok(Audited::not_worth_an_entry("that the link was made is known", parts))
        })
        .await
}
