//! The colour nearest to a wished one that can be read where it is used.

use std::collections::BTreeMap;

use crate::{
    apca,
    color::{Rgb, ratio, rounded},
    compile::origin,
    contrast::{Colors, ContrastCheck, Scheme},
    oklch::Oklch,
    pairs::{Need, PAIRS},
    tokens::TokenFile,
};

/// How far lightness moves at a time: about one step of eight bits.
const STEP: f64 = 0.004;

/// The colour nearest to `wish` that is good: itself where it is; else lightness moves until one is, as far as needed and no
/// further, and chroma with it as far as a screen makes it; where that leads nowhere, there is less chroma.
pub(crate) fn nearest(wish: Rgb, is_good: impl Fn(Rgb) -> bool) -> Option<Rgb> {
    let wish = rounded(wish);
    if is_good(wish) {
        return Some(wish);
    }
    let start = Oklch::of(wish);
    for share in [1.0, 0.5, 0.0] {
        let chroma = start.chroma * share;
        let mut way = 0.0;
        while way <= 1.0 {
            way += STEP;
            for lightness in [start.lightness - way, start.lightness + way] {
                if (-STEP..=1.0 + STEP).contains(&lightness) {
                    let tried = rounded(Oklch { lightness, chroma, ..start }.to_rgb());
                    if is_good(tried) {
                        return Some(tried);
                    }
                }
            }
        }
    }
    None
}

/// A pair that a colour is one half of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand {
    pub(crate) front: &'static str,
    pub(crate) ground: &'static str,
    /// The other half.
    pub(crate) other: Rgb,
    /// Whether the other half is the ground.
    pub(crate) is_front: bool,
    pub(crate) need: Need,
}

impl Demand {
    fn pair(&self, color: Rgb) -> (Rgb, Rgb) {
        if self.is_front { (color, self.other) } else { (self.other, color) }
    }

    /// Whether a colour meets it, as ratio and as Lc.
    pub(crate) fn is_met(&self, color: Rgb) -> bool {
        let (front, ground) = self.pair(color);
        self.need.is_met(front, ground)
    }

    /// Whether a colour meets it as ratio.
    pub(crate) fn passes(&self, color: Rgb) -> bool {
        let (front, ground) = self.pair(color);
        ratio(front, ground) >= self.need.figures().0
    }

    pub(crate) fn check(&self, color: Rgb, scheme: Scheme) -> ContrastCheck {
        let (front, ground) = self.pair(color);
        let (required, recommended) = self.need.figures();
        let (ratio, lightness) = (ratio(front, ground), apca::contrast(front, ground));
        ContrastCheck { scheme, front: self.front, ground: self.ground, ratio, required, lightness, recommended }
    }

    /// What of it a colour meets: below 1 it does not.
    fn share(&self, color: Rgb) -> f64 {
        let check = self.check(color, Scheme::Light);
        (check.ratio / check.required).min(check.lightness.abs() / check.recommended)
    }
}

/// The demand that a colour meets least.
pub(crate) fn hardest(demands: &[Demand], color: Rgb) -> Option<&Demand> {
    demands.iter().min_by(|one, other| one.share(color).total_cmp(&other.share(color)))
}

/// Every pair of a scheme, with the tokens that its colours come from and the colours.
pub(crate) struct Meetings {
    pairs: Vec<Meeting>,
    colors: BTreeMap<String, Rgb>,
}

struct Meeting {
    front: &'static str,
    ground: &'static str,
    front_from: String,
    ground_from: String,
    need: Need,
}

impl Meetings {
    pub(crate) fn of(file: &TokenFile, colors: Colors<'_>) -> Self {
        let mut known = BTreeMap::new();
        let mut pairs = Vec::new();
        for &(front, ground, need) in PAIRS {
            let [front_from, ground_from] = [front, ground].map(|path| origin(file, path, colors.scheme));
            if let Some((front_color, ground_color)) = colors.pair(front, ground) {
                // As a ground a colour is opaque; what is translucent in front depends on the ground.
                known.entry(front_from.clone()).or_insert(front_color);
                known.insert(ground_from.clone(), ground_color);
                pairs.push(Meeting { front, ground, front_from, ground_from, need });
            }
        }
        Self { pairs, colors: known }
    }

    pub(crate) fn color(&self, path: &str) -> Rgb {
        self.colors.get(path).copied().unwrap_or([0.5; 3])
    }

    pub(crate) fn set(&mut self, path: &str, color: Rgb) {
        self.colors.insert(path.to_owned(), color);
    }

    /// What is asked of the colour of a token, leaving out pairs with those that are not there yet.
    pub(crate) fn demands(&self, path: &str, without: &[&str]) -> Vec<Demand> {
        let mut demands = Vec::new();
        for Meeting { front, ground, front_from, ground_from, need } in &self.pairs {
            let demand =
                |other: &str, is_front| Demand { front, ground, other: self.color(other), is_front, need: *need };
            if front_from == path && ground_from != path && !without.contains(&ground_from.as_str()) {
                demands.push(demand(ground_from, true));
            } else if ground_from == path && front_from != path && !without.contains(&front_from.as_str()) {
                demands.push(demand(front_from, false));
            }
        }
        demands
    }
}
