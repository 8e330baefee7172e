//! The hosted portal's pages. `loggia-portal` has their templates and texts; here is what is put on them.
//!
//! They are routes like others, classified as [`Access::Page`](crate::auth::Access::Page),
//! [`Access::SignedIn`](crate::auth::Access::SignedIn) or [`Access::Operator`](crate::auth::Access::Operator), and no part of the API's description. Every form carries a token
//! (see `auth/cookies.rs`), and every answer a policy that lets the page load what is the portal's own, and nothing else.

mod account;
mod account_codes;
mod account_email;
mod account_passkeys;
mod account_profile;
mod acting;
mod applications;
mod assets;
mod audit;
mod authorize;
mod begun;
mod confirm;
mod console;
mod dress;
mod fields;
mod home;
mod invitation;
mod linked;
mod new_password;
mod passkey;
mod second_factor;
mod sign_in;
mod sign_in_link;
mod sign_on;
mod single_sign_on;
pub(crate) mod view;

use super::Route;

pub(crate) use assets::Portal;
pub(super) use dress::{dress, not_found};

pub(super) fn routes() -> Vec<Route> {
    [
        sign_in::routes(),
        sign_in_link::routes(),
        new_password::routes(),
        second_factor::routes(),
        passkey::routes(),
        home::routes(),
        account::routes(),
        account_email::routes(),
        account_profile::routes(),
        account_codes::routes(),
        account_passkeys::routes(),
        confirm::routes(),
        assets::routes(),
        invitation::routes(),
        authorize::routes(),
        applications::routes(),
        single_sign_on::routes(),
        sign_on::routes(),
        linked::routes(),
        audit::routes(),
        console::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
