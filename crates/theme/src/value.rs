//! Token values: each type is parsed and written as CSS from what was understood, never copied.

use serde_json::Value;

use crate::color::{Color, decimal};

/// The types of the format that a theme may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `color`
    Color,
    /// `dimension`: px or rem.
    Dimension,
    /// `fontFamily`
    FontFamily,
    /// `fontWeight`
    FontWeight,
    /// `duration`: ms or s.
    Duration,
    /// `number`
    Number,
    /// `shadow`: one, or a list.
    Shadow,
    /// `cubicBezier`: four numbers.
    CubicBezier,
}

impl Kind {
    const NAMES: [(Self, &'static str); 8] = [
        (Self::Color, "color"),
        (Self::Dimension, "dimension"),
        (Self::FontFamily, "fontFamily"),
        (Self::FontWeight, "fontWeight"),
        (Self::Duration, "duration"),
        (Self::Number, "number"),
        (Self::Shadow, "shadow"),
        (Self::CubicBezier, "cubicBezier"),
    ];

    /// The format's name of the type.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// Writes a value, whose references have been followed, as CSS.
pub(crate) fn to_css(kind: Kind, value: &Value) -> Result<String, String> {
    match kind {
        Kind::Color => Color::from_value(value).map(Color::to_css),
        Kind::Dimension => quantity(value, &["px", "rem"], 0.0, 1000.0),
        Kind::Duration => quantity(value, &["ms", "s"], 0.0, 10_000.0),
        Kind::FontFamily => font_family(value),
        Kind::FontWeight => font_weight(value),
        Kind::Number => match value.as_f64() {
            Some(number) => Ok(decimal(number)),
            None => Err("expected a number".to_owned()),
        },
        Kind::CubicBezier => cubic_bezier(value),
        Kind::Shadow => match value {
            Value::Array(list) if !list.is_empty() && list.len() <= 6 => {
                let layers: Result<Vec<_>, _> = list.iter().map(shadow).collect();
                Ok(layers?.join(", "))
            }
            Value::Object(_) => shadow(value),
            _ => Err("expected a shadow, or a list of one to six".to_owned()),
        },
    }
}

/// `{"value": 4, "unit": "px"}`, or the older `"4px"`.
fn quantity(value: &Value, units: &[&str], least: f64, most: f64) -> Result<String, String> {
    let expected = || format!("expected an amount with a unit ({})", units.join(" or "));
    let (amount, unit) = match value {
        Value::Object(object) => {
            let amount = object.get("value").and_then(Value::as_f64).ok_or_else(expected)?;
            (amount, object.get("unit").and_then(Value::as_str).ok_or_else(expected)?)
        }
        Value::String(text) => {
            let split = text.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(expected)?;
            let (amount, unit) = text.split_at_checked(split).ok_or_else(expected)?;
            (amount.trim().parse::<f64>().map_err(|_| expected())?, unit)
        }
        _ => return Err(expected()),
    };
    let unit = units.iter().find(|known| **known == unit).ok_or_else(expected)?;
    if !(least..=most).contains(&amount) {
        return Err(format!("expected an amount from {} to {}", decimal(least), decimal(most)));
    }
    Ok(format!("{}{unit}", decimal(amount)))
}

/// Names that CSS or a browser itself defines, which must not be quoted.
const GENERIC_FAMILIES: [&str; 11] = [
    "serif",
    "sans-serif",
    "monospace",
    "system-ui",
    "ui-sans-serif",
    "ui-serif",
    "ui-monospace",
    "ui-rounded",
    "inherit",
    "-apple-system",
    "BlinkMacSystemFont",
];

fn font_family(value: &Value) -> Result<String, String> {
    let expected = "expected a font family, or a list of at most twelve";
    let families: Vec<&str> = match value {
        Value::String(family) => vec![family.as_str()],
        Value::Array(list) => {
            let families: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            families.ok_or(expected)?
        }
        _ => return Err(expected.to_owned()),
    };
    if families.is_empty() || families.len() > 12 {
        return Err(expected.to_owned());
    }
    if families.len() > 1 && families.contains(&"inherit") {
        return Err("`inherit` stands alone: in a list it would make CSS drop the others".to_owned());
    }
    let mut css = Vec::new();
    for family in families {
        if GENERIC_FAMILIES.contains(&family) {
            css.push(family.to_owned());
            continue;
        }
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        if family.is_empty() || family.len() > 64 || !family.chars().all(plain) {
            return Err(format!(
                "`{}` is not a font family: letters, digits, spaces, `-`, `_` and `.`",
                family.escape_debug()
            ));
        }
        css.push(format!("\"{family}\""));
    }
    Ok(css.join(", "))
}

fn font_weight(value: &Value) -> Result<String, String> {
    let weight = match value {
        Value::String(name) => match name.as_str() {
            "thin" | "hairline" => 100.0,
            "extra-light" | "ultra-light" => 200.0,
            "light" => 300.0,
            "normal" | "regular" | "book" => 400.0,
            "medium" => 500.0,
            "semi-bold" | "demi-bold" => 600.0,
            "bold" => 700.0,
            "extra-bold" | "ultra-bold" => 800.0,
            "black" | "heavy" => 900.0,
            _ => 0.0,
        },
        other => other.as_f64().unwrap_or(0.0),
    };
    if (1.0..=1000.0).contains(&weight) {
        Ok(decimal(weight))
    } else {
        Err("expected a font weight: 1 to 1000, or a name such as `semi-bold`".to_owned())
    }
}

fn cubic_bezier(value: &Value) -> Result<String, String> {
    let numbers: Option<Vec<f64>> = value.as_array().and_then(|list| list.iter().map(Value::as_f64).collect());
    match numbers.as_deref() {
        Some([x1, y1, x2, y2])
            if [x1, x2].iter().all(|x| (0.0..=1.0).contains(*x))
                && [y1, y2].iter().all(|y| (-10.0..=10.0).contains(*y)) =>
        {
            let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|number| decimal(*number));
            Ok(format!("cubic-bezier({x1}, {y1}, {x2}, {y2})"))
        }
        _ => Err("expected four numbers, the first and third from 0 to 1".to_owned()),
    }
}

fn shadow(value: &Value) -> Result<String, String> {
    let object = value.as_object().ok_or("expected a shadow: color, offsetX, offsetY, blur, spread")?;
    let known = ["color", "offsetX", "offsetY", "blur", "spread", "inset"];
    if let Some(key) = object.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("a shadow has no `{}`", key.escape_debug()));
    }
    let zero = Value::String("0px".to_owned());
    let length = |key: &str, least: f64| {
        quantity(object.get(key).unwrap_or(&zero), &["px", "rem"], least, 200.0)
            .map_err(|message| format!("`{key}`: {message}"))
    };
    let color = object.get("color").ok_or("a shadow needs a `color`")?;
    let color = Color::from_value(color).map_err(|message| format!("`color`: {message}"))?.to_css();
    let inset = if object.get("inset") == Some(&Value::Bool(true)) { "inset " } else { "" };
    let [x, y] = [length("offsetX", -200.0)?, length("offsetY", -200.0)?];
    let [blur, spread] = [length("blur", 0.0)?, length("spread", -200.0)?];
    Ok(format!("{inset}{x} {y} {blur} {spread} {color}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn each_type_is_written_as_css() {
        for (kind, value, css) in [
            (Kind::Dimension, json!({"value": 4, "unit": "px"}), "4px"),
            (Kind::Dimension, json!("0.5rem"), "0.5rem"),
            (Kind::Duration, json!({"value": 120, "unit": "ms"}), "120ms"),
            (Kind::FontFamily, json!(["Inter", "Segoe UI", "sans-serif"]), "\"Inter\", \"Segoe UI\", sans-serif"),
            (Kind::FontFamily, json!("inherit"), "inherit"),
            (Kind::FontWeight, json!("semi-bold"), "600"),
            (Kind::FontWeight, json!(550), "550"),
            (Kind::Number, json!(1.25), "1.25"),
            (Kind::CubicBezier, json!([0, 0, 0.58, 1]), "cubic-bezier(0, 0, 0.58, 1)"),
            (
                Kind::Shadow,
                json!([{"color": "#0000000d", "offsetY": "1px", "blur": "2px"}]),
                "0px 1px 2px 0px rgb(0 0 0 / 0.051)",
            ),
        ] {
            assert_eq!(to_css(kind, &value).unwrap(), css, "{value}");
        }
    }

    #[test]
    fn no_value_can_carry_css_of_its_own() {
        let hostile = [
            "1px;color:red",
            "red}*{display:none",
            "url(javascript:alert(1))",
            "Inter\"; background: url(https://x.example)",
            "</style><script>",
            "expression(1)",
            "var(--x)",
            "4px/*",
            "\u{5c}66 ff",
        ];
        for (kind, _) in Kind::NAMES {
            for text in hostile {
                assert!(to_css(kind, &json!(text)).is_err(), "{kind:?} {text}");
                assert!(to_css(kind, &json!({"value": 1, "unit": text})).is_err(), "{kind:?} {text}");
                assert!(to_css(kind, &json!([text])).is_err(), "{kind:?} {text}");
            }
        }
        assert!(to_css(Kind::Shadow, &json!({"color": "#fff", "offsetX": "1px;}"})).is_err());
    }
}
