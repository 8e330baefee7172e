//! Roles.

use loggia_types::{Page, members::RoleInfo};

use crate::{
    Client,
    request::{Call, CallFuture},
};

/// The roles a member can have; from [`Client::roles`].
#[derive(Clone, Copy, Debug)]
pub struct Roles<'a>(pub(crate) &'a Client);

impl Roles<'_> {
    /// Every role, what it permits, and whether the caller may give it to somebody.
    pub fn list(self) -> CallFuture<Page<RoleInfo>> {
        Call::get(self.0, "/v1/roles").send()
    }
}
