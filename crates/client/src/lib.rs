//! Typed client of the customer-portal API, for browsers (wasm32) and everything else.
//!
//! One accessor per resource, one [`Error`] type, and the same API on every target. A [`Client`] is cheap to clone and
//! shares its connections, its credential and its event stream with its clones.
//!
//! In a page or an app, with an embed session that the vendor's backend mints:
//!
//! ```no_run
//! use loggia_client::{Client, ClientSecret, types::cases::CaseQuery};
//!
//! # async fn ask_my_backend() -> Result<ClientSecret, std::io::Error> { Ok(ClientSecret::new("...")) }
//! # async fn example() -> Result<(), loggia_client::Error> {
//! let client = Client::builder("https://portal.example").embed_session(ask_my_backend).build()?;
//! let me = client.session().get().await?;
//! let cases = client.cases().list(&CaseQuery { open: Some(true), ..CaseQuery::default() }).await?;
//! println!("{} has {} open cases", me.organization.name, cases.items.len());
//! # Ok(()) }
//! ```
//!
//! In a backend, with an API key:
//!
//! ```no_run
//! # async fn example(key: String, organization: loggia_client::types::OrganizationId) -> Result<(), loggia_client::Error> {
//! use loggia_client::{Client, types::members::MemberQuery};
//!
//! let vendor = Client::builder("https://portal.example").api_key(key).build()?;
//! let members = vendor.with_organization(organization).members().list(&MemberQuery::default()).await?;
//! # Ok(()) }
//! ```
//!
//! What it does by itself:
//! - **Credentials.** It asks for a new client secret before the old one ends, and once when the server answers 401.
//!   However many requests wait for it, one is asked for.
//! - **Retries.** A request that may be repeated without harm (GET, PUT, DELETE, and creating POSTs, which carry an
//!   `Idempotency-Key`) is repeated with growing, jittered pauses when the network or the server is briefly away, and
//!   not sooner than the server's `Retry-After`. Uploads are not: whether to send a large file again is for you to say.
//! - **Events.** [`Client::events`] shares one connection among all its readers, reconnects, and goes on where it was.
//!
//! Dropping a future cancels what it waits for. Futures are `Send`, except in a browser, which has one thread.

mod auth;
mod builder;
mod client;
mod decode;
mod encode;
mod error;
mod events;
mod idempotency;
mod json;
mod page;
mod platform;
mod request;
#[cfg(not(target_arch = "wasm32"))]
mod skeleton;
mod sse;
mod transport;
mod upload;

/// What tests of the browser's side ask; nothing to rely on.
#[doc(hidden)]
pub mod internal {
    /// Reads JSON as an answer is read: in a browser, by the browser.
    pub fn read_json<T: loggia_types::decode::Decode>(text: &str) -> crate::Result<T> {
        crate::decode::json(text)
    }
}
#[cfg(feature = "oauth")]
pub mod oauth;
pub mod resources;

pub use auth::ClientSecret;
pub use builder::ClientBuilder;
pub use client::Client;
pub use error::{BoxError, Error, TransportErrorKind};
pub use events::EventStream;
pub use idempotency::IdempotencyKey;
/// The types that travel between client and server.
pub use loggia_types as types;
pub use page::{PageQuery, PageStream};
pub use platform::{BoxFuture, BoxStream, MaybeSend, MaybeSync};
pub use request::CallFuture;
#[cfg(not(target_arch = "wasm32"))]
pub use resources::ByteStream;
#[cfg(not(target_arch = "wasm32"))]
pub use skeleton::Skeleton;
pub use upload::{CancelHandle, Upload, UploadBody, UploadProgress, UploadProgressStream};

/// What a call of this crate answers.
///
/// ```
/// use loggia_client::{Client, types::cases::CaseQuery};
///
/// async fn has_open_cases(client: &Client) -> loggia_client::Result<bool> {
///     let query = CaseQuery { open: Some(true), limit: Some(1), ..CaseQuery::default() };
///     Ok(!client.cases().list(&query).await?.items.is_empty())
/// }
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;
