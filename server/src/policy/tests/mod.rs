//! What a role permits, and what nobody can grant.

#![allow(clippy::unwrap_used)]

#[cfg(feature = "oracle")]
mod cedar;
mod features;
pub(crate) mod random;

use chrono::Utc;
use loggia_types::{
    Permission as P, Role, RoleId, RoleKey,
    conditions::{Attributes, Condition},
    roles::{Effect, Grant},
};
use proptest::prelude::*;
use serde_json::json;

use super::{Definition, Definitions, Filter, Policy, Standing, check, closes_a_cycle, dependents};

fn condition(wire: serde_json::Value) -> Condition {
    serde_json::from_value(wire).unwrap()
}

fn allow(permission: P, when: Option<Condition>) -> Grant {
    Grant { permission, effect: Effect::Allow, when }
}

fn deny(permission: P, when: Option<Condition>) -> Grant {
    Grant { permission, effect: Effect::Deny, when }
}

fn id(number: u128) -> RoleId {
    RoleId::from_u128(number)
}

fn role(inherits: &[RoleKey], grants: Vec<Grant>) -> Definition {
    Definition { name: "Role".to_owned(), inherits: inherits.to_vec(), grants }
}

fn standing(policy: Policy) -> Standing {
    Standing { policy, attributes: Attributes::new(), address: None, scopes: None }
}

#[test]
fn a_denial_wins_however_far_away_it_was_granted() {
    let known = Definitions::from([
        (id(1), role(&[], vec![deny(P::DocumentsDelete, None)])),
        (id(2), role(&[(&id(1)).into()], vec![])),
        (id(3), role(&[(&id(2)).into(), Role::Admin.into()], vec![allow(P::DocumentsDelete, None)])),
    ]);
    let policy = Policy::of((&id(3)).into(), &known);
    assert!(!standing(policy.clone()).may(P::DocumentsDelete, Utc::now()));
    assert!(standing(policy.clone()).may(P::DocumentsUpload, Utc::now()));
    let denial = policy.grants(P::DocumentsDelete, Effect::Deny).next().unwrap();
    assert_eq!(denial.path, [(&id(3)).into(), (&id(2)).into(), RoleKey::from(&id(1))]);
}

#[test]
fn what_only_api_keys_may_do_is_in_no_role_whatever_is_stored() {
    let known = Definitions::from([(id(1), role(&[], vec![allow(P::CasesManage, None)]))]);
    assert!(!standing(Policy::of((&id(1)).into(), &known)).may(P::CasesManage, Utc::now()));
    assert_eq!(Policy::of((&id(1)).into(), &known).permissions(), []);
}

#[test]
fn a_role_that_is_not_there_permits_nothing_and_none_is_an_owner_by_inheritance() {
    assert_eq!(Policy::of((&id(9)).into(), &Definitions::new()).permissions(), []);
    let known = Definitions::from([(id(1), role(&[Role::Owner.into()], vec![]))]);
    assert_eq!(Policy::of((&id(1)).into(), &known).permissions(), Role::Viewer.permissions());
}

#[test]
fn a_cycle_is_found_and_would_do_no_harm() {
    let mut known = Definitions::from([
        (id(1), role(&[(&id(2)).into()], vec![allow(P::CasesRead, None)])),
        (id(2), role(&[(&id(3)).into()], vec![])),
        (id(3), role(&[], vec![])),
    ]);
    assert!(closes_a_cycle(&id(3), &[(&id(1)).into()], &known));
    assert!(closes_a_cycle(&id(3), &[(&id(3)).into()], &known));
    assert!(!closes_a_cycle(&id(4), &[(&id(1)).into()], &known));
    assert_eq!(dependents(&id(3), &known).len(), 3);
    known.insert(id(3), role(&[(&id(1)).into()], vec![]));
    assert_eq!(Policy::of((&id(1)).into(), &known).permissions(), [P::CasesRead]);
}

#[test]
fn built_in_roles_grant_what_they_always_granted() {
    for mine in Role::ALL {
        for other in Role::ALL {
            let granted = Policy::built_in(*mine).may_grant(&Policy::built_in(*other));
            assert_eq!(granted, mine.may_grant(*other), "{mine} makes {other}");
        }
    }
}

#[test]
fn nobody_grants_more_than_they_hold() {
    let europe = || Some(condition(json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": "EU" } })));
    let asia = || Some(condition(json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": "AS" } })));
    let own = || {
        let to = json!({ "member": "region" });
        Some(condition(json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": to } })))
    };
    let manage = || vec![allow(P::MembersManage, None), allow(P::MembersRead, None)];
    let with = |grants: Vec<Grant>| {
        let known = Definitions::from([(id(1), role(&[], manage().into_iter().chain(grants).collect()))]);
        Policy::of((&id(1)).into(), &known)
    };
    let everywhere = with(vec![allow(P::CasesRead, None)]);
    let in_europe = with(vec![allow(P::CasesRead, europe())]);
    let in_asia = with(vec![allow(P::CasesRead, asia())]);
    let at_home = with(vec![allow(P::CasesRead, own())]);
    let not_europe = with(vec![allow(P::CasesRead, None), deny(P::CasesRead, europe())]);
    let never = with(vec![allow(P::CasesRead, None), deny(P::CasesRead, None)]);
    for narrow in [&in_europe, &in_asia, &at_home, &not_europe, &never] {
        assert!(everywhere.may_grant(narrow));
        assert!(!narrow.may_grant(&everywhere));
    }
    assert!(in_europe.may_grant(&in_europe) && !in_europe.may_grant(&in_asia));
    assert!(not_europe.may_grant(&not_europe) && !not_europe.may_grant(&in_europe));
    // Written alike, and yet another region for another member.
    assert!(!at_home.may_grant(&at_home));
    assert!(in_europe.may_grant(&never));
    assert!(!everywhere.may_grant(&Policy::built_in(Role::Viewer)), "it does not hold documents:read");
    assert!(!everywhere.may_grant(&Policy::built_in(Role::Owner)));
}

#[test]
fn conditions_have_bounds() {
    let has = || condition(json!({ "has": "resource.a" }));
    assert_eq!(check("/when", &Condition::All(vec![has(); 63])), []);
    assert_eq!(check("/when", &Condition::All(vec![has(); 64]))[0].code, "too_large");
    let deep = (0..8).fold(has(), |inner, _| Condition::Not(Box::new(inner)));
    assert_eq!(check("/when", &deep)[0].code, "too_large");
    for wrong in [
        json!({ "network": ["10.0.0.0/33"] }),
        json!({ "network": [] }),
        json!({ "compare": { "attribute": "resource.a", "op": "lt", "to": "x" } }),
        json!({ "compare": { "attribute": "resource.a", "op": "eq", "to": ["x"] } }),
        json!({ "compare": { "attribute": "resource.a", "op": "eq", "to": { "member": "X" } } }),
        json!({ "in": { "attribute": "resource.a", "of": 1 } }),
        json!({ "in": { "attribute": "resource.a", "of": [] } }),
    ] {
        assert_eq!(check("/when", &condition(wrong.clone()))[0].code, "invalid", "{wrong}");
    }
}

#[test]
fn an_address_counts_in_either_form_and_an_unknown_one_is_in_no_network() {
    let office = condition(json!({ "network": ["10.0.0.0/8"] }));
    let mut member = standing(Policy::of(
        (&id(1)).into(),
        &Definitions::from([(id(1), role(&[], vec![allow(P::MembersRead, Some(office))]))]),
    ));
    for (address, inside) in
        [(Some("10.1.2.3"), true), (Some("::ffff:10.1.2.3"), true), (Some("11.0.0.1"), false), (None, false)]
    {
        member.address = address.map(|address| address.parse().unwrap());
        assert_eq!(member.may(P::MembersRead, Utc::now()), inside, "{address:?}");
    }
}

proptest! {
    #[test]
    fn a_filter_means_the_things_that_are_decided_for(
        member in random::standing(P::CasesRead),
        things in prop::collection::vec(random::attributes(), 1..8),
    ) {
        let now = random::now();
        let filter = member.filter(P::CasesRead, now);
        for thing in &things {
            prop_assert_eq!(filter.means(thing), member.decide(P::CasesRead, thing, now));
        }
        if filter == Filter::Never {
            prop_assert!(!member.may(P::CasesRead, now));
        }
    }

    #[test]
    fn whoever_may_grant_a_role_holds_what_its_holder_could(
        mine in random::standing(P::CasesRead),
        theirs in random::standing(P::CasesRead),
        thing in random::attributes(),
    ) {
        // The same request by either of them, whoever they are.
        if mine.policy.covers(&theirs.policy) {
            let now = random::now();
            let theirs = Standing { address: mine.address, ..theirs };
            prop_assert!(!theirs.decide(P::CasesRead, &thing, now) || mine.decide(P::CasesRead, &thing, now));
        }
    }
}
