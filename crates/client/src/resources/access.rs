//! Roles, and attributes that their conditions compare.

use loggia_types::{
    CaseId, DocumentId, Page, RoleId,
    members::RoleInfo,
    roles::{CreateRole, CustomRole, ResourceAttributes, UpdateRole},
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// The roles a member can have; from [`Client::roles`].
#[derive(Clone, Copy, Debug)]
pub struct Roles<'a>(pub(crate) &'a Client);

impl Roles<'_> {
    /// Every role, what it permits, and whether the caller may give it to somebody.
    pub fn list(self) -> CallFuture<Page<RoleInfo>> {
        Call::get(self.0, "/v1/roles").send()
    }

    /// A role of the organization's own, with what it inherits and grants.
    pub fn get(self, id: &RoleId) -> CallFuture<CustomRole> {
        Call::get(self.0, ["/v1/roles/", id.as_str()].concat()).send()
    }

    /// Makes a role. Nobody makes one that grants what they do not hold.
    pub fn create(self, role: &CreateRole) -> CallFuture<CustomRole> {
        Call::new(self.0, Method::Post, "/v1/roles").json(role).idempotent().send()
    }

    /// Changes a role, and what everybody may do who has it. `version` is the one that was read: if the role has changed
    /// since, nothing happens and the problem's code is `version_mismatch`.
    pub fn update(self, id: &RoleId, version: i64, change: &UpdateRole) -> CallFuture<CustomRole> {
        Call::new(self.0, Method::Patch, ["/v1/roles/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// Deletes a role that nobody has and no other role inherits from: otherwise the problem's code is `conflict`.
    pub fn delete(self, id: &RoleId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/roles/", id.as_str()].concat()).send_empty()
    }
}

/// What conditions of roles compare, set by the vendor's backend; from [`Client::attributes`].
#[derive(Clone, Copy, Debug)]
pub struct ThingAttributes<'a>(pub(crate) &'a Client);

impl ThingAttributes<'_> {
    /// A case's attributes.
    pub fn of_case(self, id: &CaseId) -> CallFuture<ResourceAttributes> {
        Call::get(self.0, ["/v1/cases/", id.as_str(), "/attributes"].concat()).send()
    }

    /// Replaces a case's attributes.
    pub fn set_of_case(self, id: &CaseId, attributes: &ResourceAttributes) -> CallFuture<ResourceAttributes> {
        let path = ["/v1/cases/", id.as_str(), "/attributes"].concat();
        Call::new(self.0, Method::Put, path).json(attributes).send()
    }

    /// A document's own attributes: what it has not itself it has from its case.
    pub fn of_document(self, id: &DocumentId) -> CallFuture<ResourceAttributes> {
        Call::get(self.0, ["/v1/documents/", id.as_str(), "/attributes"].concat()).send()
    }

    /// Replaces a document's own attributes.
    pub fn set_of_document(self, id: &DocumentId, attributes: &ResourceAttributes) -> CallFuture<ResourceAttributes> {
        let path = ["/v1/documents/", id.as_str(), "/attributes"].concat();
        Call::new(self.0, Method::Put, path).json(attributes).send()
    }
}
