//! What was begun and is not sent: to go on with, or to discard.

use std::{cell::Cell, rc::Rc};

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{drafts::DraftSummary, ids::DraftId};

use super::{
    catalogue::DRAFTS,
    flows::{Flows, Slot},
};
use crate::{
    dom,
    primitives::{ConfirmDialog, Glyph, Icon, IconButton, use_id},
    provider::use_portal,
    query::use_mutation,
};

/// The person's drafts.
#[part]
pub(crate) fn DraftList(
    drafts: Vec<DraftSummary>,
    flows: Flows,
    /// What was left for the catalogue: it takes the focus, once.
    left: Rc<Cell<Option<Slot>>>,
    on_open: Handler<Slot>,
    on_gone: Handler<Slot>,
) -> Element {
    let portal = use_portal();
    portal.follow_minutes();
    let locale = portal.locale();
    let text = &locale.messages().requests;
    let id = use_id();
    let mut discarding = use_signal(|| None::<DraftSummary>);
    let asked = discarding.read().clone();
    rsx! {
        section { class: "portal-category portal-drafts", "part": "drafts", "aria-labelledby": "{id}",
            h3 { id: "{id}", "{text.drafts_title()}" }
            ul {
                for draft in drafts {
                    li { key: "{draft.id}", class: "portal-draft",
                        button {
                            class: "portal-request",
                            "part": "request",
                            r#type: "button",
                            onmounted: {
                                let (slot, left) = (flows.slot_of(draft.id.clone()), left.clone());
                                move |event| {
                                    let wanted = left.take();
                                    if wanted.as_ref() == Some(&slot) {
                                        dom::focus(&event.data());
                                    } else {
                                        left.set(wanted);
                                    }
                                }
                            },
                            onclick: {
                                let slot = Slot::Draft(draft.id.clone());
                                move |_| on_open.call(slot.clone())
                            },
                            span { class: "portal-request-text",
                                span { class: "portal-request-title", "{draft.form_title}" }
                                span { class: "portal-request-meta",
                                    Glyph { icon: Icon::Clock }
                                    span {
                                        if let Some(from) = &draft.handed_over_by {
                                            {[&text.handed_over_by(&from.name), " · "].concat()}
                                        }
                                        {text.saved_at(&locale.relative(draft.updated_at))}
                                    }
                                }
                            }
                            Glyph { icon: Icon::ChevronRight }
                        }
                        IconButton {
                            icon: Icon::Trash,
                            label: text.discard(&draft.form_title),
                            onclick: {
                                let draft = draft.clone();
                                move |_| discarding.set(Some(draft.clone()))
                            },
                        }
                    }
                }
            }
        }
        if let Some(draft) = asked {
            DiscardDialog {
                draft: draft.id,
                title: draft.form_title,
                on_close: move |()| discarding.set(None),
                on_discarded: move |draft: DraftId| {
                    discarding.set(None);
                    on_gone.call(flows.slot_of(draft));
                },
            }
        }
    }
}

/// Asks before a draft is discarded.
#[part(later)]
fn DiscardDialog(draft: DraftId, title: String, on_close: Handler<()>, on_discarded: Handler<DraftId>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.requests;
    let mutation = use_mutation();
    let error = mutation.failure().map(|failure| failure.message(messages).to_owned());
    let busy = mutation.is_busy();
    rsx! {
        ConfirmDialog {
            title: text.discard_title(&title),
            message: text.discard_text().to_owned(),
            confirm: text.discard_now().to_owned(),
            busy,
            error,
            on_close,
            on_confirm: move |()| {
                let (client, id) = (portal.client().clone(), draft.clone());
                let (portal, draft) = (portal.clone(), draft.clone());
                let discard = async move { client.drafts().discard(&id).await };
                mutation.run(&[], Box::pin(discard), move |ended| {
                    if ended.is_ok() {
                        portal.store().reload(DRAFTS);
                        portal.toast(portal.messages_now().requests.discarded());
                        on_discarded.call(draft);
                    }
                });
            },
        }
    }
}
