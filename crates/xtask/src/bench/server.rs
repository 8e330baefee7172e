//! The real server as a process, over a folder of a bench's own.

use std::{
    ffi::OsStr,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::http::{Connection, body_of};
use crate::{
    process::{self, Running},
    tools,
};

/// The server's program, and the folder it works on.
pub(crate) struct Server {
    program: PathBuf,
    data: PathBuf,
    port: u16,
    settings: Vec<(String, String)>,
}

/// A server that runs. It ends with this value.
pub(crate) struct RunningServer {
    runtime: Runtime,
    running: Option<Running>,
    port: u16,
}

impl Server {
    /// The program over this folder, which is made if it is not there. Rates are off: what is measured is the server.
    pub(crate) fn new(program: &Path, data: &Path) -> Result<Self> {
        fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let rates = [
            "ADDRESS",
            "FAILURES",
            "DOWNLOADS",
            "READS",
            "WRITES",
            "SESSIONS",
            "STREAMS",
            "ORGANIZATION_READS",
            "ORGANIZATION_WRITES",
            "SIGN_INS",
            "SIGN_INS_EACH",
            "SIGN_INS_ACCOUNT",
        ];
        let settings = rates.map(|rate| (format!("PORTAL_RATE_{rate}"), "0".to_owned())).into();
        Ok(Self { program: program.to_owned(), data: data.to_owned(), port, settings })
    }

    /// The SQLite database.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("portal.db")
    }

    /// Runs one of the server's commands to its end, and answers with what it printed.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<String> {
        tools::output(self.base().args(arguments))
    }

    /// Imports this.
    pub(crate) fn import(&self, file: &Value) -> Result<()> {
        let path = self.data.join("import.json");
        fs::write(&path, file.to_string())?;
        tools::output(self.base().args([OsStr::new("import"), path.as_ref()])).map(drop)
    }

    /// A new API key of a brand, with every scope.
    pub(crate) fn api_key(&self, brand: &str) -> Result<String> {
        Ok(self.command(&["api-key", "create", "--brand", brand, "--name", "Bench"])?.trim().to_owned())
    }

    /// Starts it, and waits until it is ready.
    pub(crate) fn start(&self) -> Result<RunningServer> {
        // Migrating a large database may take longer than a start may.
        self.command(&["migrate"])?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut command = self.base();
        command.arg("serve");
        let running = runtime.block_on(async {
            let mut running = Running::start("the server", &command)?;
            process::wait_until_ready(&mut running, self.port, "/readyz").await?;
            anyhow::Ok(running)
        })?;
        Ok(RunningServer { runtime, running: Some(running), port: self.port })
    }

    fn base(&self) -> Command {
        let mut command = Command::new(&self.program);
        // The settings of whoever works on a real portal are not the bench's.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PORTAL_") {
                command.env_remove(name);
            }
        }
        command.env("PORTAL_DATA_DIR", &self.data).env("PORTAL_LISTEN", format!("127.0.0.1:{}", self.port));
        command.env("PORTAL_LOG", "warn").envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl RunningServer {
    /// A connection to it, which is kept.
    pub(crate) fn connect(&self) -> Result<Connection> {
        Connection::open(self.port)
    }

    /// The secret of a new session of this person in this organization.
    pub(crate) fn sign_in(&self, api_key: &str, organization: &str, user: &str) -> Result<String> {
        let wanted = json!({ "organization_id": organization, "user": { "id": user }, "expires_in": 3600 });
        let headers = [("authorization", format!("Bearer {api_key}")), ("content-type", "application/json".to_owned())];
        let answer = self.connect()?.ask("POST", "/v1/embed-sessions", &headers, wanted.to_string().as_bytes())?;
        let session: Value = body_of(&answer)?;
        Ok(session.get("client_secret").and_then(Value::as_str).context("a session has a secret")?.to_owned())
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}
