//! Writing on a case.

use crate::part::{part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    CaseId,
    cases::{CreateReply, TimelineEntry},
    events::EventType,
    session::UserRef,
};

use super::timeline::expected_reply;
use crate::{
    primitives::{Button, Icon, TextArea, Variant},
    provider::use_portal,
    query::{ListQuery, use_mutation},
};

/// How long a reply may be.
const MAX_LENGTH: u32 = 10_000;

/// The reply box. What is sent stands in the timeline at once; when it is refused, the words come back.
#[part]
pub(super) fn ReplyBox(case: CaseId, field: String, me: UserRef, timeline: ListQuery<TimelineEntry>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().status;
    let mut draft = use_signal(String::new);
    let mut error = use_signal(|| None::<&'static str>);
    let mutation = use_mutation();
    let busy = mutation.is_busy();

    let send = {
        let mutation = mutation.clone();
        move |event: FormEvent| {
            event.prevent_default();
            let messages = portal.messages_now();
            let words = draft.peek().trim().to_owned();
            if mutation.is_busy() {
                return;
            }
            if words.is_empty() {
                error.set(Some(messages.status.reply_empty));
                return;
            }
            error.set(None);
            draft.set(String::new());
            let expected = expected_reply(&case, (me.id.clone(), me.name.clone()), words.clone());
            let expected_id = expected.as_ref().map(|entry| entry.id.clone());
            if let Some(entry) = expected {
                timeline.change(|page| page.items.insert(0, entry));
            }
            let (client, id, reply) = (portal.client().clone(), case.clone(), CreateReply { body: words.clone() });
            let (timeline, portal) = (timeline.clone(), portal.clone());
            let request = Box::pin(async move { client.cases().reply(&id, &reply).await });
            mutation.run(&[EventType::CaseUpdated], request, move |ended| {
                timeline.change(|page| page.items.retain(|entry| Some(&entry.id) != expected_id.as_ref()));
                match ended {
                    Ok(entry) => {
                        timeline.change(|page| {
                            if !page.items.iter().any(|known| known.id == entry.id) {
                                page.items.insert(0, entry);
                            }
                        });
                        portal.announce(portal.messages_now().status.reply_sent);
                    }
                    Err(failure) => {
                        // What was typed meanwhile stays below what could not be sent.
                        let typed = draft.peek().clone();
                        draft.set(if typed.is_empty() { words } else { [&words, "\n\n", &typed].concat() });
                        let message = failure.message(portal.messages_now());
                        error.set(Some(message));
                        portal.announce(message);
                    }
                }
            });
        }
    };

    rsx! {
        form { class: "portal-reply", "part": "reply", novalidate: true, onsubmit: send,
            TextArea {
                id: field,
                label: text.reply_label,
                hide_label: true,
                placeholder: text.reply_placeholder,
                rows: 2,
                maxlength: MAX_LENGTH,
                value: draft(),
                error: error().map(str::to_owned),
                oninput: move |words| {
                    draft.set(words);
                    error.set(None);
                },
            }
            if !draft.read().trim().is_empty() || busy {
                Button { variant: Variant::Primary, icon: Icon::Send, submit: true, busy, "{text.reply_send}" }
            }
        }
    }
}
