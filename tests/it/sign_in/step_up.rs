//! Proving again who one is, before what is sensitive.

use loggia_client::types::{
    embed::ORGANIZATION_HEADER,
    sign_in::{AuthenticationMethod, CSRF_HEADER},
};
use loggia_server::domain::sign_in;
use loggia_tests::{
    Browser, Portal, Visitor,
    authenticator::Authenticator,
    fixture,
    wire::{Answer, Asking},
};
use serde_json::json;

use super::{
    PASSWORD,
    factors::{ORIGIN, add_passkey, set_up_app, show_passkey, signed_in},
    olga, portal,
};

fn as_page<'a>(asking: Asking<'a>, browser: &Browser) -> Asking<'a> {
    asking
        .header("cookie", &browser.cookie)
        .header(CSRF_HEADER, &browser.csrf)
        .header(ORGANIZATION_HEADER, fixture::northwind().as_str())
        .header("sec-fetch-site", "same-origin")
}

/// Lets 16 minutes pass since a visitor last proved who they are.
async fn wait(portal: &Portal, visitor: &Visitor<'_>) {
    let secret = loggia_server::auth::hash(&visitor.cookies["__Host-portal_session"]);
    let session = portal
        .store()
        .system_read(move |c| c.live_user_session(loggia_server::store::credentials::Shown::Secret(&secret)))
        .await
        .unwrap()
        .unwrap();
    portal.age(&session.id, 16).await.unwrap();
}

/// Sends a form as the browser does, with where it comes from.
async fn post_from(visitor: &Visitor<'_>, path: &str, referer: &str) -> Answer {
    let asking = visitor.ask("POST", path).header("sec-fetch-site", "same-origin").header("referer", referer);
    asking.form([("csrf", visitor.csrf.as_str())]).send().await.unwrap()
}

#[tokio::test]
async fn what_is_sensitive_on_the_account_asks_for_the_password_once_more() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    visitor.get("/account").await.unwrap();
    wait(&portal, &visitor).await;
    assert_eq!(visitor.get("/account").await.unwrap().status, 200, "looking is free");
    for path in ["/account/password", "/account/passkeys/new", "/account/codes", "/account/email/change"] {
        let sent = visitor.get(path).await.unwrap();
        let expected = format!("/confirm?return_to={}", path.replace('/', "%2F"));
        assert_eq!((sent.status, sent.header("location")), (303, expected.as_str()));
    }
    let own = "https://portal.acme.example/account?done=x";
    for path in [
        "/account/sessions/end-others",
        "/account/email/change",
        "/account/codes",
        "/account/recovery-codes",
        "/account/password",
        "/account/passkeys",
    ] {
        let sent = post_from(&visitor, path, own).await;
        assert_eq!(sent.header("location"), "/confirm?return_to=%2Faccount%3Fdone%3Dx", "{path}");
    }
    let elsewhere = post_from(&visitor, "/account/codes", "https://evil.example/x").await;
    assert_eq!(elsewhere.header("location"), "/confirm?return_to=%2Faccount");
    let page = visitor.get("/confirm?return_to=/account/password").await.unwrap().text();
    assert!(page.contains("autocomplete=\"current-password\"") && page.contains("Sign in again"), "{page}");
    let form = |password| [("password", password), ("return_to", "/account/password")];
    let wrong = visitor.post("/confirm", &form("wrong")).await.unwrap();
    assert!(wrong.status == 422 && wrong.text().contains("not your password"), "{}", wrong.text());
    assert_eq!(visitor.get("/account/password").await.unwrap().status, 303);
    let right = visitor.post("/confirm", &form(PASSWORD)).await.unwrap();
    assert_eq!((right.status, right.header("location")), (303, "/account/password"), "{}", right.text());
    assert_eq!(visitor.get("/account/password").await.unwrap().status, 200);
    let outside = visitor.post("/confirm", &[("password", PASSWORD), ("return_to", "https://evil.example")]).await;
    assert_eq!(outside.unwrap().header("location"), "/");
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let outcomes: Vec<_> = log.items.iter().filter(|entry| entry.action == "session.confirmed").collect();
    assert_eq!(
        outcomes.iter().map(|entry| entry.outcome.as_str()).collect::<Vec<_>>(),
        ["success", "success", "denied"]
    );
}

#[tokio::test]
async fn whoever_has_a_second_factor_confirms_with_it_and_not_with_the_password() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    let app = set_up_app(&mut visitor).await;
    wait(&portal, &visitor).await;
    let page = visitor.get("/confirm?return_to=/account/passkeys/new").await.unwrap().text();
    assert!(page.contains("one-time-code") && !page.contains("current-password"), "{page}");
    let refused = visitor.post("/confirm", &[("password", PASSWORD)]).await.unwrap();
    assert_eq!(refused.status, 422);
    assert_eq!(visitor.post("/confirm", &[("code", &app.used)]).await.unwrap().status, 422, "it was used");
    let right = visitor.post("/confirm", &[("code", &app.code()), ("return_to", "/account")]).await.unwrap();
    assert_eq!(right.header("location"), "/account", "{}", right.text());
    let mut key = Authenticator::new(ORIGIN).unwrap();
    assert_eq!(add_passkey(&mut visitor, &mut key).await.header("location"), "/account?done=passkey");
    wait(&portal, &visitor).await;
    visitor.get("/confirm").await.unwrap();
    key.counter += 1;
    let right = show_passkey(&mut visitor, "/confirm/passkey", |options| key.sign(options).unwrap()).await;
    assert_eq!(right.status, 303, "{}", right.text());
    assert_eq!(visitor.get("/account/password").await.unwrap().status, 200);
    wait(&portal, &visitor).await;
    visitor.get("/confirm").await.unwrap();
    let again = visitor.post("/confirm/sign-in", &[("return_to", "/account/password")]).await.unwrap();
    assert_eq!(again.header("location"), "/sign-in?return_to=%2Faccount%2Fpassword");
    assert!(!visitor.cookies.contains_key("__Host-portal_session"));
}

#[tokio::test]
async fn the_api_asks_sessions_of_the_portal_and_nobody_else() {
    let portal = portal().await;
    let fresh = portal.browser("olga").await.unwrap();
    let old = portal.browser("olga").await.unwrap();
    portal.age(&old.session, 16).await.unwrap();
    let key = json!({ "name": "K", "scopes": ["cases:read"] });
    let made = as_page(portal.wire.ask("POST", "/v1/api-keys"), &fresh).json(&key).send().await.unwrap();
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let id = made["api_key"]["id"].as_str().or_else(|| made["id"].as_str()).unwrap().to_owned();
    let members = as_page(portal.wire.get("/v1/members"), &old).send().await.unwrap();
    assert_eq!(members.status, 200, "looking is free");
    let member =
        members.json()["items"].as_array().unwrap().iter().find(|item| item["role"] == "viewer").unwrap()["id"].clone();
    let role = json!({ "name": "R", "inherits": [], "grants": [] });
    for (method, path, body) in [
        ("POST", "/v1/api-keys".to_owned(), key.clone()),
        ("PATCH", format!("/v1/api-keys/{id}"), json!({ "name": "L" })),
        ("POST", format!("/v1/api-keys/{id}/rotate"), json!({})),
        ("DELETE", format!("/v1/api-keys/{id}?confirm=true"), json!({})),
        ("PATCH", format!("/v1/members/{}", member.as_str().unwrap()), json!({ "role": "admin" })),
        ("POST", "/v1/roles".to_owned(), role),
        ("POST", "/v1/invitations".to_owned(), json!({ "email": "boss@northwind.example", "role": "owner" })),
        ("POST", "/v1/invitations".to_owned(), json!({ "email": "boss@northwind.example", "role": "admin" })),
    ] {
        let asking = as_page(portal.wire.ask(method, &path), &old).header("if-match", "\"1\"").json(&body);
        let refused = asking.send().await.unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (403, "step_up_required"), "{method} {path}");
        let challenge = refused.header("www-authenticate");
        assert!(challenge.contains("error=\"insufficient_user_authentication\""), "RFC 9470: {challenge}");
    }
    let invitation = json!({ "email": "new@northwind.example", "role": "member" });
    let made = as_page(portal.wire.ask("POST", "/v1/invitations"), &old).json(&invitation).send().await.unwrap();
    assert_eq!(made.status, 201, "of a member, nobody is asked: {}", made.text());
    // The vendor vouches for an embed session, and programs cannot be asked.
    let embed = portal.sign_in("olga").await.unwrap();
    let by_embed = portal.wire.ask("POST", "/v1/api-keys").bearer(&embed.secret).json(&key).send().await.unwrap();
    assert_eq!(by_embed.status, 201, "{}", by_embed.text());
    let by_key = portal.wire.ask("POST", "/v1/api-keys").bearer(&portal.acme_key);
    let by_key = by_key.header(ORGANIZATION_HEADER, fixture::northwind().as_str()).json(&key).send().await.unwrap();
    assert_ne!(by_key.code(), "step_up_required");
    // After a proof it goes on.
    portal.age(&old.session, 1).await.unwrap();
    let made = as_page(portal.wire.ask("POST", "/v1/api-keys"), &old).json(&key).send().await.unwrap();
    assert_eq!(made.status, 201, "{}", made.text());
}

#[tokio::test]
async fn it_is_asked_again_when_it_is_written() {
    let portal = portal().await;
    let browser = portal.browser("olga").await.unwrap();
    let (send, receive) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    let body = futures_util::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|bytes| (Ok::<_, std::io::Error>(bytes), receive))
    });
    let asking = as_page(portal.wire.ask("POST", "/v1/api-keys"), &browser).header("content-type", "application/json");
    let asking = asking.body(reqwest::Body::wrap_stream(body));
    let slow = async { asking.send().await.unwrap() };
    let pass = async {
        send.send(br#"{"name":"K","#.to_vec()).await.unwrap();
        // The guard has let the head of the request through by now.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        portal.age(&browser.session, 16).await.unwrap();
        send.send(br#""scopes":["cases:read"]}"#.to_vec()).await.unwrap();
        drop(send);
    };
    let (refused, ()) = futures_util::join!(slow, pass);
    assert_eq!((refused.status, refused.code().as_str()), (403, "step_up_required"), "{}", refused.text());
}

#[tokio::test]
async fn what_an_organizations_provider_says_of_somebody_changes_nothing_of_their_account() {
    let portal = portal().await;
    for (who, has_password) in [("olga", true), ("vic", false)] {
        let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
        let methods = sign_in::Methods::of(&[AuthenticationMethod::Federated]);
        let (user, request) = (fixture::user(who), portal.request());
        let begun = sign_in::begin(portal.app(), &brand, &user, methods, &request).await.unwrap();
        let sign_in::Begin::Session(session) = begun else { panic!("{begun:?}") };
        let mut visitor = Visitor::new(&portal);
        visitor.cookies.insert("__Host-portal_session".to_owned(), session.secret);
        assert_eq!(visitor.get("/account").await.unwrap().status, 200, "looking is free");
        for path in ["/account/password", "/account/passkeys/new", "/account/codes"] {
            let sent = visitor.get(path).await.unwrap();
            assert!(sent.status == 303 && sent.header("location").starts_with("/confirm?"), "{path}: {}", sent.text());
        }
        let own = "https://portal.acme.example/account";
        for path in ["/account/passkeys", "/account/codes", "/account/sessions/end-others"] {
            let sent = post_from(&visitor, path, own).await;
            assert!(sent.header("location").starts_with("/confirm?"), "{path}: {}", sent.text());
        }
        let page = visitor.get("/confirm").await.unwrap().text();
        assert_eq!(page.contains("is not enough for your account"), !has_password, "{page}");
        if has_password {
            let right = visitor.post("/confirm", &[("password", PASSWORD), ("return_to", "/account/password")]).await;
            assert_eq!(right.unwrap().header("location"), "/account/password");
            assert_eq!(visitor.get("/account/passkeys/new").await.unwrap().status, 200);
        }
    }
}
