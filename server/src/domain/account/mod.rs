//! A person's account: their address, their name, their language.
//!
//! # Whose address it is
//! It is known that an address is somebody's once they have used a link that was mailed to it: to join, to sign in, to set a
//! password, or to confirm the address. A vendor's backend and an import vouch for a person, not for a mailbox: whoever they
//! let in has an address that nobody has shown (`users.email_verified_at` is null) until such a link is used. Only an address
//! that was shown may be changed to. Which addresses link an account to an identity provider's is said in `domain/sso`.

mod email;
mod profile;

use loggia_types::OrganizationId;

pub use email::{Confirmed, EmailAsked, ask_change, ask_verification, cancel, confirm};
pub use profile::{ProfileFault, set_profile};

use super::sign_in::{self, Who};
use crate::{
    auth::RequestInfo,
    error::Result,
    store::{AuditEntry, Principal, SystemConn, Tenant},
};
use loggia_types::{
    audit::{ActorKind, AuditActor},
    events::EventType,
};

/// Lets every organization that lists a person show them as they are now, and notes it in its log. Says which they are.
fn relist(c: &mut SystemConn<'_>, who: &Who, request: &RequestInfo, entry: &AuditEntry) -> Result<Vec<OrganizationId>> {
    let organizations = c.organizations_that_list(&who.brand, &who.user.id)?;
    if organizations.is_empty() {
        return sign_in::note(c, who, request, entry);
    }
    let actor = AuditActor { kind: ActorKind::User, id: who.user.id.to_string(), name: who.user.name.clone() };
    let principal = Principal { actor, request: request.clone() };
    for organization in &organizations {
        let tenant = Tenant::for_person(organization.clone(), who.brand.clone(), principal.clone());
        let _noted = c.in_tenant(&tenant, |tx| {
            if let Some(membership) = tx.relist_member(&who.user)? {
                tx.emit(EventType::MemberUpdated, &membership)?;
            }
            tx.audit(entry.clone())
        })?;
    }
    Ok(organizations)
}
