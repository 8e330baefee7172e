//! What all widgets have around them.

use crate::part::part;
use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    primitives::{DeniedState, ErrorState, Skeleton, use_id},
    provider::use_portal,
    query::QueryState,
};

/// The frame of a widget: its header with title, count and actions, and its content, which answers to its width.
///
/// Data attribute: `data-widget`. Parts: `widget`, `header`, `title`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{primitives::Button, widgets::WidgetFrame};
///
/// #[component]
/// fn Invoices() -> Element {
///     rsx! {
///         WidgetFrame { name: "invoices", title: "Invoices", count: "3 open", actions: rsx! { Button { "Pay all" } },
///             p { "What is in it" }
///         }
///     }
/// }
/// ```
#[part]
pub fn WidgetFrame(
    /// Which widget it is, in lower case.
    name: &'static str,
    title: String,
    /// How many things are in it, in words: "4 open".
    #[props(default)]
    count: Option<String>,
    /// Buttons in the header.
    #[props(default)]
    actions: Option<Element>,
    children: Element,
) -> Element {
    let id = use_id();
    rsx! {
        section { class: "portal-widget", "part": "widget", "data-widget": name, "aria-labelledby": "{id}",
            header { class: "portal-header", "part": "header",
                h2 { id: "{id}", "part": "title", "{title}" }
                if let Some(count) = count {
                    span { class: "portal-count", "{count}" }
                }
                if let Some(actions) = actions {
                    div { class: "portal-actions", {actions} }
                }
            }
            {children}
        }
    }
}

/// Shows its children to people who may see them, once it is known who is there. To everybody else it explains.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_types::Permission;
/// use loggia_ui::widgets::{Gate, WidgetFrame};
///
/// #[component]
/// fn Invoices() -> Element {
///     rsx! {
///         Gate { name: "invoices", title: "Invoices", permission: Permission::DocumentsRead,
///             WidgetFrame { name: "invoices", title: "Invoices", p { "What is in it" } }
///         }
///     }
/// }
/// ```
#[part]
pub fn Gate(name: &'static str, title: String, permission: Permission, children: Element) -> Element {
    let portal = use_portal();
    match portal.session_state() {
        QueryState::Ready(session) if session.permits(permission) => children,
        QueryState::Ready(_) => rsx! {
            WidgetFrame { name, title, DeniedState { permission } }
        },
        QueryState::Loading => rsx! {
            WidgetFrame { name, title, Skeleton {} }
        },
        QueryState::Failed(failure) => rsx! {
            WidgetFrame { name, title,
                ErrorState { failure, on_retry: move |()| portal.reload_session() }
            }
        },
    }
}
