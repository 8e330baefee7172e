//! The seam between a call and the network. Natively `reqwest` is behind it; in a browser `fetch`, and
//! `XMLHttpRequest` for uploads, called directly: reqwest's browser build costs tens of kilobytes of download, most of
//! them for `url` and its Unicode tables.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{Response, Source, Transport};

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Response, Source, Transport};

use crate::request::Method;

/// A request as it goes out.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<String>,
}
