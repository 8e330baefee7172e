//! Documents: bit for bit, in ranges, in versions, and never half.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use loggia_client::{
    PageQuery, UploadBody,
    types::{
        CaseId, DocumentId, ProblemCode,
        cases::{PublicStatus, TimelineKind},
        documents::{Document, DocumentQuery, DocumentSort, UpdateDocument, UploadQuery},
    },
};
use loggia_tests::{Person, Portal, fixture};
use sha2::{Digest, Sha256};

/// Bytes that repeat nowhere soon, the same each time.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(name: &str) -> UploadQuery {
    UploadQuery { name: name.to_owned(), ..UploadQuery::default() }
}

async fn upload(person: &Person, name: &str, bytes: impl Into<Vec<u8>>) -> Document {
    person.client.documents().upload(place(name), bytes.into()).await.unwrap()
}

async fn names(person: &Person) -> Vec<String> {
    let all: Vec<_> = person.client.documents().stream(DocumentQuery::default()).try_collect().await.unwrap();
    all.into_iter().map(|document: Document| document.name).collect()
}

#[tokio::test]
async fn twenty_five_megabytes_come_back_bit_for_bit() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let bytes = noise(25_000_000);
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let pieces = bytes.chunks(100_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect::<Vec<_>>();
    let body = UploadBody::stream(futures_util::stream::iter(pieces), Some(bytes.len() as u64)).with_sha256(digest);
    let document = mia.client.documents().upload(place("Jahresbericht (Entwurf) 100 %.pdf"), body).await.unwrap();
    assert_eq!(document.current.size, 25_000_000);
    assert_eq!(document.current.sha256, hex(&bytes));
    assert_eq!(document.current.number, 1);
    assert_eq!(document.current.uploaded_by.as_ref().map(|user| &user.id), Some(&fixture::user("mia")));
    let content = mia.client.documents().content(&document.id).await.unwrap();
    assert_eq!(content.len(), Some(25_000_000));
    assert!(content.collect().await.unwrap() == bytes);

    let link = mia.client.documents().download_link(&document.id, None).await.unwrap();
    let path = link.strip_prefix(&portal.base_url).unwrap().to_owned();
    let answer = portal.wire.get(&path).send().await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body == bytes);
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment") && disposition.contains("100%20%25.pdf"), "{disposition}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let again = portal.wire.get(&path).send().await.unwrap();
    assert!(matches!(again.status, 401 | 404), "a link is good once: {}", again.status);
}

#[tokio::test]
async fn an_upload_of_unknown_length_and_an_empty_one_are_whole() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let pieces = noise(300_000).chunks(999).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect::<Vec<_>>();
    let body = UploadBody::stream(futures_util::stream::iter(pieces), None);
    let document = mia.client.documents().upload(place("chunked.bin"), body).await.unwrap();
    assert_eq!(document.current.sha256, hex(&noise(300_000)));
    let empty = upload(&mia, "empty.txt", []).await;
    assert_eq!(empty.current.size, 0);
    let content = portal.wire.get(&format!("/v1/documents/{}/content", empty.id)).bearer(&mia.secret).send().await;
    let content = content.unwrap();
    assert_eq!((content.status, content.body.len()), (200, 0));
}

#[tokio::test]
async fn ranges_are_served_as_asked() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let bytes = noise(10_000);
    let path = format!("/v1/documents/{}/content", upload(&mia, "range.bin", bytes.clone()).await.id);
    let whole = portal.wire.get(&path).bearer(&mia.secret).send().await.unwrap();
    assert_eq!((whole.status, whole.header("accept-ranges")), (200, "bytes"));
    let etag = whole.header("etag").to_owned();
    assert!(etag.contains(&hex(&bytes)), "{etag}");
    let ask = |range: &str| portal.wire.get(&path).bearer(&mia.secret).header("range", range);
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=9000-", 9000, 10_000),
        ("bytes=-500", 9500, 10_000),
        ("bytes=9990-99999", 9990, 10_000),
        ("bytes=-99999", 0, 10_000),
    ] {
        let answer = ask(range).send().await.unwrap();
        assert_eq!(answer.status, 206, "{range}");
        assert!(answer.body == bytes[from..to], "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {from}-{}/10000", to - 1));
    }
    for range in ["bytes=10000-", "bytes=20000-20001", "bytes=-0"] {
        let answer = ask(range).send().await.unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (416, "range_not_satisfiable"), "{range}");
        assert_eq!(answer.header("content-range"), "bytes */10000", "{range}");
    }
    for nonsense in ["bytes=5-2", "lines=1-2", "bytes", "bytes=a-b", "bytes=0-1,5-6"] {
        let answer = ask(nonsense).send().await.unwrap();
        assert!(matches!(answer.status, 200 | 206 | 416), "{nonsense}: {}", answer.status);
    }
    let unchanged = portal.wire.get(&path).bearer(&mia.secret).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    let changed = ask("bytes=0-9").header("if-range", "\"other\"").send().await.unwrap();
    assert_eq!((changed.status, changed.body.len()), (200, 10_000), "the part of another version is no use");
}

#[tokio::test]
async fn bytes_that_are_not_the_announced_ones_leave_nothing() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let before = names(&mia).await;
    let body = UploadBody::bytes(noise(50_000)).with_sha256([9; 32]);
    let error = mia.client.documents().upload(place("wrong.bin"), body).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::DigestMismatch));
    for digest in ["sha-256=:AAAA:", "sha-256=AAAA", "sha-256=:%%%:", "nonsense", "sha-256=::"] {
        let ask = portal.wire.ask("POST", "/v1/documents?name=wrong.bin").bearer(&mia.secret);
        let answer = ask.header("content-digest", digest).body("abc").send().await.unwrap();
        assert!(matches!(answer.status, 400 | 422), "{digest}: {} {}", answer.status, answer.text());
    }
    assert_eq!(names(&mia).await, before);
    // What arrived is removed after the answer.
    portal.eventually(|| portal.stored_objects().unwrap() == portal.objects_at_start).await;
}

#[tokio::test]
async fn a_cut_connection_leaves_nothing() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let before = names(&mia).await;
    let pieces = futures_util::stream::iter((0..20).map(|_| Ok(Bytes::from(noise(100_000)))))
        .chain(futures_util::stream::once(async { Err("cable pulled".into()) }));
    let body = UploadBody::stream(pieces, Some(5_000_000));
    mia.client.documents().upload(place("cut.bin"), body).await.unwrap_err();

    let upload = mia.client.documents().upload(
        place("dropped.bin"),
        UploadBody::stream(
            futures_util::stream::once(async { Ok(Bytes::from(noise(1_000_000))) })
                .chain(futures_util::stream::pending()),
            None,
        ),
    );
    assert!(tokio::time::timeout(Duration::from_millis(300), upload).await.is_err());

    portal.eventually(|| portal.stored_objects().unwrap() == portal.objects_at_start).await;
    assert_eq!(names(&mia).await, before);
}

#[tokio::test]
async fn the_same_name_in_the_same_place_is_a_new_version() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let first = upload(&mia, "plan.txt", *b"first").await;
    let second = upload(&mia, "plan.txt", *b"second!").await;
    assert_eq!(second.id, first.id);
    assert_eq!((second.current.number, second.current.size), (2, 7));
    assert!(second.version > first.version);
    let versions = mia.client.documents().versions(&first.id).await.unwrap().items;
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
    let pages = PageQuery { limit: Some(1), cursor: None };
    let streamed: Vec<_> = mia.client.documents().versions_stream(&first.id, pages).try_collect().await.unwrap();
    assert_eq!(streamed, versions);
    let old = mia.client.documents().version_content(&first.id, &first.current.id).await.unwrap();
    assert_eq!(old.collect().await.unwrap(), b"first");
    let new = mia.client.documents().content(&first.id).await.unwrap();
    assert_eq!(new.collect().await.unwrap(), b"second!");
    let elsewhere = UploadQuery { folder: Some("Other".into()), ..place("plan.txt") };
    let other = mia.client.documents().upload(elsewhere, b"x".to_vec()).await.unwrap();
    assert_ne!(other.id, first.id);
}

#[tokio::test]
async fn many_versions_at_once_are_numbered_without_gaps() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let uploads = (0..8).map(|number| upload(&mia, "race.txt", vec![number; 1000]));
    let documents = futures_util::future::join_all(uploads).await;
    assert!(documents.iter().all(|document| document.id == documents[0].id));
    let versions = mia.client.documents().versions(&documents[0].id).await.unwrap().items;
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), (1..=8).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn the_imported_documents_are_there() {
    let portal = Portal::start().await.unwrap();
    let vic = portal.sign_in("vic").await.unwrap();
    let contract = DocumentId::from_u128(fixture::DOCUMENT_CONTRACT);
    let document = vic.client.documents().get(&contract).await.unwrap();
    assert_eq!(document.current.number, 2);
    assert_eq!(document.current.media_type, "application/pdf");
    let content = vic.client.documents().content(&contract).await.unwrap().collect().await.unwrap();
    assert_eq!(content, fixture::content("contract", 2));
    let folders = vic.client.documents().folders().await.unwrap().items;
    assert!(
        folders.iter().any(|folder| folder.path == "Contracts/2026 NWQXMARK" && folder.documents == 1),
        "{folders:?}"
    );
    assert!(folders.iter().any(|folder| folder.path == "Contracts" && folder.documents == 1), "{folders:?}");
    let top = DocumentQuery { folder: Some(String::new()), ..DocumentQuery::default() };
    assert_eq!(vic.client.documents().list(&top).await.unwrap().items.len(), 1);
    let inside = DocumentQuery { folder: Some("Contracts/2026 NWQXMARK".into()), ..DocumentQuery::default() };
    assert_eq!(vic.client.documents().list(&inside).await.unwrap().items[0].id, contract);
}

#[tokio::test]
async fn lists_are_sorted_filtered_and_paged() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for name in ["b.txt", "A.txt", "c 100%.txt", "ä.txt"] {
        upload(&mia, name, name.as_bytes()).await;
    }
    for sort in [DocumentSort::Name, DocumentSort::Newest] {
        let query = DocumentQuery { sort: Some(sort), limit: Some(100), ..DocumentQuery::default() };
        let whole = mia.client.documents().list(&query).await.unwrap().items;
        assert_eq!(whole.len(), 6);
        let paged = DocumentQuery { limit: Some(2), ..query };
        let paged: Vec<_> = mia.client.documents().stream(paged).try_collect().await.unwrap();
        assert_eq!(paged, whole, "{sort}");
    }
    let found = DocumentQuery { q: Some("100%".into()), ..DocumentQuery::default() };
    assert_eq!(mia.client.documents().list(&found).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_document_is_renamed_moved_and_deleted() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let document = upload(&olga, "draft.txt", *b"draft").await;
    let change = UpdateDocument { name: Some("final.txt".into()), folder: Some("Done/2026".into()) };
    let moved = olga.client.documents().update(&document.id, document.version, &change).await.unwrap();
    assert_eq!((moved.name.as_str(), moved.folder.as_str()), ("final.txt", "Done/2026"));
    let stale = olga.client.documents().update(&document.id, document.version, &change).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    for name in ["", "a/b", "nul\0", &"x".repeat(201), "line\nbreak"] {
        let change = UpdateDocument { name: Some(name.to_owned()), folder: None };
        let refused = olga.client.documents().update(&document.id, moved.version, &change).await.unwrap_err();
        assert_eq!(refused.field_errors().first().map(|e| e.pointer.as_str()), Some("/name"), "{name:?} {refused:?}");
    }
    let link = olga.client.documents().download_link(&document.id, None).await.unwrap();
    olga.client.documents().delete(&document.id).await.unwrap();
    assert_eq!(olga.client.documents().get(&document.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    assert!(!names(&olga).await.contains(&"final.txt".to_owned()));
    let gone = olga.client.documents().content(&document.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
    let path = link.strip_prefix(&portal.base_url).unwrap();
    assert_eq!(portal.wire.get(path).send().await.unwrap().status, 404);
    let fresh = upload(&olga, "draft.txt", *b"again").await;
    assert_ne!(fresh.id, document.id);
}

#[tokio::test]
async fn an_upload_to_a_case_that_waits_for_it_does_the_step() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let case = CaseId::from_u128(fixture::CASE_UPLOAD);
    let place = UploadQuery { case_id: Some(case.clone()), ..place("photo of hall 3.png") };
    let document = mia.client.documents().upload(place, noise(1000)).await.unwrap();
    assert_eq!(document.case_id, Some(case.clone()));
    assert_eq!(mia.client.cases().get(&case).await.unwrap().status, PublicStatus::InProgress);
    let timeline = mia.client.cases().timeline(&case, &Default::default()).await.unwrap().items;
    let entry = timeline.iter().find(|entry| entry.kind == TimelineKind::Document).unwrap();
    assert_eq!(entry.document.as_ref().map(|document| &document.id), Some(&document.id));
}

#[tokio::test]
async fn a_place_that_is_none_is_refused_with_its_name() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let long = "x".repeat(201);
    let cases = [
        (UploadQuery::default(), "?name"),
        (place(&long), "?name"),
        (place("../etc/passwd"), "?name"),
        (place("a\u{0}b"), "?name"),
        (UploadQuery { folder: Some("a//b".into()), ..place("a") }, "?folder"),
        (UploadQuery { folder: Some("../b".into()), ..place("a") }, "?folder"),
        (UploadQuery { folder: Some("x".repeat(501)), ..place("a") }, "?folder"),
    ];
    for (place, pointer) in cases {
        let error = mia.client.documents().upload(place.clone(), b"x".to_vec()).await.unwrap_err();
        let named = error.field_errors().first().map(|error| error.pointer.as_str());
        assert_eq!(named, Some(pointer), "{place:?}: {error:?}");
    }
    for case in [fixture::CASE_HARBOR, fixture::CASE_LUMEN, 0xdead] {
        let place = UploadQuery { case_id: Some(CaseId::from_u128(case)), ..place("a") };
        let error = mia.client.documents().upload(place, b"x".to_vec()).await.unwrap_err();
        let named = error.field_errors().first().map(|error| error.pointer.as_str());
        assert!(error.code() == Some(ProblemCode::NotFound) || named == Some("?case_id"), "{error:?}");
    }
    assert_eq!(portal.stored_objects().unwrap(), portal.objects_at_start);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_whatever_it_announces() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let limit = mia.client.session().get().await.unwrap().limits.max_upload_bytes;
    let huge = (limit + 1).to_string();
    let ask = portal.wire.ask("POST", "/v1/documents?name=huge.bin").bearer(&mia.secret);
    let body = futures_util::stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b"x")) });
    let answer = ask.header("content-length", &huge).body(reqwest::Body::wrap_stream(body)).send().await;
    if let Ok(answer) = answer {
        assert_eq!((answer.status, answer.code().as_str()), (413, "payload_too_large"));
    }
    assert!(!names(&mia).await.contains(&"huge.bin".to_owned()));
}
