//! What there is to say about saving: a line below, and what the person has to decide above.

use crate::part::{Handler, part};
use dioxus::prelude::*;

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

/// What the person has to know or decide before going on.
#[part]
pub(crate) fn SavingNotices(slot: Slot, flows: Flows, uploader: Uploader, on_gone: Handler<Slot>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().requests;
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let named = |names: &[String], say: &dyn Fn(&str) -> String| {
        (!names.is_empty())
            .then(|| say(&names.iter().map(|name| ["“", name, "”"].concat()).collect::<Vec<_>>().join(", ")))
    };
    let changes = flow.changes().map(|changes| {
        let lines = [
            named(&changes.added, &|names| text.changes_added(names)),
            named(&changes.removed, &|names| text.changes_removed(names)),
            named(&changes.answer_again, &|names| text.changes_again(names)),
        ];
        lines.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let (read, mine, theirs, anew, leave) = (slot.clone(), slot.clone(), slot.clone(), slot.clone(), slot.clone());
    rsx! {
        match flow.save_state() {
            SaveState::Conflict(_) => rsx! {
                Callout { title: text.conflict_title(), message: text.conflict_text().to_owned(),
                    Button {
                        onclick: move |_| {
                            let decimal = decimal_separator(&portal.locale_now());
                            // Before: what is taken away changes answers.
                            uploader.clear(&[theirs.as_str(), "/"].concat());
                            let taken = flows.update(&theirs, |flow| flow.take_theirs(decimal)).flatten();
                            if let Some(draft) = taken {
                                show_files(flows, &uploader, &theirs, &draft);
                            }
                        },
                        "{text.take_theirs()}"
                    }
                    Button { onclick: move |_| { flows.update(&mine, |flow| flow.keep_mine()); }, "{text.keep_mine()}" }
                }
            },
            SaveState::Gone => rsx! {
                Callout { title: text.lost_title(), message: text.lost_text().to_owned(),
                    Button { onclick: move |_| { flows.update(&anew, |flow| flow.save_as_new()); }, "{text.as_new()}" }
                    Button { onclick: move |_| on_gone.call(leave.clone()), "{text.leave_it()}" }
                }
            },
            _ => rsx! {},
        }
        if let Some(lines) = changes {
            Callout { title: text.changes_title(), message: lines,
                Button { onclick: move |_| { flows.update(&read, |flow| flow.forget_changes()); }, "{text.understood()}" }
            }
        }
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
