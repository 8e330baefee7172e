//! Whether docs/SECURITY.md says what is so: each file and test that it names is there, and the list of requirements that
//! are not met is that of its tables.
//!
//! A file is named in backticks by its path from the root, a test as `path::name`: in Rust the name of a function, elsewhere
//! any text of the file.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail};

/// Where the document is.
const DOCUMENT: &str = "docs/SECURITY.md";
/// What a path begins with. What begins otherwise is code, a header, a route.
const FOLDERS: [&str; 8] = [".ci/", ".github/", "crates/", "docs/", "examples/", "server/", "tests/", "themes/"];
/// Files at the root.
const FILES: [&str; 4] = ["Cargo.lock", "Cargo.toml", "README.md", "deny.toml"];
/// Where the requirements that are not met are listed, up to the next heading.
const NOT_MET: &str = "## What is not met";

/// Checks the document, and says what was in it.
///
/// # Errors
/// When it names something that is not there, or its parts contradict each other.
pub(super) fn check(root: &Path) -> Result<String> {
    let text = fs::read_to_string(root.join(DOCUMENT)).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let named: BTreeSet<&str> = named(&text).collect();
    let mut faults: Vec<String> = named.iter().filter_map(|name| is_missing(root, name)).collect();
    faults.extend(missing_headings(&text));
    let requirements = requirements(&text, &mut faults);
    if !faults.is_empty() {
        bail!("{DOCUMENT}:\n  {}", faults.join("\n  "));
    }
    Ok(format!("{} files and tests, {requirements} requirements", named.len()))
}

/// The files and tests that a text names.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|span| {
        let path = span.split("::").next().unwrap_or_default();
        FILES.contains(&path) || FOLDERS.iter().any(|folder| path.starts_with(folder))
    })
}

/// Why a file or test that is named is not there, if so.
fn is_missing(root: &Path, name: &str) -> Option<String> {
    let (path, part) = name.split_once("::").map_or((name, None), |(path, part)| (path, Some(part)));
    let file = root.join(path);
    let Some(part) = part else {
        return (!file.exists()).then(|| format!("there is no {path}"));
    };
    let Ok(text) = fs::read_to_string(&file) else { return Some(format!("there is no {path}")) };
    let wanted = if path.ends_with(".rs") { format!("fn {part}(") } else { part.to_owned() };
    (!text.contains(&wanted)).then(|| format!("{path} has no {part}"))
}

/// Links within the document that lead to no heading.
fn missing_headings(text: &str) -> Vec<String> {
    let anchor = |heading: &str| heading.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-");
    let headings: BTreeSet<String> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
    let links = text.split("](#").skip(1).filter_map(|rest| rest.split_once(')').map(|(link, _)| link));
    links.filter(|link| !headings.contains(*link)).map(|link| format!("there is no heading for #{link}")).collect()
}

/// Compares the tables of requirements with the list of those that are not met. Returns how many there are.
fn requirements(text: &str, faults: &mut Vec<String>) -> usize {
    let list = text.split_once(NOT_MET).map(|(_, rest)| rest.split("\n## ").next().unwrap_or_default());
    let items = list.unwrap_or_default().lines().filter(|line| line.starts_with("- "));
    let mut listed: Vec<&str> =
        items.flat_map(|line| line.split([' ', ',', ':'])).map(|word| word.trim_end_matches('.')).collect();
    listed.retain(|word| is_number(word));
    let mut all = BTreeSet::new();
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let mut cells = row.split(" | ").map(|cell| cell.trim_matches(['|', ' ']));
        let Some(number) = cells.next().filter(|number| is_number(number)) else { continue };
        let (state, shown) = (cells.nth(2).unwrap_or_default(), cells.collect::<Vec<_>>().join(" | "));
        if !all.insert(number) {
            faults.push(format!("{number} is there twice"));
        }
        let times = listed.iter().filter(|other| **other == number).count();
        match state {
            "met" if times > 0 => faults.push(format!("{number} is met, and listed as not met")),
            "met" if named(&shown).next().is_none() && !shown.contains("](#") => {
                faults.push(format!("{number} is met, and no file or test shows it"));
            }
            "**not met**" if times != 1 => faults.push(format!("{number} is not met, and listed {times} times")),
            "met" | "**not met**" => {}
            "not applicable" if times == 0 => {}
            other => faults.push(format!("{number} is {other:?}")),
        }
    }
    faults
        .extend(listed.iter().filter(|number| !all.contains(*number)).map(|number| format!("{number} is in no table")));
    all.len()
}

/// Whether a word is the number of a requirement, like 6.2.12.
fn is_number(word: &str) -> bool {
    word.split('.').count() == 3 && word.split('.').all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_the_document_names_is_there_and_its_parts_agree() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        check(root).unwrap();
    }

    #[test]
    fn what_is_not_there_is_found() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let text = "`Cargo.toml`, `docs/API.md`, `GET /v1/cases`, `docs/NONE.md`, `crates/xtask/src/main.rs::main` and \
                    `crates/xtask/src/main.rs::nothing`, `docs/API.md::Their end`, `docs/API.md::Their beginning`";
        let missing: Vec<String> = named(text).filter_map(|name| is_missing(root, name)).collect();
        let [document, function, heading] = &missing[..] else { panic!("{missing:?}") };
        assert_eq!(document, "there is no docs/NONE.md");
        assert_eq!(function, "crates/xtask/src/main.rs has no nothing");
        assert_eq!(heading, "docs/API.md has no Their beginning");
    }

    #[test]
    fn links_lead_to_headings() {
        let text = "## Who may do what\n[there](#who-may-do-what), [nowhere](#who-may-not)";
        assert_eq!(missing_headings(text), ["there is no heading for #who-may-not"]);
    }

    #[test]
    fn tables_and_the_list_have_to_agree() {
        let text = "## What is not met\n\nText about 9.9.9.\n\n- Reason: 1.1.1, 1.1.2, 1.1.9.\n\n## Other\n\n\
                    | 1.1.1 | 1 | short | **not met** | why |\n| 1.1.2 | 1 | short | met | `Cargo.toml` |\n\
                    | 1.1.3 | 2 | short | **not met** | why |\n| 1.1.4 | 2 | short | met | because |\n\
                    | 1.1.5 | 2 | short | not applicable | none |\n| 1.1.5 | 2 | short | perhaps | none |\n";
        let mut faults = Vec::new();
        assert_eq!(requirements(text, &mut faults), 5);
        assert_eq!(
            faults,
            [
                "1.1.2 is met, and listed as not met",
                "1.1.3 is not met, and listed 0 times",
                "1.1.4 is met, and no file or test shows it",
                "1.1.5 is there twice",
                "1.1.5 is \"perhaps\"",
                "1.1.9 is in no table",
            ]
        );
    }
}
