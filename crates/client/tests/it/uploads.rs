//! Uploads: the bytes, the progress, and the ways to stop.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, RawQuery},
    http::HeaderMap,
    routing::post,
};
use futures_util::StreamExt;
use loggia_client::{
    ClientSecret, Error, TransportErrorKind, UploadBody,
    types::{ProblemCode, documents::UploadQuery},
};

use crate::script::{DOCUMENT, json, problem, serve};

const SIZE: usize = 3_000_000;

fn bytes() -> Vec<u8> {
    (0..SIZE).map(|index| (index % 251) as u8).collect()
}

fn place() -> UploadQuery {
    UploadQuery { name: "Jahr & Bericht.pdf".into(), folder: Some("a/b".into()), ..UploadQuery::default() }
}

async fn accept(query: RawQuery, headers: HeaderMap, body: Bytes) -> axum::response::Response {
    assert_eq!(query.0.as_deref(), Some("folder=a%2Fb&name=Jahr%20%26%20Bericht.pdf"));
    assert_eq!(headers["content-length"], SIZE.to_string());
    assert!(body == bytes(), "bit for bit");
    json(DOCUMENT)
}

fn router() -> Router {
    Router::new().route("/v1/documents", post(accept)).layer(DefaultBodyLimit::disable())
}

#[tokio::test]
async fn the_bytes_arrive_and_progress_is_told() {
    let client = serve(router()).await.api_key("sk_1").build().unwrap();
    let upload = client.documents().upload(place(), bytes());
    let mut progress = upload.progress();
    let told = tokio::spawn(async move {
        let mut told = Vec::new();
        while let Some(step) = progress.next().await {
            told.push(step);
        }
        told
    });
    upload.await.unwrap();
    let told = told.await.unwrap();
    assert!(told.windows(2).all(|pair| pair[0].sent <= pair[1].sent), "{told:?}");
    assert!(told.iter().all(|step| step.total == Some(SIZE as u64)), "{told:?}");
    assert!(!told.is_empty());
}

#[tokio::test]
async fn a_file_and_a_stream_are_sent_like_bytes() {
    let client = serve(router()).await.api_key("sk_1").build().unwrap();
    let path = std::env::temp_dir().join(format!("upload-{}.bin", std::process::id()));
    tokio::fs::write(&path, bytes()).await.unwrap();
    client.documents().upload(place(), UploadBody::file(&path)).await.unwrap();
    tokio::fs::remove_file(&path).await.unwrap();

    let pieces = bytes().chunks(1000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect::<Vec<_>>();
    let body = UploadBody::stream(futures_util::stream::iter(pieces), Some(SIZE as u64));
    client.documents().upload(place(), body).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_not_there_is_told_apart() {
    let client = serve(router()).await.api_key("sk_1").build().unwrap();
    let error = client.documents().upload(place(), UploadBody::file("/nowhere/at/all")).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Body, .. }), "{error:?}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_source_that_fails_while_it_is_sent_is_told_apart() {
    let client = serve(router()).await.api_key("sk_1").build().unwrap();
    let pieces = [Ok(Bytes::from_static(b"abc")), Err(std::io::Error::other("the disk is gone").into())];
    let body = UploadBody::stream(futures_util::stream::iter(pieces), Some(SIZE as u64));
    let error = client.documents().upload(place(), body).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Body, .. }), "{error:?}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_refusal_before_the_bytes_were_read_is_understood() {
    let handler = |headers: HeaderMap| async move {
        if headers["authorization"] == "Bearer second" { json(DOCUMENT) } else { problem(ProblemCode::Unauthenticated) }
    };
    let router = Router::new().route("/v1/documents", post(handler));
    let first = std::sync::atomic::AtomicBool::new(true);
    let fetch = move || {
        let secret = if first.swap(false, std::sync::atomic::Ordering::SeqCst) { "first" } else { "second" };
        async move { Ok::<_, std::io::Error>(ClientSecret::new(secret)) }
    };
    let client = serve(router).await.embed_session(fetch).build().unwrap();
    client.documents().upload(place(), vec![7; 30_000_000]).await.unwrap();
}

#[tokio::test]
async fn digest_and_media_type_are_announced() {
    let handler = |headers: HeaderMap| async move {
        assert_eq!(headers["content-digest"], "sha-256=:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=:");
        assert_eq!(headers["content-type"], "application/pdf");
        json(DOCUMENT)
    };
    let client = serve(Router::new().route("/v1/documents", post(handler))).await.api_key("sk_1").build().unwrap();
    let body = UploadBody::bytes(*b"abc").with_sha256([1; 32]).with_media_type("application/pdf");
    client.documents().upload(place(), body).await.unwrap();
}

#[tokio::test]
async fn an_upload_that_is_refused_for_its_credential_is_sent_again_with_another() {
    let handler = |headers: HeaderMap, body: Bytes| async move {
        if headers["authorization"] == "Bearer second" {
            assert_eq!(body.len(), SIZE);
            json(DOCUMENT)
        } else {
            problem(ProblemCode::Unauthenticated)
        }
    };
    let router = Router::new().route("/v1/documents", post(handler)).layer(DefaultBodyLimit::disable());
    let first = std::sync::atomic::AtomicBool::new(true);
    let fetch = move || {
        let secret = if first.swap(false, std::sync::atomic::Ordering::SeqCst) { "first" } else { "second" };
        async move { Ok::<_, std::io::Error>(ClientSecret::new(secret)) }
    };
    let client = serve(router).await.embed_session(fetch).build().unwrap();
    client.documents().upload(place(), bytes()).await.unwrap();
}

/// Reads nothing of the body, and never answers.
fn deaf() -> Router {
    let handler = |_: Body| async {
        std::future::pending::<()>().await;
        json(DOCUMENT)
    };
    Router::new().route("/v1/documents", post(handler)).layer(DefaultBodyLimit::disable())
}

#[tokio::test]
async fn an_upload_that_was_not_let_in_is_sent_again() {
    let attempts = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&attempts);
    let handler = move |query: RawQuery, headers: HeaderMap, body: Bytes| async move {
        match counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => problem(ProblemCode::RateLimited),
            _ => accept(query, headers, body).await,
        }
    };
    let router = Router::new().route("/v1/documents", post(handler)).layer(DefaultBodyLimit::disable());
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    client.documents().upload(place(), bytes()).await.unwrap();
    assert_eq!(attempts.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_cancelled_upload_ends_at_once() {
    let client = serve(deaf()).await.api_key("sk_1").build().unwrap();
    let upload = client.documents().upload(place(), vec![0; 50_000_000]);
    let cancel = upload.cancel_handle();
    let mut progress = upload.progress();
    let running = tokio::spawn(upload);
    progress.next().await.unwrap();
    cancel.cancel();
    assert!(matches!(running.await.unwrap(), Err(Error::Cancelled)));
    while progress.next().await.is_some() {}
}

#[tokio::test]
async fn an_upload_that_no_longer_moves_is_given_up() {
    let client = serve(deaf()).await.api_key("sk_1").timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.documents().upload(place(), vec![0; 50_000_000]).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Timeout, .. }), "{error:?}");
}

#[tokio::test]
async fn the_progress_of_a_dropped_upload_ends() {
    let client = serve(deaf()).await.api_key("sk_1").build().unwrap();
    let upload = client.documents().upload(place(), vec![0; 10]);
    let mut progress = upload.progress();
    drop(upload);
    assert_eq!(progress.next().await, None);
}
