//! Invitations: open offers to join an organization.

use chrono::{TimeDelta, Utc};
use loggia_types::{
    InvitationId, ProblemCode,
    events::EventType,
    members::{CreateInvitation, Invitation},
};

use super::{
    is_email,
    members::{note_refusal, outlasting, require_role},
};
use crate::{
    auth::{Actor, hash, random_secret},
    error::{Error, Result},
    mail::{Content, Mail},
    state::App,
    store::{
        AuditEntry, Idempotency, Store, Tenant,
        members::{normal_email, to_invitation},
        micros, moment,
        rows::InvitationRow,
    },
};

/// How long an invitation can be accepted.
pub const GOOD_FOR: TimeDelta = TimeDelta::days(14);

/// What the secret of an invitation's link begins with.
pub const INVITATION_SECRET_PREFIX: &str = "inv_secret_";

/// Invites somebody, and sends them a mail with a link that accepts the invitation once. The link's secret is in the mail
/// alone; stored is its hash.
///
/// # Errors
/// `validation_failed`, `permission_denied` for who would grant more than they hold or for longer, `already_member`.
pub async fn create(
    app: &App,
    actor: &Actor,
    request: CreateInvitation,
    idempotency: Option<Idempotency>,
) -> Result<Invitation> {
    if !is_email(request.email.trim()) {
        return Err(Error::invalid_value("/email", "invalid", "Enter an e-mail address, like name@company.example."));
    }
    if request.ends_at.is_some_and(|at| at <= Utc::now()) {
        return Err(Error::invalid_value("/ends_at", "invalid", "Expected a moment to come."));
    }
    let email = normal_email(&request.email);
    let tenant = Tenant::of(actor)?;
    let inviter = actor.member().map(|member| member.user.clone());
    let secret = random_secret(INVITATION_SECRET_PREFIX)?;
    let mailer = app.mailer().clone();
    let made = app
        .store()
        .create(&tenant, idempotency, move |tx| {
            tx.lock_organization()?;
            require_role(tx, "/role", request.role)?;
            if !tx.may_grant(request.role)? {
                return Err(Error::problem(
                    ProblemCode::PermissionDenied,
                    "Your role does not let you invite a person in this role: it grants more than you hold.",
                ));
            }
            if tx.lets_others_in(request.role)? {
                tx.require_recent()?;
            }
            if !tx.may_give_until(request.ends_at) {
                return Err(outlasting(tx, Some("/ends_at")));
            }
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
                secret_hash: Some(hash(&secret)),
                ends_at: request.ends_at.map(micros),
            };
            tx.insert(&row)?;
            let (organization, locale) = tx.name_and_locale()?;
            let content = Content::Invitation {
                organization,
                inviter: inviter.as_ref().map(|user| user.name.clone()),
                path: format!("/invitation?token={secret}"),
                days: GOOD_FOR.num_days(),
            };
            let expires_at = Some(moment(row.expires_at));
            tx.queue_mail(&mailer, &Mail { to: row.email.clone(), locale, content, expires_at })?;
            tx.emit(EventType::InvitationCreated, &row.id)?;
            let entry = AuditEntry::new("invitation.created", "invitation", &row.id)
                .changes((), serde_json::json!({ "email": row.email, "role": row.role, "ends_at": request.ends_at }));
            let names = tx.role_names()?;
            Ok(tx.audit(entry)?.with(to_invitation(row, inviter, &names)))
        })
        .await;
    note_refusal(app.store(), &tenant, ("invitation.created", "invitation"), "", &made).await?;
    if made.is_ok() {
        app.mailer().wake();
    }
    made
}

/// Withdraws an open invitation.
///
/// # Errors
/// `not_found`, `permission_denied` for an invitation to a role that the actor may not grant.
pub async fn withdraw(store: &Store, actor: &Actor, id: InvitationId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let withdrawn = store
        .write(&tenant, move |tx| {
            let open = tx.open_invitation(&id)?;
            if !tx.may_grant(open.role)? {
                return Err(Error::problem(
                    ProblemCode::PermissionDenied,
                    "Your role does not let you withdraw this invitation: its role grants more than you hold.",
                ));
            }
            if !tx.close_invitation(&id, "withdrawn")? {
                return Err(Error::not_found());
            }
            tx.emit(EventType::InvitationDeleted, &id)?;
            let entry = AuditEntry::new("invitation.withdrawn", "invitation", &id)
                .changes(serde_json::json!({ "email": open.email, "role": open.role }), ());
            tx.audit(entry)
        })
        .await;
    note_refusal(store, &tenant, ("invitation.withdrawn", "invitation"), target.as_str(), &withdrawn).await?;
    withdrawn
}
