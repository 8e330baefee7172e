//! Reading and changing what the server holds.
//!
//! [`use_query`] reads one thing, [`use_list`] a list in pages, [`use_mutation`] changes something. Everything that was
//! read is kept in one cache per client, shared by all widgets of the thread, shown stale while it is fetched again, and
//! fetched again when a server event says that it changed.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::query::use_query;
//!
//! #[component]
//! fn Folders() -> Element {
//!     let folders = use_query("my/folders".to_owned(), &[], |client| {
//!         Box::pin(async move { client.documents().folders().await })
//!     });
//!     let count = folders.data().map_or(0, |page| page.items.len());
//!     rsx! { p { "{count} folders" } }
//! }
//! ```

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
///
/// ```
/// # use loggia_client::Client;
/// # use loggia_types::{CaseId, cases::Case};
/// use loggia_ui::query::LocalFuture;
///
/// fn fetch_case(client: Client, id: CaseId) -> LocalFuture<Case> {
///     Box::pin(async move { client.cases().get(&id).await })
/// }
/// ```
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
