//! Refusals: problem details that name what was wrong, whatever came.

use loggia_client::types::{CaseId, problem::PROBLEM_JSON};
use loggia_tests::{Portal, fixture, wire::Answer};
use serde_json::json;

fn check(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
    assert_eq!(answer.header("content-type"), PROBLEM_JSON);
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], format!("/problems/{code}"));
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    assert_eq!(problem["request_id"].as_str().unwrap_or_default(), answer.header("request-id"));
    assert!(!answer.header("request-id").is_empty());
    assert!(!answer.text().to_lowercase().contains("loggia"));
}

#[tokio::test]
async fn json_that_does_not_fit_is_named_by_its_pointer() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let path = format!("/v1/cases/{}/replies", CaseId::from_u128(fixture::CASE_REPLY));
    let post = |body: &str| {
        portal
            .wire
            .ask("POST", &path)
            .bearer(&mia.secret)
            .header("content-type", "application/json")
            .body(body.to_owned())
    };
    for body in ["", "{", "{\"body\": }", "nul", "{\"body\": \"\\ud800\"}"] {
        check(&post(body).send().await.unwrap(), 400, "malformed_request");
    }
    for (body, pointer) in [
        (json!({}), "/body"),
        (json!({ "body": 7 }), "/body"),
        (json!({ "body": null }), "/body"),
        (json!({ "body": "x", "extra": 1 }), "/extra"),
    ] {
        let answer = post(&body.to_string()).send().await.unwrap();
        assert!(matches!(answer.status, 400 | 422), "{body}: {}", answer.text());
        assert!(answer.text().contains(pointer.trim_start_matches('/')), "{body}: {}", answer.text());
    }
    for body in ["[]", "\"text\"", "7", "null", "[[[[]]]]"] {
        assert!(matches!(post(body).send().await.unwrap().status, 400 | 422), "{body}");
    }
    let deep = format!("{{\"body\": {}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(post(&deep).send().await.unwrap().status / 100, 4);
    let answer = post(&json!({ "body": "x".repeat(5_000_000) }).to_string()).send().await.unwrap();
    assert!(matches!(answer.status, 413 | 422), "{}", answer.status);
}

#[tokio::test]
async fn a_wrong_media_type_is_told_as_such() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let path = format!("/v1/cases/{}/replies", CaseId::from_u128(fixture::CASE_REPLY));
    for media_type in ["text/plain", "application/xml", "multipart/form-data", "*/*", "nonsense"] {
        let ask = portal.wire.ask("POST", &path).bearer(&mia.secret).header("content-type", media_type);
        check(&ask.body("{\"body\":\"x\"}").send().await.unwrap(), 415, "unsupported_media_type");
    }
    let ask =
        portal.wire.ask("POST", &path).bearer(&mia.secret).header("content-type", "application/json; charset=utf-8");
    assert_eq!(ask.body("{\"body\":\"x\"}").send().await.unwrap().status, 201);
}

#[tokio::test]
async fn query_parameters_that_do_not_fit_are_named() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for (query, name) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=-1", "limit"),
        ("status=lost", "status"),
        ("open=perhaps", "open"),
        ("cursor=nonsense", "cursor"),
        ("cursor=", "cursor"),
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
        ("q=one&q=two", "q"),
        (&format!("q={}", "x".repeat(101)), "q"),
    ] {
        let answer = portal.wire.get(&format!("/v1/cases?{query}")).bearer(&mia.secret).send().await.unwrap();
        assert!(matches!(answer.status, 400 | 422), "{query}: {} {}", answer.status, answer.text());
        assert!(answer.text().contains(name), "{query}: {}", answer.text());
    }
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_problems_too() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for path in ["/v1/nothing", "/v1", "/v1/cases/not-an-id", "/v1/cases/doc_01h455vb4pex5vsknk084sn02q", "/nothing"] {
        check(&portal.wire.get(path).bearer(&mia.secret).send().await.unwrap(), 404, "not_found");
    }
    let answer = portal.wire.ask("PUT", "/v1/cases").bearer(&mia.secret).send().await.unwrap();
    check(&answer, 405, "method_not_allowed");
    assert!(answer.header("allow").contains("GET"), "{:?}", answer.headers);
    check(&portal.wire.ask("TRACE", "/v1/cases").bearer(&mia.secret).send().await.unwrap(), 405, "method_not_allowed");
}

#[tokio::test]
async fn without_a_good_credential_everything_is_closed() {
    let portal = Portal::start().await.unwrap();
    for authorization in
        ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer es_secret_x", "Bearer sk_x y", "sk_x"]
    {
        let answer = portal.wire.get("/v1/cases").header("authorization", authorization).send().await.unwrap();
        check(&answer, 401, "unauthenticated");
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{:?}", answer.headers);
    }
    let answer = portal.wire.get("/v1/cases").raw_header("authorization", b"Bearer \xff\xfe").send().await.unwrap();
    check(&answer, 401, "unauthenticated");
}

#[tokio::test]
async fn answers_carry_the_headers_that_keep_them_safe() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for path in ["/v1/session", "/v1/cases", "/v1/nothing", "/openapi.json"] {
        let answer = portal.wire.get(path).bearer(&mia.secret).send().await.unwrap();
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("request-id").is_empty(), "{path}");
        assert!(!format!("{:?}", answer.headers).to_lowercase().contains("loggia"), "{:?}", answer.headers);
        if path.starts_with("/v1") {
            assert!(answer.header("cache-control").contains("no-store"), "{path}: {:?}", answer.headers);
        }
    }
}

#[tokio::test]
async fn health_and_description_are_public() {
    let portal = Portal::start().await.unwrap();
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        assert_eq!(portal.wire.get(path).send().await.unwrap().status / 100, 2, "{path}");
    }
    let document = portal.wire.get("/openapi.json").send().await.unwrap().json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert!(!document["info"].to_string().to_lowercase().contains("loggia"), "{}", document["info"]);
}
