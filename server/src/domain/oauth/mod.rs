//! OAuth 2.0 for public clients: authorization code with PKCE, refresh tokens that are exchanged for the next, revocation.
//!
//! - [RFC 6749](https://www.rfc-editor.org/rfc/rfc6749) as [RFC 9700](https://www.rfc-editor.org/rfc/rfc9700) (best current
//!   practice) leaves it: one grant by a person, no secrets of clients, redirect URIs compared as texts, PKCE (RFC 7636)
//!   with `S256` always, the issuer in every answer (RFC 9207).
//! - A code and every token that comes from it are one *grant*: a person, a client, an organization, scopes. A code is
//!   shown once. A refresh token is exchanged for the next, and at every moment one of a grant is good. Who shows a code or
//!   refresh token that is not the one that is good ends the grant: two hold what one was given.
//! - What a token permits is its scopes as far as the person's role has them, asked for again with each request.

pub mod account;
pub mod authorize;
pub mod clients;
pub mod redirect_uri;
mod refusal;
mod request;
pub mod revoke;
mod token;

use loggia_types::audit::{ActorKind, AuditActor};

pub use refusal::{Code, Refusal};
pub use request::{Parameters, TokenRequest, Wanted, challenge_of, scope_text, scopes};
pub use token::{GRANT_LIFE, Tokens, exchange};

use crate::{
    auth::RequestInfo,
    store::{Principal, Tenant, oauth::FoundGrant},
};

/// What an authorization code begins with.
pub const CODE_PREFIX: &str = "ac_";
/// What a refresh token begins with.
pub const REFRESH_TOKEN_PREFIX: &str = "rt_";

/// The organization of a grant, where its person acts through its client.
fn tenant_of(found: &FoundGrant, request: &RequestInfo) -> Tenant {
    let actor = AuditActor {
        kind: ActorKind::User,
        id: found.user.to_string(),
        name: format!("{} ({})", found.user_name, found.client_name),
    };
    let principal = Principal { actor, request: request.clone() };
    Tenant::for_person(found.organization.clone(), found.brand.clone(), principal)
}
