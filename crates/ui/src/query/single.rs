//! Reading one thing.

use std::{cell::RefCell, marker::PhantomData, rc::Rc};

use crate::part::use_signal;
use dioxus::{core::Task, prelude::*};
use futures_util::future::{Either, select};
use loggia_client::Client;
use loggia_types::events::EventType;

use super::{
    LocalFuture, erase,
    store::{Fetch, Snapshot, Store},
};
use crate::{
    failure::Failure,
    provider::{Portal, use_portal},
};

/// Where a query stands.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::cases::Case;
/// use loggia_ui::{primitives::Skeleton, query::{Query, QueryState}};
///
/// fn title(case: &Query<Case>) -> Element {
///     match case.state() {
///         QueryState::Loading => rsx! { Skeleton { rows: 1 } },
///         QueryState::Ready(case) => rsx! { h2 { "{case.title}" } },
///         QueryState::Failed(_) => rsx! { p { "This could not be loaded" } },
///     }
/// }
/// ```
#[derive(Clone, PartialEq)]
pub enum QueryState<T> {
    /// Nothing is known yet.
    Loading,
    /// The value; it may be on its way to a newer one.
    Ready(Rc<T>),
    /// Nothing is known, and asking failed.
    Failed(Failure),
}

/// One thing that was asked for, as it is known at this render.
///
/// ```
/// # use loggia_types::session::Session;
/// use loggia_ui::query::{Query, use_query};
///
/// fn use_me() -> Query<Session> {
///     use_query("me".to_owned(), &[], |client| Box::pin(async move { client.session().get().await }))
/// }
/// ```
pub struct Query<T> {
    pub(super) store: Rc<Store>,
    pub(super) snapshot: Snapshot,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), snapshot: self.snapshot.clone(), value: PhantomData }
    }
}

impl<T> PartialEq for Query<T> {
    fn eq(&self, other: &Self) -> bool {
        self.snapshot.same(&other.snapshot)
    }
}

impl<T: 'static> Query<T> {
    /// Where it stands.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::{Query, QueryState};
    /// fn is_unknown(case: &Query<Case>) -> bool {
    ///     case.state() == QueryState::Loading
    /// }
    /// ```
    pub fn state(&self) -> QueryState<T> {
        match (self.data(), &self.snapshot.failure) {
            (Some(value), _) => QueryState::Ready(value),
            (None, Some(failure)) if !self.snapshot.fetching => QueryState::Failed(failure.clone()),
            _ => QueryState::Loading,
        }
    }

    /// The value, as far as it is known.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::Query;
    /// fn title(case: &Query<Case>) -> String {
    ///     case.data().map(|case| case.title.clone()).unwrap_or_default()
    /// }
    /// ```
    pub fn data(&self) -> Option<Rc<T>> {
        self.snapshot.value.clone()?.downcast::<T>().ok()
    }

    /// The newest value, which may be newer than this render's.
    pub(super) fn current(&self) -> Option<Rc<T>> {
        self.store.snapshot(&self.snapshot.key).value?.downcast::<T>().ok()
    }

    /// Why the last attempt failed; [`data`](Self::data) is then older than it should be.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::Query;
    /// fn is_hidden(case: &Query<Case>) -> bool {
    ///     case.failure().is_some_and(|failure| failure.is_denied())
    /// }
    /// ```
    pub fn failure(&self) -> Option<&Failure> {
        self.snapshot.failure.as_ref()
    }

    /// Whether it is being asked for at the moment.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::Button, query::Query};
    /// fn refresh(case: Query<Case>) -> Element {
    ///     rsx! { Button { busy: case.is_fetching(), onclick: move |_| case.reload(), "Refresh" } }
    /// }
    /// ```
    pub fn is_fetching(&self) -> bool {
        self.snapshot.fetching
    }

    /// Whether the value is older than it should be, because the last attempt to load it failed.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::StaleNotice, query::Query};
    /// fn notice(case: Query<Case>) -> Element {
    ///     rsx! { if case.is_stale() { StaleNotice { on_retry: move |()| case.reload() } } }
    /// }
    /// ```
    pub fn is_stale(&self) -> bool {
        self.snapshot.value.is_some() && self.snapshot.failure.is_some()
    }

    /// Asks again.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::Query;
    /// fn on_retry(case: &Query<Case>) {
    ///     case.reload();
    /// }
    /// ```
    pub fn reload(&self) {
        self.store.reload(&self.snapshot.key);
    }

    /// Shows a value at once, before the server has said so. Undo with [`restore`](Self::restore) or
    /// [`reload`](Self::reload).
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::Query;
    /// fn on_answered(query: &Query<Case>, answer: Case) {
    ///     query.put(answer); // what the server said: it need not be asked for
    /// }
    /// ```
    pub fn put(&self, value: T) {
        self.store.put(&self.snapshot.key, Rc::new(value));
    }

    /// Shows a changed value at once, and returns the former one to go back to when the change is refused.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::Query;
    /// fn mark_read(case: &Query<Case>) {
    ///     let former = case.change(|case| case.unread = false);
    ///     // ... and if the server refuses:
    ///     case.restore(former);
    /// }
    /// ```
    pub fn change(&self, change: impl FnOnce(&mut T)) -> Option<Rc<T>>
    where
        T: Clone,
    {
        let current = self.current()?;
        let mut next = T::clone(&current);
        change(&mut next);
        self.put(next);
        Some(current)
    }

    /// Puts a former value back, and asks again: it may have changed while it was away.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{Failure, query::Query};
    /// fn on_ended(case: &Query<Case>, former: Option<Rc<Case>>, ended: Result<(), Failure>) {
    ///     if ended.is_err() {
    ///         case.restore(former);
    ///     }
    /// }
    /// ```
    pub fn restore(&self, former: Option<Rc<T>>) {
        if let Some(former) = former {
            self.store.put(&self.snapshot.key, former);
        }
        self.reload();
    }
}

/// Reads one thing and keeps it current.
///
/// `key` names it in the client's cache: the same key means the same thing in every widget. It is fetched again after
/// every server event on one of `topics`. A new key shows what the cache holds for it, or `Loading`.
///
/// ```
/// # use loggia_types::{CaseId, cases::Case, events::EventType};
/// # use loggia_ui::query::{Query, use_query};
/// fn use_case(id: CaseId) -> Query<Case> {
///     use_query(format!("case/{id}"), &[EventType::CaseUpdated], move |client| {
///         let id = id.clone();
///         Box::pin(async move { client.cases().get(&id).await })
///     })
/// }
/// ```
pub fn use_query<T: 'static>(
    key: String,
    topics: &'static [EventType],
    fetch: impl Fn(Client) -> LocalFuture<T> + 'static,
) -> Query<T> {
    let portal = use_portal();
    let client = portal.client().clone();
    let mut fetch: Option<Fetch> = Some(Rc::new(move || erase(fetch(client.clone()))));
    let snapshot = use_raw(&portal, &key, topics, &mut fetch);
    Query { store: portal.store().clone(), snapshot, value: PhantomData }
}

/// What runs for the current key.
#[derive(Default)]
struct Running {
    key: Rc<str>,
    task: Option<Task>,
}

/// The part of [`use_query`] that does not depend on the value's type.
#[inline(never)]
fn use_raw(portal: &Portal, key: &str, topics: &'static [EventType], fetch: &mut Option<Fetch>) -> Snapshot {
    let sink = use_signal(Snapshot::default);
    let running = use_hook(|| Rc::new(RefCell::new(Running::default())));
    let mut running = running.borrow_mut();
    if (running.task.is_none() || &*running.key != key)
        && let Some(fetch) = fetch.take()
    {
        if let Some(task) = running.task.take() {
            task.cancel();
        }
        running.key = Rc::from(key);
        running.task = Some(spawn(drive(portal.store().clone(), running.key.clone(), topics, fetch, sink)));
    }
    let snapshot = sink();
    if *snapshot.key == *key && !running.key.is_empty() {
        return snapshot;
    }
    let mut known = portal.store().snapshot(&running.key);
    known.fetching |= known.value.is_none() && known.failure.is_none();
    known
}

/// Keeps `sink` at what the store knows of `key`, and fetches when the store wants it. Ends with the component.
async fn drive(store: Rc<Store>, key: Rc<str>, topics: &'static [EventType], fetch: Fetch, mut sink: Signal<Snapshot>) {
    let watch = store.watch(&key, topics);
    loop {
        let wanted = store.wanted(&key, &fetch);
        let snapshot = store.snapshot(&key);
        let changed = sink.try_peek().map(|shown| !shown.same(&snapshot)).unwrap_or(false);
        if changed && let Ok(mut shown) = sink.try_write() {
            *shown = snapshot;
        }
        match wanted {
            Some((flight, future)) => {
                let rung = std::pin::pin!(watch.bell().rung());
                if let Either::Left((outcome, _)) = select(future, rung).await {
                    store.settle(&key, flight, outcome);
                }
            }
            None => watch.bell().rung().await,
        }
    }
}
