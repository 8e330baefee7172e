//! A session as its owner sees it, and its end.

use chrono::Utc;
use loggia_types::session::{BrandRef, OrganizationRef, Session};

use super::sign_in;
use crate::{
    auth::{Actor, MemberCredential},
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Store, Tenant},
};

/// Who the actor is, where, and what they may do.
///
/// # Errors
/// For an API key, and when the store fails.
pub async fn describe(app: &App, actor: &Actor) -> Result<Session> {
    let member = actor.require_member()?;
    let organization = actor.organization.as_ref().ok_or_else(Error::unauthenticated)?;
    let brand = actor.brand.id.clone();
    let tokens = app.store().system_read(move |c| c.brand_theme(&brand)).await?;
    let identity = app.hosts().identity(&actor.brand.id).await?;
    let portal = app.portal_url_of(&actor.brand.id).await?;
    let logo_url =
        identity.logo.as_ref().zip(portal).map(|(digest, portal)| format!("{portal}/portal/images/{digest}"));
    Ok(Session {
        user: member.user.clone(),
        membership_id: member.membership_id.clone(),
        organization: OrganizationRef { id: organization.id.clone(), name: organization.name.clone() },
        brand: BrandRef {
            id: actor.brand.id.clone(),
            name: actor.brand.name.clone(),
            support_email: actor.brand.support_email.clone(),
            logo_url,
        },
        role: member.role,
        role_name: member.role_name.clone(),
        permissions: actor.permissions(),
        features: actor.features.to_vec(),
        locale: identity.locale(&member.locale).to_owned(),
        theme: app.themes().compiled(&actor.brand.id, tokens).as_ref().clone(),
        limits: app.limits(),
        expires_at: member.expires_at,
        server_time: Utc::now(),
    })
}

/// Ends the actor's session.
///
/// # Errors
/// For an API key, and when the store fails.
pub async fn end(store: &Store, actor: &Actor) -> Result<()> {
    let member = actor.require_member()?;
    let credential = member.credential.clone();
    if let MemberCredential::UserSession(id) = &credential {
        let who = sign_in::Who { brand: actor.brand.id.clone(), user: member.user.clone() };
        return sign_in::end(store, &who, id, &actor.request).await;
    }
    let tenant = Tenant::of(actor)?;
    let ended = store
        .write(&tenant, move |tx| match credential {
            MemberCredential::EmbedSession(session) => {
                tx.revoke_session(&session)?;
                tx.audit(AuditEntry::new("session.ended", "embed_session", &session))
            }
            MemberCredential::AccessToken(token) => {
                tx.revoke_grant(&token.grant)?;
                tx.audit(AuditEntry::new("oauth_grant.revoked", "oauth_grant", &token.grant))
            }
            // Above organizations.
            MemberCredential::UserSession(_) => Err(Error::unauthenticated()),
        })
        .await;
    // Open event streams look whether their credential is still good.
    store.wake(tenant.org_id());
    ended
}
