//! What happened on a case, newest first.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_client::PageQuery;
use loggia_types::{
    CaseId, DocumentId, Page, TimelineEntryId, UserId,
    cases::{Party, PublicStatus, TimelineActor, TimelineEntry, TimelineKind},
    events::EventType,
};

use crate::{
    clock,
    i18n::{Locale, Messages, PLACE, around},
    primitives::{Avatar, ErrorState, Glyph, Icon, LoadMore, RelativeTime, Skeleton, Tone, status_look, use_id},
    provider::use_portal,
    query::{ListQuery, use_list},
    widgets::documents::download::use_download,
};

/// Entries of the same person within so many seconds stand together.
const TOGETHER: i64 = 10 * 60;

/// The timeline of a case.
pub(super) fn use_timeline(case: &CaseId) -> ListQuery<TimelineEntry> {
    let id = case.clone();
    use_list(["case/", id.as_str(), "/timeline"].concat(), &[EventType::CaseUpdated], move |client, cursor| {
        let (id, query) = (id.clone(), PageQuery { cursor, ..PageQuery::default() });
        Box::pin(async move { client.cases().timeline(&id, &query).await })
    })
}

/// An entry for what was just written, until the server's arrives.
pub(super) fn expected_reply(id: &CaseId, author: (UserId, String), body: String) -> Option<TimelineEntry> {
    // The case's own number under another prefix: it is gone with the next answer of the server.
    let id: TimelineEntryId = id.as_str().replacen(CaseId::PREFIX, TimelineEntryId::PREFIX, 1).parse().ok()?;
    let (user_id, name) = author;
    Some(TimelineEntry {
        id,
        kind: TimelineKind::Message,
        actor: TimelineActor { party: Party::Customer, name, user_id: Some(user_id) },
        body: Some(body),
        document: None,
        status: None,
        created_at: clock::now(),
    })
}

/// One or several entries of the same person in a row.
struct Group<'a> {
    actor: &'a TimelineActor,
    entries: Vec<&'a TimelineEntry>,
}

fn grouped(page: &Page<TimelineEntry>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for entry in &page.items {
        let near = |group: &&mut Group<'_>| {
            *group.actor == entry.actor
                && group.entries.last().is_some_and(|newer| {
                    newer.created_at.signed_duration_since(entry.created_at).num_seconds() <= TOGETHER
                })
        };
        match groups.last_mut().filter(near) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group { actor: &entry.actor, entries: vec![entry] }),
        }
    }
    groups
}

#[part]
pub(super) fn Timeline(list: ListQuery<TimelineEntry>, brand: String, me: Option<UserId>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().status;
    let id = use_id();
    let download = use_download();
    rsx! {
        section { class: "portal-activity", "part": "timeline", "aria-labelledby": "{id}", "aria-busy": list.is_pending().then_some("true"),
            h4 { class: "portal-section-title", id: "{id}", "{text.timeline()}" }
            match list.page() {
                None => match list.failure() {
                    Some(failure) => rsx! {
                        ErrorState { failure, on_retry: { let list = list.clone(); move |()| list.reload() } }
                    },
                    None => rsx! {
                        Skeleton { rows: 3 }
                    },
                },
                Some(page) if page.items.is_empty() => rsx! {
                    p { class: "portal-meta", "{text.timeline_empty()}" }
                },
                Some(page) => rsx! {
                    ol { class: "portal-timeline",
                        for group in grouped(&page) {
                            {group_view(&group, &locale, &brand, me.as_ref(), download)}
                        }
                    }
                    if list.has_more() {
                        LoadMore {
                            busy: list.is_loading_more(),
                            failure: list.more_failure(),
                            onclick: { let list = list.clone(); move |()| list.load_more() },
                        }
                    }
                },
            }
        }
    }
}

type Download = Handler<(DocumentId, Option<loggia_types::DocumentVersionId>, String)>;

fn group_view(group: &Group<'_>, locale: &Locale, brand: &str, me: Option<&UserId>, download: Download) -> Element {
    let messages = locale.messages();
    let (Some(newest), Some(oldest)) = (group.entries.first(), group.entries.last()) else { return VNode::empty() };
    let actor = group.actor;
    let mine = me.is_some() && actor.user_id.as_ref() == me;
    let name = if mine { messages.common.you() } else { actor.name.as_str() };
    let side = (actor.party == Party::Us && actor.name != brand).then_some(brand);
    let event = group.entries.iter().all(|entry| matches!(entry.kind, TimelineKind::Status | TimelineKind::Milestone));
    let icon = event.then(|| match (newest.kind, newest.status) {
        (TimelineKind::Status, Some(status)) => status_look(status).1,
        _ => Icon::Check,
    });
    let tone = match (event, actor.party) {
        (true, _) => Tone::Neutral,
        (false, Party::Us) => Tone::Accent,
        (false, _) => Tone::Neutral,
    };
    rsx! {
        // By the oldest: news of the same person join it.
        li { key: "{oldest.id}", class: "portal-timeline-item",
            Avatar { name: actor.name.clone(), icon, tone }
            div { class: "portal-timeline-text",
                p { class: "portal-timeline-head",
                    strong { "{name}" }
                    if let Some(side) = side {
                        span { class: "portal-meta", "{side}" }
                    }
                    span { class: "portal-meta", RelativeTime { at: newest.created_at } }
                }
                for entry in group.entries.iter() {
                    {entry_view(entry, messages, locale, download)}
                }
            }
        }
    }
}

fn entry_view(entry: &TimelineEntry, messages: &'static Messages, locale: &Locale, download: Download) -> Element {
    let text = &messages.status;
    let words = match (&entry.body, entry.kind, entry.status) {
        (Some(body), ..) => Some(body.clone()),
        (None, TimelineKind::Status, Some(status)) => Some(text.status_changed(state_name(status, messages))),
        // It was deleted, or this session has no documents.
        (None, TimelineKind::Document, _) if entry.document.is_none() => Some(text.document_gone().to_owned()),
        _ => None,
    };
    let kind = entry.kind.as_str();
    // What the button does stands around the name, for those who do not see that it is one.
    let (before, after) = around(&text.download(PLACE));
    rsx! {
        div { key: "{entry.id}", class: "portal-timeline-entry", "data-kind": kind,
            if let Some(words) = words {
                p { class: "portal-timeline-words", "{words}" }
            }
            if let Some(document) = &entry.document {
                button {
                    class: "portal-attachment",
                    r#type: "button",
                    onclick: {
                        let document = document.clone();
                        move |_| download.call((document.id.clone(), None, document.name.clone()))
                    },
                    span { class: "portal-hidden", "{before}" }
                    Glyph { icon: Icon::Document }
                    span { class: "portal-attachment-name", "{document.name}" }
                    span { class: "portal-hidden", "{after}" }
                    span { class: "portal-meta", {locale.file_size(document.size)} }
                }
            }
        }
    }
}

fn state_name(status: PublicStatus, messages: &'static Messages) -> &'static str {
    let text = &messages.status;
    match status {
        PublicStatus::Submitted => text.state_submitted(),
        PublicStatus::ActionNeeded => text.state_action_needed(),
        PublicStatus::InProgress => text.state_in_progress(),
        PublicStatus::Completed => text.state_completed(),
        PublicStatus::Declined => text.state_declined(),
        PublicStatus::Cancelled => text.state_cancelled(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn entries_of_one_person_within_minutes_stand_together() {
        let case = CaseId::from_u128(5);
        let entry = |seconds, name: &str| {
            let mut entry = expected_reply(&case, (UserId::from_u128(1), name.into()), "Hello".into()).unwrap();
            entry.created_at -= chrono::TimeDelta::seconds(seconds);
            entry
        };
        let items = vec![entry(0, "Dana"), entry(60, "Dana"), entry(90, "Mara"), entry(9_000, "Mara")];
        let page = Page { items, next_cursor: None, total: None };
        let sizes: Vec<usize> = grouped(&page).iter().map(|group| group.entries.len()).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }
}
