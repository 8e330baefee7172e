//! `cargo xtask dev`: the demo, built again and restarted whenever a source changes.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use anyhow::Result;

use crate::{
    demo::{self, Profile},
    workspace::Workspace,
};

/// What is watched, relative to the workspace.
const SOURCES: [&str; 6] = ["Cargo.toml", "crates", "server", "themes", "examples", "Cargo.lock"];

/// Runs the demo until Ctrl-C, and anew after every change.
///
/// # Errors
/// When the demo cannot be started at all. A change that does not build is reported, and waits for the next change.
pub(crate) fn run(workspace: &Workspace, options: &demo::Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut prepared = demo::prepare(workspace, options, Profile::Dev)?;
    loop {
        let seen = newest(&workspace.root);
        let stopped = runtime.block_on(async {
            let mut running = demo::start(workspace, &prepared.programs, &prepared.demo).await?;
            prepared.demo.announce();
            let stopped = tokio::select! {
                signal = demo::stop_signal() => signal.map(|()| true),
                error = running.ended() => Err(error),
                () = changed(&workspace.root, seen) => Ok(false),
            };
            running.stop().await;
            stopped
        })?;
        if stopped {
            return Ok(());
        }
        while let Err(error) = demo::build(workspace, Profile::Dev, false).map(|programs| prepared.programs = programs)
        {
            println!("{error:#}\nwaiting for the next change");
            runtime.block_on(changed(&workspace.root, newest(&workspace.root)));
        }
    }
}

/// Returns once something is newer than it was.
async fn changed(root: &Path, seen: SystemTime) {
    while newest(root) <= seen {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("a source changed: building");
}

/// When the latest change of a source was.
fn newest(root: &Path) -> SystemTime {
    SOURCES.iter().map(|name| newest_below(&root.join(name))).max().unwrap_or(SystemTime::UNIX_EPOCH)
}

fn newest_below(path: &Path) -> SystemTime {
    let made_here = ["target", "node_modules", "dist"].iter().any(|name| path.ends_with(name));
    let Ok(data) = fs::metadata(path) else { return SystemTime::UNIX_EPOCH };
    if !data.is_dir() {
        return data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    }
    if made_here {
        return SystemTime::UNIX_EPOCH;
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| newest_below(&entry.path())).max().unwrap_or(SystemTime::UNIX_EPOCH)
}
