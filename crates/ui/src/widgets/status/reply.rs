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
    map::Map,
    primitives::{Button, Icon, TextArea, Variant},
    provider::use_portal,
    query::{Attempts, ListQuery, Mutation, use_mutation},
};

/// How long a reply may be.
const MAX_LENGTH: u32 = 10_000;

/// A reply that is being written.
#[derive(Clone, Default)]
struct Draft {
    words: String,
    /// Why it was not sent.
    error: Option<&'static str>,
    sending: bool,
    attempts: Attempts<String>,
}

/// The replies that are being written, by case. They belong to the widget: looking at another case loses no word, and
/// a reply that is refused then comes back all the same.
#[derive(Clone, PartialEq)]
pub(super) struct Replies {
    drafts: Signal<Map<CaseId, Draft>>,
    mutation: Mutation,
}

pub(super) fn use_replies() -> Replies {
    Replies { drafts: use_signal(Map::default), mutation: use_mutation() }
}

impl Replies {
    fn of(&self, case: &CaseId) -> Draft {
        self.drafts.read().get(case).cloned().unwrap_or_default()
    }

    fn change(&self, case: &CaseId, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.drafts.peek().get(case).cloned().unwrap_or_default();
        change(&mut draft);
        let mut drafts = self.drafts;
        drafts.write().insert(case.clone(), draft);
    }
}

/// The reply box. What is sent stands in the timeline at once; when it is refused, the words come back.
#[part]
pub(super) fn ReplyBox(
    case: CaseId,
    field: String,
    me: UserRef,
    timeline: ListQuery<TimelineEntry>,
    replies: Replies,
) -> Element {
    let portal = use_portal();
    let text = &portal.messages().status;
    let Draft { words, error, sending, .. } = replies.of(&case);
    let is_empty = words.trim().is_empty();

    let typed = {
        let (replies, case) = (replies.clone(), case.clone());
        move |words| {
            replies.change(&case, |draft| {
                draft.words = words;
                draft.error = None;
            });
        }
    };
    let send = {
        let words = words.trim().to_owned();
        move |event: FormEvent| {
            event.prevent_default();
            let messages = portal.messages_now();
            if sending {
                return;
            }
            if words.is_empty() {
                replies.change(&case, |draft| draft.error = Some(messages.status.reply_empty()));
                return;
            }
            let mut client = portal.client().clone();
            replies.change(&case, |draft| {
                client = draft.attempts.client(&client, &words);
                let attempts = draft.attempts.clone();
                *draft = Draft { sending: true, attempts, ..Draft::default() };
            });
            let expected = expected_reply(&case, (me.id.clone(), me.name.clone()), words.clone());
            let expected_id = expected.as_ref().map(|entry| entry.id.clone());
            if let Some(entry) = expected {
                timeline.change(|page| page.items.insert(0, entry));
            }
            let (id, reply) = (case.clone(), CreateReply { body: words.clone() });
            let request = Box::pin(async move { client.cases().reply(&id, &reply).await });
            let (timeline, portal, case, words) = (timeline.clone(), portal.clone(), case.clone(), words.clone());
            let this = replies.clone();
            replies.mutation.run(&[EventType::CaseUpdated], request, move |ended| {
                timeline.change(|page| page.items.retain(|entry| Some(&entry.id) != expected_id.as_ref()));
                match ended {
                    Ok(entry) => {
                        this.change(&case, |draft| {
                            draft.sending = false;
                            // The same words again are another reply.
                            draft.attempts = Attempts::default();
                        });
                        timeline.change(|page| {
                            if !page.items.iter().any(|known| known.id == entry.id) {
                                page.items.insert(0, entry);
                            }
                        });
                        portal.announce(portal.messages_now().status.reply_sent());
                    }
                    Err(failure) => {
                        let message = failure.message(portal.messages_now());
                        this.change(&case, |draft| {
                            draft.sending = false;
                            draft.error = Some(message);
                            // What was typed meanwhile stays below what could not be sent.
                            draft.words =
                                if draft.words.is_empty() { words } else { [&words, "\n\n", &draft.words].concat() };
                        });
                        portal.toast(message);
                    }
                }
            });
        }
    };

    rsx! {
        form { class: "portal-reply", "part": "reply", novalidate: true, onsubmit: send,
            TextArea {
                id: field,
                label: text.reply_label(),
                hide_label: true,
                placeholder: text.reply_placeholder(),
                rows: 2,
                maxlength: MAX_LENGTH,
                value: words,
                error: error.map(str::to_owned),
                oninput: typed,
            }
            // Always there: the focus stays on it after sending.
            Button {
                variant: if is_empty { Variant::Default } else { Variant::Primary },
                icon: Icon::Send,
                submit: true,
                busy: sending,
                "{text.reply_send()}"
            }
        }
    }
}
