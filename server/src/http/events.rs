//! `/v1/events`: what changed, as server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event as Frame, Sse},
    },
};
use loggia_types::{OrganizationId, events::Event};
use utoipa_axum::routes;

use super::Route;
use crate::{
    auth::{Access, Actor},
    domain::events::{Reader, Told},
    error::{Error, Result},
    state::App,
};

/// How long a client waits before it comes again.
const RETRY: Duration = Duration::from_secs(2);

pub(super) fn routes() -> Vec<Route> {
    vec![Route::streaming(Access::Session, routes!(stream))]
}

/// Tells what changes from now on, or goes on after `Last-Event-ID`. Each event's `data` is an `Event`; a comment every
/// 15 seconds shows that the stream is alive. It ends when the credential does.
#[utoipa::path(get, path = "/v1/events", operation_id = "stream_events", tag = "Events", params(
    ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that arrived"),
), responses(
    (status = 200, description = "Events, until the credential ends", content_type = "text/event-stream", body = Event),
    (status = 429, description = "`rate_limited`: too many streams are open with this credential"),
))]
async fn stream(State(app): State<App>, actor: Actor, headers: HeaderMap) -> Result<Response> {
    // What is no text is no position: the answer is a reset.
    let last = headers.get("last-event-id").map(|value| value.to_str().unwrap_or("?"));
    let last = last.filter(|last| !last.is_empty());
    let place = app.event_streams().take(actor.counted_as())?;
    let reader = Reader::open(app.store(), actor, last, app.shutdown().clone()).await?;
    let frames = futures_util::stream::unfold((reader, place), |(mut reader, place)| async move {
        let told = reader.next().await?;
        let frame = match frame(told, reader.org_id()) {
            Ok(frame) => frame,
            Err(error) => {
                tracing::error!(%error, "an event cannot be written");
                return None;
            }
        };
        Some((Ok::<_, Infallible>(frame), (reader, place)))
    });
    let mut response = Sse::new(frames).into_response();
    // Proxies that collect answers would hold events back.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

fn frame(told: Told, org: &OrganizationId) -> Result<Frame> {
    match told {
        // An id without data moves the client's position and tells it nothing.
        Told::Here(position) => Ok(Frame::default().id(position.to_text(org)).retry(RETRY).comment("here")),
        Told::Changed(position, event) => Frame::default()
            .id(position.to_text(org))
            .event(event.kind.as_str())
            .json_data(&event)
            .map_err(|error| Error::Internal(format!("cannot write an event: {error}"))),
    }
}
