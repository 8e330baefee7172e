//! The programs that act for a person, as the person sees them and ends them.

use loggia_types::{BrandId, OAuthClientId, OrganizationId, UserId};

use super::authorize::Person;
use crate::{
    auth::RequestInfo,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, oauth::AuthorizedClient},
};

/// The programs that a person agreed to.
///
/// # Errors
/// When the store fails.
pub async fn list(app: &App, user: &UserId) -> Result<Vec<AuthorizedClient>> {
    let user = user.clone();
    app.store().system_read(move |c| c.authorized_clients(&user)).await
}

/// Ends what a program may do for a person in an organization: what it has is refused from now on, and it has to ask again.
///
/// # Errors
/// `not_found` when the person has not agreed to it there, `unauthenticated` when their session ended meanwhile.
pub async fn revoke(
    app: &App,
    brand: &BrandId,
    person: &Person,
    (client, organization): (&OAuthClientId, &OrganizationId),
    request: &RequestInfo,
) -> Result<()> {
    let theirs = list(app, &person.id).await?;
    let known = theirs.into_iter().find(|known| known.client == *client && known.organization == *organization);
    let known = known.ok_or_else(Error::not_found)?;
    let tenant = person.tenant(organization, brand, request);
    let user = person.id.clone();
    app.store()
        .write(&tenant, move |tx| {
            if !tx.forget_consent(&known.client, &user)? {
                return Err(Error::not_found());
            }
            tx.revoke_grants_of(&user, Some(&known.client))?;
            let before = serde_json::json!({ "client": known.name, "scopes": known.scopes });
            tx.audit(AuditEntry::new("oauth_client.revoked", "oauth_client", &known.client).changes(before, ()))
        })
        .await?;
    // Open event streams look whether their credential is still good.
    app.store().wake(organization);
    Ok(())
}
