//! Downloads: what a link gives, and what the audit log knows.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Server};

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

async fn link(caller: &Caller<'_>, document: &Value) -> String {
    let made = caller.post(&format!("/v1/documents/{}/download-links", id(document)), json!({})).await.expect(201);
    made.json()["path"].as_str().unwrap().to_owned()
}

async fn follow(caller: &Caller<'_>, path: &str, header: Option<(&str, &str)>) -> Answer {
    let request = Request::builder().uri(path);
    let request = header.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    caller.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_link_gives_what_begins_at_the_first_byte_once() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let document = amira.upload("name=a.txt", "0123456789").await.expect(201).json();
    for range in ["bytes=0-", "bytes=0-3", "bytes=-10", "bytes=nonsense", "bytes=0-1,3-4", "lines=1-"] {
        let path = link(&amira, &document).await;
        let first = follow(&amira, &path, Some(("range", range))).await;
        assert!(first.status.is_success(), "{range}: {}", first.status);
        let second = follow(&amira, &path, Some(("range", range))).await;
        assert_eq!(second.status, StatusCode::NOT_FOUND, "{range}");
        follow(&amira, &path, None).await.problem(404, "not_found");
        assert_eq!(follow(&amira, &path, Some(("range", "bytes=4-"))).await.expect(206).body, "456789");
    }
}

#[tokio::test]
async fn what_gives_nothing_does_not_use_a_link_up() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let document = amira.upload("name=a.txt", "0123456789").await.expect(201).json();
    let tag = format!("\"{}\"", document["current"]["sha256"].as_str().unwrap());
    let path = link(&amira, &document).await;
    for _ in 0..2 {
        follow(&amira, &path, Some(("if-none-match", &tag))).await.expect(304);
        follow(&amira, &path, Some(("range", "bytes=10-"))).await.expect(416);
        amira.send(Request::head(&path).body(Body::empty()).unwrap()).await.expect(200);
    }
    follow(&amira, &path, None).await.expect(200);
    follow(&amira, &path, None).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_link_ends_with_the_membership_of_who_asked_for_it() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let (ben, member) = server.join(&amira, "ben@north.example", "member").await;
    let document = amira.upload("name=a.txt", "x").await.expect(201).json();
    let path = link(&ben, &document).await;
    amira.delete(&format!("/v1/members/{member}")).await.expect(204);
    follow(&amira, &path, None).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_version_of_another_document_gets_no_link() {
    let server = Server::start().await;
    let (amira, sam) = (server.amira().await, server.sam().await);
    let mine = amira.upload("name=a.txt", "a").await.expect(201).json();
    let other = amira.upload("name=b.txt", "b").await.expect(201).json();
    let foreign = sam.upload("name=c.txt", "c").await.expect(201).json();
    for version in [&other["current"], &foreign["current"]] {
        let path = format!("/v1/documents/{}/download-links?version_id={}", id(&mine), id(version));
        amira.post(&path, json!({})).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn every_download_is_in_the_audit_log() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let document = amira.upload("name=a.txt", "0123456789").await.expect(201).json();
    let content = format!("/v1/documents/{}/content", id(&document));
    let version = format!("/v1/documents/{}/versions/{}/content", id(&document), id(&document["current"]));
    let tag = format!("\"{}\"", document["current"]["sha256"].as_str().unwrap());
    // None of these gives any bytes.
    amira.get_with(&content, "range", "bytes=10-").await.expect(416);
    amira.get_with(&content, "if-none-match", &tag).await.expect(304);
    amira.send(amira.request("HEAD", &content).body(Body::empty()).unwrap()).await.expect(200);
    assert_eq!(amira.audited("document.downloaded").await, Vec::<Value>::new());
    amira.get(&content).await.expect(200);
    amira.get_with(&version, "range", "bytes=0-4").await.expect(206);
    amira.get_with(&content, "range", "bytes=1-").await.expect(206);
    link(&amira, &document).await;
    let noted = amira.audited("document.downloaded").await;
    let by: Vec<_> = noted.iter().map(|entry| &entry["changes"]["after"]["by"]).collect();
    assert_eq!(by, ["link", "content", "content", "content"]);
    assert!(noted.iter().all(|entry| entry["resource_id"] == document["id"]));
    assert_eq!(noted[0]["actor"]["name"], "Amira Haddad");
}
