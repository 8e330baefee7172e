//! Another secret for a key.

use std::rc::Rc;

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::api_keys::{ApiKey, ApiKeyWithSecret, RotateApiKey};

use super::{TOPICS, secret::SecretDialog};
use crate::{
    primitives::{Button, Choice, ChoiceGroup, Dialog, InlineError, Variant},
    provider::use_portal,
    query::use_mutation,
};

const NOW: &str = "0";
const HOUR: &str = "3600";
const DAY: &str = "86400";
const WEEK: &str = "604800";

/// Asks how long the present secret stays good, then shows the new one.
#[part(later)]
pub(super) fn RotateDialog(api_key: Rc<ApiKey>, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.api_keys;
    // As long as two are good there is no room for a third.
    let overlaps = api_key.secrets.len() > 1;
    let mut overlap = use_signal(|| if overlaps { NOW } else { DAY }.to_owned());
    let mut made = use_signal(|| None::<ApiKeyWithSecret>);
    let mutation = use_mutation();
    if let Some(made) = made() {
        return rsx! {
            SecretDialog { made, on_close }
        };
    }
    let mut choices = vec![Choice::new(NOW, text.overlap_now()).with_hint(text.overlap_now_hint())];
    if !overlaps {
        choices.extend(
            [(HOUR, text.overlap_hour()), (DAY, text.overlap_day()), (WEEK, text.overlap_week())]
                .map(|(value, label)| Choice::new(value, label)),
        );
    }
    let busy = mutation.is_busy();
    let error = mutation.failure().map(|failure| failure.message(messages));
    rsx! {
        Dialog {
            title: text.rotate_title(&api_key.name),
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button {
                    variant: if overlap() == NOW { Variant::Danger } else { Variant::Primary },
                    busy,
                    onclick: move |_| {
                        let (client, id) = (portal.client().clone(), api_key.id.clone());
                        let how = RotateApiKey { overlap_seconds: overlap.peek().parse().unwrap_or_default() };
                        let request = Box::pin(async move { client.api_keys().rotate(&id, &how).await });
                        mutation.run(TOPICS, request, move |ended| made.set(ended.ok()));
                    },
                    "{text.rotate()}"
                }
            },
            p { class: "portal-secondary", if overlaps { "{text.rotate_again()}" } else { "{text.rotate_text()}" } }
            ChoiceGroup {
                label: text.overlap(),
                choices,
                autofocus: true,
                value: vec![overlap()],
                onchange: move |chosen: Vec<String>| overlap.set(chosen.into_iter().next().unwrap_or_default()),
            }
            if let Some(message) = error {
                InlineError { message }
            }
        }
    }
}
