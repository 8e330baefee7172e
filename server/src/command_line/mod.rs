//! Commands with files of their own.

pub(crate) mod brand;
pub(crate) mod entitlements;
pub(crate) mod form;
pub(crate) mod theme;
