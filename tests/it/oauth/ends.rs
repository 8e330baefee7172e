//! How it ends: at the client, at the person, at the organization, at the operator. Always with the next request, event and
//! commit.

use std::time::Duration;

use futures_util::StreamExt;
use loggia_client::types::{Role, audit::AuditQuery, members::MemberQuery, members::UpdateMember};
use loggia_server::domain::oauth::{account, authorize::Person, clients};
use loggia_tests::{Portal, fixture};

use super::support::{Tokens, expect_refusal, post, refresh, status, tokens};

async fn revoke(portal: &Portal, client: &str, token: &str) -> loggia_tests::wire::Answer {
    post(portal, "/oauth/revoke", &[("client_id", client), ("token", token), ("token_type_hint", "x")]).await
}

async fn expect_end(portal: &Portal, tokens: &Tokens) {
    assert_eq!(status(portal, &tokens.access).await, 401);
    expect_refusal(&refresh(portal, &tokens.refresh).await, "invalid_grant");
}

#[tokio::test]
async fn a_client_gives_its_tokens_back() {
    let portal = Portal::start().await.unwrap();
    let reports = fixture::reports();
    let whole = tokens(&portal, "olga", "cases:read").await;
    assert_eq!(revoke(&portal, reports.as_str(), &whole.refresh).await.status, 200);
    expect_end(&portal, &whole).await;
    assert_eq!(revoke(&portal, reports.as_str(), &whole.refresh).await.status, 200, "again is as good");

    let one = tokens(&portal, "olga", "cases:read").await;
    assert_eq!(revoke(&portal, reports.as_str(), &one.access).await.status, 200);
    assert_eq!(status(&portal, &one.access).await, 401);
    let owner = portal.sign_in("olga").await.unwrap().client;
    for (action, entries) in [("oauth_grant.revoked", 1), ("oauth_grant.token_revoked", 1)] {
        let query = AuditQuery { action: Some(action.to_owned()), ..AuditQuery::default() };
        assert_eq!(owner.audit_events().list(&query).await.unwrap().items.len(), entries, "{action}");
    }
    let next = Tokens::of(&refresh(&portal, &one.refresh).await);
    assert_eq!(status(&portal, &next.access).await, 200);

    assert_eq!(revoke(&portal, reports.as_str(), "rt_unknown").await.status, 200);
    expect_refusal(&revoke(&portal, reports.as_str(), "").await, "invalid_request");
    expect_refusal(&revoke(&portal, fixture::exporter().as_str(), &next.refresh).await, "invalid_grant");
    assert_eq!(status(&portal, &next.access).await, 200, "another client cannot end it");
    let embed = portal.sign_in("olga").await.unwrap();
    assert_eq!(revoke(&portal, reports.as_str(), &embed.secret).await.status, 200);
    embed.client.session().get().await.unwrap();
}

#[tokio::test]
async fn ending_the_session_ends_the_sign_in() {
    let portal = Portal::start().await.unwrap();
    let mine = tokens(&portal, "olga", "cases:read").await;
    portal.client(&mine.access).session().end().await.unwrap();
    expect_end(&portal, &mine).await;
}

#[tokio::test]
async fn a_person_takes_back_what_they_agreed_to() {
    let portal = Portal::start().await.unwrap();
    let (mine, theirs) = (tokens(&portal, "olga", "cases:read").await, tokens(&portal, "adam", "cases:read").await);
    let browser = portal.browser("olga").await.unwrap();
    let page = portal.wire.get("/account/applications").header("cookie", &browser.cookie).send().await.unwrap();
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("Reports") && page.text().contains("Northwind NWQXMARK Traders"), "{}", page.text());
    let path = format!("/account/applications/{}/{}/revoke", fixture::reports(), fixture::northwind());
    let send = |csrf: &str| {
        let asking = portal.wire.ask("POST", &path).header("cookie", &browser.cookie);
        let asking = asking.header("content-type", "application/x-www-form-urlencoded");
        asking.body(super::support::form(&[("csrf", csrf)])).send()
    };
    assert_eq!(send("x").await.unwrap().status, 403);
    assert_eq!(status(&portal, &mine.access).await, 200);
    assert_eq!(send(&browser.csrf).await.unwrap().status, 303);
    expect_end(&portal, &mine).await;
    assert_eq!(status(&portal, &theirs.access).await, 200, "somebody else's goes on");
    let page = portal.wire.get("/account/applications").header("cookie", &browser.cookie).send().await.unwrap();
    assert!(!page.text().contains("Reports"), "{}", page.text());
    assert_eq!(send(&browser.csrf).await.unwrap().status, 404);
}

#[tokio::test]
async fn it_ends_with_the_membership_and_follows_the_role() {
    let portal = Portal::start().await.unwrap();
    let mia = tokens(&portal, "mia", "cases:read forms:read").await;
    let owner = portal.sign_in("olga").await.unwrap().client;
    let members = owner.members().list(&MemberQuery::default()).await.unwrap().items;
    let membership = members.iter().find(|member| member.user.id == fixture::user("mia")).unwrap();
    let access = mia.access.clone();
    let forms = || async { portal.wire.get("/v1/forms").bearer(&access).send().await.unwrap().status };
    assert_eq!(forms().await, 200);
    let demoted =
        owner.members().update(&membership.id, membership.version, &UpdateMember::role(Role::Viewer)).await.unwrap();
    assert_eq!((forms().await, status(&portal, &mia.access).await), (403, 200));
    let suspended = |is: bool| UpdateMember {
        suspended: Some(is),
        suspended_reason: is.then(|| "A test".to_owned()),
        ..UpdateMember::default()
    };
    let version = owner.members().update(&membership.id, demoted.version, &suspended(true)).await.unwrap().version;
    assert_eq!((status(&portal, &mia.access).await, refresh(&portal, &mia.refresh).await.status), (401, 400));
    // What ended with the suspension stays ended: why somebody was suspended may be that a program was not theirs.
    owner.members().update(&membership.id, version, &suspended(false)).await.unwrap();
    expect_end(&portal, &mia).await;
    let mia = tokens(&portal, "mia", "cases:read").await;
    assert_eq!(status(&portal, &mia.access).await, 200);
    owner.members().remove(&membership.id).await.unwrap();
    expect_end(&portal, &mia).await;
}

#[tokio::test]
async fn it_ends_with_the_client() {
    let portal = Portal::start().await.unwrap();
    let mine = tokens(&portal, "olga", "cases:read").await;
    clients::delete(portal.store(), fixture::reports()).await.unwrap();
    expect_end(&portal, &mine).await;
    assert!(clients::delete(portal.store(), fixture::reports()).await.is_err());
}

#[tokio::test]
async fn it_ends_when_a_persons_credentials_are_replaced_and_not_when_they_sign_out_of_the_portal() {
    let portal = Portal::start().await.unwrap();
    let mine = tokens(&portal, "olga", "cases:read").await;
    let browser = portal.browser("olga").await.unwrap();
    let asking = portal.wire.ask("DELETE", "/v1/session").header("cookie", &browser.cookie);
    let asking =
        asking.header("portal-csrf", &browser.csrf).header("portal-organization", fixture::northwind().as_str());
    assert_eq!(asking.send().await.unwrap().status, 204);
    assert_eq!(status(&portal, &mine.access).await, 200);
    let (old, new) = ("a long password to begin with", "another one that is long, too");
    portal.set_password("olga", old).await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let form = super::support::form(&[("csrf", &browser.csrf), ("current", old), ("new", new)]);
    let asking = portal.wire.ask("POST", "/account/password").header("cookie", &browser.cookie);
    let asking = asking.header("content-type", "application/x-www-form-urlencoded").body(form);
    let changed = asking.send().await.unwrap();
    assert_eq!(changed.status, 303, "{}", changed.text());
    expect_end(&portal, &mine).await;
}

#[tokio::test]
async fn an_open_event_stream_ends_with_it() {
    let portal = Portal::start().await.unwrap();
    let (mine, other) = (tokens(&portal, "olga", "cases:read").await, tokens(&portal, "olga", "cases:read").await);
    let mut streams = Vec::new();
    for token in [&mine, &other] {
        let response = portal.wire.get("/v1/events").bearer(&token.access).open().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Box::pin(response.bytes_stream());
        assert!(stream.next().await.unwrap().is_ok());
        streams.push(stream);
    }
    assert_eq!(revoke(&portal, fixture::reports().as_str(), &mine.refresh).await.status, 200);
    let over = async { while streams[0].next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(20), over).await.expect("the stream ended");
    assert_eq!(status(&portal, &other.access).await, 200);
}

#[tokio::test]
async fn a_running_upload_is_refused_when_it_ended_meanwhile() {
    let portal = Portal::start().await.unwrap();
    let mine = tokens(&portal, "olga", "documents:upload documents:read").await;
    let before = portal.stored_objects().unwrap();
    let (send, receive) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    let body = futures_util::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|bytes| (Ok::<_, std::io::Error>(bytes), receive))
    });
    let asking = portal.wire.ask("POST", "/v1/documents?name=late.txt").bearer(&mine.access);
    let asking = asking.body(reqwest::Body::wrap_stream(body));
    let upload = async { asking.send().await.unwrap() };
    let end = async {
        send.send(b"first".to_vec()).await.unwrap();
        portal.eventually(|| portal.stored_objects().unwrap().len() > before.len()).await;
        let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
        let session = portal.browser("olga").await.unwrap().session;
        let olga = Person { id: fixture::user("olga"), name: "Olga".to_owned(), session };
        let what = (&fixture::reports(), &fixture::northwind());
        account::revoke(portal.app(), &brand, &olga, what, &portal.request()).await.unwrap();
        send.send(b"second".to_vec()).await.unwrap();
        drop(send);
    };
    let (refused, ()) = futures_util::join!(upload, end);
    assert_eq!((refused.status, refused.code().as_str()), (401, "unauthenticated"), "{}", refused.text());
    portal.eventually(|| portal.stored_objects().unwrap() == before).await;
}
