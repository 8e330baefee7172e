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
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let roles = client.roles();
/// for role in roles.list().await?.items {
///     println!("{} permits {:?}", role.role, role.permissions);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Roles<'a>(pub(crate) &'a Client);

impl Roles<'_> {
    /// Every role, what it permits, and whether the caller may give it to somebody.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for role in client.roles().list().await?.items.iter().filter(|role| role.grantable) {
    ///     println!("{}", role.name.as_deref().unwrap_or(role.role.as_str()));
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self) -> CallFuture<Page<RoleInfo>> {
        Call::get(self.0, "/v1/roles").send()
    }

    /// A role of the organization's own, with what it inherits and grants.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::RoleId)
    /// # -> Result<(), loggia_client::Error> {
    /// let role = client.roles().get(id).await?;
    /// println!("{} inherits {:?}", role.name, role.inherits);
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &RoleId) -> CallFuture<CustomRole> {
        Call::get(self.0, ["/v1/roles/", id.as_str()].concat()).send()
    }

    /// Makes a role. Nobody makes one that grants what they do not hold.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Permission, Role, roles::{CreateRole, Effect, Grant}};
    ///
    /// let grant = Grant { permission: Permission::DocumentsDelete, effect: Effect::Allow, when: None };
    /// let role = CreateRole {
    ///     name: "Archivist".into(),
    ///     inherits: vec![Role::Viewer.into()],
    ///     grants: vec![grant],
    ///     ..CreateRole::default()
    /// };
    /// let role = client.roles().create(&role).await?;
    /// # Ok(()) }
    /// ```
    pub fn create(self, role: &CreateRole) -> CallFuture<CustomRole> {
        Call::new(self.0, Method::Post, "/v1/roles").json(role).idempotent().send()
    }

    /// Changes a role, and what everybody may do who has it. `version` is the one that was read: if the role has changed
    /// since, nothing happens and the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, role: loggia_client::types::roles::CustomRole)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::roles::UpdateRole;
    ///
    /// let change = UpdateRole { name: Some("Records".into()), ..UpdateRole::default() };
    /// let role = client.roles().update(&role.id, role.version, &change).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &RoleId, version: i64, change: &UpdateRole) -> CallFuture<CustomRole> {
        Call::new(self.0, Method::Patch, ["/v1/roles/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// Deletes a role that nobody has and no other role inherits from: otherwise the problem's code is `conflict`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::RoleId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.roles().delete(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete(self, id: &RoleId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/roles/", id.as_str()].concat()).send_empty()
    }
}

/// What conditions of roles compare, set by the vendor's backend; from [`Client::attributes`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, case: &loggia_client::types::CaseId)
/// # -> Result<(), loggia_client::Error> {
/// let attributes = client.attributes();
/// println!("{:?}", attributes.of_case(case).await?.attributes);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ThingAttributes<'a>(pub(crate) &'a Client);

impl ThingAttributes<'_> {
    /// A case's attributes.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// let attributes = client.attributes().of_case(id).await?.attributes;
    /// println!("{:?}", attributes.get("region"));
    /// # Ok(()) }
    /// ```
    pub fn of_case(self, id: &CaseId) -> CallFuture<ResourceAttributes> {
        Call::get(self.0, ["/v1/cases/", id.as_str(), "/attributes"].concat()).send()
    }

    /// Replaces a case's attributes.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::CaseId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::roles::ResourceAttributes;
    ///
    /// let attributes = ResourceAttributes { attributes: [("region".to_owned(), "north".into())].into() };
    /// client.attributes().set_of_case(id, &attributes).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_of_case(self, id: &CaseId, attributes: &ResourceAttributes) -> CallFuture<ResourceAttributes> {
        let path = ["/v1/cases/", id.as_str(), "/attributes"].concat();
        Call::new(self.0, Method::Put, path).json(attributes).send()
    }

    /// A document's own attributes: what it has not itself it has from its case.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// let own = client.attributes().of_document(id).await?.attributes;
    /// println!("{:?}", own.get("confidential"));
    /// # Ok(()) }
    /// ```
    pub fn of_document(self, id: &DocumentId) -> CallFuture<ResourceAttributes> {
        Call::get(self.0, ["/v1/documents/", id.as_str(), "/attributes"].concat()).send()
    }

    /// Replaces a document's own attributes.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DocumentId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{conditions::AttributeValue, roles::ResourceAttributes};
    ///
    /// let confidential = [("confidential".to_owned(), AttributeValue::Flag(true))];
    /// let attributes = ResourceAttributes { attributes: confidential.into() };
    /// client.attributes().set_of_document(id, &attributes).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_of_document(self, id: &DocumentId, attributes: &ResourceAttributes) -> CallFuture<ResourceAttributes> {
        let path = ["/v1/documents/", id.as_str(), "/attributes"].concat();
        Call::new(self.0, Method::Put, path).json(attributes).send()
    }
}
