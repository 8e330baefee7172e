//! Reading a list in pages.

use std::{cell::RefCell, rc::Rc};

use crate::part::use_signal;
use dioxus::prelude::*;
use loggia_client::Client;
use loggia_types::{
    Page,
    cases::{Case, TimelineEntry},
    documents::Document,
    events::EventType,
    members::Member,
};

use super::{LocalFuture, Query, use_query};
use crate::failure::Failure;

/// What can be in a list: it has an id.
///
/// ```
/// use loggia_ui::query::Listed;
///
/// /// What your own server lists.
/// #[derive(Clone)]
/// struct Invoice { number: String }
///
/// impl Listed for Invoice {
///     fn id(&self) -> &str { &self.number }
/// }
/// ```
pub trait Listed: Clone + 'static {
    /// The id.
    ///
    /// ```
    /// use loggia_ui::query::Listed;
    ///
    /// fn is_selected(item: &impl Listed, selected: Option<&str>) -> bool {
    ///     selected == Some(item.id())
    /// }
    /// ```
    fn id(&self) -> &str;
}

macro_rules! listed {
    ($($item:ty),*) => { $(impl Listed for $item {
        fn id(&self) -> &str {
            self.id.as_str()
        }
    })* };
}
listed!(Case, Document, Member, TimelineEntry);

/// Puts the next page at the end. What moved down between two pages is in both, and shown once: an id is a row's key.
fn append<T: Listed>(list: &mut Page<T>, next: Page<T>) {
    for item in next.items {
        if !list.items.iter().any(|known| known.id() == item.id()) {
            list.items.push(item);
        }
    }
    list.next_cursor = next.next_cursor;
}

/// A list, as far as it was loaded.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::cases::Case;
/// use loggia_ui::{primitives::LoadMore, query::ListQuery};
///
/// fn titles(list: ListQuery<Case>) -> Element {
///     let (busy, has_more) = (list.is_loading_more(), list.has_more());
///     rsx! {
///         for case in list.page().iter().flat_map(|page| &page.items) { p { key: "{case.id}", "{case.title}" } }
///         if has_more { LoadMore { busy, onclick: move |()| list.load_more() } }
///     }
/// }
/// ```
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

impl<T: Listed> ListQuery<T> {
    /// What was loaded so far. While another filter's list is on its way: the former list.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::ListQuery;
    /// fn unread(list: &ListQuery<Case>) -> usize {
    ///     list.page().map_or(0, |page| page.items.iter().filter(|case| case.unread).count())
    /// }
    /// ```
    pub fn page(&self) -> Option<Rc<Page<T>>> {
        self.query.data().or_else(|| self.previous.clone().filter(|_| self.is_pending()))
    }

    /// Why the list could not be loaded, when there is nothing to show.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::ErrorState, query::ListQuery};
    /// fn failed(list: ListQuery<Case>) -> Element {
    ///     let Some(failure) = list.failure() else { return rsx! {} };
    ///     rsx! { ErrorState { failure, on_retry: move |()| list.reload() } }
    /// }
    /// ```
    pub fn failure(&self) -> Option<Failure> {
        if self.query.is_fetching() { None } else { self.query.failure().cloned() }
    }

    /// Whether what is shown is older than it should be, because the last attempt to load it failed.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::StaleNotice, query::ListQuery};
    /// fn notice(list: ListQuery<Case>) -> Element {
    ///     rsx! { if list.is_stale() { StaleNotice { on_retry: move |()| list.reload() } } }
    /// }
    /// ```
    pub fn is_stale(&self) -> bool {
        self.query.is_stale()
    }

    /// Whether what is shown is not yet what was asked for.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::ListQuery;
    /// fn rows(list: &ListQuery<Case>, children: Element) -> Element {
    ///     // Rows of the former filter: to be seen, and not to be worked with.
    ///     rsx! { div { "inert": list.is_pending().then_some("true"), {children} } }
    /// }
    /// ```
    pub fn is_pending(&self) -> bool {
        self.query.data().is_none() && self.query.failure().is_none()
    }

    /// Whether there is more to load.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::ListQuery;
    /// fn count(list: &ListQuery<Case>) -> String {
    ///     let shown = list.page().map_or(0, |page| page.items.len());
    ///     format!("{shown}{}", if list.has_more() { "+" } else { "" })
    /// }
    /// ```
    pub fn has_more(&self) -> bool {
        self.page().is_some_and(|page| page.next_cursor.is_some())
    }

    /// Whether more is being loaded.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::LoadMore, query::ListQuery};
    /// fn more(list: ListQuery<Case>) -> Element {
    ///     rsx! { LoadMore { busy: list.is_loading_more(), onclick: move |()| list.load_more() } }
    /// }
    /// ```
    pub fn is_loading_more(&self) -> bool {
        self.more.read().busy
    }

    /// Why more could not be loaded.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::{primitives::LoadMore, query::ListQuery};
    /// fn more(list: ListQuery<Case>) -> Element {
    ///     rsx! { LoadMore { busy: false, failure: list.more_failure(), onclick: move |()| list.load_more() } }
    /// }
    /// ```
    pub fn more_failure(&self) -> Option<Failure> {
        self.more.read().failure.clone()
    }

    /// Loads the next page.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::ListQuery;
    /// fn on_end_reached(list: &ListQuery<Case>) {
    ///     if list.has_more() {
    ///         list.load_more();
    ///     }
    /// }
    /// ```
    pub fn load_more(&self) {
        let Some(cursor) = self.query.data().and_then(|page| page.next_cursor.clone()) else { return };
        let mut more = self.more;
        if more.peek().busy {
            return;
        }
        more.set(More { busy: true, failure: None });
        let (query, fetch) = (self.query.clone(), self.fetch.clone());
        spawn(async move {
            let (mut wanted, mut failure) = (Some(cursor), None);
            while let Some(cursor) = wanted {
                wanted = None;
                match fetch(Some(cursor.clone())).await {
                    Ok(page) => match query.current().and_then(|list| list.next_cursor.clone()) {
                        Some(end) if end == cursor => {
                            query.change(|list| append(list, page));
                        }
                        // The list was loaded again meanwhile and ends elsewhere: what follows there is wanted.
                        end => wanted = end,
                    },
                    Err(error) => failure = Some(Failure::from(error)),
                }
            }
            if let Ok(mut more) = more.try_write() {
                *more = More { busy: false, failure };
            }
        });
    }

    /// Asks again, for as many pages as are shown.
    ///
    /// ```
    /// # use loggia_types::cases::Case;
    /// # use loggia_ui::query::ListQuery;
    /// fn on_retry(list: &ListQuery<Case>) {
    ///     list.reload();
    /// }
    /// ```
    pub fn reload(&self) {
        self.query.reload();
    }

    /// Shows a changed list at once, and returns the former one to go back to.
    ///
    /// ```
    /// # use loggia_types::{CaseId, cases::Case};
    /// # use loggia_ui::query::ListQuery;
    /// fn hide(list: &ListQuery<Case>, id: &CaseId) {
    ///     let former = list.change(|page| page.items.retain(|case| case.id != *id));
    ///     // ... and if the server refuses:
    ///     list.restore(former);
    /// }
    /// ```
    pub fn change(&self, change: impl FnOnce(&mut Page<T>)) -> Option<Rc<Page<T>>> {
        self.query.change(change)
    }

    /// Puts a former list back.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use loggia_types::{Page, cases::Case};
    /// # use loggia_ui::{Failure, query::ListQuery};
    /// fn on_ended(list: &ListQuery<Case>, former: Option<Rc<Page<Case>>>, ended: Result<(), Failure>) {
    ///     if ended.is_err() {
    ///         list.restore(former);
    ///     }
    /// }
    /// ```
    pub fn restore(&self, former: Option<Rc<Page<T>>>) {
        self.query.restore(former);
    }
}

/// Reads a list page by page and keeps what was loaded current.
///
/// `fetch` gets the cursor of the page to load. The rest is as with [`use_query`]; `key` holds the filters.
///
/// ```
/// # use loggia_types::{cases::{Case, CaseQuery}, events::EventType};
/// use loggia_ui::query::{ListQuery, use_list};
///
/// fn use_open_cases() -> ListQuery<Case> {
///     use_list("open-cases".to_owned(), &[EventType::CaseCreated, EventType::CaseUpdated], |client, cursor| {
///         let query = CaseQuery { open: Some(true), cursor, ..CaseQuery::default() };
///         Box::pin(async move { client.cases().list(&query).await })
///     })
/// }
/// ```
pub fn use_list<T: Listed>(
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
                append(&mut list, each(Some(cursor)).await?);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use dioxus::core::NoOpMutations;
    use loggia_client::Error;
    use loggia_types::Role;
    use tokio::sync::oneshot::{Sender, channel};

    use super::*;
    use crate::{PortalProvider, query::Store, testing};

    #[derive(Clone)]
    struct Line(&'static str);

    impl Listed for Line {
        fn id(&self) -> &str {
            self.0
        }
    }

    type Asked = (Option<String>, Sender<Result<Page<Line>, Error>>);

    thread_local! {
        static ASKED: RefCell<Vec<Asked>> = const { RefCell::new(Vec::new()) };
        static LIST: RefCell<Option<ListQuery<Line>>> = const { RefCell::new(None) };
    }

    #[component]
    fn Root(client: Client) -> Element {
        rsx! {
            PortalProvider { client, Lines {} }
        }
    }

    #[component]
    fn Lines() -> Element {
        let list = use_list("lines".to_owned(), &[EventType::CaseUpdated], |_, cursor| {
            let (sender, receiver) = channel();
            ASKED.with_borrow_mut(|asked| asked.push((cursor, sender)));
            Box::pin(async move { receiver.await.unwrap_or(Err(Error::Cancelled)) })
        });
        LIST.set(Some(list));
        VNode::empty()
    }

    /// Answers the oldest question that somebody still waits for, and returns what was asked.
    async fn answer(dom: &mut VirtualDom, items: &[&'static str], next: Option<&str>) -> Option<String> {
        let (cursor, sender) = ASKED.with_borrow_mut(|asked| {
            asked.retain(|(_, sender)| !sender.is_closed());
            asked.remove(0)
        });
        let items = items.iter().copied().map(Line).collect();
        let _ = sender.send(Ok(Page { items, next_cursor: next.map(str::to_owned), total: None }));
        settle(dom).await;
        cursor
    }

    async fn settle(dom: &mut VirtualDom) {
        for _ in 0..6 {
            let _ = tokio::time::timeout(Duration::from_millis(5), dom.wait_for_work()).await;
            dom.render_immediate(&mut NoOpMutations);
        }
    }

    async fn start() -> (VirtualDom, Rc<Store>) {
        let client = Client::builder("http://127.0.0.1:9").api_key("sk_test").build().unwrap();
        let store = Store::of(&client);
        store.put(&Rc::from("session"), Rc::new(testing::session(Role::Owner)));
        let mut dom = VirtualDom::new_with_props(Root, RootProps { client });
        dom.rebuild_in_place();
        settle(&mut dom).await;
        answer(&mut dom, &["a", "b"], Some("after b")).await;
        (dom, store)
    }

    async fn load_more(dom: &mut VirtualDom) {
        let list = LIST.with_borrow(Clone::clone).unwrap();
        dom.in_scope(ScopeId::APP, || list.load_more());
        settle(dom).await;
    }

    fn shown() -> Vec<&'static str> {
        LIST.with_borrow(|list| list.as_ref().unwrap().page().unwrap().items.iter().map(|line| line.0).collect())
    }

    #[tokio::test]
    async fn what_is_in_two_pages_is_shown_once() {
        let (mut dom, _store) = start().await;
        load_more(&mut dom).await;
        assert_eq!(answer(&mut dom, &["b", "c"], None).await.as_deref(), Some("after b"));
        assert_eq!(shown(), ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn a_reload_does_not_lose_the_page_that_came_meanwhile() {
        let (mut dom, store) = start().await;
        store.reload("lines");
        settle(&mut dom).await;
        load_more(&mut dom).await;
        // The reload was asked first; its answer would be one page.
        ASKED.with_borrow_mut(|asked| asked.rotate_left(1));
        answer(&mut dom, &["c"], None).await;
        assert_eq!(answer(&mut dom, &["a", "b"], Some("after b")).await, None);
        assert_eq!(answer(&mut dom, &["c"], None).await.as_deref(), Some("after b"));
        assert_eq!(shown(), ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn more_is_loaded_where_a_reloaded_list_ends() {
        let (mut dom, store) = start().await;
        store.reload("lines");
        settle(&mut dom).await;
        load_more(&mut dom).await;
        answer(&mut dom, &["new", "a"], Some("after a")).await;
        answer(&mut dom, &["c"], None).await;
        assert_eq!(answer(&mut dom, &["b", "c"], None).await.as_deref(), Some("after a"));
        assert_eq!(shown(), ["new", "a", "b", "c"]);
    }
}
