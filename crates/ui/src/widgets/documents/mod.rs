//! The Documents widget: every file between the customer and the vendor, current version first.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::documents::Documents};
//!
//! #[component]
//! fn Files(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, Documents {} } }
//! }
//! ```

mod browser;
mod content;
mod delete_dialog;
mod document_list;
pub(crate) mod download;
pub(crate) mod drop_area;
pub(crate) mod file_picker;
mod folders;
mod path;
pub(crate) mod queue;
mod rename_dialog;
pub(crate) mod upload_row;
pub(crate) mod uploader;
mod versions_dialog;

#[cfg(test)]
pub(crate) mod stage;
#[cfg(test)]
mod tests;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, events::EventType};

use self::browser::Browser;
use crate::{provider::use_portal, widgets::Gate};

/// What tells that documents changed.
const TOPICS: &[EventType] = &[EventType::DocumentCreated, EventType::DocumentUpdated, EventType::DocumentDeleted];

/// The Documents widget: folders, search, upload, versions, download, delete.
///
/// - `view`: a document's id opens its versions; `folder/` and a path opens a folder.
/// - `on_navigate`: is told the view when the person goes elsewhere; empty at the top.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Documents, PortalProvider};
///
/// #[component]
/// fn Contracts(client: loggia_client::Client) -> Element {
///     rsx! { PortalProvider { client, Documents { view: "folder/Contracts" } } }
/// }
/// ```
#[part]
pub fn Documents(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().documents.title();
    rsx! {
        Gate { name: "documents", title, permission: Permission::DocumentsRead, view: view.clone(), on_navigate,
            Browser { view, on_navigate }
        }
    }
}
