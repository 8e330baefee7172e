//! The project's task runner: `cargo xtask <task>`.

mod bench;
mod bundle;
mod demo;
mod dev;
mod fuzz;
mod gallery;
mod order;
mod pack;
mod package;
mod packages;
mod process;
mod seed;
mod shorten;
mod size;
mod split;
mod test;
mod toolchain;
mod tools;
mod uncalled;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, shows and tests the project.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build what is stale, and show a vendor's page with the widgets, on a server with example data.
    Demo(demo::Options),
    /// Run every check and test.
    Test(test::Options),
    /// Build the widgets as browsers download them.
    Bundle(BundleOptions),
    /// Make the npm package of the widgets.
    Package,
    /// Print the size of what browsers download, against its budget.
    Size(size::Options),
    /// Measure how fast the server is, and print it beside the budgets.
    Bench(bench::Options),
    /// Look for bytes that break what reads them.
    Fuzz(fuzz::Options),
    /// Show every primitive and widget in every state, without a server.
    Gallery(gallery::Options),
    /// The demo, built again and restarted whenever a source changes.
    Dev(demo::Options),
}

#[derive(clap::Args)]
struct BundleOptions {
    /// Only these widgets, such as `members,documents`. Default: all, where tests and demo look for them.
    #[arg(long, value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(bundle::WIDGETS))]
    widgets: Vec<String>,
}

/// Runs the task named on the command line.
fn main() -> ExitCode {
    match run(Options::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    let workspace = workspace::Workspace::find()?;
    match task {
        Task::Demo(options) => demo::run(&workspace, &options),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Bundle(options) => {
            let widgets: Vec<&str> = options.widgets.iter().map(String::as_str).collect();
            let output =
                if widgets.is_empty() { bundle::build(&workspace) } else { bundle::build_only(&workspace, &widgets) };
            output.map(|output| println!("{}", output.dir.display()))
        }
        Task::Package => package::build(&workspace).map(|folder| println!("{}", folder.display())),
        Task::Size(options) => size::run(&workspace, &options),
        Task::Bench(options) => bench::run(&workspace, &options),
        Task::Fuzz(options) => fuzz::run(&workspace, &options),
        Task::Gallery(options) => gallery::run(&workspace, &options),
        Task::Dev(options) => dev::run(&workspace, &options),
    }
}
