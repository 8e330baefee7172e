//! Reading a list in pages.

use std::{cell::RefCell, rc::Rc};

use crate::part::use_signal;
use dioxus::prelude::*;
use loggia_client::Client;
use loggia_types::{Page, events::EventType};

use super::{LocalFuture, Query, use_query};
use crate::failure::Failure;

/// A list, as far as it was loaded.
pub struct ListQuery<T> {
    query: Query<Page<T>>,
    previous: Option<Rc<Page<T>>>,
    more: Signal<More>,
    fetch: Rc<dyn Fn(Option<String>) -> LocalFuture<Page<T>>>,
}

impl<T> Clone for ListQuery<T> {
    fn clone(&self) -> Self {
        Self { query: self.query.clone(), previous: self.previous.clone(), more: self.more, fetch: self.fetch.clone() }
    }
}

impl<T> PartialEq for ListQuery<T> {
    fn eq(&self, other: &Self) -> bool {
        let previous = match (&self.previous, &other.previous) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        self.query == other.query && previous && self.more == other.more
    }
}

#[derive(Clone, Default, PartialEq)]
struct More {
    busy: bool,
    failure: Option<Failure>,
}

impl<T: Clone + 'static> ListQuery<T> {
    /// What was loaded so far. While another filter's list is on its way: the former list.
    pub fn page(&self) -> Option<Rc<Page<T>>> {
        self.query.data().or_else(|| self.previous.clone())
    }

    /// Why the list could not be loaded, when there is nothing to show.
    pub fn failure(&self) -> Option<Failure> {
        if self.query.is_fetching() { None } else { self.query.failure().cloned() }
    }

    /// Whether what is shown is older than it should be, because the last attempt to load it failed.
    pub fn is_stale(&self) -> bool {
        self.query.is_stale()
    }

    /// Whether what is shown is not yet what was asked for.
    pub fn is_pending(&self) -> bool {
        self.query.data().is_none() && self.query.failure().is_none()
    }

    /// Whether there is more to load.
    pub fn has_more(&self) -> bool {
        self.page().is_some_and(|page| page.next_cursor.is_some())
    }

    /// Whether more is being loaded.
    pub fn is_loading_more(&self) -> bool {
        self.more.read().busy
    }

    /// Why more could not be loaded.
    pub fn more_failure(&self) -> Option<Failure> {
        self.more.read().failure.clone()
    }

    /// Loads the next page.
    pub fn load_more(&self) {
        let Some(cursor) = self.query.data().and_then(|page| page.next_cursor.clone()) else { return };
        let mut more = self.more;
        if more.peek().busy {
            return;
        }
        more.set(More { busy: true, failure: None });
        let (query, next) = (self.query.clone(), (self.fetch)(Some(cursor.clone())));
        spawn(async move {
            let failure = match next.await {
                Ok(page) => {
                    query.change(|list| {
                        // A reload in the meantime may have gone past this page already.
                        if list.next_cursor.as_ref() == Some(&cursor) {
                            list.items.extend(page.items);
                            list.next_cursor = page.next_cursor;
                        }
                    });
                    None
                }
                Err(error) => Some(Failure::from(error)),
            };
            if let Ok(mut more) = more.try_write() {
                *more = More { busy: false, failure };
            }
        });
    }

    /// Asks again, for as many pages as are shown.
    pub fn reload(&self) {
        self.query.reload();
    }

    /// Shows a changed list at once, and returns the former one to go back to.
    pub fn change(&self, change: impl FnOnce(&mut Page<T>)) -> Option<Rc<Page<T>>> {
        self.query.change(change)
    }

    /// Puts a former list back.
    pub fn restore(&self, former: Option<Rc<Page<T>>>) {
        self.query.restore(former);
    }
}

/// Reads a list page by page and keeps what was loaded current.
///
/// `fetch` gets the cursor of the page to load. The rest is as with [`use_query`]; `key` holds the filters.
pub fn use_list<T: Clone + 'static>(
    key: String,
    topics: &'static [EventType],
    fetch: impl Fn(Client, Option<String>) -> LocalFuture<Page<T>> + 'static,
) -> ListQuery<T> {
    let portal = crate::provider::use_portal();
    let shown = use_hook(|| Rc::new(RefCell::new((String::new(), None::<Rc<Page<T>>>))));
    let mut more = use_signal(More::default);

    if shown.borrow().0 != key {
        shown.borrow_mut().0.clone_from(&key);
        if *more.peek() != More::default() {
            more.set(More::default());
        }
    }

    let client = portal.client().clone();
    let fetch: Rc<dyn Fn(Option<String>) -> LocalFuture<Page<T>>> =
        Rc::new(move |cursor| fetch(client.clone(), cursor));
    let (each, store, name): (_, _, Rc<str>) = (fetch.clone(), portal.store().clone(), Rc::from(key.as_str()));
    let query = use_query(key, topics, move |_| {
        let each = each.clone();
        // As much as is in the cache now: whoever loaded more shall not lose it to a reload.
        let known = store.snapshot(&name).value.and_then(|value| value.downcast::<Page<T>>().ok());
        let wanted = known.map_or(0, |page| page.items.len());
        Box::pin(async move {
            let mut list = each(None).await?;
            while list.items.len() < wanted {
                let Some(cursor) = list.next_cursor.take() else { break };
                let page = each(Some(cursor)).await?;
                list.items.extend(page.items);
                list.next_cursor = page.next_cursor;
            }
            Ok(list)
        })
    });
    if let Some(page) = query.data() {
        shown.borrow_mut().1 = Some(page);
    }
    let previous = shown.borrow().1.clone();
    ListQuery { query, previous, more, fetch }
}
