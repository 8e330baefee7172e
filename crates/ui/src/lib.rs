//! Customer-portal widgets and accessible primitives for Dioxus.
//!
//! A [`PortalProvider`] holds a client, the session, the language and the look; a widget is one complete job inside it.
//! Put [`STYLES`] on the page once, or into the shadow root.
//!
//! ```no_run
//! use dioxus::prelude::*;
//! use loggia_client::Client;
//! use loggia_ui::{PortalProvider, Status};
//!
//! #[component]
//! fn Account(client: Client) -> Element {
//!     rsx! {
//!         style { dangerous_inner_html: loggia_ui::STYLES }
//!         PortalProvider { client,
//!             Status {}
//!         }
//!     }
//! }
//! ```
//!
//! Nothing in here uses `document`, `asset!`, `eval`, the browser's history or `style` attributes, so that it works in a
//! shadow root, several times on a page, and under a strict content security policy.

// What the widgets share is used by some of them only.
#![cfg_attr(
    not(all(
        feature = "api-keys",
        feature = "audit-log",
        feature = "documents",
        feature = "member-access",
        feature = "members",
        feature = "requests",
        feature = "status"
    )),
    allow(dead_code, unused_imports, unused_macros)
)]

mod case;
pub mod clock;
mod dom;
mod extensions;
mod failure;
pub mod i18n;
mod kept;
pub mod later;
mod map;
mod part;
pub mod primitives;
mod provider;
pub mod query;
#[cfg(test)]
mod testing;
mod theme;
pub mod widgets;

pub use extensions::{Extend, Extensions, Item};
pub use failure::Failure;
pub use part::{Handler, IntoHandler};
pub use provider::{Portal, PortalProvider, use_portal};
pub use theme::{Density, Scheme};
#[cfg(feature = "api-keys")]
pub use widgets::ApiKeys;
#[cfg(feature = "audit-log")]
pub use widgets::AuditLog;
#[cfg(feature = "documents")]
pub use widgets::Documents;
#[cfg(feature = "members")]
pub use widgets::Members;
#[cfg(feature = "requests")]
pub use widgets::Requests;
#[cfg(feature = "status")]
pub use widgets::Status;

/// The style sheet of everything in this crate, scoped below `.portal`: the files in `styles/`, without comments.
///
/// ```
/// # use dioxus::prelude::*;
/// #[component]
/// fn App() -> Element {
///     rsx! {
///         style { dangerous_inner_html: loggia_ui::STYLES }
///     }
/// }
/// assert!(loggia_ui::STYLES.starts_with(".portal {"));
/// ```
pub const STYLES: &str = include_str!(concat!(env!("OUT_DIR"), "/styles.css"));

/// [`STYLES`] for the shadow root of an element that carries the theme: the tokens are declared on the element, where the
/// rules of the page around win over them. Its state `dark` says that the dark scheme is shown.
///
/// ```
/// let styles = loggia_ui::host_styles(); // for `adoptedStyleSheets` of the shadow root
/// assert!(styles.starts_with(":host {"));
/// ```
pub fn host_styles() -> String {
    STYLES.replacen(ROOT, ":host {", 1).replacen(DARK_ROOT, ":host(:state(dark)) {", 1)
}

/// What the tokens' defaults begin with, and what those of the dark scheme do.
const ROOT: &str = ".portal {";
const DARK_ROOT: &str = ".portal[data-scheme=\"dark\"] {";

#[cfg(test)]
mod tests {
    use super::{STYLES, host_styles};

    #[test]
    fn an_element_that_carries_the_theme_declares_every_token_and_what_is_inside_none() {
        let styles = host_styles();
        let (tokens, rest) = styles.split_once("\n.portal {\n--portal-s1:").expect("the tokens come first");
        assert!(tokens.starts_with(":host {\n--portal-color-surface: #ffffff;"), "{tokens}");
        assert!(tokens.contains("\n:host(:state(dark)) {\n--portal-color-surface: #12161d;"), "{tokens}");
        assert!(!tokens.contains("\n.portal"), "{tokens}");
        assert!(!rest.contains("--portal-color-surface:"));
    }

    /// Dioxus's own names of keys, and what widgets never asked of its events, are cut out of what browsers download
    /// (`xtask/src/uncalled.rs`): asking for it ends all widgets of a page.
    #[test]
    fn nothing_is_asked_of_dioxus_that_browsers_do_not_get() {
        const CUT_OUT: [&str; 18] = [
            "event.key()",
            "event.code()",
            "Key::",
            "event.values()",
            "event.valid()",
            "event.data_transfer()",
            "event.held_buttons()",
            "event.trigger_button()",
            "_coordinates()",
            ".get_client_rect()",
            ".get_scroll_offset()",
            ".get_scroll_size()",
            ".set_focus(",
            ".read_bytes()",
            ".read_string()",
            ".byte_stream()",
            "SuspenseBoundary",
            "use_resource(",
        ];
        fn look(folder: &std::path::Path) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    look(&path);
                } else if !path.ends_with("src/dom.rs") && !path.ends_with("src/lib.rs") {
                    let text = std::fs::read_to_string(&path).expect("source text");
                    for call in CUT_OUT {
                        let found = text.match_indices(call).any(|(at, _)| {
                            call.starts_with(['.', '_'])
                                || !text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric))
                        });
                        assert!(!found, "{call} in {}", path.display());
                    }
                }
            }
        }
        look(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    }

    #[test]
    fn styles_name_no_software_and_load_nothing() {
        let styles = STYLES.to_lowercase();
        for word in ["loggia", "@import", "url(", "http"] {
            assert!(!styles.contains(word), "{word}");
        }
    }

    #[test]
    fn no_size_follows_the_host_pages_root() {
        for (position, _) in STYLES.match_indices("rem") {
            let before = STYLES.get(..position).and_then(|text| text.chars().last());
            assert!(!before.is_some_and(|letter| letter.is_ascii_digit()), "a rem at {position}");
        }
    }

    #[test]
    fn no_style_knows_left_from_right() {
        for declaration in STYLES.split(['{', '}', ';']).map(str::trim) {
            let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
            if name.starts_with('.') || name.starts_with('@') || name.starts_with("--") {
                continue;
            }
            let sided =
                |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| ["left", "right"].contains(&word));
            assert!(!(sided(name) || sided(value) && value.len() < 12), "{declaration}");
            let sides: Vec<_> = value.split_whitespace().collect();
            let sided = ["margin", "padding", "inset", "border-width", "scroll-margin", "scroll-padding"]
                .contains(&name)
                && sides.len() == 4
                && sides.get(1) != sides.get(3);
            assert!(!sided, "{declaration}");
        }
    }

    #[test]
    fn every_rule_of_the_styles_stays_inside_the_portal() {
        for block in STYLES.split(['{', '}', ';']) {
            let selector = block.trim();
            if selector.starts_with('.') || selector.starts_with('#') || selector.starts_with('[') {
                for part in selector.split(",\n") {
                    assert!(part.trim().starts_with(".portal"), "{part}");
                }
            }
        }
    }
}
