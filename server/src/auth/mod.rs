//! Who calls, and what they may do.
//!
//! Every route under `/v1` is added with an [`Access`]; the guard in front of it turns the credential into an
//! [`Actor`], checks the access, and only then lets the handler run. A handler without an access cannot be added, and
//! an [`Actor`] that the guard did not make cannot be extracted.

mod access;
mod actor;
mod again;
pub mod cookies;
mod detour;
pub(crate) mod guard;
mod hosts;
mod key_usage;
mod operator;
mod origins;
mod password_pool;
pub mod sealed;
mod secret;
mod signed_in;

pub use access::{Access, StepUp};
pub(crate) use actor::Asking;
pub use actor::{
    AccessToken, Actor, Brand, Credential, Member, MemberCredential, Organization, RequestInfo, may_be_used_from,
};
pub(crate) use detour::own_referer;
pub use guard::{Counts, Guard, guard};
pub use hosts::Hosts;
pub use key_usage::{KeyUsage, day};
pub use operator::Operator;
pub use origins::Origins;
pub use password_pool::{Compared, PasswordPool, Turn};
pub use sealed::SealingKeys;
pub use secret::{
    ACCESS_TOKEN_PREFIX, API_KEY_PREFIX, BearerSecret, CLIENT_SECRET_PREFIX, derived_key_secret, digest, hash, hex,
    random_secret, session_secret,
};
pub(crate) use secret::{hmac_sha256, keyed};
pub use signed_in::SignedIn;
