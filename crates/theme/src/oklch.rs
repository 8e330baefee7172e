//! OKLCH, the space in which colours are adjusted: its lightness is what eyes call lightness, and hue and chroma stay what
//! they are when it changes. Björn Ottosson's Oklab (<https://bottosson.github.io/posts/oklab/>); colours that a screen
//! cannot show are mapped as CSS Color 4 does (<https://www.w3.org/TR/css-color-4/#css-gamut-mapping>).

use crate::color::{Rgb, decode, encode};

/// Lightness 0 to 1, chroma, hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Oklch {
    pub(crate) lightness: f64,
    pub(crate) chroma: f64,
    pub(crate) hue: f64,
}

/// A difference of colours below this one is not seen; the mapping's own figure.
const JUST_NOTICEABLE: f64 = 0.02;
const CLOSE_ENOUGH: f64 = 0.0001;

impl Oklch {
    /// From encoded red, green, blue.
    pub(crate) fn of(rgb: Rgb) -> Self {
        let [lightness, a, b] = lab(rgb.map(decode));
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }

    /// Encoded red, green, blue, mapped into sRGB: lightness and hue stay, chroma becomes what a screen can show.
    pub(crate) fn to_rgb(self) -> Rgb {
        if self.lightness >= 1.0 {
            return [1.0; 3];
        }
        if self.lightness <= 0.0 {
            return [0.0; 3];
        }
        let exact = self.to_linear();
        let mut clipped = clip(exact);
        if is_inside(exact) || self.distance(clipped) < JUST_NOTICEABLE {
            return clipped.map(encode);
        }
        let (mut least, mut most) = (0.0, self.chroma);
        let mut least_is_inside = true;
        while most - least > CLOSE_ENOUGH {
            let tried = Self { chroma: (least + most) / 2.0, ..self };
            let linear = tried.to_linear();
            clipped = clip(linear);
            if least_is_inside && is_inside(linear) {
                least = tried.chroma;
                continue;
            }
            let distance = tried.distance(clipped);
            if distance >= JUST_NOTICEABLE {
                most = tried.chroma;
            } else if JUST_NOTICEABLE - distance < CLOSE_ENOUGH {
                break;
            } else {
                least_is_inside = false;
                least = tried.chroma;
            }
        }
        clipped.map(encode)
    }

    fn to_lab(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        [self.lightness, self.chroma * cos, self.chroma * sin]
    }

    /// Linear sRGB, which may lie outside of what a screen can show.
    pub(crate) fn to_linear(self) -> Rgb {
        let [lightness, a, b] = self.to_lab();
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    /// How far a colour, in linear sRGB, is from this one: ΔEOK.
    fn distance(self, linear: Rgb) -> f64 {
        let [own, other] = [self.to_lab(), lab(linear)];
        own.iter().zip(other).map(|(own, other)| (own - other).powi(2)).sum::<f64>().sqrt()
    }
}

/// Oklab of linear sRGB.
fn lab([red, green, blue]: Rgb) -> [f64; 3] {
    let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

pub(crate) fn clip(linear: Rgb) -> Rgb {
    linear.map(|part| part.clamp(0.0, 1.0))
}

fn is_inside(linear: Rgb) -> bool {
    linear.iter().all(|part| (-1e-6..=1.0 + 1e-6).contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_colour() {
        for rgb in [[1.0, 0.0, 0.0], [0.2, 0.9, 0.4], [0.0, 0.0, 1.0], [0.5, 0.5, 0.5], [1.0, 1.0, 1.0], [0.0; 3]] {
            for (before, after) in rgb.iter().zip(Oklch::of(rgb).to_rgb()) {
                assert!((before - after).abs() < 1e-4, "{rgb:?}");
            }
        }
    }

    #[test]
    fn red_is_where_css_says_it_is() {
        let red = Oklch::of([1.0, 0.0, 0.0]);
        assert!((red.lightness - 0.628).abs() < 0.001, "{red:?}");
        assert!((red.chroma - 0.2577).abs() < 0.001, "{red:?}");
        assert!((red.hue - 29.23).abs() < 0.05, "{red:?}");
    }

    #[test]
    fn what_a_screen_cannot_show_keeps_lightness_and_hue() {
        for hue in (0..360).step_by(15) {
            for lightness in [0.1, 0.3, 0.5, 0.7, 0.9] {
                let wished = Oklch { lightness, chroma: 0.4, hue: f64::from(hue) };
                let mapped = Oklch::of(wished.to_rgb());
                assert!((mapped.lightness - lightness).abs() < 0.02, "{wished:?} {mapped:?}");
                let turned = (mapped.hue - wished.hue).rem_euclid(360.0);
                let turned = turned.min(360.0 - turned).to_radians();
                assert!(mapped.chroma * turned.sin().abs() < 0.03, "{wished:?} {mapped:?}");
            }
        }
    }
}
