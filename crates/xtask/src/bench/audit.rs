//! Searches of a large audit log, each kind by itself.

use std::{fs, time::Instant};

use anyhow::{Context, Result, ensure};
use loggia_types::{OrganizationId, UserId};
use serde_json::{Value, json};

use super::{
    Bench,
    figures::{Figure, Times},
    http::{Connection, body_of},
    random::Random,
    server::{RunningServer, Server},
};
use crate::tools;

/// How many people the organization has.
const PEOPLE: u32 = 500;
/// How many searches of each kind.
const SEARCHES: u64 = 300;
/// 95 of 100 searches take at most so many milliseconds.
const BUDGET: f64 = 20.0;

const ACTIONS: [&str; 6] = [
    "case.replied",
    "document.downloaded",
    "document.uploaded",
    "member.role_changed",
    "document.deleted",
    "audit.exported",
];
const KINDS: [&str; 4] = ["case.", "document.", "member.", "audit."];

/// A kind of search: what it is called, and the query of one of them.
type Kind = (&'static str, fn(&mut Random) -> String);

const SEARCHED: &[Kind] = &[
    ("newest", |_| String::new()),
    ("up to a date", |r| format!("to={}", date(r.below(DAYS)))),
    ("between two dates", |r| {
        let to = r.below(DAYS - 7);
        format!("from={}&to={}", date(to + 7), date(to))
    }),
    ("person", |r| format!("actor_id={}", person(r))),
    ("action", |r| format!("action={}", action(r))),
    ("kind of action", |r| format!("action={}", kind(r))),
    ("resource", |r| format!("resource_id={}", resource(r))),
    ("outcome", |_| "outcome=denied".to_owned()),
    ("person, denied", |r| format!("actor_id={}&outcome=denied", person(r))),
    ("person, done", |r| format!("actor_id={}&outcome=success", person(r))),
    ("resource, denied", |r| format!("resource_id={}&outcome=denied", resource(r))),
    ("person, action", |r| format!("actor_id={}&action={}", person(r), action(r))),
    ("person, kind of action", |r| format!("actor_id={}&action={}", person(r), kind(r))),
    ("person, resource", |r| format!("actor_id={}&resource_id={}", person(r), resource(r))),
    ("person, up to a date", |r| format!("actor_id={}&to={}", person(r), date(r.below(DAYS)))),
    ("action, denied", |r| format!("action={}&outcome=denied", action(r))),
    ("kind of action, denied", |r| format!("action={}&outcome=denied", kind(r))),
    ("kind of action, between two dates", |r| {
        let to = r.below(DAYS - 7);
        format!("action={}&from={}&to={}", kind(r), date(to + 7), date(to))
    }),
    ("person, action, denied, between two dates", |r| {
        let to = r.below(DAYS - 90);
        format!("actor_id={}&action={}&outcome=denied&from={}&to={}", person(r), action(r), date(to + 90), date(to))
    }),
    ("text that is there", |r| format!("q={}", r.below(99))),
    ("text that is nowhere", |_| "q=nowhere%20to%20be%20found".to_owned()),
    ("person, text that is nowhere", |r| format!("actor_id={}&q=nowhere", person(r))),
];

/// How many days the log goes back: the program that fills it has the same.
const DAYS: u64 = 1000;
/// How many things there are that were done something to.
const RESOURCES: u64 = 100_000;

fn date(days_ago: u64) -> String {
    // The moment of the last entry, as the program that fills the log has it.
    let end = chrono::DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default();
    let day = end - chrono::TimeDelta::days(i64::try_from(days_ago).unwrap_or_default());
    day.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn person(random: &mut Random) -> UserId {
    UserId::from_u128(u128::from(random.below(PEOPLE.into())) + 1)
}

fn action(random: &mut Random) -> &'static str {
    ACTIONS.get(random.below(ACTIONS.len() as u64) as usize).copied().unwrap_or_default()
}

fn kind(random: &mut Random) -> &'static str {
    KINDS.get(random.below(KINDS.len() as u64) as usize).copied().unwrap_or_default()
}

fn resource(random: &mut Random) -> String {
    format!("case_{:026}", random.below(RESOURCES))
}

/// Measures each kind of search, and how long it takes to verify the log.
pub(super) fn run(bench: &Bench) -> Result<Vec<Figure>> {
    let organization = OrganizationId::from_u128(1);
    let server = filled(bench, &organization)?;
    let key = server.api_key("bench")?;
    let running = server.start()?;
    let secret = running.sign_in(&key, organization.as_str(), UserId::from_u128(1).as_str())?;
    let mut figures = Vec::new();
    for (name, query) in SEARCHED {
        let (times, found) = search(&running, &secret, *query)?;
        figures.push(Figure::new(format!("{name}: p50"), times.percentile(0.5), "ms"));
        figures.push(Figure::new(format!("{name}: p95"), times.percentile(0.95), "ms").at_most(BUDGET));
        println!("{name}: {found:.1} entries in a page");
    }
    drop(running);
    let begun = Instant::now();
    server.command(&["audit", "verify"])?;
    let rate = f64::from(bench.options.audit_entries) / begun.elapsed().as_secs_f64();
    figures.push(Figure::new("audit verify", rate, "entries/s"));
    Ok(figures)
}

/// A server whose log is full.
fn filled(bench: &Bench, organization: &OrganizationId) -> Result<Server> {
    let entries = bench.options.audit_entries.to_string();
    let folder = bench.folder.join(&entries);
    if folder.exists() {
        println!("using {}", folder.display());
        return Server::new(&bench.server, &folder);
    }
    let fill = bench.example("fill_audit_log");
    // Under another name until it is whole.
    let draft = bench.folder.join(format!("{entries}.new"));
    if draft.exists() {
        fs::remove_dir_all(&draft)?;
    }
    let server = Server::new(&bench.server, &draft)?;
    let begun = Instant::now();
    server.import(&import(organization))?;
    tools::run(std::process::Command::new(fill).arg(server.database()).arg(&entries))?;
    server.command(&["migrate"])?;
    fs::rename(&draft, &folder)?;
    println!("filled {} in {:.0} s", folder.display(), begun.elapsed().as_secs_f64());
    Server::new(&bench.server, &folder)
}

fn import(organization: &OrganizationId) -> Value {
    let key = |number: u32| format!("person-{number}");
    let users: Vec<_> = (0..PEOPLE)
        .map(|number| {
            json!({
                "key": key(number), "brand": "bench", "id": UserId::from_u128(u128::from(number) + 1),
                "name": format!("Person {number}"), "email": format!("{number}@customer.example"),
            })
        })
        .collect();
    let role = |number| if number == 0 { "owner" } else { "member" };
    let memberships: Vec<_> = (0..PEOPLE).map(|number| json!({ "user": key(number), "role": role(number) })).collect();
    json!({
        "brands": [{ "key": "bench", "name": "Bench" }],
        "users": users,
        "organizations": [
            { "key": "customer", "brand": "bench", "id": organization, "name": "Customer", "memberships": memberships },
            {
                "key": "other", "brand": "bench", "id": OrganizationId::from_u128(2), "name": "Other",
                "memberships": [{ "user": key(0), "role": "owner" }],
            },
        ],
    })
}

/// Many searches of one kind, and how many entries they found on average.
fn search(running: &RunningServer, secret: &str, query: fn(&mut Random) -> String) -> Result<(Times, f64)> {
    let mut connection = running.connect()?;
    let headers = [("authorization", format!("Bearer {secret}"))];
    let (mut random, mut times, mut found) = (Random::new(1), Times::default(), 0);
    for _ in 0..SEARCHES {
        let path = format!("/v1/audit-events?{}", query(&mut random));
        let begun = Instant::now();
        found += one(&mut connection, &path, &headers)?;
        times.add(begun.elapsed());
    }
    Ok((times, found as f64 / SEARCHES as f64))
}

fn one(connection: &mut Connection, path: &str, headers: &[(&str, String)]) -> Result<usize> {
    let answer = connection.ask("GET", path, headers, b"")?;
    let page: Value = body_of(&answer).context(path.to_owned())?;
    let items = page.get("items").and_then(Value::as_array).context("a page has items")?;
    ensure!(items.len() <= 25, "a page has at most 25 entries");
    Ok(items.len())
}
