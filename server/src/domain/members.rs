//! Members: who belongs to an organization, in which role.

use loggia_types::{
    MembershipId, Permission, ProblemCode, Role, UserId,
    events::EventType,
    members::{Member, MemberQuery},
};

use super::text;
use crate::{
    auth::{Actor, Credential},
    error::{Error, Result},
    store::{
        AuditEntry, Store, Tenant, TenantTx,
        members::{MemberFilter, MemberPosition},
    },
};

/// Up to `limit` members after a position, and how many there are.
///
/// # Errors
/// When the query is not acceptable or the store fails.
pub async fn list(
    store: &Store,
    tenant: &Tenant,
    query: MemberQuery,
    after: Option<MemberPosition>,
    limit: i64,
) -> Result<(Vec<Member>, i64)> {
    let contains = text::search("?q", query.q).map_err(|error| Error::malformed(&error.pointer, error.detail))?;
    let filter = MemberFilter { contains, role: query.role };
    store.read(tenant, move |c| c.member_page(&filter, after.as_ref(), limit)).await
}

/// Whether the actor may give a role to somebody, or change somebody who holds it: what they are told. What they do is
/// checked in the transaction that does it, by [`TenantTx::may_grant`].
pub fn may_grant(actor: &Actor, role: Role) -> bool {
    match &actor.credential {
        Credential::EmbedSession(member) => member.role.may_grant(role),
        Credential::ApiKey { is_organizations, .. } => !is_organizations,
    }
}

fn refuse_grant(role: Role) -> Error {
    Error::problem(
        ProblemCode::PermissionDenied,
        format!("Your role does not let you make or change a person who is {role}."),
    )
}

/// Gives a member another role.
///
/// # Errors
/// `version_mismatch`, `last_owner`, `permission_denied` for who would grant more than they hold.
pub async fn set_role(store: &Store, actor: &Actor, id: MembershipId, version: i64, role: Role) -> Result<Member> {
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let result = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let before = tx.member(&id)?;
            if !tx.may_grant(before.role) {
                return Err(refuse_grant(before.role));
            }
            if !tx.may_grant(role) {
                return Err(refuse_grant(role));
            }
            if before.version != version || !tx.set_role(&id, version, role)? {
                return Err(Error::version_mismatch());
            }
            keep_an_owner(tx, before.role)?;
            withdraw_invitations(tx, &before.user.id, Some(role))?;
            tx.emit(EventType::MemberUpdated, &id)?;
            let entry = AuditEntry::new("member.role_changed", "membership", &id)
                .changes(serde_json::json!({ "role": before.role }), serde_json::json!({ "role": role }));
            let after = tx.member(&id)?;
            Ok(tx.audit(entry)?.with(after))
        })
        .await;
    note_refusal(store, &tenant, ("member.role_changed", "membership"), target.as_str(), &result).await?;
    result
}

/// Removes a member, or lets one leave. Their sessions end with it.
///
/// # Errors
/// `last_owner`, `permission_denied`.
pub async fn remove(store: &Store, actor: &Actor, id: MembershipId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let by = actor.clone();
    let target = id.clone();
    let result = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let member = tx.member(&id)?;
            let leaves = by.member().is_some_and(|myself| myself.membership_id == id);
            if !leaves {
                by.require(Permission::MembersManage)?;
                tx.require(Permission::MembersManage)?;
                if !tx.may_grant(member.role) {
                    return Err(refuse_grant(member.role));
                }
            }
            tx.revoke_sessions_of(&member.user.id)?;
            if !tx.delete_membership(&id)? {
                return Err(Error::not_found());
            }
            keep_an_owner(tx, member.role)?;
            withdraw_invitations(tx, &member.user.id, None)?;
            tx.emit(EventType::MemberDeleted, &id)?;
            let action = if leaves { "member.left" } else { "member.removed" };
            let entry = AuditEntry::new(action, "membership", &id)
                .changes(serde_json::json!({ "user_id": member.user.id, "role": member.role }), ());
            tx.audit(entry)
        })
        .await;
    note_refusal(store, &tenant, ("member.removed", "membership"), target.as_str(), &result).await?;
    result
}

/// Refuses a change that took the organization's last lasting owner. Asked after the change and under the
/// organization's lock: two owners who remove each other at the same time are one after the other here.
fn keep_an_owner(tx: &mut TenantTx<'_>, role_before: Role) -> Result<()> {
    if role_before == Role::Owner && tx.count_lasting_owners()? == 0 {
        return Err(Error::problem(
            ProblemCode::LastOwner,
            "An organization keeps at least one owner. Make somebody else an owner first.",
        ));
    }
    Ok(())
}

/// An invitation is good for as long as its maker may make it: withdraws those of a person that are open and beyond
/// the role they have now (`None`: they are gone).
fn withdraw_invitations(tx: &mut TenantTx<'_>, user: &UserId, role: Option<Role>) -> Result<()> {
    for open in tx.open_invitations_by(user)? {
        if role.is_some_and(|role| role.may_grant(open.role)) || !tx.close_invitation(&open.id, "withdrawn")? {
            continue;
        }
        tx.emit(EventType::InvitationDeleted, &open.id)?;
        let before = serde_json::json!({ "email": open.email, "role": open.role, "invited_by": user });
        let _noted = tx.audit(AuditEntry::new("invitation.withdrawn", "invitation", &open.id).changes(before, ()))?;
    }
    Ok(())
}

/// A refused attempt (of this action, on this kind of thing) goes into the audit log. It was rolled back, so the entry
/// is a transaction of its own.
pub(super) async fn note_refusal<T>(
    store: &Store,
    tenant: &Tenant,
    (action, resource): (&'static str, &'static str),
    id: &str,
    result: &Result<T>,
) -> Result<()> {
    let Err(error) = result else { return Ok(()) };
    if !matches!(
        error.code(),
        Some(ProblemCode::PermissionDenied | ProblemCode::FeatureDisabled | ProblemCode::LastOwner)
    ) {
        return Ok(());
    }
    let entry = AuditEntry::new(action, resource, id).denied(error.to_string());
    store.write(&tenant.for_notes(), move |tx| tx.audit(entry)).await
}
