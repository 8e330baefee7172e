//! Owners who sign in another way although single sign-on is required: it is in the log, and the other owners hear of it.

use loggia_types::{
    Role,
    audit::{ActorKind, AuditActor},
};

use super::super::sign_in::Who;
use crate::{
    auth::RequestInfo,
    error::Result,
    mail::{Content, Mail, Mailer},
    store::{AuditEntry, Principal, SystemConn, Tenant, members::MemberFilter},
};

/// How many owners are told.
const MOST_TOLD: i64 = 50;

/// Notes that somebody signs in without single sign-on, in each organization that they get into all the same because they
/// are named for that.
///
/// # Errors
/// When the database refuses it.
pub fn note(c: &mut SystemConn<'_>, mailer: &Mailer, who: &Who, request: &RequestInfo) -> Result<()> {
    let actor = AuditActor { kind: ActorKind::User, id: who.user.id.to_string(), name: who.user.name.clone() };
    let principal = Principal { actor, request: request.clone() };
    let mut joined = c.organizations_of_user(&who.brand, &who.user.id)?;
    // Always in the same order, so that two of these never wait for each other.
    joined.sort_by(|one, other| one.id.cmp(&other.id));
    for organization in joined {
        if !c.breaks_glass(&organization.id, &who.user.id)? {
            continue;
        }
        let tenant = Tenant::for_person(organization.id.clone(), who.brand.clone(), principal.clone());
        c.in_tenant(&tenant, |tx| {
            tx.lock_organization()?;
            let owners = MemberFilter { contains: None, role: Some(Role::Owner.into()) };
            let (owners, _) = tx.member_page(&owners, None, MOST_TOLD)?;
            if !owners.iter().any(|owner| owner.user.id == who.user.id) {
                return Ok(());
            }
            let (name, locale) = tx.name_and_locale()?;
            for owner in owners.into_iter().filter(|owner| owner.user.id != who.user.id) {
                let content = Content::BreakGlass {
                    organization: name.clone(),
                    person: who.user.name.clone(),
                    address: request.ip.map(|address| address.to_string()),
                    at: tx.now().format("%Y-%m-%d %H:%M UTC").to_string(),
                    path: format!("/o/{}/sign-on", organization.id),
                };
                tx.queue_mail(
                    mailer,
                    &Mail { to: owner.user.email, locale: locale.clone(), content, expires_at: None },
                )?;
            }
            let after = serde_json::json!({ "user_id": who.user.id });
            let _noted =
                tx.audit(AuditEntry::new("sso.break_glass_used", "organization", &organization.id).changes((), after))?;
            Ok(())
        })?;
    }
    Ok(())
}
