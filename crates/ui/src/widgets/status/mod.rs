//! The Status widget: what is happening with my cases, who must act, by when, and what changed since I last looked.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::status::Status};
//!
//! #[component]
//! fn Cases(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, Status {} } }
//! }
//! ```

mod case_list;
mod detail;
mod documents;
#[cfg(test)]
mod fixtures;
mod lead;
mod milestones;
mod overview;
mod reply;
#[cfg(test)]
pub(super) mod tests;
mod timeline;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, events::EventType};

use self::overview::Overview;
use crate::{provider::use_portal, widgets::Gate};

/// What tells that cases changed.
const TOPICS: &[EventType] = &[EventType::CaseCreated, EventType::CaseUpdated];

/// The Status widget: a list of cases and the one that is open, side by side where there is room.
///
/// - `view`: a case's id opens it; empty shows the list.
/// - `on_navigate`: is told the view when the person goes elsewhere.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{PortalProvider, Status};
///
/// #[component]
/// fn Cases(client: loggia_client::Client) -> Element {
///     let mut view = use_signal(String::new);
///     rsx! { PortalProvider { client, Status { view: view(), on_navigate: move |to| view.set(to) } } }
/// }
/// ```
#[part]
pub fn Status(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().status.title();
    rsx! {
        Gate { name: "status", title, permission: Permission::CasesRead, view: view.clone(), on_navigate,
            Overview { view, on_navigate }
        }
    }
}
