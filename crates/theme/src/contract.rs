//! The tokens a portal reads: the public contract of a theme.

use crate::value::Kind;

/// One token of the contract.
#[derive(Clone, Copy, Debug)]
pub struct ContractToken {
    /// Its path: `color.accent`. The custom property is `--portal-color-accent`.
    pub path: &'static str,
    /// The type its value has.
    pub kind: Kind,
    /// What it is for.
    pub purpose: &'static str,
}

impl ContractToken {
    /// The custom property the token becomes.
    pub fn property(&self) -> String {
        property(self.path)
    }
}

/// The custom property of a token path.
pub(crate) fn property(path: &str) -> String {
    format!("--portal-{}", path.replace('.', "-"))
}

macro_rules! tokens {
    ($($path:literal $kind:ident $purpose:literal,)*) => {
        /// Every token that becomes a custom property.
        pub const TOKENS: &[ContractToken] = &[
            $(ContractToken { path: $path, kind: Kind::$kind, purpose: $purpose },)*
        ];
    };
}

tokens! {
    "color.surface" Color "the ground of a widget",
    "color.surface-sunken" Color "table heads, wells, the ground around a widget",
    "color.surface-hover" Color "a row below the pointer, neutral tiles",
    "color.line" Color "hairlines between things; decorative",
    "color.line-strong" Color "the edge of inputs and buttons",
    "color.text" Color "headings and what is read first",
    "color.text-secondary" Color "running text",
    "color.text-muted" Color "hints, times, counts",
    "color.accent" Color "the brand: primary buttons, links, progress",
    "color.accent-hover" Color "a primary button below the pointer",
    "color.accent-text" Color "text on the accent",
    "color.accent-soft" Color "the ground of what is selected",
    "color.success" Color "text and icon: it is done",
    "color.success-soft" Color "the ground below it",
    "color.warning" Color "text and icon: you need to act",
    "color.warning-soft" Color "the ground below it",
    "color.danger" Color "text and icon: it failed, or destroys; the ground of a destructive button",
    "color.danger-soft" Color "the ground below it",
    "color.danger-text" Color "text on a destructive button",
    "color.info" Color "text and icon: it is on its way",
    "color.info-soft" Color "the ground below it",
    "color.focus" Color "the focus ring",
    "color.overlay" Color "what dims the page behind a dialog",
    "font.family" FontFamily "everything",
    "font.mono" FontFamily "references, code",
    "size.base" Dimension "body text in px; the type scale derives from it",
    "weight.normal" FontWeight "running text",
    "weight.strong" FontWeight "headings, labels, buttons",
    "space.unit" Dimension "the grid; every distance is a multiple",
    "radius.small" Dimension "tiles, checkboxes",
    "radius.medium" Dimension "buttons, inputs",
    "radius.large" Dimension "widgets, dialogs, notices",
    "shadow.overlay" Shadow "dialogs and menus",
    "motion.duration" Duration "transitions",
}

/// The contract's token at this path.
pub fn token(path: &str) -> Option<&'static ContractToken> {
    TOKENS.iter().find(|token| token.path == path)
}

/// Whether a path lies in one of the contract's groups, where every name has to be known.
pub(crate) fn in_contract_group(path: &str) -> bool {
    let group = path.split('.').next().unwrap_or(path);
    TOKENS.iter().any(|token| token.path.split('.').next() == Some(group))
}

/// The contract's path that is written most like this one.
pub(crate) fn closest(path: &str) -> &'static str {
    TOKENS.iter().min_by_key(|token| distance(token.path, path)).map_or("color.accent", |token| token.path)
}

/// The Levenshtein distance, one row at a time.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((&diagonal, &above), &b) in row.iter().zip(row.iter().skip(1)).zip(&right) {
            let before = next.last().copied().unwrap_or(diagonal);
            next.push((diagonal + usize::from(a != b)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
