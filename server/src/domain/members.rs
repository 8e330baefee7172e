//! Members: who belongs to an organization, in which role.

use chrono::Utc;
use loggia_types::{
    FieldError, MembershipId, Permission, Problem, ProblemCode, Role, RoleKey, Timestamp, UserId,
    conditions::{Attributes, MOST_ATTRIBUTES, is_attribute_name},
    events::EventType,
    members::{Member, MemberQuery, UpdateMember},
};

use super::{Checks, text};
use crate::{
    auth::Actor,
    error::{Error, Result},
    store::{
        AuditEntry, Audited, Store, Tenant, TenantTx,
        members::{MemberFilter, MemberPosition},
        micros,
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

/// What a member may see of others' memberships: attributes and reasons are for those who may change them.
pub fn as_seen_by(actor: &Actor, mut member: Member) -> Member {
    if !actor.permits(Permission::MembersManage) {
        member.attributes.clear();
        member.suspended_reason = None;
    }
    member
}

fn refuse_grant() -> Error {
    Error::problem(
        ProblemCode::PermissionDenied,
        "Your role does not let you make or change a person in this role: it grants more than you hold.",
    )
}

/// Changes a membership: role, end, suspension, attributes. Who is suspended keeps the membership, and may nothing.
///
/// # Errors
/// `validation_failed`, `version_mismatch`, `last_owner`, `permission_denied` for who would grant more than they hold.
pub async fn update(
    store: &Store,
    actor: &Actor,
    id: MembershipId,
    version: i64,
    change: UpdateMember,
) -> Result<Member> {
    check(&change)?;
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let own = actor.member().is_some_and(|myself| myself.membership_id == id);
    let result = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let before = tx.member(&id)?;
            if own && (change.ends_at.is_some() || change.attributes.is_some() || change.suspended.is_some()) {
                // A contractor would stay for ever, and a region would be whichever one likes.
                let detail = "Nobody changes the end, the attributes or the suspension of their own membership.";
                return Err(Error::problem(ProblemCode::PermissionDenied, detail));
            }
            // Attributes and dates are part of what a role permits: who changes them gives it anew.
            if !tx.may_grant(before.role)? {
                return Err(refuse_grant());
            }
            if let Some(role) = change.role {
                require_role(tx, "/role", role)?;
                if !tx.may_grant(role)? {
                    return Err(refuse_grant());
                }
            }
            let after = changed(tx, &before, change)?;
            if gives_more(tx, &before, &after)? && !tx.may_give_until(after.ends_at) {
                return Err(outlasting(tx, Some("/ends_at")));
            }
            if before.version != version || !tx.update_membership(&after)? {
                return Err(Error::version_mismatch());
            }
            keep_an_owner(tx, before.role)?;
            let owner = RoleKey::from(Role::Owner);
            if after.role == owner && before.role != owner && !tx.sso_policy()?.required {
                // A provider that an admin may have chosen links no owners: they do so themselves.
                for connection in tx.sso_connection_list()? {
                    tx.end_sso_sessions_of(&before.user.id, &connection.id)?;
                    tx.forget_identities(&before.user.id, &connection.id)?;
                }
            }
            if before.role == owner && after.role != owner && tx.is_break_glass(&before.user.id)? {
                tx.revoke_grants_of(&before.user.id, None)?;
            }
            if after.suspended_at.is_some() && before.suspended_at.is_none() {
                tx.revoke_sessions_of(&before.user.id)?;
                tx.revoke_grants_of(&before.user.id, None)?;
                withdraw_invitations(tx, &before.user.id, None)?;
            } else if after.role != before.role || after.ends_at != before.ends_at {
                withdraw_invitations(tx, &before.user.id, Some((after.role, after.ends_at)))?;
            }
            tx.emit(EventType::MemberUpdated, &id)?;
            let (was, is) = differences(&before, &after);
            let entry = AuditEntry::new(action(&before, &after), "membership", &id).changes(was, is);
            let after = tx.member(&id)?;
            Ok(tx.audit(entry)?.with(after))
        })
        .await;
    note_refusal(store, &tenant, ("member.updated", "membership"), target.as_str(), &result).await?;
    // Open event streams look whether their credential is still good.
    store.wake(tenant.org_id());
    result
}

fn check(change: &UpdateMember) -> Result<()> {
    let mut checks = Checks::default();
    if let Some(reason) = &change.suspended_reason {
        checks.note(text::line("/suspended_reason", reason, 300));
        checks.require(
            change.suspended == Some(true),
            "/suspended_reason",
            "invalid",
            "Leave it out: nobody is suspended.",
        );
    } else {
        checks.require(change.suspended != Some(true), "/suspended_reason", "required", "Say why.");
    }
    if let Some(Some(at)) = change.ends_at {
        checks.require(at > Utc::now(), "/ends_at", "invalid", "Expected a moment to come.");
    }
    if let Some(attributes) = &change.attributes {
        check_attributes(&mut checks, attributes);
    }
    checks.finish()
}

/// The membership with a change.
fn changed(tx: &TenantTx<'_>, before: &Member, change: UpdateMember) -> Result<Member> {
    let mut after = before.clone();
    after.role = change.role.unwrap_or(after.role);
    after.ends_at = change.ends_at.unwrap_or(after.ends_at);
    after.attributes = change.attributes.unwrap_or(after.attributes);
    match change.suspended {
        Some(true) => {
            after.suspended_at = after.suspended_at.or(Some(tx.now()));
            after.suspended_reason = change.suspended_reason;
        }
        Some(false) => (after.suspended_at, after.suspended_reason) = (None, None),
        None => {}
    }
    Ok(after)
}

/// Whether a change gives anything that there was not: a right, or time.
fn gives_more(tx: &mut TenantTx<'_>, before: &Member, after: &Member) -> Result<bool> {
    let longer = match (before.ends_at, after.ends_at) {
        (Some(before), Some(after)) => after > before,
        (before, after) => before.is_some() && after.is_none(),
    };
    let reinstated = before.suspended_at.is_some() && after.suspended_at.is_none();
    let more = before.role != after.role && !tx.policy(before.role)?.covers(&tx.policy(after.role)?);
    Ok(longer || reinstated || more || before.attributes != after.attributes)
}

/// The refusal of somebody who is a member until some day, and would give what lasts longer. `pointer` names the field
/// of the request that says until when, if there is one.
pub(super) fn outlasting(tx: &TenantTx<'_>, pointer: Option<&str>) -> Error {
    let day = tx.writer_ends_at().map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    let detail =
        format!("Your membership ends at {day}. Nobody gives what outlasts them: an end has to be set, not later.");
    let mut problem = Problem::new(ProblemCode::PermissionDenied).with_detail(detail.clone());
    problem.errors = pointer.map(|pointer| FieldError::new(pointer, "outlasts", detail)).into_iter().collect();
    Error::Problem(Box::new(problem))
}

/// What the audit log calls a change: by the gravest part of it.
fn action(before: &Member, after: &Member) -> &'static str {
    match (before.suspended_at, after.suspended_at) {
        (None, Some(_)) => "member.suspended",
        (Some(_), None) => "member.reinstated",
        _ if before.role != after.role => "member.role_changed",
        _ => "member.updated",
    }
}

/// What a change changes: before and after.
fn differences(before: &Member, after: &Member) -> (serde_json::Value, serde_json::Value) {
    let all = |member: &Member| {
        [
            ("role", serde_json::json!(member.role)),
            ("ends_at", serde_json::json!(member.ends_at)),
            ("suspended_at", serde_json::json!(member.suspended_at)),
            ("suspended_reason", serde_json::json!(member.suspended_reason)),
            ("attributes", serde_json::json!(member.attributes)),
        ]
    };
    let object = |fields: Vec<(&str, serde_json::Value)>| {
        serde_json::Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let changed = all(before).into_iter().zip(all(after)).filter(|(was, is)| was != is);
    let (was, is): (Vec<_>, Vec<_>) = changed.unzip();
    (object(was), object(is))
}

/// Refuses a role that the organization does not have.
///
/// # Errors
/// `validation_failed` at `pointer`.
pub(super) fn require_role(tx: &mut TenantTx<'_>, pointer: &str, role: RoleKey) -> Result<()> {
    let Some(id) = role.custom() else { return Ok(()) };
    match tx.custom_role(&id) {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(ProblemCode::NotFound) => {
            Err(Error::invalid_value(pointer, "unknown", "The organization has no such role."))
        }
        Err(error) => Err(error),
    }
}

/// Notes what is wrong with attributes at `/attributes`.
pub(super) fn check_attributes(checks: &mut Checks, attributes: &Attributes) {
    let detail = format!("Expected at most {MOST_ATTRIBUTES}.");
    checks.require(attributes.len() <= MOST_ATTRIBUTES, "/attributes", "too_many", &detail);
    for (name, value) in attributes {
        let pointer = format!("/attributes/{}", name.replace('~', "~0").replace('/', "~1"));
        let detail = "Expected a name of lower-case letters, digits and underscores.";
        checks.require(is_attribute_name(name), &pointer, "invalid", detail);
        let detail = "Expected a text of at most 200 characters, a number, true or false, or 1 to 32 such texts.";
        checks.require(value.is_acceptable(), &pointer, "invalid", detail);
    }
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
            // Nobody leaves because a program says so that may not manage members.
            if !leaves || by.is_program() {
                by.require(Permission::MembersManage)?;
                tx.require_now(Permission::MembersManage)?;
                if !tx.may_grant(member.role)? {
                    return Err(refuse_grant());
                }
            }
            tx.revoke_sessions_of(&member.user.id)?;
            tx.revoke_grants_of(&member.user.id, None)?;
            tx.forget_consents_of(&member.user.id)?;
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

/// What became of a role that an identity provider says.
pub enum Mapped {
    /// The member has it.
    Applied(Audited<Member>),
    /// The member had it.
    AsBefore(Member),
    /// The member keeps theirs: they are the organization's last lasting owner, which is in the log now.
    LastOwner(Audited<Member>),
}

/// Gives a member the role that a claim of their identity provider maps to: the one path to a role that no person
/// takes. Whoever set the mapping up answered for what it grants. It never takes the organization's last owner: a
/// provider that is set up wrongly must not lock everybody out, and neither must it refuse the sign-in.
///
/// # Errors
/// `not_found`, `validation_failed` at `/role` for a role that the organization does not have.
pub fn apply_mapped_role(tx: &mut TenantTx<'_>, id: &MembershipId, role: RoleKey) -> Result<Mapped> {
    tx.lock_organization()?;
    let before = tx.member(id)?;
    if before.role == role {
        return Ok(Mapped::AsBefore(before));
    }
    require_role(tx, "/role", role)?;
    let is_lasting_owner = before.role == Role::Owner && before.suspended_at.is_none() && before.ends_at.is_none();
    if is_lasting_owner && tx.count_lasting_owners()? <= 1 {
        let entry = AuditEntry::new("member.role_changed", "membership", id)
            .denied("The last owner keeps the role, whatever single sign-on says.".to_owned());
        return Ok(Mapped::LastOwner(tx.audit(entry)?.with(before)));
    }
    let after = Member { role, ..before.clone() };
    if !tx.update_membership(&after)? {
        return Err(Error::version_mismatch());
    }
    withdraw_invitations(tx, &before.user.id, Some((role, before.ends_at)))?;
    tx.emit(EventType::MemberUpdated, id)?;
    let (was, is) = differences(&before, &after);
    let after = tx.member(id)?;
    let entry = AuditEntry::new("member.role_changed", "membership", id).changes(was, is);
    Ok(Mapped::Applied(tx.audit(entry)?.with(after)))
}

/// Refuses a change that took the organization's last lasting owner. Asked after the change and under the
/// organization's lock: two owners who remove each other at the same time are one after the other here.
pub(super) fn keep_an_owner(tx: &mut TenantTx<'_>, role_before: RoleKey) -> Result<()> {
    if role_before == Role::Owner && tx.count_lasting_owners()? == 0 {
        return Err(Error::problem(
            ProblemCode::LastOwner,
            "An organization keeps at least one owner. Make somebody else an owner first.",
        ));
    }
    Ok(())
}

/// An invitation is good for as long as its maker may make it: withdraws those of a person that are open and beyond
/// the role and the end they have now (`None`: they are gone, or suspended).
pub(super) fn withdraw_invitations(
    tx: &mut TenantTx<'_>,
    user: &UserId,
    now: Option<(RoleKey, Option<Timestamp>)>,
) -> Result<()> {
    let ends_at = now.and_then(|(_, ends_at)| ends_at).map(micros);
    let mine = now.map(|(role, _)| tx.policy(role)).transpose()?;
    for open in tx.open_invitations_by(user)? {
        let theirs = tx.policy(open.role)?;
        let outlasts = ends_at.is_some_and(|mine| open.ends_at.is_none_or(|theirs| theirs > mine));
        let still_good = !outlasts && mine.as_ref().is_some_and(|mine| mine.may_grant(&theirs));
        if still_good || !tx.close_invitation(&open.id, "withdrawn")? {
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
