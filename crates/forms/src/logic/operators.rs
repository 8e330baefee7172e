//! The operators.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::{
    convert::{compare, from_number, is_truthy, loosely_equal, parse_float, strictly_equal, to_number, to_text},
    evaluate,
};

const OPERATORS: &[&str] = &[
    "var",
    "missing",
    "missing_some",
    "if",
    "?:",
    "==",
    "===",
    "!=",
    "!==",
    "!",
    "!!",
    "or",
    "and",
    ">",
    ">=",
    "<",
    "<=",
    "max",
    "min",
    "+",
    "-",
    "*",
    "/",
    "%",
    "map",
    "filter",
    "reduce",
    "all",
    "none",
    "some",
    "merge",
    "in",
    "cat",
    "substr",
];

/// Whether there is an operator of this name.
pub fn is_operator(name: &str) -> bool {
    OPERATORS.contains(&name)
}

/// Applies an operator to arguments that are not evaluated yet.
pub(super) fn apply(operator: &str, arguments: &[Value], data: &Value) -> Value {
    let argument = |index: usize| arguments.get(index).map_or(Value::Null, |rule| evaluate(rule, data));
    let rule = |index: usize| arguments.get(index).unwrap_or(&Value::Null);
    match operator {
        "if" | "?:" => choose(arguments, data),
        "and" => first_where(arguments, data, |value| !is_truthy(value)),
        "or" => first_where(arguments, data, is_truthy),
        "map" => items(argument(0)).iter().map(|item| evaluate(rule(1), item)).collect(),
        "filter" => items(argument(0)).into_iter().filter(|item| is_truthy(&evaluate(rule(1), item))).collect(),
        "reduce" => items(argument(0)).into_iter().fold(argument(2), |accumulator, current| {
            let scope = Map::from_iter([("current".to_owned(), current), ("accumulator".to_owned(), accumulator)]);
            evaluate(rule(1), &Value::Object(scope))
        }),
        "all" => {
            let items = items(argument(0));
            Value::Bool(!items.is_empty() && items.iter().all(|item| is_truthy(&evaluate(rule(1), item))))
        }
        "some" => Value::Bool(items(argument(0)).iter().any(|item| is_truthy(&evaluate(rule(1), item)))),
        "none" => Value::Bool(!items(argument(0)).iter().any(|item| is_truthy(&evaluate(rule(1), item)))),
        _ => {
            let values: Vec<Value> = arguments.iter().map(|rule| evaluate(rule, data)).collect();
            apply_to_values(operator, &values, data)
        }
    }
}

fn apply_to_values(operator: &str, values: &[Value], data: &Value) -> Value {
    let value = |index: usize| values.get(index).unwrap_or(&Value::Null);
    let number = |index: usize| to_number(value(index));
    match operator {
        "var" => lookup(data, value(0)).unwrap_or_else(|| value(1)).clone(),
        "missing" => Value::Array(missing(values, data)),
        "missing_some" => {
            let Value::Array(keys) = value(1) else { return Value::Array(Vec::new()) };
            let absent = missing(std::slice::from_ref(value(1)), data);
            let present = keys.len().saturating_sub(absent.len());
            Value::Array(if present as f64 >= number(0) { Vec::new() } else { absent })
        }
        "==" => Value::Bool(loosely_equal(value(0), value(1))),
        "!=" => Value::Bool(!loosely_equal(value(0), value(1))),
        "===" => Value::Bool(strictly_equal(value(0), value(1))),
        "!==" => Value::Bool(!strictly_equal(value(0), value(1))),
        "!" => Value::Bool(!is_truthy(value(0))),
        "!!" => Value::Bool(is_truthy(value(0))),
        "<" => ordered(values, 2, Ordering::is_lt),
        "<=" => ordered(values, 2, Ordering::is_le),
        ">" => ordered(values, 1, Ordering::is_gt),
        ">=" => ordered(values, 1, Ordering::is_ge),
        "max" => extreme(values, f64::NEG_INFINITY, |number, best| number > best),
        "min" => extreme(values, f64::INFINITY, |number, best| number < best),
        "+" => from_number(values.iter().map(parse_float).sum()),
        "*" => from_number(values.iter().map(parse_float).product()),
        "-" if values.len() < 2 => from_number(-number(0)),
        "-" => from_number(number(0) - number(1)),
        "/" => from_number(number(0) / number(1)),
        "%" => from_number(number(0) % number(1)),
        "merge" => {
            let parts = values.iter().flat_map(|value| match value {
                Value::Array(items) => items.as_slice(),
                single => std::slice::from_ref(single),
            });
            parts.cloned().collect()
        }
        "in" => Value::Bool(match value(1) {
            Value::String(text) => text.contains(&to_text(value(0))),
            Value::Array(items) => items.iter().any(|item| strictly_equal(item, value(0))),
            _ => false,
        }),
        "cat" => Value::String(values.iter().filter(|value| !value.is_null()).map(to_text).collect()),
        "substr" => Value::String(substring(&to_text(value(0)), value(1), values.get(2))),
        _ => Value::Null,
    }
}

/// `if`: the value after the first condition that holds, or the last one.
fn choose(arguments: &[Value], data: &Value) -> Value {
    match arguments {
        [] => Value::Null,
        [last] => evaluate(last, data),
        [condition, then, rest @ ..] => {
            if is_truthy(&evaluate(condition, data)) {
                evaluate(then, data)
            } else {
                choose(rest, data)
            }
        }
    }
}

/// The first value that is wanted, or the last one.
fn first_where(arguments: &[Value], data: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    for argument in arguments {
        last = evaluate(argument, data);
        if wanted(&last) {
            break;
        }
    }
    last
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// What a path leads to; `None` when there is nothing, or `null`.
fn lookup<'a>(data: &'a Value, path: &Value) -> Option<&'a Value> {
    if path.is_null() || path.as_str() == Some("") {
        return Some(data);
    }
    to_text(path)
        .split('.')
        .try_fold(data, |value, part| match value {
            Value::Object(object) => object.get(part),
            Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        })
        .filter(|value| !value.is_null())
}

/// The keys, among `values` or the array that is the first of them, that lead to nothing or to an empty text.
fn missing(values: &[Value], data: &Value) -> Vec<Value> {
    let keys = match values {
        [Value::Array(keys), ..] => keys.as_slice(),
        keys => keys,
    };
    keys.iter().filter(|key| lookup(data, key).is_none_or(|value| value.as_str() == Some(""))).cloned().collect()
}

/// Whether each value compares with the next as it should, for so many pairs: two of them say "between", which only `<`
/// and `<=` can.
fn ordered(values: &[Value], pairs: usize, holds: impl Fn(Ordering) -> bool) -> Value {
    Value::Bool(
        values.len() > 1
            && values.windows(2).take(pairs).all(|pair| match pair {
                [left, right] => compare(left, right).is_some_and(&holds),
                _ => false,
            }),
    )
}

fn extreme(values: &[Value], start: f64, better: impl Fn(f64, f64) -> bool) -> Value {
    from_number(values.iter().map(to_number).fold(start, |best, number| {
        if number.is_nan() || best.is_nan() {
            f64::NAN
        } else if better(number, best) {
            number
        } else {
            best
        }
    }))
}

/// A part of a text, by characters. A negative start counts from the end; a negative length leaves so many out.
fn substring(text: &str, start: &Value, length: Option<&Value>) -> String {
    let count = text.chars().count() as f64;
    let whole = |value: &Value| Some(to_number(value).trunc()).filter(|number| !number.is_nan()).unwrap_or(0.0);
    let start = whole(start);
    let start = if start < 0.0 { (count + start).max(0.0) } else { start.min(count) };
    let rest = count - start;
    let length = match length.map(whole) {
        None => rest,
        Some(length) if length < 0.0 => (rest + length).max(0.0),
        Some(length) => length.min(rest),
    };
    text.chars().skip(start as usize).take(length as usize).collect()
}
