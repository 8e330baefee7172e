//! Joining an organization by the link of an invitation's mail.
//!
//! Whoever has the link has the mailbox that was invited, or was handed the mail: it is good for two weeks, and people pass
//! invitations on. So it makes an account where there is none, and is never a way into one that there is. Whom the brand knows
//! by the address signs in first, by whichever way they have, if need be by a link that is good for minutes; with or without a
//! password makes no difference. Who is signed in as somebody else joins neither as themselves nor as whoever was invited.

use loggia_types::{
    BrandId, OrganizationId, UserId,
    audit::{ActorKind, AuditActor},
};

use super::Who;
use crate::{
    auth::{RequestInfo, Turn, hash},
    domain::{
        embed_sessions::accept_invitation,
        passwords::{self, Fault, LEAST_ALONE},
        text,
    },
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Principal, Tenant, credentials::FoundInvitation, members::to_user},
};

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The invitation.
    pub invitation: FoundInvitation,
    /// Whom the brand knows by the address.
    pub known: Option<Who>,
}

/// What somebody says who joins.
#[derive(Clone, Copy)]
pub struct Joining<'a> {
    /// Who is signed in.
    pub signed_in: Option<&'a UserId>,
    /// How they want to be called, if nobody is known by the address.
    pub name: &'a str,
    /// The password they want, if nobody is known by the address.
    pub password: &'a str,
}

/// What comes of it.
#[derive(Clone, Debug)]
pub enum Joined {
    /// They belong to the organization.
    Done {
        /// Who.
        user: UserId,
        /// To which.
        organization: OrganizationId,
    },
    /// The name cannot be one.
    BadName,
    /// The password is not taken.
    BadPassword(Fault),
    /// They have to sign in first, or as somebody else.
    SignInFirst,
    /// The invitation is not good any more.
    Over,
}

/// What the secret of a link leads to. `None`: nothing, or nothing any more.
///
/// # Errors
/// When the store fails.
pub async fn invited(app: &App, brand: &BrandId, secret: &str) -> Result<Option<Invited>> {
    let (brand, secret) = (brand.clone(), hash(secret));
    app.store()
        .system_read(move |c| {
            let found = c.invitation_by_secret(&secret)?.filter(|invitation| invitation.brand_id == brand);
            let Some(invitation) = found else { return Ok(None) };
            let known = c.user_by_email(&brand, &invitation.email)?;
            let known = known.map(|user| Who { brand, user: to_user(user) });
            Ok(Some(Invited { invitation, known }))
        })
        .await
}

/// Lets somebody join by the secret of a link. Of somebody new, name and password are theirs from then on.
///
/// # Errors
/// `unavailable` when too many passwords wait to be hashed, and when the store fails.
pub async fn join(
    app: &App,
    brand: &BrandId,
    secret: &str,
    joining: Joining<'_>,
    request: &RequestInfo,
) -> Result<Joined> {
    let Some(invited) = invited(app, brand, secret).await? else { return Ok(Joined::Over) };
    let known = invited.known.as_ref().map(|who| &who.user);
    let name = joining.name.trim();
    if joining.signed_in != known.map(|user| &user.id) {
        return Ok(Joined::SignInFirst);
    }
    let mut hashed = None;
    if known.is_none() {
        if text::line("name", name, 200).is_err() {
            return Ok(Joined::BadName);
        }
        let about = [name, &invited.invitation.email, &invited.invitation.organization_name];
        match passwords::check(joining.password, LEAST_ALONE, &about) {
            Ok(normal) => hashed = Some(app.passwords().hash(Turn::Other, normal).await?),
            Err(fault) => return Ok(Joined::BadPassword(fault)),
        }
    }
    let (brand, secret, name, request) = (brand.clone(), hash(secret), name.to_owned(), request.clone());
    let expected = known.map(|user| user.id.clone());
    let done = app
        .store()
        .system_write(move |c| {
            // It may have been used, or an account made, while the password was hashed.
            let found = c.invitation_by_secret(&secret)?.filter(|invitation| invitation.brand_id == brand);
            let invitation = found.ok_or_else(Error::not_found)?;
            let known = c.user_by_email(&brand, &invitation.email)?;
            if known.as_ref().map(|user| &user.id) != expected.as_ref() {
                return Err(Error::not_found());
            }
            let id = known.as_ref().map(|user| user.id.to_string()).unwrap_or_default();
            let called = known.as_ref().map_or(&name, |user| &user.name).clone();
            let actor = AuditActor { kind: ActorKind::User, id, name: called };
            let tenant = Tenant::for_person(invitation.org_id.clone(), brand.clone(), Principal { actor, request });
            let sets_password = hashed.is_some();
            let user = c.in_tenant(&tenant, |tx| {
                tx.lock_organization()?;
                let user = accept_invitation(tx, &invitation.email, Some(&name), known)?;
                if sets_password {
                    let _noted = tx.audit(AuditEntry::new("password.set", "user", &user))?;
                }
                Ok(user)
            })?;
            c.verify_email(&user, &invitation.email)?;
            if let Some(hashed) = &hashed {
                c.set_password(&user, hashed)?;
            }
            Ok((user, invitation.org_id))
        })
        .await;
    match done {
        Ok((user, organization)) => {
            app.store().wake(&organization);
            Ok(Joined::Done { user, organization })
        }
        // Withdrawn, used, or whoever invited may not do so any more.
        Err(Error::Problem(_)) => Ok(Joined::Over),
        Err(error) => Err(error),
    }
}
