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
    /// What it is computed from by the style sheet, unless a theme sets it. Only such tokens may be missing.
    pub derived: Option<&'static str>,
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
    ($($path:literal $kind:ident $purpose:literal $(= $derived:literal)?,)*) => {
        /// Every token that becomes a custom property.
        pub const TOKENS: &[ContractToken] = &[
            $(ContractToken {
                path: $path,
                kind: Kind::$kind,
                purpose: $purpose,
                derived: tokens!(@derived $($derived)?),
            },)*
        ];
    };
    (@derived) => { None };
    (@derived $derived:literal) => { Some($derived) };
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
    "color.danger-hover" Color "a destructive button below the pointer",
    "color.danger-soft" Color "the ground below it",
    "color.danger-text" Color "text on a destructive button",
    "color.info" Color "text and icon: it is on its way",
    "color.info-soft" Color "the ground below it",
    "color.focus" Color "the focus ring",
    "color.overlay" Color "what dims the page behind a dialog",
    "font.family" FontFamily "everything",
    "font.heading" FontFamily "headings",
    "font.mono" FontFamily "references, code",
    "size.base" Dimension "body text in px; the type scale derives from it",
    "size.xs" Dimension "times, hints, badges" = "0.857 of size.base",
    "size.sm" Dimension "tables, buttons, labels" = "0.929 of size.base",
    "size.lg" Dimension "titles of widgets and dialogs" = "1.143 of size.base",
    "size.xl" Dimension "the sentence that says who must act" = "1.429 of size.base",
    "weight.normal" FontWeight "running text",
    "weight.strong" FontWeight "names, buttons, badges",
    "weight.heading" FontWeight "headings",
    "weight.label" FontWeight "labels of fields",
    "line-height.text" Number "running text",
    "line-height.heading" Number "large headings",
    "space.unit" Dimension "the grid; every distance is a multiple",
    "radius.small" Dimension "tiles, checkboxes",
    "radius.medium" Dimension "buttons, inputs",
    "radius.large" Dimension "widgets, dialogs, notices",
    "line.width" Dimension "hairlines and edges",
    "shadow.overlay" Shadow "dialogs, menus, messages that pass",
    "shadow.widget" Shadow "widgets",
    "motion.duration" Duration "transitions",
    "motion.easing" CubicBezier "how things that appear slow down",
    "motion.spin" Duration "one turn of what shows that something is under way",
    "motion.pulse" Duration "one breath of a skeleton",
    "focus.width" Dimension "the focus ring",
    "focus.offset" Dimension "the gap between a thing and its focus ring",
    "icon.size" Dimension "icons beside text",
    "icon.stroke" Dimension "the lines of icons",
    "density.comfortable.control" Dimension "the height of buttons and fields" = "18px more than size.base",
    "density.comfortable.row" Dimension "room above and below a row",
    "density.comfortable.edge" Dimension "room at the sides of a widget" = "4 of space.unit",
    "density.compact.control" Dimension "the same, where density is compact" = "14px more than size.base",
    "density.compact.row" Dimension "the same, where density is compact",
    "density.compact.edge" Dimension "the same, where density is compact" = "3 of space.unit",
    "link.text" Color "links",
    "link.text-hover" Color "a link below the pointer",
    "link.underline" Dimension "the line below a link",
    "button.ground" Color "a button",
    "button.ground-hover" Color "a button below the pointer",
    "button.text" Color "its words",
    "button.line" Color "its edge",
    "button.radius" Dimension "its corners",
    "button.primary.ground" Color "the button of a view's main action",
    "button.primary.ground-hover" Color "the same below the pointer",
    "button.primary.text" Color "its words",
    "button.primary.line" Color "its edge",
    "button.danger.ground" Color "a button that destroys",
    "button.danger.ground-hover" Color "the same below the pointer",
    "button.danger.text" Color "its words",
    "button.ghost.text" Color "a button without edge",
    "button.ghost.ground-hover" Color "the same below the pointer",
    "input.ground" Color "a field",
    "input.text" Color "what somebody has written",
    "input.placeholder" Color "what stands there before",
    "input.line" Color "its edge",
    "input.line-focus" Color "its edge while somebody writes",
    "input.line-invalid" Color "its edge when something is wrong",
    "input.radius" Dimension "its corners",
    "input.ground-disabled" Color "a field that cannot be used now",
    "input.text-disabled" Color "what it says",
    "choice.mark" Color "the mark of a radio button or checkbox",
    "choice.line-selected" Color "the edge of a choice that was made",
    "choice.ground-selected" Color "the ground of a choice that was made",
    "choice.radius" Dimension "its corners",
    "badge.radius" Dimension "corners of badges",
    "badge.neutral.ground" Color "a badge that says neither good nor bad",
    "badge.neutral.text" Color "its words",
    "badge.info.ground" Color "a badge: it is on its way",
    "badge.info.text" Color "its words",
    "badge.success.ground" Color "a badge: it is done",
    "badge.success.text" Color "its words",
    "badge.warning.ground" Color "a badge: you need to act",
    "badge.warning.text" Color "its words",
    "badge.danger.ground" Color "a badge: it failed",
    "badge.danger.text" Color "its words",
    "badge.accent.ground" Color "a badge in the brand's colour",
    "badge.accent.text" Color "its words",
    "avatar.radius" Dimension "corners of a person's initials",
    "table.head.ground" Color "the head of a table",
    "table.head.text" Color "its words",
    "row.ground-hover" Color "a row below the pointer",
    "row.ground-selected" Color "a row that is selected or open",
    "row.line" Color "the line between two rows",
    "widget.ground" Color "a widget",
    "widget.line" Color "its edge",
    "widget.radius" Dimension "its corners",
    "card.ground" Color "a thing to choose among others, as a form of the catalogue",
    "card.ground-hover" Color "the same below the pointer",
    "card.line" Color "its edge",
    "card.radius" Dimension "its corners",
    "dialog.ground" Color "a dialog",
    "dialog.line" Color "its edge",
    "dialog.radius" Dimension "its corners",
    "dialog.width" Dimension "its width, where there is room",
    "menu.ground" Color "a menu",
    "menu.line" Color "its edge",
    "menu.radius" Dimension "its corners",
    "menu.ground-hover" Color "an entry below the pointer",
    "toast.ground" Color "a message that passes",
    "toast.text" Color "its words",
    "toast.radius" Dimension "its corners",
    "progress.track" Color "the whole way: uploads, milestones, steps of a form",
    "progress.fill" Color "how far it has come",
    "notice.radius" Dimension "corners of what says who must act",
    "skeleton.ground" Color "what stands there until there is something to show",
}

/// The contract's token at this path.
pub fn token(path: &str) -> Option<&'static ContractToken> {
    TOKENS.iter().find(|token| token.path == path)
}

/// Where a path stands in the contract; private ones stand before all.
pub(crate) fn position(path: &str) -> Option<usize> {
    TOKENS.iter().position(|token| token.path == path)
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
