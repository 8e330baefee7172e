//! Reference server of the customer portal.
//!
//! A request goes `http/` (extract, call, answer) -> `domain/` (the rules) -> `store/` (entities, queries,
//! migrations). `auth/` stands in front: it turns a credential into an `Actor` and checks what the route asks for.
//! Nothing below `http/` knows HTTP, nothing above `store/` knows SQL.
//!
//! Tests boot a real server in process: bind a listener on port 0 and give it to [`run`].

pub mod auth;
pub mod config;
pub mod domain;
pub mod error;
pub mod files;
#[doc(hidden)]
pub mod fuzz;
pub mod http;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod network;
pub mod outgoing;
pub mod policy;
mod serve;
pub mod state;
pub mod store;

pub use config::{Config, Settings};
pub use error::{Error, Result};
/// OpenFeature's API, for whoever asks a provider of their own: [`App::with_feature_provider`].
pub use open_feature;
pub use state::{App, run};
