//! Documents, their versions and folders.

use loggia_types::{
    DocumentId, DocumentVersionId, Page,
    documents::{Document, DocumentQuery, DocumentVersion, DownloadLink, Folder, UpdateDocument, UploadQuery},
};

use crate::{
    Client, PageQuery, PageStream, Result, Upload, UploadBody,
    request::{Call, CallFuture, Method},
};

/// Documents; from [`Client::documents`].
#[derive(Clone, Copy, Debug)]
pub struct Documents<'a>(pub(crate) &'a Client);

impl Documents<'_> {
    /// One page of documents.
    pub fn list(self, query: &DocumentQuery) -> CallFuture<Page<Document>> {
        Call::get(self.0, "/v1/documents").query(query).send()
    }

    /// Every document.
    pub fn stream(self, query: DocumentQuery) -> PageStream<Document> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), DocumentQuery { cursor, ..query.clone() });
            Box::pin(client.documents().list(&query))
        })
    }

    /// The folders that have documents in them.
    pub fn folders(self) -> CallFuture<Page<Folder>> {
        Call::get(self.0, "/v1/document-folders").send()
    }

    /// One document.
    pub fn get(self, id: &DocumentId) -> CallFuture<Document> {
        Call::get(self.0, ["/v1/documents/", id.as_str()].concat()).send()
    }

    /// Renames or moves a document. `version` is the one that was read: if the document has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    pub fn update(self, id: &DocumentId, version: i64, change: &UpdateDocument) -> CallFuture<Document> {
        Call::new(self.0, Method::Patch, ["/v1/documents/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// Deletes a document with all its versions.
    pub fn delete(self, id: &DocumentId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/documents/", id.as_str()].concat()).send_empty()
    }

    /// The newest versions of a document, up to 100. For more: [`versions_stream`](Self::versions_stream).
    pub fn versions(self, id: &DocumentId) -> CallFuture<Page<DocumentVersion>> {
        self.version_page(id, &PageQuery::largest())
    }

    /// Every version of a document, newest first.
    pub fn versions_stream(self, id: &DocumentId, query: PageQuery) -> PageStream<DocumentVersion> {
        let (client, id) = (self.0.clone(), id.clone());
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, id, query) = (client.clone(), id.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.documents().version_page(&id, &query))
        })
    }

    fn version_page(self, id: &DocumentId, query: &PageQuery) -> CallFuture<Page<DocumentVersion>> {
        Call::get(self.0, ["/v1/documents/", id.as_str(), "/versions"].concat()).query(query).send()
    }

    /// Uploads a file: a new document, or a new version of the one of the same name in the same place.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::StreamExt;
    /// use loggia_client::{UploadBody, types::documents::UploadQuery};
    ///
    /// let place = UploadQuery { name: "contract.pdf".into(), ..UploadQuery::default() };
    /// let upload = client.documents().upload(place, UploadBody::bytes(*b"%PDF-1.7 ..."));
    /// let cancel = upload.cancel_handle(); // for a button: `cancel.cancel()`
    /// let mut progress = upload.progress(); // for a bar
    /// let show = async { while let Some(p) = progress.next().await { println!("{} bytes", p.sent) } };
    /// let (document, ()) = futures_util::future::join(upload, show).await;
    /// println!("{}", document?.current.sha256);
    /// # Ok(()) }
    /// ```
    pub fn upload(self, place: UploadQuery, body: impl Into<UploadBody>) -> Upload {
        Upload::new(self.0.clone(), place, body.into())
    }

    /// An absolute address from which a browser can download a document without any header: good once, for a minute.
    /// Absent `version`: the current one.
    pub async fn download_link(self, id: &DocumentId, version: Option<&DocumentVersionId>) -> Result<String> {
        let link: DownloadLink =
            Call::new(self.0, Method::Post, ["/v1/documents/", id.as_str(), "/download-links"].concat())
                .parameter("version_id", version.map(DocumentVersionId::as_str))
                .send()
                .await?;
        Ok([&*self.0.inner.base_url, &*link.path].concat())
    }

    /// The bytes of a document's current version, as they come. (A browser downloads with
    /// [`download_link`](Self::download_link), straight to the disk.)
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn content(self, id: &DocumentId) -> Result<ByteStream> {
        ByteStream::open(Call::get(self.0, ["/v1/documents/", id.as_str(), "/content"].concat())).await
    }

    /// The bytes of one version, as they come.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn version_content(self, id: &DocumentId, version: &DocumentVersionId) -> Result<ByteStream> {
        ByteStream::open(Call::get(self.0, format!("/v1/documents/{id}/versions/{version}/content"))).await
    }
}

/// The bytes of a file as they come.
#[cfg(not(target_arch = "wasm32"))]
#[must_use = "a stream does nothing unless it is read"]
pub struct ByteStream {
    pieces: crate::BoxStream<'static, Result<bytes::Bytes>>,
    len: Option<u64>,
}

#[cfg(not(target_arch = "wasm32"))]
impl ByteStream {
    pub(crate) async fn open(call: Call) -> Result<Self> {
        let limit = call.client().inner.settings.timeout;
        let response = call.open().await?;
        let len = response.header("content-length").and_then(|len| len.parse().ok());
        let pieces = futures_util::stream::try_unfold(response, move |mut response| async move {
            let piece = crate::platform::within(limit, Box::pin(response.chunk())).await;
            let piece = piece.unwrap_or_else(|_| Err(crate::Error::timeout()))?;
            Ok(piece.map(|piece| (piece, response)))
        });
        Ok(Self { pieces: Box::pin(pieces), len })
    }

    /// How many bytes there are in all, if the server says so.
    pub fn len(&self) -> Option<u64> {
        self.len
    }

    /// Whether the server says that there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len == Some(0)
    }

    /// Everything, in memory.
    pub async fn collect(mut self) -> Result<Vec<u8>> {
        use futures_util::TryStreamExt;
        let mut all = Vec::new();
        while let Some(piece) = self.pieces.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl futures_core::Stream for ByteStream {
    type Item = Result<bytes::Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.pieces.as_mut().poll_next(context)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl std::fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByteStream").field("len", &self.len).finish_non_exhaustive()
    }
}
