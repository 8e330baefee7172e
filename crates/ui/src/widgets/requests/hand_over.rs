//! Handing a request over to a colleague, who goes on with it.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    Permission, Role,
    drafts::HandOverDraft,
    events::EventType,
    ids::{DraftId, MembershipId},
    members::{Member, MemberQuery},
};

use super::{
    catalogue::DRAFTS,
    flows::{Flows, Slot},
};
use crate::{
    primitives::{Button, Choice, ChoiceGroup, Dialog, InlineError, SearchField, Skeleton, Variant, use_id},
    provider::use_portal,
    query::{QueryState, use_mutation, use_query},
};

/// How many colleagues are shown at a time.
const SHOWN: u32 = 8;

/// The button, once there is something on the server to hand over.
#[part]
pub(crate) fn HandOver(slot: Slot, flows: Flows, busy: bool, on_gone: Handler<Slot>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().requests;
    let mut open = use_signal(|| false);
    let flow = flows.get(&slot).filter(|_| portal.permits(Permission::MembersRead));
    let draft = flow.as_ref().and_then(|flow| flow.draft().cloned());
    let (Some(flow), Some(draft)) = (flow, draft) else { return rsx! {} };
    rsx! {
        // What is not saved yet would stay behind.
        Button { variant: Variant::Ghost, disabled: busy || !flow.is_saved(), onclick: move |_| open.set(true), "{text.hand_over()}" }
        if open() {
            HandOverDialog {
                draft,
                title: flow.form().summary.title.clone(),
                on_close: move |()| open.set(false),
                on_done: move |()| on_gone.call(slot.clone()),
            }
        }
    }
}

/// Asks to whom.
#[part(later)]
fn HandOverDialog(draft: DraftId, title: String, on_close: Handler<()>, on_done: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.requests;
    let mut search = use_signal(String::new);
    let mut chosen = use_signal(|| None::<MembershipId>);
    let mutation = use_mutation();
    let id = use_id();
    let typed = search.read().trim().to_owned();
    let members = use_query(["colleagues/", &typed].concat(), &[EventType::MemberUpdated], move |client| {
        let q = Some(typed.clone()).filter(|typed| !typed.is_empty());
        // One is left out: whoever asks.
        let query = MemberQuery { q, limit: Some(SHOWN.saturating_add(1)), ..MemberQuery::default() };
        Box::pin(async move { client.members().list(&query).await })
    });
    let me = portal.session().map(|session| session.membership_id.clone());
    let may = |member: &&Member| {
        Some(&member.id) != me.as_ref() && member.suspended_at.is_none() && member.role != Role::Viewer
    };
    let found = members.data();
    let people = found.iter().flat_map(|page| &page.items).filter(may).take(SHOWN as usize);
    let choices: Vec<Choice> = people
        .map(|member| Choice::new(member.id.to_string(), [&member.user.name, " · ", &member.user.email].concat()))
        .collect();
    let name = move |members: Option<std::rc::Rc<loggia_types::page::Page<Member>>>, id: &MembershipId| {
        let members = members.iter().flat_map(|page| &page.items).find(|member| member.id == *id).cloned();
        members.map(|member| member.user.name).unwrap_or_default()
    };
    let error = mutation.failure().map(|failure| match failure.field("/member_id") {
        Some(_) => text.cannot_take_it().to_owned(),
        None => failure.message(messages).to_owned(),
    });
    let busy = mutation.is_busy();
    let picked = chosen.read().clone();
    let hand_over = {
        let picked = picked.clone();
        move |_| {
            let Some(member_id) = picked.clone() else { return };
            let name = name(found.clone(), &member_id);
            let (client, id, portal) = (portal.client().clone(), draft.clone(), portal.clone());
            let hand_over = async move { client.drafts().hand_over(&id, &HandOverDraft { member_id }).await };
            mutation.run(&[], Box::pin(hand_over), move |ended| {
                if ended.is_ok() {
                    portal.store().reload(DRAFTS);
                    portal.toast(portal.messages_now().requests.handed_over(&name));
                    on_done.call(());
                }
            });
        }
    };
    rsx! {
        Dialog {
            title: text.hand_over_title(&title),
            on_close,
            busy,
            described_by: id.to_string(),
            footer: rsx! {
                Button { variant: Variant::Primary, busy, disabled: picked.is_none(), onclick: hand_over, "{text.hand_over()}" }
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
            },
            p { class: "portal-secondary", id: "{id}", "{text.hand_over_text()}" }
            SearchField { label: text.find_colleague(), value: search(), onsearch: move |typed| {
                search.set(typed);
                // Nobody is handed anything who is not in sight.
                chosen.set(None);
            } }
            match members.state() {
                QueryState::Loading => rsx! {
                    Skeleton { rows: 3 }
                },
                QueryState::Failed(failure) => rsx! {
                    InlineError { message: failure.message(messages).to_owned() }
                },
                QueryState::Ready(_) if choices.is_empty() => rsx! {
                    p { class: "portal-secondary", role: "status", "{text.no_colleague()}" }
                },
                QueryState::Ready(_) => rsx! {
                    ChoiceGroup {
                        label: text.colleague(),
                        choices,
                        value: picked.iter().map(ToString::to_string).collect::<Vec<_>>(),
                        onchange: move |picked: Vec<String>| chosen.set(picked.first().and_then(|id| id.parse().ok())),
                    }
                },
            }
            if let Some(message) = error {
                InlineError { message }
            }
        }
    }
}
