use std::collections::BTreeSet;

use chrono::{TimeDelta, Utc};
use loggia_server::domain::documents::discard_drafts;
use serde_json::json;

use crate::support::Server;

#[tokio::test]
async fn a_form_is_sent_in_and_opens_a_case() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let catalogue = amira.get("/v1/forms").await.expect(200).json();
    assert_eq!(catalogue["total"], 1);
    let form = amira.get(&format!("/v1/forms/{}", catalogue["items"][0]["id"].as_str().unwrap())).await;
    let form = form.expect(200).json();
    let photo = amira.upload("name=hall.png", "not really a picture").await.expect(201).json();
    let body = json!({
        "form_version_id": form["version_id"],
        "answers": {"order": " 1234 ", "kind": "broken", "photos": [photo["id"]], "unknown": 1},
    });
    let receipt = amira.post("/v1/submissions", body.clone()).await.expect(201).json();
    assert_eq!(receipt["answers"], json!({"order": "1234", "kind": "broken", "photos": [photo["id"]]}));
    assert_eq!(receipt["submitted_by"]["name"], "Amira Haddad");
    let read = amira.get(&format!("/v1/submissions/{}", receipt["id"].as_str().unwrap())).await.expect(200).json();
    assert_eq!(read, receipt);

    let path = format!("/v1/cases/{}", receipt["case_id"].as_str().unwrap());
    let case = amira.get(&path).await.expect(200).json();
    assert_eq!((&case["title"], &case["status"]), (&json!("Broken: 1234"), &json!("submitted")));
    assert_eq!((&case["reference"], &case["unread"]), (&receipt["case_reference"], &json!(false)));
    assert_eq!(case["next_step"]["summary"], "looking at the photos");
    assert!(case["next_step"]["due_at"].is_string());
    assert_eq!((&case["milestones"][0]["state"], &case["submission_id"]), (&json!("current"), &receipt["id"]));
    let document = amira.get(&format!("/v1/documents/{}", photo["id"].as_str().unwrap())).await.expect(200).json();
    assert_eq!(document["case_id"], receipt["case_id"]);
    let timeline = amira.get(&format!("{path}/timeline")).await.expect(200).json();
    assert_eq!(timeline["items"][0]["document"]["name"], "hall.png");
    assert_eq!(timeline["items"][1]["body"], "Request received");

    let second = amira.post("/v1/submissions", body).await.expect(201).json();
    assert_ne!(second["case_reference"], receipt["case_reference"]);
}

#[tokio::test]
async fn answers_are_checked_and_point_to_their_questions() {
    let server = Server::start().await;
    let (amira, sam) = (server.amira().await, server.sam().await);
    let version = amira.get("/v1/forms").await.json()["items"][0]["version_id"].clone();
    let text = amira.upload("name=notes.txt", "text").await.expect(201).json()["id"].clone();
    let foreign = sam.upload("name=theirs.png", "png").await.expect(201).json()["id"].clone();
    let broken = |photos| json!({"order": "1234", "kind": "broken", "photos": photos});
    for (answers, pointer, code) in [
        (json!({"kind": "lost"}), "/answers/order", "required"),
        (json!({"order": "12", "kind": "lost"}), "/answers/order", "pattern"),
        (json!({"order": "1234", "kind": "stolen"}), "/answers/kind", "not_an_option"),
        (json!({"order": "1234", "kind": "broken"}), "/answers/photos", "required"),
        (broken(json!(["x"])), "/answers/photos", "invalid"),
        (broken(json!([foreign])), "/answers/photos", "unknown"),
        (broken(json!([text])), "/answers/photos", "wrong_type"),
        (json!({"order": 1e300, "kind": "lost"}), "/answers/order", "invalid"),
    ] {
        let body = json!({"form_version_id": version, "answers": answers});
        let problem = amira.post("/v1/submissions", body).await.problem(422, "validation_failed");
        assert_eq!((&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]), (&json!(pointer), &json!(code)));
    }
    let body = json!({"form_version_id": "formv_00000000000000000000000001", "answers": {}});
    let problem = amira.post("/v1/submissions", body).await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/form_version_id");
    // Nothing of it was kept.
    assert_eq!(amira.get("/v1/cases").await.json()["items"].as_array().unwrap().len(), 2);

    let lost = json!({"form_version_id": version, "answers": {"order": "1234", "kind": "lost", "photos": ["x"]}});
    let receipt = amira.post("/v1/submissions", lost.clone()).await.expect(201).json();
    assert!(receipt["answers"].get("photos").is_none(), "what is not asked is dropped");
    let path = format!("/v1/submissions/{}", receipt["id"].as_str().unwrap());
    sam.get(&path).await.problem(404, "not_found");
    let vera = server.vera().await;
    vera.get(&path).await.problem(403, "permission_denied");
    vera.post("/v1/submissions", lost.clone()).await.problem(403, "permission_denied");
    server.backend().post("/v1/submissions", lost).await.problem(403, "permission_denied");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_the_same_time_get_different_references() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let version = amira.get("/v1/forms").await.json()["items"][0]["version_id"].clone();
    let body = json!({"form_version_id": version, "answers": {"order": "1234", "kind": "lost"}});
    let all = futures_util::future::join_all((0..20).map(|_| amira.post("/v1/submissions", body.clone()))).await;
    let references: BTreeSet<_> =
        all.into_iter().map(|answer| answer.expect(201).json()["case_reference"].to_string()).collect();
    assert_eq!(references.len(), 20);
}

#[tokio::test]
async fn a_file_of_a_request_that_is_not_sent_goes_by_itself() {
    let server = Server::start().await;
    let (amira, vera) = (server.amira().await, server.vera().await);
    let draft = amira.upload("name=payslip.png&folder=Requests&draft=true", "x").await.expect(201).json();
    let kept = amira.upload("name=kept.png", "x").await.expect(201).json();
    let path = |document: &serde_json::Value| format!("/v1/documents/{}", document["id"].as_str().unwrap());
    amira.get(&path(&draft)).await.expect(200);
    vera.get(&path(&draft)).await.problem(404, "not_found");
    assert_eq!(vera.get("/v1/document-folders").await.expect(200).json()["items"], json!([]));
    assert_eq!(server.files(), 2);

    let discard = async |before| discard_drafts(server.app.store(), before).await.unwrap();
    assert_eq!(discard(Utc::now() - TimeDelta::days(1)).await, 0);
    assert_eq!(discard(Utc::now() + TimeDelta::days(1)).await, 1);
    amira.get(&path(&draft)).await.problem(404, "not_found");
    amira.get(&path(&kept)).await.expect(200);
    assert_eq!(amira.audited("document.discarded").await[0]["resource_id"], draft["id"]);

    server.backend().upload("name=a.png&draft=true", "x").await.problem(403, "permission_denied");
    let with_case = format!("name=a.png&draft=true&case_id={}", crate::support::upload_case());
    amira.upload(&with_case, "x").await.problem(400, "malformed_request");
}
