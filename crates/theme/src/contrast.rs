//! Whether a compiled theme can be read: the contrast of the pairs that meet on the screen.

use std::fmt;

use loggia_types::session::ThemeVariables;

use crate::{
    apca,
    color::{Color, Rgb, ratio},
    contract::property,
    pairs::{Need, PAIRS},
};

/// A colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

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
    /// APCA's lightness contrast, Lc: negative where the front is the lighter one.
    pub lightness: f64,
    /// The least Lc, of either sign, to aim at: 60 for text, 45 for hints, 15 for the parts of a control.
    pub recommended: f64,
}

impl ContrastCheck {
    /// Whether it suffices: WCAG's ratio decides.
    pub fn passes(&self) -> bool {
        self.ratio >= self.required
    }

    /// Whether it is read with ease, too, as far as APCA can tell.
    pub fn reads_well(&self) -> bool {
        self.passes() && self.lightness.abs() >= self.recommended
    }
}

impl fmt::Display for ContrastCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { front, ground, ratio, required, lightness, recommended, .. } = self;
        let scheme = self.scheme.name();
        write!(
            f,
            "{front} on {ground} ({scheme}): {ratio:.2} to 1 of {required} to 1, Lc {lightness:.0} of {recommended}"
        )
    }
}

/// Measures every pair in both schemes.
pub fn contrast_report(theme: &ThemeVariables) -> Vec<ContrastCheck> {
    let mut report = Vec::with_capacity(PAIRS.len() * 2);
    for scheme in Scheme::ALL {
        let colors = Colors { theme, scheme };
        for &(front, ground, need) in PAIRS {
            let (required, recommended) = need.figures();
            let (ratio, lightness) = match colors.pair(front, ground) {
                Some((front, ground)) => (ratio(front, ground), apca::contrast(front, ground)),
                None => (0.0, 0.0),
            };
            report.push(ContrastCheck { scheme, front, ground, ratio, required, lightness, recommended });
        }
    }
    report
}

impl Need {
    /// WCAG's ratio, and Lc.
    pub(crate) fn figures(self) -> (f64, f64) {
        match self {
            Self::Text => (4.5, 60.0),
            Self::Hint => (4.5, 45.0),
            Self::Control => (3.0, 15.0),
        }
    }

    /// Whether a colour on a ground meets it, both as ratio and as Lc.
    pub(crate) fn is_met(self, front: Rgb, ground: Rgb) -> bool {
        let (required, recommended) = self.figures();
        ratio(front, ground) >= required && apca::contrast(front, ground).abs() >= recommended
    }
}

/// The colours of a compiled theme in one scheme.
#[derive(Clone, Copy)]
pub(crate) struct Colors<'a> {
    pub(crate) theme: &'a ThemeVariables,
    pub(crate) scheme: Scheme,
}

impl Colors<'_> {
    fn color(self, path: &str) -> Option<Color> {
        let property = property(path);
        let dark = self.theme.dark.get(&property).filter(|_| self.scheme == Scheme::Dark);
        dark.or_else(|| self.theme.light.get(&property)).and_then(|css| Color::parse(css).ok())
    }

    /// What is seen of a ground: where it is translucent, the widget's surface shines through.
    pub(crate) fn ground(self, path: &str) -> Option<Rgb> {
        let page = if self.scheme == Scheme::Dark { [0.0; 3] } else { [1.0; 3] };
        let surface = self.color("color.surface").map_or(page, |surface| surface.over(page));
        Some(self.color(path)?.over(surface))
    }

    /// What is seen of a colour and of the ground below it.
    pub(crate) fn pair(self, front: &str, ground: &str) -> Option<(Rgb, Rgb)> {
        let ground = self.ground(ground)?;
        Some((self.color(front)?.over(ground), ground))
    }
}
