//! `cargo xtask test`: every check and test of the project, and how many of each ran.

mod brands;
mod counted;
mod environment;
mod evidence;
mod examples;

use std::{cell::LazyCell, fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{bundle, pack, package, size, toolchain, tools, workspace::Workspace};
use counted::Counts;
use environment::Postgres;

/// Crates that run in a browser only: linted for it, tested by the browser tests.
const BROWSER_ONLY: [&str; 2] = ["loggia-elements", "dioxus-app"];
/// Crates that a browser downloads, alone or within another.
const FOR_BROWSERS: [&str; 9] = [
    "loggia-types",
    "loggia-forms",
    "loggia-theme",
    "loggia-client",
    "loggia-ui",
    "loggia",
    "loggia-elements",
    "loggia-agreement",
    "dioxus-app",
];

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the parts whose name contains this: format, lint, deny, rust, documentation, oracle, agreement, bundle, shim,
    /// browser, size.
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
/// When anything failed, or the filter leaves nothing.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let postgres = LazyCell::new(environment::postgres);
    let parts: [(&str, Part<'_>); 11] = [
        ("format", &|| format(workspace)),
        ("lint", &|| lint(workspace, postgres.is_ok())),
        ("deny", &|| deny(workspace)),
        ("rust", &|| rust(workspace, &postgres)),
        ("documentation", &|| documentation(workspace, postgres.is_ok())),
        ("oracle", &|| oracle(workspace)),
        ("agreement", &|| agreement(workspace, postgres.is_ok())),
        ("bundle", &|| Ok(vec![Line::one(&brands::check(&bundle::build(workspace)?.dir)?)])),
        ("shim", &|| shim(workspace)),
        ("browser", &|| browser(workspace, postgres.is_ok())),
        ("size", &|| size(workspace)),
    ];
    let wanted = |name: &str| options.filter.as_deref().is_none_or(|filter| name.contains(filter));
    let mut lines = Vec::new();
    for (name, part) in parts.into_iter().filter(|(name, _)| wanted(name)) {
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
    if lines.is_empty() {
        bail!("--filter names none of {}", parts.map(|(name, _)| name).join(", "));
    }
    summarize(&lines)
}

impl Line {
    fn counted(name: String, counts: Counts) -> Self {
        let note = if counts.skipped > 0 { format!("{} skipped", counts.skipped) } else { String::new() };
        Self { name, counts, seconds: 0.0, note }
    }

    /// A check that passed.
    fn one(note: &str) -> Self {
        let counts = Counts { passed: 1, ..Counts::default() };
        Self { note: note.to_owned(), ..Self::counted(String::new(), counts) }
    }

    /// Something that was not run or does not count, and why.
    fn none(note: &str) -> Self {
        Self { note: note.to_owned(), ..Self::counted(String::new(), Counts::default()) }
    }

    /// A part that did not get to its end.
    fn failed(error: &anyhow::Error) -> Self {
        println!("{error:#}");
        let counts = Counts { failed: 1, ..Counts::default() };
        Self { note: format!("{error:#}"), ..Self::counted(String::new(), counts) }
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
    if over.is_empty() {
        return Ok(vec![Line::one("within budget")]);
    }
    Ok(vec![Line::none(&format!("OVER BUDGET: {}", over.join("; ")))])
}

fn check(command: &mut Command) -> Result<Vec<Line>> {
    tools::run(command)?;
    Ok(vec![Line::one("")])
}

/// The sources' format, and whether what docs/SECURITY.md names is there.
fn format(workspace: &Workspace) -> Result<Vec<Line>> {
    let mut lines = check(tools::cargo(workspace).args(["fmt", "--all", "--", "--check"]))?;
    lines.push(Line::one(&evidence::check(&workspace.root)?));
    Ok(lines)
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
        return Ok(vec![Line::none("skipped: `cargo install --locked cargo-deny` brings it")]);
    }
    // Advisories need the network; a machine without it still checks licences, sources and bans.
    check(tools::cargo(workspace).args(["deny", "check", "bans", "licenses", "sources"]))
}

/// Whether what is public has an example. After the Rust tests, which run the examples and build what this needs.
fn documentation(workspace: &Workspace, postgres: bool) -> Result<Vec<Line>> {
    let mut command = tools::cargo(workspace);
    command.args(["test", "--quiet", "--workspace", "--doc"]);
    with_native_selection(&mut command, postgres);
    Ok(vec![Line::one(&examples::check(workspace, &mut command)?)])
}

/// Unit, server, client against server, widgets, documentation. What has a database runs on PostgreSQL, too.
fn rust(workspace: &Workspace, postgres: &Result<Postgres>) -> Result<Vec<Line>> {
    let mut command = tools::cargo(workspace);
    command.args(["test", "--workspace", "--no-fail-fast"]);
    with_native_selection(&mut command, postgres.is_ok());
    // Many tests wait more than they work: for a clock, a mail, another process. With as many as cores the long ones come last,
    // alone.
    command.env("RUST_TEST_THREADS", (2 * tools::cores()).to_string());
    let postgres = match postgres {
        Ok(postgres) => postgres,
        Err(missing) => {
            let mut lines = rust_lines(&command, "")?;
            lines.push(Line { name: "on PostgreSQL".to_owned(), ..Line::failed(missing) });
            return Ok(lines);
        }
    };
    let cluster = postgres.start()?;
    // The store's own tests run on both databases at once.
    command.env("PATH", postgres.path()?).env("PORTAL_TEST_POSTGRES", &cluster.url);
    let mut lines = rust_lines(&command, "")?;
    // Those of the whole server run again: the same programs, on the other database.
    command.args(["--test", "portal", "--test", "content"]).env("PORTAL_TEST_DATABASE", "postgres");
    lines.append(&mut rust_lines(&command, ", PostgreSQL")?);
    Ok(lines)
}

/// What conditions decide, judged by Cedar. A build of its own: Cedar changes what others' features are.
fn oracle(workspace: &Workspace) -> Result<Vec<Line>> {
    let mut command = tools::cargo(workspace);
    command.args(["test", "--package", "loggia-server", "--features", "oracle", "--lib", "policy::"]);
    rust_lines(&command, "")
}

fn rust_lines(command: &Command, database: &str) -> Result<Vec<Line>> {
    let (by_crate, ended_well) = counted::cargo_test(command)?;
    let lines = by_crate.into_iter().map(|(name, counts)| Line::counted(name + database, counts)).collect();
    Ok(honest(lines, ended_well, command))
}

/// Whether the form engine in a browser's module judges as the one in the server does.
fn agreement(workspace: &Workspace, postgres: bool) -> Result<Vec<Line>> {
    /// How many forms with answers.
    const PAIRS: &str = "10000";
    let seed = std::env::var("AGREEMENT_SEED").unwrap_or_else(|_| "1".to_owned());
    build_programs(workspace, postgres)?;
    let work = workspace.target_dir.join("agreement");
    fs::create_dir_all(&work)?;
    let pairs = work.join("pairs.jsonl");
    let mut print = Command::new(workspace.target_dir.join("debug/form-pairs"));
    fs::write(&pairs, tools::output(print.args([&seed, PAIRS]))?)?;

    let toolchain = toolchain::ensure_wasm(workspace)?;
    let module = toolchain.compile_with(workspace, "loggia-agreement", "loggia_agreement.wasm", &["--lib"])?;
    let bound = work.join("module");
    pack::bind(&module, &bound, "agreement", false)?;
    fs::write(bound.join("package.json"), r#"{"type": "module"}"#)?;
    pack::ensure_node()?;
    let mut command = node_test(&workspace.root.join("crates/agreement/js"), 1)?;
    command
        .env("PAIRS", pairs)
        .env("MODULE", bound.join("agreement.js"))
        .env("SUITE", workspace.root.join("crates/forms/tests/json-logic/compatible.json"));
    println!("seed {seed}: `AGREEMENT_SEED` chooses another");
    node_lines(&command)
}

/// The TypeScript shim's own tests.
fn shim(workspace: &Workspace) -> Result<Vec<Line>> {
    let chromium = environment::chromium()?;
    package::build(workspace)?;
    let folder = bundle::js_dir(workspace);
    pack::install_npm(&folder)?;
    let mut command = node_test(&folder.join("test"), 1)?;
    node_lines(command.env("CHROME", chromium))
}

/// The programs of the Rust tests: built already, with the same packages and features.
fn build_programs(workspace: &Workspace, postgres: bool) -> Result<()> {
    let mut programs = tools::cargo(workspace);
    // With `--tests`: without them features differ, and dependencies would be built again.
    programs.args(["build", "--workspace", "--bins", "--tests"]);
    with_native_selection(&mut programs, postgres);
    tools::run(&mut programs)
}

/// What only a browser shows: `tests/e2e`, which starts its own demo.
fn browser(workspace: &Workspace, postgres: bool) -> Result<Vec<Line>> {
    let chromium = environment::chromium()?;
    package::build(workspace)?;
    build_programs(workspace, postgres)?;
    let folder = workspace.root.join("tests/e2e");
    pack::install_npm(&folder)?;
    let mut command = node_test(&folder, tools::cores().min(2))?;
    command
        .env("CHROME", chromium)
        // This program may have been built anew just now, so its own path need not lead to it any more.
        .env("XTASK", workspace.target_dir.join("debug/xtask"))
        .env("PROGRAMS", workspace.target_dir.join("debug"))
        .env("SCREENSHOTS", workspace.target_dir.join("screenshots"));
    node_lines(&command)
}

/// `node --test` with the folder's tests, each by its name: what else is taken for a test, and whether a folder is,
/// differs from one version of Node.js to the next.
///
/// `at_once` is how many files run at the same time.
fn node_test(folder: &Path, at_once: usize) -> Result<Command> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?.flatten();
    let mut tests: Vec<_> =
        entries.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().ends_with(".test.js")).collect();
    tests.sort();
    let mut command = Command::new("node");
    command.current_dir(folder).args([
        "--test",
        "--test-reporter=tap",
        &format!("--test-concurrency={at_once}"),
        "--test-timeout=900000",
    ]);
    command.args(tests);
    Ok(command)
}

fn node_lines(command: &Command) -> Result<Vec<Line>> {
    let (counts, ended_well) = counted::node_test(command)?;
    Ok(honest(vec![Line::counted(String::new(), counts)], ended_well, command))
}

/// The lines, and one more that has failed where a runner ended badly without saying which test did, or ran none.
fn honest(mut lines: Vec<Line>, ended_well: bool, command: &Command) -> Vec<Line> {
    let sum = |of: fn(&Counts) -> u32| lines.iter().map(|line| of(&line.counts)).sum::<u32>();
    let (passed, failed) = (sum(|counts| counts.passed), sum(|counts| counts.failed));
    let wrong = match (ended_well, failed) {
        (false, 0) => "did not build, or ended early",
        (true, 0) if passed == 0 => "ran no test",
        _ => return lines,
    };
    lines.push(Line::failed(&anyhow::anyhow!("`{}` {wrong}", tools::describe(command))));
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn failed(counts: Counts, ended_well: bool) -> u32 {
        let lines = honest(vec![Line::counted(String::new(), counts)], ended_well, &Command::new("runner"));
        lines.iter().map(|line| line.counts.failed).sum()
    }

    #[test]
    fn a_runner_that_dies_or_runs_nothing_has_failed() {
        let (none, some) = (Counts::default(), Counts { passed: 3, ..Counts::default() });
        assert_eq!([failed(some, true), failed(some, false), failed(none, true), failed(none, false)], [0, 1, 1, 1]);
        assert_eq!(failed(Counts { failed: 2, ..some }, false), 2);
    }

    #[test]
    fn a_filter_that_names_no_part_is_an_error() {
        let workspace = Workspace { root: "/nowhere".into(), target_dir: "/nowhere".into() };
        let error = run(&workspace, &Options { filter: Some("borwser".to_owned()) }).unwrap_err();
        assert!(error.to_string().contains("browser"));
    }
}
