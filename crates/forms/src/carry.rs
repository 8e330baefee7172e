//! Answers to one version of a form, for the next.

use std::{collections::BTreeMap, mem::discriminant};

use loggia_types::{
    drafts::FormChanges,
    forms::{Answers, Field, FormDefinition},
};
use serde_json::Value;

use crate::{is_empty, validate::fits};

/// The answers that fit a new version of the form they were given to, and what is different for whoever gave them.
///
/// A question is the same one when its key is. An answer fits when its question would take it, whatever else is answered; one
/// that its question did not take before either is somebody's half-typed answer, and stays.
pub fn carry_over(before: &FormDefinition, now: &FormDefinition, mut answers: Answers) -> (Answers, FormChanges) {
    let (old, new) = (by_key(before), by_key(now));
    let mut changes = FormChanges::default();
    for field in fields(before) {
        let answered = answers.get(&field.key).is_some_and(|answer| !is_empty(answer));
        match new.get(field.key.as_str()) {
            None if answered => changes.removed.push(field.label.clone()),
            Some(asked) if answered && answers.get(&field.key).is_some_and(|answer| is_lost(field, asked, answer)) => {
                changes.answer_again.push(asked.label.clone());
                answers.remove(&field.key);
            }
            _ => {}
        }
    }
    let added = fields(now).filter(|field| !old.contains_key(field.key.as_str()));
    changes.added.extend(added.map(|field| field.label.clone()));
    answers.retain(|key, _| new.contains_key(key.as_str()));
    (answers, changes)
}

fn is_lost(before: &Field, now: &Field, answer: &Value) -> bool {
    let is_other_kind = discriminant(&before.kind) != discriminant(&now.kind);
    !fits(now, answer) && (is_other_kind || fits(before, answer))
}

fn fields(definition: &FormDefinition) -> impl Iterator<Item = &Field> {
    definition.sections.iter().flat_map(|section| &section.fields)
}

fn by_key(definition: &FormDefinition) -> BTreeMap<&str, &Field> {
    fields(definition).map(|field| (field.key.as_str(), field)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(fields: Value) -> FormDefinition {
        serde_json::from_value(json!({ "sections": [{ "title": "One", "fields": fields }] })).unwrap()
    }

    #[test]
    fn what_fits_goes_on_and_the_rest_is_named() {
        let options = |values: &[&str]| -> Value {
            values.iter().map(|value| json!({ "value": value, "label": value })).collect()
        };
        let before = form(json!([
            {"key": "same", "label": "Same", "type": "text"},
            {"key": "gone", "label": "Gone", "type": "text"},
            {"key": "empty", "label": "Empty and gone", "type": "text"},
            {"key": "kind", "label": "Kind", "type": "text"},
            {"key": "pick", "label": "Pick", "type": "choice", "options": options(&["a", "b"])},
            {"key": "half", "label": "Half", "type": "text", "pattern": "\\d\\d-\\d{4}"},
            {"key": "open", "label": "Open", "type": "number"}
        ]));
        let now = form(json!([
            {"key": "kind", "label": "Kind, as a number", "type": "number"},
            {"key": "same", "label": "Same, in other words", "type": "text", "visible_if": false},
            {"key": "pick", "label": "Pick", "type": "choice", "options": options(&["b", "c"])},
            {"key": "half", "label": "Half typed", "type": "text", "pattern": "\\d\\d-\\d{4}"},
            {"key": "open", "label": "Open", "type": "text", "required": true},
            {"key": "new", "label": "New", "type": "date"}
        ]));
        let answers: Answers = serde_json::from_value(
            json!({ "same": "x", "gone": "y", "empty": " ", "kind": "z", "pick": "a", "half": "88-2" }),
        )
        .unwrap();
        let (kept, changes) = carry_over(&before, &now, answers);
        assert_eq!(json!(kept), json!({ "same": "x", "half": "88-2" }));
        let expected = FormChanges {
            added: vec!["New".to_owned()],
            removed: vec!["Gone".to_owned()],
            answer_again: vec!["Kind, as a number".to_owned(), "Pick".to_owned()],
        };
        assert_eq!(changes, expected);
        assert_eq!(carry_over(&now, &now, kept.clone()), (kept, FormChanges::default()));
    }
}
