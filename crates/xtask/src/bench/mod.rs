//! `cargo xtask bench [name]`: how fast the server is, beside its budgets. It prints figures and asserts nothing: a figure
//! depends on the machine, and on what else runs there.
//!
//! A bench is a function in a file of its own, named in [`BENCHES`]: it gets a [`Bench`], starts the real server of a
//! release build over a folder of its own ([`server`]), asks it over HTTP ([`http`]), and answers with [`Figure`]s.

mod audit;
mod figures;
mod http;
mod random;
mod server;
mod sign_in;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use self::figures::Figure;
use crate::{tools, workspace::Workspace};

/// What a bench does.
type Run = fn(&Bench) -> Result<Vec<Figure>>;

/// Every bench: its name, and what it does.
const BENCHES: &[(&str, Run)] = &[("audit", audit::run), ("sign-in", sign_in::run)];

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this one: `audit` or `sign-in`. Absent: all.
    name: Option<String>,
    /// How many entries the audit log has that is searched.
    #[arg(long, default_value_t = 5_000_000, value_parser = clap::value_parser!(u32).range(1000..))]
    audit_entries: u32,
}

/// What a bench gets.
pub(crate) struct Bench<'a> {
    /// The release build of the server.
    pub(crate) server: PathBuf,
    /// Where it keeps what takes long to make, for the next time: a folder of the bench's own.
    pub(crate) folder: PathBuf,
    /// What was asked for.
    pub(crate) options: &'a Options,
    programs: PathBuf,
}

impl Bench<'_> {
    /// One of the server's examples: a program with the server's own code, which fills a database for instance.
    pub(crate) fn example(&self, name: &str) -> PathBuf {
        self.programs.join("examples").join(name)
    }
}

/// Runs the benches and prints what they measured.
///
/// # Errors
/// When there is no such bench, something does not build, or the server refuses what it should not.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let wanted = |name: &str| options.name.as_deref().is_none_or(|wanted| wanted == name);
    let chosen: Vec<_> = BENCHES.iter().filter(|(name, _)| wanted(name)).collect();
    if chosen.is_empty() {
        bail!(
            "there is no such bench; there are: {}",
            BENCHES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        );
    }
    // Together: their dependencies are the same then.
    tools::run(tools::cargo(workspace).args(["build", "--release", "-p", "loggia-server", "--bins", "--examples"]))?;
    let programs = workspace.target_dir.join("release");
    for (name, bench) in chosen {
        println!("\n=== {name}");
        let server = programs.join("loggia-server");
        let folder = workspace.target_dir.join("bench").join(name);
        figures::print(&bench(&Bench { server, folder, options, programs: programs.clone() })?);
    }
    Ok(())
}
