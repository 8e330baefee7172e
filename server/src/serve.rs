//! Connections: how many there are, how long they may take to say what they want and to take what they get, and how
//! they end.

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1::Builder, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::Sleep,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How long to wait after the system refused to give a connection (it has no more file descriptors).
const BREATH: Duration = Duration::from_millis(500);

/// What connections are held to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many are open at the same time; further ones wait to be accepted.
    pub(crate) most: usize,
    /// How long one may take until the head of its (next) request is there.
    pub(crate) head_within: Duration,
    /// How long one may take nothing of an answer.
    pub(crate) taken_within: Duration,
    /// How long running requests may go on after the end has come.
    pub(crate) grace: Duration,
}

impl Limits {
    /// The server's, with these two.
    pub(crate) fn new(most: usize, grace: Duration) -> Self {
        Self { most, head_within: Duration::from_secs(10), taken_within: Duration::from_secs(120), grace }
    }
}

/// Serves `router` on `listener` until `stop`; then lets running requests end.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(limits.most));
    let graceful = GracefulShutdown::new();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let accepted = tokio::select! {
            accepted = next => accepted,
            () = stop.cancelled() => break,
        };
        match accepted {
            (Ok(place), Ok((stream, address))) => {
                let connection = connection(stream, address, router.clone(), limits, graceful.watcher());
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            (Err(_), _) => break,
            (_, Err(error)) if is_about_connection(&error) => {}
            (_, Err(error)) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    // Who comes now is refused at once.
    drop(listener);
    if tokio::time::timeout(limits.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!(seconds = limits.grace.as_secs(), "some requests did not end in time");
    }
}

async fn connection(stream: TcpStream, address: SocketAddr, router: Router, limits: Limits, watcher: Watcher) {
    // Small answers go out at once.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request, address));
    // HTTP/1.1 only: waiting for the preface of HTTP/2 would have no time limit. A proxy speaks it in front of this.
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_within);
    let stream = TokioIo::new(Taken { stream, within: limits.taken_within, waiting: None });
    if let Err(error) = watcher.watch(builder.serve_connection(stream, service)).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

async fn answer(router: Router, request: Request<Incoming>, address: SocketAddr) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    router.oneshot(request).await
}

/// Whether an error of `accept` is about the one connection that was on its way.
fn is_about_connection(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    matches!(error.kind(), E::ConnectionRefused | E::ConnectionAborted | E::ConnectionReset)
}

/// A connection that fails when its other side takes nothing of what is written for a while. Whoever asks and does not
/// read would hold it for ever.
struct Taken {
    stream: TcpStream,
    within: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Taken {
    /// The outcome of a write, unless writes have been waiting for too long.
    fn watch(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let within = self.within;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(within)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Taken {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Taken {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::routing::get;
    use bytes::Bytes;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::Notify,
        time::timeout,
    };

    use super::*;

    const SOON: Duration = Duration::from_secs(10);
    const PATIENT: Limits = Limits { most: 100, head_within: SOON, taken_within: SOON, grace: SOON };

    /// A server under test.
    struct Server {
        address: SocketAddr,
        stop: CancellationToken,
        serving: tokio::task::JoinHandle<()>,
        /// Told when a request to `/slow` has come, which is answered when `go` is told.
        came: Arc<Notify>,
        go: Arc<Notify>,
    }

    async fn start(limits: Limits) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let (came, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let signals = (Arc::clone(&came), Arc::clone(&go));
        let slow = async move || {
            signals.0.notify_one();
            signals.1.notified().await;
            "done"
        };
        let who = async |ConnectInfo(address): ConnectInfo<SocketAddr>| address.to_string();
        let endless = async || {
            let piece = Bytes::from_static(&[b'x'; 65_536]);
            Body::from_stream(futures_util::stream::repeat_with(move || Ok::<_, Infallible>(piece.clone())))
        };
        let router = Router::new().route("/slow", get(slow)).route("/who", get(who)).route("/endless", get(endless));
        let serving = tokio::spawn(serve(listener, router, limits, stop.clone()));
        Server { address, stop, serving, came, go }
    }

    async fn ask(address: SocketAddr, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    async fn read(mut stream: TcpStream) -> String {
        let mut text = String::new();
        timeout(SOON, stream.read_to_string(&mut text)).await.expect("an end").unwrap();
        text
    }

    #[tokio::test]
    async fn a_connection_that_does_not_say_what_it_wants_is_closed() {
        let server = start(Limits { head_within: Duration::from_millis(500), ..PATIENT }).await;
        let silent = TcpStream::connect(server.address).await.unwrap();
        assert_eq!(read(silent).await, "");
        let mut slow = TcpStream::connect(server.address).await.unwrap();
        slow.write_all(b"GET /who HTTP/1.1\r\nx-a: b\r\n").await.unwrap();
        read(slow).await;
        let mut idle = TcpStream::connect(server.address).await.unwrap();
        idle.write_all(b"GET /who HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        assert!(read(idle).await.starts_with("HTTP/1.1 200"), "answered, and then closed");
    }

    #[tokio::test]
    async fn a_connection_that_takes_nothing_of_its_answer_is_closed() {
        let server = start(Limits { most: 1, taken_within: Duration::from_millis(200), ..PATIENT }).await;
        let _never_read = ask(server.address, "/endless").await;
        // The only place is free again.
        let next = read(ask(server.address, "/who").await).await;
        assert!(next.starts_with("HTTP/1.1 200"), "{next}");
    }

    #[tokio::test]
    async fn connections_beyond_the_limit_wait_for_their_turn() {
        let server = start(Limits { most: 1, ..PATIENT }).await;
        let first = ask(server.address, "/slow").await;
        server.came.notified().await;
        let second = ask(server.address, "/who").await;
        let mine = second.local_addr().unwrap().to_string();
        let waiting = tokio::spawn(read(second));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!waiting.is_finished());
        server.go.notify_one();
        assert!(read(first).await.ends_with("done"));
        let answer = waiting.await.unwrap();
        assert!(answer.ends_with(&mine), "{answer}");
    }

    #[tokio::test]
    async fn a_running_request_ends_before_the_server_does() {
        let server = start(PATIENT).await;
        let mut idle = TcpStream::connect(server.address).await.unwrap();
        let running = tokio::spawn(read(ask(server.address, "/slow").await));
        // Connections are accepted in the order they came in: the idle one was, too.
        server.came.notified().await;
        server.stop.cancel();
        assert_eq!(timeout(SOON, idle.read(&mut [0])).await.unwrap().unwrap_or(0), 0);
        assert!(!server.serving.is_finished());
        server.go.notify_one();
        assert!(running.await.unwrap().ends_with("done"));
        timeout(SOON, server.serving).await.unwrap().unwrap();
        assert!(TcpStream::connect(server.address).await.is_err());
    }
}
