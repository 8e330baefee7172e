//! A server that answers as a test says.

use axum::{Router, http::StatusCode, response::IntoResponse};
use loggia_client::{Client, ClientBuilder, types::Problem, types::ProblemCode};
use tokio::net::TcpListener;

/// A server on a free port; it ends with the test's runtime.
pub(crate) async fn serve(router: Router) -> ClientBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Client::builder(format!("http://{address}"))
}

/// A refusal.
pub(crate) fn problem(code: ProblemCode) -> axum::response::Response {
    let body = serde_json::to_string(&Problem::new(code)).unwrap();
    let status = StatusCode::from_u16(code.status()).unwrap();
    (status, [("content-type", "application/problem+json")], body).into_response()
}

/// A JSON answer.
pub(crate) fn json(text: &'static str) -> axum::response::Response {
    ([("content-type", "application/json")], text).into_response()
}

/// A page without items.
pub(crate) const EMPTY: &str = r#"{"items": []}"#;

/// A document.
pub(crate) const DOCUMENT: &str = r#"{
    "id": "doc_01h455vb4pex5vsknk084sn02q", "name": "a.bin", "folder": "", "version": 1,
    "current": {"id": "docv_01h455vb4pex5vsknk084sn02q", "number": 1, "size": 1, "media_type": "a/b",
        "sha256": "00", "created_at": "2026-11-21T03:00:00Z"},
    "created_at": "2026-11-21T03:00:00Z", "updated_at": "2026-11-21T03:00:00Z"
}"#;
