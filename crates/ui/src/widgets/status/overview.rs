//! The list and the case that is open.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    CaseId, Page,
    cases::{Case, CaseQuery},
};

use super::{TOPICS, case_list::CaseList, detail::Detail, reply::use_replies};
use crate::{
    clock, dom,
    extensions::use_extensions,
    primitives::{
        Button, EmptyState, ErrorState, Icon, LoadMore, NoResults, SearchField, Skeleton, StaleNotice, use_id,
    },
    provider::use_portal,
    query::use_list,
    widgets::{WidgetFrame, documents::uploader::use_case_uploaders},
};

fn complete(page: &Page<Case>) -> Option<u64> {
    page.next_cursor.is_none().then_some(page.items.len() as u64)
}

/// The id of a case's row, for the focus to come back to.
pub(super) fn row_id(prefix: &str, case: &CaseId) -> String {
    [prefix, "-", case.as_str()].concat()
}

#[part]
pub(super) fn Overview(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().status;
    let id = use_id();
    // It always begins with what is open: that is where somebody may be waited for.
    let mut open = use_signal(|| true);
    let mut search = use_signal(String::new);
    let mut opened = use_signal(|| None::<CaseId>);
    // In a wide widget the list's first case is shown until one is opened. It stays when news bring another to the top:
    // somebody may be reading it.
    let first = use_hook(|| Rc::new(RefCell::new((String::new(), None::<CaseId>))));
    let replies = use_replies();
    let uploaders = use_case_uploaders();
    let last_view = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    let back_button = use_hook(|| Rc::new(RefCell::new(None::<dom::Mounted>)));
    let list_element = use_hook(|| Rc::new(RefCell::new(None::<dom::Mounted>)));

    // The host's address changed: follow it. What the person does in here is not undone by a render.
    if *last_view.borrow() != view {
        let wanted = view.as_deref().and_then(|view| view.parse::<CaseId>().ok());
        if *opened.peek() != wanted {
            opened.set(wanted);
        }
        last_view.borrow_mut().clone_from(&view);
    }

    let query =
        CaseQuery { open: Some(open()), q: Some(search()).filter(|text| !text.is_empty()), ..CaseQuery::default() };
    let key = ["cases/", if open() { "open/" } else { "closed/" }, &search()].concat();
    let list = use_list(key.clone(), TOPICS, move |client, cursor| {
        let query = CaseQuery { cursor, ..query.clone() };
        Box::pin(async move { client.cases().list(&query).await })
    });

    let page = list.page();
    if !list.is_pending() && (first.borrow().0 != key || first.borrow().1.is_none()) {
        *first.borrow_mut() = (key, page.as_ref().and_then(|page| page.items.first()).map(|case| case.id.clone()));
    }
    let shown = opened().or_else(|| first.borrow().1.clone());
    let known = shown
        .as_ref()
        .and_then(|shown| page.as_ref().and_then(|page| page.items.iter().find(|case| case.id == *shown).cloned()));

    let show = {
        let (back_button, list_element) = (back_button.clone(), list_element.clone());
        move |case: CaseId| {
            let view = case.to_string();
            opened.set(Some(case));
            if let Some(on_navigate) = on_navigate {
                on_navigate.call(view);
            }
            let (back_button, list_element) = (back_button.clone(), list_element.clone());
            spawn(async move {
                clock::sleep(0).await;
                // Where the case took the list's place, the focus follows.
                let hidden = list_element.borrow().as_ref().is_some_and(|list| !dom::is_shown(list));
                let button = back_button.borrow().clone();
                if hidden && let Some(button) = button {
                    dom::focus(&button);
                }
            });
        }
    };
    let mut filter = move |only_open: bool| {
        open.set(only_open);
        // Where the case took the list's place, the list comes back.
        if opened.peek().is_some() {
            opened.set(None);
            if let Some(on_navigate) = on_navigate {
                on_navigate.call(String::new());
            }
        }
    };
    let back = {
        let (list_element, prefix) = (list_element.clone(), id.clone());
        move |()| {
            let Some(case) = opened.peek().clone() else { return };
            opened.set(None);
            if let Some(on_navigate) = on_navigate {
                on_navigate.call(String::new());
            }
            let (list_element, row) = (list_element.clone(), row_id(&prefix, &case));
            spawn(async move {
                clock::sleep(0).await;
                let list = list_element.borrow().clone();
                if let Some(list) = list {
                    dom::focus_id(&list, &row);
                }
            });
        }
    };
    let marked = {
        let list = list.clone();
        move |case: CaseId| {
            list.change(|page| {
                for item in page.items.iter_mut().filter(|item| item.id == case) {
                    item.unread = false;
                }
            });
        }
    };

    // Where the server does not count, a list that is complete counts itself.
    let counted = page.as_ref().filter(|_| !list.is_pending());
    let count = counted.and_then(|page| page.total.or_else(|| complete(page))).map(|total| {
        let total = locale.count(total);
        if open() { text.open_count(&total) } else { text.closed_count(&total) }
    });
    let announced = page.as_ref().filter(|_| !search.read().is_empty() && !list.is_pending()).map(|page| {
        let common = &locale.messages().common;
        common.results(&locale.count(page.total.unwrap_or(page.items.len() as u64)))
    });
    // With nothing there is nothing to search.
    let empty = page.as_ref().is_some_and(|page| page.items.is_empty());
    // Without a case there is nothing to stand beside the list.
    let alone = shown.is_none() && (empty || list.failure().is_some());

    let extensions = use_extensions();
    rsx! {
        WidgetFrame { name: "status", title: text.title(), count, start: true,
            actions: rsx! {
                div { class: "portal-segments", role: "group", "aria-label": text.filter(),
                    Button { pressed: open(), onclick: move |_| filter(true), "{text.open()}" }
                    Button { pressed: !open(), onclick: move |_| filter(false), "{text.closed()}" }
                }
            },
            if list.is_stale() {
                StaleNotice { on_retry: { let list = list.clone(); move |()| list.reload() } }
            }
            div {
                class: "portal-split",
                "data-view": if opened.read().is_some() { "detail" } else { "list" },
                "data-alone": alone.then_some("true"),
                div { class: "portal-split-list", onmounted: move |event| *list_element.borrow_mut() = Some(event.data()),
                    if !empty || !search.read().is_empty() {
                        div { class: "portal-bar",
                            SearchField { label: text.search(), value: search(), onsearch: move |wanted| search.set(wanted) }
                        }
                    }
                    span { class: "portal-hidden", role: "status", {announced} }
                    match page {
                        None => match list.failure() {
                            Some(failure) => rsx! {
                                ErrorState { failure, on_retry: { let list = list.clone(); move |()| list.reload() } }
                            },
                            None => rsx! {
                                Skeleton { tall: true }
                            },
                        },
                        Some(_) if empty && !search.read().is_empty() => rsx! {
                            NoResults { on_clear: move |()| search.set(String::new()) }
                        },
                        Some(_) if empty => rsx! {
                            {extensions.instead(rsx! { EmptyState {
                                title: if open() { text.empty_open() } else { text.empty_closed() },
                                message: if open() { text.empty_open_hint() } else { text.empty_closed_hint() },
                                icon: if open() { Icon::CheckCircle } else { Icon::Inbox },
                            } })}
                        },
                        Some(page) => rsx! {
                            CaseList {
                                prefix: id.to_string(),
                                page,
                                pending: list.is_pending(),
                                current: shown.clone(),
                                on_open: show,
                            }
                            if list.has_more() {
                                LoadMore {
                                    busy: list.is_loading_more(),
                                    failure: list.more_failure(),
                                    onclick: { let list = list.clone(); move |()| list.load_more() },
                                }
                            }
                        },
                    }
                }
                if shown.is_none() && list.page().is_none() && list.failure().is_none() {
                    div { class: "portal-split-detail", "aria-hidden": "true",
                        Skeleton { rows: 5, tall: true }
                    }
                }
                if let Some(shown) = shown {
                    Detail {
                        key: "{shown}",
                        id: shown,
                        known,
                        opened: opened.read().is_some(),
                        replies,
                        uploaders,
                        on_back: back,
                        on_back_mounted: move |button| *back_button.borrow_mut() = Some(button),
                        on_read: marked,
                    }
                }
            }
        }
    }
}
