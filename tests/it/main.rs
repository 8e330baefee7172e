//! What crosses crates: a real server over HTTP with the real client, one module per subject.
#![allow(clippy::unwrap_used)]

mod api_keys;
mod audit;
mod audit_streams;
mod brand_leaks;
mod cases;
mod command_line;
mod console;
mod contract;
mod crash;
mod documents;
mod drafts;
mod entitlements;
mod events;
mod flag_service;
mod idempotency;
mod limits;
mod mail;
mod members;
mod oauth;
mod ofrep;
mod origins;
mod problems;
mod roles;
mod session;
mod sign_in;
mod sso;
mod submissions;
mod tenancy;
mod user_sessions;
mod white_label;
