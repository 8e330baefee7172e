//! What a caller may do is decided when it is done, not when the request began.

use std::time::Duration;

use loggia_server::domain::api_keys::{self, NewApiKey};
use loggia_types::{CaseId, Permission};
use serde_json::{Value, json};

use crate::support::{Answer, Held, Server, held, north, reply_case, south, upload_case};

/// Lets a request get past the guard, does something, and lets the request go on.
async fn meanwhile(
    request: impl Future<Output = Answer>,
    mut body: Held,
    change: impl Future<Output = Answer>,
) -> Answer {
    let changed = async {
        body.waits().await;
        let status = change.await.status;
        assert!(status.is_success(), "{status}");
        body.go();
    };
    tokio::join!(request, changed).0
}

fn member(id: &str) -> String {
    format!("/v1/members/{id}")
}

#[tokio::test]
async fn an_upload_of_somebody_who_is_removed_meanwhile_does_not_land() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let (ben, id) = server.join(&amira, "ben@north.example", "member").await;
    let their = member(&id);
    let (go, body) = held("half", " a file");
    let answer = meanwhile(ben.upload("name=a.txt", body), go, amira.delete(&their)).await;
    answer.problem(401, "unauthenticated");

    let (cleo, id) = server.join(&amira, "cleo@north.example", "member").await;
    let their = member(&id);
    let (go, body) = held("half", " a file");
    let demote = amira.patch(&their, 1, json!({"role": "viewer"}));
    meanwhile(cleo.upload("name=a.txt", body), go, demote).await.problem(403, "permission_denied");

    let (dana, _) = server.join(&amira, "dana@north.example", "member").await;
    let (go, body) = held("half", " a file");
    let answer = meanwhile(dana.upload("name=a.txt", body), go, dana.delete("/v1/session")).await;
    answer.problem(401, "unauthenticated");

    assert_eq!(amira.get("/v1/documents").await.json()["items"], json!([]));
    for _ in 0..1000 {
        if server.files() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.files(), 0);
}

#[tokio::test]
async fn who_lost_a_role_meanwhile_grants_nothing_with_it() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let vera = {
        let members = amira.get("/v1/members?q=vera").await.expect(200).json();
        member(members["items"][0]["id"].as_str().unwrap())
    };
    let invite =
        |email: &str, role: &str| held(&format!("{{\"email\": \"{email}\","), &format!("\"role\": \"{role}\"}}"));

    let (ben, id) = server.join(&amira, "ben@north.example", "admin").await;
    let their = member(&id);
    let (go, body) = invite("friend@north.example", "admin");
    let request = ben.send_slowly("POST", "/v1/invitations", body);
    meanwhile(request, go, amira.delete(&their)).await.problem(401, "unauthenticated");

    let (cleo, id) = server.join(&amira, "cleo@north.example", "admin").await;
    let their = member(&id);
    let (go, body) = invite("friend@north.example", "viewer");
    let request = cleo.send_slowly("POST", "/v1/invitations", body);
    let demote = amira.patch(&their, 1, json!({"role": "member"}));
    meanwhile(request, go, demote).await.problem(403, "permission_denied");
    assert_eq!(amira.audited("invitation.created").await[0]["outcome"], "denied");

    let (dana, id) = server.join(&amira, "dana@north.example", "owner").await;
    let their = member(&id);
    let (go, body) = invite("friend@north.example", "owner");
    let request = dana.send_slowly("POST", "/v1/invitations", body);
    let demote = amira.patch(&their, 1, json!({"role": "admin"}));
    meanwhile(request, go, demote).await.problem(403, "permission_denied");

    let (eli, id) = server.join(&amira, "eli@north.example", "admin").await;
    let their = member(&id);
    let (go, body) = held("{\"role\":", "\"admin\"}");
    let request = eli.send_slowly("PATCH", &vera, body);
    let demote = amira.patch(&their, 1, json!({"role": "viewer"}));
    meanwhile(request, go, demote).await.problem(403, "permission_denied");

    let open = amira.get("/v1/invitations").await.expect(200).json();
    let emails: Vec<_> = open["items"].as_array().unwrap().iter().map(|item| item["email"].clone()).collect();
    assert_eq!(emails, ["late@north.example"]);
    assert_eq!(amira.get("/v1/members?q=vera").await.json()["items"][0]["role"], "viewer");
}

#[tokio::test]
async fn a_revoked_key_ends_with_what_was_made_with_it() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    let document = backend.upload("name=a.txt", "one").await.expect(201).json();
    let links = format!("/v1/documents/{}/download-links", document["id"].as_str().unwrap());
    let link = backend.post(&links, json!({})).await.expect(201).json();
    let keys = api_keys::list(server.app.store(), Some("acme".to_owned())).await.unwrap();
    assert_eq!(keys.len(), 1);
    let revoke = async {
        api_keys::revoke(server.app.store(), keys[0].id.clone()).await.unwrap();
        amira.get("/healthz").await
    };
    let (go, body) = held("half", " a file");
    meanwhile(backend.upload("name=b.txt", body), go, revoke).await.problem(401, "unauthenticated");
    amira.get("/v1/session").await.problem(401, "unauthenticated");
    amira.get(link["path"].as_str().unwrap()).await.problem(404, "not_found");
    assert!(api_keys::revoke(server.app.store(), keys[0].id.clone()).await.is_err());
    let listed = api_keys::list(server.app.store(), None).await.unwrap();
    assert!(listed[0].revoked_at.is_some());
}

#[tokio::test]
async fn a_key_that_ends_by_itself_ends_what_was_made_with_it() {
    let server = Server::start().await;
    let new = api_keys::NewApiKey {
        brand: "acme".to_owned(),
        name: "For a while".to_owned(),
        scopes: vec![Permission::EmbedSessionsCreate],
        networks: Vec::new(),
        good_for: Some(chrono::TimeDelta::seconds(5)),
    };
    let (_, secret) = api_keys::issue(server.app.store(), new).await.unwrap();
    let wanted = json!({ "organization_id": north(), "user": { "email": "amira@north.example" } });
    let made = server.with_key(&secret).post("/v1/embed-sessions", wanted).await.expect(201).json();
    let amira = server.acting(made["client_secret"].as_str().unwrap(), None);
    amira.get("/v1/session").await.expect(200);
    let (go, body) = held("half", " a file");
    let over = async {
        tokio::time::sleep(std::time::Duration::from_millis(5100)).await;
        amira.get("/healthz").await
    };
    meanwhile(amira.upload("name=late.txt", body), go, over).await.problem(401, "unauthenticated");
    amira.get("/v1/session").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_key_has_the_scopes_it_was_given() {
    let server = Server::start().await;
    let scopes = vec![Permission::CasesRead];
    let good_for = Some(chrono::TimeDelta::days(1));
    let new = NewApiKey { brand: "acme".to_owned(), name: "narrow".to_owned(), scopes, networks: Vec::new(), good_for };
    let (_, secret) = api_keys::issue(server.app.store(), new.clone()).await.unwrap();
    let narrow = server.with_key(&secret);
    narrow.get("/v1/cases").await.expect(200);
    narrow.get("/v1/documents").await.problem(403, "permission_denied");
    let days = chrono::TimeDelta::days;
    for no_end in [days(-1), days(0), days(u32::MAX.into())] {
        let new = NewApiKey { good_for: Some(no_end), ..new.clone() };
        assert!(api_keys::issue(server.app.store(), new).await.is_err(), "{no_end}");
    }
    assert!(api_keys::issue(server.app.store(), NewApiKey { name: "a\nb".to_owned(), ..new }).await.is_err());
}

#[tokio::test]
async fn an_invitation_is_good_for_as_long_as_its_maker_may_make_it() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    let sign_in = async |email: &str| {
        let body = json!({"organization_id": north(), "user": {"email": email}});
        backend.post("/v1/embed-sessions", body).await
    };
    let refused = sign_in("late@north.example").await.problem(422, "validation_failed");
    assert_eq!(refused["errors"][0]["code"], "not_a_member");
    let denied = backend.audited("embed_session.created").await;
    assert_eq!((&denied[0]["outcome"], &denied[0]["actor"]["kind"]), (&json!("denied"), &json!("api_key")));

    let (dana, id) = server.join(&amira, "dana@north.example", "owner").await;
    let their = member(&id);
    for (email, role) in [("x@north.example", "owner"), ("y@north.example", "viewer")] {
        dana.post("/v1/invitations", json!({"email": email, "role": role})).await.expect(201);
    }
    let open = async || -> Vec<Value> {
        let page = amira.get("/v1/invitations").await.expect(200).json();
        page["items"].as_array().unwrap().iter().map(|item| item["email"].clone()).collect()
    };
    amira.patch(&their, 1, json!({"role": "admin"})).await.expect(200);
    assert_eq!(open().await, ["y@north.example", "late@north.example"]);
    sign_in("x@north.example").await.problem(422, "validation_failed");
    amira.delete(&their).await.expect(204);
    assert_eq!(open().await, ["late@north.example"]);
    let withdrawn = amira.audited("invitation.withdrawn").await;
    assert_eq!(withdrawn.len(), 2);
    assert_eq!(withdrawn[0]["changes"]["before"]["email"], "y@north.example");
}

#[tokio::test]
async fn a_feature_that_is_off_cannot_be_reached_through_another() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let documents = server.narrowed("amira@north.example", &["documents", "documents.upload"]).await;
    documents.upload("name=a.txt", "x").await.expect(201);
    for case in [upload_case(), CaseId::generate()] {
        let query = format!("name=a.txt&case_id={case}");
        documents.upload(&query, "x").await.problem(403, "feature_disabled");
    }
    let secret = amira.upload("name=secret-name.txt", "x").await.expect(201).json();
    let requests = server.narrowed("amira@north.example", &["requests", "status"]).await;
    let form = requests.get("/v1/forms").await.expect(200).json()["items"][0]["version_id"].clone();
    let send =
        async |answers| requests.post("/v1/submissions", json!({"form_version_id": form, "answers": answers})).await;
    let refused = send(json!({"order": "1234", "kind": "broken", "photos": [secret["id"]]})).await;
    assert!(!String::from_utf8_lossy(&refused.body).contains("secret-name"));
    refused.problem(403, "feature_disabled");
    send(json!({"order": "1234", "kind": "lost"})).await.expect(201);
}

#[tokio::test]
async fn refused_changes_are_in_the_audit_log() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    let path = format!("/v1/cases/{}/replies", reply_case());
    let elsewhere = amira.request("POST", &path).header("origin", "https://elsewhere.example");
    let elsewhere = elsewhere.header("content-type", "application/json").body("{}".into()).unwrap();
    amira.send(elsewhere).await.problem(403, "origin_not_allowed");
    assert_eq!(amira.audited("cases.reply").await[0]["outcome"], "denied");
    backend.delete("/v1/session").await.problem(403, "permission_denied");
    assert_eq!(amira.audited("session.ended").await[0]["actor"]["kind"], "api_key");
}

#[tokio::test]
async fn people_are_told_apart_by_what_they_are_called() {
    let server = Server::start().await;
    let (amira, backend) = (server.amira().await, server.backend());
    for email in ["\u{212a}im@north.example", "a\u{200b}@north.example", "j\u{fc}rgen@north.example"] {
        let invited = amira.post("/v1/invitations", json!({"email": email, "role": "viewer"})).await;
        assert_eq!(invited.problem(422, "validation_failed")["errors"][0]["pointer"], "/email");
    }
    amira.post("/v1/invitations", json!({"email": "kim@north.example", "role": "viewer"})).await.expect(201);
    for name in ["exe.\u{202e}gpj", "a\nb", " ", &"x".repeat(201)] {
        let user = json!({"email": "kim@north.example", "name": name});
        let refused = backend.post("/v1/embed-sessions", json!({"organization_id": north(), "user": user})).await;
        assert_eq!(refused.problem(422, "validation_failed")["errors"][0]["pointer"], "/user/name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_who_signs_in_everywhere_at_once_is_let_in_everywhere() {
    let server = Server::start().await;
    let (amira, sam, backend) = (server.amira().await, server.sam().await, server.backend());
    for round in 0..4 {
        let email = format!("new{round}@both.example");
        for by in [&amira, &sam] {
            by.post("/v1/invitations", json!({"email": email, "role": "viewer"})).await.expect(201);
        }
        let all = (0..12).map(|turn| {
            let org = if turn % 2 == 0 { north() } else { south() };
            backend.post("/v1/embed-sessions", json!({"organization_id": org, "user": {"email": email}}))
        });
        for answer in futures_util::future::join_all(all).await {
            answer.expect(201);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_may_look_and_reply_at_the_same_time() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let (replies, read) = (format!("/v1/cases/{}/replies", reply_case()), format!("/v1/cases/{}/read", reply_case()));
    let reply = futures_util::future::join_all((0..4).map(|_| amira.post(&replies, json!({"body": "Hi"}))));
    let look = futures_util::future::join_all((0..8).map(|_| amira.put(&read)));
    let (replied, looked) = tokio::join!(reply, look);
    replied.into_iter().for_each(|answer| drop(answer.expect(201)));
    looked.into_iter().for_each(|answer| drop(answer.expect(204)));
}
