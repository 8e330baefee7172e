//! From Fluent to what is used of it.

use std::collections::BTreeSet;

use fluent_syntax::{ast, parser, unicode::unescape_unicode_to_string};

use crate::Catalogue;

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its name in the catalogue.
    pub key: String,
    /// What it says.
    pub text: Text,
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Text {
    /// Always the same.
    Plain(Pattern),
    /// Chosen by a value.
    Select {
        /// The value's name.
        by: String,
        /// What it says for which value, without the default.
        variants: Vec<(String, Pattern)>,
        /// The default: its name, what it says.
        other: (String, Pattern),
    },
}

/// Text and values, in their order.
pub type Pattern = Vec<Piece>;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// The place of a value.
    Value(String),
}

impl Text {
    /// Every pattern with the name of its variant; a plain text's has none.
    pub fn patterns(&self) -> Vec<(&str, &Pattern)> {
        match self {
            Self::Plain(pattern) => vec![("", pattern)],
            Self::Select { variants, other, .. } => {
                variants.iter().chain([other]).map(|(name, pattern)| (name.as_str(), pattern)).collect()
            }
        }
    }

    /// The names of all values it takes, in the alphabet's order.
    pub fn values(&self) -> Vec<String> {
        let mut all: BTreeSet<String> =
            self.patterns().into_iter().flat_map(|(_, pattern)| values_of(pattern)).collect();
        all.extend(self.selector().map(str::to_owned));
        all.into_iter().collect()
    }

    /// The value that it is chosen by.
    pub fn selector(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Select { by, .. } => Some(by),
        }
    }

    /// Whether it is chosen by a number's plural category.
    pub fn is_plural(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Select { variants, other, .. } => {
                variants.iter().chain([other]).all(|(name, _)| crate::CATEGORIES.contains(&name.as_str()))
            }
        }
    }
}

/// The values in a pattern.
pub(crate) fn values_of(pattern: &Pattern) -> BTreeSet<String> {
    pattern
        .iter()
        .filter_map(|piece| match piece {
            Piece::Value(name) => Some(name.clone()),
            Piece::Words(_) => None,
        })
        .collect()
}

/// Reads a file. What cannot be read is added to the problems.
pub(crate) fn catalogue(name: &str, text: &str, place: &str, problems: &mut Vec<String>) -> Catalogue {
    let resource = parser::parse(text).unwrap_or_else(|(resource, errors)| {
        problems.extend(errors.iter().map(|error| format!("{place}: {error}")));
        resource
    });
    let mut about = String::new();
    let mut messages: Vec<Message> = Vec::new();
    for entry in resource.body {
        match entry {
            ast::Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let read = match message.value {
                    Some(pattern) if message.attributes.is_empty() => text_of(&pattern),
                    _ => Err("has attributes, or no text".to_owned()),
                };
                if messages.iter().any(|other| other.key == key) {
                    problems.push(format!("{place}: `{key}` is there twice"));
                }
                match read {
                    Ok(text) => messages.push(Message { key, text }),
                    Err(problem) => problems.push(format!("{place}: `{key}` {problem}")),
                }
            }
            ast::Entry::ResourceComment(comment) if about.is_empty() => about = comment.content.join(" "),
            ast::Entry::Term(term) => {
                problems.push(format!("{place}: `-{}` is a term, of which there are none", term.id.name))
            }
            _ => {}
        }
    }
    Catalogue { name: name.to_owned(), about, messages }
}

fn text_of(pattern: &ast::Pattern<&str>) -> Result<Text, String> {
    if let [ast::PatternElement::Placeable { expression: ast::Expression::Select { selector, variants } }] =
        pattern.elements.as_slice()
    {
        let ast::InlineExpression::VariableReference { id } = selector else {
            return Err("is chosen by something else than a value".to_owned());
        };
        let (mut named, mut other) = (Vec::new(), None);
        for variant in variants {
            let ast::VariantKey::Identifier { name } = variant.key else {
                return Err("has a variant for a number; use plural categories".to_owned());
            };
            let read = (name.to_owned(), pattern_of(&variant.value)?);
            if variant.default { other = Some(read) } else { named.push(read) }
        }
        let other = other.ok_or("has no default variant")?;
        return Ok(Text::Select { by: id.name.to_owned(), variants: named, other });
    }
    pattern_of(pattern).map(Text::Plain)
}

fn pattern_of(pattern: &ast::Pattern<&str>) -> Result<Pattern, String> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    for element in &pattern.elements {
        match element {
            // A line of the file is no line of the text.
            ast::PatternElement::TextElement { value } => words.push_str(&value.replace('\n', " ")),
            ast::PatternElement::Placeable { expression: ast::Expression::Inline(inline) } => match inline {
                ast::InlineExpression::StringLiteral { value } => words.push_str(&unescape_unicode_to_string(value)),
                ast::InlineExpression::VariableReference { id } => {
                    if !words.is_empty() {
                        pieces.push(Piece::Words(std::mem::take(&mut words)));
                    }
                    pieces.push(Piece::Value(id.name.to_owned()));
                }
                _ => return Err("uses something else than values and literals in braces".to_owned()),
            },
            ast::PatternElement::Placeable { .. } => {
                return Err("chooses a part of a sentence; write the whole sentence in each variant".to_owned());
            }
        }
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    Ok(pieces)
}
