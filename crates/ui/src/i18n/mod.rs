//! Every word a person sees, in every language, and numbers and dates as the language writes them.
//!
//! One catalogue per widget, one line per text with its translations side by side: a text without a translation does
//! not compile. Placeholders are names in braces, filled in by [`fill`].

#[cfg(feature = "api-keys")]
mod api_keys;
#[cfg(feature = "audit-log")]
mod audit;
mod common;
#[cfg(feature = "documents")]
mod documents;
mod format;
#[cfg(feature = "member-access")]
mod member_access;
#[cfg(feature = "members")]
mod members;
#[cfg(feature = "requests")]
mod requests;
#[cfg(feature = "status")]
mod status;

#[cfg(feature = "api-keys")]
pub use api_keys::ApiKeysMessages;
#[cfg(feature = "audit-log")]
pub use audit::AuditMessages;
pub use common::CommonMessages;
#[cfg(feature = "documents")]
pub use documents::DocumentsMessages;
pub use format::DateStyle;
#[cfg(feature = "member-access")]
pub use member_access::MemberAccessMessages;
#[cfg(feature = "members")]
pub use members::MembersMessages;
#[cfg(feature = "requests")]
pub use requests::RequestsMessages;
#[cfg(feature = "status")]
pub use status::StatusMessages;

use std::rc::Rc;

/// Defines a catalogue: a struct of texts with one line per text, English and German beside each other.
macro_rules! catalogue {
    ($(#[$meta:meta])* pub struct $name:ident { $( $key:ident: $en:literal, $de:literal; )* }) => {
        $(#[$meta])*
        pub struct $name { $( #[doc = $en] pub $key: &'static str, )* }

        impl $name {
            pub(crate) const ENGLISH: Self = Self { $( $key: $en, )* };
            pub(crate) const GERMAN: Self = Self { $( $key: $de, )* };
            /// Name, English, German.
            #[cfg(test)]
            pub(crate) const LINES: &'static [(&'static str, &'static str, &'static str)] =
                &[ $( (stringify!($key), $en, $de), )* ];
        }
    };
}
pub(crate) use catalogue;

/// All texts of one language.
pub struct Messages {
    /// What several widgets say.
    pub common: CommonMessages,
    /// The Status widget.
    #[cfg(feature = "status")]
    pub status: StatusMessages,
    /// The Documents widget.
    #[cfg(feature = "documents")]
    pub documents: DocumentsMessages,
    /// The Requests widget.
    #[cfg(feature = "requests")]
    pub requests: RequestsMessages,
    /// The Members widget.
    #[cfg(feature = "members")]
    pub members: MembersMessages,
    /// The Members widget, about a member's access.
    #[cfg(feature = "member-access")]
    pub member_access: MemberAccessMessages,
    /// The AuditLog widget.
    #[cfg(feature = "audit-log")]
    pub audit: AuditMessages,
    /// The ApiKeys widget.
    #[cfg(feature = "api-keys")]
    pub api_keys: ApiKeysMessages,
}

static ENGLISH: Messages = Messages {
    common: CommonMessages::ENGLISH,
    #[cfg(feature = "status")]
    status: StatusMessages::ENGLISH,
    #[cfg(feature = "documents")]
    documents: DocumentsMessages::ENGLISH,
    #[cfg(feature = "requests")]
    requests: RequestsMessages::ENGLISH,
    #[cfg(feature = "members")]
    members: MembersMessages::ENGLISH,
    #[cfg(feature = "member-access")]
    member_access: MemberAccessMessages::ENGLISH,
    #[cfg(feature = "audit-log")]
    audit: AuditMessages::ENGLISH,
    #[cfg(feature = "api-keys")]
    api_keys: ApiKeysMessages::ENGLISH,
};

static GERMAN: Messages = Messages {
    common: CommonMessages::GERMAN,
    #[cfg(feature = "status")]
    status: StatusMessages::GERMAN,
    #[cfg(feature = "documents")]
    documents: DocumentsMessages::GERMAN,
    #[cfg(feature = "requests")]
    requests: RequestsMessages::GERMAN,
    #[cfg(feature = "members")]
    members: MembersMessages::GERMAN,
    #[cfg(feature = "member-access")]
    member_access: MemberAccessMessages::GERMAN,
    #[cfg(feature = "audit-log")]
    audit: AuditMessages::GERMAN,
    #[cfg(feature = "api-keys")]
    api_keys: ApiKeysMessages::GERMAN,
};

/// A language there are texts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

/// A language, and the region whose dates and numbers are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Locale {
    language: Language,
    tag: Rc<str>,
}

impl Locale {
    /// The locale of a BCP 47 tag (`de-AT`). A language without texts, or no tag at all, becomes English.
    pub fn new(tag: &str) -> Self {
        // What follows a single letter (`-u-ca-buddhist`) is about something else than language and region.
        let mut parts = tag.split(['-', '_']).take_while(|part| part.len() != 1);
        let language = match parts.next() {
            Some(code) if code.eq_ignore_ascii_case("de") => Language::German,
            Some(code) if code.eq_ignore_ascii_case("en") => Language::English,
            _ => return Self { language: Language::English, tag: Rc::from("en") },
        };
        let code = language.code();
        let region = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let tag = match region {
            Some(region) => [code, "-", &region.to_ascii_uppercase()].concat(),
            None => code.to_owned(),
        };
        Self { language, tag: Rc::from(tag) }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The BCP 47 tag, for `lang` and `Intl`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// In which direction the language is written, for `dir`.
    pub fn direction(&self) -> &'static str {
        match self.language {
            Language::English | Language::German => "ltr",
        }
    }

    /// The texts.
    pub fn messages(&self) -> &'static Messages {
        match self.language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
        }
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::new("en")
    }
}

impl Language {
    /// The language's subtag.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// Puts values in place of `{name}`s.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len().saturating_add(24));
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            text.push_str(value);
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Chooses by number, and puts the number in place of `{n}`. Right for the languages there are texts in.
pub fn plural(count: u64, one: &str, other: &str) -> String {
    fill(if count == 1 { one } else { other }, &[("n", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<(&'static str, &'static str, &'static str)> {
        [
            CommonMessages::LINES,
            #[cfg(feature = "status")]
            StatusMessages::LINES,
            #[cfg(feature = "documents")]
            DocumentsMessages::LINES,
            #[cfg(feature = "requests")]
            RequestsMessages::LINES,
            #[cfg(feature = "members")]
            MembersMessages::LINES,
            #[cfg(feature = "member-access")]
            MemberAccessMessages::LINES,
            #[cfg(feature = "audit-log")]
            AuditMessages::LINES,
            #[cfg(feature = "api-keys")]
            ApiKeysMessages::LINES,
        ]
        .concat()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn every_text_says_something_in_every_language() {
        for (key, english, german) in lines() {
            assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{key}");
        }
    }

    #[test]
    fn every_text_is_shown_somewhere() {
        fn sources(folder: &std::path::Path, text: &mut String) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    sources(&path, text);
                } else {
                    text.push_str(&std::fs::read_to_string(&path).expect("source text"));
                }
            }
        }
        let mut text = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
        let used: std::collections::BTreeSet<&str> = text
            .split('.')
            .map(|after| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
            .collect();
        for (key, ..) in lines() {
            assert!(used.contains(key), "{key}");
        }
    }

    #[test]
    fn translations_take_the_same_values() {
        for (key, english, german) in lines() {
            assert_eq!(placeholders(english), placeholders(german), "{key}");
        }
    }

    #[test]
    fn no_text_shouts_or_names_the_software() {
        for (key, english, german) in lines() {
            for text in [english, german] {
                assert!(!text.contains('!'), "{key}: {text}");
                assert!(!text.to_lowercase().contains("loggia"), "{key}: {text}");
            }
        }
    }

    #[test]
    fn a_tag_that_is_not_understood_becomes_english() {
        assert_eq!(Locale::new("de_at").tag(), "de-AT");
        assert_eq!(Locale::new("de-Latn-CH-1996").tag(), "de-CH");
        assert_eq!(Locale::new("fr").tag(), "en");
        assert_eq!(Locale::new("en-").tag(), "en");
        assert_eq!(Locale::new("en-u-ca-buddhist").tag(), "en");
        assert_eq!(Locale::new("de-DE-u-co-phonebk").tag(), "de-DE");
    }

    #[test]
    fn values_replace_their_names_and_nothing_else() {
        assert_eq!(fill("{who} until {date}", &[("who", "A {date}"), ("date", "May")]), "A {date} until May");
        assert_eq!(fill("a {b", &[]), "a {b");
        assert_eq!(plural(1, "{n} day", "{n} days"), "1 day");
        assert_eq!(plural(0, "{n} day", "{n} days"), "0 days");
    }
}
