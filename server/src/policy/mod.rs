//! Who may do what to which thing: roles resolved into grants, and grants into decisions and filters.
//!
//! # The model
//! A membership has exactly one role, by its [`RoleKey`](loggia_types::RoleKey): a built-in one, or a custom one of its
//! organization. A custom role inherits from built-in roles (never `owner`) and custom ones, without cycles, and holds
//! grants: a permission, `allow` or `deny`, and perhaps a condition. [`Policy::of`] gathers all grants that a role
//! reaches. A permission is held for a thing when an `allow` of it applies and no `deny` of it does, wherever either
//! comes from. What only API keys may do is never held by a role.
//!
//! # One tree, two meanings
//! A [`Condition`](loggia_types::conditions::Condition) is decided by [`holds`] with the attributes of the member, the
//! thing and the request; that is the decision. For lists, [`Filter::of`] puts in what is known before the query (the
//! member, the request) and leaves tests of the thing's attributes, which `store/visible.rs` writes as SQL. A property
//! test has both agree on random trees, members and things, on both databases, and `cedar-policy` as an independent
//! judge of the decision.
//!
//! # Where it is asked
//! - The guard: a route's permission has to be held for *some* thing ([`Standing::may`]).
//! - The tenant's table functions: every query of cases, documents and submissions, and of what belongs to them, is
//!   narrowed to the things that the reader's permission is held for (and the route's, where that is another). So a
//!   list, a count, a search, an event, a download and an update see the same things.
//! - The transaction that writes reads role, attributes, end and suspension once more (`store/right.rs`).
//!
//! # Tables
//! - `roles (id, org_id, name, sort_name, description, inherits, grants, version, ...)`: a custom role; what it inherits
//!   and grants is JSON. All of an organization's (50 at most) are read together to resolve one; changes hold the
//!   organization's lock, so that two changes cannot close a cycle together.
//! - `memberships`: `attributes` (JSON), `suspended_at`, `suspended_reason` beside `role` (a word or a role's id) and
//!   `ends_at`.
//! - `resource_attributes (org_id, resource_id, name, list_position, kind, text_value, number_value, flag_value)`: one
//!   row for a value, one for each text of a list. A document without an attribute of its own has that of its case.

mod condition;
mod facts;
pub mod features;
mod filter;
mod grant;
mod resolve;
mod standing;
#[cfg(test)]
pub(crate) mod tests;

pub use condition::{check, holds};
pub use facts::{Environment, Facts};
pub use features::{Entitlements, Features};
pub use filter::{Filter, Test};
pub use resolve::{Definition, Definitions, HeldGrant, Policy, closes_a_cycle, dependents};
pub use standing::{Standing, is_about_things};
