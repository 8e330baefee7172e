//! Embed sessions: whom they are for, and how they end.

use axum::http::StatusCode;
use serde_json::json;

use super::Server;

#[tokio::test]
async fn an_invited_person_becomes_a_member_at_the_first_sign_in() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let secret = server
        .sign_in_with(
            "Northwind",
            "New@ACME.example",
            json!({ "user": { "email": "New@ACME.example", "name": "Nia New" } }),
        )
        .await;
    let session = server.get("/v1/session").bearer(&secret).send().await.body;
    assert_eq!((session["user"]["name"].as_str(), session["role"].as_str()), (Some("Nia New"), Some("member")));
    assert_eq!(server.get("/v1/invitations").bearer(&owner).send().await.items().len(), 0);
    let members = server.get("/v1/members?q=nia").bearer(&owner).send().await;
    assert_eq!(members.items()[0]["source"], "invitation");
    let accepted = server.get("/v1/audit-events?action=invitation.accepted").bearer(&owner).send().await;
    assert_eq!(accepted.items().len(), 1);
}

#[tokio::test]
async fn a_stranger_gets_no_session() {
    let server = Server::start().await;
    let (key, north) = (&server.api_keys["acme"], &server.organizations["Northwind"]);
    let ask = async |key: &str, body| server.call("POST", "/v1/embed-sessions").bearer(key).json(&body).send().await;
    for (user, pointer) in [
        (json!({ "email": "sam@acme.example" }), "/user/email"),
        (json!({ "email": "nobody@acme.example" }), "/user/email"),
        (json!({ "email": "not an address" }), "/user/email"),
        (json!({ "id": "user_01h455vb4pex5vsknk084sn02q" }), "/user/id"),
        (json!({ "name": "?" }), "/user"),
    ] {
        let refused = ask(key, json!({ "organization_id": north, "user": user })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    let foreign =
        ask(&server.api_keys["other"], json!({ "organization_id": north, "user": { "email": "olga@acme.example" } }));
    assert_eq!(foreign.await.status, StatusCode::NOT_FOUND);
    let long =
        ask(key, json!({ "organization_id": north, "user": { "email": "olga@acme.example" }, "expires_in": 3601 }));
    assert_eq!(long.await.body["errors"][0]["pointer"], "/expires_in");
    let member = server.sign_in("Northwind", "olga@acme.example").await;
    let by_member = ask(&member, json!({ "organization_id": north, "user": { "email": "olga@acme.example" } }));
    assert_eq!(by_member.await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_secret_and_it_is_not_stored() {
    let server = Server::start().await;
    let body = json!({
        "organization_id": server.organizations["Northwind"], "user": { "email": "olga@acme.example" },
    });
    let ask = async |key: &str, body| {
        let call = server.call("POST", "/v1/embed-sessions").bearer(&server.api_keys["acme"]);
        call.header("idempotency-key", key).json(body).send().await
    };
    let (first, second, other) = (ask("a", &body).await, ask("a", &body).await, ask("b", &body).await);
    assert_eq!(first.body, second.body);
    assert_ne!(first.body["client_secret"], other.body["client_secret"]);
    let secret = first.body["client_secret"].as_str().unwrap();
    assert_eq!(server.get("/v1/session").bearer(secret).send().await.status, StatusCode::OK);
    let changed = json!({ "organization_id": body["organization_id"], "user": { "email": "ada@acme.example" } });
    assert_eq!(ask("a", &changed).await.code(), "idempotency_key_reused");
    let holds = |text: &str| {
        let files = std::fs::read_dir(&server.app.config().data_dir).unwrap().flatten();
        let files = files.filter(|file| file.path().is_file()).map(|file| std::fs::read(file.path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    assert!(holds(&crate::auth::hash(secret)), "what is stored is found");
    assert!(!holds(secret));
}

#[tokio::test]
async fn each_download_is_in_the_audit_log_whatever_part_it_takes() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let upload = server.call("POST", "/v1/documents?name=a.txt").bearer(&owner).body("some bytes").send().await;
    let path = format!("/v1/documents/{}/content", upload.body["id"].as_str().unwrap());
    let mut downloads = 0;
    for (method, header, value, status, noted) in [
        ("HEAD", "accept", "*/*", 200, false),
        ("GET", "if-none-match", "*", 304, false),
        ("GET", "range", "bytes=99-", 416, false),
        ("GET", "accept", "*/*", 200, true),
        ("GET", "range", "bytes=0-0", 206, true),
        ("GET", "range", "bytes=1-", 206, true),
    ] {
        let answer = server.call(method, &path).bearer(&owner).header(header, value).send().await;
        assert_eq!(answer.status.as_u16(), status, "{method} {value}");
        downloads += usize::from(noted);
        let log = server.get("/v1/audit-events?action=document.downloaded").bearer(&owner).send().await;
        assert_eq!(log.items().len(), downloads, "{method} {value}");
    }
}

#[tokio::test]
async fn a_link_whose_right_ends_while_it_is_used_is_none() {
    use crate::{auth::RequestInfo, domain::documents};

    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let upload = server.call("POST", "/v1/documents?name=a.txt").bearer(&owner).body("bytes").send().await;
    let links = format!("/v1/documents/{}/download-links", upload.body["id"].as_str().unwrap());
    let made = server.call("POST", &links).bearer(&owner).send().await;
    let token = made.body["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let request = RequestInfo { id: loggia_types::RequestId::generate(), ip: None, user_agent: None };
    let link = documents::by_token(server.app.store(), &token, request, chrono::Utc::now()).await.unwrap();
    server.call("DELETE", "/v1/session").bearer(&owner).send().await;
    let refused = documents::use_link(server.app.store(), &link, documents::Take::Whole).await.unwrap_err();
    assert_eq!(refused.code(), Some(loggia_types::ProblemCode::NotFound));
}

#[tokio::test]
async fn the_session_tells_who_and_what_and_how_it_looks() {
    let server = Server::start().await;
    let secret = server.sign_in_with("Northwind", "vera@acme.example", json!({ "locale": "de-AT" })).await;
    let session = server.get("/v1/session").bearer(&secret).send().await.body;
    assert_eq!(session["permissions"], json!(["cases:read", "documents:read", "members:read"]));
    assert_eq!(session["locale"], "de-AT");
    assert_eq!(session["theme"], json!({ "name": "", "light": {}, "dark": {} }), "as the page looks anyway");
    assert_eq!(session["limits"]["max_upload_bytes"], server.app.config().max_upload_bytes);
}

#[tokio::test]
async fn a_download_link_ends_with_the_feature_and_with_the_scope() {
    use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};

    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let (key, north) = (&server.api_keys["acme"], &server.organizations["Northwind"]);
    let upload = server.call("POST", "/v1/documents?name=a.txt").bearer(&owner).body("bytes").send().await;
    let links = format!("/v1/documents/{}/download-links", upload.body["id"].as_str().unwrap());
    let file = server.app.config().data_dir.join("portal.db");
    let mut database = SqliteConnection::establish(&file.display().to_string()).unwrap();
    database.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
    for (secret, take, give) in [
        (&owner, "organizations SET features = '[\"status\"]'", "organizations SET features = NULL"),
        (key, "api_keys SET scopes = '[\"cases:read\"]'", "api_keys SET scopes = '[\"documents:read\"]'"),
    ] {
        let call = server.call("POST", &links).bearer(secret);
        let call = if secret == key { call.header("portal-organization", north) } else { call };
        let link = call.send().await.body["path"].as_str().unwrap().to_owned();
        database.batch_execute(&format!("UPDATE {take}")).unwrap();
        assert_eq!(server.get(&link).send().await.status, StatusCode::NOT_FOUND);
        database.batch_execute(&format!("UPDATE {give}")).unwrap();
        assert_eq!(server.get(&link).send().await.status, StatusCode::OK);
    }
}
