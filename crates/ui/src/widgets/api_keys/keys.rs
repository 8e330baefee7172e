//! The list of keys, and what can be done with them.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_element, use_signal};
use dioxus::prelude::*;
use loggia_client::PageQuery;
use loggia_types::{Page, Permission, api_keys::ApiKey};

use super::{
    NAME, TOPICS, create::CreateDialog, delete::DeleteDialog, details::DetailsDialog, rotate::RotateDialog, rows::Rows,
};
use crate::{
    dom,
    extensions::use_extensions,
    primitives::{Button, EmptyState, ErrorState, Icon, LoadMore, Skeleton, StaleNotice, Variant},
    provider::use_portal,
    query::{Query, use_query},
    widgets::WidgetFrame,
};

/// The view that opens the dialog for a new key.
const CREATE: &str = "create";

/// What somebody wants to do with a key.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Act {
    Details,
    Rotate,
    Delete,
}

/// All keys.
pub(super) type KeyList = Query<Page<ApiKey>>;

/// How many keys are shown, and how many more at a time.
const ROWS: usize = 25;
/// How many are asked for at a time.
const ASKED: u32 = 100;

#[part]
pub(super) fn Keys(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().api_keys;
    let mut creating = use_signal(|| false);
    let mut acting = use_signal(|| None::<(Act, Rc<ApiKey>)>);
    let mut rows = use_signal(|| ROWS);
    let list_element = use_element();
    let last_view = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    let manages = portal.permits(Permission::ApiKeysManage);

    if *last_view.borrow() != view {
        creating.set(manages && view.as_deref() == Some(CREATE));
        last_view.borrow_mut().clone_from(&view);
    }
    let mut navigate = move |open: bool| {
        creating.set(open);
        if let Some(on_navigate) = on_navigate {
            on_navigate.call(if open { CREATE.to_owned() } else { String::new() });
        }
    };

    // They are few, and each may be what somebody looks for: all are read.
    let list: KeyList = use_query("api-keys".to_owned(), TOPICS, |client| {
        Box::pin(async move {
            let (mut items, mut cursor) = (Vec::new(), None);
            loop {
                let page = client.api_keys().list(&PageQuery { cursor, limit: Some(ASKED) }).await?;
                items.extend(page.items);
                cursor = page.next_cursor;
                if cursor.is_none() {
                    return Ok(Page { items, next_cursor: None, total: None });
                }
            }
        })
    });
    let organization = portal.session().map(|session| session.organization.name.clone()).unwrap_or_default();
    let mounted = list_element.clone();
    let (retry, again) = (list.clone(), list.clone());
    let create = rsx! {
        if manages {
            Button { variant: Variant::Primary, icon: Icon::Plus, onclick: move |_| navigate(true), "{text.create()}" }
        }
    };
    let page = list.data();
    let is_empty = page.as_ref().is_some_and(|page| page.items.is_empty());

    let extensions = use_extensions();
    rsx! {
        WidgetFrame { name: NAME, title: text.title(), start: true, actions: (!is_empty).then(|| create.clone()),
            if list.is_stale() {
                StaleNotice { on_retry: move |()| again.reload() }
            }
            div {
                class: "portal-focus-target",
                role: "group",
                tabindex: "-1",
                "aria-label": text.table(),
                onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
                match page {
                    None => match list.failure().filter(|_| !list.is_fetching()).cloned() {
                        Some(failure) => rsx! {
                            ErrorState { failure, on_retry: move |()| retry.reload() }
                        },
                        None => rsx! {
                            Skeleton {}
                        },
                    },
                    Some(_) if is_empty => rsx! {
                        {extensions.instead(rsx! { EmptyState {
                            title: text.empty(),
                            message: text.empty_hint(&organization),
                            icon: Icon::Key,
                            {create}
                        } })}
                    },
                    Some(page) => rsx! {
                        Rows {
                            page: page.clone(),
                            manages,
                            shown: rows(),
                            on_act: {
                                let page = page.clone();
                                move |(act, at)| {
                                    if let Some(api_key) = page.items.get(at) {
                                        acting.set(Some((act, Rc::new(ApiKey::clone(api_key)))));
                                    }
                                }
                            },
                        }
                        if page.items.len() > rows() {
                            LoadMore { busy: false, onclick: move |()| rows += ROWS }
                        }
                    },
                }
            }
            if creating() {
                CreateDialog { on_close: move |()| navigate(false) }
            }
            if let Some((act, api_key)) = acting() {
                match act {
                    Act::Details => rsx! {
                        DetailsDialog { api_key, on_close: move |()| acting.set(None) }
                    },
                    Act::Rotate => rsx! {
                        RotateDialog { api_key, on_close: move |()| acting.set(None) }
                    },
                    Act::Delete => rsx! {
                        DeleteDialog {
                            api_key,
                            list,
                            on_close: move |()| acting.set(None),
                            on_gone: move |()| {
                                acting.set(None);
                                dom::focus_after_dialog(&list_element);
                            },
                        }
                    },
                }
            }
        }
    }
}
