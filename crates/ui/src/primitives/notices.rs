//! Short notices and the voice of the portal.

use std::rc::Rc;

use crate::part::{part, use_signal};
use dioxus::prelude::*;

use super::{
    button::{Button, IconButton, Variant},
    icon::Icon,
};
use crate::{clock, provider::use_portal};

/// How long a notice stays, in milliseconds; one with a way back stays longer.
const SHOWN: u32 = 5_000;
const SHOWN_WITH_UNDO: u32 = 10_000;

/// A short notice.
#[derive(Clone)]
pub(crate) struct Toast {
    id: i64,
    text: String,
    undo: Option<Rc<dyn Fn()>>,
}

impl Toast {
    pub(crate) fn new(text: String, undo: Option<Rc<dyn Fn()>>) -> Self {
        Self { id: clock::now_millis(), text, undo }
    }
}

/// The live region that speaks what [`Portal::announce`](crate::Portal::announce) is given while it is there.
#[part]
pub(crate) fn Voice() -> Element {
    let spoken = use_portal().spoken();
    let before = use_hook(|| spoken.peek().0);
    // A list of one: a new key makes a new element, so that the same words are read out again.
    let spoken = Some(spoken.read().clone()).filter(|(count, _)| *count != before);
    rsx! {
        div { class: "portal-hidden", role: "status", "aria-live": "polite",
            for (count , words) in spoken {
                span { key: "{count}", "{words}" }
            }
        }
    }
}

/// The notices of a portal, and its voice.
#[part]
pub(crate) fn Notices(toasts: Signal<Vec<Toast>>) -> Element {
    let text = &use_portal().messages().common;
    let shown = toasts.read().clone();
    rsx! {
        Voice {}
        div { class: "portal-toasts", "part": "toasts", role: "status", "aria-live": "polite",
            for toast in shown {
                ToastView {
                    key: "{toast.id}",
                    id: toast.id,
                    words: toast.text.clone(),
                    has_undo: toast.undo.is_some(),
                    undo_label: text.undo,
                    dismiss_label: text.dismiss,
                    toasts,
                }
            }
        }
    }
}

#[part]
fn ToastView(
    id: i64,
    words: String,
    has_undo: bool,
    undo_label: &'static str,
    dismiss_label: &'static str,
    mut toasts: Signal<Vec<Toast>>,
) -> Element {
    let mut held = use_signal(|| false);
    let mut remove = move || {
        if let Ok(mut toasts) = toasts.try_write() {
            toasts.retain(|toast| toast.id != id);
        }
    };
    use_hook(move || {
        spawn(async move {
            clock::sleep(if has_undo { SHOWN_WITH_UNDO } else { SHOWN }).await;
            // Nothing goes away under a pointer or the focus.
            while held.try_peek().is_ok_and(|held| *held) {
                clock::sleep(1_000).await;
            }
            remove();
        })
    });
    rsx! {
        div {
            class: "portal-toast",
            "part": "toast",
            // In the top layer, whatever the page puts above the widget.
            popover: "manual",
            onmounted: move |event| crate::dom::show_popover(&event.data()),
            onmouseenter: move |_| held.set(true),
            onmouseleave: move |_| held.set(false),
            onfocusin: move |_| held.set(true),
            onfocusout: move |_| held.set(false),
            span { "{words}" }
            if has_undo {
                Button {
                    variant: Variant::Ghost,
                    onclick: move |_| {
                        let undo = toasts.peek().iter().find(|toast| toast.id == id).and_then(|toast| toast.undo.clone());
                        remove();
                        if let Some(undo) = undo {
                            undo();
                        }
                    },
                    "{undo_label}"
                }
            }
            IconButton { icon: Icon::Close, label: dismiss_label, onclick: move |_| remove() }
        }
    }
}
