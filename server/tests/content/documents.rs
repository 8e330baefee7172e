use std::{collections::BTreeSet, time::Duration};

use axum::body::{Body, Bytes};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::stream;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Caller, LARGEST, Server, foreign_case, upload_case};

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

async fn list(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let page = caller.get(&format!("/v1/documents{query}")).await.expect(200).json();
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_uploaded_comes_back_bit_for_bit_and_in_parts() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let parts: Vec<_> =
        bytes.chunks(70_001).map(|part| Ok::<_, std::io::Error>(Bytes::copy_from_slice(part))).collect();
    let uploaded = amira.upload("name=Vertr%C3%A4ge.pdf&folder=Contracts/2026", Body::from_stream(stream::iter(parts)));
    let document = uploaded.await.expect(201).json();
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((&document["current"]["sha256"], &document["current"]["size"]), (&json!(sha256), &json!(2_500_000)));
    assert_eq!(document["current"]["media_type"], "application/pdf");
    assert_eq!(document["current"]["uploaded_by"]["name"], "Amira Haddad");

    let path = format!("/v1/documents/{}/content", id(&document));
    let whole = amira.get(&path).await.expect(200);
    assert_eq!(whole.body, bytes);
    assert_eq!(whole.header("etag"), format!("\"{sha256}\""));
    assert_eq!(whole.header("content-length"), "2500000");
    assert!(
        whole.header("content-disposition").starts_with("attachment; filename=\"Vertr_ge.pdf\"; filename*=UTF-8''")
    );
    assert_eq!((whole.header("x-content-type-options"), whole.header("content-encoding")), ("nosniff", ""));

    let part = amira.get_with(&path, "range", "bytes=1000000-1000009").await.expect(206);
    assert_eq!(part.body, bytes[1_000_000..1_000_010]);
    assert_eq!(part.header("content-range"), "bytes 1000000-1000009/2500000");
    let beyond = amira.get_with(&path, "range", "bytes=2500000-").await;
    assert_eq!(beyond.header("content-range"), "bytes */2500000");
    beyond.problem(416, "range_not_satisfiable");
    amira.get_with(&path, "if-none-match", &format!("\"{sha256}\"")).await.expect(304);
    let head = amira.send(amira.request("HEAD", &path).body(Body::empty()).unwrap()).await.expect(200);
    assert_eq!((head.body.len(), head.header("content-length")), (0, "2500000"));
}

#[tokio::test]
async fn the_same_place_gets_a_new_version_and_old_ones_stay() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let first = amira.upload("name=a.txt&folder=F", "one").await.expect(201).json();
    let second = amira.upload("name=a.txt&folder=F", "two").await.expect(201).json();
    assert_eq!((first["id"].clone(), second["version"].clone()), (second["id"].clone(), json!(2)));
    assert_ne!(amira.upload("name=a.txt", "three").await.expect(201).json()["id"], first["id"]);
    let versions = amira.get(&format!("/v1/documents/{}/versions", id(&first))).await.expect(200).json();
    let numbers: Vec<_> = versions["items"].as_array().unwrap().iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [2, 1]);
    let old = versions["items"][1]["id"].as_str().unwrap();
    let old = amira.get(&format!("/v1/documents/{}/versions/{old}/content", id(&first))).await.expect(200);
    assert_eq!(old.body, "one");
    let other = amira.upload("name=b.txt", "b").await.expect(201).json();
    let mixed = format!("/v1/documents/{}/versions/{}/content", id(&other), id(&first["current"]));
    amira.get(&mixed).await.problem(404, "not_found");
}

#[tokio::test]
async fn an_upload_that_fails_leaves_nothing() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let large =
        || Body::from_stream(stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![1; 100_000])))));
    amira.upload("name=large.bin", large()).await.problem(413, "payload_too_large");
    let announced = amira.request("POST", "/v1/documents?name=a").header("content-length", LARGEST + 1);
    amira.send(announced.body(Body::empty()).unwrap()).await.problem(413, "payload_too_large");
    let parts = [Ok(Bytes::from(vec![1; 1_500_000])), Err(std::io::Error::other("the line is dead"))];
    amira.upload("name=cut.bin", Body::from_stream(stream::iter(parts))).await.problem(400, "malformed_request");
    let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest("this")));
    let wrong = amira.request("POST", "/v1/documents?name=a.txt").header("content-digest", &digest);
    amira.send(wrong.body("that".into()).unwrap()).await.problem(422, "digest_mismatch");
    let broken = amira.request("POST", "/v1/documents?name=a.txt").header("content-digest", "sha-256=:x:");
    amira.send(broken.body("that".into()).unwrap()).await.problem(400, "malformed_request");
    for query in ["", "name=", "name=a/b", "name=..", "name=%00", "name=a%0Ab", "name=a&folder=/x", "name=a&x=1"] {
        amira.upload(query, "x").await.problem(400, "malformed_request");
    }
    amira.upload("name=a&case_id=case_00000000000000000000000009", "x").await.problem(404, "not_found");
    amira.upload(&format!("name=a&case_id={}", foreign_case()), "x").await.problem(404, "not_found");
    server.vera().await.upload("name=a", "x").await.problem(403, "permission_denied");
    assert_eq!(list(&amira, "").await, Vec::<String>::new());
    for _ in 0..1000 {
        if server.files() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.files(), 0);

    let good = amira.request("POST", "/v1/documents?name=a.txt").header("content-digest", &digest);
    amira.send(good.body("this".into()).unwrap()).await.expect(201);
}

#[tokio::test]
async fn an_upload_that_is_cancelled_leaves_nothing() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let endless = Body::from_stream(stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        Some((Ok::<_, std::io::Error>(Bytes::from(vec![1; 100])), ()))
    }));
    let cut = tokio::time::timeout(Duration::from_millis(200), amira.upload("name=endless.bin", endless)).await;
    assert!(cut.is_err());
    for _ in 0..1000 {
        if server.files() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.files(), 0);
    assert_eq!(list(&amira, "").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_document_that_was_asked_for_makes_it_our_turn() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let query = format!("name=signed.pdf&case_id={}", upload_case());
    let document = amira.upload(&query, "%PDF").await.expect(201).json();
    let path = format!("/v1/cases/{}", upload_case());
    let case = amira.get(&path).await.expect(200).json();
    assert_eq!(
        (&case["status"], &case["next_step"]["summary"]),
        (&json!("in_progress"), &json!("checking what you sent"))
    );
    let timeline = || async { amira.get(&format!("{path}/timeline")).await.expect(200).json()["items"][0].clone() };
    let entry = timeline().await;
    assert_eq!((&entry["kind"], &entry["document"]["id"]), (&json!("document"), &document["id"]));
    amira.delete(&format!("/v1/documents/{}", id(&document))).await.expect(204);
    let entry = timeline().await;
    assert_eq!((entry.get("document"), entry.get("body"), &entry["kind"]), (None, None, &json!("document")));
}

#[tokio::test]
async fn documents_are_found_moved_and_deleted() {
    let server = Server::start().await;
    let (amira, sam, vera) = (server.amira().await, server.sam().await, server.vera().await);
    for (name, folder) in [("b.txt", "X/Y"), ("A_1.txt", "X"), ("c.txt", "")] {
        amira.upload(&format!("name={name}&folder={folder}"), name).await.expect(201);
    }
    assert_eq!(list(&amira, "").await, ["c.txt", "A_1.txt", "b.txt"]);
    assert_eq!(list(&amira, "?sort=name").await, ["A_1.txt", "b.txt", "c.txt"]);
    assert_eq!(list(&amira, "?folder=X").await, ["A_1.txt"]);
    assert_eq!(list(&amira, "?folder=").await, ["c.txt"]);
    assert_eq!(list(&amira, "?q=a_").await, ["A_1.txt"]);
    assert_eq!(list(&sam, "").await, Vec::<String>::new());
    let first = amira.get("/v1/documents?sort=name&limit=1").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(list(&amira, &format!("?sort=name&cursor={cursor}")).await, ["b.txt", "c.txt"]);
    amira.get(&format!("/v1/documents?cursor={cursor}")).await.problem(400, "malformed_request");
    let folders = amira.get("/v1/document-folders").await.expect(200).json();
    assert_eq!(folders["items"], json!([{"path": "X", "documents": 2}, {"path": "X/Y", "documents": 1}]));

    let path = format!("/v1/documents/{}", id(&first["items"][0]));
    vera.get(&path).await.expect(200);
    vera.patch(&path, 1, json!({"name": "x"})).await.problem(403, "permission_denied");
    vera.delete(&path).await.problem(403, "permission_denied");
    for method in ["GET", "PATCH", "DELETE"] {
        let request = sam.request(method, &path).header("content-type", "application/json").header("if-match", "\"1\"");
        sam.send(request.body(r#"{"name":"x"}"#.into()).unwrap()).await.problem(404, "not_found");
    }
    amira.patch(&path, 1, json!({"name": "c.txt", "folder": ""})).await.problem(409, "conflict");
    amira.patch(&path, 1, json!({"folder": "../x"})).await.problem(422, "validation_failed");
    amira.patch(&path, 9, json!({"name": "x"})).await.problem(412, "version_mismatch");
    let moved = amira.patch(&path, 1, json!({"name": "z.txt"})).await.expect(200);
    assert_eq!((moved.header("etag"), moved.json()["name"].clone()), ("\"2\"", json!("z.txt")));
    amira.delete(&path).await.expect(204);
    amira.delete(&path).await.problem(404, "not_found");
    amira.get(&path).await.problem(404, "not_found");
    amira.get(&format!("{path}/content")).await.problem(404, "not_found");
    loggia_server::jobs::recover(&server.app).await.unwrap();
    assert_eq!(server.files(), 2);
    // The place is free again.
    amira.upload("name=z.txt&folder=X", "new").await.expect(201);
}

#[tokio::test]
async fn a_download_link_is_bound_to_one_version_and_its_credential() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let document = amira.upload("name=a.txt", "one").await.expect(201).json();
    let link = amira.post(&format!("/v1/documents/{}/download-links", id(&document)), json!({})).await.expect(201);
    let path = link.json()["path"].as_str().unwrap().to_owned();
    amira.upload("name=a.txt", "two").await.expect(201);
    let anyone = |range: Option<&str>| {
        let request = axum::http::Request::builder().uri(&path);
        let request = range.iter().fold(request, |request, range| request.header("range", *range));
        request.body(Body::empty()).unwrap()
    };
    assert_eq!(amira.send(anyone(None)).await.expect(200).body, "one");
    amira.send(anyone(None)).await.problem(404, "not_found");
    assert_eq!(amira.send(anyone(Some("bytes=1-"))).await.expect(206).body, "ne", "a download may go on");
    server.sam().await.post(&format!("/v1/documents/{}/download-links", id(&document)), json!({})).await.expect(404);
    amira.get("/v1/downloads/dl_nothing").await.problem(404, "not_found");
    amira.get("/v1/downloads/%00").await.problem(404, "not_found");
    amira.delete("/v1/session").await.expect(204);
    amira.send(anyone(Some("bytes=1-"))).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_to_one_place_at_the_same_time_are_versions_of_one_document() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let all =
        futures_util::future::join_all((0..12).map(|number| amira.upload("name=a.txt", number.to_string()))).await;
    let ids: BTreeSet<_> = all.into_iter().map(|answer| answer.expect(201).json()["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    let document = &amira.get("/v1/documents").await.json()["items"][0];
    assert_eq!((&document["current"]["number"], &document["version"]), (&json!(12), &json!(12)));
    assert_eq!(server.files(), 12);
}
