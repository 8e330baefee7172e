//! Signing in without a backend: OAuth 2.0 authorization code with PKCE, for an app in a browser or a native program.
//!
//! A person is sent to the portal in a browser ([`SignIn::url`]), agrees there, and comes back with a code that is worth
//! something only together with what this program kept ([`Pending`]). The tokens stay in memory; nothing here writes them
//! anywhere. A native program does all of it with [`OAuth::sign_in`]:
//!
//! ```no_run
//! # #[cfg(not(target_arch = "wasm32"))]
//! # async fn example() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! use loggia_client::{oauth::OAuth, types::{Permission, cases::CaseQuery}};
//!
//! let oauth = OAuth::new("https://portal.example", "client_01h455vb4pex5vsknk084sn02q", &[Permission::CasesRead])?;
//! let session = oauth.sign_in(|url| println!("Open {url}")).await?;
//! let client = session.connect()?;
//! println!("{} open cases", client.cases().list(&CaseQuery::default()).await?.items.len());
//! session.sign_out().await?;
//! # Ok(()) }
//! ```
//!
//! A page keeps [`Pending`] over the way to the portal and back with `Pending::keep` and `Pending::take`, in the session
//! storage of its tab. (They are there on wasm32 only.)

mod flow;
mod http;
#[cfg(not(target_arch = "wasm32"))]
mod loopback;
#[cfg(target_arch = "wasm32")]
mod page;
mod session;

pub use flow::{OAuth, Pending, SignIn};
#[cfg(not(target_arch = "wasm32"))]
pub use loopback::Loopback;
pub use session::OAuthSession;

use crate::Error;

/// Why somebody could not be signed in, or not be kept signed in.
///
/// ```
/// use loggia_client::oauth::{OAuth, OAuthError};
///
/// let error = OAuth::new("http://portal.example", "client_1", &[]).unwrap_err();
/// assert!(matches!(error, OAuthError::Config(_)), "not without TLS: {error}");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The portal's address or the client's id cannot be right.
    #[error("{0}")]
    Config(String),
    /// The answer does not belong to what was asked: it may be somebody else's. Sign in again.
    #[error("the answer is not to what was asked ({0})")]
    Mismatch(&'static str),
    /// The person or the portal said no.
    #[error("the portal refused: {code}{}", description.as_deref().map(|text| [": ", text].concat()).unwrap_or_default())]
    #[non_exhaustive]
    Refused {
        /// The error code of RFC 6749, such as `access_denied`.
        code: String,
        /// What the portal said about it.
        description: Option<String>,
    },
    /// The sign-in has ended: it was revoked, or not used for too long. Sign in again.
    #[error("the sign-in has ended")]
    Ended,
    /// The browser has no room for what has to be kept, or nothing is kept there.
    #[error("the browser keeps nothing")]
    Storage,
    /// No answer came, or none that can be read.
    #[error(transparent)]
    Request(#[from] Error),
    /// The program could not wait for the browser.
    #[cfg(not(target_arch = "wasm32"))]
    #[error("cannot wait for the browser")]
    Listen(#[from] std::io::Error),
}
