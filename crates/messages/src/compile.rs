//! The form that programs read: a line for each message.
//!
//! A value is its number in braces: `{0}`. What is chosen begins with [`VARIANT`]; each variant is its name, [`NAMED`] and
//! its text, with [`VARIANT`] between them, and the last one, without a name, is the default.

use crate::parse::{Pattern, Piece, Text};

/// Before each variant.
pub(crate) const VARIANT: char = '\u{1}';
/// Between a variant's name and its text.
pub(crate) const NAMED: char = '\u{2}';

/// A message's line; values are numbered by their place in `values`, and kept apart from the words around where
/// `isolating`.
pub(crate) fn line(text: &Text, values: &[String], isolating: bool) -> String {
    let pattern = |of: &Pattern| pattern(of, values, isolating);
    match text {
        Text::Plain(plain) => pattern(plain),
        Text::Select { variants, other, .. } => {
            let mut line = String::new();
            for (name, variant) in variants {
                line.push(VARIANT);
                line.push_str(name);
                line.push(NAMED);
                line.push_str(&pattern(variant));
            }
            line.push(VARIANT);
            line.push_str(&pattern(&other.1));
            line
        }
    }
}

fn pattern(pattern: &Pattern, values: &[String], isolating: bool) -> String {
    pattern
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Value(name) => match values.iter().position(|value| value == name) {
                // FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE, as Fluent does it.
                Some(number) if isolating => format!("\u{2068}{{{number}}}\u{2069}"),
                Some(number) => format!("{{{number}}}"),
                None => String::new(),
            },
        })
        .collect()
}
