//! What an operator does about second factors: the way back for somebody who has lost every one, and asking everybody for
//! one.

use loggia_types::{
    OrganizationId, RequestId, UserId,
    audit::{ActorKind, AuditActor},
};

use super::tell;
use crate::{
    auth::RequestInfo,
    domain::sign_in::{self, Who},
    error::{Error, Result},
    mail::Content,
    state::App,
    store::{
        AuditEntry, Principal, Tenant,
        members::{normal_email, to_user},
    },
};

/// Takes away every second factor of the person with this address in the brand with this key, and ends what they are
/// signed in to, programs included. Says whose and how many there were.
///
/// # Errors
/// `not_found`, and when the store fails.
pub async fn reset(app: &App, brand: &str, email: &str) -> Result<(UserId, usize)> {
    let (brand, email, mailer) = (brand.to_owned(), normal_email(email), app.mailer().clone());
    let done = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&brand)?.ok_or_else(Error::not_found)?.id;
        let user = c.user_by_email(&brand, &email)?.ok_or_else(Error::not_found)?;
        let who = Who { brand, user: to_user(user) };
        let user = who.user.id.clone();
        let factors = c.delete_factors_of(&user)?;
        let ended = c.revoke_user_sessions(&user, None)?;
        c.revoke_grants_of_user(&user)?;
        c.forget_devices_of(&user)?;
        let after = serde_json::json!({ "factors": factors, "sessions_ended": ended });
        let entry = AuditEntry::new("factor.reset", "user", &user).changes((), after);
        let organizations = sign_in::note_by(c, &who, &by_command_line(), &entry)?;
        tell(c, &mailer, &who, Content::FactorsReset {})?;
        Ok((user, factors, organizations))
    });
    let (user, factors, organizations) = done.await?;
    sign_in::wake(app.store(), &organizations);
    app.mailer().wake();
    Ok((user, factors))
}

/// Says whether everybody has to have a second factor who signs in to a brand or, with an organization's id, who belongs to
/// it. Whoever lacks one is led to set one up before anything else; single sign-on, embed sessions and programs are not asked.
/// Says whether that is a change.
///
/// # Errors
/// `not_found`, and when the store fails.
pub async fn require(app: &App, brand: &str, organization: Option<OrganizationId>, required: bool) -> Result<bool> {
    let brand = brand.to_owned();
    let change = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&brand)?.ok_or_else(Error::not_found)?.id;
        let principal = by_command_line();
        let entry = |kind, id: &str, before: bool| {
            let (before, after) =
                (serde_json::json!({ "required": before }), serde_json::json!({ "required": required }));
            AuditEntry::new("factor.required", kind, id).changes(before, after)
        };
        let Some(organization) = organization else {
            let before = c.require_second_factor_of_brand(&brand, required)?;
            c.audit(&brand, &principal, entry("brand", brand.as_str(), before))?;
            return Ok(before != required);
        };
        let (of, before) = c.require_second_factor_of_organization(&organization, required)?;
        if of != brand {
            return Err(Error::not_found());
        }
        let tenant = Tenant::for_person(organization.clone(), brand, principal);
        let _noted = c.in_tenant(&tenant, |tx| tx.audit(entry("organization", organization.as_str(), before)))?;
        Ok(before != required)
    });
    change.await
}

pub(crate) fn by_command_line() -> Principal {
    let actor = AuditActor { kind: ActorKind::System, id: String::new(), name: "Command line".to_owned() };
    Principal { actor, request: RequestInfo { id: RequestId::generate(), ip: None, user_agent: None } }
}
