//! Sessions of the hosted portal at the API: what they open, and that nothing goes on when they end.

use std::time::Duration;

use futures_util::StreamExt;
use loggia_client::types::{
    Feature,
    embed::ORGANIZATION_HEADER,
    sign_in::{AuthenticationMethod, CSRF_HEADER},
};
use loggia_server::{
    domain::{
        factors,
        features::{self, Owner},
    },
    policy::features::Switch,
};
use loggia_tests::{Browser, Portal, fixture, wire::Asking};
use serde_json::json;
use tokio::sync::mpsc::{Sender, channel};

fn as_page<'a>(asking: Asking<'a>, browser: &Browser) -> Asking<'a> {
    asking
        .header("cookie", &browser.cookie)
        .header(CSRF_HEADER, &browser.csrf)
        .header(ORGANIZATION_HEADER, fixture::northwind().as_str())
        .header("sec-fetch-site", "same-origin")
}

/// An upload whose bytes come when they are sent, and that ends when the sender goes.
fn upload_in_pieces<'a>(portal: &'a Portal, browser: &Browser) -> (Sender<Vec<u8>>, Asking<'a>) {
    let (send, receive) = channel(1);
    let body = futures_util::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|bytes: Vec<u8>| (Ok::<_, std::io::Error>(bytes), receive))
    });
    let asking = as_page(portal.wire.ask("POST", "/v1/documents?name=late.txt"), browser);
    (send, asking.body(reqwest::Body::wrap_stream(body)))
}

#[tokio::test]
async fn a_browser_acts_in_the_organization_that_it_names() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let session = as_page(portal.wire.get("/v1/session"), &browser).send().await.unwrap().json();
    assert_eq!(session["user"]["id"], fixture::user("olga").as_str());
    assert_eq!(session["organization"]["id"], fixture::northwind().as_str());
    let invitation = json!({ "email": "new@northwind.example", "role": "member" });
    let made = as_page(portal.wire.ask("POST", "/v1/invitations"), &browser).json(&invitation).send().await.unwrap();
    assert_eq!(made.status, 201, "{}", made.text());
    for site in ["same-site", "cross-site", "none"] {
        let asking = portal.wire.get("/v1/session").header("cookie", &browser.cookie).header("sec-fetch-site", site);
        let asking = asking.header(CSRF_HEADER, &browser.csrf);
        let refused = asking.header(ORGANIZATION_HEADER, fixture::northwind().as_str()).send().await.unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (403, "origin_not_allowed"), "{site}");
    }
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "session.began"), "{log:?}");
}

#[tokio::test]
async fn an_event_stream_ends_with_its_session() {
    let portal = Portal::start().await.unwrap();
    let (browser, other) = (portal.browser("olga").await.unwrap(), portal.browser("olga").await.unwrap());
    let mut streams = Vec::new();
    for browser in [&browser, &other] {
        let response = as_page(portal.wire.get("/v1/events"), browser).open().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Box::pin(response.bytes_stream());
        assert!(stream.next().await.unwrap().is_ok(), "it says where it begins");
        streams.push(stream);
    }
    let ended = as_page(portal.wire.ask("DELETE", "/v1/session"), &browser).send().await.unwrap();
    assert_eq!(ended.status, 204);
    let over = async { while streams[0].next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(20), over).await.expect("the stream ended");
    let refused = as_page(portal.wire.get("/v1/session"), &browser).send().await.unwrap();
    assert_eq!(refused.status, 401);
    let good = as_page(portal.wire.get("/v1/session"), &other).send().await.unwrap();
    assert_eq!(good.status, 200, "another session of the same person goes on");
}

#[tokio::test]
async fn an_event_stream_ends_when_a_second_factor_becomes_required() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser_by("olga", &[AuthenticationMethod::Password]).await.unwrap();
    let response = as_page(portal.wire.get("/v1/events"), &browser).open().await.unwrap();
    let mut stream = Box::pin(response.bytes_stream());
    assert!(stream.next().await.unwrap().is_ok(), "it says where it begins");
    factors::require(portal.app(), "acme", Some(fixture::northwind()), true).await.unwrap();
    let over = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(40), over).await.expect("the stream ended");
    let refused = as_page(portal.wire.get("/v1/session"), &browser).send().await.unwrap();
    assert_eq!(refused.code(), "second_factor_required");
}

#[tokio::test]
async fn an_upload_is_refused_when_its_session_ended_meanwhile() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let before = portal.stored_objects().unwrap();
    let (send, asking) = upload_in_pieces(&portal, &browser);
    let upload = async { asking.send().await.unwrap() };
    let end = async {
        send.send(b"first".to_vec()).await.unwrap();
        portal.eventually(|| portal.stored_objects().unwrap().len() > before.len()).await;
        let ended = as_page(portal.wire.ask("DELETE", "/v1/session"), &browser).send().await.unwrap();
        assert_eq!(ended.status, 204);
        send.send(b"second".to_vec()).await.unwrap();
        drop(send);
    };
    let (refused, ()) = futures_util::join!(upload, end);
    assert_eq!((refused.status, refused.code().as_str()), (401, "unauthenticated"), "{}", refused.text());
    portal.eventually(|| portal.stored_objects().unwrap() == before).await;
}

#[tokio::test]
async fn an_upload_is_refused_when_its_feature_was_switched_off_meanwhile() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let before = portal.stored_objects().unwrap();
    let (send, asking) = upload_in_pieces(&portal, &browser);
    let upload = async { asking.send().await.unwrap() };
    let switch = async {
        send.send(b"everything".to_vec()).await.unwrap();
        portal.eventually(|| portal.stored_objects().unwrap().len() > before.len()).await;
        let off = Switch { on: false, percentage: None, ends_at: None };
        features::set(portal.store(), Owner::Platform, Feature::DocumentsUpload, Some(off)).await.unwrap();
        // Nothing more comes, and so nothing more is asked: but when it is written.
        drop(send);
    };
    let (refused, ()) = futures_util::join!(upload, switch);
    assert_eq!((refused.status, refused.code().as_str()), (403, "feature_disabled"), "{}", refused.text());
    portal.eventually(|| portal.stored_objects().unwrap() == before).await;
}
