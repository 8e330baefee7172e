//! OAuth 2.0 for public clients: what is let in, what is refused, and how everything ends.

mod authorize;
mod client;
mod codes;
mod ends;
mod refresh;
pub(crate) mod support;
