//! Cases, forms, submissions, documents and events, through the whole server in process.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cases;
mod documents;
mod downloads;
mod events;
mod limits;
mod partners;
mod requests;
mod rights;
mod support;
