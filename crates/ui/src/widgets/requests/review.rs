//! The last page before sending: every answer, each section to be changed.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::forms::Field;

use super::{
    file_field::place,
    flow::Sending,
    flows::{Flows, Slot},
    saving_notices::Callout,
    words::answer_text,
};
use crate::{
    failure::Failure,
    primitives::{Button, Glyph, Icon, Variant},
    provider::use_portal,
    widgets::documents::{queue::UploadState, uploader::Uploader},
};

/// "Check your answers" ([GOV.UK pattern](https://design-system.service.gov.uk/patterns/check-answers/)).
#[part]
pub(crate) fn Review(
    slot: Slot,
    prefix: String,
    flows: Flows,
    uploader: Uploader,
    failure: Option<Failure>,
    busy: bool,
    on_change: Handler<usize>,
) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.requests;
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let asked = flow.asked();
    let show = |question: &Field| {
        answer_text(&locale, question, flow.answer(&question.key), |id| {
            let files = uploader.items_in(&place(&slot, &question.key));
            let is_it =
                |state: &UploadState| matches!(state, UploadState::Done { document, .. } if document.as_str() == id);
            files.into_iter().find(|item| is_it(&item.state)).map(|item| item.name)
        })
    };
    let sections: Vec<_> = flow
        .steps()
        .into_iter()
        .filter_map(|index| flow.form().definition.sections.get(index).map(|section| (index, section)))
        .filter(|(_, section)| section.fields.iter().any(|field| asked.field(&field.key)))
        .collect();
    let stop = {
        let slot = slot.clone();
        move |_| {
            flows.update(&slot, |flow| flow.sending = Sending::Stopped);
        }
    };
    rsx! {
        if flow.sending == Sending::Waiting {
            Callout { title: text.offline_title(), message: text.offline_text().to_owned(),
                Button { onclick: stop, "{text.stop_sending()}" }
            }
        }
        if let Some(failure) = failure {
            div {
                class: "portal-error-summary",
                "part": "error-summary",
                id: "{prefix}-failure",
                role: "group",
                tabindex: "-1",
                "aria-labelledby": "{prefix}-failure-title",
                Glyph { icon: Icon::Alert }
                div { role: "alert",
                    h3 { id: "{prefix}-failure-title", "{text.not_sent()}" }
                    p { "{failure.message(messages)} {text.answers_kept()}" }
                    if let Some(reference) = failure.reference() {
                        p { class: "portal-meta", {messages.common.reference(reference)} }
                    }
                }
            }
        }
        header { class: "portal-form-header",
            h3 { id: "{prefix}-heading", tabindex: "-1", "{text.review()}" }
            p { class: "portal-secondary", "{text.review_text()}" }
        }
        for (index , section) in sections {
            section { key: "{index}", class: "portal-review", "part": "review",
                header {
                    h4 { "{section.title}" }
                    Button {
                        variant: Variant::Ghost,
                        disabled: busy,
                        label: text.change_section(&section.title),
                        onclick: move |_| on_change.call(index),
                        "{text.change()}"
                    }
                }
                dl {
                    for question in section.fields.iter().filter(|field| asked.field(&field.key)) {
                        div { key: "{question.key}",
                            dt { "{question.label}" }
                            Answer { lines: show(question), none: text.not_answered() }
                        }
                    }
                }
            }
        }
    }
}

#[part]
fn Answer(lines: Vec<String>, none: &'static str) -> Element {
    rsx! {
        dd {
            if lines.is_empty() {
                span { class: "portal-meta", "{none}" }
            }
            for (index , line) in lines.into_iter().enumerate() {
                span { key: "{index}", "{line}" }
            }
        }
    }
}
