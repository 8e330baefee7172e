//! The revocation endpoint ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)): a client gives a token back.

use loggia_types::{BrandId, OAuthClientId};

use super::{Parameters, REFRESH_TOKEN_PREFIX, Refusal, tenant_of};
use crate::{
    auth::{RequestInfo, digest, hash},
    error::Result,
    limits::Standings,
    state::App,
    store::AuditEntry,
};

/// Ends what a token is part of: with a refresh token the whole grant, with an access token that token. An unknown token is
/// as good as revoked. The outer error is the rate limit's or the server's.
///
/// # Errors
/// `invalid_request`; `invalid_grant` for another client's token. The outer: `rate_limited`, and when the store fails.
pub async fn revoke(
    app: &App,
    brand: &BrandId,
    client: &OAuthClientId,
    parameters: &Parameters,
    request: &RequestInfo,
    standings: &mut Standings,
) -> Result<Result<(), Refusal>> {
    // Of which kind a token is, its beginning says: the hint is not needed.
    let token = match parameters.required("token", "token is missing.") {
        Ok(token) => token.to_owned(),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let attempt = app.rates().attempt(request.ip, &digest(&token), standings)?;
    let (lookup, mine) = (hash(&token), brand.clone());
    let found = app.store().system_read(move |c| {
        let found = if token.starts_with(REFRESH_TOKEN_PREFIX) {
            c.grant_of_refresh_token(&lookup)?.map(|grant| (None, grant))
        } else {
            c.grant_of_access_token(&lookup)?.map(|(token, grant)| (Some(token), grant))
        };
        Ok(found.filter(|(_, grant)| grant.brand == mine))
    });
    let (access_token, found) = match found.await {
        Ok(Some(found)) => found,
        Ok(None) => {
            attempt.bad();
            return Ok(Ok(()));
        }
        Err(error) => {
            attempt.undecided();
            return Err(error);
        }
    };
    attempt.undecided();
    if found.client != *client {
        return Ok(Err(Refusal::grant()));
    }
    let tenant = tenant_of(&found, request);
    let grant = found.grant.clone();
    app.store()
        .write(&tenant, move |tx| {
            let (action, done) = match access_token {
                Some(token) => ("oauth_grant.token_revoked", tx.take_back_access_token(&token)?),
                None => ("oauth_grant.revoked", tx.revoke_grant(&grant)?),
            };
            if !done {
                return Ok(crate::store::Audited::not_worth_an_entry("it was revoked before", ()));
            }
            tx.audit(AuditEntry::new(action, "oauth_grant", &grant))
        })
        .await?;
    // Open event streams look whether their credential is still good.
    app.store().wake(&found.organization);
    Ok(Ok(()))
}
