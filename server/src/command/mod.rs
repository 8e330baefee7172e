//! The larger of the server's commands, a file each.

pub mod brand;
