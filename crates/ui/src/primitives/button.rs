//! Buttons.

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::icon::{Glyph, Icon};

/// What a button is for.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Button, Variant};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     Button { variant: Variant::Primary, "Save" }
///     Button { variant: Variant::Ghost, "Not now" }
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The one thing to do next.
    Primary,
    /// One of several things to do.
    #[default]
    Default,
    /// Something beside the matter.
    Ghost,
    /// Something that cannot be undone.
    Danger,
}

impl Variant {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Default => "default",
            Self::Ghost => "ghost",
            Self::Danger => "danger",
        }
    }
}

/// A button with words on it.
///
/// While `busy` it keeps its size and the focus, shows a spinner and ignores clicks.
///
/// Data attributes: `data-variant`, `data-busy`. Part: `button`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Button, Icon, Variant};
///
/// #[component]
/// fn Save(busy: bool, onclick: EventHandler<MouseEvent>) -> Element {
///     rsx! {
///         Button { variant: Variant::Primary, icon: Icon::Check, busy, onclick, "Save" }
///     }
/// }
/// ```
#[part]
pub fn Button(
    #[props(default)] variant: Variant,
    #[props(default)] icon: Option<Icon>,
    #[props(default)] busy: bool,
    #[props(default)] disabled: bool,
    /// Sends the form it is in, or the one named by `form`.
    #[props(default)]
    submit: bool,
    #[props(default)] form: Option<String>,
    #[props(default)] id: Option<String>,
    /// `aria-label`, when the words alone do not say it all.
    #[props(default)]
    label: Option<String>,
    #[props(default)] expanded: Option<bool>,
    #[props(default)] pressed: Option<bool>,
    /// Takes the focus when the dialog it is in opens.
    #[props(default)]
    autofocus: bool,
    #[props(default)] onclick: Option<Handler<MouseEvent>>,
    children: Element,
) -> Element {
    rsx! {
        button {
            class: "portal-button",
            "part": "button",
            id,
            r#type: if submit { "submit" } else { "button" },
            form,
            disabled,
            autofocus: autofocus.then_some(true),
            "data-variant": variant.as_str(),
            "data-busy": busy.then_some("true"),
            "aria-disabled": busy.then_some("true"),
            "aria-label": label,
            "aria-expanded": expanded.map(flag),
            "aria-pressed": pressed.map(flag),
            onclick: move |event| {
                if busy {
                    event.prevent_default();
                } else if let Some(onclick) = onclick {
                    onclick.call(event);
                }
            },
            if busy {
                Glyph { icon: Icon::Spinner }
            } else if let Some(icon) = icon {
                Glyph { icon }
            }
            {children}
        }
    }
}

/// A button with only an icon on it. `label` says what it does, to a screen reader and on hover.
///
/// Part: `icon-button`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Icon, IconButton};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     IconButton { icon: Icon::Refresh, label: "Refresh", onclick: move |_| println!("refreshed") }
/// }
/// # }
/// ```
#[part]
pub fn IconButton(
    icon: Icon,
    label: String,
    #[props(default)] busy: bool,
    #[props(default)] disabled: bool,
    #[props(default)] id: Option<String>,
    #[props(default)] onclick: Option<Handler<MouseEvent>>,
) -> Element {
    rsx! {
        button {
            class: "portal-icon-button",
            "part": "icon-button",
            r#type: "button",
            id,
            disabled,
            title: "{label}",
            "aria-label": "{label}",
            "aria-disabled": busy.then_some("true"),
            onclick: move |event| {
                if !busy && let Some(onclick) = onclick {
                    onclick.call(event);
                }
            },
            Glyph { icon: if busy { Icon::Spinner } else { icon } }
        }
    }
}

/// An ARIA boolean.
const fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
