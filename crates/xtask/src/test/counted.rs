//! Running test programs, showing what they print and counting what they ran.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    ops::AddAssign,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::tools;

/// How many tests passed and failed, and how many were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs `cargo test`. Returns the counts by crate, and whether cargo ended well.
pub(super) fn cargo_test(command: &Command) -> Result<(BTreeMap<String, Counts>, bool)> {
    let mut by_crate = BTreeMap::new();
    let mut current = String::new();
    let ended_well = each_line(command, |line| {
        if let Some(name) = crate_of(line) {
            current = name;
        } else if let Some(counts) = rust_result(line) {
            *by_crate.entry(current.clone()).or_default() += counts;
        }
    })?;
    by_crate.retain(|_, counts| *counts != Counts::default());
    Ok((by_crate, ended_well))
}

/// Runs `node --test` with the TAP reporter. Returns the counts, and whether it ended well.
pub(super) fn node_test(command: &Command) -> Result<(Counts, bool)> {
    let mut counts = Counts::default();
    let ended_well = each_line(command, |line| counts += node_result(line))?;
    Ok((counts, ended_well))
}

/// What a line of the totals at the end adds: `# pass 23`. Who is cut off by a limit of time is cancelled.
fn node_result(line: &str) -> Counts {
    let number = |what: &str| line.strip_prefix(what).and_then(|number| number.trim().parse().ok()).unwrap_or(0);
    Counts {
        passed: number("# pass "),
        failed: number("# fail ") + number("# cancelled "),
        skipped: number("# skipped ") + number("# todo "),
    }
}

/// Runs a command with both its outputs in one stream, in order, and hands over each line after printing it.
fn each_line(command: &Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let described = tools::describe(command);
    let (reader, writer) = std::io::pipe()?;
    let mut merged = Command::new(command.get_program());
    merged.args(command.get_args()).stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    if let Some(folder) = command.get_current_dir() {
        merged.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            merged.env(name, value);
        }
    }
    let mut child = merged.spawn().with_context(|| format!("cannot run `{described}`"))?;
    // The command holds the writing end, too: the reader would wait for it.
    drop(merged);
    for text in BufReader::new(reader).split(b'\n') {
        let text = text?;
        let text = String::from_utf8_lossy(&text);
        println!("{text}");
        line(text.trim_end());
    }
    Ok(child.wait()?.success())
}

/// The crate that cargo announces: `Running unittests src/lib.rs (target/debug/deps/loggia_types-0123456789abcdef)` or
/// `Doc-tests loggia_types`.
fn crate_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let name = if let Some(name) = line.strip_prefix("Doc-tests ") {
        name
    } else {
        let path = line.strip_prefix("Running ")?.rsplit_once('(')?.1.strip_suffix(')')?;
        let file = path.rsplit(['/', '\\']).next()?;
        file.rsplit_once('-')?.0
    };
    Some(name.replace('_', "-"))
}

/// The counts in `test result: ok. 3 passed; 0 failed; 0 ignored; ...`.
fn rust_result(line: &str) -> Option<Counts> {
    let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = numbers.split("; ").map(|part| part.split(' ').next().and_then(|number| number.parse().ok()));
    Some(Counts { passed: numbers.next()??, failed: numbers.next()??, skipped: numbers.next()?? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_name_the_crate_and_the_counts() {
        let unit = "     Running unittests src/lib.rs (target/debug/deps/loggia_types-0123456789abcdef)";
        assert_eq!(crate_of(unit).as_deref(), Some("loggia-types"));
        assert_eq!(crate_of("   Doc-tests loggia_forms").as_deref(), Some("loggia-forms"));
        assert_eq!(crate_of("   Compiling loggia-types v0.1.0 (/somewhere)"), None);
        assert_eq!(
            rust_result("test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out"),
            Some(Counts { passed: 12, failed: 3, skipped: 1 })
        );
    }

    #[test]
    fn lines_of_node_are_counted_and_what_was_cut_off_has_failed() {
        let mut counts = Counts::default();
        for line in ["# tests 9", "# suites 2", "# pass 5", "# fail 1", "# cancelled 2", "# skipped 1", "# todo 0"] {
            counts += node_result(line);
        }
        assert_eq!(counts, Counts { passed: 5, failed: 3, skipped: 1 });
    }
}
