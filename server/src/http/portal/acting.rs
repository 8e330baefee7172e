//! Somebody who is signed in, in one of their organizations.

use loggia_types::{OrganizationId, Permission};

use super::view::View;
use crate::{
    auth::{Access, Actor, MemberCredential, SignedIn, StepUp},
    domain::sign_in::Recent,
    error::{Error, Result},
    store::{AuditEntry, Tenant},
};

/// What the person is in an organization now, on a page that asks for this.
///
/// # Errors
/// `not_found` when it is not their organization.
pub(super) async fn standing(view: &View, signed_in: &SignedIn, org: &OrganizationId, access: Access) -> Result<Actor> {
    let (credential, org) = (MemberCredential::UserSession(signed_in.session_id.clone()), org.clone());
    let found = view.app.store().system_read(move |c| c.live_member(&credential, &org)).await?;
    let found = found.ok_or_else(Error::not_found)?;
    Ok(Actor::from_session(found, view.request.clone(), access))
}

/// The person, who looks at a page that asks for a permission.
///
/// # Errors
/// `not_found` when it is not their organization, or they may not: a page has no other words for it.
pub(super) async fn looking(
    view: &View,
    signed_in: &SignedIn,
    org: &OrganizationId,
    permission: Permission,
) -> Result<Actor> {
    let actor = standing(view, signed_in, org, Access::Permission(permission)).await?;
    if actor.permits(permission) { Ok(actor) } else { Err(Error::not_found()) }
}

/// The same for somebody who changes something. A refusal is noted.
///
/// # Errors
/// As [`looking`].
pub(super) async fn changing(
    view: &View,
    signed_in: &SignedIn,
    org: &OrganizationId,
    permission: Permission,
) -> Result<Actor> {
    let actor = standing(view, signed_in, org, Access::Permission(permission)).await?;
    if let Err(error) = actor.require(permission) {
        let resource = permission.as_str().split(':').next().unwrap_or_default();
        let action = permission.as_str().replace(':', ".");
        let entry = AuditEntry::new(action, resource, "").denied(error.to_string());
        view.app.store().write(&Tenant::of(&actor)?.for_notes(), move |tx| tx.audit(entry)).await?;
        return Err(Error::not_found());
    }
    Ok(actor)
}

/// [`changing`] on a page that asks again who somebody is: the transaction that writes asks, too.
///
/// # Errors
/// As [`looking`].
pub(super) async fn changing_again(
    view: &View,
    signed_in: &SignedIn,
    org: &OrganizationId,
    permission: Permission,
) -> Result<Actor> {
    let actor = changing(view, signed_in, org, permission).await?;
    Ok(actor.asking(StepUp::Always, Recent::within(&view.app)))
}
