//! Set-up shared by the tests that cross crates: a portal with data in it, and ways to talk to it.
//!
//! `LOGGIA_TEST_POSTGRES=1` with the feature `postgres` runs the same tests on PostgreSQL.

pub mod fixture;
mod portal;
#[cfg(feature = "postgres")]
mod postgres;
pub mod process;
pub mod wire;

pub use portal::{ORIGIN, Person, Portal};
