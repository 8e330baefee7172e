//! The list of entries: a page of it at a time, however long it is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::part::{Handler, part, use_element, use_handler, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    Page,
    audit::{AuditEvent, AuditFormat, AuditQuery},
};

use super::{
    NAME,
    entry::EntryDialog,
    export::export,
    filters::{FilterBar, Filters},
    rows::{Entries, actor_name},
};
use crate::{
    dom::{self, Step},
    extensions::use_extensions,
    primitives::{Button, EmptyState, ErrorState, Icon, IconButton, Menu, MenuItem, NoResults, Skeleton, StaleNotice},
    provider::use_portal,
    query::{use_mutation, use_query},
    widgets::WidgetFrame,
};

/// How many entries are in a page. A row is some 14 elements, and each kind of action one more: a log of any length stays under 500.
const ROWS: u32 = 18;
/// A search looks through so many entries at a time, and many times: how often it goes on by itself without a find.
const ROUNDS: u32 = 12;

/// Where a page begins: the cursor that leads to it, and how many entries come before it.
type Start = (String, usize);

#[part]
pub(super) fn Log(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().audit_log;
    let mut filters = use_signal(|| Rc::new(Filters::default()));
    // Counts refreshes: each begins a list of its own, at the newest entry.
    let mut turn = use_signal(|| 0_u32);
    // The pages that were gone through, but the first: the way back.
    let mut starts = use_signal(Vec::<Start>::new);
    let mut opened = use_signal(|| None::<usize>);
    let list_element = use_element();
    let moved = use_hook(|| Rc::new(Cell::new(false)));
    let last_view = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    let last_page = use_hook(|| Rc::new(RefCell::new(None::<(Rc<Page<AuditEvent>>, usize)>)));
    let mutation = use_mutation();

    if *last_view.borrow() != view {
        last_view.borrow_mut().clone_from(&view);
        let former = filters.peek().clone();
        filters.set(Rc::new(Filters { thing: view.unwrap_or_default(), ..Filters::clone(&former) }));
        starts.set(Vec::new());
    }
    let apply = use_handler(move |wanted: Rc<Filters>| {
        let thing = wanted.thing.clone();
        let elsewhere = filters.peek().thing != thing;
        filters.set(wanted);
        starts.set(Vec::new());
        if let Some(on_navigate) = on_navigate.filter(|_| elsewhere) {
            on_navigate.call(thing);
        }
    });

    let now = filters();
    let (cursor, start) = starts.read().last().cloned().unwrap_or_default();
    let wanted = now.query();
    let exported = wanted.clone();
    let key = ["audit/", &turn().to_string(), "/", &now.key(), "/", &cursor].concat();
    let query = use_query(key, &[], move |client| {
        let wanted = AuditQuery { limit: Some(ROWS), ..wanted.clone() };
        let mut cursor = Some(cursor.clone()).filter(|cursor| !cursor.is_empty());
        Box::pin(async move {
            let mut rounds = 0;
            loop {
                let page = client.audit_events().list(&AuditQuery { cursor, ..wanted.clone() }).await?;
                rounds += 1;
                if !page.items.is_empty() || page.next_cursor.is_none() || rounds == ROUNDS {
                    return Ok(page);
                }
                cursor = page.next_cursor;
            }
        })
    });

    // Until what was asked for is there, the former page stands.
    let known = query.data();
    let pending = known.is_none() && query.failure().is_none();
    if let Some(page) = &known {
        *last_page.borrow_mut() = Some((page.clone(), start));
    }
    let shown = if query.data().is_some() || pending { last_page.borrow().clone() } else { None };
    let next = shown.as_ref().and_then(|(page, _)| page.next_cursor.clone());
    let (first, count) = shown.as_ref().map_or((0, 0), |(page, first)| (*first, page.items.len()));
    let from = locale.number(first as u64 + 1);
    let to = locale.number((first + count) as u64);
    let range = text.range(&from, &to);
    let organization = portal.session().map(|session| session.organization.name.clone()).unwrap_or_default();

    if moved.get() && !pending {
        moved.set(false);
        let element = list_element.borrow().clone();
        spawn(async move {
            // Once the rows are there.
            crate::clock::sleep(30).await;
            if let Some(element) = element {
                dom::focus_item(&element, "tbody button", Step::First);
            }
        });
    }
    let older = {
        let moved = moved.clone();
        use_handler(move |()| {
            if let Some(cursor) = &next {
                moved.set(true);
                starts.push((cursor.clone(), first + count));
            }
        })
    };
    let newer = use_handler(move |()| {
        moved.set(true);
        starts.pop();
    });
    let (again, retry) = (query.clone(), query.clone());
    let mounted = list_element.clone();
    let has_more = shown.as_ref().is_some_and(|(page, _)| page.next_cursor.is_some());
    let opened_page = shown.as_ref().map(|(page, _)| page.clone());

    let extensions = use_extensions();
    rsx! {
        WidgetFrame { name: NAME, title: text.title(), start: true,
            actions: rsx! {
                IconButton {
                    icon: Icon::Refresh,
                    label: text.refresh(),
                    busy: pending,
                    onclick: move |_| {
                        turn += 1;
                        starts.set(Vec::new());
                    },
                }
                Menu {
                    label: text.export(),
                    text: text.export(),
                    icon: Icon::Download,
                    items: vec![
                        MenuItem::new("csv", text.export_csv(), Icon::Document),
                        MenuItem::new("jsonl", text.export_jsonl(), Icon::Document),
                        MenuItem::new("ocsf", text.export_ocsf(), Icon::Document),
                    ],
                    on_select: move |format: &'static str| {
                        if let Ok(format) = format.parse::<AuditFormat>() {
                            export(&portal, &mutation, format, exported.clone());
                        }
                    },
                }
            },
            FilterBar { filters: now.clone(), onchange: apply }
            span { class: "portal-hidden", role: "status",
                if !pending && count > 0 && (now.any() || first > 0) {
                    "{range}"
                }
            }
            if query.is_stale() {
                StaleNotice { on_retry: move |()| again.reload() }
            }
            div {
                class: "portal-focus-target",
                role: "group",
                tabindex: "-1",
                "aria-label": text.table(),
                onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
                match shown {
                    None => match query.failure().cloned() {
                        Some(failure) => rsx! {
                            ErrorState { failure, on_retry: move |()| retry.reload() }
                        },
                        None => rsx! {
                            Skeleton {}
                        },
                    },
                    Some((page, _)) if count > 0 => rsx! {
                        Entries { page, pending, on_open: move |at| opened.set(Some(at)) }
                        if has_more || first > 0 {
                            div { class: "portal-more portal-pager",
                                Button { icon: Icon::ArrowLeft, disabled: first == 0, onclick: move |_| newer.call(()), "{text.newer()}" }
                                span { class: "portal-meta", "{range}" }
                                Button { busy: pending, disabled: !has_more, onclick: move |_| older.call(()), "{text.older()}" }
                            }
                        }
                    },
                    Some(_) if has_more => rsx! {
                        EmptyState { title: text.none_so_far(), icon: Icon::Search,
                            Button { busy: pending, onclick: move |_| older.call(()), "{text.search_older()}" }
                        }
                    },
                    Some(_) if now.any() => rsx! {
                        NoResults { on_clear: move |()| apply.call(Rc::default()) }
                    },
                    Some(_) => rsx! {
                        {extensions.instead(rsx! { EmptyState {
                            title: text.empty(),
                            message: text.empty_hint(&organization),
                            icon: Icon::History,
                        } })}
                    },
                }
            }
            if let (Some(at), Some(page)) = (opened(), opened_page) {
                EntryDialog {
                    page: page.clone(),
                    at,
                    on_close: move |()| opened.set(None),
                    on_filter: move |by_person| {
                        opened.set(None);
                        let Some(entry) = page.items.get(at) else { return };
                        let mut wanted = Filters::clone(&now);
                        if by_person {
                            wanted.person.clone_from(&entry.actor.id);
                            wanted.person_name = actor_name(&entry.actor, text).to_owned();
                        } else {
                            wanted.thing.clone_from(&entry.resource_id);
                        }
                        apply.call(Rc::new(wanted));
                        dom::focus_after_dialog(&list_element);
                    },
                }
            }
        }
    }
}
