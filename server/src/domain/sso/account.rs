//! What a person has linked their account with, and taking that back.

use loggia_types::{BrandId, OrganizationId, SsoConnectionId, UserSessionId, audit::ActorKind, audit::AuditActor};
use serde_json::json;

use super::super::sign_in::Who;
use crate::{
    auth::RequestInfo,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Principal, Tenant, sso::Opening},
};

/// A connection of an organization that somebody belongs to.
#[derive(Clone, Debug)]
pub struct Linkable {
    /// The connection.
    pub id: SsoConnectionId,
    /// What it is called.
    pub name: String,
    /// What its organization is called.
    pub organization: String,
    /// Whether the account is linked with it.
    pub is_linked: bool,
}

/// The active connections of the organizations that a session opens.
///
/// # Errors
/// When the store fails.
pub async fn list(app: &App, who: &Who, session: &UserSessionId) -> Result<Vec<Linkable>> {
    let (who, session) = (who.clone(), session.clone());
    app.store()
        .system_read(move |c| {
            let linked = c.linked_connections(&who.user.id)?;
            let mut all = Vec::new();
            for organization in c.organizations_of_user(&who.brand, &who.user.id)? {
                if c.opening_of(&session, &organization.id)? != Some(Opening::Open) {
                    continue;
                }
                for found in c.active_sso_connections(&who.brand, &organization.id)? {
                    let is_linked = linked.contains(&found.row.id);
                    let (name, organization) = (found.row.name, found.organization);
                    all.push(Linkable { id: found.row.id, name, organization, is_linked });
                }
            }
            Ok(all)
        })
        .await
}

/// The organization whose connection it is, if the session opens it: whoever links an account is in already.
///
/// # Errors
/// `not_found`.
pub async fn require_open(
    app: &App,
    brand: &BrandId,
    session: &UserSessionId,
    id: &SsoConnectionId,
) -> Result<OrganizationId> {
    let (brand, session, id) = (brand.clone(), session.clone(), id.clone());
    app.store()
        .system_read(move |c| {
            let found = c.find_sso_connection(&brand, &id)?.ok_or_else(Error::not_found)?;
            match c.opening_of(&session, &found.row.org_id)? {
                Some(Opening::Open) => Ok(found.row.org_id),
                _ => Err(Error::not_found()),
            }
        })
        .await
}

/// Unlinks an account from a connection, and ends the sessions that the connection made for it.
///
/// # Errors
/// `not_found` when it is not linked.
pub async fn unlink(
    app: &App,
    who: &Who,
    session: &UserSessionId,
    id: &SsoConnectionId,
    request: &RequestInfo,
) -> Result<()> {
    let org = require_open(app, &who.brand, session, id).await?;
    let actor = AuditActor { kind: ActorKind::User, id: who.user.id.to_string(), name: who.user.name.clone() };
    let tenant = Tenant::for_person(org.clone(), who.brand.clone(), Principal { actor, request: request.clone() });
    let (user, id) = (who.user.id.clone(), id.clone());
    app.store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            if tx.forget_identities(&user, &id)? == 0 {
                return Err(Error::not_found());
            }
            tx.end_sso_sessions_of(&user, &id)?;
            tx.revoke_grants_of(&user, None)?;
            let before = json!({ "user_id": user, "connection_id": id });
            tx.audit(AuditEntry::new("sso_identity.unlinked", "user", &user).changes(before, ()))
        })
        .await?;
    app.store().wake(&org);
    Ok(())
}
