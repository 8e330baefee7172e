//! What mails say, in every language at once: a kind of mail without words in one of them does not compile.
//!
//! The words are templates: `{{ organization }}` is a field of the mail.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;

use loggia_types::Timestamp;

use super::Content;

/// A language that mails are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Japanese.
    Ja,
    /// Arabic.
    Ar,
}

impl Language {
    /// Every language, the one to fall back to first.
    pub const ALL: [Self; 6] = [Self::En, Self::De, Self::Fr, Self::Es, Self::Ja, Self::Ar];

    /// The language for a BCP 47 tag. English, where there are no texts for it.
    pub fn of(locale: &str) -> Self {
        let code = locale.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| code.eq_ignore_ascii_case(language.tag())).unwrap_or(Self::En)
    }

    /// Its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Ja => "ja",
            Self::Ar => "ar",
        }
    }
}

/// The words of one mail.
pub(super) struct Words {
    pub(super) subject: &'static str,
    pub(super) heading: &'static str,
    pub(super) paragraphs: &'static [&'static str],
    /// What the button says that leads to the mail's link.
    pub(super) button: Option<&'static str>,
    /// Below the button, smaller.
    pub(super) notes: &'static [&'static str],
}

/// The words that every mail has.
pub(super) struct Frame {
    /// Before the address that the button leads to.
    pub(super) button_does_not_work: &'static str,
    /// Whom to ask. `{{ support }}` is an address.
    pub(super) support: &'static str,
    pub(super) automatic: &'static str,
}

impl Language {
    pub(super) fn words(self, content: &Content) -> Words {
        match self {
            Self::En => en::words(content),
            Self::De => de::words(content),
            Self::Fr => fr::words(content),
            Self::Es => es::words(content),
            Self::Ja => ja::words(content),
            Self::Ar => ar::words(content),
        }
    }

    /// A moment, UTC.
    pub(crate) fn moment(self, at: Timestamp) -> String {
        let format = match self {
            Self::En => "%-d %b %Y, %H:%M UTC",
            Self::De => "%d.%m.%Y, %H:%M UTC",
            Self::Fr | Self::Es => "%d/%m/%Y, %H:%M UTC",
            Self::Ja | Self::Ar => "%Y/%m/%d %H:%M UTC",
        };
        at.format(format).to_string()
    }

    pub(super) fn frame(self) -> Frame {
        match self {
            Self::En => en::FRAME,
            Self::De => de::FRAME,
            Self::Fr => fr::FRAME,
            Self::Es => es::FRAME,
            Self::Ja => ja::FRAME,
            Self::Ar => ar::FRAME,
        }
    }
}
