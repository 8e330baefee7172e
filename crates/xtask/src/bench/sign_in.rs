//! Signing in: what the page weighs, how many people get in a second beside bare argon2id, and what a flood of attempts
//! costs those who are signed in.

use std::{
    fs,
    io::Write as _,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use loggia_types::{OrganizationId, UserId};
use serde_json::{Value, json};

use super::{
    Bench,
    figures::{Figure, Times},
    http::{Answer, Connection, body_of},
    server::{RunningServer, Server},
};
use crate::tools;

/// What the page may weigh with its style sheets and scripts, as a browser downloads it, in kB.
const PAGE_BUDGET: f64 = 30.0;
/// The least that the server gets out of what argon2id alone could do.
const RATIO_BUDGET: f64 = 0.9;
/// 99 of 100 lists take at most so many milliseconds.
const LIST_BUDGET: f64 = 10.0;

/// How many people there are, so that nobody is signed in too often.
const PEOPLE: u32 = 60;
/// How many cases there are.
const CASES: u32 = 200;
/// How many people sign in at the same time: fewer than may wait in the server's queue, more than it has threads.
const AT_ONCE: u32 = 16;
/// How long each rate is measured.
const TIME: Duration = Duration::from_secs(10);
/// How many lists are asked for, one after another.
const LISTS: usize = 2000;
const PASSWORD: &str = "a kettle on the roof";

/// Measures all three.
pub(super) fn run(bench: &Bench) -> Result<Vec<Figure>> {
    if bench.folder.exists() {
        fs::remove_dir_all(&bench.folder)?;
    }
    let server = Server::new(&bench.server, &bench.folder)?;
    server.import(&import())?;
    let key = server.api_key("bench")?;
    let running = server.start()?;
    let mut figures = page(&running)?;

    let threads = thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
    let before = bare(bench, threads)?;
    let (logins, _) = during(&running, PASSWORD, || {
        thread::sleep(TIME);
        Ok(())
    })?;
    let after = bare(bench, threads)?;
    let alone = (before + after) / 2.0;
    figures.push(Figure::new(format!("argon2id alone, {threads} thread(s)"), alone, "hashes/s"));
    figures.push(Figure::new("sign-ins over HTTP, as many threads", logins, "sign-ins/s"));
    figures.push(Figure::new("sign-ins beside argon2id alone", logins / alone, "").at_least(RATIO_BUDGET));

    let secret = running.sign_in(&key, OrganizationId::from_u128(1).as_str(), UserId::from_u128(1).as_str())?;
    let calm = list(&running, &secret)?;
    let (attempts, flooded) = during(&running, "a wrong password", || list(&running, &secret))?;
    for (when, times) in [("calm", calm), ("while people try to sign in", flooded)] {
        figures.push(Figure::new(format!("25 cases, {when}: p50"), times.percentile(0.5), "ms"));
        figures.push(Figure::new(format!("25 cases, {when}: p99"), times.percentile(0.99), "ms").at_most(LIST_BUDGET));
    }
    figures.push(Figure::new("attempts to sign in meanwhile", attempts, "attempts/s"));
    Ok(figures)
}

fn import() -> Value {
    let person = |number: u32| format!("person-{number}");
    let users: Vec<_> = (0..PEOPLE)
        .map(|number| {
            json!({
                "key": person(number), "brand": "bench", "id": UserId::from_u128(u128::from(number) + 1),
                "name": format!("Person {number}"), "email": email(number), "password": PASSWORD,
            })
        })
        .collect();
    let role = |number| if number == 0 { "owner" } else { "member" };
    let memberships: Vec<_> =
        (0..PEOPLE).map(|number| json!({ "user": person(number), "role": role(number) })).collect();
    let cases: Vec<_> = (0..CASES)
        .map(|number| {
            json!({
                "key": format!("case-{number}"), "organization": "customer", "case_type": "claim",
                "title": format!("Water damage in the hall, {number}"), "status": "in_progress",
                "next_step": { "party": "us", "summary": "assessing the damage" },
                "created_at": format!("-{}h", number + 1),
            })
        })
        .collect();
    json!({
        "brands": [{ "key": "bench", "name": "Bench" }],
        "users": users,
        "organizations": [{
            "key": "customer", "brand": "bench", "id": OrganizationId::from_u128(1), "name": "Customer",
            "memberships": memberships,
        }],
        "case_types": [{ "key": "claim", "brand": "bench", "name": "Claim", "reference_prefix": "CL" }],
        "cases": cases,
    })
}

fn email(number: u32) -> String {
    format!("{number}@customer.example")
}

/// What a browser downloads to show the page to sign in on.
fn page(running: &RunningServer) -> Result<Vec<Figure>> {
    let mut connection = running.connect()?;
    let html = get(&mut connection, "/sign-in", "identity")?;
    let text = String::from_utf8(html.body)?;
    let mut paths = vec!["/sign-in".to_owned()];
    for tag in text.split('<').filter(|tag| tag.starts_with("link") || tag.starts_with("script")) {
        let address = tag.split_once("href=\"").or_else(|| tag.split_once("src=\""));
        let path = address.and_then(|(_, rest)| rest.split('"').next()).context("a tag names what it loads")?;
        if path.starts_with("data:") {
            continue;
        }
        // As HTML writes it.
        paths.push(path.replace("&#x2f;", "/").replace("&amp;", "&"));
    }
    ensure!(paths.len() > 2, "the page has style sheets: {text}");
    let mut sizes = [0; 3];
    for path in &paths {
        let body = get(&mut connection, path, "br, gzip")?.body;
        let packed = [body.len(), gzip(&body)?, brotli(&body)?];
        println!("{path}: {} bytes, {} with gzip, {} with brotli", packed[0], packed[1], packed[2]);
        for (sum, bytes) in sizes.iter_mut().zip(packed) {
            *sum += bytes;
        }
    }
    let names = ["as the server sends them", "with a proxy's gzip", "with a proxy's brotli"];
    let figure = |(name, bytes): (&str, usize)| {
        Figure::new(format!("sign-in page, {} files {name}", paths.len()), bytes as f64 / 1000.0, "kB")
            .at_most(PAGE_BUDGET)
    };
    Ok(names.into_iter().zip(sizes).map(figure).collect())
}

/// How many bytes gzip makes of this, as proxies are set up usually.
fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    packed.write_all(bytes)?;
    Ok(packed.finish()?.len())
}

/// How many bytes brotli makes of this, as proxies are set up usually.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed.len())
}

fn get(connection: &mut Connection, path: &str, encoding: &str) -> Result<Answer> {
    let headers = [("accept-encoding", encoding.to_owned()), ("accept", "text/html,*/*".to_owned())];
    let answer = connection.ask("GET", path, &headers, b"")?;
    ensure!(answer.status == 200, "{path}: the server answered {}", answer.status);
    Ok(answer)
}

/// How many passwords a second argon2id hashes with the server's parameters, with nothing around it.
fn bare(bench: &Bench, threads: usize) -> Result<f64> {
    let mut program = Command::new(bench.example("bare_argon2id"));
    let printed = tools::output(program.arg(threads.to_string()).arg((TIME.as_secs() / 2).to_string()))?;
    printed.trim().parse().context("the program prints a rate")
}

/// Has people sign in while something else is done: how many attempts a second were answered, and what came of the rest.
fn during<T>(running: &RunningServer, password: &'static str, work: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let people: Vec<JoinHandle<Result<()>>> = (0..AT_ONCE)
        .map(|first| {
            let (mut connection, stop, answered) = (running.connect()?, Arc::clone(&stop), Arc::clone(&answered));
            Ok(thread::spawn(move || {
                let form = form(&mut connection)?;
                let mut number = first;
                while !stop.load(Ordering::Relaxed) {
                    attempt(&mut connection, &form, number % PEOPLE, password)?;
                    answered.fetch_add(1, Ordering::Relaxed);
                    number += AT_ONCE;
                }
                Ok(())
            }))
        })
        .collect::<Result<_>>()?;
    // Until all of them are at it.
    thread::sleep(Duration::from_secs(1));
    let (begun, already) = (Instant::now(), answered.load(Ordering::Relaxed));
    let done = work();
    let rate = (answered.load(Ordering::Relaxed) - already) as f64 / begun.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for person in people {
        person.join().map_err(|_| anyhow::anyhow!("a person who signs in panicked"))??;
    }
    Ok((rate, done?))
}

/// What ties a form to a browser: its cookie, and the token of the page.
struct Form {
    cookie: String,
    csrf: String,
}

fn form(connection: &mut Connection) -> Result<Form> {
    let page = get(connection, "/sign-in", "identity")?;
    let cookie = page.header("set-cookie").and_then(|set| set.split(';').next()).context("the page sets a cookie")?;
    let cookie = cookie.to_owned();
    let text = String::from_utf8(page.body)?;
    let csrf = text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    Ok(Form { cookie, csrf: csrf.context("the page has a token")?.to_owned() })
}

fn attempt(connection: &mut Connection, form: &Form, number: u32, password: &str) -> Result<()> {
    // Nothing in it has to be escaped but the space.
    let body = format!("csrf={}&email={}&password={}", form.csrf, email(number), password.replace(' ', "+"));
    let headers = [
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ("cookie", form.cookie.clone()),
        ("sec-fetch-site", "same-origin".to_owned()),
    ];
    let answer = connection.ask("POST", "/sign-in/password", &headers, body.as_bytes())?;
    let expected = if password == PASSWORD { 303 } else { 422 };
    ensure!(answer.status == expected, "signing in: the server answered {}", answer.status);
    Ok(())
}

/// How long lists of 25 cases take, one after another.
fn list(running: &RunningServer, secret: &str) -> Result<Times> {
    let mut connection = running.connect()?;
    let headers = [("authorization", format!("Bearer {secret}"))];
    let mut times = Times::default();
    for _ in 0..LISTS {
        let begun = Instant::now();
        let answer = connection.ask("GET", "/v1/cases?limit=25", &headers, b"")?;
        times.add(begun.elapsed());
        let page: Value = body_of(&answer)?;
        ensure!(page.get("items").and_then(Value::as_array).is_some_and(|items| items.len() == 25), "25 cases");
    }
    Ok(times)
}
