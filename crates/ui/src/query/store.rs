//! What the widgets of one client know: one cache, shared by every virtual DOM of the thread.
//!
//! Values are served stale while they are fetched again. An entry goes stale when a server event on one of its topics
//! arrives, when somebody asks for a reload, and when nobody has looked at it for a while.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use loggia_client::Client;
use loggia_types::events::{Event, EventType};

use super::bell::Bell;
use crate::{clock, failure::Failure, map::Map};

/// A cached value of any type. Readers downcast it.
pub(crate) type Value = Rc<dyn Any>;
/// What a fetch ends with.
pub(crate) type Outcome = Result<Value, Failure>;
/// Starts a fetch.
pub(crate) type Fetch = Rc<dyn Fn() -> LocalBoxFuture<'static, Outcome>>;

/// How long a value that nobody watches is taken as fresh, in milliseconds.
const UNWATCHED_FRESH: i64 = 10_000;
/// How many entries that nobody watches are kept.
const UNWATCHED_KEPT: usize = 64;
/// How many events are remembered to tell copies apart: every widget hears of each, and may hear many at once.
const RECENT_EVENTS: usize = 256;

type InFlight = Shared<LocalBoxFuture<'static, Outcome>>;

#[derive(Default)]
struct Entry {
    value: Option<Value>,
    failure: Option<Failure>,
    topics: &'static [EventType],
    stale: bool,
    /// An event came while a fetch was under way: what it brings may be old already.
    again: bool,
    fetched_at: i64,
    flight: u64,
    in_flight: Option<InFlight>,
    watchers: Vec<(u64, Rc<Bell>)>,
}

/// What an entry looks like at one moment.
#[derive(Clone, Default)]
pub(crate) struct Snapshot {
    pub(crate) key: Rc<str>,
    pub(crate) value: Option<Value>,
    pub(crate) failure: Option<Failure>,
    pub(crate) fetching: bool,
}

impl Snapshot {
    /// Whether both show the same.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let values = match (&self.value, &other.value) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        values && self.key == other.key && self.failure == other.failure && self.fetching == other.fetching
    }
}

/// The cache of one client.
pub(crate) struct Store {
    client: Client,
    entries: RefCell<Map<Rc<str>, Entry>>,
    recent: RefCell<VecDeque<Event>>,
    count: Cell<u64>,
    /// The person has left the organization.
    pub(crate) left: Cell<bool>,
}

thread_local! {
    static STORES: RefCell<Vec<Weak<Store>>> = const { RefCell::new(Vec::new()) };
}

impl Store {
    /// The store of this client: the same for every widget that was given the same client.
    pub(crate) fn of(client: &Client) -> Rc<Self> {
        STORES.with(|stores| {
            let mut stores = stores.borrow_mut();
            stores.retain(|store| store.strong_count() > 0);
            if let Some(store) = stores.iter().filter_map(Weak::upgrade).find(|store| store.client == *client) {
                return store;
            }
            let store = Rc::new(Self {
                client: client.clone(),
                entries: RefCell::default(),
                recent: RefCell::default(),
                count: Cell::new(0),
                left: Cell::new(false),
            });
            stores.push(Rc::downgrade(&store));
            store
        })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    fn next(&self) -> u64 {
        let count = self.count.get().wrapping_add(1);
        self.count.set(count);
        count
    }

    /// Begins to watch `key`. Ends when the watch is dropped.
    pub(crate) fn watch(self: &Rc<Self>, key: &Rc<str>, topics: &'static [EventType]) -> Watch {
        let id = self.next();
        let bell = Rc::new(Bell::default());
        let mut entries = self.entries.borrow_mut();
        if let Some(entry) = entry(&mut entries, key) {
            entry.topics = topics;
            let old = clock::now_millis().saturating_sub(entry.fetched_at) > UNWATCHED_FRESH;
            if entry.watchers.is_empty() && old {
                entry.stale = true;
            }
            entry.watchers.push((id, bell.clone()));
        }
        drop(entries);
        Watch { store: self.clone(), key: key.clone(), id, bell }
    }

    pub(crate) fn snapshot(&self, key: &Rc<str>) -> Snapshot {
        match self.entries.borrow().get(&**key) {
            Some(entry) => Snapshot {
                key: key.clone(),
                value: entry.value.clone(),
                failure: entry.failure.clone(),
                fetching: entry.in_flight.is_some(),
            },
            None => Snapshot { key: key.clone(), ..Snapshot::default() },
        }
    }

    /// The fetch that is under way for `key`, or a new one if the entry needs it.
    pub(crate) fn wanted(&self, key: &Rc<str>, fetch: &Fetch) -> Option<(u64, InFlight)> {
        {
            let entries = self.entries.borrow();
            let entry = entries.get(&**key)?;
            if let Some(flight) = &entry.in_flight {
                return Some((entry.flight, flight.clone()));
            }
            let missing = entry.value.is_none() && entry.failure.is_none();
            if !entry.stale && !missing {
                return None;
            }
        }
        // Started outside the borrow: a fetch runs until its first await when it is polled, never here, but making it
        // is the caller's code.
        let flight = fetch().shared();
        let id = self.next();
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get_mut(&**key)?;
        entry.stale = false;
        entry.again = false;
        entry.flight = id;
        entry.in_flight = Some(flight.clone());
        Some((id, flight))
    }

    /// Takes over what a fetch ended with, once.
    pub(crate) fn settle(&self, key: &Rc<str>, flight: u64, outcome: Outcome) {
        let mut entries = self.entries.borrow_mut();
        let Some(entry) = entries.get_mut(&**key) else { return };
        if entry.flight != flight || entry.in_flight.is_none() {
            return;
        }
        entry.in_flight = None;
        entry.stale = std::mem::take(&mut entry.again);
        entry.fetched_at = clock::now_millis();
        match outcome {
            Ok(value) => {
                entry.value = Some(value);
                entry.failure = None;
            }
            Err(failure) => entry.failure = Some(failure),
        }
        let bells = bells(entry);
        drop(entries);
        ring(bells);
    }

    /// Puts a value in place at once: a result that is known already, or expected. A fetch that is under way is given up,
    /// because what it brings is older, and begun anew.
    pub(crate) fn put(&self, key: &Rc<str>, value: Value) {
        let mut entries = self.entries.borrow_mut();
        let Some(entry) = entry(&mut entries, key) else { return };
        if entry.value.is_none() {
            entry.fetched_at = clock::now_millis();
        }
        entry.value = Some(value);
        let older = entry.in_flight.take();
        entry.stale |= older.is_some();
        let bells = bells(entry);
        drop(entries);
        ring(bells);
        drop(older);
    }

    /// Says that fetching failed, for tests.
    #[cfg(test)]
    pub(crate) fn put_failure(&self, key: &Rc<str>, failure: Failure) {
        let mut entries = self.entries.borrow_mut();
        let Some(entry) = entry(&mut entries, key) else { return };
        entry.failure = Some(failure);
        entry.fetched_at = clock::now_millis();
    }

    /// Fetches `key` again as soon as somebody watches it.
    pub(crate) fn reload(&self, key: &str) {
        self.mark(|name, _| &**name == key);
    }

    /// Fetches again whatever depends on one of `topics`.
    pub(crate) fn invalidate(&self, topics: &[EventType]) {
        self.mark(|_, entry| entry.topics.iter().any(|topic| topics.contains(topic)));
    }

    /// Takes in a server event. Copies of an event that was seen are passed over.
    pub(crate) fn hear(&self, event: &Event) {
        {
            let mut recent = self.recent.borrow_mut();
            if recent.contains(event) {
                return;
            }
            if recent.len() >= RECENT_EVENTS {
                recent.pop_front();
            }
            recent.push_back(event.clone());
        }
        if event.kind == EventType::Reset { self.mark(|_, _| true) } else { self.invalidate(&[event.kind]) }
    }

    fn mark(&self, matches: impl Fn(&Rc<str>, &Entry) -> bool) {
        let mut rung = Vec::new();
        let mut entries = self.entries.borrow_mut();
        for (key, entry) in entries.iter_mut() {
            if matches(key, entry) {
                if entry.in_flight.is_some() {
                    entry.again = true;
                } else {
                    entry.stale = true;
                }
                rung.extend(bells(entry));
            }
        }
        drop(entries);
        ring(rung);
    }

    fn unwatch(&self, key: &Rc<str>, id: u64) {
        let mut entries = self.entries.borrow_mut();
        let mut dropped = None;
        if let Some(entry) = entries.get_mut(&**key) {
            entry.watchers.retain(|(watcher, _)| *watcher != id);
            // A fetch that nobody polls any more would never end.
            if entry.watchers.is_empty() {
                dropped = entry.in_flight.take();
                entry.stale |= dropped.is_some();
            }
        }
        let idle: Vec<(i64, Rc<str>)> = entries
            .iter()
            .filter(|(_, entry)| entry.watchers.is_empty())
            .map(|(key, entry)| (entry.fetched_at, key.clone()))
            .collect();
        if idle.len() > UNWATCHED_KEPT
            && let Some((_, oldest)) = idle.into_iter().min()
        {
            entries.remove(&*oldest);
        }
        drop(entries);
        // Last: dropping a fetch cancels it, which is other code.
        drop(dropped);
    }
}

/// The entry of `key`, which is there afterwards.
fn entry<'a>(entries: &'a mut Map<Rc<str>, Entry>, key: &Rc<str>) -> Option<&'a mut Entry> {
    if entries.get(&**key).is_none() {
        entries.insert(key.clone(), Entry::default());
    }
    entries.get_mut(&**key)
}

fn bells(entry: &Entry) -> Vec<Rc<Bell>> {
    entry.watchers.iter().map(|(_, bell)| bell.clone()).collect()
}

fn ring(bells: Vec<Rc<Bell>>) {
    for bell in bells {
        bell.ring();
    }
}

/// Somebody watches an entry.
pub(crate) struct Watch {
    store: Rc<Store>,
    key: Rc<str>,
    id: u64,
    bell: Rc<Bell>,
}

impl Watch {
    pub(crate) fn bell(&self) -> &Rc<Bell> {
        &self.bell
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.store.unwatch(&self.key, self.id);
    }
}
