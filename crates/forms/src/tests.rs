//! A form as a vendor writes it, asked, answered and checked.

use loggia_types::{
    DocumentId,
    forms::{Answers, FormDefinition},
};
use serde_json::{Value, json};

use crate::{Asked, check_definition, validate, validate_field, validate_section};

fn form() -> FormDefinition {
    let definition = json!({
        "sections": [
            {"title": "Delivery", "fields": [
                {"key": "order", "label": "Order number", "type": "text", "required": true,
                 "pattern": "\\d{2}-\\d{4}", "pattern_message": "Enter all six digits, like 88-2041"},
                {"key": "kind", "label": "What happened", "type": "choice", "required": true, "options": [
                    {"value": "damaged", "label": "Damaged"}, {"value": "missing", "label": "Missing"},
                ]},
            ]},
            {"title": "Damage", "visible_if": {"==": [{"var": "kind"}, "damaged"]}, "fields": [
                {"key": "pieces", "label": "Damaged pieces", "type": "number", "min": 1, "max": 99, "integer": true,
                 "required": true},
                {"key": "photos", "label": "Photos", "type": "file", "max_items": 2,
                 "required_if": {">": [{"var": "pieces"}, 10]}},
                {"key": "why", "label": "Why so many", "type": "long_text", "max_length": 20,
                 "visible_if": {">": [{"var": "pieces"}, 10]}},
            ]},
            {"title": "More", "fields": [
                {"key": "noticed", "label": "Noticed on", "type": "date", "min": "2026-01-01", "max": "2026-12-31"},
                {"key": "wishes", "label": "What you want", "type": "multiple_choice", "max_items": 1, "options": [
                    {"value": "refund", "label": "A refund"}, {"value": "again", "label": "A new delivery"},
                ]},
                {"key": "note", "label": "Note", "type": "text", "visible_if": {"var": "why"}},
            ]},
        ],
    });
    serde_json::from_value(definition).unwrap()
}

fn answers(value: Value) -> Answers {
    serde_json::from_value(value).unwrap()
}

fn codes(value: Value) -> Vec<(String, String)> {
    let errors = validate(&form(), &answers(value)).unwrap_err();
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[track_caller]
fn assert_one(mut value: Value, code: &str, detail: &str) {
    let base = json!({"order": "88-2041", "kind": "damaged", "pieces": 1});
    for (key, answer) in base.as_object().unwrap() {
        value.as_object_mut().unwrap().entry(key.clone()).or_insert(answer.clone());
    }
    let errors = validate(&form(), &answers(value)).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].code.as_str(), errors[0].detail.as_str()), (code, detail));
}

#[test]
fn the_form_can_be_published() {
    assert_eq!(check_definition(&form()), Ok(()));
}

#[test]
fn what_is_required_and_asked_is_named() {
    assert_eq!(
        codes(json!({"kind": "damaged", "pieces": 20})),
        [("/answers/order".into(), "required".into()), ("/answers/photos".into(), "required".into())]
    );
    assert_eq!(
        codes(json!({"order": "  ", "kind": []})),
        [("/answers/order".into(), "required".into()), ("/answers/kind".into(), "required".into())]
    );
}

#[test]
fn what_is_not_asked_is_dropped_and_does_not_count() {
    // "note" waits for "why", which waits for "pieces", which is not asked when nothing is damaged.
    let all = json!({"order": " 88-2041 ", "kind": "missing", "pieces": 20, "why": "Rain", "note": "x", "else": 1});
    let kept = validate(&form(), &answers(all.clone())).unwrap();
    assert_eq!(kept, answers(json!({"order": "88-2041", "kind": "missing"})));
    let asked = Asked::new(&form(), &answers(all));
    assert!(!asked.section(1) && asked.section(2) && !asked.section(9));
    assert!(!asked.field("pieces") && !asked.field("note") && !asked.field("nothing"));
    assert!(!asked.required("photos"));
}

#[test]
fn blanks_around_an_answer_change_nothing_that_is_asked() {
    let definition: FormDefinition = serde_json::from_value(json!({"sections": [{"title": "T", "fields": [
        {"key": "code", "label": "Code", "type": "text"},
        {"key": "day", "label": "Day", "type": "date"},
        {"key": "reason", "label": "Reason", "type": "text", "required": true,
         "visible_if": {"or": [{"==": [{"var": "code"}, "X"]}, {"==": [{"var": "day"}, "2026-05-04"]}]}},
    ]}]}))
    .unwrap();
    for given in [json!({"code": " X "}), json!({"code": "X"}), json!({"day": "2026-05-04 "})] {
        let errors = validate(&definition, &answers(given.clone())).unwrap_err();
        assert_eq!(errors[0].pointer, "/answers/reason", "{given}");
    }
}

#[test]
fn each_kind_has_its_rules_and_says_what_to_do() {
    let file = |number| DocumentId::from_u128(number).to_string();
    assert_one(json!({"order": "88-20"}), "pattern", "Enter all six digits, like 88-2041");
    assert_one(json!({"order": "88\n41"}), "invalid", "Write “Order number” on one line, without control characters");
    assert_one(json!({"order": 88}), "invalid", "Fill in “Order number”");
    assert_one(json!({"kind": "lost"}), "not_an_option", "Choose one of the options offered for “What happened”");
    assert_one(json!({"pieces": 0}), "too_small", "Enter 1 or more for “Damaged pieces”");
    assert_one(json!({"pieces": 99.5, "photos": [file(1)]}), "not_whole", "Enter a whole number for “Damaged pieces”");
    assert_one(json!({"pieces": 100, "photos": [file(1)]}), "too_large", "Enter 99 or less for “Damaged pieces”");
    assert_one(json!({"pieces": "3"}), "invalid", "Enter a number for “Damaged pieces”");
    assert_one(json!({"noticed": "2026-02-29"}), "invalid", "Enter a day that is in the calendar for “Noticed on”");
    assert_one(json!({"noticed": "0000-02-29"}), "invalid", "Enter a day that is in the calendar for “Noticed on”");
    assert_one(json!({"noticed": "2026-2-3"}), "invalid", "Enter a day that is in the calendar for “Noticed on”");
    assert_one(json!({"noticed": "2025-12-31"}), "too_early", "Enter 1 January 2026 or a later day for “Noticed on”");
    assert_one(
        json!({"noticed": "2027-01-01"}),
        "too_late",
        "Enter 31 December 2026 or an earlier day for “Noticed on”",
    );
    assert_one(json!({"wishes": ["refund", "again"]}), "too_many", "Keep at most 1 option for “What you want”");
    assert_one(json!({"wishes": ["refund", "refund"]}), "duplicate", "Take each option only once for “What you want”");
    assert_one(json!({"wishes": ["x"]}), "not_an_option", "Choose one of the options offered for “What you want”");
    assert_one(json!({"wishes": [1]}), "invalid", "Choose at least one option for “What you want”");
    assert_one(json!({"photos": ["x"]}), "invalid", "Upload the files for “Photos” again");
    assert_one(json!({"photos": [file(1), file(2), file(3)]}), "too_many", "Keep at most 2 files for “Photos”");
    let long = json!({"pieces": 11, "photos": [file(1)], "why": "x".repeat(21)});
    assert_one(long, "too_long", "Shorten “Why so many” by 1 character: at most 20 fit");
    let control = json!({"pieces": 11, "photos": [file(1)], "why": "a\u{0}b"});
    assert_one(control, "invalid", "Take the control characters out of “Why so many”");
}

#[test]
fn a_step_and_a_question_are_checked_alone() {
    let nothing = Answers::new();
    assert_eq!(validate_section(&form(), 0, &nothing).len(), 2);
    assert!(validate_section(&form(), 1, &nothing).is_empty(), "a section that is not asked holds nobody up");
    assert!(validate_section(&form(), 9, &nothing).is_empty());
    assert!(validate_field(&form(), "order", &nothing).is_some());
    assert!(validate_field(&form(), "note", &nothing).is_none());
}

#[test]
fn a_definition_that_cannot_be_asked_is_refused() {
    let definition: FormDefinition = serde_json::from_value(json!({"sections": [
        {"title": " ", "visible_if": {"var": "a"}, "fields": [
            {"key": "a", "label": "A", "type": "text", "pattern": "(x)", "max_length": 0},
            {"key": "a", "label": "", "type": "choice", "options": []},
            {"key": "B", "label": "B", "type": "number", "min": 2, "max": 1, "visible_if": {"bogus": 1}},
            {"key": "c", "label": "C", "type": "text", "required_if": {"var": "nope"}},
            {"key": "d", "label": "D", "type": "choice", "options": [
                {"value": "x", "label": "X"}, {"value": "x", "label": "Y"},
            ]},
        ]},
        {"title": "Empty", "fields": []},
    ]}))
    .unwrap();
    let errors = check_definition(&definition).unwrap_err();
    let found: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(
        found,
        [
            ("/sections/0/title", "required"),
            ("/sections/0/fields/0/max_length", "too_small"),
            ("/sections/0/fields/0/pattern", "invalid"),
            ("/sections/0/fields/1/key", "duplicate"),
            ("/sections/0/fields/1/label", "required"),
            ("/sections/0/fields/1/options", "required"),
            ("/sections/0/fields/2/key", "invalid"),
            ("/sections/0/fields/2/visible_if", "invalid"),
            ("/sections/0/fields/2/max", "too_small"),
            ("/sections/0/fields/3/required_if", "unknown_question"),
            ("/sections/0/fields/4/options/1/value", "duplicate"),
            ("/sections/1/fields", "required"),
            ("/sections/0/fields/0/visible_if", "circular"),
        ]
    );
    assert_eq!(check_definition(&FormDefinition::default()).unwrap_err().len(), 1);
}

#[test]
fn a_circle_over_several_questions_is_refused_and_asks_nothing() {
    let field = |key: &str, on: &str| json!({"key": key, "label": key, "type": "text", "visible_if": {"var": on}});
    let definition: FormDefinition = serde_json::from_value(json!({"sections": [{"title": "T", "fields": [
        field("a", "b"), field("b", "c"), field("c", "a"), field("d", "a"),
    ]}]}))
    .unwrap();
    let errors = check_definition(&definition).unwrap_err();
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/sections/0/fields/0/visible_if", "/sections/0/fields/1/visible_if", "/sections/0/fields/2/visible_if"]
    );
    let all = answers(json!({"a": "1", "b": "1", "c": "1", "d": "1"}));
    assert_eq!(validate(&definition, &all), Ok(Answers::new()));
}

#[test]
fn a_long_row_of_conditions_is_followed_and_one_without_end_refused() {
    let row = |questions: usize| -> FormDefinition {
        let rest = (1..questions).rev().map(|n| {
            let condition = json!({"==": [{"var": format!("q{}", n - 1)}, "x"]});
            json!({"key": format!("q{n}"), "label": "L", "type": "text", "visible_if": condition})
        });
        let fields: Vec<Value> = rest.chain([json!({"key": "q0", "label": "L", "type": "text"})]).collect();
        serde_json::from_value(json!({"sections": [{"title": "T", "fields": fields}]})).unwrap()
    };
    let longest = row(500);
    assert_eq!(check_definition(&longest), Ok(()));
    let all: Answers = (0..500).map(|n| (format!("q{n}"), json!("x"))).collect();
    assert_eq!(validate(&longest, &all), Ok(all));
    let errors = check_definition(&row(501)).unwrap_err();
    assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/sections", "too_many"));
}

/// What was kept validates again and is kept as it is, whatever the answers are.
#[test]
fn validating_twice_changes_nothing() {
    let mut seed = 7_u64;
    let mut next = move |bound: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % bound
    };
    let values = [
        json!(null),
        json!(""),
        json!(" 88-2041 "),
        json!("88-2041"),
        json!("damaged"),
        json!("missing"),
        json!(0),
        json!(3),
        json!(20),
        json!(2.5),
        json!("2026-05-04"),
        json!(["refund"]),
        json!(["again", "refund"]),
        json!([]),
        json!([DocumentId::from_u128(1)]),
        json!("Rain"),
        json!({"a": 1}),
        json!(true),
    ];
    let keys = ["order", "kind", "pieces", "photos", "why", "noticed", "wishes", "note", "unknown"];
    let mut accepted = 0;
    for _ in 0..20_000 {
        let given: Answers = keys
            .iter()
            .map(|key| {
                let value = match (*key, next(3)) {
                    ("order", 1..) => json!("88-2041"),
                    ("kind", 1..) => json!(if next(2) == 0 { "damaged" } else { "missing" }),
                    _ => values[next(values.len() as u64) as usize].clone(),
                };
                ((*key).to_owned(), value)
            })
            .collect();
        if let Ok(kept) = validate(&form(), &given) {
            accepted += 1;
            assert_eq!(validate(&form(), &kept).as_ref(), Ok(&kept), "{given:?}");
            let asked = Asked::new(&form(), &kept);
            assert!(kept.keys().all(|key| asked.field(key)));
        }
    }
    assert!(accepted > 100, "{accepted} were accepted");
}
