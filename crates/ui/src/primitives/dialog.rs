//! Modal dialogs on the native `<dialog>`: top layer, focus kept inside, Escape, focus returned.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::{
    button::{Button, IconButton, Variant},
    field::use_id,
    icon::{Glyph, Icon},
};
use crate::{
    dom::{self, FocusOrigin, Mounted},
    provider::use_portal,
};

/// A modal dialog. It is open as long as it is rendered: render it behind an `if`.
///
/// Escape and the close button call `on_close`, unless `busy`. When it goes, the focus returns to where it was.
///
/// Part: `dialog`.
#[part]
pub fn Dialog(
    title: String,
    on_close: Handler<()>,
    /// A change is on its way: the dialog stays until it has ended.
    #[props(default)]
    busy: bool,
    /// Interrupts for a decision (`alertdialog`).
    #[props(default)]
    alert: bool,
    /// What stands below, usually buttons.
    #[props(default)]
    footer: Option<Element>,
    children: Element,
) -> Element {
    let id = use_id();
    let text = &use_portal().messages().common;
    let opened = use_hook(|| Rc::new(RefCell::new(None::<(Mounted, FocusOrigin)>)));
    let closing = opened.clone();
    use_drop(move || {
        let opened = closing.borrow_mut().take();
        if let Some((dialog, origin)) = opened {
            dom::close_modal(&dialog, &origin);
        }
    });
    rsx! {
        dialog {
            class: "portal-dialog",
            "part": "dialog",
            role: if alert { "alertdialog" },
            "aria-modal": "true",
            "aria-labelledby": "{id}",
            onmounted: move |event| {
                let dialog = event.data();
                let origin = dom::show_modal(&dialog);
                *opened.borrow_mut() = Some((dialog, origin));
            },
            oncancel: move |event| {
                event.prevent_default();
                if !busy {
                    on_close.call(());
                }
            },
            // Keys are for the dialog only: an Escape in here must not close something around the widget as well.
            onkeydown: move |event| {
                if event.key() == Key::Escape {
                    event.stop_propagation();
                }
            },
            div { class: "portal-dialog-body",
                header { class: "portal-dialog-header",
                    h2 { id: "{id}", "{title}" }
                    IconButton { icon: Icon::Close, label: text.close, disabled: busy, onclick: move |_| on_close.call(()) }
                }
                {children}
                if let Some(footer) = footer {
                    footer { class: "portal-dialog-footer", {footer} }
                }
            }
        }
    }
}

/// Asks before something that cannot be undone. `confirm` is the verb on the button.
///
/// An `error` (why the last attempt was refused) is shown above the buttons.
#[part]
pub fn ConfirmDialog(
    title: String,
    message: String,
    confirm: String,
    /// What the other button says. Absent: "Cancel".
    #[props(default)]
    keep: Option<String>,
    #[props(default)] busy: bool,
    #[props(default)] error: Option<String>,
    on_confirm: Handler<()>,
    on_close: Handler<()>,
) -> Element {
    let text = &use_portal().messages().common;
    let keep = keep.unwrap_or_else(|| text.cancel.to_owned());
    rsx! {
        Dialog {
            title,
            on_close,
            busy,
            alert: true,
            footer: rsx! {
                // The focus begins where nothing is lost.
                Button { disabled: busy, autofocus: true, onclick: move |_| on_close.call(()), "{keep}" }
                Button { variant: Variant::Danger, busy, onclick: move |_| on_confirm.call(()), "{confirm}" }
            },
            p { class: "portal-secondary", "{message}" }
            if let Some(error) = error {
                InlineError { message: error }
            }
        }
    }
}

/// An error in the place it belongs to, read out at once.
#[part]
pub fn InlineError(message: String) -> Element {
    rsx! {
        p { class: "portal-error-text", role: "alert",
            Glyph { icon: Icon::Alert }
            span { "{message}" }
        }
    }
}
