//! Whether a compiled theme can be read: WCAG 2.2 contrast of the pairs that meet on the screen.

use std::fmt;

use loggia_types::session::ThemeVariables;

use crate::{color::Color, contract::property};

/// A colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Its name, as `data-scheme` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Two colours that meet, and how they contrast.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastCheck {
    /// The scheme.
    pub scheme: Scheme,
    /// The token in front: `color.text`.
    pub front: &'static str,
    /// The token behind it: `color.surface`.
    pub ground: &'static str,
    /// The contrast, 1 to 21; 0 where the theme lacks one of them.
    pub ratio: f64,
    /// The least WCAG allows: 4.5 for text (1.4.3), 3 for the parts of a control (1.4.11).
    pub required: f64,
}

impl ContrastCheck {
    /// Whether it suffices.
    pub fn passes(&self) -> bool {
        self.ratio >= self.required
    }
}

impl fmt::Display for ContrastCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { front, ground, ratio, required, .. } = self;
        write!(f, "{front} on {ground} ({}): {ratio:.2} to 1 of {required} to 1", self.scheme.name())
    }
}

const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// What meets what in the widgets.
const PAIRS: [(&str, &str, f64); 40] = [
    ("color.text", "color.surface", TEXT),
    ("color.text", "color.surface-sunken", TEXT),
    ("color.text", "color.surface-hover", TEXT),
    ("color.text", "color.accent-soft", TEXT),
    ("color.text", "color.success-soft", TEXT),
    ("color.text", "color.warning-soft", TEXT),
    ("color.text", "color.danger-soft", TEXT),
    ("color.text", "color.info-soft", TEXT),
    ("color.text-secondary", "color.surface", TEXT),
    ("color.text-secondary", "color.surface-sunken", TEXT),
    ("color.text-secondary", "color.surface-hover", TEXT),
    ("color.text-secondary", "color.accent-soft", TEXT),
    ("color.text-secondary", "color.success-soft", TEXT),
    ("color.text-secondary", "color.warning-soft", TEXT),
    ("color.text-secondary", "color.danger-soft", TEXT),
    ("color.text-secondary", "color.info-soft", TEXT),
    ("color.text-muted", "color.surface", TEXT),
    ("color.text-muted", "color.surface-sunken", TEXT),
    ("color.text-muted", "color.surface-hover", TEXT),
    ("color.text-muted", "color.accent-soft", TEXT),
    ("color.accent", "color.surface", TEXT),
    ("color.accent", "color.surface-sunken", TEXT),
    ("color.accent", "color.surface-hover", TEXT),
    ("color.accent", "color.accent-soft", TEXT),
    ("color.accent-text", "color.accent", TEXT),
    ("color.accent-text", "color.accent-hover", TEXT),
    ("color.success", "color.surface", TEXT),
    ("color.success", "color.success-soft", TEXT),
    ("color.warning", "color.surface", TEXT),
    ("color.warning", "color.warning-soft", TEXT),
    ("color.danger", "color.surface", TEXT),
    ("color.danger", "color.surface-hover", TEXT),
    ("color.danger", "color.danger-soft", TEXT),
    ("color.danger-text", "color.danger", TEXT),
    ("color.info", "color.surface", TEXT),
    ("color.info", "color.info-soft", TEXT),
    ("color.focus", "color.surface", CONTROL),
    ("color.focus", "color.surface-sunken", CONTROL),
    ("color.focus", "color.accent-soft", CONTROL),
    ("color.line-strong", "color.surface", CONTROL),
];

/// Measures every pair in both schemes.
pub fn contrast_report(theme: &ThemeVariables) -> Vec<ContrastCheck> {
    let mut report = Vec::with_capacity(PAIRS.len() * 2);
    for scheme in [Scheme::Light, Scheme::Dark] {
        let color = |path: &str| {
            let property = property(path);
            let dark = theme.dark.get(&property).filter(|_| scheme == Scheme::Dark);
            dark.or_else(|| theme.light.get(&property)).and_then(|css| Color::parse(css).ok())
        };
        for (front, ground, required) in PAIRS {
            let ratio = match (color(front), color(ground)) {
                (Some(front), Some(ground)) => front.contrast_on(ground),
                _ => 0.0,
            };
            report.push(ContrastCheck { scheme, front, ground, ratio, required });
        }
    }
    report
}
