//! Commands with files of their own.

pub(crate) mod entitlements;
