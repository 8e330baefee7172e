//! What a rule refers to, and whether it can be evaluated.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::logic::{is_operator, operation};

/// How deep a rule may be nested: bounds the stack that evaluating it takes.
const MAX_DEPTH: usize = 32;

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RuleError {
    #[error("Use one of the available operators: \u{201c}{0}\u{201d} is not one of them")]
    UnknownOperator(String),
    #[error("Write one operator for each object of the rule")]
    NotOneOperator,
    #[error(
        "Name the question as a text: what \u{201c}var\u{201d} and \u{201c}missing\u{201d} refer to has to be known beforehand"
    )]
    UnknownReference,
    #[error("Nest the rule less deeply: at most {MAX_DEPTH} levels")]
    TooDeep,
}

/// The keys of the questions that a rule looks at.
pub(crate) fn references(rule: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    // What cannot be told is left out here and refused by `check_rule` before a definition is published.
    let _ = walk(rule, false, 0, &mut found);
    found
}

/// The keys of the questions that a rule looks at, if it can be evaluated.
pub(crate) fn check_rule(rule: &Value) -> Result<BTreeSet<&str>, RuleError> {
    let mut found = BTreeSet::new();
    walk(rule, false, 0, &mut found)?;
    Ok(found)
}

/// Collects references. `in_item`: inside an array operation `var` speaks of the item and not of the answers.
fn walk<'a>(rule: &'a Value, in_item: bool, depth: usize, found: &mut BTreeSet<&'a str>) -> Result<(), RuleError> {
    if depth > MAX_DEPTH {
        return Err(RuleError::TooDeep);
    }
    if let Value::Array(items) = rule {
        return items.iter().try_for_each(|item| walk(item, in_item, depth + 1, found));
    }
    let Value::Object(object) = rule else { return Ok(()) };
    let Some((operator, arguments)) = operation(object) else { return Err(RuleError::NotOneOperator) };
    if !is_operator(operator) {
        return Err(RuleError::UnknownOperator(operator.to_owned()));
    }
    let arguments = match arguments {
        Value::Array(arguments) => arguments.as_slice(),
        single => std::slice::from_ref(single),
    };
    match operator {
        "var" if in_item => Ok(()),
        "var" => {
            found.insert(reference(arguments.first())?);
            arguments.iter().skip(1).try_for_each(|default| walk(default, in_item, depth + 1, found))
        }
        "missing" | "missing_some" => {
            let keys = match (operator, arguments) {
                ("missing_some", [_, Value::Array(keys)]) | ("missing", [Value::Array(keys), ..]) => keys.as_slice(),
                ("missing", keys) => keys,
                _ => return Err(RuleError::UnknownReference),
            };
            for key in keys {
                let key = reference(Some(key))?;
                if !in_item {
                    found.insert(key);
                }
            }
            Ok(())
        }
        "map" | "filter" | "reduce" | "all" | "none" | "some" => {
            for (position, argument) in arguments.iter().enumerate() {
                walk(argument, in_item || position == 1, depth + 1, found)?;
            }
            Ok(())
        }
        _ => arguments.iter().try_for_each(|argument| walk(argument, in_item, depth + 1, found)),
    }
}

/// The question a path begins with.
fn reference(path: Option<&Value>) -> Result<&str, RuleError> {
    let path = path.and_then(Value::as_str).ok_or(RuleError::UnknownReference)?;
    path.split('.').next().filter(|key| !key.is_empty()).ok_or(RuleError::UnknownReference)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_the_first_parts_of_paths_outside_of_items() {
        let rule = json!({"and": [
            {"==": [{"var": "kind"}, "x"]},
            {"some": [{"var": ["goods.0", []]}, {"in": [{"var": "name"}, "abc"]}]},
            {"missing_some": [1, ["a", "b"]]},
            {"!": [{"missing": ["c"]}]},
            {"var": ["d", {"var": "e"}]},
        ]});
        assert_eq!(references(&rule).into_iter().collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "goods", "kind"]);
    }

    #[test]
    fn what_cannot_be_evaluated_is_refused() {
        assert!(matches!(check_rule(&json!({"log": 1})), Err(RuleError::UnknownOperator(_))));
        assert_eq!(check_rule(&json!({"a": 1, "b": 2})), Err(RuleError::NotOneOperator));
        assert_eq!(check_rule(&json!({"var": {"cat": ["a", "b"]}})), Err(RuleError::UnknownReference));
        assert_eq!(check_rule(&json!({"var": ""})), Err(RuleError::UnknownReference));
        assert_eq!(check_rule(&json!({"missing": {"var": "a"}})), Err(RuleError::UnknownReference));
        let deep = (0..50).fold(json!(true), |inner, _| json!({"!": [inner]}));
        assert_eq!(check_rule(&deep), Err(RuleError::TooDeep));
    }
}
