//! Reading and changing what the server holds.
//!
//! [`use_query`] reads one thing, [`use_list`] a list in pages, [`use_mutation`] changes something. Everything that was
//! read is kept in one cache per client, shared by all widgets of the thread, shown stale while it is fetched again, and
//! fetched again when a server event says that it changed.

mod attempts;
mod bell;
mod list;
mod mutation;
mod single;
mod store;
#[cfg(test)]
mod tests;

use std::rc::Rc;

pub(crate) use attempts::Attempts;
pub use list::{ListQuery, Listed, use_list};
pub use mutation::{Mutation, use_mutation};
pub use single::{Query, QueryState, use_query};
pub(crate) use store::Store;

use crate::failure::Failure;

/// A future that stays on its thread, as fetchers return it.
pub type LocalFuture<T> = futures_util::future::LocalBoxFuture<'static, Result<T, loggia_client::Error>>;

/// Takes the type out of a fetch, so that the machinery behind it exists once.
fn erase<T: 'static>(future: LocalFuture<T>) -> futures_util::future::LocalBoxFuture<'static, store::Outcome> {
    Box::pin(async move {
        match future.await {
            Ok(value) => Ok(Rc::new(value) as store::Value),
            Err(error) => Err(Failure::from(error)),
        }
    })
}
