//! Invitations: open offers to join an organization.

use chrono::TimeDelta;
use loggia_types::{
    InvitationId, ProblemCode,
    events::EventType,
    members::{CreateInvitation, Invitation},
};

use super::{is_email, members::may_grant};
use crate::{
    auth::Actor,
    error::{Error, Result},
    store::{
        AuditEntry, Idempotency, Store, Tenant,
        members::{normal_email, to_invitation},
        micros,
        rows::InvitationRow,
    },
};

/// How long an invitation can be accepted.
pub const GOOD_FOR: TimeDelta = TimeDelta::days(14);

/// Invites somebody.
///
/// # Errors
/// `validation_failed`, `permission_denied` for who would grant more than they hold, `already_member`.
pub async fn create(
    store: &Store,
    actor: &Actor,
    request: CreateInvitation,
    idempotency: Option<Idempotency>,
) -> Result<Invitation> {
    let email = normal_email(&request.email);
    if !is_email(&email) {
        return Err(Error::invalid_value("/email", "invalid", "Enter an e-mail address, like name@company.example."));
    }
    let tenant = Tenant::of(actor)?;
    if !may_grant(actor, request.role) {
        let refused = Error::problem(
            ProblemCode::PermissionDenied,
            format!("Your role does not let you invite a person as {}.", request.role),
        );
        let entry = AuditEntry::new("invitation.created", "invitation", "").denied(refused.to_string());
        store.write(&tenant, move |tx| tx.audit(entry)).await?;
        return Err(refused);
    }
    let inviter = actor.member().map(|member| member.user.clone());
    store
        .create(&tenant, idempotency, move |tx| {
            tx.lock_organization()?;
            let now = micros(tx.now());
            if let Some(user) = tx.user_of_brand_by_email(&email)?
                && tx.membership_of(&user.id)?.is_some()
            {
                return Err(Error::problem(ProblemCode::AlreadyMember, "This person is a member already."));
            }
            if let Some(open) = tx.open_invitation_to(&email)? {
                if open.expires_at > now {
                    return Err(Error::problem(ProblemCode::AlreadyMember, "This person is invited already."));
                }
                tx.close_invitation(&open.id, "expired")?;
            }
            let row = InvitationRow {
                id: InvitationId::generate(),
                org_id: tx.org_id().clone(),
                email,
                role: request.role,
                invited_by: inviter.as_ref().map(|user| user.id.clone()),
                created_at: now,
                expires_at: micros(tx.now() + GOOD_FOR),
                closed_at: None,
                outcome: None,
            };
            tx.insert(&row)?;
            tx.emit(EventType::InvitationCreated, &row.id)?;
            let entry = AuditEntry::new("invitation.created", "invitation", &row.id)
                .changes((), serde_json::json!({ "email": row.email, "role": row.role }));
            Ok(tx.audit(entry)?.with(to_invitation(row, inviter)))
        })
        .await
}

/// Withdraws an open invitation.
///
/// # Errors
/// `not_found`, `permission_denied` for an invitation to a role that the actor may not grant.
pub async fn withdraw(store: &Store, actor: &Actor, id: InvitationId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let by = actor.clone();
    store
        .write(&tenant, move |tx| {
            let open = tx.open_invitation(&id)?;
            if !may_grant(&by, open.role) {
                let refused = Error::problem(
                    ProblemCode::PermissionDenied,
                    format!("Your role does not let you withdraw an invitation as {}.", open.role),
                );
                let entry = AuditEntry::new("invitation.withdrawn", "invitation", &id).denied(refused.to_string());
                return Ok(tx.audit(entry)?.with(Err(refused)));
            }
            if !tx.close_invitation(&id, "withdrawn")? {
                return Err(Error::not_found());
            }
            tx.emit(EventType::InvitationDeleted, &id)?;
            let entry = AuditEntry::new("invitation.withdrawn", "invitation", &id)
                .changes(serde_json::json!({ "email": open.email, "role": open.role }), ());
            Ok(tx.audit(entry)?.with(Ok(())))
        })
        .await?
}
