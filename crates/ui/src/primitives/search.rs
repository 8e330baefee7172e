//! A search field that waits until typing pauses.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_element, use_signal};
use dioxus::prelude::*;

use super::{
    button::IconButton,
    field::use_id,
    icon::{Glyph, Icon},
};
use crate::{clock, dom, provider::use_portal};

/// How long typing has to pause before a search begins, in milliseconds.
const PAUSE: u32 = 250;

/// A search field. `onsearch` gets the trimmed text when typing pauses, and at once on Enter or when it is emptied.
///
/// Part: `search`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::SearchField;
///
/// #[component]
/// fn Search() -> Element {
///     let mut wanted = use_signal(String::new);
///     rsx! {
///         SearchField { label: "Search invoices", onsearch: move |text| wanted.set(text) }
///     }
/// }
/// ```
#[part]
pub fn SearchField(
    label: String,
    onsearch: Handler<String>,
    /// What is searched for at the moment, where something else than this field can change it (a button that clears).
    #[props(default)]
    value: Option<String>,
) -> Element {
    let applied = value;
    let id = use_id();
    let text = &use_portal().messages().common;
    let mut value = use_signal(String::new);
    let mut turn = use_signal(|| 0_u32);
    let last = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    let field = use_element();
    let mounted = field.clone();
    if *last.borrow() != applied {
        if let Some(applied) = applied.as_ref().filter(|applied| value.peek().trim() != applied.as_str()) {
            value.set(applied.clone());
        }
        *last.borrow_mut() = applied;
    }

    let mut search = move |now: bool| {
        let mine = turn.peek().wrapping_add(1);
        turn.set(mine);
        let wanted = value.peek().trim().to_owned();
        if now || wanted.is_empty() {
            onsearch.call(wanted);
            return;
        }
        spawn(async move {
            clock::sleep(PAUSE).await;
            if turn.try_peek().is_ok_and(|turn| *turn == mine) {
                onsearch.call(wanted);
            }
        });
    };

    rsx! {
        div { class: "portal-search", "part": "search", role: "search", "aria-label": "{label}",
            Glyph { icon: Icon::Search }
            input {
                r#type: "search",
                id: "{id}",
                onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
                "aria-label": "{label}",
                placeholder: "{label}",
                maxlength: 100,
                autocomplete: "off",
                value: "{value}",
                oninput: move |event| {
                    value.set(event.value());
                    search(false);
                },
                onkeydown: move |event| {
                    let key = dom::key(&event.data());
                    if key == "Enter" {
                        event.prevent_default();
                        search(true);
                    } else if key == "Escape" && !value.peek().is_empty() {
                        event.prevent_default();
                        event.stop_propagation();
                        value.set(String::new());
                        search(true);
                    }
                },
            }
            if !value.read().is_empty() {
                IconButton {
                    icon: Icon::Close,
                    label: text.clear_search(),
                    onclick: move |_| {
                        // The button goes with the words; the focus does not.
                        let field = field.borrow().clone();
                        if let Some(field) = field {
                            dom::focus(&field);
                        }
                        value.set(String::new());
                        search(true);
                    },
                }
            }
        }
    }
}
