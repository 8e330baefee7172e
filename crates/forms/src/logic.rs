//! Conditions in [JsonLogic](https://jsonlogic.com).
//!
//! The operators are those of `json-logic-js`, the reference implementation, but for `log` and `method`: `var`,
//! `missing`, `missing_some`, `if` (`?:`), `==`, `===`, `!=`, `!==`, `!`, `!!`, `or`, `and`, `>`, `>=`, `<`, `<=`,
//! `max`, `min`, `+`, `-`, `*`, `/`, `%`, `map`, `filter`, `reduce`, `all`, `none`, `some`, `merge`, `in`, `cat`,
//! `substr`. Values compare and convert as they do in JavaScript, except that equality of arrays and objects is that
//! of their contents. A result that JavaScript calls `NaN` or `Infinity` is `null`: JSON has neither.
//!
//! Evaluating is a pure function that cannot fail: an operator that does not exist gives `null`, and
//! [`check_definition`](crate::check_definition) refuses it before a form is published.
//!
//! Why an own evaluator: measured as what it adds to a module that has `serde_json` already (profile `browser`,
//! before `wasm-opt`, brotli 11), this one is 12 kB where `datalogic-rs` 5.4 without features but `serde_json` is
//! 117 kB, a third of what all widgets together may have. It gives the expected result in all 278 cases of the public
//! suite (`tests/json_logic.rs`), and both sides run the same code.

mod convert;
mod operators;

use serde_json::{Map, Value};

pub use convert::is_truthy;
pub use operators::is_operator;

/// The value of `rule` over `data`.
pub fn evaluate(rule: &Value, data: &Value) -> Value {
    match rule {
        Value::Array(rules) => Value::Array(rules.iter().map(|rule| evaluate(rule, data)).collect()),
        Value::Object(object) => match operation(object) {
            Some((operator, Value::Array(arguments))) => operators::apply(operator, arguments, data),
            Some((operator, argument)) => operators::apply(operator, std::slice::from_ref(argument), data),
            None => rule.clone(),
        },
        plain => plain.clone(),
    }
}

/// The operator and its arguments, if the object is an operation: it has exactly one entry.
pub(crate) fn operation(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = object.iter();
    match (entries.next(), entries.next()) {
        (Some((operator, arguments)), None) => Some((operator, arguments)),
        _ => None,
    }
}

/// A number as people write it: without a fraction when it has none.
pub(crate) fn number_text(number: f64) -> String {
    convert::to_text(&convert::from_number(number))
}

#[cfg(test)]
mod tests;
