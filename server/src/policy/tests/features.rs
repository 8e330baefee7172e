//! What each level does to a feature, and which of them wins.

use std::{collections::BTreeSet, path::Path};

use chrono::{TimeDelta, Utc};
use loggia_types::{
    Feature as F, OrganizationId, Permission,
    roles::{FeatureLevel as L, FeatureRule as R},
};

use crate::policy::features::{Entitlements, Features, Offer, Plan, Switch, bucket};

const ON: Switch = Switch { on: true, percentage: None, ends_at: None };
const OFF: Switch = Switch { on: false, ..ON };

/// An organization of a partner's brand, of which nothing was said.
fn plain() -> Entitlements {
    let offer = |level| Offer { level, list: None, switches: Default::default() };
    Entitlements {
        organization: OrganizationId::from_u128(7),
        offers: [L::Platform, L::ParentBrand, L::Brand].map(offer).into(),
        plan: None,
        list: None,
        switches: Default::default(),
        flagged_off: BTreeSet::new(),
    }
}

fn set(features: &[F]) -> BTreeSet<F> {
    features.iter().copied().collect()
}

fn but(feature: F) -> BTreeSet<F> {
    F::ALL.iter().copied().filter(|one| *one != feature).collect()
}

fn plan(features: BTreeSet<F>) -> Option<Plan> {
    Some(Plan { key: "basic".to_owned(), name: "Basic".to_owned(), features })
}

fn decided(entitlements: &Entitlements, feature: F) -> (bool, L, R) {
    let features = entitlements.resolve(Utc::now(), None);
    let (_, decision) = features.decisions().find(|(one, _)| *one == feature).unwrap();
    (decision.on, decision.level, decision.rule)
}

#[test]
fn everything_is_on_where_nobody_said_anything_and_nothing_where_nobody_asked() {
    let features = plain().resolve(Utc::now(), None);
    assert_eq!(features.to_vec(), F::ALL);
    assert!(features.decisions().all(|(_, decision)| decision.level == L::Platform && decision.rule == R::Default));
    assert_eq!(Features::default().to_vec(), []);
}

#[test]
fn each_level_switches_each_feature_off_and_says_so() {
    for feature in F::ALL.iter().copied() {
        let mut cases: Vec<(Entitlements, L, R)> = Vec::new();
        for (index, level) in [L::Platform, L::ParentBrand, L::Brand].into_iter().enumerate() {
            let mut switched = plain();
            switched.offers[index].switches.insert(feature, OFF);
            // What is entitled further down cannot give what is not offered.
            switched.switches.insert(feature, ON);
            switched.plan = plan(set(F::ALL));
            cases.push((switched, level, R::Switch));
            let mut listed = plain();
            listed.offers[index].list = Some(but(feature));
            listed.switches.insert(feature, ON);
            cases.push((listed, level, R::List));
        }
        cases.push((Entitlements { plan: plan(but(feature)), ..plain() }, L::Plan, R::List));
        cases.push((Entitlements { list: Some(but(feature)), ..plain() }, L::Organization, R::List));
        let own = Entitlements { switches: [(feature, OFF)].into(), plan: plan(set(F::ALL)), ..plain() };
        cases.push((own, L::Organization, R::Switch));
        let mut nobody = plain();
        nobody.offers[2].switches.insert(feature, Switch { percentage: Some(0), ..ON });
        cases.push((nobody, L::Rollout, R::Percentage));
        // Whoever gave it.
        let given = Entitlements { flagged_off: set(&[feature]), switches: [(feature, ON)].into(), ..plain() };
        cases.push((given, L::FlagService, R::Flag));
        for (entitlements, level, rule) in cases {
            assert_eq!(decided(&entitlements, feature), (false, level, rule), "{feature}");
            for child in F::ALL.iter().copied().filter(|child| child.parent() == Some(feature)) {
                assert_eq!(decided(&entitlements, child), (false, L::Parent, R::Parent), "{child} below {feature}");
            }
            let others = F::ALL.iter().filter(|one| **one != feature && one.parent() != Some(feature));
            assert!(others.copied().all(|other| decided(&entitlements, other).0), "{feature} at {level}");
        }
        let narrowed = plain().resolve(Utc::now(), Some(&but(feature)));
        assert!(!narrowed.has(feature));
    }
}

#[test]
fn a_switch_of_the_organization_wins_over_its_plan_its_list_and_the_rollout_until_it_ends() {
    let feature = F::Audit;
    let mut entitlements = plain();
    entitlements.plan = plan(but(feature));
    entitlements.list = Some(but(feature));
    entitlements.offers[1].switches.insert(feature, Switch { percentage: Some(0), ..ON });
    let ends_at = Utc::now() + TimeDelta::hours(1);
    entitlements.switches.insert(feature, Switch { ends_at: Some(ends_at), ..ON });
    let features = entitlements.resolve(Utc::now(), None);
    let (_, decision) = features.decisions().find(|(one, _)| *one == feature).unwrap();
    assert_eq!((decision.on, decision.level, decision.until), (true, L::Organization, Some(ends_at)));
    assert!(!entitlements.resolve(ends_at, None).has(feature), "it ends");
}

#[test]
fn a_switch_of_a_brand_wins_over_its_list_and_a_partner_offers_no_more_than_the_vendor() {
    let mut entitlements = plain();
    entitlements.offers[2].list = Some(but(F::Sso));
    entitlements.offers[2].switches.insert(F::Sso, ON);
    assert_eq!(decided(&entitlements, F::Sso), (true, L::Brand, R::Switch));
    entitlements.offers[1].list = Some(but(F::Sso));
    assert_eq!(decided(&entitlements, F::Sso), (false, L::ParentBrand, R::List));
    assert!(!entitlements.is_offered(F::Sso, Utc::now()) && entitlements.is_offered(F::Audit, Utc::now()));
}

#[test]
fn a_session_can_only_narrow() {
    let entitlements = Entitlements { plan: plan(set(&[F::Status, F::Documents])), ..plain() };
    let asked = set(&[F::Status, F::StatusReply, F::Audit]);
    assert_eq!(entitlements.resolve(Utc::now(), Some(&asked)).to_vec(), [F::Status]);
}

#[test]
fn a_flag_service_can_only_narrow_and_comes_before_the_session() {
    let mut entitlements = Entitlements { flagged_off: set(&[F::Audit, F::Sso]), ..plain() };
    entitlements.offers[2].list = Some(but(F::Sso));
    assert_eq!(decided(&entitlements, F::Sso), (false, L::Brand, R::List), "a wider level says it first");
    assert!(entitlements.is_offered(F::Audit, Utc::now()), "what is offered is no matter of the service's");
    let session = entitlements.resolve(Utc::now(), Some(&set(&[F::Status])));
    let level = |feature| session.decisions().find(|(one, _)| *one == feature).unwrap().1.level;
    assert_eq!((level(F::Audit), level(F::Members)), (L::FlagService, L::Session));
    assert_eq!(session.to_vec(), [F::Status]);
}

#[test]
fn an_organizations_bucket_stays_and_the_shares_are_what_they_say() {
    // These never change: whoever has a feature would lose it.
    let known = [(F::Status, 1), (F::Status, 2), (F::Audit, 1), (F::DocumentsUpload, 0xffff)];
    let buckets = known.map(|(feature, number)| bucket(feature, &OrganizationId::from_u128(number)));
    assert_eq!(buckets, [82, 87, 22, 44]);
    let organizations: Vec<_> = (0..10_000_u128).map(|number| OrganizationId::from_u128(number * 7919)).collect();
    for feature in F::ALL {
        let mut counts = [0_usize; 100];
        for organization in &organizations {
            counts[usize::from(bucket(*feature, organization))] += 1;
        }
        let mut below: usize = 0;
        for (share, count) in counts.iter().enumerate() {
            // A hundred organizations each, within five standard deviations.
            assert!((50..=150).contains(count), "{feature}: {count} in bucket {share}");
            assert!(below.abs_diff(share * 100) <= 250, "{feature}: {below} of 10000 at {share} %");
            below += count;
        }
    }
    // Features are apart: who is first for one is not for another.
    let both = organizations.iter().filter(|org| bucket(F::Status, org) < 10 && bucket(F::Audit, org) < 10).count();
    assert!((50..=150).contains(&both), "{both}");
}

#[test]
fn a_higher_percentage_takes_nobody_out_and_the_least_of_two_counts() {
    let mut entitlements = plain();
    let mut before = 0;
    for percentage in 0..=100 {
        let mut on = 0;
        for number in 0..300 {
            entitlements.organization = OrganizationId::from_u128(number);
            entitlements.offers[1].switches.insert(F::Requests, Switch { percentage: Some(100), ..ON });
            entitlements.offers[2].switches.insert(F::Requests, Switch { percentage: Some(percentage), ..ON });
            let has = entitlements.resolve(Utc::now(), None).has(F::Requests);
            assert_eq!(has, bucket(F::Requests, &entitlements.organization) < percentage);
            on += u32::from(has);
        }
        assert!(on >= before);
        before = on;
    }
    assert_eq!(before, 300);
}

/// The table of `docs/FEATURES.md`.
fn table() -> String {
    let mut table = String::from("| feature | needs | what is refused without it |\n| --- | --- | --- |\n");
    for feature in F::ALL.iter().copied() {
        let parent = feature.parent().map_or_else(String::new, |parent| format!("`{parent}`"));
        let permissions = Permission::ALL.iter().filter(|permission| permission.feature() == Some(feature));
        let permissions: Vec<_> = permissions.map(|permission| format!("`{permission}`")).collect();
        table.push_str(&format!("| `{feature}` | {parent} | {} |\n", permissions.join(", ")));
    }
    table
}

#[test]
fn the_documented_features_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/FEATURES.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- features -->\n").unwrap();
    let (documented, after) = rest.split_once("<!-- /features -->").unwrap();
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let new = format!("{before}<!-- features -->\n{table}<!-- /features -->{after}");
        std::fs::write(&path, new).unwrap();
    } else {
        assert_eq!(documented, table, "run this test with UPDATE_DOCS=1");
    }
}
