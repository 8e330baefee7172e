use serde_json::json;

use crate::support::{Server, foreign_case, reply_case};

#[tokio::test]
async fn a_list_goes_on_by_cursor_and_is_one_organizations() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let first = amira.get("/v1/cases?limit=1").await.expect(200).json();
    assert_eq!(first["items"].as_array().unwrap().len(), 1);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = amira.get(&format!("/v1/cases?limit=1&cursor={cursor}")).await.expect(200).json();
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert!(second.get("next_cursor").is_none());
    assert_eq!(first["items"][0]["status_label"], "Action needed");
    for (query, count) in
        [("open=true", 2), ("open=false", 0), ("status=action_needed", 2), ("q=WATER", 2), ("q=%25", 0)]
    {
        let page = amira.get(&format!("/v1/cases?{query}")).await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test]
async fn another_organizations_case_is_not_there() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    let path = format!("/v1/cases/{}", foreign_case());
    amira.get(&path).await.problem(404, "not_found");
    amira.get(&format!("{path}/timeline")).await.problem(404, "not_found");
    amira.put(&format!("{path}/read")).await.problem(404, "not_found");
    amira.post(&format!("{path}/replies"), json!({"body": "Hi"})).await.problem(404, "not_found");
    backend.patch(&path, 1, json!({"status": "completed"})).await.problem(404, "not_found");
    let same = server.sam().await.get(&path).await.expect(200).json();
    assert_eq!((&same["version"], &same["status"]), (&json!(1), &json!("action_needed")));
}

#[tokio::test]
async fn a_reply_that_was_asked_for_makes_it_our_turn() {
    let server = Server::start().await;
    let (amira, vera) = (server.amira().await, server.vera().await);
    let path = format!("/v1/cases/{}", reply_case());
    let entry = amira.post(&format!("{path}/replies"), json!({"body": "Here you are"})).await.expect(201).json();
    assert_eq!((&entry["kind"], &entry["actor"]["name"]), (&json!("message"), &json!("Amira Haddad")));
    let case = amira.get(&path).await.expect(200);
    assert_eq!(case.header("etag"), "\"2\"");
    let case = case.json();
    assert_eq!((&case["status"], &case["status_label"]), (&json!("in_progress"), &json!("In review")));
    assert_eq!((&case["next_step"]["party"], &case["unread"]), (&json!("us"), &json!(false)));
    assert_eq!(vera.get(&path).await.json()["unread"], true);
    vera.put(&format!("{path}/read")).await.expect(204);
    vera.put(&format!("{path}/read")).await.expect(204);
    assert_eq!(vera.get(&path).await.json()["unread"], false);
    let timeline = vera.get(&format!("{path}/timeline?limit=1")).await.expect(200).json();
    assert_eq!(timeline["items"][0]["body"], "Here you are");
    let cursor = timeline["next_cursor"].as_str().unwrap();
    let rest = vera.get(&format!("{path}/timeline?cursor={cursor}")).await.expect(200).json();
    assert_eq!(rest["items"][0]["body"], "Hello");
    // A second reply changes no state.
    amira.post(&format!("{path}/replies"), json!({"body": "And this"})).await.expect(201);
    assert_eq!(amira.get(&path).await.json()["status"], "in_progress");
}

#[tokio::test]
async fn replies_are_checked_and_refused() {
    let server = Server::start().await;
    let path = format!("/v1/cases/{}/replies", reply_case());
    server.vera().await.post(&path, json!({"body": "Hi"})).await.problem(403, "permission_denied");
    let amira = server.amira().await;
    for body in [json!(""), json!(" \n"), json!("x".repeat(10_001)), json!("a\u{1}b"), json!("a\u{0}b"), json!(7)] {
        let problem = amira.post(&path, json!({"body": body})).await.problem(422, "validation_failed");
        assert!(matches!(problem["errors"][0]["pointer"].as_str(), Some("/body" | "")), "{problem}");
    }
}

#[tokio::test]
async fn the_vendors_backend_moves_a_case() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    let path = format!("/v1/cases/{}", reply_case());
    amira.patch(&path, 1, json!({"status": "completed"})).await.problem(403, "permission_denied");
    backend.patch(&path, 7, json!({"status": "completed"})).await.problem(412, "version_mismatch");
    let none = backend.request("PATCH", &path).header("content-type", "application/json");
    backend.send(none.body("{}".into()).unwrap()).await.problem(428, "precondition_required");
    for (body, pointer) in [
        (json!({"milestone": "nope"}), "/milestone"),
        (json!({"status": "completed", "next_step": {"party": "us", "summary": "x"}}), "/next_step"),
        (json!({"next_step": {"party": "us", "summary": "x", "action": "reply"}}), "/next_step/action"),
        (json!({"next_step": {"party": "us", "summary": " "}}), "/next_step/summary"),
        (json!({"message": ""}), "/message"),
        (json!({"author": "a\nb"}), "/author"),
        (json!({"state": "x"}), "/state"),
    ] {
        let problem = backend.patch(&path, 1, body).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    let body = json!({"status": "completed", "message": "Paid today", "author": "Jonas Weber"});
    let case = backend.patch(&path, 1, body).await.expect(200).json();
    assert_eq!((&case["status"], &case["version"]), (&json!("completed"), &json!(2)));
    assert!(case.get("next_step").is_none());
    assert!(case["milestones"].as_array().unwrap().iter().all(|milestone| milestone["state"] == "done"));
    let timeline = amira.get(&format!("{path}/timeline")).await.expect(200).json();
    let kinds: Vec<_> = timeline["items"].as_array().unwrap().iter().map(|entry| entry["kind"].clone()).collect();
    assert_eq!(kinds, ["status", "message", "message"]);
    assert_eq!(timeline["items"][1]["actor"]["name"], "Jonas Weber");
}

#[tokio::test]
async fn a_repeated_reply_is_one_reply() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let path = format!("/v1/cases/{}/replies", reply_case());
    let send = async |body: &str| {
        let request = amira.request("POST", &path).header("content-type", "application/json");
        let request = request.header("idempotency-key", "k1").body(body.to_owned().into()).unwrap();
        amira.send(request).await
    };
    let first = send(r#"{"body":"Once"}"#).await.expect(201).json();
    let again = send(r#"{"body":"Once"}"#).await.expect(201).json();
    assert_eq!(first["id"], again["id"]);
    send(r#"{"body":"Other"}"#).await.problem(409, "idempotency_key_reused");
}

#[tokio::test]
async fn no_query_makes_the_server_fail() {
    let server = Server::start().await;
    let amira = server.amira().await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=99999999999999999999",
        "limit=x",
        "open=maybe",
        "status=lost",
        "cursor=%00",
        "cursor=AAAA",
        "cursor=WzEsMl0",
        "q=%00",
        "q=%01",
        "nope=1",
        "q=%FF%FE",
        "limit=1&limit=2",
        "cursor=WzFlOTksImNhc2VfMDFoNDU1dmI0cGV4NXZza25rMDg0c24wMnEiXQ",
    ] {
        let answer = amira.get(&format!("/v1/cases?{query}")).await;
        assert!(answer.status.is_client_error() || query == "q=%FF%FE", "{query}: {}", answer.status);
        assert!(!answer.status.is_server_error(), "{query}");
    }
    for id in ["x", "case_", "%00", "..", "case_8zzzzzzzzzzzzzzzzzzzzzzzzz", "doc_00000000000000000000000001"] {
        amira.get(&format!("/v1/cases/{id}")).await.problem(404, "not_found");
    }
}
