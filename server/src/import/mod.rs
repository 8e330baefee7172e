//! Filling a store from a file. See [`format`] for what the file says.

pub mod format;
mod load;
mod when;

pub use load::{Summary, import, import_file};
