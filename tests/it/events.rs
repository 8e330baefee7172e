//! Events: the next person sees the change without asking, and nobody else does.

use std::time::Duration;

use futures_util::StreamExt;
use loggia_client::{
    EventStream,
    types::{
        CaseId, Feature,
        cases::CreateReply,
        documents::UploadQuery,
        events::{Event, EventType},
    },
};
use loggia_tests::{Person, Portal, fixture};

/// Long enough for a machine that does much else; how quick it is, a benchmark tells.
const PATIENCE: Duration = Duration::from_secs(20);

async fn next_of(stream: &mut EventStream, kinds: &[EventType]) -> Event {
    let found = async {
        loop {
            let event = stream.next().await.unwrap();
            if kinds.contains(&event.kind) {
                return event;
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await.expect("the event came in time")
}

/// Reads the stream until it is connected: until it has told of a change made for the purpose.
pub(crate) async fn connected(stream: &mut EventStream, actor: &Person) {
    let case = CaseId::from_u128(fixture::CASE_PROGRESS);
    let mut told = std::pin::pin!(next_of(stream, &[EventType::CaseUpdated]));
    loop {
        actor.client.cases().reply(&case, &CreateReply { body: "Knock knock".into() }).await.unwrap();
        if tokio::time::timeout(Duration::from_millis(200), told.as_mut()).await.is_ok() {
            break;
        }
    }
}

#[tokio::test]
async fn a_change_reaches_the_others_of_the_organization() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let mut stream = olga.client.events();
    connected(&mut stream, &mia).await;

    let place = UploadQuery { name: "news.txt".into(), ..UploadQuery::default() };
    let document = mia.client.documents().upload(place, b"news".to_vec()).await.unwrap();
    let event = next_of(&mut stream, &[EventType::DocumentCreated]).await;
    assert_eq!(event.resource_id, document.id.as_str());
    olga.client.documents().delete(&document.id).await.unwrap();
    let event = next_of(&mut stream, &[EventType::DocumentDeleted]).await;
    assert_eq!(event.resource_id, document.id.as_str());
}

#[tokio::test]
async fn a_stream_resumes_after_the_last_event_that_was_seen() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let mut stream = mia.client.events();
    connected(&mut stream, &mia).await;
    // The connection closes with its last reader; what happens meanwhile comes when the next one opens it again.
    drop(stream);
    let place = UploadQuery { name: "meanwhile.txt".into(), ..UploadQuery::default() };
    let document = mia.client.documents().upload(place, b"news".to_vec()).await.unwrap();
    let mut stream = mia.client.events();
    let event = next_of(&mut stream, &[EventType::DocumentCreated]).await;
    assert_eq!(event.resource_id, document.id.as_str());
}

#[tokio::test]
async fn another_organization_hears_nothing() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for (key, own_case) in [("henry", fixture::CASE_HARBOR), ("lena", fixture::CASE_LUMEN)] {
        let other = portal.sign_in(key).await.unwrap();
        let mut stream = other.client.events();
        let own_case = CaseId::from_u128(own_case);
        let mut heard = Vec::new();
        let listening = async {
            loop {
                let event = stream.next().await.unwrap();
                let done = event.resource_id == own_case.as_str();
                heard.push(event);
                if done && heard.len() >= 2 {
                    return;
                }
            }
        };
        let acting = async {
            loop {
                let theirs = CaseId::from_u128(fixture::CASE_PROGRESS);
                mia.client.cases().reply(&theirs, &CreateReply { body: "psst".into() }).await.unwrap();
                other.client.cases().reply(&own_case, &CreateReply { body: "hello".into() }).await.unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        };
        // Until the stream, which may connect late, has heard of two.
        let done = async {
            tokio::select! { () = listening => {}, () = acting => {} }
        };
        let _ = tokio::time::timeout(PATIENCE, done).await;
        assert!(!heard.is_empty(), "{key} hears of their own");
        assert!(heard.iter().all(|event| event.resource_id == own_case.as_str()), "{heard:?}");
    }
}

#[tokio::test]
async fn what_a_session_may_not_see_it_is_not_told() {
    let portal = Portal::start().await.unwrap();
    let narrowed = portal.sign_in_with("olga", |wanted| wanted.features = Some(vec![Feature::Status])).await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let mut stream = narrowed.client.events();
    connected(&mut stream, &mia).await;
    let place = UploadQuery { name: "unseen.txt".into(), ..UploadQuery::default() };
    mia.client.documents().upload(place, b"x".to_vec()).await.unwrap();
    let case = CaseId::from_u128(fixture::CASE_REPLY);
    mia.client.cases().reply(&case, &CreateReply { body: "seen".into() }).await.unwrap();
    loop {
        let event = tokio::time::timeout(PATIENCE, stream.next()).await.unwrap().unwrap();
        assert!(matches!(event.kind, EventType::CaseUpdated | EventType::CaseCreated), "{event:?}");
        if event.resource_id == case.as_str() {
            break;
        }
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_credential() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let mut response = portal.wire.get("/v1/events").bearer(&mia.secret).open().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    mia.client.session().end().await.unwrap();
    let ended = async { while response.chunk().await.is_ok_and(|piece| piece.is_some()) {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("the stream ended");
}

#[tokio::test]
async fn a_stream_ends_with_the_membership() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let own = mia.client.session().get().await.unwrap().membership_id;
    let mut response = portal.wire.get("/v1/events").bearer(&mia.secret).open().await.unwrap();
    olga.client.members().remove(&own).await.unwrap();
    let ended = async { while response.chunk().await.is_ok_and(|piece| piece.is_some()) {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("the stream ended");
}

#[tokio::test]
async fn a_position_that_means_nothing_starts_over() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for position in ["nonsense", "-1", "99999999999999999999999999", "9223372036854775807", ""] {
        let ask = portal.wire.get("/v1/events").bearer(&mia.secret).header("last-event-id", position);
        let mut response = ask.open().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{position}");
        if !position.is_empty() {
            let mut text = String::new();
            let reset = async {
                while !text.contains("reset") {
                    text.push_str(&String::from_utf8_lossy(&response.chunk().await.unwrap().unwrap()));
                }
            };
            tokio::time::timeout(PATIENCE, reset).await.expect("it says that anything may have changed");
        }
    }
}
