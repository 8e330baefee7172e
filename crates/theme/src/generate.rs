//! A theme from one colour.

use serde_json::{Value, json};

use crate::{
    color::{Color, Rgb, hex, rounded},
    compile::{merged, origin, variables},
    contrast::{Colors, Scheme},
    error::ThemeError,
    nearest::{Demand, Meetings, nearest},
    oklch::Oklch,
    pairs::Need,
    repair::{Adjustment, repair, set_color},
};

/// What a brand has.
#[derive(Clone, Copy, Debug)]
pub struct Brand<'a> {
    /// What the theme is to be called: lower-case letters, digits and `-`.
    pub name: &'a str,
    /// The brand's colour.
    pub accent: Color,
    /// The theme it starts from, where that is not simply what is below it.
    pub extends: Option<&'a str>,
}

/// A theme that was made, and what could not be as the brand wishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// The token file.
    pub tokens: String,
    /// The colours that were moved so that everybody can read them. Empty: the brand's colour is used as it is.
    pub adjustments: Vec<Adjustment>,
}

/// Greys lean towards the brand's hue by this share of the chroma they have, where the brand has a hue.
const TINT: f64 = 0.6;
/// Below this chroma a colour is a grey.
const GREY: f64 = 0.03;
/// How far a colour moves when a pointer is above it.
const HOVER: f64 = 0.06;

const NEUTRALS: [&str; 8] = [
    "color.surface",
    "color.surface-sunken",
    "color.surface-hover",
    "color.line",
    "color.line-strong",
    "color.text",
    "color.text-secondary",
    "color.text-muted",
];
/// The order in which the others come about.
const ACCENTS: [&str; 4] = ["color.accent-soft", "color.accent", "color.accent-text", "color.accent-hover"];
const BUTTON: [&str; 3] = ["button.primary.ground", "button.primary.ground-hover", "button.primary.text"];
const BUTTON_LINE: &str = "button.primary.line";
const NO_LINE: &str = "rgb(0 0 0 / 0)";

/// Makes a theme from a brand's colour, for light and dark, over the token files that are below it (see
/// [`compile_layers`](crate::compile_layers)).
///
/// The accent, which is read as text and seen as progress, is the brand's colour or the nearest that reads on every ground
/// it is used on. The primary button keeps the brand's colour wherever any text can be read on it. Every pair of
/// [`contrast_report`](crate::contrast_report) passes and reads well.
///
/// # Errors
/// [`ThemeError`]: for a name or colour that is none, and when what is below cannot be read.
pub fn generate(brand: &Brand<'_>, below: &[&str]) -> Result<Generated, ThemeError> {
    if !brand.accent.is_opaque() {
        let message = "a brand's colour has no transparency: leave the alpha value out".to_owned();
        return Err(ThemeError::Brand { name: "accent", message });
    }
    let wish = rounded(brand.accent.over([1.0; 3]));
    let mut settings = json!({ "name": brand.name });
    if let (Some(extends), Value::Object(settings)) = (brand.extends, &mut settings) {
        settings.insert("extends".to_owned(), extends.into());
    }
    let mut root = json!({
        "$description": format!("Made from {}.", hex(wish)),
        "$extensions": { "portal": settings },
        "color": { "$type": "color" },
    });
    let source = root.to_string();
    let layers: Vec<&str> = [source.as_str()].into_iter().chain(below.iter().copied()).collect();
    let file = merged(&layers)?;
    let parent = variables(&file)?;
    // Greys that somebody has chosen stay.
    let plain = crate::default_theme();
    let tinted = ["--portal-color-surface", "--portal-color-text", "--portal-color-line"].iter().all(|name| {
        parent.light.get(*name) == plain.light.get(*name) && parent.dark.get(*name) == plain.dark.get(*name)
    });

    let mut adjustments = Vec::new();
    let mut schemes = Vec::new();
    let mut lines = Vec::new();
    // Below, the button may have a colour of its own.
    let mut has_button = Scheme::ALL.iter().any(|scheme| origin(&file, BUTTON[0], *scheme) != ACCENTS[1]);
    for scheme in Scheme::ALL {
        let mut palette = Palette {
            meetings: Meetings::of(&file, Colors { theme: &parent, scheme }),
            scheme,
            wish,
            adjustments: &mut adjustments,
        };
        palette.derive(tinted)?;
        has_button |= palette.button()?;
        lines.push(palette.button_line());
        schemes.push(palette.meetings);
    }
    let [light, dark] = schemes.as_slice() else { return Ok(Generated { tokens: source, adjustments }) };
    let neutrals = NEUTRALS.iter().filter(|_| tinted);
    for path in neutrals.chain(&ACCENTS).chain(BUTTON.iter().filter(|_| has_button)) {
        set_color(&mut root, path, &hex(light.color(path)), &hex(dark.color(path)));
    }
    if has_button {
        if let [light, dark] = lines.as_slice() {
            set_color(&mut root, BUTTON_LINE, light, dark);
        }
        if let Some(Value::Object(button)) = root.get_mut("button") {
            button.insert("$type".to_owned(), "color".into());
        }
    }
    let source = format!("{root:#}\n");
    let layers: Vec<&str> = [source.as_str()].into_iter().chain(below.iter().copied()).collect();
    let repaired = repair(&layers)?;
    adjustments.extend(repaired.adjustments);
    Ok(Generated { tokens: repaired.tokens, adjustments })
}

/// The colours of one scheme while they come about.
struct Palette<'a> {
    meetings: Meetings,
    scheme: Scheme,
    wish: Rgb,
    adjustments: &'a mut Vec<Adjustment>,
}

impl Palette<'_> {
    fn derive(&mut self, tinted: bool) -> Result<(), ThemeError> {
        let brand = Oklch::of(self.wish);
        if tinted {
            for path in NEUTRALS {
                let grey = Oklch::of(self.meetings.color(path));
                let chroma = if brand.chroma < GREY { 0.0 } else { grey.chroma * TINT };
                let wish = Oklch { chroma, hue: brand.hue, ..grey }.to_rgb();
                self.settle_among(path, wish, &ACCENTS)?;
            }
        }
        // The ground of what is selected: as light as it was, in the brand's hue.
        let soft = Oklch::of(self.meetings.color("color.accent-soft"));
        let chroma = soft.chroma.min(brand.chroma);
        let wish = Oklch { chroma, hue: brand.hue, ..soft }.to_rgb();
        self.settle_among("color.accent-soft", wish, &["color.accent", "color.accent-hover", "color.focus"])?;
        let later = ["color.accent-text", "color.accent-hover"];
        self.settle("color.accent", self.wish, &later, |color| text_on(color).is_some())?;
        let accent = self.meetings.color("color.accent");
        let text = text_on(accent).unwrap_or(accent);
        self.meetings.set("color.accent-text", text);
        self.settle("color.accent-hover", self.below_pointer(accent), &[], |_| true)
    }

    /// The primary button, where the accent is not the brand's own colour: says whether it is.
    fn button(&mut self) -> Result<bool, ThemeError> {
        let [ground_path, hover_path, text_path] = BUTTON;
        let accent = self.meetings.color("color.accent");
        let ground = nearest(self.wish, |color| text_on(color).is_some()).ok_or_else(|| self.fails(ground_path))?;
        let text = text_on(ground).unwrap_or(accent);
        let demand =
            |other, is_front| Demand { front: text_path, ground: ground_path, other, is_front, need: Need::Text };
        // The text that comes closest, for the report of a colour on which none can be read.
        let closest = Demand { other: text, ..demand(text, false) };
        self.adjustments.extend(Adjustment::of(ground_path, self.scheme, (self.wish, ground), &[closest]));
        let hover = nearest(self.below_pointer(ground), |color| demand(text, false).is_met(color)).unwrap_or(ground);
        for (path, color) in [(ground_path, ground), (hover_path, hover), (text_path, text)] {
            self.meetings.set(path, color);
        }
        Ok(hex(ground) != hex(accent))
    }

    /// The edge of the primary button. Its words say what it is; where it ends has to be shown where its colour alone does not.
    fn button_line(&self) -> String {
        let ground = self.meetings.color(BUTTON[0]);
        let is_seen = ["color.surface", "color.accent-soft"]
            .iter()
            .all(|behind| Need::Control.is_met(ground, self.meetings.color(behind)));
        if is_seen { NO_LINE.to_owned() } else { hex(self.meetings.color("color.accent")) }
    }

    /// Sets a token's colour to the nearest one that everything agrees with.
    fn settle(
        &mut self,
        path: &str,
        wish: Rgb,
        without: &[&str],
        is_good: impl Fn(Rgb) -> bool,
    ) -> Result<(), ThemeError> {
        let demands = self.meetings.demands(path, without);
        let found = nearest(wish, |color| is_good(color) && demands.iter().all(|demand| demand.is_met(color)));
        let found = found.ok_or_else(|| self.fails(path))?;
        self.adjustments.extend(Adjustment::of(path, self.scheme, (rounded(wish), found), &demands));
        self.meetings.set(path, found);
        Ok(())
    }

    /// The same for what is between colours of the theme below: it asks no more than they reached.
    fn settle_among(&mut self, path: &str, wish: Rgb, without: &[&str]) -> Result<(), ThemeError> {
        let demands = self.meetings.demands(path, without);
        let before = self.meetings.color(path);
        let found = nearest(wish, |color| {
            demands.iter().all(|demand| demand.is_met(color) || (!demand.is_met(before) && demand.passes(color)))
        });
        self.meetings.set(path, found.ok_or_else(|| self.fails(path))?);
        Ok(())
    }

    /// A colour that a pointer is above: away from the ground of the page.
    fn below_pointer(&self, color: Rgb) -> Rgb {
        let own = Oklch::of(color);
        let is_dark = Oklch::of(self.meetings.color("color.surface")).lightness < 0.5;
        // What is black, or white, already has one way to go.
        let up = if own.lightness < 0.25 { true } else { is_dark && own.lightness < 0.9 };
        let lightness = if up { own.lightness + HOVER } else { own.lightness - HOVER };
        Oklch { lightness, ..own }.to_rgb()
    }

    fn fails(&self, path: &str) -> ThemeError {
        let scheme = self.scheme.name();
        ThemeError::Contrast(format!(
            "no colour for {path} reads on the {scheme} grounds of the theme below; put that one right first"
        ))
    }
}

/// The text for a ground: white, or else nearly black in the ground's hue, or black; `None` where none reads.
fn text_on(ground: Rgb) -> Option<Rgb> {
    let own = Oklch::of(ground);
    let ink = rounded(Oklch { lightness: 0.2, chroma: own.chroma.min(0.04), hue: own.hue }.to_rgb());
    [[1.0; 3], ink, [0.0; 3]].into_iter().find(|text| Need::Text.is_met(*text, ground))
}
