//! The list of cases.

use std::rc::Rc;

use crate::part::{Handler, part, use_element};
use dioxus::prelude::*;
use loggia_types::{CaseId, Page, cases::Case};

use super::{lead, overview::row_id};
use crate::{
    dom,
    primitives::{RelativeTime, StatusPill},
    provider::use_portal,
};

/// The cases, newest first. Arrow keys move from one to the next.
#[part]
pub(super) fn CaseList(
    prefix: String,
    page: Rc<Page<Case>>,
    pending: bool,
    current: Option<CaseId>,
    on_open: Handler<CaseId>,
) -> Element {
    let text = &use_portal().messages().status;
    let element = use_element();
    let mounted = element.clone();
    rsx! {
        ul {
            class: "portal-cases",
            "part": "list",
            "aria-label": text.list(),
            "aria-busy": pending.then_some("true"),
            "inert": pending.then_some("true"),
            onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
            onkeydown: move |event| {
                let Some(step) = dom::step(&dom::key(&event.data())) else { return };
                event.prevent_default();
                let list = element.borrow().clone();
                if let Some(list) = list {
                    dom::focus_item(&list, ".portal-case", step);
                }
            },
            for case in page.items.iter() {
                CaseRow {
                    key: "{case.id}",
                    row: row_id(&prefix, &case.id),
                    current: current.as_ref() == Some(&case.id),
                    case: case.clone(),
                    on_open,
                }
            }
        }
    }
}

/// One case: what it is, in which state, who must act until when.
#[part(memo)]
fn CaseRow(row: String, case: Case, current: bool, on_open: Handler<CaseId>) -> Element {
    let portal = use_portal();
    portal.follow_minutes();
    let locale = portal.locale();
    let text = &locale.messages().status;
    let deadline = lead::deadline(&case, &locale);
    let sentence = lead::sentence(&case, &locale);
    let id = case.id.clone();
    rsx! {
        li {
            button {
                class: "portal-case",
                "part": "case",
                id: row,
                r#type: "button",
                "aria-current": current.then_some("true"),
                "data-unread": case.unread.then_some("true"),
                onclick: move |_| on_open.call(id.clone()),
                span { class: "portal-case-line",
                    span { class: "portal-case-title",
                        if case.unread {
                            span { class: "portal-dot", role: "img", "aria-label": text.unread() }
                        }
                        span { class: "portal-case-name", "{case.title}" }
                    }
                    span { class: "portal-meta", RelativeTime { at: case.updated_at } }
                }
                span { class: "portal-case-sentence", "{sentence}" }
                span { class: "portal-case-line",
                    StatusPill { status: case.status, label: case.status_label.clone() }
                    if let Some((words, late)) = deadline {
                        span { class: "portal-meta", "data-late": late.then_some("true"), "{words}" }
                    }
                }
            }
        }
    }
}
