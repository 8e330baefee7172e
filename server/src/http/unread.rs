//! What a caller is still sending when the answer is ready.
//!
//! Closing the connection at once would reset it, and the caller would not get to read why it was refused: an upload with
//! a session that has ended would look like a broken network. So what is left of the body is read away, within limits.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Error,
    body::{Body, HttpBody},
    extract::Request,
    http::header,
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use futures_util::StreamExt;
use hyper::body::{Frame, SizeHint};

/// How many bytes are read away. Who sends more is cut off.
const MOST: usize = 64 * 1024 * 1024;
/// How long reading away may take. Who takes longer is cut off.
const LONGEST: Duration = Duration::from_secs(5);

/// A body that comes back when it is dropped before its end.
struct Lent {
    body: Body,
    begun: bool,
    /// Whether the caller waits to be told to go on before it sends anything (`Expect: 100-continue`).
    waits: bool,
    back: Arc<Mutex<Option<Body>>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        self.begun = true;
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if (self.begun || !self.waits) && !self.body.is_end_stream() {
            *self.back.lock().unwrap_or_else(PoisonError::into_inner) = Some(std::mem::take(&mut self.body));
        }
    }
}

/// Reads away what the routes leave of a request's body.
pub(super) async fn read_away(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let back = Arc::default();
    let waits = request.headers().contains_key(header::EXPECT);
    let request = request.map(|body| Body::new(Lent { body, begun: false, waits, back: Arc::clone(&back) }));
    let response = next.run(request).await;
    let left = back.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(body) = left {
        let mut parts = body.into_data_stream();
        let reading = async {
            let mut read = 0;
            while read < MOST
                && let Some(Ok(part)) = parts.next().await
            {
                read += part.len();
            }
        };
        let _ = tokio::time::timeout(LONGEST, reading).await;
    }
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::{Router, http::StatusCode, middleware::from_fn};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
    };
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::serve::{Limits, serve};

    /// A request to a server that refuses everything.
    async fn refused(head: &str) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let router = Router::new().fallback(async || StatusCode::UNAUTHORIZED).layer(from_fn(read_away));
        tokio::spawn(serve(listener, router, Limits::new(1, LONGEST), CancellationToken::new()));
        stream.write_all(format!("POST / HTTP/1.1\r\nhost: a\r\n{head}\r\n\r\n").as_bytes()).await.unwrap();
        stream
    }

    async fn read(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn who_is_refused_while_sending_gets_to_read_why() {
        let mut stream = refused("connection: close\r\ncontent-length: 20000000").await;
        for _ in 0..20 {
            stream.write_all(&[0; 1_000_000]).await.unwrap();
        }
        assert!(read(stream).await.starts_with("HTTP/1.1 401"));
    }

    #[tokio::test]
    async fn who_waits_to_be_told_to_go_on_is_not_asked_for_what_nobody_wants() {
        let stream = refused("expect: 100-continue\r\ncontent-length: 1000").await;
        assert!(read(stream).await.starts_with("HTTP/1.1 401"));
    }
}
