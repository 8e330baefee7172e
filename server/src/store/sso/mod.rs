//! Single sign-on: connections, domains, who is who, who gets in at all.

mod connections;
mod domains;
mod identities;
mod lookup;
mod policy;

pub use connections::to_connection;
pub use domains::to_domain;
pub use identities::LinkedIdentity;
pub(super) use lookup::is_open;
pub use lookup::{FoundConnection, Opening};
