//! The project's task runner.

mod bundle;
mod size;
mod toolchain;
mod wasm;
mod workspace;

/// Runs the task named on the command line.
fn main() -> anyhow::Result<()> {
    let workspace = workspace::Workspace::find()?;
    match std::env::args().nth(1).as_deref() {
        Some("bundle") => bundle::build(&workspace).map(|output| println!("{}", output.dir.display())),
        Some("size") => size::run(&workspace),
        _ => anyhow::bail!("usage: cargo xtask bundle | size"),
    }
}
