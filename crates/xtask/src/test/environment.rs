//! What tests need beside Rust: a browser, and PostgreSQL.

use std::{
    ffi::OsString,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{packages, tools};

/// What Chromium is called where it is on `PATH`, and where macOS keeps it.
const CHROMIUM: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A Chromium: `CHROME`, or found, or installed now.
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
    let found = || CHROMIUM.iter().find_map(|name| tools::find(name));
    if let Some(path) = found() {
        return Ok(path);
    }
    packages::CHROMIUM.install().context("the browser tests need Chromium")?;
    found().context("Chromium was installed, and is not where it should be: CHROME may name its program")
}

/// PostgreSQL's programs.
pub(super) struct Postgres {
    programs: PathBuf,
}

/// Finds or installs PostgreSQL's programs and libpq.
///
/// # Errors
/// When something is missing and cannot be installed from here; the message is the command to run.
pub(super) fn postgres() -> Result<Postgres> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    packages::POSTGRES.install().context("the tests on PostgreSQL need it")?;
    find_postgres().context("PostgreSQL was installed: put the folder of `initdb` and `pg_config` on PATH")
}

fn find_postgres() -> Option<Postgres> {
    const HEADERS: [&str; 3] =
        ["/usr/include/postgresql/libpq-fe.h", "/usr/include/libpq-fe.h", "/usr/local/include/libpq-fe.h"];
    if tools::find("pg_config").is_none() && !HEADERS.iter().any(|header| Path::new(header).is_file()) {
        return None;
    }
    let has_all = |folder: &PathBuf| ["initdb", "pg_ctl", "psql"].iter().all(|name| folder.join(name).is_file());
    // What is on PATH may be a link to one program alone: the others are where it leads.
    let on_path = tools::find("initdb")
        .and_then(|program| program.canonicalize().ok())
        .and_then(|program| program.parent().map(Path::to_owned))
        .filter(has_all);
    // Debian keeps the server's programs off PATH.
    let packaged = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        versions.map(|entry| entry.path().join("bin")).filter(has_all).max()
    };
    Some(Postgres { programs: on_path.or_else(packaged)? })
}

/// Runs a cluster until its standard input is closed, which happens however this process ends: also with Ctrl-C, which
/// this script gets, too, and leaves to that. PostgreSQL refuses to run as root, so root hands it to another account.
const CLUSTER: &str = r#"
set -e
trap '' INT PIPE
folder=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then chown nobody "$folder"; as="runuser -u nobody --"; fi
cd "$folder"
trap '$as "$1/pg_ctl" -D "$folder/data" -m immediate -s stop; rm -rf "$folder"' EXIT
$as "$1/initdb" -D "$folder/data" -U portal -A trust -N -E UTF8 --locale=C >/dev/null
$as "$1/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s start </dev/null >/dev/null \
    -o "-p $2 -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=900"
echo ready
read -r _ || true
"#;

/// A private cluster, which ends when this is dropped.
pub(super) struct Cluster {
    /// Its address, to which a database's name is added.
    pub(super) url: String,
    script: Child,
}

impl Postgres {
    /// `PATH` with the server's programs on it: tests make databases with `psql`.
    pub(super) fn path(&self) -> Result<OsString> {
        let known = std::env::var_os("PATH").unwrap_or_default();
        Ok(std::env::join_paths(std::env::split_paths(&known).chain([self.programs.clone()]))?)
    }

    /// Starts a cluster in a temporary folder, on a free port.
    pub(super) fn start(&self) -> Result<Cluster> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut script = Command::new("sh")
            .args(["-c", CLUSTER, "sh"])
            .arg(&self.programs)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(script.stdout.take().context("no output")?).read_line(&mut line)?;
        if line.trim() != "ready" {
            bail!("PostgreSQL did not start");
        }
        Ok(Cluster { url: format!("postgres://portal@127.0.0.1:{port}/"), script })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        // It cleans up after itself; what happens if it fails to is not worth failing for.
        let _ended = self.script.wait();
    }
}
