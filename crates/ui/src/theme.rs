//! How a portal looks: colour scheme, density, and the theme's custom properties on the root element.

use std::collections::BTreeMap;

use dioxus::prelude::Attribute;
use loggia_types::session::ThemeVariables;

use crate::STYLES;

/// Light or dark.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{PortalProvider, Scheme, Status};
///
/// # #[component]
/// # fn Account(client: loggia_client::Client) -> Element {
/// rsx! {
///     PortalProvider { client, scheme: Scheme::Dark, Status {} }
/// }
/// # }
/// ```
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
    ///
    /// ```
    /// use loggia_ui::Scheme;
    ///
    /// assert_eq!(Scheme::parse("dark"), Scheme::Dark);
    /// assert_eq!(Scheme::parse("sepia"), Scheme::Auto);
    /// ```
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// How much room things take.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Density, Documents, PortalProvider};
///
/// # #[component]
/// # fn Account(client: loggia_client::Client) -> Element {
/// rsx! {
///     PortalProvider { client, density: Density::Compact, Documents {} }
/// }
/// # }
/// ```
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
    ///
    /// ```
    /// use loggia_ui::Density;
    ///
    /// assert_eq!(Density::parse("compact"), Density::Compact);
    /// assert_eq!(Density::parse(""), Density::Comfortable);
    /// ```
    pub fn parse(text: &str) -> Self {
        if text == "compact" { Self::Compact } else { Self::Comfortable }
    }

    /// The value of `data-density`.
    ///
    /// ```
    /// use loggia_ui::Density;
    ///
    /// assert_eq!(Density::Compact.as_str(), "compact");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }
}

/// The custom properties a theme may set: those that the style sheet begins with. Attribute names are static in Dioxus.
fn properties() -> impl Iterator<Item = &'static str> {
    STYLES.lines().take_while(|line| *line != "}").filter_map(|line| line.split_once(':').map(|(name, _)| name))
}

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
    if layers.is_empty() {
        return Vec::new();
    }
    properties()
        .filter_map(|name| {
            let value = layers.iter().rev().find_map(|layer| layer.get(name))?;
            Some(Attribute::new(name, value.clone(), Some("style"), false))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_begins_with_the_tokens() {
        let tokens: Vec<String> = loggia_theme::contract::TOKENS.iter().map(|token| token.property()).collect();
        assert_eq!(properties().collect::<Vec<_>>(), tokens);
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
