//! Wire types of the customer-portal API.
//!
//! Everything that travels between the server and a client is defined here once: typed ids, permission and feature
//! keys, problem codes, and one module per resource. The crate does no I/O and compiles for the browser, so what it
//! depends on is kept small.
//!
//! Cargo features: `openapi` derives schemas, `diesel` stores ids and string enums as text columns, `generate` makes
//! new ids.

mod macros;

pub mod access;
pub mod api_keys;
pub mod audit;
pub mod audit_streams;
pub mod cases;
pub mod conditions;
pub mod decode;
pub mod documents;
pub mod drafts;
pub mod embed;
pub mod events;
pub mod forms;
pub mod ids;
pub mod members;
pub mod operators;
pub mod page;
pub mod problem;
pub mod roles;
pub mod session;
pub mod sign_in;
pub mod sso;
pub mod time;

pub use access::{Feature, Permission, Role};
pub use ids::*;
pub use operators::{OperatorPermission, OperatorRole};
pub use page::Page;
pub use problem::{FieldError, Problem, ProblemCode};
pub use roles::RoleKey;

/// A moment in time, UTC. On the wire: RFC 3339.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
