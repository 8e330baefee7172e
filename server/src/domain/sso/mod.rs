//! Single sign-on of organizations, by [OpenID Connect](https://openid.net/specs/openid-connect-core-1_0.html): authorization
//! code with PKCE, and nothing else.
//!
//! An organization's provider is chosen by the organization, and so is trusted with that organization and no further:
//!
//! - Somebody is who they are by issuer and subject, within the organization. An e-mail address finds an account once, at
//!   the first sign-in, and only if the provider says that it is verified **and** the organization has verified its domain.
//!   Where nobody has the address, an account is made. Where somebody has it, they are linked if they are a member of this
//!   organization already, and no owner. Owners, and whoever is not a member here, sign in as before once and link their
//!   account themselves, at `/account/sign-on`.
//! - Owners are left out, because who sets a connection up may be an admin, and could let themselves in as anybody whom it
//!   vouches for. For the same reason nobody changes a connection who may not make somebody an admin, or give a role that
//!   it maps to.
//! - A session that a connection has made opens its organization, and no other (`store/sso/lookup.rs`).
//!
//! The mapping gives a role at every sign-in to those whose membership single sign-on has made. What people gave (an
//! invitation, the vendor) stays as they gave it. Whom the mapping refuses loses what single sign-on gave.
//!
//! Where single sign-on is required, sessions made in another way are worth nothing in the organization, but for the owners
//! who are named for the day when the provider is down; what programs were given before ends. Embed sessions are the
//! vendor's, who signs people in by its own means, and are not asked. The requirement stays when the feature is switched off:
//! what was closed does not open by itself.

pub mod account;
pub mod break_glass;
pub mod claims;
mod complete;
pub mod connections;
pub mod dns;
pub mod domains;
pub mod id_token;
pub mod policy;
pub mod provider;
mod start;

pub use complete::{Arrival, Done, Refusal, complete};
pub use start::{Started, start};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_types::{BrandId, SsoConnectionId, sso::SsoState};

use crate::{auth::keyed, error::Result, state::App, store::sso::FoundConnection};

/// How long somebody may take to sign in at the provider.
pub const SIGN_IN_LIFE: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// What a sign-in needs that only the browser's secret leads to: the nonce of its ID token, the verifier of its code.
struct Derived {
    nonce: String,
    verifier: String,
}

impl Derived {
    fn of(browser: &str, state: &str) -> Result<Self> {
        let text =
            |what: &str| Ok::<_, crate::Error>(URL_SAFE_NO_PAD.encode(keyed(browser, &format!("{what}:{state}"))?));
        Ok(Self { nonce: text("sso-nonce")?, verifier: text("sso-verifier")? })
    }
}

/// The connections that an address is routed to, by its domain alone: whether somebody has the address makes no difference.
///
/// # Errors
/// When the store fails.
pub async fn route(app: &App, brand: &BrandId, email: &str) -> Result<Vec<FoundConnection>> {
    let Some((_, domain)) = email.rsplit_once('@') else { return Ok(Vec::new()) };
    let (brand, domain) = (brand.clone(), domain.to_ascii_lowercase());
    app.store().system_read(move |c| c.sso_connections_of_domain(&brand, &domain)).await
}

/// What a connection is called, and where people sign out at its provider, too: where it has such a place and is known.
///
/// # Errors
/// When the store fails.
pub async fn sign_out_url(app: &App, brand: &BrandId, id: SsoConnectionId) -> Result<Option<(String, String)>> {
    let brand = brand.clone();
    let found = app.store().system_read(move |c| c.find_sso_connection(&brand, &id)).await?;
    let Some(found) = found.filter(|found| found.row.state == SsoState::Active) else { return Ok(None) };
    let Ok(provider) = app.providers().get(app.outgoing(), &found.row.issuer).await else { return Ok(None) };
    let url = provider.end_session_endpoint.as_ref().and_then(|endpoint| {
        let mut url = reqwest::Url::parse(endpoint).ok()?;
        url.query_pairs_mut().append_pair("client_id", &found.row.client_id);
        Some(url.to_string())
    });
    Ok(url.map(|url| (found.row.name, url)))
}

/// What the client secret of a connection is sealed for.
fn place(id: &SsoConnectionId) -> String {
    format!("sso_connections/{id}/client_secret")
}

/// Why a provider did not do what it was asked, for the log: with what is behind it.
fn told(error: &provider::ProviderError) -> String {
    use std::error::Error as _;
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(at) = cause {
        text = format!("{text}: {at}");
        cause = at.source();
    }
    text
}
