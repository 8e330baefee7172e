//! What changed, as it changes: one connection, many readers.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::Stream;
use futures_util::future::{AbortHandle, Abortable};
use loggia_types::{
    ProblemCode,
    events::{Event, EventType},
};

use crate::{
    Client, Error, decode,
    platform::{Shared, WeakShared, awake, now, spawn, within},
    request::{Call, jitter},
    sse::Parser,
};

/// How many events may wait for a reader. One that falls further behind gets a `reset` in their place.
const BACKLOG: usize = 256;
/// A server says something every 15 seconds; after this silence the connection counts as dead.
const SILENCE: Duration = Duration::from_secs(40);
/// The first pause before connecting again; it doubles with every failure.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause before connecting again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The pause after a refusal, which time alone rarely changes.
const REFUSED_PAUSE: Duration = Duration::from_secs(60);
/// The largest event that is read; a stream that sends a larger one is not the portal's.
const LARGEST: usize = 1024 * 1024;

/// What changes, as it changes; made by [`Client::events`]. Never fails: it reconnects until it is dropped.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) {
/// use futures_util::StreamExt;
/// use loggia_client::types::events::EventType;
///
/// let mut cases = client.events().filter(|event| std::future::ready(event.kind == EventType::CaseUpdated));
/// while let Some(event) = cases.next().await {
///     println!("{} changed", event.resource_id);
/// }
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream {
    client: Client,
    reader: Shared<Mutex<Reader>>,
}

/// One reader's share of the connection.
#[derive(Default)]
struct Reader {
    waiting: VecDeque<Event>,
    waker: Option<Waker>,
    ended: bool,
}

/// What all readers of a client share.
#[derive(Default)]
pub(crate) struct Hub(Mutex<HubState>);

#[derive(Default)]
struct HubState {
    readers: Vec<WeakShared<Mutex<Reader>>>,
    connection: Option<AbortHandle>,
    last_event_id: Option<String>,
    closed: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// Tells every reader.
    fn tell(&self, event: &Event) {
        let readers: Vec<_> = lock(&self.0).readers.iter().filter_map(WeakShared::upgrade).collect();
        for reader in readers {
            let waker = {
                let mut reader = lock(&reader);
                if reader.waiting.len() >= BACKLOG {
                    reader.waiting.clear();
                    reader.waiting.push_back(reset());
                } else {
                    reader.waiting.push_back(event.clone());
                }
                reader.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    /// Ends every stream, now and later.
    pub(crate) fn close(&self) {
        let (connection, readers) = {
            let mut state = lock(&self.0);
            state.closed = true;
            (state.connection.take(), std::mem::take(&mut state.readers))
        };
        if let Some(connection) = connection {
            connection.abort();
        }
        for reader in readers.iter().filter_map(WeakShared::upgrade) {
            let waker = {
                let mut reader = lock(&reader);
                reader.ended = true;
                reader.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

fn reset() -> Event {
    Event { kind: EventType::Reset, resource_id: String::new(), created_at: now() }
}

impl EventStream {
    pub(crate) fn new(client: &Client) -> Self {
        let reader = Shared::new(Mutex::new(Reader::default()));
        let mut state = lock(&client.inner.hub.0);
        if state.closed {
            lock(&reader).ended = true;
        } else {
            state.readers.push(Shared::downgrade(&reader));
        }
        drop(state);
        Self { client: client.clone(), reader }
    }

    /// Opens the connection if there is none. Not before the stream is read: only then is there surely a runtime.
    fn connect(&self) {
        let mut state = lock(&self.client.inner.hub.0);
        if state.connection.is_some() || state.closed {
            return;
        }
        let (abort, registration) = AbortHandle::new_pair();
        let connection = Abortable::new(keep_connected(self.client.clone()), registration);
        let running = spawn(async move {
            let _ = connection.await;
        });
        if running {
            state.connection = Some(abort);
        }
    }
}

impl Stream for EventStream {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.connect();
        let mut reader = lock(&self.reader);
        match reader.waiting.pop_front() {
            Some(event) => Poll::Ready(Some(event)),
            None if reader.ended => Poll::Ready(None),
            None => {
                reader.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        let mut state = lock(&self.client.inner.hub.0);
        let own = Shared::as_ptr(&self.reader);
        state.readers.retain(|reader| reader.as_ptr() != own);
        if state.readers.is_empty()
            && let Some(connection) = state.connection.take()
        {
            connection.abort();
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("waiting", &lock(&self.reader).waiting.len()).finish_non_exhaustive()
    }
}

/// Keeps a connection as long as somebody reads. Aborted from outside when nobody does.
async fn keep_connected(client: Client) {
    let mut failures = 0u32;
    let mut connected_before = false;
    loop {
        let mut link = Link { connected: false, retry: None };
        let error = listen(&client, connected_before, &mut link).await.err();
        connected_before |= link.connected;
        failures = if link.connected { 0 } else { failures.saturating_add(1) };
        let pause = match error {
            // A refusal is not a fault of the way: hurrying does not help.
            Some(Error::Problem(problem)) if !matches!(problem.code, ProblemCode::Unavailable) => {
                REFUSED_PAUSE.max(Duration::from_secs(problem.retry_after.unwrap_or_default().into()))
            }
            _ => {
                let first = link.retry.map_or(FIRST_PAUSE, Duration::from_millis);
                first.saturating_mul(1 << failures.min(10)).min(LONGEST_PAUSE)
            }
        };
        if within(jitter(pause), Box::pin(awake())).await.is_ok() {
            failures = 0;
        }
    }
}

/// What became of one connection.
struct Link {
    connected: bool,
    retry: Option<u64>,
}

/// Reads one connection to its end.
async fn listen(client: &Client, connected_before: bool, link: &mut Link) -> Result<(), Error> {
    let hub = &client.inner.hub;
    let position = lock(&hub.0).last_event_id.clone();
    let mut call = Call::get(client, "/v1/events").header("accept", "text/event-stream").once();
    match position {
        Some(position) => call = call.header("last-event-id", position),
        // Without a position the server cannot tell what was missed.
        None if connected_before => hub.tell(&reset()),
        None => {}
    }
    let mut response = call.open().await?;
    link.connected = true;
    let mut parser = Parser::default();
    loop {
        let piece = within(SILENCE, Box::pin(response.chunk())).await.unwrap_or_else(|_| Err(Error::timeout()))?;
        let Some(piece) = piece else { return Ok(()) };
        parser.push(&piece, |data| {
            // An event this version does not know is none of its business.
            if let Ok(event) = decode::json::<Event>(&data) {
                hub.tell(&event);
            }
        });
        link.retry = parser.retry();
        if let Some(position) = parser.last_event_id() {
            let mut state = lock(&hub.0);
            if state.last_event_id.as_deref() != Some(position) {
                state.last_event_id = Some(position.to_owned());
            }
        }
        if parser.held() > LARGEST {
            return Err(Error::timeout());
        }
    }
}
