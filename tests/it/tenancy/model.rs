//! The rules: what a cell of the matrix has to answer. Written from the product's rules, not from the server's code.

use loggia_client::types::{Feature, OrganizationId, Permission, Role};
use loggia_tests::{fixture, wire::Answer};

use super::{
    callers::Caller,
    routes::{Access, Route, Thing},
};

/// Whose thing a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// The caller's organization's.
    Own,
    /// Another organization's of the same brand; for Lumen, which has none, of the other brand.
    Neighbour,
    /// Another brand's.
    Stranger,
    /// Nobody's: there is no such thing.
    Missing,
}

impl Target {
    /// The organization the thing belongs to, seen from `home`.
    pub(crate) fn organization(self, home: &OrganizationId) -> Option<OrganizationId> {
        let [neighbour, stranger] = if *home == fixture::northwind() {
            [fixture::harbor(), fixture::lumen()]
        } else if *home == fixture::harbor() {
            [fixture::northwind(), fixture::lumen()]
        } else {
            [fixture::harbor(), fixture::northwind()]
        };
        match self {
            Self::Own => Some(home.clone()),
            Self::Neighbour => Some(neighbour),
            Self::Stranger => Some(stranger),
            Self::Missing => None,
        }
    }
}

/// What an answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Any success.
    Success,
    /// This status and code.
    Problem(u16, &'static str),
    /// 404, or 422 that names the value: the thing was named in a query or a body.
    NotFoundByName,
    /// A refusal because it was not said for which organization: 400 or 403.
    NoOrganization,
}

impl Expected {
    pub(crate) fn holds(self, answer: &Answer) -> bool {
        match self {
            Self::Success => (200..300).contains(&answer.status),
            Self::Problem(status, code) => answer.status == status && answer.code() == code,
            Self::NotFoundByName => {
                (answer.status, answer.code().as_str()) == (404, "not_found")
                    || (answer.status, answer.code().as_str()) == (422, "validation_failed")
            }
            Self::NoOrganization => {
                matches!(
                    (answer.status, answer.code().as_str()),
                    (400, "malformed_request") | (403, "permission_denied")
                )
            }
        }
    }
}

const UNAUTHENTICATED: Expected = Expected::Problem(401, "unauthenticated");
const DENIED: Expected = Expected::Problem(403, "permission_denied");
const DISABLED: Expected = Expected::Problem(403, "feature_disabled");
const NOT_FOUND: Expected = Expected::Problem(404, "not_found");

/// What the cell has to answer.
pub(crate) fn expected(caller: Caller, route: &Route, target: Target) -> Expected {
    match (route.access, caller) {
        (Access::Public, _) => return Expected::Success,
        // A token is its own credential: whoever has it may use it.
        (Access::Token, _) => return if target == Target::Missing { NOT_FOUND } else { Expected::Success },
        (_, Caller::Anonymous | Caller::Invented | Caller::InventedKey | Caller::Ended) => return UNAUTHENTICATED,
        // An organization that is not the key's brand's is none.
        (_, Caller::KeyForStranger | Caller::KeyForMissing | Caller::StrangersKey) => return NOT_FOUND,
        _ => {}
    }
    let refused = match (route.access, caller) {
        (Access::Session, Caller::Key | Caller::KeyForNobody | Caller::KeyWithoutScope) => Some(DENIED),
        (Access::Permission(_) | Access::Person(_) | Access::OrOneself(_), Caller::KeyForNobody) => {
            Some(Expected::NoOrganization)
        }
        (Access::OrOneself(permission), caller) => match permits(caller, permission) {
            Err(DENIED) if target != Target::Own && caller != Caller::KeyWithoutScope => Some(NOT_FOUND),
            verdict => verdict.err(),
        },
        (Access::Permission(permission) | Access::Person(permission), caller) => permits(caller, permission).err(),
        (Access::Brand(permission), Caller::KeyWithoutScope) if permission != Permission::OrganizationsRead => {
            Some(DENIED)
        }
        (Access::Brand(_), Caller::Key | Caller::KeyForNobody | Caller::KeyWithoutScope) => None,
        (Access::Brand(_), _) => Some(DENIED),
        _ => None,
    };
    if let Some(refused) = refused {
        return refused;
    }
    if matches!(route.access, Access::Person(_)) && caller == Caller::Key {
        return DENIED;
    }
    reach(caller, route, target)
}

/// What becomes of a request that its caller may make, by what it is about.
fn reach(caller: Caller, route: &Route, target: Target) -> Expected {
    // Harbor and Northwind share a brand, and with it the forms and the vendor's keys.
    let same_brand = target == Target::Own || (target == Target::Neighbour && caller.home() != fixture::lumen());
    match route.thing {
        Thing::None | Thing::Filter => Expected::Success,
        Thing::Owned if target == Target::Own => Expected::Success,
        Thing::Owned => NOT_FOUND,
        Thing::Form | Thing::NamedForm | Thing::Organization if same_brand => Expected::Success,
        Thing::Form => NOT_FOUND,
        Thing::Named if target == Target::Own => Expected::Success,
        Thing::Named | Thing::NamedForm | Thing::Organization => Expected::NotFoundByName,
    }
}

fn permits(caller: Caller, permission: Permission) -> Result<(), Expected> {
    let role = match caller {
        Caller::Owner | Caller::Narrowed | Caller::Pretender | Caller::NeighbourOwner | Caller::StrangerOwner => {
            Role::Owner
        }
        Caller::Admin => Role::Admin,
        Caller::Member | Caller::NeighbourMember => Role::Member,
        Caller::Viewer => Role::Viewer,
        Caller::Key => return Ok(()),
        _ => return Err(DENIED),
    };
    if !role.permits(permission) {
        return Err(DENIED);
    }
    if caller == Caller::Narrowed && permission.feature() != Some(Feature::Status) {
        return Err(DISABLED);
    }
    Ok(())
}

/// Whether an answer to this caller may carry this organization's marker.
pub(crate) fn may_see(caller: Caller, route: &Route, marker: &str) -> bool {
    match route.access {
        // The bytes behind a token are whose they are.
        Access::Token => true,
        // A brand's key sees its brand's organizations.
        Access::Brand(_) => {
            matches!(caller, Caller::Key | Caller::KeyForNobody | Caller::KeyWithoutScope)
                && marker != fixture::LUMEN_MARKER
        }
        _ => marker == fixture::marker(&caller.home()),
    }
}
