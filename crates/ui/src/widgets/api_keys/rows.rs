//! The keys, as rows of a table.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Page, api_keys::ApiKey};

use super::keys::Act;
use crate::{
    clock,
    extensions::{Item, use_extensions},
    i18n::{ApiKeysMessages, DateStyle},
    primitives::{Avatar, Cell, ColumnKind, Icon, Menu, MenuItem, Pill, RelativeTime, Row, RowTitle, Table, Tone},
    provider::use_portal,
};

#[part]
pub(super) fn Rows(page: Rc<Page<ApiKey>>, manages: bool, shown: usize, on_act: Handler<(Act, usize)>) -> Element {
    let text = &use_portal().messages().api_keys;
    let mut columns = vec![
        (ColumnKind::Main, text.column_name().to_owned()),
        (ColumnKind::Extra, text.column_ends().to_owned()),
        (ColumnKind::Detail, text.column_used().to_owned()),
        (ColumnKind::Actions, text.column_actions().to_owned()),
    ];
    use_extensions().add_columns(&mut columns);
    rsx! {
        Table { label: text.table(), columns,
            for (at , item) in page.items.iter().take(shown).enumerate() {
                KeyRow { key: "{item.id}", page: page.clone(), at, manages, on_act }
            }
        }
    }
}

#[part]
fn KeyRow(page: Rc<Page<ApiKey>>, at: usize, manages: bool, on_act: Handler<(Act, usize)>) -> Element {
    let Some(api_key) = page.items.get(at) else { return VNode::empty() };
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.api_keys;
    let mut items = vec![MenuItem::new("details", text.details(), Icon::Info)];
    if manages {
        items.push(MenuItem::new("rotate", text.rotate(), Icon::Refresh));
        items.push(MenuItem::new("delete", text.delete(), Icon::Trash).danger());
    }
    let item = Item::new("api_key", api_key.id.as_str(), &api_key.name);
    let extensions = use_extensions();
    extensions.add_actions(&mut items, &item);
    let scopes = text.scopes(&locale.count(api_key.scopes.len() as u64));
    let meta = match &api_key.created_by {
        Some(by) => text.made_by(&by.user.name, &scopes),
        None => scopes,
    };
    let ends = api_key.expires_at.map(|at| locale.date(at, DateStyle::Short));
    let ends = ends.as_deref().unwrap_or(text.no_end());
    let state = state(api_key, text);
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        Avatar { name: String::new(), icon: Icon::Key }
                    },
                    title: rsx! {
                        button {
                            r#type: "button",
                            class: "portal-row-button",
                            title: "{api_key.name}",
                            "aria-haspopup": "dialog",
                            onclick: move |_| on_act.call((Act::Details, at)),
                            "{api_key.name}"
                        }
                        if let Some((label, tone)) = state {
                            Pill { label, tone }
                        }
                    },
                    meta: rsx! {
                        span { title: "{meta}", "{meta}" }
                    },
                }
            }
            Cell { kind: ColumnKind::Extra, "{ends}" }
            Cell {
                match api_key.last_used_at {
                    Some(at) => rsx! {
                        RelativeTime { at }
                    },
                    None => rsx! {
                        "{text.never_used()}"
                    },
                }
            }
            {extensions.cells(Some(&item))}
            Cell { kind: ColumnKind::Actions,
                Menu {
                    label: messages.common.more_actions(&api_key.name),
                    items,
                    on_select: move |key| {
                        let act = match key {
                            "rotate" => Act::Rotate,
                            "delete" => Act::Delete,
                            _ => Act::Details,
                        };
                        on_act.call((act, at));
                    },
                }
            }
        }
    }
}

/// What somebody has to know of a key, the most urgent first.
pub(super) fn state(key: &ApiKey, text: &'static ApiKeysMessages) -> Option<(&'static str, Tone)> {
    let now = clock::now();
    if key.expires_at.is_some_and(|at| at <= now) {
        Some((text.expired(), Tone::Danger))
    } else if key.expiry_warning_at.is_some_and(|at| at <= now) {
        Some((text.ends_soon(), Tone::Warning))
    } else if key.created_by.as_ref().is_some_and(|by| !by.is_member) {
        Some((text.orphaned(), Tone::Warning))
    } else if key.secrets.len() > 1 {
        Some((text.two_secrets(), Tone::Info))
    } else {
        None
    }
}
