//! The native transport: reqwest.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::redirect::Policy;
use tokio_util::io::ReaderStream;

use super::Request;
use crate::{BoxError, BoxStream, Error, Result, TransportErrorKind, request::Method};

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// The pieces in which bytes in memory are sent, so that progress can be told.
const PIECE: usize = 64 * 1024;

pub(crate) struct Transport(reqwest::Client);

impl Transport {
    pub(crate) fn new() -> Result<Self> {
        let client = reqwest::Client::builder()
            // The API never redirects: following one would carry a request somewhere nobody named.
            .redirect(Policy::none())
            .connect_timeout(CONNECT_LIMIT)
            .build()
            .map_err(|error| Error::Config(format!("no HTTP client: {error}")))?;
        Ok(Self(client))
    }

    fn request(&self, request: &Request) -> reqwest::RequestBuilder {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.0.request(method, &request.url);
        for (name, value) in &request.headers {
            let mut value = match reqwest::header::HeaderValue::try_from(value.as_str()) {
                Ok(value) => value,
                Err(_) => continue,
            };
            value.set_sensitive(*name == "authorization");
            builder = builder.header(*name, value);
        }
        builder
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Response> {
        let mut builder = self.request(&request);
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        builder.send().await.map(Response).map_err(fault)
    }

    /// Sends a file, and tells after each piece how much has been handed to the network.
    pub(crate) async fn upload(
        &self,
        request: Request,
        source: Source,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Result<Response> {
        let (stream, total) = source.open().await?;
        progress(0, total);
        let mut sent = 0;
        let broken = Arc::new(AtomicBool::new(false));
        let noted = Arc::clone(&broken);
        let counted = stream
            .inspect_ok(move |piece| {
                sent += piece.len() as u64;
                progress(sent, total);
            })
            .inspect_err(move |_| noted.store(true, Ordering::Relaxed));
        let mut builder = self.request(&request).body(reqwest::Body::wrap_stream(counted));
        if let Some(total) = total {
            builder = builder.header(reqwest::header::CONTENT_LENGTH, total);
        }
        // From the network's side a source that fails looks like a connection that breaks.
        builder.send().await.map(Response).map_err(|error| match broken.load(Ordering::Relaxed) {
            true => Error::transport(TransportErrorKind::Body, error.without_url()),
            false => fault(error),
        })
    }
}

fn fault(error: reqwest::Error) -> Error {
    if error.is_builder() {
        return Error::Config(format!("the request cannot be sent: {}", error.without_url()));
    }
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Interrupted
    };
    // An address may contain what should not be in a log.
    Error::transport(kind, error.without_url())
}

/// An answer whose body is still to come.
pub(crate) struct Response(reqwest::Response);

impl Response {
    pub(crate) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name)?.to_str().ok().map(str::to_owned)
    }

    pub(crate) async fn text(self) -> Result<String> {
        let bytes = self.0.bytes().await.map_err(fault)?;
        String::from_utf8(bytes.into())
            .map_err(|error| Error::Decode { path: String::new(), source: error.utf8_error().into() })
    }

    /// The next piece of the body. `None`: it has ended.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        self.0.chunk().await.map_err(fault)
    }
}

type Pieces = BoxStream<'static, Result<Bytes, BoxError>>;

/// Where the bytes of an upload come from.
pub(crate) enum Source {
    Bytes(Bytes),
    File(PathBuf),
    Stream { pieces: Pieces, len: Option<u64> },
}

impl Source {
    /// The same source again, for another attempt. `None`: it can be read only once.
    pub(crate) fn again(&self) -> Option<Self> {
        match self {
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::File(path) => Some(Self::File(path.clone())),
            Self::Stream { .. } => None,
        }
    }

    async fn open(self) -> Result<(Pieces, Option<u64>)> {
        match self {
            Self::Bytes(mut bytes) => {
                let total = bytes.len() as u64;
                let pieces = std::iter::from_fn(move || {
                    let piece = bytes.split_to(bytes.len().min(PIECE));
                    (!piece.is_empty()).then_some(Ok(piece))
                });
                Ok((futures_util::stream::iter(pieces).boxed(), Some(total)))
            }
            Self::File(path) => {
                let unreadable = |error| Error::transport(TransportErrorKind::Body, error);
                let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
                let total = file.metadata().await.map_err(unreadable)?.len();
                let pieces = ReaderStream::with_capacity(file, PIECE).map_err(BoxError::from);
                Ok((pieces.boxed(), Some(total)))
            }
            Self::Stream { pieces, len } => Ok((pieces, len)),
        }
    }
}
