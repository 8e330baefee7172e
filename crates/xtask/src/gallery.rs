//! `cargo xtask gallery`: every primitive and widget in every state, from fixtures, without a server.

use anyhow::Result;
use clap::Args;

use crate::{bundle, package, tools, workspace::Workspace};

/// Where it is shown.
#[derive(Args)]
pub(crate) struct Options {
    /// The port on this machine.
    #[arg(long, default_value_t = 4410)]
    port: u16,
    /// Only write it, to `target/gallery`.
    #[arg(long)]
    write: bool,
}

/// Builds what is stale, writes the gallery, and serves it until Ctrl-C.
///
/// # Errors
/// When something does not build, or the port is taken.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let widgets = bundle::build(workspace)?.dir;
    let manifest = package::build(workspace)?.join("custom-elements.json");
    let mut gallery = tools::cargo(workspace);
    gallery.args(["run", "-p", "loggia-gallery", "--", "--widgets"]).arg(widgets).arg("--manifest").arg(manifest);
    gallery.arg("--folder").arg(workspace.target_dir.join("gallery"));
    if !options.write {
        gallery.args(["--listen", &format!("127.0.0.1:{}", options.port)]);
    }
    tools::run(&mut gallery)
}
