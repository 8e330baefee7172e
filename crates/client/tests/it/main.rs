//! The client against scripted servers: what it does by itself, seen from the other end of the wire.
#![allow(clippy::unwrap_used)]

mod auth;
mod events;
mod retries;
mod script;
mod uploads;
