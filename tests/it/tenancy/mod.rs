//! The tenancy matrix: every route, asked by every kind of caller, about their own thing, a neighbour's (another
//! organization of the brand), a stranger's (another brand's), a partner's (a brand's below) and one that does not exist.
//! An id that travels in a query or a body is a row of its own. On PostgreSQL the whole of it is asked twice, with
//! row-level security and without: each line of defence has to hold by itself.
//!
//! The table of routes is compared with the served description: a route that is not in it fails the test. What a cell
//! has to answer follows from the caller and the route alone, by the rules in [`model`]; beside the status, no answer
//! may carry another organization's marker, a foreign thing and a missing one have to look the same, and what belongs
//! to others has to be the same afterwards.

mod browsers;
pub(crate) mod callers;
mod custom_roles;
mod ended;
mod features;
pub(crate) mod model;
mod operators;
mod own_keys;
mod pages;
mod programs;
pub(crate) mod routes;
pub(crate) mod things;

use std::collections::{BTreeMap, BTreeSet};

use loggia_tests::{Line, Portal, fixture, is_postgres, wire::Answer};
use serde_json::Value;

use self::{
    callers::{Caller, Callers},
    model::{Expected, Target},
    routes::{ROUTES, Route, Thing},
    things::Things,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_served_route_is_in_the_table_and_every_cell_holds() {
    // Behind each line of defence, at the same time: they share nothing.
    let matrices: Vec<_> = Line::all().iter().map(|line| tokio::spawn(every_cell_holds(*line))).collect();
    for matrix in matrices {
        matrix.await.unwrap();
    }
}

async fn every_cell_holds(line: Line) {
    let portal = Portal::start_behind(line).await.unwrap();
    compare_with_description(&portal).await;
    let answered = fill(&portal).await;
    let count = |outcome: &str| answered.outcomes.get(outcome).copied().unwrap_or_default();
    println!(
        "tenancy matrix on {}: {} cells of {} rows ({} routes and the ids they name) and {} callers; {} to be answered, \
         {} refused, {} not found, {} unauthenticated; {} faults",
        if !is_postgres() {
            "SQLite"
        } else if line == Line::Whole {
            "PostgreSQL"
        } else {
            "PostgreSQL without row-level security"
        },
        answered.cells.len(),
        ROUTES.len(),
        ROUTES.iter().map(Route::served).collect::<BTreeSet<_>>().len(),
        Caller::ALL.len(),
        count("answered"),
        count("refused"),
        count("not found"),
        count("unauthenticated"),
        answered.faults.0
    );
    let all: usize = ROUTES.iter().map(|route| route.targets().len()).sum::<usize>() * Caller::ALL.len();
    assert_eq!(answered.cells.len(), all, "a cell is empty");
    assert_eq!(answered.faults.0, 0, "there are faults");
}

/// The matrix, filled in.
#[derive(Default)]
struct Answered {
    cells: BTreeSet<String>,
    outcomes: BTreeMap<&'static str, usize>,
    faults: Faults,
}

/// What does not hold. Told at once: what one caller has broken may be in the way of asking further.
#[derive(Default)]
struct Faults(usize);

impl Faults {
    fn push(&mut self, fault: &str) {
        println!("{fault}");
        self.0 += 1;
    }
}

/// Asks for every cell.
async fn fill(portal: &Portal) -> Answered {
    let callers = Callers::sign_in(portal).await;
    let mut things = Things::collect(portal).await;
    let mut answered = Answered::default();
    for home in fixture::organizations() {
        let others: Vec<_> = fixture::organizations().into_iter().filter(|org| *org != home).collect();
        let mut before = Vec::new();
        for other in &others {
            before.push(things.snapshot(other).await);
        }
        for caller in Caller::ALL.iter().filter(|caller| caller.home() == home) {
            for route in ROUTES {
                let mut unseen: BTreeMap<Target, Answer> = BTreeMap::new();
                for target in route.targets() {
                    let answer = ask(portal, &callers, &mut things, *caller, route, target).await;
                    let name = format!("{} by {caller:?} on {target:?}", route.name());
                    check(&name, *caller, route, target, &answer, &mut answered.faults);
                    *answered.outcomes.entry(model::expected(*caller, route, target).outcome()).or_default() += 1;
                    answered.cells.insert(name);
                    if target != Target::Own {
                        unseen.insert(target, answer);
                    }
                }
                compare_foreign_with_missing(*caller, route, &unseen, &things, &mut answered.faults);
            }
        }
        for (other, before) in others.iter().zip(before) {
            if things.snapshot(other).await != before {
                answered.faults.push(&format!("callers of {home} changed what belongs to {other}"));
            }
        }
    }
    answered
}

/// A route that is served and not in the table would be a route that nobody checks.
async fn compare_with_description(portal: &Portal) {
    let document = portal.wire.get("/openapi.json").send().await.unwrap().json();
    let mut served = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|key| routes::METHODS.contains(&key.as_str())) {
            served.insert(routes::served(&method.to_uppercase(), path));
        }
    }
    let table: BTreeSet<_> = ROUTES.iter().map(Route::served).collect();
    let unchecked: Vec<_> = served.difference(&table).collect();
    let gone: Vec<_> = table.difference(&served).collect();
    assert!(unchecked.is_empty() && gone.is_empty(), "not in the table: {unchecked:?}; not served: {gone:?}");
}

pub(crate) async fn ask(
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
    let own = things.of(&caller.home());
    let home = caller.home();
    let updated = if route.path.contains("{own ") { Some(&home) } else { organization.as_ref() };
    let version = match updated {
        Some(organization) => things.version(organization, route).await,
        None => 1,
    };
    let mut request = portal.wire.ask(route.method, &set.fill(route.path, own));
    if route.method == "PATCH" || (route.method == "PUT" && route.path.starts_with("/v1/drafts/")) {
        request = request.header("if-match", &format!("\"{version}\""));
    }
    if let Some(body) = set.body(route, own) {
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
    // What was used up was made for this cell; the next ones ask about what was there before.
    if let Some(kept) = kept.filter(|_| route.uses_up()) {
        things.restore(kept);
    }
    answer
}

fn check(name: &str, caller: Caller, route: &Route, target: Target, answer: &Answer, faults: &mut Faults) {
    let expected = model::expected(caller, route, target);
    if !expected.holds(answer) {
        faults.push(&format!("{name}: expected {expected:?}, got {} {}", answer.status, short(answer)));
    }
    let everything = format!("{:?} {}", answer.headers, answer.text());
    let mine = fixture::marker(&caller.home());
    let sees_nothing = caller == Caller::Hidden && route.is_about_things();
    let is_full = routes::MARKED.contains(&route.path) && target == Target::Own && expected == Expected::Success;
    let is_full = is_full && !sees_nothing;
    if sees_nothing && everything.contains(mine) {
        faults.push(&format!("{name}: what a condition hides is shown: {}", short(answer)));
    }
    if is_full && !everything.contains(mine) {
        faults.push(&format!("{name}: the caller's own {mine} is missing: {}", short(answer)));
    }
    if route.thing == Thing::Filter && target != Target::Own && everything.contains(mine) {
        faults.push(&format!("{name}: the filter is void: {}", short(answer)));
    }
    for organization in fixture::organizations() {
        let marker = fixture::marker(&organization);
        if everything.contains(marker) && !model::may_see(caller, route, &organization) {
            faults.push(&format!("{name}: the answer carries {marker}: {}", short(answer)));
        }
    }
}

/// Whoever may not see a thing must not learn that it is there.
fn compare_foreign_with_missing(
    caller: Caller,
    route: &Route,
    unseen: &BTreeMap<Target, Answer>,
    things: &Things,
    faults: &mut Faults,
) {
    let Some(missing) = unseen.get(&Target::Missing) else { return };
    for (target, answer) in unseen {
        if *target == Target::Missing || model::expected(caller, route, *target) == Expected::Success {
            continue;
        }
        let (found, wanted) = (things.without_ids(&answer.text()), things.without_ids(&missing.text()));
        if answer.status != missing.status || comparable(&found) != comparable(&wanted) {
            faults.push(&format!(
                "{} by {caller:?}: a foreign thing ({target:?}) and a missing one differ: {} {} / {} {}",
                route.name(),
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
