//! Filling a store from a file.

pub mod format;
