//! The widgets: one complete job each.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::{Documents, Status}};
//!
//! #[component]
//! fn Account(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, Status {} Documents {} } }
//! }
//! ```

#[cfg(feature = "api-keys")]
pub mod api_keys;
#[cfg(feature = "audit-log")]
pub mod audit;
#[cfg(feature = "documents")]
pub mod documents;
#[cfg(all(
    test,
    feature = "api-keys",
    feature = "audit-log",
    feature = "documents",
    feature = "members",
    feature = "member-access",
    feature = "requests",
    feature = "status"
))]
mod feature_tests;
mod frame;
#[cfg(feature = "members")]
pub mod members;
#[cfg(feature = "requests")]
pub mod requests;
#[cfg(feature = "status")]
pub mod status;

#[cfg(feature = "api-keys")]
pub use api_keys::ApiKeys;
#[cfg(feature = "audit-log")]
pub use audit::AuditLog;
#[cfg(feature = "documents")]
pub use documents::Documents;
pub use frame::{Gate, WidgetFrame};
#[cfg(feature = "members")]
pub use members::Members;
#[cfg(feature = "requests")]
pub use requests::Requests;
#[cfg(feature = "status")]
pub use status::Status;
