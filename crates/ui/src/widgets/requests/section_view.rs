//! One step: what has to be put right, the heading, the questions.

use crate::part::{part, use_element};
use dioxus::prelude::*;
use loggia_types::forms::Field;

use super::{
    field_view::{FieldView, target_id},
    flows::{Flows, Slot},
    words::error_text,
};
use crate::{
    dom,
    primitives::{Glyph, Icon},
    provider::use_portal,
    widgets::documents::uploader::Uploader,
};

/// Questions that are asked one after the other: those that depend on an answer above stand together, indented.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Always(Box<Field>),
    Conditional(Vec<Field>),
}

/// The questions that are asked, in blocks.
pub(crate) fn blocks(fields: &[Field], is_asked: impl Fn(&str) -> bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for field in fields.iter().filter(|field| is_asked(&field.key)) {
        match (field.visible_if.is_some(), blocks.last_mut()) {
            (true, Some(Block::Conditional(group))) => group.push(field.clone()),
            (true, _) => blocks.push(Block::Conditional(vec![field.clone()])),
            (false, _) => blocks.push(Block::Always(Box::new(field.clone()))),
        }
    }
    blocks
}

/// One step of a form.
#[part]
pub(crate) fn SectionView(slot: Slot, prefix: String, flows: Flows, uploader: Uploader) -> Element {
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let Some(section) = flow.section() else { return rsx! {} };
    let asked = flow.asked();
    let blocks = blocks(&section.fields, |key| asked.field(key));
    let view = |question: Field| {
        rsx! {
            FieldView {
                key: "{question.key}",
                slot: slot.clone(),
                question,
                prefix: prefix.clone(),
                flows,
                uploader: uploader.clone(),
            }
        }
    };
    rsx! {
        ErrorSummary { slot: slot.clone(), prefix: prefix.clone(), flows }
        header { class: "portal-form-header",
            h3 { id: "{prefix}-heading", tabindex: "-1", "{section.title}" }
            if let Some(description) = &section.description {
                p { class: "portal-secondary", "{description}" }
            }
        }
        for block in blocks {
            match block {
                Block::Always(question) => view(*question),
                Block::Conditional(questions) => rsx! {
                    div {
                        key: "{questions.first().map(|question| question.key.as_str()).unwrap_or_default()}-more",
                        class: "portal-form-conditional",
                        for question in questions {
                            {view(question)}
                        }
                    }
                },
            }
        }
    }
}

/// What has to be put right on this step, each with a link to its question
/// ([GOV.UK error summary](https://design-system.service.gov.uk/components/error-summary/)).
#[part]
fn ErrorSummary(slot: Slot, prefix: String, flows: Flows) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().requests;
    let here = use_element();
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let errors: Vec<(String, String)> = flow
        .errors()
        .into_iter()
        .map(|(field, error)| (target_id(&prefix, field), error_text(&locale, field, error)))
        .collect();
    if errors.is_empty() {
        return rsx! {};
    }
    let title = text.errors(&locale.count(errors.len() as u64));
    let mounted = here.clone();
    rsx! {
        div {
            class: "portal-error-summary",
            "part": "error-summary",
            id: "{prefix}-summary",
            role: "group",
            tabindex: "-1",
            "aria-labelledby": "{prefix}-summary-title",
            onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
            Glyph { icon: Icon::Alert }
            div { role: "alert",
                h3 { id: "{prefix}-summary-title", "{title}" }
                ul {
                    for (target , message) in errors {
                        li { key: "{target}",
                            a {
                                href: "#{target}",
                                onclick: {
                                    let (here, target) = (here.clone(), target.clone());
                                    move |event: MouseEvent| {
                                        // A fragment cannot reach into a shadow root, and belongs to the page around.
                                        event.prevent_default();
                                        let here = here.borrow().clone();
                                        if let Some(here) = here {
                                            dom::focus_id(&here, &target);
                                        }
                                    }
                                },
                                "{message}"
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn dependent_questions_stand_together_below_the_one_before() {
        let fields: Vec<Field> = serde_json::from_value(json!([
            {"key": "a", "label": "A", "type": "text"},
            {"key": "b", "label": "B", "type": "text", "visible_if": true},
            {"key": "c", "label": "C", "type": "text", "visible_if": true},
            {"key": "d", "label": "D", "type": "text"},
            {"key": "e", "label": "E", "type": "text", "visible_if": true}
        ]))
        .unwrap();
        let shape = |blocks: Vec<Block>| -> Vec<usize> {
            blocks.iter().map(|block| if let Block::Conditional(group) = block { group.len() } else { 0 }).collect()
        };
        assert_eq!(shape(blocks(&fields, |_| true)), [0, 2, 0, 1]);
        assert_eq!(shape(blocks(&fields, |key| key != "b" && key != "e")), [0, 1, 0]);
    }
}
