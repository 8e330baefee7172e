//! What can be asked for, by category.

use std::{cell::Cell, rc::Rc};

use crate::part::{Handler, part, use_element, use_handler, use_signal};
use dioxus::prelude::*;
use loggia_types::{events::EventType, forms::FormSummary};

use super::{
    draft_list::DraftList,
    flows::{Flows, Slot},
};
use crate::{
    dom,
    extensions::use_extensions,
    primitives::{
        EmptyState, ErrorState, Glyph, Icon, NoResults, Pill, SearchField, Skeleton, StaleNotice, Tone, use_id,
    },
    provider::use_portal,
    query::{QueryState, use_query},
    widgets::WidgetFrame,
};

/// What the person's drafts are called in the cache.
pub(crate) const DRAFTS: &str = "drafts";
/// What may change which drafts there are: one that is sent becomes a case.
const DRAFT_TOPICS: &[EventType] = &[EventType::DraftHandedOver, EventType::CaseCreated];
/// With fewer requests than this a search field is only in the way.
const SEARCH_FROM: usize = 5;

/// The catalogue.
#[part]
pub(crate) fn Catalogue(
    flows: Flows,
    /// The form that was left for the catalogue: it takes the focus, once.
    left: Rc<Cell<Option<Slot>>>,
    on_open: Handler<Slot>,
    /// A draft was discarded.
    on_gone: Handler<Slot>,
) -> Element {
    let portal = use_portal();
    let text = &portal.messages().requests;
    let lead = use_element();
    let (mounted, focused) = (lead.clone(), lead);
    let gone = use_handler(move |slot| {
        on_gone.call(slot);
        dom::focus_after_dialog(&focused);
    });
    let mut search = use_signal(String::new);
    let forms = use_query("forms".to_owned(), &[], |client| Box::pin(async move { client.forms().list().await }));
    let (retry, stale) = (forms.clone(), forms.failure().is_some());
    let drafts =
        use_query(DRAFTS.to_owned(), DRAFT_TOPICS, |client| Box::pin(async move { client.drafts().list().await }));
    let (retry_drafts, drafts_stale) = (drafts.clone(), drafts.failure().is_some());
    let drafts = drafts.data().filter(|page| !page.items.is_empty());
    let extensions = use_extensions();
    rsx! {
        WidgetFrame { name: "requests", title: text.title(), start: true,
            match forms.state() {
                QueryState::Loading => rsx! {
                    Skeleton { tall: true }
                },
                QueryState::Failed(failure) => rsx! {
                    ErrorState { failure, on_retry: move |()| retry.reload() }
                },
                QueryState::Ready(page) if page.items.is_empty() => {
                    let brand = portal.session().map(|session| session.brand.name.clone()).unwrap_or_default();
                    rsx! {
                        {extensions.instead(rsx! { EmptyState { title: text.empty_title(), message: text.empty_text(&brand) } })}
                    }
                }
                QueryState::Ready(page) => {
                    let groups = groups(&page.items, &search.read());
                    rsx! {
                        if stale || drafts_stale {
                            StaleNotice {
                                on_retry: move |()| {
                                    retry.reload();
                                    retry_drafts.reload();
                                },
                            }
                        }
                        div { class: "portal-bar",
                            p {
                                class: "portal-catalogue-lead",
                                tabindex: "-1",
                                onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
                                "{text.lead()}"
                            }
                            if page.items.len() >= SEARCH_FROM {
                                SearchField { label: text.search(), value: search(), onsearch: move |typed| search.set(typed) }
                            }
                        }
                        if groups.is_empty() {
                            NoResults { on_clear: move |()| search.set(String::new()) }
                        }
                        div { class: "portal-catalogue", "part": "catalogue",
                            if let Some(drafts) = drafts.filter(|_| search.read().is_empty()) {
                                DraftList { drafts: drafts.items.clone(), flows, left: left.clone(), on_open, on_gone: gone }
                            }
                            for (category , forms) in groups {
                                Category { key: "{category}", category, forms, flows, left: left.clone(), on_open }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[part]
fn Category(
    category: String,
    forms: Vec<FormSummary>,
    flows: Flows,
    left: Rc<Cell<Option<Slot>>>,
    on_open: Handler<Slot>,
) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().requests;
    let id = use_id();
    rsx! {
        section { class: "portal-category", "aria-labelledby": "{id}",
            h3 { id: "{id}", "{category}" }
            ul {
                for form in forms {
                    li { key: "{form.id}",
                        button {
                            class: "portal-request",
                            "part": "request",
                            r#type: "button",
                            onmounted: {
                                let (slot, left) = (Slot::Form(form.id.clone()), left.clone());
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
                                let slot = Slot::Form(form.id.clone());
                                move |_| on_open.call(slot.clone())
                            },
                            span { class: "portal-request-text",
                                span { class: "portal-request-title", "{form.title}" }
                                span { class: "portal-secondary", "{form.summary}" }
                                span { class: "portal-request-meta",
                                    Glyph { icon: Icon::Clock }
                                    {text.minutes(&locale.count(form.minutes.max(1).into()))}
                                    if flows.is_started(&Slot::Form(form.id.clone())) {
                                        Pill { label: text.started(), tone: Tone::Accent }
                                    }
                                }
                            }
                            Glyph { icon: Icon::ChevronRight }
                        }
                    }
                }
            }
        }
    }
}

/// The forms that fit the search, under their categories, in the order they came in. Every word has to be found.
fn groups(forms: &[FormSummary], search: &str) -> Vec<(String, Vec<FormSummary>)> {
    let search = crate::case::lower(search);
    let mut groups: Vec<(String, Vec<FormSummary>)> = Vec::new();
    for form in forms {
        let text = crate::case::lower(&[&form.title, " ", &form.summary, " ", &form.category].concat());
        if !search.split_whitespace().all(|word| text.contains(word)) {
            continue;
        }
        match groups.iter_mut().find(|(category, _)| *category == form.category) {
            Some((_, group)) => group.push(form.clone()),
            None => groups.push((form.category.clone(), vec![form.clone()])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(title: &str, category: &str) -> FormSummary {
        serde_json::from_value(serde_json::json!({
            "id": "form_01h455vb4pex5vsknk084sn02q", "version_id": "formv_01h455vb4pex5vsknk084sn02q",
            "title": title, "summary": "Tell us what arrived broken", "category": category, "minutes": 3
        }))
        .unwrap()
    }

    #[test]
    fn requests_stand_under_their_categories_and_are_found_by_any_word() {
        let forms =
            [form("Report damage", "Deliveries"), form("New user", "Account"), form("Late delivery", "Deliveries")];
        let shape = |search: &str| -> Vec<(String, usize)> {
            groups(&forms, search).into_iter().map(|(category, forms)| (category, forms.len())).collect()
        };
        assert_eq!(shape(""), [("Deliveries".to_owned(), 2), ("Account".to_owned(), 1)]);
        assert_eq!(shape("BROKEN deliveries"), [("Deliveries".to_owned(), 2)]);
        assert!(shape("invoice").is_empty());
    }
}
