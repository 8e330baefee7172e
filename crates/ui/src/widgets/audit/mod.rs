//! The AuditLog widget: who did what, when, from where, and how it ended.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::audit::AuditLog};
//!
//! #[component]
//! fn Log(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, AuditLog {} } }
//! }
//! ```

mod entry;
mod export;
mod filters;
mod log;
mod rows;
#[cfg(test)]
mod tests;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::Permission;

use self::log::Log;
use crate::{provider::use_portal, widgets::Gate};

/// The widget's name, for styles.
const NAME: &str = "audit-log";

/// The AuditLog widget: the organization's log, newest first, filtered, looked into and exported.
///
/// - `view`: the id of a thing (`case_...`, `doc_...`): only what was done to it.
/// - `on_navigate`: is told that id when somebody asks for it, and empty when it is about everything again.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{AuditLog, PortalProvider};
///
/// /// What was done to one case.
/// #[component]
/// fn History(client: loggia_client::Client, case: String) -> Element {
///     rsx! { PortalProvider { client, AuditLog { view: case } } }
/// }
/// ```
#[part]
pub fn AuditLog(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().audit_log.title();
    rsx! {
        Gate { name: NAME, title, permission: Permission::AuditRead, view: view.clone(), on_navigate,
            Log { view, on_navigate }
        }
    }
}
