//! The customer-portal SDK for Dioxus apps, in one dependency.
//!
//! A portal in an app is one provider and as many widgets as the page wants. The provider takes a client, the client
//! takes a function that asks the app's own backend for a client secret (the backend mints it with its API key:
//! `POST /v1/embed-sessions`), and everything else follows from the session: who is signed in, what they may do, which
//! features are on, the language and the look.
//!
//! ```no_run
//! use dioxus::prelude::*;
//! use loggia::prelude::*;
//!
//! # async fn ask_my_backend() -> Result<ClientSecret, std::io::Error> { Ok(ClientSecret::new("...")) }
//! #[component]
//! fn Account() -> Element {
//!     let client = use_hook(|| {
//!         Client::builder("https://portal.example").embed_session(ask_my_backend).build().expect("a valid address")
//!     });
//!     rsx! {
//!         style { dangerous_inner_html: loggia::ui::STYLES }
//!         PortalProvider { client, Status {} Documents {} }
//!     }
//! }
//! ```
//!
//! Without widgets, [`client`] is a typed API client for backends and apps of any kind:
//!
//! ```no_run
//! # async fn example(key: String) -> Result<(), loggia::client::Error> {
//! use loggia::prelude::*;
//!
//! let vendor = Client::builder("https://portal.example").api_key(key).build()?;
//! for organization in vendor.organizations().list(&PageQuery::default()).await?.items {
//!     println!("{}", organization.name);
//! }
//! # Ok(()) }
//! ```

/// The typed API client.
pub use loggia_client as client;
/// The form engine: conditions and validation.
pub use loggia_forms as forms;
/// Design tokens to CSS custom properties.
pub use loggia_theme as theme;
/// Everything that travels between a portal's server and its clients.
pub use loggia_types as types;
/// Widgets and accessible primitives.
pub use loggia_ui as ui;

/// What most apps need: `use loggia::prelude::*`.
///
/// ```
/// use loggia::prelude::*;
///
/// fn may_invite(permissions: &[Permission]) -> bool {
///     permissions.contains(&Permission::MembersInvite)
/// }
/// assert!(may_invite(Role::Owner.permissions()));
/// ```
pub mod prelude {
    pub use loggia_client::{Client, ClientSecret, Error as ClientError, PageQuery, UploadBody};
    pub use loggia_types::{Feature, Permission, Role};
    #[cfg(feature = "api-keys")]
    pub use loggia_ui::ApiKeys;
    #[cfg(feature = "audit-log")]
    pub use loggia_ui::AuditLog;
    #[cfg(feature = "documents")]
    pub use loggia_ui::Documents;
    #[cfg(feature = "members")]
    pub use loggia_ui::Members;
    #[cfg(feature = "requests")]
    pub use loggia_ui::Requests;
    #[cfg(feature = "status")]
    pub use loggia_ui::Status;
    pub use loggia_ui::{Density, PortalProvider, Scheme, i18n::MessageOverrides, use_portal};
}
