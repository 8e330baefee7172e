//! What there is to say about saving: a line below, and what the person has to decide above.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::{core::spawn_forever, prelude::*};

use super::{
    flow::SaveState,
    flows::{Flows, Slot},
    form_page::show_files,
    words::decimal_separator,
};
use crate::{
    primitives::{Button, Glyph, Icon, use_id},
    provider::use_portal,
    widgets::documents::uploader::Uploader,
};

/// Whether it is saved.
#[part]
pub(crate) fn SaveLine(slot: Slot, flows: Flows) -> Element {
    let messages = use_portal().messages();
    let text = &messages.requests;
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let (state, line) = match flow.save_state() {
        SaveState::Idle if flow.is_saved() => ("saved", text.saved().to_owned()),
        SaveState::Idle if flow.to_save().is_none() => ("idle", text.saves().to_owned()),
        SaveState::Idle | SaveState::Saving => ("saving", text.saving().to_owned()),
        SaveState::Waiting => ("waiting", text.save_waiting().to_owned()),
        SaveState::Conflict(_) | SaveState::Gone => ("failed", text.save_failed().to_owned()),
        SaveState::Refused(failure) => ("failed", [text.save_failed(), ": ", failure.message(messages)].concat()),
    };
    rsx! {
        span { class: "portal-meta portal-save-line", "part": "save-line", "data-state": state, "{line}" }
    }
}

/// What is different since the draft was saved, where the form was published anew.
#[part]
pub(crate) fn WhatChanged(slot: Slot, flows: Flows) -> Element {
    let text = &use_portal().messages().requests;
    let Some(changes) = flows.get(&slot).and_then(|flow| flow.changes().cloned()) else { return rsx! {} };
    let named = |names: &[String], say: &dyn Fn(&str) -> String| {
        let names: Vec<String> = names.iter().map(|name| ["“", name, "”"].concat()).collect();
        (!names.is_empty()).then(|| say(&names.join(", ")))
    };
    let lines = [
        named(&changes.added, &|names| text.changes_added(names)),
        named(&changes.removed, &|names| text.changes_removed(names)),
        named(&changes.answer_again, &|names| text.changes_again(names)),
    ];
    let lines = lines.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let read = move |_| {
        flows.update(&slot, |flow| flow.forget_changes());
    };
    rsx! {
        Callout { title: text.changes_title(), message: lines,
            Button { onclick: read, "{text.understood()}" }
        }
    }
}

/// What the person has to decide before anything more is saved. Beside the button that leads on.
#[part]
pub(crate) fn SaveDecision(slot: Slot, flows: Flows, uploader: Uploader, on_gone: Handler<Slot>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().requests;
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let other = slot.clone();
    match flow.save_state() {
        SaveState::Conflict(_) => {
            let take_theirs = move |_| {
                let (portal, uploader, slot) = (portal.clone(), uploader.clone(), slot.clone());
                spawn_forever(async move {
                    let other = flows.get_now(&slot).and_then(|flow| flow.other_form());
                    let form = match other {
                        // Without it the decision stays open.
                        Some(form) => match portal.client().forms().get(&form).await {
                            Ok(form) => Some(Rc::new(form)),
                            Err(_) => return,
                        },
                        None => None,
                    };
                    let decimal = decimal_separator(&portal.locale_now());
                    // Before: what is taken away changes answers.
                    uploader.clear(&[slot.as_str(), "/"].concat());
                    let taken = flows.update(&slot, |flow| flow.take_theirs(form, decimal)).flatten();
                    if let Some(draft) = taken {
                        show_files(flows, &uploader, &slot, &draft);
                    }
                });
            };
            let keep_mine = move |_| {
                flows.update(&other, |flow| flow.keep_mine());
            };
            rsx! {
                Callout { title: text.conflict_title(), message: text.conflict_text().to_owned(),
                    Button { onclick: take_theirs, "{text.take_theirs()}" }
                    Button { onclick: keep_mine, "{text.keep_mine()}" }
                }
            }
        }
        SaveState::Gone => {
            let as_new = move |_| {
                flows.update(&slot, |flow| flow.save_as_new());
            };
            rsx! {
                Callout { title: text.lost_title(), message: text.lost_text().to_owned(),
                    Button { onclick: as_new, "{text.as_new()}" }
                    Button { onclick: move |_| on_gone.call(other.clone()), "{text.leave_it()}" }
                }
            }
        }
        _ => rsx! {},
    }
}

/// Something to know before going on, and what can be done about it.
#[part]
pub(crate) fn Callout(title: &'static str, message: String, children: Element) -> Element {
    let id = use_id();
    rsx! {
        div { class: "portal-callout", "part": "callout", role: "group", "aria-labelledby": "{id}",
            Glyph { icon: Icon::Alert }
            div { class: "portal-callout-text",
                h3 { id: "{id}", "{title}" }
                p { "{message}" }
                div { class: "portal-callout-actions", {children} }
            }
        }
    }
}
