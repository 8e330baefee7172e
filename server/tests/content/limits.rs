//! What lasts has places, and what is stored has a size.

use axum::body::Body;
use loggia_server::Settings;

use crate::support::{Server, held};

#[tokio::test]
async fn uploads_of_one_credential_have_their_places() {
    let server = Server::start_with(Settings { max_uploads_each: Some(1), ..Settings::default() }).await;
    let (amira, sam) = (server.amira().await, server.sam().await);
    let (mut first, body) = held("half", " a file");
    let others = async {
        first.waits().await;
        let refused = amira.upload("name=b.txt", "b").await;
        assert_eq!(refused.header("retry-after"), "1");
        refused.problem(429, "rate_limited");
        sam.upload("name=b.txt", "b").await.expect(201);
        first.go();
    };
    tokio::join!(amira.upload("name=a.txt", body), others).0.expect(201);
    amira.upload("name=b.txt", "b").await.expect(201);
}

#[tokio::test]
async fn event_streams_have_their_places() {
    let settings = Settings { max_event_streams: Some(2), max_event_streams_each: Some(1), ..Settings::default() };
    let server = Server::start_with(settings).await;
    let (amira, sam, vera) = (server.amira().await, server.sam().await, server.vera().await);
    let open = |caller: &crate::support::Caller<'_>| {
        server.send(caller.request("GET", "/v1/events").body(Body::empty()).unwrap())
    };
    let mine = open(&amira).await;
    assert_eq!(mine.status(), 200);
    amira.get("/v1/events").await.problem(429, "rate_limited");
    let theirs = open(&sam).await;
    assert_eq!(theirs.status(), 200);
    vera.get("/v1/events").await.problem(503, "unavailable");
    drop(mine);
    assert_eq!(open(&amira).await.status(), 200);
}

#[tokio::test]
async fn the_longest_place_of_a_document_fits() {
    let server = Server::start().await;
    let amira = server.amira().await;
    // A letter of four bytes, as a query writes it.
    let letters = |count: usize| "%F0%9D%84%9E".repeat(count);
    amira.upload(&format!("name={}&folder={}", letters(63), letters(250)), "x").await.expect(201);
    for query in [format!("name={}", letters(64)), format!("name=a&folder={}", letters(251))] {
        let refused = amira.upload(&query, "x").await.problem(400, "malformed_request");
        assert!(refused["detail"].as_str().unwrap().contains("bytes"), "{refused}");
    }
}

#[tokio::test]
async fn an_organization_has_so_many_folders_and_no_more() {
    let server = Server::start().await;
    let amira = server.amira().await;
    for top in ["a", "b", "c", "d"] {
        // 249 folders each, one in the other.
        let folder = format!("{top}{}", "/x".repeat(248));
        amira.upload(&format!("name=a.txt&folder={folder}"), "x").await.expect(201);
    }
    let moved = amira.upload("name=b.txt&folder=e/f/g/h", "x").await.expect(201).json();
    let listed = amira.get("/v1/document-folders").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1_000);
    amira.upload("name=a.txt&folder=f", "x").await.problem(409, "conflict");
    let path = format!("/v1/documents/{}", moved["id"].as_str().unwrap());
    amira.patch(&path, 1, serde_json::json!({"folder": "f"})).await.problem(409, "conflict");
    amira.upload("name=a.txt&folder=e/f/g/h", "x").await.expect(201);
    amira.upload("name=a.txt", "x").await.expect(201);
}
