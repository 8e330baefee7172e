//! Design tokens (DTCG JSON) to CSS custom properties.
//!
//! A theme is a file in the format of the [Design Tokens Community Group](https://www.designtokens.org/tr/drafts/format/):
//! groups of tokens with `$value`, `$type` (inherited from the group), and references such as `{color.accent}`.
//! Three things are ours, and live under `$extensions` as the format asks:
//!
//! ```json
//! {
//!   "$extensions": { "portal": { "name": "fernhill", "extends": "default" } },
//!   "color": {
//!     "$type": "color",
//!     "accent": { "$value": "#0a6573", "$extensions": { "portal": { "dark": "#6cc6d3" } } }
//!   }
//! }
//! ```
//!
//! - `name`: the theme's name, at the root.
//! - `extends`: the theme it starts from, at the root. Absent: what is below it where it is used (a partner brand's lies over
//!   that of the vendor's brand, an organization's over its brand's), and in the end `default`. Tokens merge one by one: a token with a `$value` replaces the
//!   parent's in both schemes, a token with only a dark value changes the dark scheme. References are followed after the
//!   merge, so a new `color.accent` reaches every token that refers to it.
//! - `dark`: a token's value in the dark scheme. Absent: the same value, with its references followed in that scheme.
//!
//! The tokens that become custom properties are the contract in [`contract`]. A misspelled name in one of its groups
//! is an error; tokens in other groups (`palette.blue-700`) are private material for references.
//! Nearly all tokens of the default theme refer to others (`button.primary.ground` to `color.accent`), so that a theme which
//! changes a few changes all that follow. [`generate`] makes one from a single colour, [`repair`] moves the colours of one
//! until it can be read.
//!
//! Values are parsed and written anew, never copied, so that no token can carry CSS of its own.

mod apca;
mod color;
mod compile;
pub mod contract;
mod contrast;
mod error;
mod generate;
mod nearest;
mod oklch;
mod pairs;
mod repair;
mod tokens;
mod value;

pub use color::Color;
pub use compile::{compile, compile_layers, differences};
pub use contrast::{ContrastCheck, Scheme, contrast_report};
pub use error::ThemeError;
pub use generate::{Brand, Generated, generate};
pub use repair::{Adjustment, Repaired, check, repair};
pub use value::Kind;

use std::sync::OnceLock;

use loggia_types::session::ThemeVariables;

/// The token files that come with the portal, by name: what `extends` can name without further ado.
const BUILT_IN: [(&str, &str); 4] = [
    (DEFAULT_NAME, include_str!("../../../themes/default.tokens.json")),
    ("high-contrast", include_str!("../../../themes/high-contrast.tokens.json")),
    ("fernhill", include_str!("../../../themes/fernhill.tokens.json")),
    ("juniper", include_str!("../../../themes/juniper.tokens.json")),
];

/// The source of a built-in theme.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// The names of the built-in themes.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

const DEFAULT_NAME: &str = "default";

/// The theme every other one starts from. A test holds that it compiles and that the widgets' own defaults equal it.
pub fn default_theme() -> ThemeVariables {
    static DEFAULT: OnceLock<ThemeVariables> = OnceLock::new();
    DEFAULT.get_or_init(|| compile_layers(&[]).unwrap_or_default()).clone()
}
