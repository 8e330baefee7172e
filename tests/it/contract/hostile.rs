//! What is wrong with a request: texts that programs stumble over, and values with one thing broken.

use serde_json::{Value, json};

use super::random::Random;

/// Texts that programs stumble over.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "\0",
    "\u{feff}",
    "\u{202e}abc",
    "../../etc/passwd",
    "%00",
    "%",
    "%zz",
    "'",
    "\"",
    "\\",
    "; drop table cases",
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "null",
    "undefined",
    "NaN",
    "-1",
    "0",
    "99999999999999999999999999",
    "1e400",
    "true",
    "\u{1F600}",
    "e\u{301}",
    "\r\nSet-Cookie: a=b",
    "a\nb",
    "\u{7f}",
    "\u{fffe}",
    "case_",
    "case_7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "case_8zzzzzzzzzzzzzzzzzzzzzzzzz",
    "CASE_01H455VB4PEX5VSKNK084SN02Q",
    "_",
    "%_%",
    "*",
];

/// One of them, or a long one.
pub(crate) fn text(random: &mut Random) -> String {
    match random.below(20) {
        0 => "x".repeat(2_000),
        1 => "\u{1F600}".repeat(300),
        _ => (*random.pick(HOSTILE)).to_owned(),
    }
}

/// Breaks one thing in a value.
pub(crate) fn mutate(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(object) if !object.is_empty() && !random.once_in(5) => {
            let names: Vec<_> = object.keys().cloned().collect();
            let name = random.pick(&names).clone();
            match random.below(4) {
                0 => drop(object.remove(&name)),
                1 => drop(object.insert("surprise".to_owned(), json!([1, { "a": null }]))),
                _ => {
                    if let Some(inner) = object.get_mut(&name) {
                        mutate(inner, random);
                    }
                }
            }
        }
        Value::Array(items) if !items.is_empty() && !random.once_in(3) => {
            if random.once_in(3) {
                let first = items[0].clone();
                items.extend(std::iter::repeat_n(first, 2_000));
            } else {
                let index = random.below(items.len());
                mutate(&mut items[index], random);
            }
        }
        other => {
            *other = match random.below(12) {
                0 => Value::Null,
                1 => json!(i64::MAX),
                2 => json!(u64::MAX),
                3 => json!(-1),
                4 => json!(1.5e300),
                5 => json!(true),
                6 => json!([]),
                7 => json!({}),
                8 => json!("x".repeat(20_000)),
                9 => json!({ "a": { "b": { "c": [[[[[]]]]] } } }),
                _ => json!(text(random)),
            }
        }
    }
}
