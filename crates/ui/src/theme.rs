//! How a portal looks: colour scheme, density, and the theme's custom properties on the root element.

use std::collections::BTreeMap;

use dioxus::prelude::Attribute;
use loggia_types::session::ThemeVariables;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As the reader's device prefers.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// The scheme of an attribute's value; anything unknown is `Auto`.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// How much room things take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// Room to breathe.
    #[default]
    Comfortable,
    /// More rows on the screen.
    Compact,
}

impl Density {
    /// The density of an attribute's value; anything unknown is `Comfortable`.
    pub fn parse(text: &str) -> Self {
        if text == "compact" { Self::Compact } else { Self::Comfortable }
    }

    /// The value of `data-density`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }
}

/// The custom properties a theme may set. Attribute names are static in Dioxus; a property that is not here has no
/// effect in `styles/` either.
const PROPERTIES: &[&str] = &[
    "--portal-color-surface",
    "--portal-color-surface-sunken",
    "--portal-color-surface-hover",
    "--portal-color-line",
    "--portal-color-line-strong",
    "--portal-color-text",
    "--portal-color-text-secondary",
    "--portal-color-text-muted",
    "--portal-color-accent",
    "--portal-color-accent-hover",
    "--portal-color-accent-text",
    "--portal-color-accent-soft",
    "--portal-color-success",
    "--portal-color-success-soft",
    "--portal-color-warning",
    "--portal-color-warning-soft",
    "--portal-color-danger",
    "--portal-color-danger-soft",
    "--portal-color-danger-text",
    "--portal-color-info",
    "--portal-color-info-soft",
    "--portal-color-focus",
    "--portal-color-overlay",
    "--portal-font-family",
    "--portal-font-mono",
    "--portal-size-base",
    "--portal-weight-normal",
    "--portal-weight-strong",
    "--portal-space-unit",
    "--portal-radius-small",
    "--portal-radius-medium",
    "--portal-radius-large",
    "--portal-shadow-overlay",
    "--portal-motion-duration",
];

/// The properties as style attributes: later themes win over earlier ones, the dark scheme over the common values.
///
/// They are set one by one through the CSS object model, which a strict content security policy allows, unlike a
/// `style` attribute.
pub(crate) fn attributes(themes: [Option<&ThemeVariables>; 2], dark: bool) -> Vec<Attribute> {
    let layers: Vec<&BTreeMap<String, String>> = themes
        .into_iter()
        .flatten()
        .flat_map(|theme| [Some(&theme.light), dark.then_some(&theme.dark)])
        .flatten()
        .collect();
    PROPERTIES
        .iter()
        .filter_map(|name| {
            let value = layers.iter().rev().find_map(|layer| layer.get(*name))?;
            Some(Attribute::new(name, value.clone(), Some("style"), false))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_properties_are_the_tokens_and_the_style_sheet_begins_with_the_default_theme() {
        let tokens: Vec<String> = loggia_theme::contract::TOKENS.iter().map(|token| token.property()).collect();
        assert_eq!(tokens, PROPERTIES);
        let theme = loggia_theme::default_theme();
        let (light, dark) = crate::STYLES.split_once("[data-scheme=\"dark\"]").expect("both schemes");
        let (dark, _) = dark.split_once('}').expect("an end");
        let declared = |rules: &str, name: &str| {
            let (_, rest) = rules.split_once(&format!("\n{name}: "))?;
            rest.split_once(';').map(|(value, _)| value.to_owned())
        };
        for (rules, values) in [(light, &theme.light), (dark, &theme.dark)] {
            for (name, value) in values {
                let known = declared(rules, name).or_else(|| declared(light, name)).unwrap_or_default();
                let known = known.replace("var(--portal-color-accent)", &values["--portal-color-accent"]);
                assert_eq!(known, *value, "{name}");
            }
        }
    }

    #[test]
    fn the_dark_scheme_overlays_the_common_values() {
        let theme = ThemeVariables {
            name: "t".into(),
            light: [("--portal-color-accent", "red"), ("--portal-size-base", "16px")]
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
            dark: [("--portal-color-accent".into(), "blue".into())].into(),
        };
        let names = |dark| {
            let list = attributes([Some(&theme), None], dark);
            list.iter()
                .map(|attribute| format!("{}={:?}", attribute.name, attribute.value))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert!(names(false).contains("red") && !names(false).contains("blue"));
        assert!(names(true).contains("blue") && names(true).contains("16px"));
    }
}
