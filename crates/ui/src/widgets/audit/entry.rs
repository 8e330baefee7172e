//! One entry: everything the log says of it, and what changed.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{
    Page,
    audit::{
        ActorKind, AuditEvent, Outcome,
        changes::{Change, changes},
    },
};

use super::rows::actor_name;
use crate::{
    i18n::DateStyle,
    primitives::{Button, Dialog, Icon, Pill, Tone},
    provider::use_portal,
};

/// All of an entry of a page. `on_filter` filters the log by who did it (`true`), or by what it was done to.
#[part(later)]
pub(super) fn EntryDialog(
    page: Rc<Page<AuditEvent>>,
    at: usize,
    on_close: Handler<()>,
    on_filter: Handler<bool>,
) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().audit_log;
    let Some(entry) = page.items.get(at) else { return VNode::empty() };
    let who = actor_name(&entry.actor, text);
    let kind = match entry.actor.kind {
        ActorKind::User => text.kind_user(),
        ActorKind::ApiKey => text.kind_key(),
        ActorKind::System => text.kind_system(),
        ActorKind::Operator => text.kind_operator(),
    };
    let position = entry.position.to_string();
    let denied = entry.outcome == Outcome::Denied;
    let first = [
        (text.column_when(), locale.date(entry.created_at, DateStyle::Exact), ""),
        (text.who(), [who, " (", kind, ")"].concat(), entry.actor.id.as_str()),
        (text.thing(), String::new(), entry.resource_id.as_str()),
        (text.reason(), entry.reason.clone().unwrap_or_default(), ""),
    ];
    let then = [
        (text.action(), String::new(), entry.action.as_str()),
        (text.column_address(), String::new(), entry.ip.as_deref().unwrap_or_default()),
        (text.program(), entry.user_agent.clone().unwrap_or_default(), ""),
        (text.request(), String::new(), entry.request_id.as_str()),
        (text.position(), String::new(), &position),
        (text.hash(), String::new(), &entry.hash),
    ];
    let differences = entry.changes.as_ref().map(changes).unwrap_or_default();
    let by_person = (!entry.actor.id.is_empty()).then(|| text.only_person(who));
    rsx! {
        Dialog { title: text.name_of(&entry.action), on_close,
            footer: rsx! {
                if !entry.resource_id.is_empty() {
                    Button { onclick: move |_| on_filter.call(false), "{text.only_thing()}" }
                }
                if let Some(by_person) = by_person {
                    Button { onclick: move |_| on_filter.call(true), "{by_person}" }
                }
            },
            div { class: "portal-facts", "part": "entry",
                Pill {
                    label: if denied { text.denied() } else { text.done() },
                    tone: if denied { Tone::Danger } else { Tone::Success },
                    icon: if denied { Icon::CloseCircle } else { Icon::Check },
                }
                {facts(&first)}
                if !differences.is_empty() {
                    h3 { "{text.changes()}" }
                    ul {
                        for change in differences {
                            Difference { key: "{change.path}", change }
                        }
                    }
                }
                {facts(&then)}
            }
        }
    }
}

/// What there is of these: a name, words, and what is to be copied letter by letter.
fn facts(facts: &[(&'static str, String, &str)]) -> Element {
    let known = facts.iter().filter(|(_, words, code)| !(words.is_empty() && code.is_empty()));
    rsx! {
        dl {
            for (name , words , code) in known {
                div { key: "{name}",
                    dt { "{name}" }
                    dd {
                        if !words.is_empty() {
                            span { "{words}" }
                        }
                        if !code.is_empty() {
                            code { "{code}" }
                        }
                    }
                }
            }
        }
    }
}

/// A value that changed: its name, how it changed in a word, and both sides, each with its own word.
#[part]
fn Difference(change: Change) -> Element {
    let text = &use_portal().messages().audit_log;
    let Change { path, before, after } = change;
    let (label, tone) = match (&before, &after) {
        (None, _) => (text.added(), Tone::Success),
        (_, None) => (text.removed(), Tone::Danger),
        _ => (text.changed(), Tone::Info),
    };
    rsx! {
        li {
            div {
                code { "{path}" }
                Pill { label, tone }
            }
            if let Some(before) = before {
                del {
                    span { class: "portal-hidden", "{text.before()} " }
                    "{before}"
                }
            }
            if let Some(after) = after {
                ins {
                    span { class: "portal-hidden", "{text.after()} " }
                    "{after}"
                }
            }
        }
    }
}
