//! What tests need beside Rust: a browser, and PostgreSQL.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::tools;

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A Chromium: `CHROME`, or on `PATH`, or installed now.
///
/// # Errors
/// When there is none and it cannot be installed from here; the message is the command to run.
pub(super) fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME").map(PathBuf::from) {
        if !path.is_file() {
            bail!("CHROME names {}, which is not there", path.display());
        }
        return Ok(path);
    }
    let on_path = || CHROMIUM_NAMES.iter().find_map(|name| tools::find(name));
    if let Some(path) = on_path() {
        return Ok(path);
    }
    tools::apt_install(&["chromium"]).context("the browser tests need Chromium")?;
    on_path().context("the package chromium is there, and no such program on PATH")
}

/// Whether the server's tests can run on PostgreSQL, too: its programs and libpq.
///
/// # Errors
/// When something is missing and cannot be installed from here; the message is the command to run.
pub(super) fn postgres() -> Result<()> {
    let present = || {
        let programs = tools::find("initdb").is_some() || !debian_versions().is_empty();
        let library =
            ["/usr/include/postgresql/libpq-fe.h", "/usr/include/libpq-fe.h", "/usr/local/include/libpq-fe.h"];
        programs && (tools::find("pg_config").is_some() || library.iter().any(|path| PathBuf::from(path).is_file()))
    };
    if !present() {
        tools::apt_install(&["postgresql", "libpq-dev"]).context("the tests on PostgreSQL need it")?;
    }
    if !present() {
        bail!("PostgreSQL was installed, and neither `initdb` nor libpq is where it should be");
    }
    Ok(())
}

/// Where Debian keeps PostgreSQL's own programs, which are not on `PATH` there.
fn debian_versions() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|entry| entry.path().join("bin")).filter(|folder| folder.join("initdb").is_file()).collect()
}
