//! The tenancy matrix: every route, asked by every kind of caller, about their own thing, a neighbour's (another
//! organization of the brand), a stranger's (another brand's) and one that does not exist.
//!
//! The table of routes is compared with the served description: a route that is not in it fails the test. What a cell
//! has to answer follows from the caller and the route alone, by the rules in [`model`]; beside the status, no answer
//! may carry another organization's marker, a foreign thing and a missing one have to look the same, and what belongs
//! to others has to be the same afterwards.

mod callers;
mod model;
mod routes;
mod things;

use std::collections::{BTreeMap, BTreeSet};

use loggia_tests::{Portal, fixture, wire::Answer};
use serde_json::Value;

use self::{
    callers::{Caller, Callers},
    model::{Expected, Target},
    routes::{ROUTES, Route, Thing},
    things::Things,
};

#[tokio::test]
async fn every_served_route_is_in_the_table_and_every_cell_holds() {
    let portal = Portal::start().await.unwrap();
    compare_with_description(&portal).await;
    let callers = Callers::sign_in(&portal).await;
    let mut things = Things::collect(&portal).await;
    let mut cells = 0;
    let mut faults = Vec::new();
    for home in [fixture::northwind(), fixture::harbor(), fixture::lumen()] {
        let others: Vec<_> = [fixture::northwind(), fixture::harbor(), fixture::lumen()]
            .into_iter()
            .filter(|org| *org != home)
            .collect();
        let mut before = Vec::new();
        for other in &others {
            before.push(things.snapshot(other).await);
        }
        for caller in Caller::ALL.iter().filter(|caller| caller.home() == home) {
            for route in ROUTES {
                let mut unseen: BTreeMap<Target, Answer> = BTreeMap::new();
                for target in route.targets() {
                    cells += 1;
                    let answer = ask(&portal, &callers, &mut things, *caller, route, target).await;
                    let name = format!("{} {} by {caller:?} on {target:?}", route.method, route.path);
                    check(&name, *caller, route, target, &answer, &mut faults);
                    if target != Target::Own {
                        unseen.insert(target, answer);
                    }
                }
                compare_foreign_with_missing(*caller, route, &unseen, &things, &mut faults);
            }
        }
        for (other, before) in others.iter().zip(before) {
            if things.snapshot(other).await != before {
                faults.push(format!("callers of {home} changed what belongs to {other}"));
            }
        }
    }
    println!(
        "tenancy matrix: {cells} cells, {} routes, {} callers, {} faults",
        ROUTES.len(),
        Caller::ALL.len(),
        faults.len()
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A route that is served and not in the table would be a route that nobody checks.
async fn compare_with_description(portal: &Portal) {
    let document = portal.wire.get("/openapi.json").send().await.unwrap().json();
    let mut served = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|key| routes::METHODS.contains(&key.as_str())) {
            served.insert(format!("{} {}", method.to_uppercase(), routes::without_names(path)));
        }
    }
    let table: BTreeSet<_> =
        ROUTES.iter().map(|route| format!("{} {}", route.method, routes::without_names(route.path))).collect();
    let unchecked: Vec<_> = served.difference(&table).collect();
    let gone: Vec<_> = table.difference(&served).collect();
    assert!(unchecked.is_empty() && gone.is_empty(), "not in the table: {unchecked:?}; not served: {gone:?}");
}

async fn ask(
    portal: &Portal,
    callers: &Callers,
    things: &mut Things,
    caller: Caller,
    route: &Route,
    target: Target,
) -> Answer {
    let organization = target.organization(&caller.home());
    let kept = organization.as_ref().map(|organization| things.of(organization).clone());
    // What succeeds may use its target up, so each such cell gets a fresh one.
    if let Some(organization) = &organization
        && model::expected(caller, route, target) == Expected::Success
    {
        things.renew(portal, organization, route).await;
    }
    let set = organization.as_ref().map_or_else(|| things.missing(), |organization| things.of(organization));
    let version = match &organization {
        Some(organization) => things.version(organization, route).await,
        None => 1,
    };
    let mut request = portal.wire.ask(route.method, &set.fill(route.path));
    if route.method == "PATCH" {
        request = request.header("if-match", &format!("\"{version}\""));
    }
    if let Some(body) = set.body(route) {
        request = request.json(&body);
    } else if route.method == "POST" && route.path.starts_with("/v1/documents?") {
        request = request.body("some bytes");
    }
    for (name, value) in callers.headers(portal, caller, route).await {
        request = request.header(name, &value);
    }
    if route.endless {
        let response = request.open().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = if status == 200 { Vec::new() } else { response.bytes().await.unwrap().to_vec() };
        return Answer { status, headers, body };
    }
    let answer = request.send().await.unwrap();
    // What was deleted was made for this cell; the next ones ask about what was there before.
    if let (Some(kept), "DELETE") = (kept, route.method) {
        things.restore(kept);
    }
    answer
}

fn check(name: &str, caller: Caller, route: &Route, target: Target, answer: &Answer, faults: &mut Vec<String>) {
    let expected = model::expected(caller, route, target);
    if !expected.holds(answer) {
        faults.push(format!("{name}: expected {expected:?}, got {} {}", answer.status, short(answer)));
    }
    let everything = format!("{:?} {}", answer.headers, answer.text());
    let mine = fixture::marker(&caller.home());
    let is_full = routes::MARKED.contains(&route.path) && target == Target::Own && expected == Expected::Success;
    if is_full && !everything.contains(mine) {
        faults.push(format!("{name}: the caller's own {mine} is missing: {}", short(answer)));
    }
    if route.thing == Thing::Filter && target != Target::Own && everything.contains(mine) {
        faults.push(format!("{name}: the filter is void: {}", short(answer)));
    }
    for marker in [fixture::NORTHWIND_MARKER, fixture::HARBOR_MARKER, fixture::LUMEN_MARKER] {
        if everything.contains(marker) && !model::may_see(caller, route, marker) {
            faults.push(format!("{name}: the answer carries {marker}: {}", short(answer)));
        }
    }
}

/// Whoever may not see a thing must not learn that it is there.
fn compare_foreign_with_missing(
    caller: Caller,
    route: &Route,
    unseen: &BTreeMap<Target, Answer>,
    things: &Things,
    faults: &mut Vec<String>,
) {
    let Some(missing) = unseen.get(&Target::Missing) else { return };
    for (target, answer) in unseen {
        if *target == Target::Missing || model::expected(caller, route, *target) == Expected::Success {
            continue;
        }
        let (found, wanted) = (things.without_ids(&answer.text()), things.without_ids(&missing.text()));
        if answer.status != missing.status || comparable(&found) != comparable(&wanted) {
            faults.push(format!(
                "{} {} by {caller:?}: a foreign thing ({target:?}) and a missing one differ: {} {} / {} {}",
                route.method,
                route.path,
                answer.status,
                short(answer),
                missing.status,
                short(missing)
            ));
        }
    }
}

fn comparable(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("request_id");
    }
    value
}

fn short(answer: &Answer) -> String {
    answer.text().chars().take(300).collect()
}
