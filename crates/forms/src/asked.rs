//! Which questions are asked, and which of them have to be answered.

use std::collections::BTreeMap;

use loggia_types::forms::{Answers, Field, FormDefinition, Section};
use serde_json::{Map, Value};

use crate::{
    logic::{evaluate, is_truthy},
    references::references,
    validate::{is_empty, tidied},
};

/// Which sections and questions of a form are asked, given the answers so far.
///
/// A section or question whose `visible_if` is falsy is not asked, and neither is a question of a section that is not
/// asked. Conditions see the answers to questions that are asked, whatever the order in the form. A definition whose
/// conditions go in a circle is refused by [`check_definition`](crate::check_definition); here such a question is not
/// asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    sections: Vec<bool>,
    fields: BTreeMap<String, FieldState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FieldState {
    asked: bool,
    required: bool,
}

impl Asked {
    /// What is asked once these answers are given.
    pub fn new(definition: &FormDefinition, answers: &Answers) -> Self {
        let mut resolver = Resolver::new(definition, answers);
        let sections =
            definition.sections.iter().map(|section| resolver.holds(section.visible_if.as_ref(), true)).collect();
        let mut fields = BTreeMap::new();
        for field in definition.sections.iter().flat_map(|section| &section.fields) {
            let asked = resolver.is_asked(&field.key);
            let required = asked && (field.required || resolver.holds(field.required_if.as_ref(), false));
            fields.insert(field.key.clone(), FieldState { asked, required });
        }
        Self { sections, fields }
    }

    /// Whether the section at this index is asked.
    pub fn section(&self, index: usize) -> bool {
        self.sections.get(index).copied().unwrap_or(false)
    }

    /// Whether the question is asked.
    pub fn field(&self, key: &str) -> bool {
        self.fields.get(key).is_some_and(|state| state.asked)
    }

    /// Whether the question is asked and has to be answered.
    pub fn required(&self, key: &str) -> bool {
        self.fields.get(key).is_some_and(|state| state.required)
    }
}

/// Evaluates conditions on demand and remembers what is known: each question is looked at once.
struct Resolver<'a> {
    answers: &'a Answers,
    questions: BTreeMap<&'a str, (&'a Section, &'a Field)>,
    /// `None` while it is being found out.
    known: BTreeMap<&'a str, Option<bool>>,
}

impl<'a> Resolver<'a> {
    fn new(definition: &'a FormDefinition, answers: &'a Answers) -> Self {
        let sections = definition.sections.iter();
        let questions = sections
            .flat_map(|section| section.fields.iter().map(move |field| (field.key.as_str(), (section, field))))
            .collect();
        Self { answers, questions, known: BTreeMap::new() }
    }

    fn is_asked(&mut self, key: &str) -> bool {
        let Some((&key, &(section, field))) = self.questions.get_key_value(key) else { return false };
        match self.known.get(key) {
            Some(known) => known.unwrap_or(false),
            None => {
                self.known.insert(key, None);
                let asked =
                    self.holds(section.visible_if.as_ref(), true) && self.holds(field.visible_if.as_ref(), true);
                self.known.insert(key, Some(asked));
                asked
            }
        }
    }

    /// Whether the condition holds; `absent` when there is none.
    fn holds(&mut self, condition: Option<&Value>, absent: bool) -> bool {
        let Some(rule) = condition else { return absent };
        let mut data = Map::new();
        for key in references(rule) {
            if let Some(answer) = self.answers.get(key).filter(|answer| !is_empty(answer))
                && self.is_asked(key)
                && let Some((_, field)) = self.questions.get(key)
            {
                // As it will be kept: what is asked must not change with the blanks around an answer.
                data.insert(key.to_owned(), tidied(&field.kind, answer));
            }
        }
        is_truthy(&evaluate(rule, &Value::Object(data)))
    }
}
