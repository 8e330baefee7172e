//! Whether single sign-on is the only way into an organization.

use std::collections::BTreeSet;

use loggia_types::{
    OrganizationId, Role,
    sso::{SetSsoPolicy, SsoPolicy},
};
use serde_json::json;

use super::{super::Checks, connections::require_admin};
use crate::{
    auth::Actor,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Store, Tenant, TenantTx},
};

/// How many owners may be named.
const MOST_NAMED: usize = 5;

/// The policy.
///
/// # Errors
/// When the store fails.
pub async fn get(app: &App, actor: &Actor) -> Result<SsoPolicy> {
    app.store().read(&Tenant::of(actor)?, |c| c.sso_policy()).await
}

/// Replaces it. Where single sign-on becomes required, what programs were given before ends: nobody knows how the person
/// had signed in who let them in.
///
/// # Errors
/// `validation_failed` for somebody who is no owner or has no password, or when nobody is named; `conflict` without an
/// active connection or a verified domain.
pub async fn set(app: &App, actor: &Actor, wanted: SetSsoPolicy) -> Result<SsoPolicy> {
    let few = wanted.break_glass.len() <= MOST_NAMED;
    let mut checks = Checks::default();
    checks.require(few, "/break_glass", "too_many", &format!("Expected at most {MOST_NAMED}."));
    checks.finish()?;
    let tenant = Tenant::of(actor)?;
    let set = app
        .store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            require_admin(tx)?;
            let before = tx.sso_policy()?;
            check(tx, &wanted)?;
            let named: BTreeSet<_> = wanted.break_glass.into_iter().collect();
            let named: Vec<_> = named.into_iter().collect();
            tx.set_sso_policy(wanted.required, &named)?;
            if wanted.required && !before.required {
                tx.revoke_all_grants()?;
            }
            // Nor do programs stay that somebody let in who is no exception any more.
            for former in before.break_glass.iter().filter(|user| wanted.required && !named.contains(&user.id)) {
                tx.revoke_grants_of(&former.id, None)?;
            }
            let after = tx.sso_policy()?;
            let told = |policy: &SsoPolicy| {
                let named: Vec<_> = policy.break_glass.iter().map(|user| &user.id).collect();
                json!({ "required": policy.required, "break_glass": named })
            };
            let entry =
                AuditEntry::new("sso_policy.updated", "organization", tx.org_id()).changes(told(&before), told(&after));
            Ok(tx.audit(entry)?.with(after))
        })
        .await;
    // Whoever is there without single sign-on has to go.
    app.store().wake(tenant.org_id());
    set
}

fn check(tx: &mut TenantTx<'_>, wanted: &SetSsoPolicy) -> Result<()> {
    let mut checks = Checks::default();
    for (at, user) in wanted.break_glass.iter().enumerate() {
        let pointer = format!("/break_glass/{at}");
        let member = tx.membership_of(user)?;
        let is_owner = member.is_some_and(|member| {
            member.role == Role::Owner && member.suspended_at.is_none() && member.ends_at.is_none()
        });
        checks.require(is_owner, &pointer, "not_an_owner", "Expected an owner of the organization, without an end.");
        if is_owner && wanted.required {
            let has_password = tx.has_password(user)?;
            checks.require(has_password, &pointer, "no_password", "This owner has no password to get in with.");
        }
    }
    let named = !wanted.required || !wanted.break_glass.is_empty();
    let detail = "Name at least one owner who gets in with a password when the provider is down.";
    checks.require(named, "/break_glass", "required", detail);
    checks.finish()?;
    if wanted.required && tx.count_active_sso_connections()? == 0 {
        return Err(Error::conflict("There is no active connection by which anybody could get in."));
    }
    if wanted.required && !tx.domains()?.iter().any(|domain| domain.verified_at.is_some()) {
        return Err(Error::conflict("No domain is verified, by which people would find single sign-on."));
    }
    Ok(())
}

/// Makes single sign-on optional because the operator says so: nobody of the organization gets in any more.
///
/// # Errors
/// `not_found` for an organization that is none.
pub async fn lift(store: &Store, organization: OrganizationId) -> Result<()> {
    let brand = store.brand_of(&organization).await?;
    store
        .write(&Tenant::for_system(organization, brand), |tx| {
            tx.lock_organization()?;
            let before = tx.sso_policy()?;
            tx.set_sso_policy(false, &[])?;
            let entry = AuditEntry::new("sso_policy.updated", "organization", tx.org_id())
                .changes(json!({ "required": before.required }), json!({ "required": false, "break_glass": [] }));
            tx.audit(entry)
        })
        .await
}
