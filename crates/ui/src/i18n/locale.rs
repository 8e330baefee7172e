//! Languages there are texts in, and regions.

use std::{fmt, rc::Rc};

use super::{Messages, texts};

/// A language there are texts in.
///
/// ```
/// use loggia_ui::i18n::{Language, Locale};
///
/// assert_eq!(Locale::new("ar-EG").language(), Language::Arabic);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Japanese.
    Japanese,
    /// Arabic.
    Arabic,
    /// English made longer, accented and put in brackets (`en-XA`), for tests of layouts and of what is not translated.
    Pseudo,
}

/// A language, and the region whose dates and numbers are written.
///
/// ```
/// use loggia_ui::i18n::Locale;
///
/// let locale = Locale::new("de-CH");
/// assert_eq!(locale.messages().common.save(), "Speichern");
/// assert_eq!(locale.number(12_345), "12’345");
/// ```
#[derive(Clone)]
pub struct Locale {
    pub(super) language: Language,
    tag: Rc<str>,
    /// Absent where there were no texts when it was made.
    pub(super) messages: Option<&'static Messages>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Locale").field(&self.tag).finish()
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        let texts = |locale: &Self| locale.messages.map(std::ptr::from_ref);
        self.tag == other.tag && texts(self) == texts(other)
    }
}

impl Locale {
    /// The locale of a BCP 47 tag (`de-AT`). A language without texts, or no tag at all, becomes English.
    ///
    /// ```
    /// use loggia_ui::i18n::Locale;
    ///
    /// assert_eq!(Locale::new("de_at").tag(), "de-AT");
    /// assert_eq!(Locale::new("tlh").tag(), "en");
    /// ```
    pub fn new(tag: &str) -> Self {
        // What follows a single letter (`-u-ca-buddhist`) is about something else than language and region.
        let mut parts = tag.split(['-', '_']).take_while(|part| part.len() != 1);
        let code = parts.next().unwrap_or_default();
        let found = Language::ALL.into_iter().find(|language| code.eq_ignore_ascii_case(language.code()));
        let Some(language) = found else { return Self::of(Language::English, Language::English.code()) };
        let region = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let Some(region) = region else { return Self::of(language, language.code()) };
        let tag = [language.code(), "-", &region.to_ascii_uppercase()].concat();
        Self::of(if tag == Language::Pseudo.code() { Language::Pseudo } else { language }, &tag)
    }

    fn of(language: Language, tag: &str) -> Self {
        Self { language, tag: Rc::from(tag), messages: texts::of(language) }
    }

    /// This locale, or, as long as there are no texts in it, one that there are texts in.
    pub(crate) fn or_known(self) -> Self {
        if self.messages.is_some() {
            return self;
        }
        let known = Language::ALL.into_iter().map(|language| Self::of(language, language.code()));
        known.into_iter().find(|locale| locale.messages.is_some()).unwrap_or(self)
    }

    /// Whether there are texts in it.
    pub(crate) fn is_known(&self) -> bool {
        self.messages.is_some()
    }

    /// The language.
    ///
    /// ```
    /// # use loggia_ui::i18n::{Language, Locale};
    /// assert_eq!(Locale::new("fr-CA").language(), Language::French);
    /// ```
    pub fn language(&self) -> Language {
        self.language
    }

    /// The BCP 47 tag, for `lang` and `Intl`.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!(Locale::new("fr-CA").tag(), "fr-CA");
    /// ```
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// In which direction the language is written, for `dir`.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!((Locale::new("ar").direction(), Locale::new("ja").direction()), ("rtl", "ltr"));
    /// ```
    pub fn direction(&self) -> &'static str {
        if self.language == Language::Arabic { "rtl" } else { "ltr" }
    }

    /// The texts. Where there are none they are empty.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!(Locale::new("en").messages().common.cancel(), "Cancel");
    /// ```
    pub fn messages(&self) -> &'static Messages {
        static NONE: Messages = Messages::EMPTY;
        self.messages.unwrap_or(&NONE)
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::new("en")
    }
}

impl Language {
    /// Every language, the one to fall back to first.
    ///
    /// ```
    /// use loggia_ui::i18n::Language;
    ///
    /// let for_people = Language::ALL.iter().filter(|language| **language != Language::Pseudo);
    /// assert_eq!(for_people.count(), 6);
    /// ```
    pub const ALL: [Self; 7] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Japanese, Self::Arabic, Self::Pseudo];

    /// The language's subtag; of the pseudo-locale, its tag.
    ///
    /// ```
    /// use loggia_ui::i18n::Language;
    ///
    /// assert_eq!(Language::Japanese.code(), "ja");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
            Self::Arabic => "ar",
            Self::Pseudo => "en-XA",
        }
    }
}
