//! What stands in bodies and files.

use loggia_forms::{Asked, Pattern, check_definition, logic, validate};
use loggia_server::fuzz;
use loggia_theme::{Color, compile, contrast_report};
use loggia_types::{
    cases::{CreateReply, UpdateCase},
    embed::CreateEmbedSession,
    forms::{Answers, CreateSubmission, FormDefinition},
    members::{CreateInvitation, UpdateMember},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A form and answers to it, a line each.
pub(crate) const FORM: &[u8] = br#"{"sections":[{"title":"What","fields":[{"key":"what","label":"What?","type":"text","required":true,"max_length":80},{"key":"pieces","label":"How many?","type":"number","min":1,"max":1000,"integer":true},{"key":"insured","label":"Insured?","type":"choice","options":[{"value":"yes","label":"Yes"}]},{"key":"policy","label":"Policy","type":"text","pattern":"\\d{2}-\\d{4}","visible_if":{"==":[{"var":"insured"},"yes"]}}]}]}
{"what":"Pump","pieces":3,"insured":"yes","policy":"12-3456"}"#;

fn read<T: DeserializeOwned>(data: &[u8]) {
    let Err(problem) = fuzz::json_body::<T>(data) else { return };
    assert!(matches!(problem.status, 400 | 422), "{problem:?}");
    for error in &problem.errors {
        // RFC 6901: empty, or each part after a slash; a tilde is followed by 0 or 1.
        assert!(error.pointer.is_empty() || error.pointer.starts_with('/'), "{problem:?}");
        assert!(error.pointer.split('~').skip(1).all(|part| part.starts_with(['0', '1'])), "{problem:?}");
    }
}

pub(crate) fn json_body(data: &[u8]) {
    read::<CreateSubmission>(data);
    read::<CreateEmbedSession>(data);
    read::<CreateInvitation>(data);
    read::<CreateReply>(data);
    read::<UpdateCase>(data);
    read::<UpdateMember>(data);
}

/// A definition, and in the next line answers.
pub(crate) fn form(data: &[u8]) {
    let (definition, answers) = halves(data);
    let Ok(definition) = serde_json::from_slice::<FormDefinition>(definition) else { return };
    let answers: Answers = serde_json::from_slice(answers).unwrap_or_default();
    // What could not be published could still be in a database: it must not end the program.
    let good = check_definition(&definition).is_ok();
    let asked = Asked::new(&definition, &answers);
    let kept = validate(&definition, &answers);
    if let (true, Ok(kept)) = (good, kept) {
        assert_eq!(validate(&definition, &kept).as_ref(), Ok(&kept), "what is kept is good");
        assert!(kept.keys().all(|key| asked.field(key)), "only what is asked is kept");
    }
}

/// `[rule, data]`.
pub(crate) fn condition(data: &[u8]) {
    if let Ok((rule, data)) = serde_json::from_slice::<(Value, Value)>(data) {
        let value = logic::evaluate(&rule, &data);
        assert_eq!(logic::evaluate(&rule, &data), value);
    }
}

/// A pattern, and in the next line a text.
pub(crate) fn pattern(data: &[u8]) {
    let (pattern, text) = halves(data);
    let (Ok(pattern), Ok(text)) = (std::str::from_utf8(pattern), std::str::from_utf8(text)) else { return };
    if let Ok(pattern) = Pattern::new(pattern) {
        pattern.matches(text);
    }
}

pub(crate) fn theme(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(theme) = compile(text) {
        for check in contrast_report(&theme) {
            assert!(check.ratio >= 1.0 && check.ratio <= 21.01, "{check:?}");
        }
    }
}

pub(crate) fn color(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(color) = Color::parse(text) {
        let written = color.to_css();
        let again = Color::parse(&written).unwrap_or_else(|error| panic!("{text} was written as {written}: {error}"));
        assert_eq!(again.to_css(), written, "{text}");
    }
}

fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let at = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    (data.get(..at).unwrap_or_default(), data.get(at + 1..).unwrap_or_default())
}
