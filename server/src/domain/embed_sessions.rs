//! Embed sessions: how a vendor's backend lets one of its users into the portal.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loggia_types::{
    EmbedSessionId, Feature, MembershipId, ProblemCode, UserId,
    embed::{CreateEmbedSession, EmbedSession, EmbedUser},
    events::EventType,
    members::MembershipSource,
};
use serde::{Deserialize, Serialize};

use super::{Checks, is_email, is_locale, text};
use crate::{
    auth::{Actor, BearerSecret, CLIENT_SECRET_PREFIX, hash, random_secret, session_secret},
    error::{Error, Result},
    store::{
        AuditEntry, Idempotency, Store, Tenant, TenantTx,
        members::{member_search, normal_email},
        micros, moment,
        rows::{EmbedSessionRow, InvitationRow, MembershipRow, UserRow},
        to_json,
    },
};

/// How long a session is good when nobody says, in seconds.
const DEFAULT_LIFE: u32 = 900;

/// What is kept of the answer for repeated requests: everything but the secret.
#[derive(Serialize, Deserialize)]
struct Made {
    id: EmbedSessionId,
    expires_at: i64,
    secret_hash: String,
    #[serde(default)]
    features: Vec<Feature>,
}

/// Makes a session.
///
/// # Errors
/// `not_found` for an organization of another brand, `validation_failed` for a person who is not a member and has no
/// open invitation.
pub async fn create(
    store: &Store,
    actor: &Actor,
    api_key: &BearerSecret,
    request: CreateEmbedSession,
    idempotency: Option<Idempotency>,
) -> Result<EmbedSession> {
    check(&request)?;
    let tenant = store.tenant_of_brand(actor, &request.organization_id).await?;
    let made = match make(store, &tenant, actor, api_key, request.clone(), idempotency.clone()).await {
        // Another organization of the brand let the same new person in at the same time. Now they are known.
        Err(Error::Store(error)) if error.is_unique_violation() => {
            make(store, &tenant, actor, api_key, request, idempotency).await
        }
        made => made,
    };
    if let Err(Error::Problem(problem)) = &made
        && let Some(refused) = problem.errors.iter().find(|error| error.code == NOT_A_MEMBER)
    {
        let entry = AuditEntry::new("embed_session.created", "embed_session", "").denied(refused.detail.clone());
        store.write(&tenant.for_notes(), move |tx| tx.audit(entry)).await?;
    }
    made
}

async fn make(
    store: &Store,
    tenant: &Tenant,
    actor: &Actor,
    api_key: &BearerSecret,
    request: CreateEmbedSession,
    idempotency: Option<Idempotency>,
) -> Result<EmbedSession> {
    let life = request.expires_in.unwrap_or(DEFAULT_LIFE);
    let api_key_id = actor.credential_id().parse().map_err(|_| Error::permission_denied(CREATE))?;

    let id = EmbedSessionId::generate();
    // Under an idempotency key the secret must be the same again, and it is not stored: it is derived.
    let derived = idempotency.is_some();
    let random = if derived { None } else { Some(random_secret(CLIENT_SECRET_PREFIX)?) };
    let secret = match &random {
        Some(secret) => secret.clone(),
        None => session_secret(api_key, id.as_str())?,
    };
    let secret_hash = hash(&secret);
    let made = store
        .create(tenant, idempotency, move |tx| {
            let user_id = find_or_admit(tx, &request.user)?;
            let expires_at = micros(tx.now() + TimeDelta::seconds(i64::from(life)));
            let features: Option<BTreeSet<_>> = request.features.map(|features| features.into_iter().collect());
            // Asking for what the organization does not have gives nothing. It is no error: what a percentage or an end takes
            // away must not take the whole portal along.
            let on = tx.entitlements()?.resolve(tx.now(), features.as_ref()).to_vec();
            let row = EmbedSessionRow {
                id: id.clone(),
                brand_id: tx.brand_id().clone(),
                org_id: tx.org_id().clone(),
                user_id: user_id.clone(),
                api_key_id,
                secret_hash: secret_hash.clone(),
                features: features.as_ref().map(to_json).transpose()?,
                locale: request.locale,
                created_at: micros(tx.now()),
                expires_at,
                revoked_at: None,
            };
            tx.insert(&row)?;
            let entry = AuditEntry::new("embed_session.created", "embed_session", &id)
                .changes((), serde_json::json!({ "user_id": user_id, "features": features }));
            Ok(tx.audit(entry)?.with(Made { id, expires_at, secret_hash, features: on }))
        })
        .await?;
    let client_secret = match random {
        Some(secret) => secret,
        None => session_secret(api_key, made.id.as_str())?,
    };
    if hash(&client_secret) != made.secret_hash {
        // The key got another secret since: from that one it cannot be derived.
        return Err(Error::conflict(
            "This request was answered before, with another secret of the API key. Use a new Idempotency-Key.",
        ));
    }
    Ok(EmbedSession { id: made.id, client_secret, expires_at: moment(made.expires_at), features: made.features })
}

/// The code of the refusal of somebody who is no member.
const NOT_A_MEMBER: &str = "not_a_member";
const CREATE: loggia_types::Permission = loggia_types::Permission::EmbedSessionsCreate;

fn check(request: &CreateEmbedSession) -> Result<()> {
    let life = request.expires_in.unwrap_or(DEFAULT_LIFE);
    let mut checks = Checks::default();
    checks.require((60..=3600).contains(&life), "/expires_in", "out_of_range", "Expected 60 to 3600 seconds.");
    if let Some(locale) = &request.locale {
        checks.require(is_locale(locale), "/locale", "invalid", "Expected a language tag like en or de-AT.");
    }
    if let EmbedUser::Email { email, name } = &request.user {
        checks.require(is_email(email.trim()), "/user/email", "invalid", "Expected an e-mail address.");
        if let Some(name) = name {
            checks.note(text::line("/user/name", name.trim(), 200));
        }
    }
    checks.finish()
}

/// The member whom the request names. An open invitation to the address is accepted.
fn find_or_admit(tx: &mut TenantTx<'_>, user: &EmbedUser) -> Result<UserId> {
    match user {
        EmbedUser::Id { id } => match tx.membership_of(id)? {
            Some(membership) if is_current(tx, &membership) => Ok(id.clone()),
            _ => Err(refused("/user/id", "This user is not a member of the organization.")),
        },
        EmbedUser::Email { email, name } => {
            let email = normal_email(email);
            // Two first sign-ins at once admit the person once.
            tx.lock_organization()?;
            let known = tx.user_of_brand_by_email(&email)?;
            if let Some(user) = &known
                && let Some(membership) = tx.membership_of(&user.id)?
            {
                return if is_current(tx, &membership) {
                    Ok(user.id.clone())
                } else {
                    Err(refused("/user/email", "This person's membership has ended or is suspended."))
                };
            }
            accept_invitation(tx, &email, name.as_deref(), known)
        }
    }
}

fn is_current(tx: &TenantTx<'_>, membership: &MembershipRow) -> bool {
    membership.suspended_at.is_none() && membership.ends_at.is_none_or(|ends_at| ends_at > micros(tx.now()))
}

fn is_open(tx: &TenantTx<'_>, invitation: &InvitationRow) -> bool {
    let now = micros(tx.now());
    invitation.expires_at > now && invitation.ends_at.is_none_or(|ends_at| ends_at > now)
}

fn refused(pointer: &str, detail: &str) -> Error {
    Error::invalid_value(pointer, NOT_A_MEMBER, detail)
}

/// Makes whoever was invited by this address a member. `known`: the user whom the brand knows by it.
///
/// # Errors
/// `validation_failed` when nobody was, or whoever invited may not do so any more.
pub(super) fn accept_invitation(
    tx: &mut TenantTx<'_>,
    email: &str,
    name: Option<&str>,
    known: Option<UserRow>,
) -> Result<UserId> {
    let invitation = tx.open_invitation_to(email)?.filter(|invitation| is_open(tx, invitation)).ok_or_else(|| {
        refused("/user/email", "Nobody with this address is a member of the organization or invited.")
    })?;
    if let Some(inviter) = &invitation.invited_by {
        if !tx.has_feature(Feature::MembersInvite)? {
            return Err(refused("/user/email", "Invitations are not available in this organization now."));
        }
        let inviter = tx.membership_of(inviter)?.filter(|membership| is_current(tx, membership));
        let theirs = tx.policy(invitation.role)?;
        let still_good = match inviter {
            Some(inviter) => {
                let outlasts =
                    inviter.ends_at.is_some_and(|mine| invitation.ends_at.is_none_or(|theirs| theirs > mine));
                !outlasts && tx.policy(inviter.role)?.may_grant(&theirs)
            }
            None => false,
        };
        if !still_good {
            let detail = "Who invited this person may not do so any more. Somebody else has to invite them again.";
            return Err(refused("/user/email", detail));
        }
    }
    let user = match known {
        Some(user) => user,
        None => {
            let shown = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(email);
            let user = UserRow {
                id: UserId::generate(),
                brand_id: tx.brand_id().clone(),
                email: email.to_owned(),
                name: shown.to_owned(),
                created_at: micros(tx.now()),
            };
            tx.insert_user(&user)?;
            user
        }
    };
    let membership = MembershipRow {
        id: MembershipId::generate(),
        org_id: tx.org_id().clone(),
        user_id: user.id.clone(),
        role: invitation.role,
        source: MembershipSource::Invitation,
        sort_name: user.name.to_lowercase(),
        search: member_search(&user.name, &user.email),
        version: 1,
        ends_at: invitation.ends_at,
        last_active_at: None,
        created_at: micros(tx.now()),
        attributes: None,
        suspended_at: None,
        suspended_reason: None,
    };
    tx.insert(&membership)?;
    if !tx.close_invitation(&invitation.id, "accepted")? {
        return Err(Error::problem(ProblemCode::Conflict, "The invitation was withdrawn in the meantime."));
    }
    tx.emit(EventType::MemberCreated, &membership.id)?;
    tx.emit(EventType::InvitationDeleted, &invitation.id)?;
    let _noted = tx.audit(
        AuditEntry::new("invitation.accepted", "invitation", &invitation.id)
            .changes((), serde_json::json!({ "user_id": user.id, "role": invitation.role })),
    )?;
    Ok(user.id)
}
