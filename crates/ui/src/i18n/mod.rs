//! Every word a person sees, and numbers and dates as the language writes them.
//!
//! The texts are in `messages/<language>/<catalogue>.ftl`, in Fluent, for translators to edit. `build.rs` checks them and
//! makes [`Messages`] of them: a method for each text, which takes the values that the text has places for. What a program
//! reads of a language is one line for each text: compiled in, where the feature with the language's name is on,
//! or [provided](provide) when it is wanted ([`on_missing`]), so that nobody downloads a language that nobody reads.
//!
//! ```
//! use loggia_ui::i18n::Locale;
//!
//! let german = Locale::new("de-AT");
//! assert_eq!(german.messages().common.cancel(), "Abbrechen");
//! assert_eq!(german.file_size(1_800_000), "1,8\u{a0}MB");
//! ```

mod choices;
mod format;
mod locale;
mod overrides;
mod texts;

pub use format::{Count, DateStyle};
pub use locale::{Language, Locale};
pub use overrides::{MessageOverrides, OverrideError};
pub(crate) use texts::{PLACE, around, changed, changes, is_settled};
pub use texts::{on_missing, provide};

use texts::{choose, fill, variants};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(test)]
mod tests;
