//! Uploads: one file each, with progress and cancellation.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use futures_core::Stream;
use futures_util::future::{AbortHandle, Abortable};
use loggia_types::{
    ProblemCode,
    documents::{Document, UploadQuery},
};

use crate::{
    BoxFuture, Client, Error, Result, decode,
    encode::append_query,
    platform::{sleep, within},
    request::{Failure, Method, headers, pause},
    transport::{Request, Source},
};

/// What to upload.
///
/// ```
/// use loggia_client::UploadBody;
///
/// let in_memory = UploadBody::bytes(*b"a,b\n1,2\n").with_media_type("text/csv");
/// let on_disk = UploadBody::file("/tmp/contract.pdf"); // read while it is sent
/// ```
pub struct UploadBody {
    source: Source,
    media_type: Option<String>,
    digest: Option<[u8; 32]>,
}

impl UploadBody {
    fn new(source: Source) -> Self {
        Self { source, media_type: None, digest: None }
    }

    /// Bytes in memory.
    ///
    /// ```
    /// use loggia_client::UploadBody;
    ///
    /// let body = UploadBody::bytes(*b"%PDF-1.7 ...");
    /// ```
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let source = Source::Bytes(bytes.into().into());
        #[cfg(target_arch = "wasm32")]
        let source = Source::Bytes(bytes.into());
        Self::new(source)
    }

    /// A file on this machine, read while it is sent.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::{UploadBody, types::documents::UploadQuery};
    ///
    /// let place = UploadQuery { name: "contract.pdf".into(), ..UploadQuery::default() };
    /// let document = client.documents().upload(place, UploadBody::file("/tmp/contract.pdf")).await?;
    /// # Ok(()) }
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Self {
        Self::new(Source::File(path.into()))
    }

    /// Bytes as they come. `len`: how many there are, if that is known. A stream can be read once, so such an upload
    /// is not sent again when the credential turns out to have ended.
    ///
    /// ```
    /// use futures_util::stream;
    /// use loggia_client::UploadBody;
    ///
    /// let pieces = stream::iter([Ok("one, ".into()), Ok("two".into())]);
    /// let body = UploadBody::stream(pieces, Some(8));
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    pub fn stream<S>(pieces: S, len: Option<u64>) -> Self
    where
        S: Stream<Item = Result<bytes::Bytes, crate::BoxError>> + Send + 'static,
    {
        Self::new(Source::Stream { pieces: Box::pin(pieces), len })
    }

    /// A file the person chose or dropped. The browser sends it itself; its bytes do not pass through memory here.
    ///
    /// ```no_run
    /// use loggia_client::UploadBody;
    ///
    /// fn chosen(input: &web_sys::HtmlInputElement) -> Option<UploadBody> {
    ///     input.files()?.get(0).map(UploadBody::file)
    /// }
    /// ```
    #[cfg(target_arch = "wasm32")]
    pub fn file(file: web_sys::File) -> Self {
        Self::new(Source::Blob(file.into()))
    }

    /// Sets the media type. Absent: a browser's file brings its own, and the server goes by the name otherwise.
    ///
    /// ```
    /// use loggia_client::UploadBody;
    ///
    /// let body = UploadBody::bytes(*b"a,b\n1,2\n").with_media_type("text/csv");
    /// ```
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Announces the SHA-256 of the bytes: the server refuses the upload if others arrive.
    ///
    /// ```
    /// use loggia_client::UploadBody;
    ///
    /// # fn sha256(_: &[u8]) -> [u8; 32] { [0; 32] }
    /// let bytes = b"%PDF-1.7 ...";
    /// let body = UploadBody::bytes(*bytes).with_sha256(sha256(bytes)); // by your crate for digests
    /// ```
    #[must_use]
    pub fn with_sha256(mut self, digest: [u8; 32]) -> Self {
        self.digest = Some(digest);
        self
    }
}

#[cfg(target_arch = "wasm32")]
impl From<web_sys::File> for UploadBody {
    fn from(file: web_sys::File) -> Self {
        Self::file(file)
    }
}

impl From<Vec<u8>> for UploadBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadBody").field("media_type", &self.media_type).finish_non_exhaustive()
    }
}

/// How far an upload has come.
///
/// ```
/// use loggia_client::UploadProgress;
///
/// let progress = UploadProgress { sent: 512, total: Some(2048) };
/// if let Some(total) = progress.total {
///     println!("{} of {total} bytes", progress.sent);
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UploadProgress {
    /// How many bytes have been handed to the network.
    pub sent: u64,
    /// How many there are, if that is known.
    pub total: Option<u64>,
}

impl UploadProgress {
    /// From 0 to 1, if the total is known.
    ///
    /// ```
    /// # use loggia_client::UploadProgress;
    /// assert_eq!(UploadProgress { sent: 512, total: Some(2048) }.fraction(), Some(0.25));
    /// assert_eq!(UploadProgress { sent: 512, total: None }.fraction(), None);
    /// ```
    pub fn fraction(&self) -> Option<f64> {
        match self.total? {
            0 => Some(1.0),
            total => Some((self.sent as f64 / total as f64).min(1.0)),
        }
    }
}

/// An upload: a future that does the work and ends with the document. It starts when it is first polled; dropping it
/// cancels.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use loggia_client::{UploadBody, types::documents::UploadQuery};
///
/// let place = UploadQuery { name: "notes.txt".into(), folder: Some("Meetings".into()), ..UploadQuery::default() };
/// let document = client.documents().upload(place, UploadBody::bytes(*b"Hello")).await?;
/// println!("version {} of {}", document.current.number, document.name);
/// # Ok(()) }
/// ```
#[must_use = "an upload does nothing unless it is awaited"]
pub struct Upload {
    work: Abortable<BoxFuture<'static, Result<Document>>>,
    abort: AbortHandle,
    progress: Arc<Mutex<Progress>>,
}

impl Upload {
    pub(crate) fn new(client: Client, query: UploadQuery, body: UploadBody) -> Self {
        let (abort, registration) = AbortHandle::new_pair();
        let progress = Arc::new(Mutex::new(Progress::default()));
        let end = EndOnDrop(Arc::clone(&progress));
        let work: BoxFuture<'static, Result<Document>> = Box::pin(async move {
            let end = end;
            send(&client, &query, body, &end.0).await
        });
        Self { work: Abortable::new(work, registration), abort, progress }
    }

    /// The progress as it changes: always the latest, never a backlog. Ends with the upload.
    ///
    /// ```no_run
    /// # async fn example(upload: loggia_client::Upload) {
    /// use futures_util::StreamExt;
    ///
    /// let mut progress = upload.progress();
    /// let show = async { while let Some(now) = progress.next().await { println!("{:?}", now.fraction()) } };
    /// let (document, ()) = futures_util::future::join(upload, show).await;
    /// # }
    /// ```
    pub fn progress(&self) -> UploadProgressStream {
        UploadProgressStream { progress: Arc::clone(&self.progress), seen: 0 }
    }

    /// What cancels the upload from elsewhere, such as a button.
    ///
    /// ```no_run
    /// # async fn example(upload: loggia_client::Upload) {
    /// let handle = upload.cancel_handle();
    /// let on_click = move || handle.cancel();
    /// let outcome = upload.await; // `Err(Error::Cancelled)` after a click
    /// # }
    /// ```
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle(self.abort.clone())
    }
}

impl Future for Upload {
    type Output = Result<Document>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = Pin::new(&mut self.work).poll(context).map(|outcome| outcome.unwrap_or(Err(Error::Cancelled)));
        if outcome.is_ready() {
            end(&self.progress);
        }
        outcome
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        end(&self.progress);
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("progress", &lock(&self.progress).latest).finish_non_exhaustive()
    }
}

/// Cancels an [`Upload`], which then ends with [`Error::Cancelled`]. Harmless when it has ended.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), loggia_client::Error> {
/// # use loggia_client::{Client, Error, UploadBody, types::documents::UploadQuery};
/// # let client = Client::builder("https://portal.example").api_key("sk_...").build()?;
/// let upload = client.documents().upload(UploadQuery::default(), UploadBody::bytes(*b"..."));
/// let handle = upload.cancel_handle();
/// handle.cancel();
/// assert!(matches!(upload.await, Err(Error::Cancelled)));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct CancelHandle(AbortHandle);

impl CancelHandle {
    /// Cancels the upload.
    ///
    /// ```no_run
    /// # fn example(upload: &loggia_client::Upload) {
    /// let handle = upload.cancel_handle();
    /// let page_is_left = move || handle.cancel();
    /// # }
    /// ```
    pub fn cancel(&self) {
        self.0.abort();
    }
}

#[derive(Default)]
struct Progress {
    latest: UploadProgress,
    /// Counts changes, so that each reader knows what it has seen.
    changes: u64,
    ended: bool,
    wakers: Vec<Waker>,
}

fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

fn change(progress: &Mutex<Progress>, how: impl FnOnce(&mut Progress)) {
    let wakers = {
        let mut progress = lock(progress);
        how(&mut progress);
        progress.changes += 1;
        std::mem::take(&mut progress.wakers)
    };
    wakers.into_iter().for_each(Waker::wake);
}

fn end(progress: &Mutex<Progress>) {
    if !lock(progress).ended {
        change(progress, |progress| progress.ended = true);
    }
}

/// Ends the progress when the work is gone, however it went.
struct EndOnDrop(Arc<Mutex<Progress>>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        end(&self.0);
    }
}

/// The progress of an upload as it changes.
///
/// ```no_run
/// # async fn example(upload: &loggia_client::Upload) {
/// use futures_util::StreamExt;
///
/// let mut progress = upload.progress();
/// while let Some(now) = progress.next().await {
///     println!("{} bytes", now.sent);
/// }
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct UploadProgressStream {
    progress: Arc<Mutex<Progress>>,
    seen: u64,
}

impl Stream for UploadProgressStream {
    type Item = UploadProgress;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<UploadProgress>> {
        let shared = Arc::clone(&self.progress);
        let mut progress = lock(&shared);
        if progress.ended {
            return Poll::Ready(None);
        }
        if progress.changes > self.seen {
            self.seen = progress.changes;
            return Poll::Ready(Some(progress.latest));
        }
        if !progress.wakers.iter().any(|waker| waker.will_wake(context.waker())) {
            progress.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }
}

impl fmt::Debug for UploadProgressStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadProgressStream").field("latest", &lock(&self.progress).latest).finish()
    }
}

async fn send(
    client: &Client,
    query: &UploadQuery,
    body: UploadBody,
    progress: &Arc<Mutex<Progress>>,
) -> Result<Document> {
    let mut url = [&client.inner.base_url, "/v1/documents"].concat();
    let query = serde_json::to_value(query).map_err(|error| Error::Config(error.to_string()))?;
    append_query(&mut url, &query);
    let mut own = Vec::new();
    if let Some(media_type) = body.media_type {
        own.push(("content-type", media_type));
    }
    if let Some(digest) = body.digest {
        own.push(("content-digest", ["sha-256=:", &BASE64_STANDARD.encode(digest), ":"].concat()));
    }
    let mut source = body.source;
    let (mut renewed, mut attempt) = (false, 1);
    loop {
        let token = client.inner.credential.token().await?;
        let again = source.again();
        let request =
            Request { method: Method::Post, url: url.clone(), headers: headers(client, &token, &own), body: None };
        let told = Arc::clone(progress);
        let tell = move |sent, total| change(&told, |progress| progress.latest = UploadProgress { sent, total });
        let sending = client.inner.transport.upload(request, source, tell);
        let response = while_it_moves(client.inner.settings.timeout, progress, sending).await?;
        if (200..300).contains(&response.status()) {
            return decode::json(&response.text().await?);
        }
        let failure = Failure::read(response).await;
        match again {
            Some(again) if failure.unauthenticated && !renewed && client.inner.credential.refused(&token) => {
                renewed = true;
                source = again;
            }
            // The server did nothing with it, so it may be sent again.
            Some(again)
                if failure.error.code() == Some(ProblemCode::RateLimited)
                    && attempt < client.inner.settings.max_attempts =>
            {
                let Some(pause) = pause(attempt, failure.retry_after) else { return Err(failure.error) };
                sleep(pause).await;
                attempt += 1;
                source = again;
            }
            _ => return Err(failure.error),
        }
    }
}

/// Waits for `work` as long as there is progress at least once in every `limit`.
async fn while_it_moves<T>(
    limit: Duration,
    progress: &Mutex<Progress>,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let mut work = std::pin::pin!(work);
    let mut seen = lock(progress).changes;
    loop {
        if let Ok(outcome) = within(limit, work.as_mut()).await {
            return outcome;
        }
        let changes = lock(progress).changes;
        if changes == std::mem::replace(&mut seen, changes) {
            return Err(Error::timeout());
        }
    }
}
