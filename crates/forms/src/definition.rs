//! Whether a definition can be asked at all: checked before it is published.

use std::collections::{BTreeMap, BTreeSet};

use loggia_types::{
    FieldError,
    forms::{ChoiceOption, FieldKind, FormDefinition},
};
use serde_json::Value;

use crate::{Pattern, references::check_rule};

/// How many questions a form may have: bounds the stack that a row of conditions takes, each of which waits for the one
/// before it.
const MAX_QUESTIONS: usize = 500;

/// Whether a text can name a question: `^[a-z][a-z0-9_]{0,63}$`.
pub fn is_key(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Finds what is wrong with a definition; pointers lead into it (`/sections/0/fields/1/key`).
///
/// There are at most 500 questions. Keys are well-formed and unique, nothing is empty that must not be, limits leave something between them, patterns
/// and conditions can be read, conditions speak of questions that the form has, and do not go in a circle.
pub fn check_definition(definition: &FormDefinition) -> Result<(), Vec<FieldError>> {
    let fields = definition.sections.iter().flat_map(|section| &section.fields);
    let mut check =
        Check { keys: fields.map(|field| field.key.as_str()).collect(), depends: BTreeMap::new(), errors: Vec::new() };
    if definition.sections.is_empty() {
        check.error("/sections", "required", "Add a section");
    }
    if definition.sections.iter().map(|section| section.fields.len()).sum::<usize>() > MAX_QUESTIONS {
        check.error("/sections", "too_many", format!("Keep at most {MAX_QUESTIONS} questions"));
        return Err(check.errors);
    }
    let mut seen = BTreeSet::new();
    for (index, section) in definition.sections.iter().enumerate() {
        let at = format!("/sections/{index}");
        check.filled(&format!("{at}/title"), &section.title);
        let section_depends = check.rule(&format!("{at}/visible_if"), section.visible_if.as_ref());
        if section.fields.is_empty() {
            check.error(format!("{at}/fields"), "required", "Add a question");
        }
        for (index, field) in section.fields.iter().enumerate() {
            let at = format!("{at}/fields/{index}");
            if !is_key(&field.key) {
                let detail = "Begin with a small letter and go on with small letters, digits and _: at most 64";
                check.error(format!("{at}/key"), "invalid", detail);
            }
            if !seen.insert(field.key.as_str()) {
                check.error(format!("{at}/key"), "duplicate", "Choose a key that no other question has");
            }
            check.filled(&format!("{at}/label"), &field.label);
            let visible_at = format!("{at}/visible_if");
            let mut depends = check.rule(&visible_at, field.visible_if.as_ref());
            depends.extend(&section_depends);
            check.depends.entry(&field.key).or_insert((visible_at, depends));
            check.rule(&format!("{at}/required_if"), field.required_if.as_ref());
            check.kind(&at, &field.kind);
        }
    }
    check.circles();
    if check.errors.is_empty() { Ok(()) } else { Err(check.errors) }
}

struct Check<'a> {
    keys: BTreeSet<&'a str>,
    /// For each question: where its condition stands, and which questions decide whether it is asked.
    depends: BTreeMap<&'a str, (String, BTreeSet<&'a str>)>,
    errors: Vec<FieldError>,
}

impl<'a> Check<'a> {
    fn error(&mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        self.errors.push(FieldError::new(pointer, code, detail));
    }

    fn filled(&mut self, pointer: &str, text: &str) {
        if text.trim().is_empty() {
            self.error(pointer, "required", "Fill this in");
        }
    }

    /// Checks a rule and returns the questions it looks at.
    fn rule(&mut self, pointer: &str, rule: Option<&'a Value>) -> BTreeSet<&'a str> {
        let Some(rule) = rule else { return BTreeSet::new() };
        let references = match check_rule(rule) {
            Ok(references) => references,
            Err(error) => {
                self.error(pointer, "invalid", error.to_string());
                return BTreeSet::new();
            }
        };
        for unknown in references.difference(&self.keys.clone()) {
            self.error(pointer, "unknown_question", format!("Refer to a question of this form: it has no “{unknown}”"));
        }
        references
    }

    fn kind(&mut self, at: &str, kind: &FieldKind) {
        match kind {
            FieldKind::Text { max_length, pattern, .. } => {
                self.positive(&format!("{at}/max_length"), *max_length);
                if let Some(Err(error)) = pattern.as_deref().map(Pattern::new) {
                    self.error(format!("{at}/pattern"), "invalid", error.to_string());
                }
            }
            FieldKind::LongText { max_length } => self.positive(&format!("{at}/max_length"), *max_length),
            FieldKind::Number { min, max, .. } => self.limits(at, min.zip(*max).is_some_and(|(min, max)| min > max)),
            FieldKind::Date { min, max } => self.limits(at, min.zip(*max).is_some_and(|(min, max)| min > max)),
            FieldKind::Choice { options } => self.options(at, options),
            FieldKind::MultipleChoice { options, max_items } => {
                self.options(at, options);
                self.positive(&format!("{at}/max_items"), *max_items);
            }
            FieldKind::File { max_items, .. } => self.positive(&format!("{at}/max_items"), *max_items),
        }
    }

    fn positive(&mut self, pointer: &str, limit: Option<u32>) {
        if limit == Some(0) {
            self.error(pointer, "too_small", "Allow at least 1");
        }
    }

    fn limits(&mut self, at: &str, reversed: bool) {
        if reversed {
            self.error(format!("{at}/max"), "too_small", "Choose a limit that is not below “min”");
        }
    }

    fn options(&mut self, at: &str, options: &[ChoiceOption]) {
        if options.is_empty() {
            self.error(format!("{at}/options"), "required", "Add an option");
        }
        let mut seen = BTreeSet::new();
        for (index, option) in options.iter().enumerate() {
            let at = format!("{at}/options/{index}");
            self.filled(&format!("{at}/value"), &option.value);
            self.filled(&format!("{at}/label"), &option.label);
            if !seen.insert(option.value.as_str()) {
                self.error(format!("{at}/value"), "duplicate", "Choose a value that no other option has");
            }
        }
    }

    /// Refuses conditions that go in a circle: takes away, again and again, the questions that wait for none of those
    /// left, and names what cannot be taken away because it waits for itself.
    fn circles(&mut self) {
        let mut left = self.depends.clone();
        loop {
            let before = left.len();
            let keys: BTreeSet<&str> = left.keys().copied().collect();
            left.retain(|_, (_, depends)| depends.iter().any(|key| keys.contains(key)));
            if left.len() == before {
                break;
            }
        }
        for (key, (pointer, _)) in &left {
            if reaches(&left, key) {
                let detail = "Break the circle: whether this question is asked depends on its own answer";
                self.errors.push(FieldError::new(pointer.clone(), "circular", detail));
            }
        }
    }
}

/// Whether following dependencies from `key` leads back to it.
fn reaches(depends: &BTreeMap<&str, (String, BTreeSet<&str>)>, key: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![key];
    while let Some(next) = open.pop() {
        for other in depends.get(next).map(|(_, others)| others).into_iter().flatten() {
            if *other == key {
                return true;
            }
            if seen.insert(*other) {
                open.push(other);
            }
        }
    }
    false
}
