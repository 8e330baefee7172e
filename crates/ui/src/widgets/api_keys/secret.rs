//! A secret, which is shown once.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::api_keys::ApiKeyWithSecret;

use crate::{
    dom,
    primitives::{Button, Dialog, Field, Icon, InlineError, Variant, use_id},
    provider::use_portal,
};

/// Shows the secret until it was copied, or until somebody closes the dialog twice.
#[part]
pub(super) fn SecretDialog(made: ApiKeyWithSecret, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().api_keys;
    let id = use_id();
    let mut copied = use_signal(|| false);
    let mut warning = use_signal(|| None::<&'static str>);
    let mut close = move || {
        if copied() || warning() == Some(text.not_copied()) {
            on_close.call(());
        } else {
            warning.set(Some(text.not_copied()));
        }
    };
    let secret = made.secret.clone();
    rsx! {
        Dialog {
            title: text.secret_title(&made.api_key.name),
            on_close: move |()| close(),
            footer: rsx! {
                Button {
                    icon: Icon::Copy,
                    variant: if copied() { Variant::Default } else { Variant::Primary },
                    autofocus: true,
                    onclick: move |_| {
                        let (secret, portal) = (secret.clone(), portal.clone());
                        spawn(async move {
                            let text = &portal.messages_now().api_keys;
                            if dom::copy(&secret).await {
                                copied.set(true);
                                warning.set(None);
                                portal.announce(text.copied());
                            } else {
                                warning.set(Some(text.copy_failed()));
                            }
                        });
                    },
                    "{text.copy()}"
                }
                Button { variant: if copied() { Variant::Primary } else { Variant::Default }, onclick: move |_| close(), "{text.done()}" }
            },
            Field { id: id.to_string(), label: text.secret(), hint: text.secret_once(),
                input {
                    class: "portal-input portal-key-secret",
                    "part": "input",
                    id: "{id}",
                    readonly: true,
                    value: "{made.secret}",
                    autocomplete: "off",
                    spellcheck: "false",
                    "aria-describedby": "{id}-hint",
                    // Copied by hand, too: what was is not known.
                    oncopy: move |_| {
                        copied.set(true);
                        warning.set(None);
                    },
                }
            }
            if let Some(message) = warning() {
                InlineError { message }
            }
        }
    }
}
