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
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let documents = client.documents();
/// for folder in documents.folders().await?.items {
///     println!("{}: {} documents", folder.path, folder.documents);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Documents<'a>(pub(crate) &'a Client);

impl Documents<'_> {
    /// One page of documents.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::documents::DocumentQuery;
    ///
    /// let contracts = DocumentQuery { folder: Some("Contracts".into()), ..DocumentQuery::default() };
    /// for document in client.documents().list(&contracts).await?.items {
    ///     println!("{} of {}", document.name, document.updated_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self, query: &DocumentQuery) -> CallFuture<Page<Document>> {
        Call::get(self.0, "/v1/documents").query(query).send()
    }

    /// Every document.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::types::documents::DocumentQuery;
    ///
    /// let mut documents = client.documents().stream(DocumentQuery::default());
    /// while let Some(document) = documents.try_next().await? {
    ///     println!("{}/{}", document.folder, document.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(self, query: DocumentQuery) -> PageStream<Document> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), DocumentQuery { cursor, ..query.clone() });
            Box::pin(client.documents().list(&query))
        })
    }

    /// The folders that have documents in them.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for folder in client.documents().folders().await?.items {
    ///     println!("{}: {} documents", folder.path, folder.documents);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn folders(self) -> CallFuture<Page<Folder>> {
        Call::get(self.0, "/v1/document-folders").send()
    }

    /// One document.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let document = client.documents().get(id).await?;
    /// println!("{}: {} bytes, {}", document.name, document.current.size, document.current.media_type);
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &DocumentId) -> CallFuture<Document> {
        Call::get(self.0, ["/v1/documents/", id.as_str()].concat()).send()
    }

    /// Renames or moves a document. `version` is the one that was read: if the document has changed since, nothing
    /// happens and the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, document: loggia_client::types::documents::Document)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::documents::UpdateDocument;
    ///
    /// let moved = UpdateDocument { folder: Some("Archive".into()), ..UpdateDocument::default() };
    /// let document = client.documents().update(&document.id, document.version, &moved).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &DocumentId, version: i64, change: &UpdateDocument) -> CallFuture<Document> {
        Call::new(self.0, Method::Patch, ["/v1/documents/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// Deletes a document with all its versions.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.documents().delete(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete(self, id: &DocumentId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/documents/", id.as_str()].concat()).send_empty()
    }

    /// The newest versions of a document, up to 100. For more: [`versions_stream`](Self::versions_stream).
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// for version in client.documents().versions(id).await?.items {
    ///     println!("{}: {} bytes of {}", version.number, version.size, version.created_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn versions(self, id: &DocumentId) -> CallFuture<Page<DocumentVersion>> {
        self.version_page(id, &PageQuery::largest())
    }

    /// Every version of a document, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::PageQuery;
    ///
    /// let versions: Vec<_> = client.documents().versions_stream(id, PageQuery::default()).try_collect().await?;
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let address = client.documents().download_link(id, None).await?;
    /// println!("<a href=\"{address}\" download>Download</a>");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As any call: see [`resources`](crate::resources).
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
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let bytes = client.documents().content(id).await?.collect().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As any call: see [`resources`](crate::resources). The stream ends with an error when the connection breaks, or when
    /// nothing comes for as long as the client's [`timeout`](crate::ClientBuilder::timeout).
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn content(self, id: &DocumentId) -> Result<ByteStream> {
        ByteStream::open(Call::get(self.0, ["/v1/documents/", id.as_str(), "/content"].concat())).await
    }

    /// The bytes of one version, as they come.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let documents = client.documents();
    /// let versions = documents.versions(id).await?;
    /// if let Some(oldest) = versions.items.last() {
    ///     let bytes = documents.version_content(id, &oldest.id).await?.collect().await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As any call: see [`resources`](crate::resources). The stream ends with an error when the connection breaks, or when
    /// nothing comes for as long as the client's [`timeout`](crate::ClientBuilder::timeout).
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn version_content(self, id: &DocumentId, version: &DocumentVersionId) -> Result<ByteStream> {
        ByteStream::open(Call::get(self.0, format!("/v1/documents/{id}/versions/{version}/content"))).await
    }
}

/// The bytes of a file as they come.
///
/// ```no_run
/// # async fn example(content: loggia_client::ByteStream) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt;
/// use tokio::io::AsyncWriteExt;
///
/// let mut content = content;
/// let mut file = tokio::fs::File::create("contract.pdf").await?;
/// while let Some(piece) = content.try_next().await? {
///     file.write_all(&piece).await?;
/// }
/// # Ok(()) }
/// ```
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
    ///
    /// ```no_run
    /// # fn example(content: &loggia_client::ByteStream) {
    /// if content.len().is_some_and(|len| len > 50_000_000) {
    ///     println!("too large to keep in memory");
    /// }
    /// # }
    /// ```
    pub fn len(&self) -> Option<u64> {
        self.len
    }

    /// Whether the server says that there are no bytes.
    ///
    /// ```no_run
    /// # fn example(content: &loggia_client::ByteStream) {
    /// if content.is_empty() {
    ///     println!("an empty file");
    /// }
    /// # }
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len == Some(0)
    }

    /// Everything, in memory.
    ///
    /// ```no_run
    /// # async fn example(content: loggia_client::ByteStream) -> Result<(), loggia_client::Error> {
    /// let bytes = content.collect().await?;
    /// println!("{} bytes", bytes.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When the connection breaks, or nothing comes for as long as the client's
    /// [`timeout`](crate::ClientBuilder::timeout): what came until then is dropped.
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
