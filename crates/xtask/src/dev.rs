//! `cargo xtask dev`: the demo, built again and restarted whenever a source changes.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use anyhow::Result;

use crate::{
    demo::{self, Demo, Profile, Programs},
    process::Stop,
    workspace::Workspace,
};

/// What is watched, relative to the workspace.
const SOURCES: [&str; 6] = ["Cargo.toml", "crates", "server", "themes", "examples", "Cargo.lock"];

/// Why the demo does not run any longer.
#[derive(PartialEq)]
enum End {
    Asked,
    Changed,
}

/// Runs the demo until Ctrl-C, and anew after every change.
///
/// # Errors
/// When the demo cannot be started at all. A change that does not build or run is reported, and waits for the next one.
pub(crate) fn run(workspace: &Workspace, options: &demo::Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let place = options.place(workspace)?;
    // From before the build: what changes meanwhile may not be in it.
    let mut seen = Seen::now(workspace);
    let programs = options.programs(workspace, Profile::Dev)?;
    let demo = demo::provision(workspace, &programs, place)?;
    let mut programs = Ok(programs);
    runtime.block_on(async {
        let mut stop = Stop::listen()?;
        loop {
            let ended = match programs {
                Ok(programs) => show(workspace, &programs, &demo, &mut stop, seen).await,
                Err(error) => Err(error),
            };
            let end = match ended {
                Ok(end) => end,
                Err(error) => {
                    println!("{error:#}\nwaiting for the next change");
                    asked_or_changed(workspace, &mut stop, seen).await
                }
            };
            if end == End::Asked {
                return Ok(());
            }
            println!("a source changed: building");
            seen = Seen::now(workspace);
            programs = options.programs(workspace, Profile::Dev);
        }
    })
}

/// Runs the demo until it is to end.
async fn show(workspace: &Workspace, programs: &Programs, demo: &Demo, stop: &mut Stop, seen: Seen) -> Result<End> {
    let mut running = demo::start(workspace, programs, demo).await?;
    demo.announce();
    let end = tokio::select! {
        // Ctrl-C reaches the programs, too: that they end then is no news.
        biased;
        end = asked_or_changed(workspace, stop, seen) => Ok(end),
        error = running.ended() => Err(error),
    };
    running.stop().await;
    end
}

/// Waits for a request to end, or until the sources are no longer as they were.
async fn asked_or_changed(workspace: &Workspace, stop: &mut Stop, seen: Seen) -> End {
    let changed = async {
        while Seen::now(workspace) == seen {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::select! {
        biased;
        () = stop.asked() => End::Asked,
        () = changed => End::Changed,
    }
}

/// The sources at some time: how many there are, and when the latest was written.
#[derive(Clone, Copy, PartialEq)]
struct Seen {
    files: usize,
    newest: SystemTime,
}

impl Seen {
    fn now(workspace: &Workspace) -> Self {
        let mut seen = Self { files: 0, newest: SystemTime::UNIX_EPOCH };
        for name in SOURCES {
            seen.add(&workspace.root.join(name));
        }
        seen
    }

    fn add(&mut self, path: &Path) {
        let made_here = ["target", "node_modules", "dist"].iter().any(|name| path.ends_with(name));
        let Ok(data) = fs::metadata(path) else { return };
        if data.is_file() {
            self.files += 1;
            self.newest = self.newest.max(data.modified().unwrap_or(SystemTime::UNIX_EPOCH));
        } else if !made_here {
            for entry in fs::read_dir(path).into_iter().flatten().flatten() {
                self.add(&entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_written_added_or_removed_is_a_change_and_a_product_is_none() {
        let root = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: root.path().to_owned(), target_dir: root.path().join("target") };
        let (source, product) = (root.path().join("crates/a.rs"), root.path().join("crates/js/dist/a.js"));
        let write = |path: &Path, at: u64| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
            fs::File::options().append(true).open(path).unwrap().set_modified(at).unwrap();
        };
        write(&source, 1000);
        let first = Seen::now(&workspace);
        write(&product, 2000);
        assert!(Seen::now(&workspace) == first);
        write(&source, 3000);
        let written = Seen::now(&workspace);
        assert!(written != first);
        write(&root.path().join("themes/b.json"), 500);
        let added = Seen::now(&workspace);
        assert!(added != written);
        fs::remove_file(root.path().join("themes/b.json")).unwrap();
        assert!(Seen::now(&workspace) == written);
    }
}
