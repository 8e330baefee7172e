//! What mails say, in every language at once: a kind of mail without words in one of them does not compile.
//!
//! The words are templates: `{{ organization }}` is a field of the mail.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;

use loggia_portal::Locale;
use loggia_types::Timestamp;

use super::Content;

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

pub(super) fn words(locale: Locale, content: &Content) -> Words {
    match locale {
        Locale::En => en::words(content),
        Locale::De => de::words(content),
        Locale::Fr => fr::words(content),
        Locale::Es => es::words(content),
        Locale::Ja => ja::words(content),
        Locale::Ar => ar::words(content),
    }
}

/// A moment, UTC.
pub(crate) fn moment(locale: Locale, at: Timestamp) -> String {
    let format = match locale {
        Locale::En => "%-d %b %Y, %H:%M UTC",
        Locale::De => "%d.%m.%Y, %H:%M UTC",
        Locale::Fr | Locale::Es => "%d/%m/%Y, %H:%M UTC",
        Locale::Ja | Locale::Ar => "%Y/%m/%d %H:%M UTC",
    };
    at.format(format).to_string()
}

pub(super) fn frame(locale: Locale) -> Frame {
    match locale {
        Locale::En => en::FRAME,
        Locale::De => de::FRAME,
        Locale::Fr => fr::FRAME,
        Locale::Es => es::FRAME,
        Locale::Ja => ja::FRAME,
        Locale::Ar => ar::FRAME,
    }
}
