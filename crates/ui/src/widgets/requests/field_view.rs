//! One question with the control that fits its kind.

use crate::part::part;
use dioxus::prelude::*;
use loggia_forms::DEFAULT_LONG_TEXT_LENGTH;
use loggia_types::forms::{ChoiceOption, Field as Question, FieldKind};
use serde_json::Value;

use super::{
    file_field::FileField,
    flow::Effect,
    flows::{Flows, Slot},
    words::{decimal_separator, error_text},
};
use crate::{
    primitives::{Choice, ChoiceGroup, Field, TextArea, TextInput, described_by},
    provider::use_portal,
    widgets::documents::uploader::Uploader,
};

/// The id of the element that gets the focus when a question is gone to.
pub(crate) fn target_id(prefix: &str, question: &Question) -> String {
    match question.kind {
        FieldKind::Choice { .. } | FieldKind::MultipleChoice { .. } => [prefix, "-", &question.key, "-0"].concat(),
        _ => control_id(prefix, &question.key),
    }
}

fn control_id(prefix: &str, key: &str) -> String {
    [prefix, "-", key].concat()
}

/// One question.
#[part]
pub(crate) fn FieldView(slot: Slot, question: Question, prefix: String, flows: Flows, uploader: Uploader) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().requests;
    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let key = question.key.clone();
    let id = control_id(&prefix, &key);
    let label = question.label.clone();
    let hint = question.hint.clone();
    let optional = !flow.asked().required(&key);
    let error = flow.error(&key).map(|error| error_text(&locale, &question, error));

    // What an answer changes further down is said once it is quiet.
    let say = {
        let portal = portal.clone();
        move |effect: Option<Effect>| {
            let locale = portal.locale_now();
            let text = &locale.messages().requests;
            let count = |n: usize| u64::try_from(n).unwrap_or_default();
            match effect.unwrap_or_default() {
                Effect { appeared: 0, went: 0 } => {}
                Effect { appeared: 0, went } => portal.announce(text.went(&locale.count(count(went)))),
                Effect { appeared, .. } => portal.announce(text.appeared(&locale.count(count(appeared)))),
            }
        }
    };
    let set = {
        let (slot, key, say) = (slot.clone(), key.clone(), say.clone());
        move |answer: Value| say(flows.update(&slot, |flow| flow.set(&key, answer)))
    };

    match question.kind.clone() {
        FieldKind::Text { autocomplete, .. } => rsx! {
            TextInput {
                id,
                label,
                value: flow.text(&key),
                hint,
                error,
                optional,
                autocomplete,
                oninput: move |typed: String| set(Value::String(typed)),
            }
        },
        FieldKind::LongText { max_length } => {
            let typed = flow.text(&key);
            let most = max_length.unwrap_or(DEFAULT_LONG_TEXT_LENGTH) as usize;
            let used = typed.chars().count();
            // Nobody needs to know while there is plenty left.
            let count = (used * 2 >= most).then(|| match most.checked_sub(used) {
                Some(left) => text.characters_left(&locale.count(left as u64)),
                None => text.characters_over(&locale.count((used - most) as u64)),
            });
            rsx! {
                TextArea { id, label, value: typed, hint, error, optional, oninput: move |typed: String| set(Value::String(typed)) }
                if let Some(count) = count {
                    p { class: "portal-form-count", "data-over": (used > most).then_some("true"), "{count}" }
                }
            }
        }
        FieldKind::Number { integer, unit, .. } => {
            let decimal = decimal_separator(&locale);
            let notes = described_by(&id, hint.is_some(), error.is_some());
            let invalid = error.is_some();
            let described = match &unit {
                Some(_) => Some([notes.as_deref().unwrap_or_default(), " ", &id, "-unit"].concat()),
                None => notes,
            };
            rsx! {
                Field { id: id.clone(), label, hint, error, optional,
                    span { class: "portal-affix",
                        input {
                            class: "portal-input",
                            "part": "input",
                            id: "{id}",
                            r#type: "text",
                            "inputmode": if integer { "numeric" } else { "decimal" },
                            autocomplete: "off",
                            value: flow.text(&key),
                            "aria-invalid": invalid.then_some("true"),
                            "aria-describedby": described,
                            oninput: move |event| {
                                say(flows.update(&slot, |flow| flow.set_number(&key, event.value(), decimal)));
                            },
                        }
                        if let Some(unit) = unit {
                            span { class: "portal-affix-text", id: "{id}-unit", "{unit}" }
                        }
                    }
                }
            }
        }
        FieldKind::Date { min, max } => rsx! {
            div { class: "portal-form-date",
                TextInput {
                    id,
                    kind: "date",
                    label,
                    value: flow.text(&key),
                    hint,
                    error,
                    optional,
                    min: min.map(|day| day.to_string()),
                    max: max.map(|day| day.to_string()),
                    oninput: move |typed: String| set(Value::String(typed)),
                }
            }
        },
        FieldKind::Choice { options } => rsx! {
            ChoiceGroup {
                id,
                label,
                hint,
                error,
                optional,
                choices: choices(options),
                value: flow.answer(&key).and_then(Value::as_str).map(str::to_owned).into_iter().collect::<Vec<_>>(),
                onchange: move |chosen: Vec<String>| set(chosen.into_iter().next().map_or(Value::Null, Value::String)),
            }
        },
        FieldKind::MultipleChoice { options, max_items } => {
            let limit = max_items.filter(|most| (*most as usize) < options.len());
            let limit = limit.map(|most| text.choose_up_to(&locale.count(most.into())));
            rsx! {
                ChoiceGroup {
                    id,
                    label,
                    hint: hint.or(limit),
                    error,
                    optional,
                    multiple: true,
                    choices: choices(options),
                    value: flow.items(&key),
                    onchange: move |chosen: Vec<String>| set(Value::from(chosen)),
                }
            }
        }
        FieldKind::File { max_items, accept } => rsx! {
            FileField { slot, question_key: key, id, label, hint, error, optional, max_items, accept, uploader }
        },
    }
}

fn choices(options: Vec<ChoiceOption>) -> Vec<Choice> {
    options.into_iter().map(|option| Choice::new(option.value, option.label)).collect()
}
