//! On the way to a provider.

use chrono::Utc;
use loggia_types::{BrandId, SsoConnectionId, UserId, sso::SsoState};
use openidconnect::{
    AuthUrl, ClientId, CsrfToken, IssuerUrl, JsonWebKeySet, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope,
    core::{CoreAuthenticationFlow, CoreClient},
};

use super::{Derived, SIGN_IN_LIFE, provider::Provider, told};
use crate::{
    auth::{hash, random_secret},
    error::{Error, Result},
    state::App,
    store::{from_json, micros, rows::SsoSignInRow, sso::FoundConnection},
};

/// What somebody who signs in at a provider has to go on with.
pub enum Started {
    /// Go there.
    Go {
        /// The address.
        url: String,
        /// What the browser keeps until it is back.
        browser: String,
    },
    /// The provider cannot be asked.
    Unreachable(Box<FoundConnection>),
    /// There is no such connection, or it lets nobody in.
    Nothing,
}

/// Begins a sign-in at a connection's provider. `browser`: the secret that the browser has from a sign-in which it began
/// before; `linking`: who links their account, and does not sign in; `site`: the portal's address, without a slash at the end.
///
/// # Errors
/// When the store fails.
pub async fn start(
    app: &App,
    (brand, site): (&BrandId, &str),
    id: &SsoConnectionId,
    browser: Option<&str>,
    return_to: &str,
    linking: Option<&UserId>,
) -> Result<Started> {
    let (of, wanted) = (brand.clone(), id.clone());
    let found = app.store().system_read(move |c| c.find_sso_connection(&of, &wanted)).await?;
    let usable = |found: &FoundConnection| match found.row.state {
        SsoState::Active => true,
        // While it is set up, whoever is signed in tries it with their own account.
        SsoState::Draft => linking.is_some(),
        SsoState::Disabled => false,
    };
    let Some(found) = found.filter(usable) else { return Ok(Started::Nothing) };
    let provider = match app.providers().get_there(app.outgoing(), &found.row.issuer).await {
        Ok(provider) => provider,
        Err(error) => {
            tracing::warn!(connection = %id, error = %told(&error), "a provider cannot be asked");
            return Ok(Started::Unreachable(Box::new(found)));
        }
    };
    let browser = match browser {
        Some(secret) if secret.starts_with(BROWSER_PREFIX) && secret.len() < 100 => secret.to_owned(),
        _ => random_secret(BROWSER_PREFIX)?,
    };
    let state = random_secret("")?;
    let url = authorization_url(&found, &provider, site, &state, Derived::of(&browser, &state)?)?;
    let now = Utc::now();
    let row = SsoSignInRow {
        state_hash: hash(&state),
        browser_hash: hash(&browser),
        connection_id: id.clone(),
        brand_id: brand.clone(),
        user_id: linking.cloned(),
        return_to: return_to.to_owned(),
        expires_at: micros(now + SIGN_IN_LIFE),
    };
    app.store().system_write(move |c| c.insert_sso_sign_in(&row, now)).await?;
    Ok(Started::Go { url, browser })
}

/// What the secret of a browser begins with.
const BROWSER_PREFIX: &str = "sso_browser_";

/// The redirect URI of a connection. Each has one of its own, so that an answer which another provider was asked for is
/// seen as one (RFC 9700, 4.4.2.2).
pub(super) fn redirect_uri(site: &str, id: &SsoConnectionId) -> String {
    format!("{site}/sign-in/sso/{id}/callback")
}

fn authorization_url(
    found: &FoundConnection,
    provider: &Provider,
    site: &str,
    state: &str,
    derived: Derived,
) -> Result<String> {
    let fault = |error: &dyn std::fmt::Display| Error::Internal(format!("an authorization request: {error}"));
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| fault(&error))?;
    let auth_url = AuthUrl::new(provider.authorization_endpoint.clone()).map_err(|error| fault(&error))?;
    let redirect = RedirectUrl::new(redirect_uri(site, &found.row.id)).map_err(|error| fault(&error))?;
    let client = CoreClient::new(ClientId::new(found.row.client_id.clone()), issuer, JsonWebKeySet::new(Vec::new()))
        .set_auth_uri(auth_url)
        .set_redirect_uri(redirect);
    let scopes: Vec<String> = from_json("scopes", &found.row.scopes)?;
    let (state, nonce) = (state.to_owned(), derived.nonce);
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(derived.verifier));
    let (url, _, _) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        )
        .add_scopes(scopes.into_iter().filter(|scope| scope != "openid").map(Scope::new))
        .set_pkce_challenge(challenge)
        .add_extra_param("response_mode", "query")
        .url();
    Ok(url.into())
}
