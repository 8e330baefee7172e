//! Random forms and answers.
//!
//! They lean to where two readers of JSON could part: numbers with fractions, powers and more digits than a double has,
//! texts that are nearly numbers, blanks of all kinds, and values of the wrong kind.

use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Number, Value, json};

/// The questions a form may have.
const KEYS: [&str; 8] = ["amount", "country", "files", "insured", "note", "pieces", "since", "wanted"];
const OPTIONS: [&str; 4] = ["yes", "no", "10", "café"];
const PATTERNS: [&str; 5] = [r"\d{2}-\d{4}", r"[A-Z]+", r"\w*", r"[a-z0-9]?x{2,3}", r"1\.5"];

/// Operators of one value.
const OF_ONE: &[&str] = &["!", "!!", "-", "+", "cat", "max"];
/// Operators of two.
const OF_TWO: &[&str] = &[
    "==", "===", "!=", "!==", "<", "<=", ">", ">=", "and", "or", "+", "-", "*", "/", "%", "min", "max", "cat", "in",
    "merge", "substr",
];
/// Operators of three.
const OF_THREE: &[&str] = &["if", "<", "<=", "substr", "?:", "+", "cat", "merge"];
/// Texts that are nearly something else.
const TEXTS: &[&str] = &[
    "",
    " ",
    "yes",
    "no",
    "10",
    "10.0",
    "1e1",
    "1e21",
    "0x1f",
    "Infinity",
    "NaN",
    "-",
    ".5",
    "5.",
    "1.e2",
    "1e",
    "+3",
    "١٢",
    "12-3456",
    "ABC",
    "\u{a0}1\u{a0}",
    "\u{feff}2",
    "\u{85}3",
    "\u{2003}x",
    "a\u{0}b",
    "a\nb",
    "2026-02-30",
    "2026-12-01",
    " 2024-02-29 ",
    "+2026-01-01",
    "0000-01-01",
    "café",
    "cafe\u{301}",
    "𝟙",
    "\u{202e}x",
    "doc_01jd0000000000000000000000",
    "amount",
    "a.b",
    "0",
    "null",
    "true",
    "1,5",
    "0.1",
    "-0",
    "１２",
];
/// Operators of a list and a rule.
const OF_LISTS: &[&str] = &["map", "filter", "all", "some", "none"];
/// Numbers that readers could read differently.
const NUMBERS: &[&str] = &[
    "0.1",
    "0.30000000000000004",
    "1e21",
    "1e-7",
    "123456789012345678901234567890",
    "9007199254740993",
    "-0.0",
    "5e-324",
    "1.7976931348623157e308",
    "1.0",
    "2.50",
    "1E2",
    "18446744073709551615",
    "0.000001",
    "100000000000000000000",
    "8.41",
    "1.2345678901234567",
    "6.02214076e23",
];

/// A definition and answers.
pub(crate) fn pair() -> impl Strategy<Value = (Value, Value)> {
    (definition(), answers())
}

fn number() -> impl Strategy<Value = Value> {
    let written = |text: &str| Value::Number(text.parse::<Number>().expect("a number"));
    prop_oneof![
        (-20_i64..20).prop_map(Value::from),
        (-200_i32..200).prop_map(|number| Value::from(f64::from(number) / 8.0)),
        any::<f64>().prop_filter("JSON has it", |number| number.is_finite()).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        select(NUMBERS).prop_map(written),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => select(TEXTS).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[0-9eE.+-]{1,12}"]
}

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        text().prop_map(Value::from),
        vec(prop_oneof![number(), text().prop_map(Value::from)], 0..3).prop_map(Value::from),
        select(OPTIONS.as_slice()).prop_map(Value::from),
    ]
}

/// A JsonLogic rule.
fn rule() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => select(KEYS.as_slice()).prop_map(|key| json!({ "var": key })),
        1 => (select(KEYS.as_slice()), plain()).prop_map(|(key, other)| json!({ "var": [key, other] })),
        1 => vec(select(KEYS.as_slice()), 1..3).prop_map(|keys| json!({ "missing": keys })),
        3 => plain(),
    ];
    leaf.prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            1 => (select(OF_ONE), inner.clone()).prop_map(|(name, a)| json!({ name: [a] })),
            4 => (select(OF_TWO), inner.clone(), inner.clone()).prop_map(|(name, a, b)| json!({ name: [a, b] })),
            1 => (select(OF_THREE), vec(inner.clone(), 3)).prop_map(|(name, all)| json!({ name: all })),
            1 => (select(OF_LISTS), inner.clone(), inner)
                .prop_map(|(name, list, each)| json!({ name: [list, each] })),
        ]
    })
}

fn kind() -> impl Strategy<Value = Value> {
    let options = vec(select(OPTIONS.as_slice()), 1..4)
        .prop_map(|values| values.iter().map(|value| json!({ "value": value, "label": value })).collect::<Vec<_>>());
    let day = ("20[0-9]{2}-0[1-9]-[12][0-8]").prop_map(Value::from);
    prop_oneof![
        1 => (proptest::option::of(0_u32..12), proptest::option::of(select(PATTERNS.as_slice())))
            .prop_map(|(most, pattern)| json!({ "type": "text", "max_length": most, "pattern": pattern })),
        1 => proptest::option::of(0_u32..12).prop_map(|most| json!({ "type": "long_text", "max_length": most })),
        2 => (proptest::option::of(number()), proptest::option::of(number()), any::<bool>())
            .prop_map(|(min, max, integer)| json!({ "type": "number", "min": min, "max": max, "integer": integer })),
        1 => (proptest::option::of(day.clone()), proptest::option::of(day))
            .prop_map(|(min, max)| json!({ "type": "date", "min": min, "max": max })),
        1 => options.clone().prop_map(|options| json!({ "type": "choice", "options": options })),
        1 => (options, proptest::option::of(0_u32..3))
            .prop_map(|(options, most)| json!({ "type": "multiple_choice", "options": options, "max_items": most })),
        1 => proptest::option::of(0_u32..3).prop_map(|most| json!({ "type": "file", "max_items": most })),
    ]
}

fn field(key: &'static str) -> impl Strategy<Value = Value> {
    let condition = || proptest::option::weighted(0.4, rule());
    (kind(), any::<bool>(), condition(), condition()).prop_map(move |(kind, required, visible_if, required_if)| {
        let mut field = json!({
            "key": key, "label": key, "required": required, "visible_if": visible_if, "required_if": required_if,
        });
        if let (Value::Object(field), Value::Object(kind)) = (&mut field, kind) {
            field.extend(kind);
        }
        without_nulls(field)
    })
}

/// What is absent is not written.
fn without_nulls(object: Value) -> Value {
    match object {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into(),
        other => other,
    }
}

fn definition() -> impl Strategy<Value = Value> {
    let keys = proptest::sample::subsequence(KEYS.to_vec(), 1..=KEYS.len());
    let fields = keys.prop_flat_map(|keys| keys.into_iter().map(field).collect::<Vec<_>>());
    let sections = vec(proptest::option::weighted(0.4, rule()), 1..4);
    (fields, sections).prop_map(|(fields, conditions)| {
        let length = fields.len().div_ceil(conditions.len());
        let sections = fields.chunks(length).zip(conditions).map(|(fields, visible_if)| {
            without_nulls(json!({ "title": "Section", "visible_if": visible_if, "fields": fields }))
        });
        json!({ "sections": sections.collect::<Vec<_>>() })
    })
}

fn answers() -> impl Strategy<Value = Value> {
    vec(proptest::option::weighted(0.8, plain()), KEYS.len()).prop_map(|answers| {
        let given = KEYS.into_iter().zip(answers).filter_map(|(key, answer)| Some((key.to_owned(), answer?)));
        Value::Object(given.collect())
    })
}
