//! `cargo xtask test`: every check and test of the project, and how many of each ran.

mod counted;
mod environment;

use std::{process::Command, time::Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{bundle, pack, size, toolchain, tools, workspace::Workspace};
use counted::Counts;
use environment::Postgres;

/// Crates that run in a browser only: linted for it, tested by the browser tests.
const BROWSER_ONLY: [&str; 2] = ["loggia-elements", "dioxus-app"];
/// Crates that a browser downloads, alone or within another.
const FOR_BROWSERS: [&str; 8] = [
    "loggia-types",
    "loggia-forms",
    "loggia-theme",
    "loggia-client",
    "loggia-ui",
    "loggia",
    "loggia-elements",
    "dioxus-app",
];

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the parts whose name contains this: format, lint, deny, rust, bundle, shim, browser, size.
    #[arg(long)]
    filter: Option<String>,
}

/// A line of the summary.
struct Line {
    name: String,
    counts: Counts,
    seconds: f32,
    note: String,
}

type Part<'a> = &'a dyn Fn() -> Result<Vec<Line>>;

/// Runs the parts in order of cost, all of them even when one fails.
///
/// # Errors
/// When anything failed.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut lines = Vec::new();
    let postgres = environment::postgres();
    let parts: [(&str, Part<'_>); 8] = [
        ("format", &|| check(tools::cargo(workspace).args(["fmt", "--all", "--", "--check"]))),
        ("lint", &|| lint(workspace, postgres.is_ok())),
        ("deny", &|| deny(workspace)),
        ("rust", &|| rust(workspace, &postgres)),
        ("bundle", &|| bundle::build(workspace).map(|_| vec![Line::one("")])),
        ("shim", &|| shim(workspace)),
        ("browser", &|| browser(workspace, postgres.is_ok())),
        ("size", &|| size(workspace)),
    ];
    for (name, part) in parts {
        if options.filter.as_deref().is_some_and(|filter| !name.contains(filter)) {
            continue;
        }
        println!("\n=== {name}");
        let started = Instant::now();
        let mut found = part().unwrap_or_else(|error| vec![Line::failed(&error)]);
        let seconds = started.elapsed().as_secs_f32();
        for line in &mut found {
            line.name = if line.name.is_empty() { name.to_owned() } else { format!("{name}: {}", line.name) };
        }
        if let Some(first) = found.first_mut() {
            first.seconds = seconds;
        }
        lines.append(&mut found);
    }
    summarize(&lines)
}

impl Line {
    /// A check that passed.
    fn one(note: &str) -> Self {
        Self { name: String::new(), counts: Counts { passed: 1, failed: 0 }, seconds: 0.0, note: note.to_owned() }
    }

    /// Something that was not run, and why.
    fn skipped(note: &str) -> Self {
        Self { name: String::new(), counts: Counts::default(), seconds: 0.0, note: format!("skipped: {note}") }
    }

    /// A part that did not get to its end.
    fn failed(error: &anyhow::Error) -> Self {
        println!("{error:#}");
        Self { name: String::new(), counts: Counts { passed: 0, failed: 1 }, seconds: 0.0, note: format!("{error:#}") }
    }
}

fn summarize(lines: &[Line]) -> Result<()> {
    println!("\n=== summary\n{:<34} {:>7} {:>7} {:>8}", "", "passed", "failed", "seconds");
    let mut total = Counts::default();
    for line in lines {
        total += line.counts;
        let seconds = if line.seconds > 0.0 { format!("{:.0}", line.seconds) } else { String::new() };
        let note = line.note.lines().next().unwrap_or_default();
        println!("{:<34} {:>7} {:>7} {seconds:>8}  {note}", line.name, line.counts.passed, line.counts.failed);
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("{} failed", total.failed);
    }
    Ok(())
}

/// The size table. Not a test: `cargo xtask size` is what fails over budget.
fn size(workspace: &Workspace) -> Result<Vec<Line>> {
    let over = size::over_budget(workspace)?;
    let note = if over.is_empty() { "within budget".to_owned() } else { format!("OVER BUDGET: {}", over.join("; ")) };
    Ok(vec![Line::one(&note)])
}

fn check(command: &mut Command) -> Result<Vec<Line>> {
    tools::run(command)?;
    Ok(vec![Line::one("")])
}

/// clippy over everything, natively and for the browser. Warnings are errors.
fn lint(workspace: &Workspace, postgres: bool) -> Result<Vec<Line>> {
    let mut native = tools::cargo(workspace);
    native.args(["clippy", "--workspace", "--all-targets"]);
    with_native_selection(&mut native, postgres);
    tools::run(native.args(["--", "-D", "warnings"]))?;

    // The toolchain for the browser may be another one than cargo's own; clippy comes with cargo's own only.
    if !toolchain::ensure_target(workspace) {
        return Ok(vec![Line::one(
            "native only: clippy has no wasm32 library here, the bundle's build checks the rest",
        )]);
    }
    let mut browser = tools::cargo(workspace);
    browser.args(["clippy", "--target", toolchain::TARGET]);
    for package in FOR_BROWSERS {
        browser.args(["-p", package]);
    }
    tools::run(browser.args(["--", "-D", "warnings"]))?;
    Ok(vec![Line::one("")])
}

/// The packages and features of every native build: always the same, so that each dependency is built once.
fn with_native_selection(command: &mut Command, postgres: bool) {
    for package in BROWSER_ONLY {
        command.args(["--exclude", package]);
    }
    if postgres {
        command.args(["--features", "loggia-tests/postgres"]);
    }
}

fn deny(workspace: &Workspace) -> Result<Vec<Line>> {
    if tools::find("cargo-deny").is_none() {
        return Ok(vec![Line::skipped("`cargo install --locked cargo-deny` brings it")]);
    }
    // Advisories need the network; a machine without it still checks licences, sources and bans.
    check(tools::cargo(workspace).args(["deny", "check", "bans", "licenses", "sources"]))
}

/// Every Rust test: unit, server, client against server, widgets. What has a database runs on PostgreSQL, too.
fn rust(workspace: &Workspace, postgres: &Result<Postgres>) -> Result<Vec<Line>> {
    let mut command = tools::cargo(workspace);
    command.args(["test", "--workspace", "--no-fail-fast"]);
    with_native_selection(&mut command, postgres.is_ok());
    let postgres = match postgres {
        Ok(postgres) => postgres,
        Err(missing) => {
            let mut lines = rust_lines(&command, "")?;
            lines.push(Line { name: "on PostgreSQL".to_owned(), ..Line::skipped(&format!("{missing:#}")) });
            return Ok(lines);
        }
    };
    command.env("PATH", postgres.path()?);
    let mut lines = rust_lines(&command, "")?;
    let cluster = postgres.start()?;
    // The same tests in the same programs: these variables choose the database.
    command.args(["--test", "it", "--test", "content"]);
    command.env("LOGGIA_TEST_POSTGRES", "1").env("PORTAL_TEST_POSTGRES", &cluster.url);
    lines.append(&mut rust_lines(&command, ", PostgreSQL")?);
    Ok(lines)
}

fn rust_lines(command: &Command, database: &str) -> Result<Vec<Line>> {
    let (by_crate, ended_well) = counted::cargo_test(command)?;
    let mut lines: Vec<Line> = by_crate
        .into_iter()
        .map(|(name, counts)| Line { name: name + database, counts, seconds: 0.0, note: String::new() })
        .collect();
    if !ended_well && lines.iter().all(|line| line.counts.failed == 0) {
        lines.push(Line::failed(&anyhow::anyhow!("a test program did not build or ended early")));
    }
    Ok(lines)
}

/// The TypeScript shim's own tests.
fn shim(workspace: &Workspace) -> Result<Vec<Line>> {
    let folder = bundle::js_dir(workspace);
    if !folder.join("test").is_dir() {
        return Ok(vec![Line::skipped("the shim is tested by the browser tests")]);
    }
    pack::install_npm(&folder)?;
    let chromium = environment::chromium()?;
    let mut command = Command::new("node");
    command.current_dir(&folder).env("CHROME", chromium).args(["--test", "--test-reporter=tap", "test/"]);
    counted_lines(&command)
}

/// What only a browser shows: `tests/e2e`, which starts its own demo.
fn browser(workspace: &Workspace, postgres: bool) -> Result<Vec<Line>> {
    let chromium = environment::chromium()?;
    bundle::build(workspace)?;
    // The programs of the Rust tests: built already, with the same packages and features.
    let mut programs = tools::cargo(workspace);
    programs.args(["build", "--workspace", "--bins"]);
    with_native_selection(&mut programs, postgres);
    tools::run(&mut programs)?;
    let folder = workspace.root.join("tests/e2e");
    pack::install_npm(&folder)?;
    let mut command = Command::new("node");
    command
        .current_dir(&folder)
        .env("CHROME", chromium)
        // This program may have been built anew just now, so its own path need not lead to it any more.
        .env("XTASK", workspace.target_dir.join("debug/xtask"))
        .env("PROGRAMS", workspace.target_dir.join("debug"))
        .env("SCREENSHOTS", workspace.target_dir.join("screenshots"))
        .args(["--test", "--test-reporter=tap", "--test-concurrency=1", "--test-timeout=900000"]);
    counted_lines(&command)
}

fn counted_lines(command: &Command) -> Result<Vec<Line>> {
    let (counts, ended_well) = counted::node_test(command)?;
    let mut line = Line { name: String::new(), counts, seconds: 0.0, note: String::new() };
    if !ended_well && counts.failed == 0 {
        line = Line::failed(&anyhow::anyhow!("`{}` failed", tools::describe(command)));
    }
    Ok(vec![line])
}
