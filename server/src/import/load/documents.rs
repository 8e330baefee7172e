//! Documents: bytes first, then one transaction for the rows.

use std::path::Path;

use anyhow::Context;
use bytes::Bytes;
use loggia_types::{DocumentVersionId, events::EventType};
use tokio::io::AsyncReadExt;

use super::{Names, Summary, derived, find};
use crate::{
    domain::media_type::media_type,
    error::Error,
    files::{Files, StoredFile},
    import::format::Document,
    state::App,
    store::{
        AuditEntry, Audited, Tenant, micros,
        rows::{DocumentRow, DocumentVersionRow},
    },
};

/// How much of a file is read at a time.
const CHUNK: usize = 1024 * 1024;

pub(super) async fn load(
    app: &App,
    document: &Document,
    names: &Names,
    folder: &Path,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let tenant = names.tenant(&document.organization)?.clone();
    let id = find("document", &names.documents, &document.key)?.clone();
    let case_id = document.case.as_ref().map(|key| find("case", &names.cases, key)).transpose()?.cloned();
    let wanted = id.clone();
    if app.store().read(&tenant, move |c| c.has_document(&wanted)).await? {
        return Ok(());
    }
    let mut versions = Vec::new();
    for (index, version) in document.versions.iter().enumerate() {
        let path = folder.join(&version.file);
        let version_id = DocumentVersionId::from_u128(derived("document_version", &format!("{id}/{index}")));
        let stored = store_file(app, &tenant, &path, &version_id)
            .await
            .with_context(|| format!("versions[{index}].file: {}", path.display()))?;
        let uploader = version.uploader.as_ref().map(|key| names.user(&tenant, key)).transpose()?;
        versions.push(DocumentVersionRow {
            id: version_id,
            org_id: tenant.org_id().clone(),
            document_id: id.clone(),
            number: i32::try_from(index + 1)?,
            size: i64::try_from(stored.size)?,
            media_type: media_type(&document.name).to_owned(),
            sha256: stored.sha256_hex(),
            file_key: stored.key,
            uploaded_by: uploader.map(|person| person.id.clone()),
            created_at: micros(version.at.resolve(names.now)),
        });
    }
    let (Some(first), Some(current)) = (versions.first(), versions.last()) else { return Ok(()) };
    let row = DocumentRow {
        id,
        org_id: tenant.org_id().clone(),
        case_id,
        folder: document.folder.clone(),
        name: document.name.clone(),
        sort_name: document.name.to_lowercase(),
        current_version_id: current.id.clone(),
        version: 1,
        created_at: first.created_at,
        updated_at: current.created_at,
        deleted_at: None,
        draft_of: None,
        draft_id: None,
    };
    app.store()
        .write(&tenant, move |tx| {
            tx.insert(&row)?;
            for version in &versions {
                tx.insert(version)?;
                if !tx.end_upload(&version.file_key)? {
                    return Err(Error::conflict("The server started in between and deleted the file. Import again."));
                }
            }
            tx.emit(EventType::DocumentCreated, &row.id)?;
            tx.audit(AuditEntry::new("document.imported", "document", &row.id))
        })
        .await?;
    summary.count("documents");
    Ok(())
}

async fn store_file(app: &App, tenant: &Tenant, path: &Path, id: &DocumentVersionId) -> anyhow::Result<StoredFile> {
    let mut file = tokio::fs::File::open(path).await.context("cannot open it")?;
    let key = Files::key(tenant.org_id(), id);
    let noted = key.clone();
    let interrupted = app
        .store()
        .write(tenant, move |tx| {
            // An import that was interrupted here has left its note.
            let interrupted = tx.end_upload(&noted)?;
            tx.begin_upload(&noted)?;
            Ok(Audited::not_worth_an_entry("nothing is there to see yet", interrupted))
        })
        .await?;
    if interrupted {
        app.files().delete(&key).await?;
    }
    let mut writer = app.files().begin(&key).await?;
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = file.read(&mut buffer).await.context("cannot read it")?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        writer.write(Bytes::copy_from_slice(bytes)).await?;
    }
    Ok(writer.finish().await?)
}
