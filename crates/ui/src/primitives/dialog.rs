//! Modal dialogs on the native `<dialog>`: top layer, focus kept inside, Escape, focus returned.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::{
    button::{Button, IconButton, Variant},
    field::use_id,
    icon::{Glyph, Icon},
    notices::Voice,
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
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Button, Dialog};
///
/// #[component]
/// fn Help() -> Element {
///     let mut open = use_signal(|| false);
///     rsx! {
///         Button { onclick: move |_| open.set(true), "Help" }
///         if open() {
///             Dialog { title: "Help", on_close: move |()| open.set(false), p { "Write to us." } }
///         }
///     }
/// }
/// ```
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
    /// The id of the words that say what it is about, to be read out when it opens.
    #[props(default)]
    described_by: Option<String>,
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
            "aria-describedby": described_by,
            onmounted: move |event| {
                let dialog = event.data();
                let origin = dom::show_modal(&dialog);
                *opened.borrow_mut() = Some((dialog, origin));
            },
            // What closes it but Escape, such as a phone's way back.
            oncancel: move |event| {
                event.prevent_default();
                if !busy {
                    on_close.call(());
                }
            },
            // Escape is not left to the browser: asked a second time, it closes whatever was answered to the first, and
            // a dialog that is busy would go on unseen.
            onkeydown: move |event| {
                if dom::key(&event.data()) == "Escape" && !event.is_composing() {
                    event.prevent_default();
                    event.stop_propagation();
                    if !busy {
                        on_close.call(());
                    }
                }
            },
            div { class: "portal-dialog-body",
                header { class: "portal-dialog-header",
                    h2 { id: "{id}", "{title}" }
                    IconButton { icon: Icon::Close, label: text.close(), disabled: busy, onclick: move |_| on_close.call(()) }
                }
                {children}
                if let Some(footer) = footer {
                    footer { class: "portal-dialog-footer", {footer} }
                }
                // The portal's own voice is outside, where nothing is read out as long as this is open.
                Voice {}
            }
        }
    }
}

/// Asks before something that cannot be undone. `confirm` is the verb on the button.
///
/// An `error` (why the last attempt was refused) is shown above the buttons.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::ConfirmDialog;
///
/// #[component]
/// fn Asking(on_confirm: EventHandler<()>, on_close: EventHandler<()>) -> Element {
///     rsx! {
///         ConfirmDialog {
///             title: "Delete the list?",
///             message: "Nobody can bring it back.",
///             confirm: "Delete",
///             on_confirm,
///             on_close,
///         }
///     }
/// }
/// ```
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
    let id = use_id();
    let keep = keep.unwrap_or_else(|| text.cancel().to_owned());
    rsx! {
        Dialog {
            title,
            on_close,
            busy,
            alert: true,
            described_by: id.to_string(),
            footer: rsx! {
                // The focus begins where nothing is lost.
                Button { disabled: busy, autofocus: true, onclick: move |_| on_close.call(()), "{keep}" }
                Button { variant: Variant::Danger, busy, onclick: move |_| on_confirm.call(()), "{confirm}" }
            },
            p { class: "portal-secondary", id: "{id}", "{message}" }
            if let Some(error) = error {
                InlineError { message: error }
            }
        }
    }
}

/// An error in the place it belongs to, read out at once.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::InlineError;
///
/// # #[component]
/// # fn Example(refused: Option<String>) -> Element {
/// rsx! {
///     if let Some(message) = refused { InlineError { message } }
/// }
/// # }
/// ```
#[part]
pub fn InlineError(message: String) -> Element {
    let text = &use_portal().messages().common;
    // Only a session of the hosted portal is asked that, and its pages are on this host.
    let confirm = message == text.error_confirm();
    rsx! {
        p { class: "portal-error-text", role: "alert",
            Glyph { icon: Icon::Alert }
            span {
                "{message}"
                if confirm {
                    " "
                    a { class: "portal-link", href: "/confirm", "{text.confirm_identity()}" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Portal, PortalProvider, testing::Stage};

    thread_local! {
        static PORTAL: RefCell<Option<Portal>> = const { RefCell::new(None) };
    }

    #[component]
    fn Asking() -> Element {
        PORTAL.set(Some(use_portal()));
        rsx! {
            ConfirmDialog {
                title: "Sure?",
                message: "It is gone then.",
                confirm: "Delete",
                on_confirm: |()| {},
                on_close: |()| {},
            }
        }
    }

    #[test]
    fn what_is_announced_while_a_dialog_is_open_is_said_inside_it() {
        let client = Stage::new(None).client;
        let mut dom = VirtualDom::new_with_props(
            |client: loggia_client::Client| rsx! { PortalProvider { client, Asking {} } },
            client,
        );
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let _guard = runtime.enter();
        dom.rebuild_in_place();
        dom.in_scope(ScopeId::APP, || PORTAL.take().expect("a portal").announce("It was refused"));
        dom.render_immediate(&mut dioxus::core::NoOpMutations);
        let html = dioxus_ssr::render(&dom);
        let dialog = html.split("<dialog").nth(1).and_then(|rest| rest.split("</dialog>").next()).expect("a dialog");
        assert!(dialog.contains("It was refused"), "{dialog}");
        let described = dialog.split("aria-describedby=\"").nth(1).and_then(|rest| rest.split('"').next());
        let message = format!("id=\"{}\">It is gone then.", described.expect("described"));
        assert!(dialog.contains(&message), "{dialog}");
    }
}
