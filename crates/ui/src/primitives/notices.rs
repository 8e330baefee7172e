//! Short notices and the voice of the portal.

use std::{cell::RefCell, rc::Rc};

use crate::part::{part, use_signal};
use dioxus::prelude::*;

use super::{
    button::{Button, IconButton, Variant},
    icon::Icon,
};
use crate::{
    clock,
    dom::{self, FocusOrigin},
    provider::use_portal,
};

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
                    undo_label: text.undo(),
                    dismiss_label: text.dismiss(),
                    toasts,
                }
            }
        }
    }
}

#[part(later)]
fn ToastView(
    id: i64,
    words: String,
    has_undo: bool,
    undo_label: &'static str,
    dismiss_label: &'static str,
    mut toasts: Signal<Vec<Toast>>,
) -> Element {
    let mut held = use_signal(|| false);
    let origin = use_hook(|| Rc::new(RefCell::new(None::<FocusOrigin>)));
    let (came, undone, dismissed) = (origin.clone(), origin.clone(), origin);
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
            onmounted: move |event| dom::show_popover(&event.data()),
            onmouseenter: move |_| held.set(true),
            onmouseleave: move |_| held.set(false),
            onfocusin: move |event: FocusEvent| {
                held.set(true);
                came.borrow_mut().get_or_insert_with(|| dom::came_from(&event.data()));
            },
            onfocusout: move |_| held.set(false),
            span { "{words}" }
            if has_undo {
                Button {
                    variant: Variant::Ghost,
                    onclick: move |_| {
                        let undo = toasts.peek().iter().find(|toast| toast.id == id).and_then(|toast| toast.undo.clone());
                        go_back(&undone);
                        remove();
                        if let Some(undo) = undo {
                            undo();
                        }
                    },
                    "{undo_label}"
                }
            }
            IconButton { icon: Icon::Close, label: dismiss_label, onclick: move |_| {
                go_back(&dismissed);
                remove();
            } }
        }
    }
}

/// The notice goes, with the button that had the focus: it goes back to where it came from.
fn go_back(origin: &RefCell<Option<FocusOrigin>>) {
    let origin = origin.take();
    if let Some(origin) = origin {
        dom::go_back(&origin);
    }
}
