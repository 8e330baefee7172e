//! An app's own words in place of the widgets'.

use std::{cell::RefCell, rc::Rc};

use super::{
    Language, Locale, Messages,
    texts::{END_ISOLATE, ISOLATE, NAMED, VARIANT, variants},
};

/// The name of each text, and of its values.
const KEYS: &str = include_str!(concat!(env!("OUT_DIR"), "/keys.txt"));

/// An app's own words in place of the widgets', for a [`PortalProvider`](crate::PortalProvider). Make them once: others are
/// a change of language.
///
/// A text's name is that of its catalogue and its key, as in `messages/en`. A value's place is its name in braces.
///
/// ```
/// use loggia_ui::i18n::{Language, MessageOverrides};
///
/// let words = MessageOverrides::new()
///     .text("members.title", "People")?
///     .variants("documents.items", &[("one", "1 file"), ("other", "{n} files")])?
///     .only(Language::German)
///     .text("members.title", "Leute")?;
///
/// let mistake = words.text("members.removed", "{nam} left").unwrap_err();
/// assert_eq!(mistake.to_string(), "`members.removed` has no place for `{nam}`: it has `{name}`");
/// # Ok::<(), loggia_ui::i18n::OverrideError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MessageOverrides {
    only: Option<Language>,
    all: Rc<Vec<Override>>,
}

#[derive(Clone, Debug)]
struct Override {
    only: Option<Language>,
    /// Which text it is, counted through all catalogues.
    place: usize,
    /// Name and text, with numbers for values. A text that is always the same has one without a name.
    wordings: Vec<(String, String)>,
}

impl PartialEq for MessageOverrides {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.all, &other.all)
    }
}

/// Why words cannot be used.
///
/// ```
/// use loggia_ui::i18n::{MessageOverrides, OverrideError};
///
/// let refused = MessageOverrides::new().text("members.titel", "People").unwrap_err();
/// assert_eq!(refused, OverrideError::UnknownText("members.titel".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverrideError {
    /// There is no text of this name.
    UnknownText(String),
    /// The text of this name has no place for this value, but for those that follow.
    UnknownValue(String, String, Vec<String>),
    /// The text of this name is always the same.
    NoVariants(String),
}

impl std::fmt::Display for OverrideError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownText(key) => write!(f, "there is no text named `{key}`"),
            Self::UnknownValue(key, value, known) if known.is_empty() => {
                write!(f, "`{key}` has no place for `{{{value}}}`: it has none")
            }
            Self::UnknownValue(key, value, known) => {
                write!(f, "`{key}` has no place for `{{{value}}}`: it has `{{{}}}`", known.join("}`, `{"))
            }
            Self::NoVariants(key) => write!(f, "`{key}` is always the same: it takes a text, not several"),
        }
    }
}

impl std::error::Error for OverrideError {}

impl MessageOverrides {
    /// No words yet, and those that follow for every language.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::{Members, PortalProvider, i18n::MessageOverrides};
    ///
    /// # #[component]
    /// # fn Account(client: loggia_client::Client) -> Element {
    /// let messages = use_hook(|| MessageOverrides::new().text("members.title", "People").unwrap_or_default());
    /// rsx! {
    ///     PortalProvider { client, messages, Members {} }
    /// }
    /// # }
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// The words that follow are for this language only.
    ///
    /// ```
    /// use loggia_ui::i18n::{Language, MessageOverrides};
    ///
    /// let words = MessageOverrides::new()
    ///     .only(Language::French)
    ///     .text("members.title", "Équipe")?
    ///     .only(Language::German)
    ///     .text("members.title", "Leute")?;
    /// # Ok::<(), loggia_ui::i18n::OverrideError>(())
    /// ```
    #[must_use]
    pub fn only(mut self, language: Language) -> Self {
        self.only = Some(language);
        self
    }

    /// Says this in place of a text, whatever it depends on.
    ///
    /// ```
    /// use loggia_ui::i18n::MessageOverrides;
    ///
    /// assert!(MessageOverrides::new().text("common.contact", "Write to {email}").is_ok());
    /// assert!(MessageOverrides::new().text("common.contact", "Write to {mail}").is_err());
    /// ```
    ///
    /// # Errors
    /// When there is no such text, or it has no place for a value.
    pub fn text(self, key: &str, text: &str) -> Result<Self, OverrideError> {
        let (place, values, _) = find(key)?;
        let text = numbered(key, text, &values)?;
        Ok(self.with(place, vec![(String::new(), text)]))
    }

    /// Says these in place of a text that depends on a number or a name: all plural categories of a language with
    /// `other` among them, or single names without it.
    ///
    /// ```
    /// use loggia_ui::i18n::MessageOverrides;
    ///
    /// let words = MessageOverrides::new().variants("common.results", &[("one", "1 hit"), ("other", "{n} hits")]);
    /// assert!(words.is_ok());
    /// ```
    ///
    /// # Errors
    /// When there is no such text, it is always the same, or it has no place for a value.
    pub fn variants(self, key: &str, texts: &[(&str, &str)]) -> Result<Self, OverrideError> {
        let (place, values, chosen) = find(key)?;
        if !chosen {
            return Err(OverrideError::NoVariants(key.to_owned()));
        }
        let mut wordings = Vec::new();
        for (name, text) in texts {
            wordings.push((name.replace('.', "-"), numbered(key, text, &values)?));
        }
        Ok(self.with(place, wordings))
    }

    fn with(mut self, place: usize, wordings: Vec<(String, String)>) -> Self {
        Rc::make_mut(&mut self.all).push(Override { only: self.only, place, wordings });
        self
    }
}

/// Where a text is, its values, and whether one of them chooses it.
fn find(key: &str) -> Result<(usize, Vec<&'static str>, bool), OverrideError> {
    let mut lines = KEYS.lines().enumerate();
    let found = lines.find_map(|(place, line)| {
        Some((place, line.strip_prefix(key)?)).filter(|(_, rest)| !rest.starts_with(|c: char| c != ' '))
    });
    let (place, rest) = found.ok_or_else(|| OverrideError::UnknownText(key.to_owned()))?;
    Ok((place, rest.split_whitespace().map(|value| value.trim_end_matches('*')).collect(), rest.contains('*')))
}

/// The text with numbers in place of names.
fn numbered(key: &str, text: &str, values: &[&str]) -> Result<String, OverrideError> {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let Some(number) = values.iter().position(|value| *value == name.trim()) else {
            let known = values.iter().map(|&value| value.to_owned()).collect();
            return Err(OverrideError::UnknownValue(key.to_owned(), name.trim().to_owned(), known));
        };
        made.push_str(&format!("{before}{{{number}}}"));
        rest = after;
    }
    Ok(made + rest)
}

thread_local! {
    /// Texts with words over them. Each stays in memory until the program ends.
    static MADE: RefCell<Vec<(MessageOverrides, &'static Messages, &'static Messages)>> = const { RefCell::new(Vec::new()) };
}

impl Locale {
    /// This locale, with these words over its texts.
    pub(crate) fn with_words(mut self, overrides: Option<&MessageOverrides>) -> Self {
        if let (Some(overrides), Some(messages)) = (overrides, self.messages) {
            self.messages = Some(overridden(self.language, messages, overrides));
        }
        self
    }
}

fn overridden(language: Language, base: &'static Messages, overrides: &MessageOverrides) -> &'static Messages {
    let made = MADE.with_borrow(|made| {
        made.iter().find(|(words, of, _)| words == overrides && std::ptr::eq(*of, base)).map(|(.., messages)| *messages)
    });
    if let Some(made) = made {
        return made;
    }
    let mut messages = base.clone();
    let mut places: Vec<&mut &'static str> = messages.places().into_iter().flatten().collect();
    let here = |only: Option<Language>| only.is_none_or(|only| only == language);
    for wording in overrides.all.iter().filter(|wording| here(wording.only)) {
        if let Some(place) = places.get_mut(wording.place) {
            **place = line(place, wording, language).leak();
        }
    }
    let messages: &'static Messages = Box::leak(Box::new(messages));
    MADE.with_borrow_mut(|made| made.push((overrides.clone(), base, messages)));
    messages
}

/// The line of a text with these words in it.
fn line(before: &'static str, wording: &Override, language: Language) -> String {
    let isolating = language == Language::Arabic;
    let isolated = |text: &str| {
        if isolating {
            text.replace('{', &[ISOLATE, "{"].concat()).replace('}', &["}", END_ISOLATE].concat())
        } else {
            text.to_owned()
        }
    };
    if let [(name, text)] = wording.wordings.as_slice()
        && name.is_empty()
    {
        return isolated(text);
    }
    let given = |name: &str| wording.wordings.iter().find(|(given, _)| given == name).map(|(_, text)| isolated(text));
    let mut line = String::new();
    let mut add =
        |name: &str, text: &str| line.push_str(&[&VARIANT.to_string(), name, &NAMED.to_string(), text].concat());
    let other = given("other");
    if other.is_none() {
        for (name, text) in variants(before) {
            add(name, &given(name).unwrap_or_else(|| text.to_owned()));
        }
    }
    for (name, text) in wording.wordings.iter().filter(|(name, _)| name != "other") {
        if other.is_some() || !variants(before).any(|(known, _)| known == name) {
            add(name, &isolated(text));
        }
    }
    line.push(VARIANT);
    line + other.as_deref().or(before.rsplit(VARIANT).next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn words_of_an_app_win_over_those_of_the_widgets_and_those_for_a_language_over_both() {
        let words = MessageOverrides::new().text("common.retry", "Once more").unwrap_or_default();
        let words = words.variants("common.results", &[("one", "1 hit"), ("other", "{n} hits")]).unwrap_or_default();
        let words = words.only(Language::German).text("common.retry", "Noch mal").unwrap_or_default();
        let said = |tag: &str| Locale::new(tag).with_words(Some(&words)).messages().common.retry();
        assert_eq!((said("en"), said("de"), said("fr")), ("Once more", "Noch mal", "Once more"));
        let english = Locale::new("en").with_words(Some(&words));
        assert_eq!(english.messages().common.results(&english.count(2)), "2 hits");
        assert_eq!(english.messages().common.results(&english.count(1)), "1 hit");
        assert_eq!(english.messages().common.cancel(), Locale::new("en").messages().common.cancel());
        assert_eq!(english, Locale::new("en").with_words(Some(&words)));
        assert_ne!(english, Locale::new("en"));
    }

    #[test]
    fn words_that_cannot_be_used_are_refused_by_name() {
        let refused = |key: &str, text: &str| MessageOverrides::new().text(key, text).unwrap_err().to_string();
        assert_eq!(refused("common.retri", "x"), "there is no text named `common.retri`");
        assert_eq!(refused("common.retr", "x"), "there is no text named `common.retr`");
        assert_eq!(refused("common.retry", "{x}"), "`common.retry` has no place for `{x}`: it has none");
        assert_eq!(refused("common.results", "{m"), "`common.results` has no place for `{m}`: it has `{n}`");
        let refused = MessageOverrides::new().variants("common.retry", &[("one", "x")]).unwrap_err();
        assert_eq!(refused, OverrideError::NoVariants("common.retry".to_owned()));
    }

    #[cfg(feature = "audit-log")]
    #[test]
    fn single_names_of_many_may_be_said_otherwise() {
        let words = MessageOverrides::new().variants("audit-log.action_name", &[("case.updated", "Claim updated")]);
        let locale = Locale::new("en").with_words(words.ok().as_ref());
        let texts = &locale.messages().audit_log;
        assert_eq!((texts.name_of("case.updated"), texts.name_of("case.replied")), ("Claim updated", "Reply sent"));
    }
}
