//! The files of documents: bytes under keys, written once, streamed both ways.
//!
//! How an upload survives a crash: (1) [`TenantTx::begin_upload`](crate::store::TenantTx::begin_upload) commits the
//! file's key, (2) the bytes are written and synchronised to disk, (3) one transaction adds the document version and
//! takes the key off the list of uploads ([`end_upload`](crate::store::TenantTx::end_upload)). A key that is still on
//! the list when the server starts names a file nobody was told of: it is deleted (see [`jobs`](crate::jobs)).

use std::{ops::Range, path::Path as FsPath, sync::Arc};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use loggia_types::{DocumentVersionId, OrganizationId};
use object_store::{
    GetOptions, ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path as ObjectPath,
};
use sha2::{Digest, Sha256};

use crate::{
    auth::hex,
    error::{Error, Result},
};

/// How much is written at a time: what one upload holds in memory is twice this.
const CHUNK: usize = 512 * 1024;
/// How many chunks of one upload may wait to be written.
const CHUNKS_IN_FLIGHT: usize = 1;

/// The file store. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: Arc<FsPath>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

impl StoredFile {
    /// SHA-256 in lower-case hexadecimal.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

impl Files {
    /// The files below a folder of this machine, which is made if it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn open(folder: &FsPath) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|error| anyhow::anyhow!("data_dir: cannot create {}: {error}", folder.display()))?;
        // Off by default: without it an acknowledged upload may be gone after a loss of power.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: folder.into() })
    }

    /// The key under which a document version's bytes lie.
    pub fn key(org: &OrganizationId, version: &DocumentVersionId) -> String {
        format!("{org}/{version}")
    }

    /// Begins a file. It is there for readers once it is finished; dropping the writer leaves nothing behind but what
    /// the next start sweeps.
    ///
    /// # Errors
    /// When the store refuses it.
    pub async fn begin(&self, key: &str) -> Result<FileWriter> {
        let upload = self.store.put_multipart(&ObjectPath::from(key)).await?;
        Ok(FileWriter {
            key: key.to_owned(),
            upload: WriteMultipart::new_with_chunk_size(upload, CHUNK),
            hasher: Sha256::new(),
            size: 0,
        })
    }

    /// The bytes of a file: all of them, or a range.
    ///
    /// # Errors
    /// When the file is missing or the store fails.
    pub async fn read(&self, key: &str, range: Option<Range<u64>>) -> Result<BoxStream<'static, Result<Bytes>>> {
        use futures_util::{StreamExt, TryStreamExt};
        let options = GetOptions { range: range.map(Into::into), ..GetOptions::default() };
        let found = self.store.get_opts(&ObjectPath::from(key), options).await?;
        Ok(found.into_stream().map_err(Error::from).boxed())
    }

    /// Deletes a file, finished or not. One that is not there is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, key: &str) -> Result<()> {
        // While it is written, the local file system keeps it under this name; a crash leaves it there.
        match tokio::fs::remove_file(self.folder.join(format!("{key}#1"))).await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::Internal(format!("cannot delete an unfinished file: {error}"))),
        }
        match self.store.delete(&ObjectPath::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A file that is being written.
pub struct FileWriter {
    key: String,
    upload: WriteMultipart,
    hasher: Sha256,
    size: u64,
}

impl FileWriter {
    /// Adds bytes. Waits while the disk is behind, so that memory stays bounded.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.upload.wait_for_capacity(CHUNKS_IN_FLIGHT).await?;
        self.hasher.update(&bytes);
        self.size += bytes.len() as u64;
        self.upload.put(bytes);
        Ok(())
    }

    /// How many bytes there are so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Makes the file durable and visible.
    ///
    /// # Errors
    /// When the store fails; nothing is visible then.
    pub async fn finish(self) -> Result<StoredFile> {
        self.upload.finish().await?;
        Ok(StoredFile { key: self.key, size: self.size, sha256: self.hasher.finalize().into() })
    }

    /// Gives up and removes what was written.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn abort(self) -> Result<()> {
        Ok(self.upload.abort().await?)
    }
}
