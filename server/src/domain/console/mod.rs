//! What operators look at. Whatever they see of an organization is in that organization's own audit log: who looked, at what.

mod logs;

use std::collections::BTreeMap;

use loggia_types::{
    MembershipId, OrganizationId, RoleId,
    members::{Member, MemberQuery},
    roles::{AccessQuery, AccessReport, FeatureAccess},
};

pub use logs::{Log, LogPage};

use super::{access, members, text};
use crate::{
    auth::Operator,
    error::{Error, Result},
    store::{
        AuditEntry, Store, Tenant,
        brands::Looked,
        members::MemberPosition,
        operators::{FoundOrganization, OrganizationPlace},
    },
};

/// Up to `limit` organizations within the operator's reach whose name contains a text, by name.
///
/// # Errors
/// `malformed_request` for a text that cannot be searched for, and when the store fails.
pub async fn organizations(
    store: &Store,
    operator: &Operator,
    contains: Option<String>,
    after: Option<OrganizationPlace>,
    limit: i64,
) -> Result<Vec<FoundOrganization>> {
    let contains = text::search("?q", contains).map_err(|error| Error::malformed(&error.pointer, error.detail))?;
    let (brand, acting, asked) = (operator.brand_id().clone(), operator.clone(), contains.clone());
    let noted = store.system_write(move |c| {
        c.require_operator(&acting)?;
        let entry = AuditEntry::new("console.organizations_viewed", "brand", acting.brand_id())
            .changes((), serde_json::json!({ "q": asked }));
        c.audit(acting.brand_id(), &acting.principal(), entry)
    });
    noted.await?;
    store.system_read(move |c| c.find_organizations(&brand, contains.as_deref(), after.as_ref(), limit)).await
}

/// An organization and its features.
///
/// # Errors
/// `not_found` for one that is not within reach.
pub async fn organization(
    store: &Store,
    operator: &Operator,
    id: &OrganizationId,
) -> Result<(Looked, Vec<FeatureAccess>)> {
    let looked = store.tenant_of_operator(operator, id).await?;
    note(store, &looked.tenant, AuditEntry::new("console.organization_viewed", "organization", id)).await?;
    let features = looked.entitlements.resolve(chrono::Utc::now(), None).explain();
    Ok((looked, features))
}

/// Up to `limit` members of an organization after a position, and how many there are.
///
/// # Errors
/// `not_found` for an organization that is not within reach, `malformed_request`.
pub async fn members(
    store: &Store,
    operator: &Operator,
    id: &OrganizationId,
    query: MemberQuery,
    after: Option<MemberPosition>,
    limit: i64,
) -> Result<(Looked, Vec<Member>, i64)> {
    let looked = store.tenant_of_operator(operator, id).await?;
    let entry = AuditEntry::new("console.members_viewed", "organization", id);
    let entry = if query.q.is_some() { entry.changes((), serde_json::json!({ "q": query.q })) } else { entry };
    note(store, &looked.tenant, entry).await?;
    let (found, total) = members::list(store, &looked.tenant, query, after, limit).await?;
    Ok((looked, found, total))
}

/// What a member may do, and why.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The organization.
    pub looked: Looked,
    /// The member.
    pub member: Member,
    /// The rule that decided, for each permission and feature.
    pub report: AccessReport,
    /// What the organization's own roles are called.
    pub role_names: BTreeMap<RoleId, String>,
}

/// Explains what a member may do.
///
/// # Errors
/// `not_found` for an organization that is not within reach, and for the member; `malformed_request`.
pub async fn explain(
    store: &Store,
    operator: &Operator,
    organization: &OrganizationId,
    member: MembershipId,
    address: Option<String>,
) -> Result<Explained> {
    let looked = store.tenant_of_operator(operator, organization).await?;
    let entry = AuditEntry::new("console.access_explained", "membership", &member);
    let entry = match &address {
        Some(address) => entry.changes((), serde_json::json!({ "address": address })),
        None => entry,
    };
    let query = AccessQuery { address, ..AccessQuery::default() };
    let (report, member) = access::explained(store, &looked.tenant, &looked.entitlements, member, query).await?;
    let role_names = store.read(&looked.tenant, |c| c.role_names()).await?;
    note(store, &looked.tenant, entry).await?;
    Ok(Explained { looked, member, report, role_names })
}

/// Writes down what an operator looks at, if they still may.
async fn note(store: &Store, tenant: &Tenant, entry: AuditEntry) -> Result<()> {
    store.write(tenant, move |tx| tx.audit(entry)).await
}
