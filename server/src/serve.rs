//! Connections: how many there are, how long they may take to say what they want, and how they end.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

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
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How long a connection may take until the head of its (next) request is there.
pub(crate) const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// How long to wait after the system refused to give a connection (it has no more file descriptors).
const BREATH: Duration = Duration::from_millis(500);

/// Serves `router` on `listener` until `stop`; then lets running requests end, for as long as `grace`. At most `most`
/// connections are open at the same time; further ones wait to be accepted.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    most: usize,
    stop: CancellationToken,
    grace: Duration,
) {
    let places = Arc::new(Semaphore::new(most));
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
                let connection = connection(stream, address, router.clone(), graceful.watcher());
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
    if tokio::time::timeout(grace, graceful.shutdown()).await.is_err() {
        tracing::warn!(seconds = grace.as_secs(), "some requests did not end in time");
    }
}

async fn connection(stream: TcpStream, address: SocketAddr, router: Router, watcher: Watcher) {
    // Small answers go out at once.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request, address));
    // HTTP/1.1 only: waiting for the preface of HTTP/2 would have no time limit. A proxy speaks it in front of this.
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    if let Err(error) = watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

async fn answer(router: Router, request: Request<Incoming>, address: SocketAddr) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    router.oneshot(request).await
}

/// Whether an error of `accept` is about the one connection that was on its way.
fn is_about_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as E;
    matches!(error.kind(), E::ConnectionRefused | E::ConnectionAborted | E::ConnectionReset)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        time::timeout,
    };

    use super::*;

    /// A server of at most `most` connections, its address, and what stops it.
    async fn start(most: usize) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let slow = async || {
            tokio::time::sleep(Duration::from_millis(300)).await;
            "done"
        };
        let who = async |ConnectInfo(address): ConnectInfo<SocketAddr>| address.to_string();
        let router = Router::new().route("/slow", get(slow)).route("/who", get(who));
        let serving = tokio::spawn(serve(listener, router, most, stop.clone(), Duration::from_secs(5)));
        (address, stop, serving)
    }

    async fn ask(address: SocketAddr, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    async fn read(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn a_connection_that_does_not_say_what_it_wants_is_closed() {
        let (address, ..) = start(100).await;
        let mut silent = TcpStream::connect(address).await.unwrap();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET /who HTTP/1.1\r\nx-a: b\r\n").await.unwrap();
        let within = HEAD_WITHIN + Duration::from_secs(5);
        let (mut one, mut other) = (Vec::new(), Vec::new());
        let both = async { tokio::join!(silent.read_to_end(&mut one), slow.read_to_end(&mut other)) };
        timeout(within, both).await.expect("closed in time").0.unwrap();
    }

    #[tokio::test]
    async fn connections_beyond_the_limit_wait_for_their_turn() {
        let (address, ..) = start(1).await;
        let first = TcpStream::connect(address).await.unwrap();
        let second = ask(address, "/who").await;
        let mine = second.local_addr().unwrap().to_string();
        let waiting = tokio::spawn(read(second));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!waiting.is_finished());
        drop(first);
        let answer = timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();
        assert!(answer.ends_with(&mine), "{answer}");
    }

    #[tokio::test]
    async fn a_running_request_ends_before_the_server_does() {
        let (address, stop, serving) = start(100).await;
        let running = tokio::spawn(read(ask(address, "/slow").await));
        let mut idle = TcpStream::connect(address).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.cancel();
        assert!(running.await.unwrap().ends_with("done"));
        timeout(Duration::from_secs(2), serving).await.unwrap().unwrap();
        assert_eq!(idle.read(&mut [0]).await.unwrap_or(0), 0);
        assert!(TcpStream::connect(address).await.is_err());
    }
}
