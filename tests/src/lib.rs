//! Set-up shared by the tests that cross crates: a portal with data in it, and ways to talk to it.
//!
//! With the feature `postgres` and two variables the same tests run on PostgreSQL: `PORTAL_TEST_POSTGRES` is a server's
//! address, which ends with `/`, and `PORTAL_TEST_DATABASE=postgres` asks for it. `cargo xtask test` starts a server and
//! sets both.

pub mod authenticator;
pub mod dns;
pub mod fixture;
mod portal;
pub mod process;
pub mod provider;
pub mod receiver;
pub mod smtp;
mod visitor;
pub mod wire;

pub use portal::{Browser, Line, ORIGIN, Person, Portal, asking, is_postgres, unlimited};
pub use visitor::Visitor;
