//! `cargo xtask fuzz`: looks for bytes that break what reads them, for so many seconds each.
//!
//! The fuzzer is LLVM's libFuzzer, led by which branches an input reaches. What it needs of the compiler is on stable:
//! LLVM's own pass marks the branches. `cargo fuzz` would ask for a nightly compiler, because it adds the sanitizers of
//! memory errors; code without `unsafe` has none of those, and every check of arithmetic and bounds is on.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{tools, workspace::Workspace};

/// Marks branches and comparisons for libFuzzer.
const FLAGS: [&str; 7] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebuginfo=line-tables-only",
];

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs, in seconds.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Only the targets whose name contains this.
    #[arg(long)]
    filter: Option<String>,
}

/// What became of one target.
struct Outcome {
    name: String,
    executions: String,
    a_second: String,
    branches: String,
    /// The input that broke it.
    found: Option<PathBuf>,
}

/// Runs the targets, all of them even when one finds something.
///
/// # Errors
/// When an input broke something, the fuzzer cannot be built, or the filter leaves nothing.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let program = build(workspace)?;
    let names = Command::new(&program).output().context("listing the targets")?;
    let names = String::from_utf8(names.stdout)?;
    let wanted = |name: &&str| options.filter.as_deref().is_none_or(|filter| name.contains(filter));
    let folder = workspace.target_dir.join("fuzz");
    let mut outcomes = Vec::new();
    for name in names.lines().filter(wanted) {
        println!("{name}: {} s", options.seconds);
        outcomes.push(fuzz(&program, &folder, name, options.seconds)?);
    }
    if outcomes.is_empty() {
        bail!("--filter names none of {}", names.lines().collect::<Vec<_>>().join(", "));
    }
    summarize(&outcomes)
}

/// Builds the fuzzer, apart from everything else: its flags are its own.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let version = Command::new("rustc").arg("-vV").output().context("rustc -vV")?;
    let version = String::from_utf8(version.stdout)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let target_dir = workspace.target_dir.join("fuzz/build");
    let mut cargo = tools::cargo(workspace);
    cargo
        // With a target named, what runs while building is left without the flags.
        .args(["build", "--profile", "fuzz", "-p", "loggia-fuzz", "--features", "libfuzzer", "--target", host])
        .arg("--target-dir")
        .arg(&target_dir)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    tools::run(&mut cargo)?;
    Ok(target_dir.join(host).join("fuzz").join(format!("fuzz{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs one target. The corpus stays, so that the next run begins where this one ended.
fn fuzz(program: &Path, folder: &Path, name: &str, seconds: u32) -> Result<Outcome> {
    let (corpus, found) = (folder.join("corpus").join(name), folder.join("found").join(name));
    for made in [&corpus, &found] {
        fs::create_dir_all(made).with_context(|| format!("creating {}", made.display()))?;
    }
    let output = Command::new(program)
        .env("FUZZ_TARGET", name)
        .env("FUZZ_SEEDS", &corpus)
        .arg(format!("-max_total_time={seconds}"))
        .args(["-print_final_stats=1", "-timeout=10", "-rss_limit_mb=1024", "-max_len=4096", "-verbosity=1"])
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(&corpus)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .with_context(|| format!("running {}", program.display()))?;
    let log = String::from_utf8_lossy(&output.stderr);
    let input = log.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, path)| path.into());
    if !output.status.success() || input.is_some() {
        println!("{log}");
    }
    if !output.status.success() && input.is_none() {
        bail!("{name}: the fuzzer ended with {}", output.status);
    }
    Ok(Outcome {
        name: name.to_owned(),
        executions: statistic(&log, "stat::number_of_executed_units:"),
        a_second: statistic(&log, "stat::average_exec_per_sec:"),
        branches: branches(&log),
        found: input,
    })
}

/// A number at the end of libFuzzer's log.
fn statistic(log: &str, name: &str) -> String {
    log.lines().find_map(|line| line.strip_prefix(name)).map_or("?", str::trim).to_owned()
}

/// The last `cov: 123` of libFuzzer's log.
fn branches(log: &str) -> String {
    let last = log.lines().rev().find_map(|line| line.split_once(" cov: "));
    last.and_then(|(_, rest)| rest.split(' ').next()).unwrap_or("?").to_owned()
}

fn summarize(outcomes: &[Outcome]) -> Result<()> {
    println!("\n=== summary\n{:<20} {:>14} {:>10} {:>9}  result", "", "executions", "a second", "branches");
    for Outcome { name, executions, a_second, branches, found } in outcomes {
        let result = found.as_ref().map_or_else(|| "nothing found".to_owned(), |path| path.display().to_string());
        println!("{name:<20} {executions:>14} {a_second:>10} {branches:>9}  {result}");
    }
    match outcomes.iter().filter(|outcome| outcome.found.is_some()).count() {
        0 => Ok(()),
        broken => bail!("{broken} of {} targets are broken", outcomes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_the_log() {
        let log = "#2\tINITED cov: 7 ft: 8 corp: 1/1b\n#4096\tpulse  cov: 31 ft: 9\nDone 5000 runs in 2 second(s)\n\
                   stat::number_of_executed_units: 5000\nstat::average_exec_per_sec:     2500\n";
        assert_eq!(statistic(log, "stat::number_of_executed_units:"), "5000");
        assert_eq!(statistic(log, "stat::average_exec_per_sec:"), "2500");
        assert_eq!(branches(log), "31");
        assert_eq!((statistic("", "stat::x:"), branches("")), ("?".to_owned(), "?".to_owned()));
    }
}
