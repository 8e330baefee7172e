//! What makes a theme readable that is not: colours move, as little as possible.

use std::{collections::BTreeSet, fmt};

use loggia_types::session::ThemeVariables;
use serde_json::{Map, Value, json};

use crate::{
    color::{Rgb, hex},
    compile::{compile_layers, css, merged, origin, variables},
    contrast::{Colors, ContrastCheck, Scheme, contrast_report},
    error::ThemeError,
    nearest::{Demand, Meetings, hardest, nearest},
};

/// One colour that was moved, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// The token.
    pub token: String,
    /// The scheme in which it was moved.
    pub scheme: Scheme,
    /// The colour it was to have, as `#rrggbb`.
    pub from: String,
    /// The colour it has.
    pub to: String,
    /// The pair that could be read least.
    pub before: ContrastCheck,
    /// The same pair now.
    pub after: ContrastCheck,
}

impl fmt::Display for Adjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, from, to, before, after, .. } = self;
        let scheme = self.scheme.name();
        write!(f, "{token} ({scheme}): {from} -> {to}, because of {} on {}: ", before.front, before.ground)?;
        let (ratio, lightness) = (before.ratio, before.lightness);
        write!(f, "{ratio:.2} to 1, Lc {lightness:.0} -> {:.2} to 1, Lc {:.0}", after.ratio, after.lightness)
    }
}

impl Adjustment {
    /// Notes that a colour was moved for what is asked of it; `None` where it was not.
    pub(crate) fn of(token: &str, scheme: Scheme, (from, to): (Rgb, Rgb), demands: &[Demand]) -> Option<Self> {
        let demand = hardest(demands, from).filter(|_| hex(from) != hex(to))?;
        let (before, after) = (demand.check(from, scheme), demand.check(to, scheme));
        Some(Self { token: token.to_owned(), scheme, from: hex(from), to: hex(to), before, after })
    }
}

/// A theme that can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// The token file.
    pub tokens: String,
    /// What was moved: nothing where nothing had to be.
    pub adjustments: Vec<Adjustment>,
}

/// Compiles a theme, as [`compile_layers`] does, and refuses it where it cannot be read.
///
/// # Errors
/// [`ThemeError`]; `Contrast` names every pair.
pub fn check(layers: &[&str]) -> Result<ThemeVariables, ThemeError> {
    let theme = compile_layers(layers)?;
    let failing: Vec<_> = contrast_report(&theme).into_iter().filter(|pair| !pair.passes()).collect();
    if failing.is_empty() { Ok(theme) } else { Err(unreadable(&failing)) }
}

fn unreadable(failing: &[ContrastCheck]) -> ThemeError {
    let pairs: Vec<String> = failing.iter().map(ToString::to_string).collect();
    ThemeError::Contrast(pairs.join("; "))
}

/// Colours depend on each other: one that moved may make the next one move.
const ROUNDS: usize = 12;

/// Moves the colours of the first layer's token file that cannot be read.
///
/// # Errors
/// [`ThemeError`]; `Contrast` where it cannot be done.
pub fn repair(layers: &[&str]) -> Result<Repaired, ThemeError> {
    let (first, below) = layers.split_first().ok_or_else(|| ThemeError::Json("there is no theme".to_owned()))?;
    let mut source = (*first).to_owned();
    let mut adjustments = Vec::new();
    let mut failing = Vec::new();
    for _ in 0..ROUNDS {
        let layers: Vec<&str> = [source.as_str()].into_iter().chain(below.iter().copied()).collect();
        let file = merged(&layers)?;
        let theme = variables(&file)?;
        failing = contrast_report(&theme).into_iter().filter(|pair| !pair.passes()).collect();
        if failing.is_empty() {
            return Ok(Repaired { tokens: source, adjustments });
        }
        let mut root: Value = serde_json::from_str(&source).map_err(|error| ThemeError::Json(error.to_string()))?;
        let mut moved = BTreeSet::new();
        for scheme in Scheme::ALL {
            let mut meetings = Meetings::of(&file, Colors { theme: &theme, scheme });
            for pair in failing.iter().filter(|pair| pair.scheme == scheme) {
                let [front, ground] = [pair.front, pair.ground].map(|path| origin(&file, path, scheme));
                if moved.contains(&front) || moved.contains(&ground) {
                    continue;
                }
                let to_front = better(&meetings, &front, true).map(|found| (&front, found));
                let found = to_front.or_else(|| better(&meetings, &ground, false).map(|found| (&ground, found)));
                let Some((token, (color, demands))) = found else { continue };
                adjustments.extend(Adjustment::of(token, scheme, (meetings.color(token), color), &demands));
                meetings.set(token, color);
                let color = hex(color);
                let [light, dark] = Scheme::ALL.map(|of| css(&file, token, of));
                let (light, dark) = if scheme == Scheme::Light { (color, dark?) } else { (light?, color) };
                set_color(&mut root, token, &light, &dark);
                moved.insert(token.clone());
            }
        }
        if moved.is_empty() {
            break;
        }
        source = format!("{root:#}\n");
    }
    Err(unreadable(&failing))
}

/// The nearest colour that helps a token: one that everything agrees with, or at least what it is in front of, or behind.
fn better(meetings: &Meetings, token: &str, in_front: bool) -> Option<(Rgb, Vec<Demand>)> {
    let demands = meetings.demands(token, &[]);
    let color = meetings.color(token);
    let own: Vec<Demand> = demands.iter().filter(|demand| demand.is_front == in_front).copied().collect();
    let found = nearest(color, |color| demands.iter().all(|demand| demand.is_met(color)))
        .or_else(|| nearest(color, |color| own.iter().all(|demand| demand.is_met(color))))
        .or_else(|| nearest(color, |color| own.iter().all(|demand| demand.passes(color))))
        .filter(|found| hex(*found) != hex(color))?;
    Some((found, own))
}

/// Writes a token's colours into a token file.
pub(crate) fn set_color(root: &mut Value, path: &str, light: &str, dark: &str) {
    let mut at = root;
    for part in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(object) = at else { return };
        at = object.entry(part).or_insert_with(|| Value::Object(Map::new()));
    }
    let Value::Object(token) = at else { return };
    token.insert("$value".to_owned(), light.into());
    if dark == light {
        if let Some(Value::Object(extensions)) = token.get_mut("$extensions") {
            extensions.remove("portal");
        }
        return;
    }
    let extensions = token.entry("$extensions").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(extensions) = extensions {
        extensions.insert("portal".to_owned(), json!({ "dark": dark }));
    }
}
