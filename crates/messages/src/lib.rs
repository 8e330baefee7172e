//! Message catalogues: written in [Fluent](https://projectfluent.org), checked and compiled when a program is built.
//!
//! A catalogue is one file for each language: `<language>/<catalogue>.ftl`. English is the source: it says which messages
//! there are, and which values each takes. [`read`] checks that every other language has the same ones ([`check`]).
//! [`Messages::file`] makes of a language what a program reads: one line for each message, in the same order in every
//! language, without keys. [`Messages::code`] makes the Rust methods that read it. So a browser that shows a text needs
//! neither Fluent nor its plural rules, of which it has its own (`Intl.PluralRules`).
//!
//! Of Fluent there is what that needs: text, values (`{ $name }`), literals (`{ "\u00A0" }`), and one selection around
//! the whole message, by plural category (`{ $n -> [one] .. *[other] .. }`) or by a text, such as a gender.

mod check;
mod code;
mod compile;
mod parse;
mod pseudo;

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

pub use parse::{Message, Pattern, Piece, Text};

/// A language there are catalogues in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// The subtag, which is the folder's name.
    pub code: &'static str,
    /// The plural categories that whole numbers have, as CLDR knows them. What only a round million or a fraction has
    /// (`many` in French and Spanish) falls to `other`.
    pub categories: &'static [&'static str],
    /// Whether it is written from right to left.
    pub is_rtl: bool,
}

/// The language that the others are translations of.
pub const SOURCE: &str = "en";

/// English, made longer, accented and put in brackets, for tests: a text without brackets is in no catalogue.
pub const PSEUDO: &str = "en-XA";

/// Every language, the source first.
pub const LANGUAGES: [Language; 6] = [
    Language { code: SOURCE, categories: &["one", "other"], is_rtl: false },
    Language { code: "de", categories: &["one", "other"], is_rtl: false },
    Language { code: "fr", categories: &["one", "other"], is_rtl: false },
    Language { code: "es", categories: &["one", "other"], is_rtl: false },
    Language { code: "ja", categories: &["other"], is_rtl: false },
    Language { code: "ar", categories: &["zero", "one", "two", "few", "many", "other"], is_rtl: true },
];

/// All plural categories of CLDR.
pub(crate) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The catalogues of the widgets, and for which widgets each is: none means that all need it. In this order the lines of
/// a language are.
const WIDGET_CATALOGUES: [(&str, &[&str]); 8] = [
    ("common", &[]),
    ("status", &["status"]),
    // Status and Requests show files.
    ("documents", &["documents", "requests", "status"]),
    ("requests", &["requests"]),
    ("members", &["members"]),
    ("member-access", &["member-access"]),
    ("audit-log", &["audit-log"]),
    ("api-keys", &["api-keys"]),
];

/// What an element says before its widget is there. Its lines come after those of the widgets.
pub const ELEMENT: &str = "element";

/// The names of the catalogues that the chosen widgets need.
pub fn catalogues(chosen: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let needed = |widgets: &&[&str]| widgets.is_empty() || widgets.iter().any(|widget| chosen(widget));
    WIDGET_CATALOGUES.iter().filter(|(_, widgets)| needed(widgets)).map(|(name, _)| *name).collect()
}

/// One catalogue in one language.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The file's name without its ending.
    pub name: String,
    /// What it is about: the file's comment (`### ..`).
    pub about: String,
    /// Its messages, in the order of the file.
    pub messages: Vec<Message>,
}

/// Catalogues in every language, checked.
#[derive(Debug)]
pub struct Messages {
    languages: BTreeMap<&'static str, Vec<Catalogue>>,
}

/// Why catalogues cannot be used.
#[derive(Debug)]
pub enum Error {
    /// A file cannot be read.
    Io(PathBuf, io::Error),
    /// What is wrong, a sentence for each: file, message, problem.
    Problems(Vec<String>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Problems(problems) => f.write_str(&problems.join("\n")),
        }
    }
}

impl std::error::Error for Error {}

/// Reads and checks the catalogues of these names, in this order, in every language.
///
/// # Errors
/// When a file is missing, or says something else than its source does: all problems at once.
pub fn read(folder: &Path, catalogues: &[&str]) -> Result<Messages, Error> {
    let (mut languages, mut problems) = (BTreeMap::new(), Vec::new());
    for language in LANGUAGES {
        let mut all = Vec::new();
        for name in catalogues {
            let path = folder.join(language.code).join(name).with_extension("ftl");
            let text = fs::read_to_string(&path).map_err(|error| Error::Io(path, error))?;
            let place = format!("{}/{name}.ftl", language.code);
            all.push(parse::catalogue(name, &text, &place, &mut problems));
        }
        languages.insert(language.code, all);
    }
    check::all(&languages, &mut problems);
    if problems.is_empty() { Ok(Messages { languages }) } else { Err(Error::Problems(problems)) }
}

impl Messages {
    /// The source's catalogues.
    pub fn source(&self) -> &[Catalogue] {
        self.languages.get(SOURCE).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a program reads of a language, or of [`PSEUDO`]: a line for each message. `None` for any other language.
    pub fn file(&self, language: &str) -> Option<String> {
        let accented = language == PSEUDO;
        // A name in another script must not turn the words around it.
        let isolating = LANGUAGES.iter().any(|known| known.code == language && known.is_rtl);
        let translated = self.languages.get(if accented { SOURCE } else { language })?;
        let mut lines = String::new();
        for (source, translation) in self.source().iter().zip(translated) {
            for message in &source.messages {
                let values = message.text.values();
                let text = translation.messages.iter().find(|other| other.key == message.key).map(|found| &found.text);
                let text = text.unwrap_or(&message.text);
                lines.push_str(&if accented {
                    compile::line(&pseudo::text(text), &values, isolating)
                } else {
                    compile::line(text, &values, isolating)
                });
                lines.push('\n');
            }
        }
        Some(lines)
    }

    /// The names of the lines of a [`file`](Self::file): `catalogue.key`, and after it, with spaces between, the names of
    /// its values in their order. A message that is chosen by one of them has a `*` at that name.
    pub fn keys(&self) -> String {
        let mut lines = String::new();
        for catalogue in self.source() {
            for message in &catalogue.messages {
                lines.push_str(&format!("{}.{}", catalogue.name, message.key));
                for value in message.text.values() {
                    let chosen = if message.text.selector() == Some(value.as_str()) { "*" } else { "" };
                    lines.push_str(&format!(" {value}{chosen}"));
                }
                lines.push('\n');
            }
        }
        lines
    }

    /// Rust code with a type for each catalogue, whose methods give its messages, and `Messages` with all of them.
    pub fn code(&self) -> String {
        code::module(self.source())
    }
}

#[cfg(test)]
mod tests;
