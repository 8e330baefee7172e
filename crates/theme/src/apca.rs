//! APCA: how well a text's lightness stands out from its ground's, as Lc, by the base algorithm 0.0.98G-4g that apca-w3 0.1.9
//! computes with, constants and all.
//!
//! Written from the published equation (<https://github.com/Myndex/apca-w3/blob/master/docs/APCA-W3-LaTeX.md>), with none of
//! apca-w3's files: its licence allows them for the contrast of web content only, and the name for what computes exactly
//! this. Both hold here, and have to go on holding: measure colours of pages, change no constant, drop no sign.
//! WCAG's ratio alone decides whether a theme is taken; Lc says where a colour that is generated or repaired should go.

use crate::color::Rgb;

const SCREEN: f64 = 2.4;
const COEFFICIENTS: [f64; 3] = [0.212_672_9, 0.715_152_2, 0.072_175_0];
const NORMAL_GROUND: f64 = 0.56;
const NORMAL_TEXT: f64 = 0.57;
const REVERSE_TEXT: f64 = 0.62;
const REVERSE_GROUND: f64 = 0.65;
const BLACK_THRESHOLD: f64 = 0.022;
const BLACK_CLAMP: f64 = 1.414;
const SCALE: f64 = 1.14;
const OFFSET: f64 = 0.027;
const LEAST_DIFFERENCE: f64 = 0.0005;
const LEAST_CONTRAST: f64 = 0.1;

/// Lc of a text on a ground, both encoded sRGB: about -108 to 106, negative where the text is the lighter one.
pub(crate) fn contrast(text: Rgb, ground: Rgb) -> f64 {
    let [text, ground] = [luminance(text), luminance(ground)];
    if (ground - text).abs() < LEAST_DIFFERENCE {
        return 0.0;
    }
    let contrast = if ground > text {
        (ground.powf(NORMAL_GROUND) - text.powf(NORMAL_TEXT)) * SCALE
    } else {
        (ground.powf(REVERSE_GROUND) - text.powf(REVERSE_TEXT)) * SCALE
    };
    if contrast.abs() < LEAST_CONTRAST { 0.0 } else { (contrast - OFFSET.copysign(contrast)) * 100.0 }
}

/// The luminance of a screen, with black lifted as its flare does.
fn luminance(rgb: Rgb) -> f64 {
    let light: f64 = rgb.iter().zip(COEFFICIENTS).map(|(part, weight)| part.powf(SCREEN) * weight).sum();
    if light < BLACK_THRESHOLD { light + (BLACK_THRESHOLD - light).powf(BLACK_CLAMP) } else { light }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::Color;

    #[test]
    fn it_computes_what_its_reference_does() {
        for (text, ground, expected) in [
            ("#888", "#fff", 63.056_469_930_209_42),
            ("#fff", "#888", -68.541_464_366_449_62),
            ("#000", "#aaa", 58.146_262_578_561_33),
            ("#aaa", "#000", -56.241_133_368_397_42),
            ("#123", "#def", 91.668_308_114_816_31),
            ("#def", "#123", -93.067_700_494_842_75),
            ("#123", "#444", 8.323_261_369_573_93),
            ("#444", "#123", -7.526_878_460_278_154),
        ] {
            let [front, back] = [text, ground].map(|color| Color::parse(color).unwrap());
            let found = front.lightness_contrast_on(back);
            assert!((found - expected).abs() < 1e-9, "{text} on {ground}: {found}");
        }
        assert_eq!(Color::parse("#fff").unwrap().lightness_contrast_on(Color::parse("#fefefe").unwrap()), 0.0);
    }
}
