//! How values convert and compare: as in JavaScript.

use std::cmp::Ordering;

use serde_json::Value;

use crate::number::{read_number, write_number};

/// Whether a value counts as true. As in JavaScript, but an empty array is false.
pub fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// `Number(value)`; NaN when it is none.
pub(super) fn to_number(value: &Value) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
        Value::String(text) if text.trim().is_empty() => 0.0,
        Value::String(text) => parse(text.trim()).unwrap_or(f64::NAN),
        Value::Array(_) => to_number(&Value::String(to_text(value))),
        Value::Object(_) => f64::NAN,
    }
}

/// `parseFloat(value)`: the number a text begins with.
pub(super) fn parse_float(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
        Value::String(_) | Value::Array(_) => {
            let text = to_text(value);
            let text = text.trim();
            text.get(..number_end(text.as_bytes())).and_then(parse).unwrap_or(f64::NAN)
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => f64::NAN,
    }
}

/// Where the number ends that a text begins with; 0 if it begins with none. One pass, however long the text is.
fn number_end(text: &[u8]) -> usize {
    let digits = |from: usize| from + text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let signed = |at: usize| at + usize::from(matches!(text.get(at), Some(b'+' | b'-')));
    let start = signed(0);
    let mut end = digits(start);
    if text.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if !text.iter().take(end).any(u8::is_ascii_digit) {
        return 0;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let power = signed(end + 1);
        let after = digits(power);
        end = if after > power { after } else { end };
    }
    end
}

/// A decimal number.
fn parse(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let power_at = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (digits, power) = digits.split_at_checked(power_at)?;
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') || digits == "." {
        return None;
    }
    let whole = digits.trim_start_matches('0');
    let mut number = if whole.starts_with(|first: char| first.is_ascii_digit()) { String::new() } else { "0".into() };
    number.push_str(whole.strip_suffix('.').unwrap_or(whole));
    number.push_str(power);
    // A browser's own reader knows more than decimal numbers: `0x1f`.
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    if !number.bytes().all(is_decimal) {
        return None;
    }
    read_number(&number).map(|number| sign * number)
}

/// The value a number has in JSON: whole numbers without a fraction, `null` for what JSON does not have.
pub(super) fn from_number(number: f64) -> Value {
    /// Up to here every whole number is itself.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT { Value::from(number as i64) } else { Value::from(number) }
}

/// `String(value)`.
pub(super) fn to_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "null".to_owned(),
        Value::Bool(value) => (if *value { "true" } else { "false" }).to_owned(),
        Value::Number(number) => match from_number(number.as_f64().unwrap_or(f64::NAN)) {
            Value::Number(number) => match number.as_i64() {
                Some(whole) => whole.to_string(),
                None => write_number(number.as_f64().unwrap_or(f64::NAN)),
            },
            _ => "null".to_owned(),
        },
        Value::Array(items) => {
            let mut joined = String::new();
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    joined.push(',');
                }
                if !item.is_null() {
                    joined.push_str(&to_text(item));
                }
            }
            joined
        }
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

/// `===`, arrays and objects by their contents.
pub(super) fn strictly_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        // `1` and `1.0` are one number, in a list as well.
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| strictly_equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| strictly_equal(left, right)))
        }
        _ => left == right,
    }
}

/// `==`, arrays and objects by their contents.
pub(super) fn loosely_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => left.is_null() && right.is_null(),
        (Value::Array(_) | Value::Object(_), Value::Array(_) | Value::Object(_)) => strictly_equal(left, right),
        (Value::String(left), Value::String(right)) => left == right,
        (Value::Array(_) | Value::Object(_), Value::String(text)) => to_text(left) == *text,
        (Value::String(text), Value::Array(_) | Value::Object(_)) => to_text(right) == *text,
        _ => to_number(left) == to_number(right),
    }
}

/// How two values compare with `<` and `>`; `None` when neither holds nor are they equal.
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let is_text = |value: &Value| matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_));
    if is_text(left) && is_text(right) {
        Some(to_text(left).cmp(&to_text(right)))
    } else {
        to_number(left).partial_cmp(&to_number(right))
    }
}
