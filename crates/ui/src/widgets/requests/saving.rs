//! Requests being filled in are saved on the server by themselves: a moment after each change, and again when there was
//! no connection.

use crate::part::part;
use dioxus::{core::spawn_forever, prelude::*};
use loggia_client::Client;
use loggia_types::{ProblemCode, drafts::UpdateDraft};

use super::{
    flow::{Flow, Save, SaveState},
    flows::{Flows, Slot},
};
use crate::{
    clock,
    failure::Failure,
    provider::{Portal, use_portal},
};

/// How long nothing has to be changed before it is saved, in milliseconds.
const QUIET: u32 = 800;
/// How long it takes until it is tried again without a connection, in milliseconds.
const AGAIN: u32 = 3_000;

/// Saves as long as the widget is there. Shows nothing.
#[part(later)]
pub(crate) fn Saver(flows: Flows) -> Element {
    let portal = use_portal();
    use_effect(move || {
        for (slot, edit) in flows.unsaved() {
            let portal = portal.clone();
            spawn_forever(async move {
                clock::sleep(QUIET).await;
                // Whoever types on is saved by the last of these.
                let Some(Some(save)) = flows.update(&slot, |flow| flow.begin_saving(edit, portal.client())) else {
                    return;
                };
                send(&portal, flows, &slot, save).await;
            });
        }
    });
    rsx! {}
}

async fn send(portal: &Portal, flows: Flows, slot: &Slot, save: Save) {
    let drafts = portal.client().drafts();
    let outcome = match &save {
        Save::First { draft, client, .. } => client.drafts().create(draft).await,
        Save::Next { id, version, form_version_id, answers, .. } => {
            let change = UpdateDraft { form_version_id: form_version_id.clone(), answers: answers.clone() };
            drafts.update(id, *version, &change).await
        }
    };
    let is_first = matches!(save, Save::First { .. });
    match outcome.map_err(Failure::from) {
        Ok(draft) => {
            let id = draft.summary.id.clone();
            let is_there = flows.update(slot, |flow| flow.saved(&draft.summary, save.edit())).is_some();
            if !is_there && is_first {
                // It was sent in the meantime, without knowing of this.
                let _ = portal.client().drafts().discard(&id).await;
            }
            portal.store().reload(super::catalogue::DRAFTS);
        }
        Err(failure) if failure.code() == Some(ProblemCode::VersionMismatch) => {
            let theirs = match &save {
                Save::Next { id, .. } => drafts.get(id).await.map_err(Failure::from),
                Save::First { .. } => Err(failure),
            };
            match theirs {
                Err(failure) if failure.error().is_retryable() => try_again(portal, flows, slot).await,
                theirs => {
                    if flows.update(slot, |flow| flow.found(theirs, &save)) == Some(true) {
                        portal.announce(portal.messages_now().requests.conflict_title());
                    }
                }
            }
        }
        Err(failure) if failure.error().is_retryable() => try_again(portal, flows, slot).await,
        Err(failure) => {
            let state = match failure.code() {
                Some(ProblemCode::NotFound) => SaveState::Gone,
                _ => SaveState::Refused(failure),
            };
            flows.update(slot, |flow| flow.not_saved(state));
        }
    }
}

/// Tries again in a moment.
async fn try_again(portal: &Portal, flows: Flows, slot: &Slot) {
    if flows.update(slot, Flow::wait) == Some(true) {
        portal.announce(portal.messages_now().requests.save_waiting());
    }
    clock::sleep(AGAIN).await;
    flows.update(slot, Flow::save_again);
}

/// Discards a draft that a request was sent without: the answer to its first save had not come then.
pub(crate) fn discard_what_is_left(client: Client, flow: &Flow) {
    let known = flow.left();
    let unanswered = flow.unanswered(&client);
    spawn_forever(async move {
        let left = match (known, unanswered) {
            (None, Some((again, draft))) => again.drafts().create(&draft).await.ok().map(|draft| draft.summary.id),
            (known, _) => known,
        };
        if let Some(draft) = left {
            // One that stays all the same is in the list, to be discarded by hand.
            let _ = client.drafts().discard(&draft).await;
        }
    });
}
