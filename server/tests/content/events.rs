use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use serde_json::json;

use crate::support::{Caller, Server, reply_case};

struct Events {
    body: BodyDataStream,
    text: String,
}

impl Events {
    async fn open(server: &Server, caller: &Caller<'_>, last: Option<&str>) -> Self {
        let request = caller.request("GET", "/v1/events");
        let request = last.iter().fold(request, |request, last| request.header("last-event-id", *last));
        let response = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next frame's event and id; `None` at the end of the stream.
    async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((frame, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = frame.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let found = (field("event:"), field("id:"));
                self.text = rest.to_owned();
                return Some(found);
            }
            let next = tokio::time::timeout(Duration::from_secs(30), self.body.next()).await.expect("nothing arrived");
            self.text.push_str(std::str::from_utf8(&next?.unwrap()).unwrap());
        }
    }
}

#[tokio::test]
async fn a_change_is_told_in_its_organization_only() {
    let server = Server::start().await;
    let (amira, sam) = (server.amira().await, server.sam().await);
    let mut north = Events::open(&server, &amira, None).await;
    let mut south = Events::open(&server, &sam, None).await;
    let (event, start) = north.next().await.unwrap();
    assert_eq!((event.as_str(), start.is_empty()), ("", false));
    south.next().await.unwrap();
    amira.post(&format!("/v1/cases/{}/replies", reply_case()), json!({"body": "Hi"})).await.expect(201);
    let (event, _) = north.next().await.unwrap();
    assert_eq!(event, "case.updated");
    assert!(tokio::time::timeout(Duration::from_millis(1_500), south.next()).await.is_err());

    // Resuming tells what was missed, in order.
    amira.upload("name=a.txt", "a").await.expect(201);
    let mut resumed = Events::open(&server, &amira, Some(&start)).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(resumed.next().await.unwrap().0);
    }
    assert_eq!(told, ["", "case.updated", "document.created"]);
}

#[tokio::test]
async fn a_position_that_is_unknown_is_answered_with_a_reset() {
    let server = Server::start().await;
    let (amira, sam) = (server.amira().await, server.sam().await);
    let (_, foreign) = Events::open(&server, &sam, None).await.next().await.unwrap();
    for last in ["nonsense", "ffff.00000001", foreign.as_str()] {
        let mut events = Events::open(&server, &amira, Some(last)).await;
        events.next().await.unwrap();
        assert_eq!(events.next().await.unwrap().0, "reset", "{last}");
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_credential() {
    let server = Server::start().await;
    let amira = server.amira().await;
    let mut events = Events::open(&server, &amira, None).await;
    events.next().await.unwrap();
    amira.delete("/v1/session").await.expect(204);
    assert_eq!(events.next().await, None);
    amira.get("/v1/events").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_stream_ends_when_the_reader_may_do_something_else() {
    let server = Server::start().await;
    let (amira, vera) = (server.amira().await, server.vera().await);
    let mut events = Events::open(&server, &vera, None).await;
    events.next().await.unwrap();
    let members = amira.get("/v1/members?q=vera").await.expect(200).json();
    let path = format!("/v1/members/{}", members["items"][0]["id"].as_str().unwrap());
    amira.patch(&path, 1, json!({"role": "member"})).await.expect(200);
    assert_eq!(events.next().await.unwrap().0, "member.updated");
    assert_eq!(events.next().await, None);
}
