//! Where the project and its build products lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout that a task works on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// Holds the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// cargo's target directory, `CARGO_TARGET_DIR` respected.
    pub(crate) target_dir: PathBuf,
}

impl Workspace {
    /// The workspace this program was built in.
    ///
    /// # Errors
    /// When its directory is gone.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask lies two levels below the workspace's root")?
            .canonicalize()
            .context("the workspace that xtask was built in is gone")?;
        // A relative CARGO_TARGET_DIR means: relative to where cargo was called.
        let target_dir = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => std::env::current_dir()?.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, target_dir })
    }
}
