//! The widgets: one complete job each.

pub mod documents;
mod frame;
pub mod members;
pub mod requests;
pub mod status;

pub use documents::Documents;
pub use frame::{Gate, WidgetFrame};
pub use members::Members;
pub use requests::Requests;
pub use status::Status;
