//! Answers and errors of a form as sentences in the reader's language.

use chrono::NaiveDate;
use loggia_forms::{DEFAULT_LONG_TEXT_LENGTH, DEFAULT_MAX_FILES, DEFAULT_TEXT_LENGTH};
use loggia_types::{
    Timestamp,
    forms::{ChoiceOption, Field, FieldKind},
    problem::FieldError,
    time::parse_date,
};
use serde_json::Value;

use crate::i18n::{DateStyle, Locale};

/// Files of the question are still on their way. Only here: the server never sees such an answer.
pub(crate) const UPLOADS_RUNNING: &str = "uploads_running";
/// A file of the question did not arrive.
pub(crate) const UPLOADS_FAILED: &str = "uploads_failed";

/// The character before the fraction of a number. The Arabic one is read as a point.
pub(crate) fn decimal_separator(locale: &Locale) -> char {
    if locale.decimal(1.5).contains(',') { ',' } else { '.' }
}

/// What is wrong with an answer and what to do, in the reader's language. A code that is not known here keeps the
/// server's sentence.
pub(crate) fn error_text(locale: &Locale, field: &Field, error: &FieldError) -> String {
    let text = &locale.messages().requests;
    let label = field.label.as_str();
    match (error.code.as_str(), &field.kind) {
        (UPLOADS_RUNNING, _) => text.uploads_running(label),
        (UPLOADS_FAILED, _) => text.uploads_failed(label),
        ("required", FieldKind::Text { .. } | FieldKind::LongText { .. }) => text.fill_in(label),
        ("required" | "invalid", FieldKind::Number { .. }) => text.enter_number(label),
        ("required" | "invalid", FieldKind::Date { .. }) => text.enter_date(label),
        ("required" | "invalid" | "not_an_option", FieldKind::Choice { .. }) => text.choose_one(label),
        ("required" | "invalid" | "not_an_option", FieldKind::MultipleChoice { .. }) => text.choose_some(label),
        ("required", FieldKind::File { .. }) => text.add_file(label),
        ("invalid" | "duplicate", FieldKind::File { .. }) => text.upload_again(label),
        ("pattern", FieldKind::Text { pattern_message: Some(message), .. }) => message.clone(),
        ("pattern" | "invalid", FieldKind::Text { .. } | FieldKind::LongText { .. }) => text.wrong_format(label),
        ("too_long", FieldKind::Text { max_length, .. }) => {
            text.shorten(label, &locale.number(max_length.unwrap_or(DEFAULT_TEXT_LENGTH).into()))
        }
        ("too_long", FieldKind::LongText { max_length }) => {
            text.shorten(label, &locale.number(max_length.unwrap_or(DEFAULT_LONG_TEXT_LENGTH).into()))
        }
        ("not_whole", FieldKind::Number { .. }) => text.enter_whole(label),
        ("too_small", FieldKind::Number { min: Some(min), .. }) => text.enter_at_least(label, &locale.decimal(*min)),
        ("too_large", FieldKind::Number { max: Some(max), .. }) => text.enter_at_most(label, &locale.decimal(*max)),
        ("too_early", FieldKind::Date { min: Some(min), .. }) => text.enter_from(label, &say_day(locale, *min)),
        ("too_late", FieldKind::Date { max: Some(max), .. }) => text.enter_until(label, &say_day(locale, *max)),
        ("too_many", FieldKind::MultipleChoice { max_items: Some(most), .. }) => {
            text.choose_fewer(label, &locale.number((*most).into()))
        }
        ("too_many", FieldKind::File { max_items, .. }) => {
            text.choose_fewer(label, &locale.number(max_items.unwrap_or(DEFAULT_MAX_FILES).into()))
        }
        _ => error.detail.clone(),
    }
}

/// An answer as it is read: nothing when there is none. Files are named by `file_name`.
pub(crate) fn answer_text(
    locale: &Locale,
    field: &Field,
    answer: Option<&Value>,
    file_name: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let Some(answer) = answer.filter(|answer| !loggia_forms::is_empty(answer)) else { return Vec::new() };
    let texts = || answer.as_array().into_iter().flatten().filter_map(Value::as_str);
    let label = |options: &[ChoiceOption], value: &str| {
        options.iter().find(|option| option.value == value).map(|option| option.label.clone())
    };
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } => {
            answer.as_str().map(|text| text.trim().to_owned()).into_iter().collect()
        }
        FieldKind::Number { unit, .. } => {
            let number = answer.as_f64().map(|number| locale.decimal(number));
            let number = number.or_else(|| answer.as_str().map(str::to_owned)).unwrap_or_default();
            vec![unit.as_ref().map_or(number.clone(), |unit| [&number, "\u{a0}", unit].concat())]
        }
        FieldKind::Date { .. } => {
            let day = answer.as_str().and_then(parse_date);
            vec![day.map_or_else(|| answer.as_str().unwrap_or_default().to_owned(), |day| say_day(locale, day))]
        }
        FieldKind::Choice { options } => answer.as_str().and_then(|value| label(options, value)).into_iter().collect(),
        FieldKind::MultipleChoice { options, .. } => texts().filter_map(|value| label(options, value)).collect(),
        FieldKind::File { .. } => texts().filter_map(file_name).collect(),
    }
}

/// A day in words. Noon keeps it the same day in every time zone people live in.
fn say_day(locale: &Locale, day: NaiveDate) -> String {
    match day.and_hms_opt(12, 0, 0) {
        Some(noon) => locale.date(Timestamp::from_naive_utc_and_offset(noon, chrono::Utc), DateStyle::Long),
        None => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn field(kind: Value) -> Field {
        let mut field = json!({"key": "a", "label": "Units"});
        field.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        serde_json::from_value(field).unwrap()
    }

    fn error(code: &str) -> FieldError {
        FieldError { pointer: "/answers/a".into(), code: code.into(), detail: "From the server".into() }
    }

    #[test]
    fn errors_speak_the_readers_language() {
        let number = field(json!({"type": "number", "min": 1.5}));
        assert_eq!(error_text(&Locale::new("en"), &number, &error("too_small")), "Enter 1.5 or more for “Units”");
        assert_eq!(
            error_text(&Locale::new("de"), &number, &error("too_small")),
            "Geben Sie bei „Units“ 1,5 oder mehr ein"
        );
        assert_eq!(error_text(&Locale::new("de"), &number, &error("new_rule")), "From the server");
    }

    #[test]
    fn a_patterns_own_message_wins() {
        let text = field(json!({"type": "text", "pattern": "\\d", "pattern_message": "Enter all six digits"}));
        assert_eq!(error_text(&Locale::new("en"), &text, &error("pattern")), "Enter all six digits");
    }

    #[test]
    fn answers_are_shown_as_they_were_meant() {
        let locale = Locale::new("en");
        let show = |kind: Value, answer: Value| {
            answer_text(&locale, &field(kind), Some(&answer), |id| Some(format!("{id}.pdf"))).join("|")
        };
        let options = json!([{"value": "a", "label": "Apples"}, {"value": "b", "label": "Pears"}]);
        assert_eq!(show(json!({"type": "number", "unit": "EUR"}), json!(2380.5)), "2,380.5\u{a0}EUR");
        assert_eq!(show(json!({"type": "choice", "options": options}), json!("b")), "Pears");
        assert_eq!(show(json!({"type": "multiple_choice", "options": options}), json!(["a", "b"])), "Apples|Pears");
        assert_eq!(show(json!({"type": "file"}), json!(["x", "y"])), "x.pdf|y.pdf");
        assert!(show(json!({"type": "date"}), json!("2020-05-04")).contains("4 May"));
        assert_eq!(show(json!({"type": "text"}), json!("  ")), "");
    }
}
