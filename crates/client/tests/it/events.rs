//! The event stream: one connection for many, going on where it was.

use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, body::Bytes, http::HeaderMap, response::IntoResponse, routing::get};
use futures_util::StreamExt;
use loggia_client::{Client, EventStream, types::events::EventType};
use tokio::sync::mpsc;

use crate::script::serve;

/// One connection as the server has it.
struct Connection {
    last_event_id: Option<String>,
    say: mpsc::UnboundedSender<String>,
}

impl Connection {
    fn event(&self, id: &str, kind: &str, resource: &str) {
        let data = format!(r#"{{"type":"{kind}","resource_id":"{resource}","created_at":"2026-11-21T03:00:00Z"}}"#);
        self.say.send(format!("id: {id}\nevent: {kind}\ndata: {data}\n\n")).unwrap();
    }
}

/// Takes connections, and hands each to the test.
async fn stream_server() -> (Client, mpsc::UnboundedReceiver<Connection>, Arc<AtomicUsize>) {
    let (give, take) = mpsc::unbounded_channel();
    let open = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&open);
    let handler = move |headers: HeaderMap| {
        let (give, counter) = (give.clone(), Arc::clone(&counter));
        async move {
            let (say, said) = mpsc::unbounded_channel::<String>();
            let last_event_id = headers.get("last-event-id").map(|id| id.to_str().unwrap().to_owned());
            counter.fetch_add(1, Ordering::SeqCst);
            let guard = Closing(counter);
            give.send(Connection { last_event_id, say }).map_err(drop).unwrap();
            let body = futures_util::stream::unfold((said, guard), |(mut said, guard)| async move {
                let text = said.recv().await?;
                Some((Ok::<_, Infallible>(Bytes::from(text)), (said, guard)))
            });
            ([("content-type", "text/event-stream")], Body::from_stream(body)).into_response()
        }
    };
    let ended = || async { axum::http::StatusCode::NO_CONTENT };
    let router = Router::new().route("/v1/events", get(handler)).route("/v1/session", axum::routing::delete(ended));
    (serve(router).await.api_key("sk_1").build().unwrap(), take, open)
}

struct Closing(Arc<AtomicUsize>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Reads a stream beside the test.
fn read(mut stream: EventStream) -> mpsc::UnboundedReceiver<(EventType, String)> {
    let (give, take) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(event) = stream.next().await {
            if give.send((event.kind, event.resource_id)).is_err() {
                return;
            }
        }
    });
    take
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("took too long")
}

#[tokio::test]
async fn many_readers_share_one_connection() {
    let (client, mut connections, open) = stream_server().await;
    let mut readers: Vec<_> = (0..5).map(|_| read(client.clone().events())).collect();
    let connection = soon(connections.recv()).await.unwrap();
    // Those who come later join it.
    readers.push(read(client.events()));
    tokio::task::yield_now().await;
    connection.event("1", "case.created", "case_1");
    for reader in &mut readers {
        assert_eq!(soon(reader.recv()).await.unwrap(), (EventType::CaseCreated, "case_1".into()));
    }
    assert_eq!(open.load(Ordering::SeqCst), 1);
    assert!(connections.try_recv().is_err());
}

#[tokio::test]
async fn a_broken_connection_goes_on_where_it_was() {
    let (client, mut connections, _) = stream_server().await;
    let mut reader = read(client.events());
    let first = soon(connections.recv()).await.unwrap();
    assert_eq!(first.last_event_id, None);
    first.say.send("retry: 1\n\n".into()).unwrap();
    first.event("41", "case.created", "case_1");
    soon(reader.recv()).await.unwrap();
    drop(first);
    let second = soon(connections.recv()).await.unwrap();
    assert_eq!(second.last_event_id.as_deref(), Some("41"));
    second.event("42", "case.updated", "case_1");
    assert_eq!(soon(reader.recv()).await.unwrap(), (EventType::CaseUpdated, "case_1".into()));
}

#[tokio::test]
async fn without_a_position_a_reconnection_says_that_anything_may_have_changed() {
    let (client, mut connections, _) = stream_server().await;
    let mut reader = read(client.events());
    let first = soon(connections.recv()).await.unwrap();
    first.say.send(": hello\nretry: 1\n\n".into()).unwrap();
    drop(first);
    let _second = soon(connections.recv()).await.unwrap();
    assert_eq!(soon(reader.recv()).await.unwrap(), (EventType::Reset, String::new()));
}

#[tokio::test]
async fn what_a_newer_server_says_is_passed_over() {
    let (client, mut connections, _) = stream_server().await;
    let mut reader = read(client.events());
    let connection = soon(connections.recv()).await.unwrap();
    connection.event("1", "weather.changed", "sun");
    connection.say.send("data: not json\n\n".into()).unwrap();
    connection.event("2", "member.created", "mem_1");
    assert_eq!(soon(reader.recv()).await.unwrap(), (EventType::MemberCreated, "mem_1".into()));
}

#[tokio::test]
async fn the_last_reader_closes_the_connection_and_a_new_one_resumes() {
    let (client, mut connections, open) = stream_server().await;
    let reader = read(client.events());
    let mut kept = client.events();
    let connection = soon(connections.recv()).await.unwrap();
    connection.event("7", "case.created", "case_1");
    soon(kept.next()).await.unwrap();
    drop(kept);
    drop(reader);
    connection.event("8", "case.created", "case_2");
    soon(async {
        while open.load(Ordering::SeqCst) > 0 {
            let _ = connection.say.send(": beat\n\n".into());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let _reader = read(client.events());
    let again = soon(connections.recv()).await.unwrap();
    assert!(again.last_event_id.is_some());
}

#[tokio::test]
async fn a_reader_that_falls_behind_is_told_to_start_over() {
    let (client, mut connections, _) = stream_server().await;
    let mut quick = read(client.events());
    let mut slow = client.events();
    let connection = soon(connections.recv()).await.unwrap();
    for number in 0..1000 {
        connection.event(&number.to_string(), "case.updated", &number.to_string());
    }
    while soon(quick.recv()).await.unwrap().1 != "999" {}
    let first = soon(slow.next()).await.unwrap();
    assert_eq!(first.kind, EventType::Reset);
    let mut last = first;
    while last.resource_id != "999" {
        last = soon(slow.next()).await.unwrap();
    }
}

#[tokio::test]
async fn ending_the_session_ends_the_streams() {
    let (client, mut connections, _) = stream_server().await;
    let mut reader = read(client.events());
    let _connection = soon(connections.recv()).await.unwrap();
    client.session().end().await.unwrap();
    assert_eq!(soon(reader.recv()).await, None);
    assert!(soon(client.events().next()).await.is_none());
}

#[tokio::test]
async fn the_streams_end_even_if_the_server_does_not_hear_of_it() {
    let client = loggia_client::Client::builder("http://127.0.0.1:1").api_key("sk_1").max_attempts(1).build().unwrap();
    let mut events = client.events();
    client.session().end().await.unwrap_err();
    assert!(soon(events.next()).await.is_none());
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let tries = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&tries);
    let handler = move || {
        let counter = Arc::clone(&counter);
        async move {
            let mut tries = counter.lock().unwrap();
            *tries += 1;
            if *tries < 3 {
                return axum::http::StatusCode::BAD_GATEWAY.into_response();
            }
            let data = r#"{"type":"case.created","resource_id":"case_1","created_at":"2026-11-21T03:00:00Z"}"#;
            ([("content-type", "text/event-stream")], format!("data: {data}\n\n")).into_response()
        }
    };
    let client = serve(Router::new().route("/v1/events", get(handler))).await.api_key("sk_1").build().unwrap();
    let event = soon(client.events().next()).await.unwrap();
    assert_eq!(event.kind, EventType::CaseCreated);
    assert_eq!(*tries.lock().unwrap(), 3);
}
