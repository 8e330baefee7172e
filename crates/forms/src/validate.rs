//! Whether answers are acceptable, and what is kept of them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use loggia_types::{
    DocumentId, FieldError,
    forms::{Answers, ChoiceOption, Field, FieldKind, FormDefinition},
    time::parse_date,
};
use serde_json::Value;

use crate::{Asked, DEFAULT_MAX_FILES, Pattern, logic::number_text};

/// How many characters a text may have when its question does not say.
pub const DEFAULT_TEXT_LENGTH: u32 = 200;
/// How many characters a long text may have when its question does not say.
pub const DEFAULT_LONG_TEXT_LENGTH: u32 = 5_000;

/// Where the answer to a question stands in a submission: a JSON pointer.
pub fn pointer(key: &str) -> String {
    format!("/answers/{key}")
}

/// Whether an answer says nothing: `null`, blanks only, or an empty list.
pub fn is_empty(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// An answer without the blanks around it, where they say nothing.
pub(crate) fn tidied(kind: &FieldKind, answer: &Value) -> Value {
    match (kind, answer) {
        (FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Date { .. }, Value::String(text)) => {
            Value::from(text.trim())
        }
        _ => answer.clone(),
    }
}

/// What is kept of the answers, or what has to be put right.
///
/// Kept are the answers to questions that are asked, without empty ones; texts lose the blanks around them. Errors
/// come in the order of the form, one for each question, and point to `/answers/<key>`.
pub fn validate(definition: &FormDefinition, answers: &Answers) -> Result<Answers, Vec<FieldError>> {
    let asked = Asked::new(definition, answers);
    let mut kept = Answers::new();
    let mut errors = Vec::new();
    for field in definition.sections.iter().flat_map(|section| &section.fields) {
        match check(field, &asked, answers) {
            Ok(Some(answer)) => {
                kept.insert(field.key.clone(), answer);
            }
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(kept) } else { Err(errors) }
}

/// What has to be put right in one section, by its index: empty when it can be left.
pub fn validate_section(definition: &FormDefinition, section: usize, answers: &Answers) -> Vec<FieldError> {
    let asked = Asked::new(definition, answers);
    let fields = definition.sections.get(section).map(|section| section.fields.as_slice()).unwrap_or_default();
    fields.iter().filter_map(|field| check(field, &asked, answers).err()).collect()
}

/// What has to be put right in the answer to one question.
pub fn validate_field(definition: &FormDefinition, key: &str, answers: &Answers) -> Option<FieldError> {
    let asked = Asked::new(definition, answers);
    let field = definition.sections.iter().flat_map(|section| &section.fields).find(|field| field.key == key)?;
    check(field, &asked, answers).err()
}

/// One answer: what is kept of it, `None` when there is none and none is needed.
fn check(field: &Field, asked: &Asked, answers: &Answers) -> Result<Option<Value>, FieldError> {
    if !asked.field(&field.key) {
        return Ok(None);
    }
    let outcome = match answers.get(&field.key).filter(|answer| !is_empty(answer)) {
        Some(answer) => accept(&field.kind, &field.label, answer).map(Some),
        None if asked.required(&field.key) => Err(("required", ask(&field.kind, &field.label))),
        None => Ok(None),
    };
    outcome.map_err(|(code, detail)| FieldError::new(pointer(&field.key), code, detail))
}

/// Whether a question would take an answer that says something.
pub(crate) fn fits(field: &Field, answer: &Value) -> bool {
    accept(&field.kind, &field.label, answer).is_ok()
}

/// A stable code and a sentence that says what to do.
type Refusal = (&'static str, String);

/// What to do about a question without an answer.
fn ask(kind: &FieldKind, label: &str) -> String {
    match kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } => format!("Fill in “{label}”"),
        FieldKind::Number { .. } => format!("Enter a number for “{label}”"),
        FieldKind::Date { .. } => format!("Enter a date for “{label}”"),
        FieldKind::Choice { .. } => format!("Choose an option for “{label}”"),
        FieldKind::MultipleChoice { .. } => format!("Choose at least one option for “{label}”"),
        FieldKind::File { .. } => format!("Add a file for “{label}”"),
    }
}

/// What is kept of an answer that says something.
fn accept(kind: &FieldKind, label: &str, answer: &Value) -> Result<Value, Refusal> {
    let wrong_kind = || ("invalid", ask(kind, label));
    match kind {
        FieldKind::Text { max_length, pattern, pattern_message, .. } => {
            let text = answer.as_str().ok_or_else(wrong_kind)?.trim();
            if text.chars().any(char::is_control) {
                return Err(("invalid", format!("Write “{label}” on one line, without control characters")));
            }
            check_length(text, max_length.unwrap_or(DEFAULT_TEXT_LENGTH), label)?;
            // A pattern that does not parse is refused before publication; here it matches nothing.
            if let Some(pattern) = pattern
                && !Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(text))
            {
                let message = pattern_message.clone();
                return Err(("pattern", message.unwrap_or_else(|| format!("Enter “{label}” in the format asked for"))));
            }
            Ok(Value::from(text))
        }
        FieldKind::LongText { max_length } => {
            let text = answer.as_str().ok_or_else(wrong_kind)?.trim();
            if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
                return Err(("invalid", format!("Take the control characters out of “{label}”")));
            }
            check_length(text, max_length.unwrap_or(DEFAULT_LONG_TEXT_LENGTH), label)?;
            Ok(Value::from(text))
        }
        FieldKind::Number { min, max, integer, .. } => {
            let number = answer.as_f64().ok_or_else(wrong_kind)?;
            if *integer && number.fract() != 0.0 {
                return Err(("not_whole", format!("Enter a whole number for “{label}”")));
            }
            match (min, max) {
                (Some(min), _) if number < *min => {
                    Err(("too_small", format!("Enter {} or more for “{label}”", number_text(*min))))
                }
                (_, Some(max)) if number > *max => {
                    Err(("too_large", format!("Enter {} or less for “{label}”", number_text(*max))))
                }
                _ => Ok(answer.clone()),
            }
        }
        FieldKind::Date { min, max } => {
            let text = answer.as_str().ok_or_else(wrong_kind)?.trim();
            let Some(day) = parse_date(text).filter(|day| day.year() > 0) else {
                return Err(("invalid", format!("Enter a day that is in the calendar for “{label}”")));
            };
            match (min, max) {
                (Some(min), _) if day < *min => {
                    Err(("too_early", format!("Enter {} or a later day for “{label}”", say_day(*min))))
                }
                (_, Some(max)) if day > *max => {
                    Err(("too_late", format!("Enter {} or an earlier day for “{label}”", say_day(*max))))
                }
                _ => Ok(Value::from(text)),
            }
        }
        FieldKind::Choice { options } => {
            let value = answer.as_str().ok_or_else(wrong_kind)?;
            check_option(value, options, label)?;
            Ok(answer.clone())
        }
        FieldKind::MultipleChoice { options, max_items } => {
            let values = texts(answer).ok_or_else(wrong_kind)?;
            values.iter().try_for_each(|value| check_option(value, options, label))?;
            check_count(&values, *max_items, "option", label)?;
            Ok(answer.clone())
        }
        FieldKind::File { max_items, .. } => {
            let values = texts(answer).ok_or_else(wrong_kind)?;
            if values.iter().any(|value| value.parse::<DocumentId>().is_err()) {
                return Err(("invalid", format!("Upload the files for “{label}” again")));
            }
            check_count(&values, Some(max_items.unwrap_or(DEFAULT_MAX_FILES)), "file", label)?;
            Ok(answer.clone())
        }
    }
}

fn texts(answer: &Value) -> Option<Vec<&str>> {
    answer.as_array()?.iter().map(Value::as_str).collect()
}

fn check_length(text: &str, most: u32, label: &str) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length <= most as usize {
        return Ok(());
    }
    let over = length - most as usize;
    let characters = if over == 1 { "character" } else { "characters" };
    Err(("too_long", format!("Shorten “{label}” by {over} {characters}: at most {most} fit")))
}

fn check_option(value: &str, options: &[ChoiceOption], label: &str) -> Result<(), Refusal> {
    if options.iter().any(|option| option.value == value) {
        return Ok(());
    }
    Err(("not_an_option", format!("Choose one of the options offered for “{label}”")))
}

fn check_count(values: &[&str], most: Option<u32>, what: &str, label: &str) -> Result<(), Refusal> {
    if values.iter().collect::<BTreeSet<_>>().len() < values.len() {
        return Err(("duplicate", format!("Take each {what} only once for “{label}”")));
    }
    match most {
        Some(most) if values.len() > most as usize => {
            let plural = if most == 1 { "" } else { "s" };
            Err(("too_many", format!("Keep at most {most} {what}{plural} for “{label}”")))
        }
        _ => Ok(()),
    }
}

/// A day in words. The formatting of `chrono` would double what this crate adds to a browser bundle.
fn say_day(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}
