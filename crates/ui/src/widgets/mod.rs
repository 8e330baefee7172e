//! The widgets: one complete job each.

#[cfg(feature = "api-keys")]
pub mod api_keys;
#[cfg(feature = "audit-log")]
pub mod audit;
pub mod documents;
mod frame;
pub mod members;
pub mod requests;
pub mod status;

#[cfg(feature = "api-keys")]
pub use api_keys::ApiKeys;
#[cfg(feature = "audit-log")]
pub use audit::AuditLog;
pub use documents::Documents;
pub use frame::{Gate, WidgetFrame};
pub use members::Members;
pub use requests::Requests;
pub use status::Status;
