//! Members and invitations: versions, ranks, the last owner.

use axum::http::StatusCode;
use serde_json::json;

use super::{Answer, Server};

async fn set_role(server: &Server, secret: &str, id: &str, version: Option<&str>, role: &str) -> Answer {
    let mut call = server.call("PATCH", &format!("/v1/members/{id}")).bearer(secret);
    if let Some(version) = version {
        call = call.header("if-match", version);
    }
    call.json(&json!({ "role": role })).send().await
}

async fn remove(server: &Server, secret: &str, id: &str) -> Answer {
    server.call("DELETE", &format!("/v1/members/{id}")).bearer(secret).send().await
}

#[tokio::test]
async fn a_role_changes_from_the_version_that_was_read() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let max = server.member_id(&owner, "Max Member").await;
    assert_eq!(set_role(&server, &owner, &max, None, "admin").await.status, StatusCode::PRECONDITION_REQUIRED);
    for stale in ["\"7\"", "W/\"1\"", "1", "*", "\"x\""] {
        let answer = set_role(&server, &owner, &max, Some(stale), "admin").await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED, "{stale}");
    }
    let changed = set_role(&server, &owner, &max, Some("\"1\""), "admin").await;
    assert_eq!((changed.status, changed.body["role"].as_str()), (StatusCode::OK, Some("admin")));
    assert_eq!(changed.headers["etag"], "\"2\"");
    let audit = server.get("/v1/audit-events?action=member.role_changed").bearer(&owner).send().await;
    assert_eq!(audit.items()[0]["changes"], json!({ "before": { "role": "member" }, "after": { "role": "admin" } }));
}

#[tokio::test]
async fn nobody_grants_or_takes_more_than_they_hold() {
    let server = Server::start().await;
    let admin = server.sign_in("Northwind", "ada@acme.example").await;
    let (olga, max) = (server.member_id(&admin, "Olga Owner").await, server.member_id(&admin, "Max Member").await);
    for refused in [
        set_role(&server, &admin, &max, Some("\"1\""), "owner").await,
        set_role(&server, &admin, &olga, Some("\"1\""), "viewer").await,
        remove(&server, &admin, &olga).await,
    ] {
        assert_eq!(refused.code(), "permission_denied");
    }
    let invite = server.call("POST", "/v1/invitations").bearer(&admin);
    let invited = invite.json(&json!({ "email": "boss@acme.example", "role": "owner" })).send().await;
    assert_eq!(invited.code(), "permission_denied");
    let denied = server.get("/v1/audit-events?limit=100").bearer(&admin).send().await;
    assert_eq!(denied.items().iter().filter(|event| event["outcome"] == "denied").count(), 4);
    let roles = server.get("/v1/roles").bearer(&admin).send().await;
    let grantable: Vec<_> = roles.items().iter().map(|role| role["grantable"].as_bool().unwrap()).collect();
    assert_eq!(grantable, [false, true, true, true]);
}

#[tokio::test]
async fn an_organization_keeps_an_owner() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let olga = server.member_id(&owner, "Olga Owner").await;
    assert_eq!(remove(&server, &owner, &olga).await.code(), "last_owner");
    assert_eq!(set_role(&server, &owner, &olga, Some("\"1\""), "admin").await.code(), "last_owner");
    let ada = server.member_id(&owner, "Ada Admin").await;
    assert_eq!(set_role(&server, &owner, &ada, Some("\"1\""), "owner").await.status, StatusCode::OK);
    assert_eq!(remove(&server, &owner, &olga).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn who_is_removed_is_out_at_once_and_anybody_may_leave() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let viewer = server.sign_in("Northwind", "vera@acme.example").await;
    let member = server.sign_in("Northwind", "max@acme.example").await;
    let (vera, max) = (server.member_id(&owner, "Vera Viewer").await, server.member_id(&owner, "Max Member").await);
    assert_eq!(remove(&server, &viewer, &max).await.code(), "permission_denied");
    assert_eq!(remove(&server, &viewer, &vera).await.status, StatusCode::NO_CONTENT);
    assert_eq!(remove(&server, &owner, &max).await.status, StatusCode::NO_CONTENT);
    for secret in [&viewer, &member] {
        assert_eq!(server.get("/v1/session").bearer(secret).send().await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(remove(&server, &owner, &max).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_organizations_member_does_not_exist() {
    let server = Server::start().await;
    let (owner, south) =
        (server.sign_in("Northwind", "olga@acme.example").await, server.sign_in("Southwind", "sam@acme.example").await);
    let sam = server.member_id(&south, "Sam South").await;
    let missing = "mem_01h455vb4pex5vsknk084sn02q";
    let mut bodies = Vec::new();
    for id in [sam.as_str(), missing, "mem_x", "case_01h455vb4pex5vsknk084sn02q"] {
        for mut answer in
            [set_role(&server, &owner, id, Some("\"1\""), "viewer").await, remove(&server, &owner, id).await]
        {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
            answer.body["request_id"] = json!(null);
            bodies.push(answer.body);
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn an_invitation_is_made_once_and_can_be_withdrawn() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let invite = async |email: &str, key: Option<&str>| {
        let mut call = server.call("POST", "/v1/invitations").bearer(&owner);
        if let Some(key) = key {
            call = call.header("idempotency-key", key);
        }
        call.json(&json!({ "email": email, "role": "viewer" })).send().await
    };
    let first = invite("Zoe@acme.example", Some("k1")).await;
    assert_eq!((first.status, first.body["email"].as_str()), (StatusCode::CREATED, Some("zoe@acme.example")));
    assert_eq!(invite("Zoe@acme.example", Some("k1")).await.body, first.body);
    assert_eq!(invite("zoe@acme.example", None).await.code(), "already_member");
    assert_eq!(invite("vera@acme.example", None).await.code(), "already_member");
    assert_eq!(invite("zoe", None).await.body["errors"][0]["pointer"], "/email");
    let id = first.body["id"].as_str().unwrap();
    let withdraw = async || server.call("DELETE", &format!("/v1/invitations/{id}")).bearer(&owner).send().await;
    assert_eq!(withdraw().await.status, StatusCode::NO_CONTENT);
    assert_eq!(withdraw().await.status, StatusCode::NOT_FOUND);
    assert_eq!(invite("zoe@acme.example", None).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn lists_go_on_where_the_page_ended() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let mut names = Vec::new();
    let mut next = String::new();
    loop {
        let page = server.get(&format!("/v1/members?limit=1{next}")).bearer(&owner).send().await;
        assert_eq!(page.body["total"], 4);
        names.push(page.items()[0]["user"]["name"].as_str().unwrap().to_owned());
        match page.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(names, ["Ada Admin", "Max Member", "Olga Owner", "Vera Viewer"]);
    for (query, pointer) in [
        ("limit=0", "?limit"),
        ("limit=101", "?limit"),
        ("limit=x", "?limit"),
        ("cursor=x", "?cursor"),
        ("role=x", "?role"),
        ("sort=x", "?sort"),
        ("q=%00", "?q"),
    ] {
        let answer = server.get(&format!("/v1/members?{query}")).bearer(&owner).send().await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{query}");
    }
}
