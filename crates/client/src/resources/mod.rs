//! One accessor per resource of the API; each is reached from [`Client`](crate::Client).
//!
//! A call checks nothing that the server checks anyway: what a session may do is the server's word. So each of them may
//! end with any [`Error`](crate::Error): [`Problem`](crate::Error::Problem), with a code, is the server's word, everything
//! else is about the way there and back.
//!
//! ```no_run
//! # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
//! use loggia_client::types::{ProblemCode, cases::CaseQuery};
//!
//! match client.cases().list(&CaseQuery::default()).await {
//!     Ok(cases) => println!("{} cases", cases.items.len()),
//!     Err(error) if error.code() == Some(ProblemCode::PermissionDenied) => println!("not for this person"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(()) }
//! ```

mod access;
mod api_keys;
mod audit_events;
mod audit_streams;
mod cases;
mod documents;
mod drafts;
mod embed_sessions;
mod forms;
mod members;
mod sessions;
mod sso;

pub use access::{Roles, ThingAttributes};
pub use api_keys::ApiKeys;
pub use audit_events::AuditEvents;
pub use audit_streams::AuditStreams;
pub use cases::Cases;
#[cfg(not(target_arch = "wasm32"))]
pub use documents::ByteStream;
pub use documents::Documents;
pub use drafts::Drafts;
pub use embed_sessions::{EmbedSessions, Organizations};
pub use forms::{Forms, Submissions};
pub use members::{Invitations, Members};
pub use sessions::Sessions;
pub use sso::Sso;
