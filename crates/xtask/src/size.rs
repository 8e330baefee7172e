//! The size table: what a browser downloads, against its budget, and what it is made of.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::bundle::{self, BundleOutput};
use crate::pack;
use crate::wasm;
use crate::workspace::Workspace;

const KB: usize = 1000;

/// What may be downloaded, brotli 11, in bytes.
const SHIM_BUDGET: usize = 5 * KB;
const ALL_WIDGETS_BUDGET: usize = 300 * KB;
const ONE_WIDGET_BUDGET: usize = 150 * KB;

/// What a browser downloads besides, once a pointer or the focus is in a widget.
const LATER: &str = "  and once somebody does something";

/// How much is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Prints so many kinds of functions, the largest first: generic ones of the same name together.
    #[arg(long, default_value_t = 0)]
    functions: usize,
}

/// One line of the table.
#[derive(Debug)]
struct Row {
    name: &'static str,
    files: Vec<PathBuf>,
    /// `None`: it is told, because whoever does something downloads it as well.
    budget: Option<usize>,
}

/// Prints raw, gzip and brotli size of every bundle against its budget, and the largest contributors: crates, and so
/// many kinds of functions.
///
/// # Errors
/// When a bundle does not build, or is over its budget.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    // First, so that what is left in the target directory is the bundle that everything else uses.
    let members = bundle::build_only(workspace, &["members"])?;
    match table(workspace, Some(&members), options.functions)?.as_slice() {
        [] => Ok(()),
        over => bail!("over budget: {}", over.join("; ")),
    }
}

/// Prints the table, and returns what is over its budget. Tests print it and go on: a missed budget is work to do, and
/// no reason to keep a repair from landing.
///
/// # Errors
/// When a bundle does not build.
pub(crate) fn over_budget(workspace: &Workspace) -> Result<Vec<String>> {
    table(workspace, None, 0)
}

/// The table, with the bundle of one widget where that was built.
fn table(workspace: &Workspace, members: Option<&BundleOutput>, functions: usize) -> Result<Vec<String>> {
    let output = bundle::build(workspace)?;
    let mut rows = vec![
        Row {
            name: "shim, before any widget is wanted",
            files: vec![output.file("portal.js", ".js")?],
            budget: Some(SHIM_BUDGET),
        },
        Row { name: "all widgets, shim included", files: downloads(&output)?, budget: Some(ALL_WIDGETS_BUDGET) },
        Row { name: LATER, files: vec![output.file("portal-", "_later.wasm")?], budget: None },
    ];
    if let Some(members) = members {
        let name = "Members alone, shim included";
        rows.push(Row { name, files: downloads(members)?, budget: Some(ONE_WIDGET_BUDGET) });
        rows.push(Row { name: LATER, files: vec![members.file("portal-", "_later.wasm")?], budget: None });
    }

    println!("\n{:<36} {:>9} {:>9} {:>9} {:>9}", "bundle (kB = 1000 bytes)", "raw", "gzip", "brotli", "budget");
    let mut over = Vec::new();
    for row in &rows {
        let [raw, gzip, brotli] = measure(row)?;
        let budget = row.budget.map(kb).unwrap_or_default();
        println!("{:<36} {:>9} {:>9} {:>9} {:>9}", row.name, kb(raw), kb(gzip), kb(brotli), budget);
        if row.budget.is_some_and(|budget| brotli > budget) {
            over.push(format!("{}: {} kB brotli, {budget} allowed", row.name, kb(brotli)));
        }
    }
    print_contributors(&output)?;
    print_functions(&output, functions)?;
    Ok(over)
}

/// What a browser downloads of a bundle to show a widget that is on its page: of its texts, the largest language.
fn downloads(bundle: &BundleOutput) -> Result<Vec<PathBuf>> {
    let mut texts = bundle.files("portal-", ".txt")?;
    texts.retain(|file| !file.to_string_lossy().contains(loggia_messages::PSEUDO));
    let mut scripts = bundle.files("portal-", ".js")?;
    // What a page fetches that has words of its own.
    scripts.retain(|file| !file.to_string_lossy().ends_with(".messages.js"));
    let glue = scripts.pop().context("a bundle without glue")?;
    let largest =
        texts.into_iter().max_by_key(|file| fs::metadata(pack::beside(file, ".br")).map_or(0, |about| about.len()));
    let mut files = vec![bundle.file("portal.js", ".js")?, glue, bundle.file("portal-", "_bg.wasm")?];
    files.extend(largest);
    Ok(files)
}

/// Raw, gzip and brotli size of all the files of a row.
fn measure(row: &Row) -> Result<[usize; 3]> {
    let mut total = [0; 3];
    for file in &row.files {
        for (total, ending) in total.iter_mut().zip(["", ".gz", ".br"]) {
            *total += fs::read(pack::beside(file, ending))?.len();
        }
    }
    Ok(total)
}

/// Both modules, with names.
fn modules(output: &BundleOutput) -> Result<[Vec<u8>; 2]> {
    Ok([fs::read(&output.named_wasm)?, fs::read(bundle::later_of(&output.named_wasm))?])
}

/// The functions of both.
fn functions(modules: &[Vec<u8>; 2]) -> Result<Vec<(String, &[u8])>> {
    let [first, later] = modules;
    let mut functions = wasm::functions(first)?;
    functions.extend(wasm::functions(later)?);
    Ok(functions)
}

/// Bytes of code by crate. Raw bytes: compressed size does not add up by parts.
fn print_contributors(output: &BundleOutput) -> Result<()> {
    let modules = modules(output)?;
    let mut by_crate: HashMap<String, (usize, usize)> = HashMap::new();
    for (name, body) in functions(&modules)? {
        let entry = by_crate.entry(crate_of(&name)).or_default();
        entry.0 += body.len();
        entry.1 += 1;
    }
    let mut rows: Vec<_> = by_crate.into_iter().collect();
    rows.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
    let total: usize = rows.iter().map(|(_, (bytes, _))| bytes).sum();

    println!("\n{:<36} {:>9} {:>9} {:>9}", "code by crate", "raw", "share", "functions");
    for (name, (bytes, functions)) in rows.iter().take(24) {
        let share = 100.0 * *bytes as f64 / total.max(1) as f64;
        println!("{name:<36} {:>9} {share:>8.1}% {functions:>9}", kb(*bytes));
    }
    let mut data = 0;
    for module in &modules {
        let sections = wasm::sections(module)?;
        data += sections.iter().filter(|(id, _)| *id == wasm::DATA).map(|(_, content)| content.len()).sum::<usize>();
    }
    println!("{:<36} {:>9}", "all code", kb(total));
    println!("{:<36} {:>9}", "data (strings, styles, tables)", kb(data));
    Ok(())
}

/// Bytes of code by crate and name, whatever the types a function was made for.
fn print_functions(output: &BundleOutput, count: usize) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    let modules = modules(output)?;
    let mut by_kind: HashMap<(String, String), (usize, usize)> = HashMap::new();
    for (name, body) in functions(&modules)? {
        let entry = by_kind.entry((crate_of(&name), without_types(&without_hashes(&name)))).or_default();
        entry.0 += body.len();
        entry.1 += 1;
    }
    let mut rows: Vec<_> = by_kind.into_iter().collect();
    rows.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
    println!("\n{:>9} {:>9}  {:<24} kind of function", "raw", "functions", "crate");
    for ((from, kind), (bytes, functions)) in rows.into_iter().take(count) {
        println!("{:>9} {functions:>9}  {from:<24} {kind}", kb(bytes));
    }
    Ok(())
}

/// A name without what is in angle brackets: `<a::B<c> as d::E>::f::<g>` is `<>::f::<>`.
fn without_types(name: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0_usize);
    for letter in name.chars() {
        match letter {
            '<' => {
                if depth == 0 {
                    text.push_str("<>");
                }
                depth += 1;
            }
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(letter),
            _ => {}
        }
    }
    text
}

/// The crate a function belongs to: of a generic one from the standard library, the crate it was made for.
fn crate_of(name: &str) -> String {
    const STANDARD: [&str; 6] = ["alloc", "core", "dyn", "hashbrown", "std", "subsecond"];
    let name = without_hashes(name);
    let roots = crate_roots(&name);
    let own = roots.iter().find(|root| !STANDARD.contains(root));
    own.or(roots.first()).map_or_else(|| "(no crate in its name)".to_owned(), |root| (*root).to_owned())
}

/// `core[c5930c85]::fmt` is `core::fmt`.
pub(crate) fn without_hashes(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (inside, after) = after.split_once(']').unwrap_or(("", after));
        if !inside.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            text.push_str(inside);
        }
        rest = after;
    }
    text + rest
}

/// Every path's first segment in a demangled name: `<a::B as c::D<e::F>>::g` has `a`, `c` and `e`.
fn crate_roots(name: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut roots = Vec::new();
    for (at, _) in name.match_indices("::") {
        let before = name.get(..at).unwrap_or_default();
        let root = before.rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
        let is_first = !before.strip_suffix(root).unwrap_or_default().ends_with("::");
        if is_first && root.starts_with(|c: char| c.is_lowercase() || c == '_') {
            roots.push(root);
        }
    }
    roots
}

fn kb(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / KB as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_made_for_several_types_are_of_one_kind() {
        assert_eq!(without_types("<a::B<c> as d::E>::f::<g>"), "<>::f::<>");
        assert_eq!(without_types("a::b::{closure#0}"), "a::b::{closure#0}");
    }

    #[test]
    fn a_function_is_counted_for_the_crate_it_was_made_for() {
        assert_eq!(crate_of("dioxus_core::diff::node::VNode::diff"), "dioxus_core");
        assert_eq!(crate_of("<loggia_ui::Status as core::fmt::Debug>::fmt"), "loggia_ui");
        assert_eq!(crate_of("core::ptr::drop_in_place<alloc::vec::Vec<serde_json::Value>>"), "serde_json");
        assert_eq!(crate_of("core::fmt::Formatter::pad"), "core");
        assert_eq!(crate_of("core[c5930c85a12de822]::fmt::float::f::<f64>"), "core");
        assert_eq!(
            crate_of("<rustc_demangle[49b9e3001cf2480]::v0::Ident as core[c5]::fmt::Display>::fmt"),
            "rustc_demangle"
        );
        assert_eq!(crate_of("__wbindgen_malloc"), "(no crate in its name)");
    }
}
