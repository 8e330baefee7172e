//! What is sent again, what is not, and how answers are read.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::Query,
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::{delete, get, patch, post},
};
use futures_util::TryStreamExt;
use loggia_client::{
    Error, IdempotencyKey, TransportErrorKind,
    types::{
        ProblemCode,
        cases::{CaseQuery, CreateReply, UpdateCase},
        documents::DocumentQuery,
        members::MemberQuery,
    },
};

use crate::script::{EMPTY, json, problem, serve};

const CASE: &str = "case_01h455vb4pex5vsknk084sn02q";

/// Refuses the first `failures` times, then answers; notes each request's idempotency key.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Option<String>>>>);

impl Seen {
    fn answer(&self, headers: &HeaderMap, failures: usize, refusal: Response, answer: &'static str) -> Response {
        let mut seen = self.0.lock().unwrap();
        seen.push(headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned()));
        if seen.len() <= failures { refusal } else { json(answer) }
    }

    fn keys(&self) -> Vec<Option<String>> {
        self.0.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn reading_is_tried_again_when_the_server_is_briefly_away() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler =
        move |headers: HeaderMap| async move { log.answer(&headers, 2, problem(ProblemCode::Unavailable), EMPTY) };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    client.cases().list(&CaseQuery::default()).await.unwrap();
    assert_eq!(seen.keys().len(), 3);
}

#[tokio::test]
async fn attempts_are_limited_and_the_last_error_is_told() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler =
        move |headers: HeaderMap| async move { log.answer(&headers, 9, problem(ProblemCode::Unavailable), EMPTY) };
    let router = Router::new().route("/v1/cases", get(handler));
    let client = serve(router).await.api_key("sk_1").max_attempts(2).build().unwrap();
    let error = client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::Unavailable));
    assert!(error.is_retryable());
    assert_eq!(seen.keys().len(), 2);
}

#[tokio::test]
async fn creating_is_tried_again_under_the_same_key_and_each_call_has_its_own() {
    let seen = Seen::default();
    let log = seen.clone();
    let entry = r#"{"id": "tle_01h455vb4pex5vsknk084sn02q", "kind": "message", "created_at": "2026-11-21T03:00:00Z",
        "actor": {"party": "customer", "name": "Ada"}}"#;
    let handler =
        move |headers: HeaderMap| async move { log.answer(&headers, 1, problem(ProblemCode::Unavailable), entry) };
    let router = Router::new().route("/v1/cases/{id}/replies", post(handler));
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    let reply = CreateReply { body: "Hello".into() };
    client.cases().reply(&CASE.parse().unwrap(), &reply).await.unwrap();
    client.cases().reply(&CASE.parse().unwrap(), &reply).await.unwrap();
    let keys = seen.keys();
    assert_eq!(keys.len(), 3);
    assert!(keys[0].as_ref().is_some_and(|key| key.len() == 32));
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
}

#[tokio::test]
async fn a_key_of_ones_own_names_every_call_that_is_made_with_it() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler =
        move |headers: HeaderMap| async move { log.answer(&headers, 9, problem(ProblemCode::Conflict), EMPTY) };
    let router = Router::new().route("/v1/cases/{id}/replies", post(handler));
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    let named = client.with_idempotency_key(&IdempotencyKey::new("job-4711").unwrap());
    let reply = CreateReply { body: "Hello".into() };
    for client in [&named, &named, &client] {
        client.cases().reply(&CASE.parse().unwrap(), &reply).await.unwrap_err();
    }
    let keys = seen.keys();
    assert_eq!(keys[..2], [Some("job-4711".into()), Some("job-4711".into())]);
    assert_ne!(keys[2], keys[0]);
}

#[tokio::test]
async fn what_an_earlier_attempt_deleted_is_not_reported_as_missing() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        let lost = log.answer(&headers, 1, problem(ProblemCode::Unavailable), EMPTY);
        if lost.status().is_success() { problem(ProblemCode::NotFound) } else { lost }
    };
    let router = Router::new().route("/v1/documents/{id}", delete(handler));
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    let document = "doc_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    client.documents().delete(&document).await.unwrap();
    let error = client.documents().delete(&document).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::NotFound), "it was missing at the first attempt");
}

#[tokio::test]
async fn a_conditional_change_is_never_sent_twice() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        assert_eq!(headers["if-match"], "\"3\"");
        log.answer(&headers, 9, problem(ProblemCode::Unavailable), EMPTY)
    };
    let router = Router::new().route("/v1/cases/{id}", patch(handler));
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    client.cases().update(&CASE.parse().unwrap(), 3, &UpdateCase::default()).await.unwrap_err();
    assert_eq!(seen.keys().len(), 1);
}

#[tokio::test]
async fn what_was_not_let_in_is_sent_again_whatever_it_is() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        log.answer(&headers, 1, problem(ProblemCode::RateLimited), r#"{"unreadable": true}"#)
    };
    let client = serve(Router::new().route("/v1/cases/{id}", patch(handler))).await.api_key("sk_1").build().unwrap();
    let error = client.cases().update(&CASE.parse().unwrap(), 3, &UpdateCase::default()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "the second attempt was answered: {error:?}");
    assert_eq!(seen.keys().len(), 2);
}

#[tokio::test]
async fn a_deletion_that_was_not_let_in_has_not_deleted_anything() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        log.answer(&headers, 1, problem(ProblemCode::RateLimited), "");
        let code = if log.keys().len() == 1 { ProblemCode::RateLimited } else { ProblemCode::NotFound };
        problem(code)
    };
    let router = Router::new().route("/v1/documents/{id}", delete(handler));
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    let document = "doc_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    let error = client.documents().delete(&document).await.unwrap_err();
    assert_eq!((error.code(), seen.keys().len()), (Some(ProblemCode::NotFound), 2));
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_told_with_the_error() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        let refusal = ([("retry-after", "40")], problem(ProblemCode::RateLimited)).into_response();
        log.answer(&headers, 9, refusal, EMPTY)
    };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    let error = client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert_eq!((error.retry_after(), seen.keys().len()), (Some(Duration::from_secs(40)), 1));
    assert_eq!(error.to_string(), "Too many requests: try again in 40 s");
}

#[tokio::test]
async fn a_refusal_that_time_does_not_change_is_told_at_once() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler =
        move |headers: HeaderMap| async move { log.answer(&headers, 9, problem(ProblemCode::NotFound), EMPTY) };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert_eq!(seen.keys().len(), 1);
}

#[tokio::test]
async fn nobody_returns_before_the_server_asked_them_to() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        let refusal = ([("retry-after", "1")], problem(ProblemCode::RateLimited)).into_response();
        log.answer(&headers, 1, refusal, EMPTY)
    };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    let begun = Instant::now();
    client.cases().list(&CaseQuery::default()).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_pause_that_is_asked_for_with_a_date_is_left_to_the_caller() {
    let seen = Seen::default();
    let log = seen.clone();
    let handler = move |headers: HeaderMap| async move {
        let date = [("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT")];
        log.answer(&headers, 9, (date, problem(ProblemCode::Unavailable)).into_response(), EMPTY)
    };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert_eq!(seen.keys().len(), 1);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let handler = || async {
        std::future::pending::<()>().await;
        json(EMPTY)
    };
    let router = Router::new().route("/v1/cases", get(handler));
    let builder = serve(router).await.api_key("sk_1").timeout(Duration::from_millis(50)).max_attempts(1);
    let error = builder.build().unwrap().cases().list(&CaseQuery::default()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Timeout, .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_apart() {
    let client = loggia_client::Client::builder("http://127.0.0.1:1").api_key("sk_1").max_attempts(2).build().unwrap();
    let error = client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Connect, .. }), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let handler = || async { axum::response::Redirect::temporary("http://127.0.0.1:1/") };
    let client = serve(Router::new().route("/v1/cases", get(handler))).await.api_key("sk_1").build().unwrap();
    let error = client.cases().list(&CaseQuery::default()).await.unwrap_err();
    assert!(matches!(error, Error::Status { status: 307, .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_says_where() {
    let handler =
        || async { json(r#"{"items": [{"path": "a", "documents": 1}, {"path": "b", "documents": "many"}]}"#) };
    let client =
        serve(Router::new().route("/v1/document-folders", get(handler))).await.api_key("sk_1").build().unwrap();
    match client.documents().folders().await.unwrap_err() {
        Error::Decode { path, .. } => assert_eq!(path, "/items/1/documents"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_stream_reads_page_after_page_and_stops_at_the_first_error() {
    let handler = |Query(query): Query<DocumentQuery>| async move {
        assert_eq!(query.q.as_deref(), Some("x y"), "filters go along with every page");
        let page = |cursor: &str| {
            let body = format!(r#"{{"items": [{}], "next_cursor": {cursor}}}"#, crate::script::DOCUMENT);
            ([("content-type", "application/json")], body).into_response()
        };
        match query.cursor.as_deref() {
            None => page(r#""p2""#),
            Some("p2") => page(r#""p3""#),
            Some("p3") => page("null"),
            Some(_) => problem(ProblemCode::NotFound),
        }
    };
    let client = serve(Router::new().route("/v1/documents", get(handler))).await.api_key("sk_1").build().unwrap();
    let query = DocumentQuery { q: Some("x y".into()), ..DocumentQuery::default() };
    let all: Vec<_> = client.documents().stream(query.clone()).try_collect().await.unwrap();
    assert_eq!(all.len(), 3);
    let beyond = DocumentQuery { cursor: Some("p9".into()), ..query };
    let mut stream = client.documents().stream(beyond);
    assert_eq!(stream.try_next().await.unwrap_err().code(), Some(ProblemCode::NotFound));
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn refused_values_are_named() {
    let body = r#"{"type": "/problems/validation_failed", "title": "t", "status": 422, "code": "validation_failed",
        "errors": [{"pointer": "?role", "code": "invalid", "detail": "Choose one."}],
        "request_id": "req_01h455vb4pex5vsknk084sn02q"}"#;
    let handler = move || async move {
        (axum::http::StatusCode::UNPROCESSABLE_ENTITY, [("content-type", "application/problem+json")], body)
    };
    let client = serve(Router::new().route("/v1/members", get(handler))).await.api_key("sk_1").build().unwrap();
    let error = client.members().list(&MemberQuery::default()).await.unwrap_err();
    assert_eq!(error.field_errors()[0].pointer, "?role");
    assert_eq!(error.request_id(), Some("req_01h455vb4pex5vsknk084sn02q"));
}
