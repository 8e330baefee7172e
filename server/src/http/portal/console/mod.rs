//! `/console`: what the vendor's and partners' own staff look at. `domain/console` has the rules.
//!
//! Each route asks for one permission of operators; a page shows no way to what the operator may not open. Everything below
//! `/console` is 404 for whoever is no operator.

mod desk;
mod logs;
mod operators;
mod organization;
mod organizations;

use super::Route;

pub(super) fn routes() -> Vec<Route> {
    [organizations::routes(), organization::routes(), logs::routes(), operators::routes()]
        .into_iter()
        .flatten()
        .collect()
}
