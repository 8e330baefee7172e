//! Roles.

use loggia_types::{Page, members::RoleInfo};

use crate::{Client, Result, request::Call};

/// The roles a member can have; from [`Client::roles`].
#[derive(Clone, Copy, Debug)]
pub struct Roles<'a>(pub(crate) &'a Client);

impl Roles<'_> {
    /// Every role, what it permits, and whether the caller may give it to somebody.
    pub async fn list(self) -> Result<Page<RoleInfo>> {
        Call::get(self.0, "/v1/roles").send().await
    }
}
