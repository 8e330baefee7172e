//! What a decision looks at.

use std::net::IpAddr;

use loggia_types::{Timestamp, conditions::Attributes};

/// The circumstances of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment {
    /// The address it came from.
    pub address: Option<IpAddr>,
    /// When.
    pub now: Timestamp,
}

/// What a condition is decided with.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The member's attributes.
    pub member: &'a Attributes,
    /// The thing's attributes.
    pub resource: &'a Attributes,
    /// The request's circumstances.
    pub environment: Environment,
}
