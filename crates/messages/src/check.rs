//! What every catalogue has to be, so that no language says less, or something else, than the source.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    CATEGORIES, Catalogue, LANGUAGES, Language, SOURCE, compile,
    parse::{Message, Pattern, Piece, Text, values_of},
};

/// Words that no customer may read: the product's own name.
const NAMES: [&str; 1] = ["loggia"];

/// Adds a sentence for each problem.
pub(crate) fn all(languages: &BTreeMap<&'static str, Vec<Catalogue>>, problems: &mut Vec<String>) {
    let Some(source) = languages.get(SOURCE) else { return };
    for language in LANGUAGES {
        for (catalogue, original) in languages.get(language.code).into_iter().flatten().zip(source) {
            let mut found = Vec::new();
            translation(language, catalogue, original, &mut found);
            problems
                .extend(found.into_iter().map(|problem| format!("{}/{}.ftl: {problem}", language.code, original.name)));
        }
    }
}

fn translation(language: Language, catalogue: &Catalogue, original: &Catalogue, found: &mut Vec<String>) {
    let keys = |of: &Catalogue| of.messages.iter().map(|message| message.key.clone()).collect::<BTreeSet<_>>();
    found.extend(keys(original).difference(&keys(catalogue)).map(|key| format!("`{key}` is missing")));
    found.extend(keys(catalogue).difference(&keys(original)).map(|key| format!("`{key}` is not in the source")));
    for message in &catalogue.messages {
        let Some(source) = original.messages.iter().find(|source| source.key == message.key) else { continue };
        let mut problem = |text: String| found.push(format!("`{}` {text}", message.key));
        for (_, pattern) in message.text.patterns() {
            wording(pattern, &mut problem);
        }
        variants(language, message, source, &mut problem);
        values(message, source, &mut problem);
    }
}

/// The words themselves.
fn wording(pattern: &Pattern, problem: &mut impl FnMut(String)) {
    let words: String = pattern
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Value(_) => "x",
        })
        .collect();
    if words.trim().is_empty() {
        problem("is empty".to_owned());
    }
    if words.trim() != words {
        problem("begins or ends with a space".to_owned());
    }
    if words.contains(['!', '¡', '！']) {
        problem("shouts".to_owned());
    }
    if words.contains(['{', '}', '\n', compile::VARIANT, compile::NAMED]) {
        problem("has braces, or characters that a program could not read".to_owned());
    }
    if NAMES.iter().any(|name| words.to_lowercase().contains(name)) {
        problem("names the software".to_owned());
    }
}

/// Variants are those of the source, or the plural categories that the language has.
fn variants(language: Language, message: &Message, source: &Message, problem: &mut impl FnMut(String)) {
    let names = |text: &Text| text.patterns().into_iter().map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>();
    if !source.text.is_plural() {
        if names(&message.text) != names(&source.text) || message.text.selector() != source.text.selector() {
            problem("has other variants than the source".to_owned());
        }
        return;
    }
    match &message.text {
        // Every number is said in the same way.
        Text::Plain(_) if language.categories == ["other"] => {}
        Text::Plain(_) => problem(format!("has no plural: {}", language.categories.join(", "))),
        Text::Select { by, other, .. } => {
            if Some(by.as_str()) != source.text.selector() || other.0 != "other" {
                problem("is not chosen as in the source".to_owned());
            }
            let named = names(&message.text);
            for category in CATEGORIES {
                match (language.categories.contains(&category), named.contains(category)) {
                    (true, false) => problem(format!("has no `[{category}]`")),
                    (false, true) => problem(format!("has `[{category}]`, which the language has not")),
                    _ => {}
                }
            }
            for name in named.iter().filter(|name| !CATEGORIES.contains(&name.as_str())) {
                problem(format!("has `[{name}]`, which is no plural category"));
            }
        }
    }
}

/// Each variant has the source's values. The number itself may be in words: "two days".
fn values(message: &Message, source: &Message, problem: &mut impl FnMut(String)) {
    let wanted = |name: &str| -> BTreeSet<String> {
        let patterns = source.text.patterns();
        let same = patterns.iter().find(|(variant, _)| *variant == name).or(patterns.last());
        same.map(|(_, pattern)| values_of(pattern)).unwrap_or_default()
    };
    for (name, pattern) in message.text.patterns() {
        let (mut wanted, mut found) = (wanted(name), values_of(pattern));
        if let Some(by) = source.text.selector()
            && !["", "other"].contains(&name)
        {
            wanted.remove(by);
            found.remove(by);
        }
        if wanted != found {
            let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
            problem(format!("has the values [{}] instead of [{}]", list(&found), list(&wanted)));
        }
    }
}
