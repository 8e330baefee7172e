//! English for tests: accented, longer, in brackets.

use crate::parse::{Pattern, Piece, Text};

/// The text in the pseudo-locale.
pub(crate) fn text(text: &Text) -> Text {
    match text {
        Text::Plain(plain) => Text::Plain(pattern(plain)),
        Text::Select { by, variants, other } => Text::Select {
            by: by.clone(),
            variants: variants.iter().map(|(name, variant)| (name.clone(), pattern(variant))).collect(),
            other: (other.0.clone(), pattern(&other.1)),
        },
    }
}

/// Vowels are there twice, which makes English about 40 % longer, as the longest translations are.
fn pattern(pattern: &Pattern) -> Pattern {
    let accented = pattern.iter().map(|piece| match piece {
        Piece::Words(words) => Piece::Words(words.chars().flat_map(accented).collect()),
        value => value.clone(),
    });
    [Piece::Words("[".to_owned())].into_iter().chain(accented).chain([Piece::Words("]".to_owned())]).collect()
}

fn accented(letter: char) -> Vec<char> {
    const PLAIN: &str = "aeiouyAEIOUYcnszdlrgCNSZDLRG";
    const ACCENTED: &str = "åéîöûýÅÉÎÖÛÝçñšžðļŕĝÇÑŠŽÐĻŔĜ";
    let Some(at) = PLAIN.chars().position(|plain| plain == letter) else { return vec![letter] };
    let written = ACCENTED.chars().nth(at).unwrap_or(letter);
    if at < 12 { vec![written, written] } else { vec![written] }
}
