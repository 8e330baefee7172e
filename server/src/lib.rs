//! Reference server of the customer portal.

pub mod import;
