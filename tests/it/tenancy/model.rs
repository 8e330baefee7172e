//! The rules: what a cell of the matrix has to answer. Written from the product's rules, not from the server's code.

use loggia_client::types::{OrganizationId, Permission, Role};
use loggia_tests::{fixture, wire::Answer};

use super::{
    callers::{Caller, Nature},
    own_keys,
    routes::{Access, Route, Thing},
};

/// Whose thing a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// The caller's organization's.
    Own,
    /// Another organization's of the same brand; for those who have none, of another brand.
    Neighbour,
    /// Another brand's, which has nothing to do with the caller's.
    Stranger,
    /// An organization's of a partner's brand below the caller's; for the partner, of the brand above.
    Partner,
    /// Nobody's: there is no such thing.
    Missing,
}

impl Target {
    pub(crate) const ALL: [Self; 5] = [Self::Own, Self::Neighbour, Self::Stranger, Self::Partner, Self::Missing];

    /// The organization the thing belongs to, seen from `home`.
    pub(crate) fn organization(self, home: &OrganizationId) -> Option<OrganizationId> {
        let [neighbour, stranger, partner] = if *home == fixture::northwind() {
            [fixture::harbor(), fixture::lumen(), fixture::summit()]
        } else if *home == fixture::harbor() {
            [fixture::northwind(), fixture::lumen(), fixture::summit()]
        } else if *home == fixture::lumen() {
            [fixture::harbor(), fixture::northwind(), fixture::summit()]
        } else {
            [fixture::harbor(), fixture::lumen(), fixture::northwind()]
        };
        match self {
            Self::Own => Some(home.clone()),
            Self::Neighbour => Some(neighbour),
            Self::Stranger => Some(stranger),
            Self::Partner => Some(partner),
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
    /// A refusal in the words of OAuth 2.0.
    OAuthRefusal,
    /// A refusal in the words of OFREP.
    OfrepRefusal,
}

impl Expected {
    /// The kind of it, to be counted.
    pub(crate) fn outcome(self) -> &'static str {
        match self {
            Self::Success => "answered",
            Self::Problem(401, _) => "unauthenticated",
            Self::Problem(404, _) | Self::NotFoundByName => "not found",
            Self::Problem(..) | Self::NoOrganization | Self::OAuthRefusal | Self::OfrepRefusal => "refused",
        }
    }

    pub(crate) fn holds(self, answer: &Answer) -> bool {
        match self {
            Self::Success => (200..300).contains(&answer.status),
            Self::Problem(status, code) => answer.status == status && answer.code() == code,
            Self::NotFoundByName => {
                (answer.status, answer.code().as_str()) == (404, "not_found")
                    || (answer.status, answer.code().as_str()) == (422, "validation_failed")
            }
            Self::OAuthRefusal => answer.status == 400 && answer.json()["error"].is_string(),
            Self::OfrepRefusal => answer.status == 400 && answer.json()["errorCode"] == "INVALID_CONTEXT",
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
const ELSEWHERE: Expected = Expected::Problem(403, "address_not_allowed");
const NOT_FOUND: Expected = Expected::Problem(404, "not_found");

/// What the cell has to answer.
pub(crate) fn expected(caller: Caller, route: &Route, target: Target) -> Expected {
    match (route.access, caller.nature()) {
        (Access::Public, _) => return Expected::Success,
        (Access::OAuthForm, _) => return Expected::OAuthRefusal,
        // A token is its own credential: whoever has it may use it.
        (Access::Token, _) => return if target == Target::Missing { NOT_FOUND } else { Expected::Success },
        (_, Nature::Nobody) => return UNAUTHENTICATED,
        // An organization that is not within the key's reach is none.
        (_, Nature::Astray) => return NOT_FOUND,
        (_, Nature::Elsewhere) => return ELSEWHERE,
        (_, Nature::Unplaced) => return Expected::Problem(400, "malformed_request"),
        (_, Nature::CrossSite) => return Expected::Problem(403, "origin_not_allowed"),
        _ => {}
    }
    let refused = match (route.access, caller.nature()) {
        (Access::Session, Nature::Key { .. } | Nature::OwnKey { .. }) => Some(DENIED),
        (Access::Permission(_) | Access::Person(_) | Access::OrOneself(_), Nature::Key { acts: false, .. }) => {
            Some(Expected::NoOrganization)
        }
        // The guard asks for the right to see members; a program lacks that, or leaves nobody.
        (Access::OrOneself(permission), Nature::Program(..)) if permits(caller, Permission::MembersRead).is_err() => {
            permits(caller, permission).err()
        }
        (Access::OrOneself(permission), nature) => match permits(caller, permission) {
            Err(DENIED)
                if target != Target::Own
                    && matches!(
                        nature,
                        Nature::Person(..)
                            | Nature::Program(..)
                            | Nature::Role(_)
                            | Nature::Hidden
                            | Nature::OwnKey { has_scopes: true }
                    ) =>
            {
                Some(NOT_FOUND)
            }
            verdict => verdict.err(),
        },
        (Access::Permission(permission) | Access::Person(permission), _) => permits(caller, permission).err(),
        (Access::Brand(permission), Nature::Key { has_scopes, .. }) => {
            (!has_scopes && permission != Permission::OrganizationsRead).then_some(DENIED)
        }
        (Access::Brand(_), _) => Some(DENIED),
        _ => None,
    };
    if let Some(refused) = refused {
        return refused;
    }
    if matches!(route.access, Access::Person(_))
        && matches!(caller.nature(), Nature::Key { .. } | Nature::OwnKey { .. })
    {
        return DENIED;
    }
    if route.alone && matches!(caller.nature(), Nature::Program(..)) {
        return DENIED;
    }
    if caller.nature() == Nature::Hidden
        && let Some(hidden) = behind_a_condition(route, target)
    {
        return hidden;
    }
    reach(caller, route, target)
}

/// What becomes of a request about the caller's organization's own thing that a condition hides from the caller.
fn behind_a_condition(route: &Route, target: Target) -> Option<Expected> {
    match route.thing {
        _ if target != Target::Own => None,
        // A file that is hidden cannot be handed in.
        Thing::Named if route.names == "files" => Some(Expected::NotFoundByName),
        _ if !route.is_about_things() => None,
        Thing::Owned => Some(NOT_FOUND),
        Thing::Named => Some(Expected::NotFoundByName),
        _ => None,
    }
}

/// What becomes of a request that its caller may make, by what it is about.
fn reach(caller: Caller, route: &Route, target: Target) -> Expected {
    let home = caller.home();
    let organization = target.organization(&home);
    let of_same_brand = organization.as_ref().is_some_and(|organization| brand(organization) == brand(&home));
    let within_reach = organization.as_ref().is_some_and(|organization| caller.reaches(organization));
    let is_owner = matches!(caller.nature(), Nature::Person(Role::Owner, _) | Nature::Program(Role::Owner, _));
    if route.path.contains("{own draft}") && !is_owner {
        return NOT_FOUND;
    }
    match route.thing {
        Thing::Personal if target == Target::Own && is_owner => Expected::Success,
        Thing::Personal => NOT_FOUND,
        // Nobody sends in what is somebody else's draft.
        Thing::Named if route.names == "a draft" && !is_owner => Expected::NotFoundByName,
        Thing::None | Thing::Filter | Thing::Place => Expected::Success,
        Thing::Owned if target == Target::Own => Expected::Success,
        Thing::Owned => NOT_FOUND,
        // Harbor and Northwind share a brand, and with it the forms.
        Thing::Form | Thing::NamedForm if of_same_brand => Expected::Success,
        Thing::Organization if within_reach => Expected::Success,
        // A key that acts for nobody says it here; everybody else acts for somebody already.
        Thing::Target if caller == Caller::KeyForNobody && within_reach => Expected::Success,
        Thing::Target if target == Target::Own => Expected::Success,
        Thing::Target => Expected::OfrepRefusal,
        Thing::Form => NOT_FOUND,
        Thing::Named if target == Target::Own => Expected::Success,
        Thing::Named | Thing::NamedForm | Thing::Organization => Expected::NotFoundByName,
    }
}

fn brand(organization: &OrganizationId) -> &'static str {
    if *organization == fixture::lumen() {
        "bright"
    } else if *organization == fixture::summit() {
        "crest"
    } else {
        "acme"
    }
}

fn permits(caller: Caller, permission: Permission) -> Result<(), Expected> {
    if let Nature::Program(role, scopes) = caller.nature() {
        return if role.permits(permission) && scopes.contains(&permission) { Ok(()) } else { Err(DENIED) };
    }
    let (role, features) = match caller.nature() {
        Nature::Person(role, features) => (role, features),
        Nature::Hidden => (Role::Member, None),
        Nature::Role(permissions) => return if permissions.contains(&permission) { Ok(()) } else { Err(DENIED) },
        Nature::Key { has_scopes: true, .. } => return Ok(()),
        // Nothing that is the vendor's, and nothing that gives others access.
        Nature::OwnKey { has_scopes: true } => {
            return if own_keys::may_have(permission) { Ok(()) } else { Err(DENIED) };
        }
        _ => return Err(DENIED),
    };
    if !role.permits(permission) {
        return Err(DENIED);
    }
    match (features, permission.feature()) {
        (Some(features), Some(feature)) if !features.contains(&feature) => Err(DISABLED),
        _ => Ok(()),
    }
}

/// Whether an answer to this caller may carry this organization's marker.
pub(crate) fn may_see(caller: Caller, route: &Route, organization: &OrganizationId) -> bool {
    match route.access {
        // The bytes behind a token are whose they are.
        Access::Token => true,
        // A brand's key sees its brand's organizations, and its partners'.
        Access::Brand(_) => caller.reaches(organization),
        _ => *organization == caller.home(),
    }
}
