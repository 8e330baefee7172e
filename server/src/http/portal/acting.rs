//! Somebody who is signed in, in one of their organizations: for pages that change what is the organization's.

use loggia_types::{OrganizationId, Permission};

use super::view::View;
use crate::{
    auth::{Access, Actor, MemberCredential, SignedIn, StepUp},
    domain::sign_in::Recent,
    error::{Error, Result},
    store::{AuditEntry, Tenant},
};

/// The person as a member of an organization that their session opens, if they hold a permission there. That they do not is
/// in the log if they have tried to change something.
///
/// # Errors
/// `not_found` for an organization that the session does not open, `permission_denied`, `feature_disabled`.
pub(super) async fn acting(
    view: &View,
    signed_in: &SignedIn,
    organization: &OrganizationId,
    (permission, changes): (Permission, bool),
) -> Result<Actor> {
    let (credential, wanted) = (MemberCredential::UserSession(signed_in.session_id.clone()), organization.clone());
    let store = view.app.store();
    let found = store.system_read(move |c| c.live_member(&credential, &wanted)).await?.ok_or_else(Error::not_found)?;
    let actor = Actor::from_session(found, view.request.clone(), Access::Permission(permission));
    // What changes something is asked for lately by the guard, and again by the transaction that writes.
    let step_up = if changes { StepUp::Always } else { StepUp::Never };
    let actor = actor.asking(step_up, Recent::within(&view.app));
    let verdict = actor.require(permission);
    if let (Err(error), true) = (&verdict, changes) {
        let (resource, action) = (permission.as_str().split(':').next(), permission.as_str().replace(':', "."));
        let resource = if resource == Some("sso") { "sso_connection" } else { "organization" };
        let entry = AuditEntry::new(action, resource, organization).denied(error.to_string());
        store.write(&Tenant::of(&actor)?.for_notes(), move |tx| tx.audit(entry)).await?;
    }
    verdict.map(|()| actor)
}
