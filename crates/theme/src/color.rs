//! Colours: reading the notations a theme may use, writing CSS, measuring luminance.

use serde_json::Value;

use crate::{
    apca,
    oklch::{Oklch, clip},
};

/// A colour of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Color {
    /// Red, green, blue and alpha, each 0 to 1.
    Srgb([f64; 4]),
    /// Lightness 0 to 1, chroma, hue in degrees, alpha 0 to 1 (CSS Color 4).
    Oklch([f64; 4]),
}

const EXPECTED: &str =
    "expected a colour: #rgb, #rrggbb, #rrggbbaa, rgb(…), oklch(…) or an object with colorSpace `srgb` or `oklch`";

impl Color {
    /// Reads a colour as CSS writes it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#') {
            return from_hex(hex).ok_or_else(|| EXPECTED.to_owned());
        }
        let lower = text.to_ascii_lowercase();
        let (name, arguments) =
            lower.strip_suffix(')').and_then(|rest| rest.split_once('(')).ok_or_else(|| EXPECTED.to_owned())?;
        let mut parts = Vec::new();
        for part in arguments.split([' ', ',', '/']).filter(|part| !part.is_empty()) {
            parts.push(part);
        }
        let (channels, alpha) = match parts.as_slice() {
            [a, b, c] => ([*a, *b, *c], 1.0),
            [a, b, c, alpha] => ([*a, *b, *c], unit(alpha, 1.0)?),
            _ => return Err(EXPECTED.to_owned()),
        };
        let [a, b, c] = channels;
        match name {
            "rgb" | "rgba" => Self::srgb([unit(a, 255.0)?, unit(b, 255.0)?, unit(c, 255.0)?, alpha]),
            "oklch" => {
                let hue = number(c.strip_suffix("deg").unwrap_or(c))?;
                Self::oklch([unit(a, 1.0)?, number(b)?, hue, alpha])
            }
            _ => Err(EXPECTED.to_owned()),
        }
    }

    /// Reads a token's value: a string, or the object form of the format.
    pub(crate) fn from_value(value: &Value) -> Result<Self, String> {
        let object = match value {
            Value::String(text) => return Self::parse(text),
            Value::Object(object) => object,
            _ => return Err(EXPECTED.to_owned()),
        };
        let components: Vec<f64> = object
            .get("components")
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_f64).collect())
            .unwrap_or_default();
        let [a, b, c] = components.as_slice() else {
            return Err("`components` has to be three numbers".to_owned());
        };
        let alpha = match object.get("alpha") {
            None => 1.0,
            Some(alpha) => alpha.as_f64().ok_or("`alpha` has to be a number")?,
        };
        match object.get("colorSpace").and_then(Value::as_str) {
            Some("srgb") => Self::srgb([*a, *b, *c, alpha]),
            Some("oklch") => Self::oklch([*a, *b, *c, alpha]),
            _ => Err("`colorSpace` has to be `srgb` or `oklch`".to_owned()),
        }
    }

    fn srgb(parts: [f64; 4]) -> Result<Self, String> {
        if parts.iter().all(|part| (0.0..=1.0).contains(part)) {
            Ok(Self::Srgb(parts))
        } else {
            Err("red, green, blue and alpha have to lie within their range".to_owned())
        }
    }

    fn oklch(parts: [f64; 4]) -> Result<Self, String> {
        let [lightness, chroma, hue, alpha] = parts;
        let within = (0.0..=1.0).contains(&lightness)
            && (0.0..=0.5).contains(&chroma)
            && (-360.0..=360.0).contains(&hue)
            && (0.0..=1.0).contains(&alpha);
        if within {
            Ok(Self::Oklch(parts))
        } else {
            Err("oklch takes a lightness of 0 to 1, a chroma of 0 to 0.5 and a hue of -360 to 360".to_owned())
        }
    }

    /// The colour in CSS, always built from its numbers.
    pub fn to_css(self) -> String {
        match self {
            Self::Srgb([red, green, blue, alpha]) => {
                let [red, green, blue] = [red, green, blue].map(|part| (part * 255.0).round() as u8);
                if alpha >= 1.0 {
                    format!("#{red:02x}{green:02x}{blue:02x}")
                } else {
                    format!("rgb({red} {green} {blue} / {})", decimal(alpha))
                }
            }
            Self::Oklch([lightness, chroma, hue, alpha]) => {
                let body = format!("{} {} {}", decimal(lightness), decimal(chroma), decimal(hue));
                if alpha >= 1.0 { format!("oklch({body})") } else { format!("oklch({body} / {})", decimal(alpha)) }
            }
        }
    }

    /// The colour over white as `#rrggbb`, for what reads no other notation: mail programs.
    pub fn to_hex(self) -> String {
        hex(self.over([1.0; 3]))
    }

    /// WCAG 2.2 contrast of this colour on a ground, 1 to 21. Where it is translucent the ground shines through.
    pub fn contrast_on(self, ground: Self) -> f64 {
        let ground = ground.over([1.0; 3]);
        ratio(self.over(ground), ground)
    }

    /// APCA's lightness contrast (Lc) of this colour as text on a ground, about -108 to 106: negative where the text is the
    /// lighter one.
    pub fn lightness_contrast_on(self, ground: Self) -> f64 {
        let ground = ground.over([1.0; 3]);
        apca::contrast(self.over(ground), ground)
    }

    /// Whether nothing shines through.
    pub fn is_opaque(self) -> bool {
        let (Self::Srgb([.., alpha]) | Self::Oklch([.., alpha])) = self;
        alpha >= 1.0
    }

    /// What is seen of it on a ground: browsers blend the encoded values, so the same is done here.
    pub(crate) fn over(self, ground: Rgb) -> Rgb {
        let ([red, green, blue], alpha) = match self {
            Self::Srgb([red, green, blue, alpha]) => ([red, green, blue], alpha),
            Self::Oklch([lightness, chroma, hue, alpha]) => {
                (clip(Oklch { lightness, chroma, hue }.to_linear()).map(encode), alpha)
            }
        };
        let [x, y, z] = ground;
        [(red, x), (green, y), (blue, z)].map(|(front, back)| front * alpha + back * (1.0 - alpha))
    }
}

/// Encoded red, green and blue, each 0 to 1; linear where it says so.
pub(crate) type Rgb = [f64; 3];

/// WCAG 2.2 contrast of two colours.
pub(crate) fn ratio(front: Rgb, back: Rgb) -> f64 {
    let [front, back] = [front, back].map(|rgb| luminance(rgb.map(decode)));
    (front.max(back) + 0.05) / (front.min(back) + 0.05)
}

/// `#rrggbb`.
pub(crate) fn hex(rgb: Rgb) -> String {
    let [red, green, blue] = rgb.map(|part| (part * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The nearest colour of 8 bits a channel: what a page shows.
pub(crate) fn rounded(rgb: Rgb) -> Rgb {
    rgb.map(|part| (part * 255.0).round() / 255.0)
}

fn luminance([red, green, blue]: Rgb) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// sRGB transfer function, from encoded to linear.
pub(crate) fn decode(value: f64) -> f64 {
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// And back.
pub(crate) fn encode(value: f64) -> f64 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

fn from_hex(hex: &str) -> Option<Color> {
    let digits: Option<Vec<u32>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits?;
    let short = |digit: &u32| f64::from(digit * 17) / 255.0;
    let long = |high: &u32, low: &u32| f64::from(high * 16 + low) / 255.0;
    let parts = match digits.as_slice() {
        [r, g, b] => [short(r), short(g), short(b), 1.0],
        [r, g, b, a] => [short(r), short(g), short(b), short(a)],
        [r, s, g, h, b, c] => [long(r, s), long(g, h), long(b, c), 1.0],
        [r, s, g, h, b, c, a, d] => [long(r, s), long(g, h), long(b, c), long(a, d)],
        _ => return None,
    };
    Some(Color::Srgb(parts))
}

/// A number, or a percentage of `whole`; in either case as a share of `whole`.
fn unit(text: &str, whole: f64) -> Result<f64, String> {
    match text.strip_suffix('%') {
        Some(percent) => Ok(number(percent)? / 100.0),
        None => Ok(number(text)? / whole),
    }
}

fn number(text: &str) -> Result<f64, String> {
    // `inf` and `nan` are numbers to Rust and not to CSS.
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(format!("`{}` is not a number", text.escape_debug())),
    }
}

/// At most four decimals, without trailing zeros.
pub(crate) fn decimal(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_notation_is_written_from_its_numbers() {
        for (source, css) in [
            ("#ABC", "#aabbcc"),
            ("#0b5c8a", "#0b5c8a"),
            ("#00000080", "rgb(0 0 0 / 0.502)"),
            ("rgb(16 24 40/.05)", "rgb(16 24 40 / 0.05)"),
            ("rgba(16, 24, 40, 50%)", "rgb(16 24 40 / 0.5)"),
            ("oklch(62% 0.12 230deg)", "oklch(0.62 0.12 230)"),
            ("OKLCH(0.62 0.12 230 / .4)", "oklch(0.62 0.12 230 / 0.4)"),
        ] {
            assert_eq!(Color::parse(source).unwrap().to_css(), css, "{source}");
        }
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for source in
            ["", "red", "#12", "#ggg", "rgb(1 2)", "rgb(1 2 300)", "rgb(nan 0 0)", "url(https://x.example)", "#fff;}"]
        {
            assert!(Color::parse(source).is_err(), "{source}");
        }
    }

    #[test]
    fn contrast_agrees_with_known_pairs() {
        let contrast = |front, back| Color::parse(front).unwrap().contrast_on(Color::parse(back).unwrap());
        assert!((contrast("#000", "#fff") - 21.0).abs() < 1e-9);
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
        assert!((contrast("oklch(1 0 0)", "oklch(0 0 0)") - 21.0).abs() < 0.01);
        // sRGB red is oklch(0.628 0.2577 29.23).
        assert!((contrast("oklch(0.628 0.2577 29.23)", "#fff") - contrast("#f00", "#fff")).abs() < 0.05);
        assert!((contrast("rgb(0 0 0 / 0)", "#fff") - 1.0).abs() < 1e-9);
    }
}
