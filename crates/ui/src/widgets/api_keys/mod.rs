//! The ApiKeys widget: which programs may work with our data, and with which rights.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::api_keys::ApiKeys};
//!
//! #[component]
//! fn NewKey(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, ApiKeys { view: "create" } } }
//! }
//! ```

mod create;
mod delete;
mod details;
mod keys;
mod rotate;
mod rows;
mod secret;
#[cfg(test)]
mod tests;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, events::EventType};

use self::keys::Keys;
use crate::{provider::use_portal, widgets::Gate};

/// The widget's name, for styles.
const NAME: &str = "api-keys";
/// What tells that keys changed.
const TOPICS: &[EventType] = &[EventType::ApiKeyCreated, EventType::ApiKeyUpdated, EventType::ApiKeyDeleted];

/// The ApiKeys widget: the organization's API keys; creating, looking into, rotating, deleting.
///
/// - `view`: `create` opens the dialog for a new key.
/// - `on_navigate`: is told the view when the dialog opens, and empty when it closes.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{ApiKeys, PortalProvider};
///
/// #[component]
/// fn Programs(client: loggia_client::Client) -> Element {
///     rsx! { PortalProvider { client, ApiKeys {} } }
/// }
/// ```
#[part]
pub fn ApiKeys(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().api_keys.title();
    rsx! {
        Gate { name: NAME, title, permission: Permission::ApiKeysRead, view: view.clone(), on_navigate,
            Keys { view, on_navigate }
        }
    }
}
