//! The real server as a process of its own, to be killed.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use loggia_client::Client;
use loggia_types::embed::{CreateEmbedSession, EmbedUser};
use tempfile::TempDir;

use crate::{fixture, portal, wire::Wire};

/// A server process over a data folder that survives it.
pub struct ServerProcess {
    folder: TempDir,
    database: Option<String>,
    port: u16,
    api_key: String,
    settings: Vec<(&'static str, String)>,
    child: Option<Child>,
}

/// A port that nothing listens at, below those that are given to whoever asks for any: it stays free while the server
/// is down.
fn free_port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 100)? * 100;
    for _ in 0..100 {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free from {first} on")
}

impl ServerProcess {
    /// Fills a data folder, with the server's own commands. Nothing runs yet.
    ///
    /// # Errors
    /// When the binary is not built, or one of its commands fails.
    pub async fn provision() -> Result<Self> {
        let port = free_port()?;
        let mut server = Self {
            folder: TempDir::new()?,
            database: portal::database()?,
            port,
            api_key: String::new(),
            settings: Vec::new(),
            child: None,
        };
        let file = fixture::write(server.folder.path(), portal::ORIGIN)?;
        server.run(&["import", &file.to_string_lossy()])?;
        let key = server.run(&["api-key", "create", "--brand", "acme", "--name", "Tests"])?;
        server.api_key = key.lines().last().unwrap_or_default().trim().to_owned();
        Ok(server)
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(binary()?);
        command
            .env("PORTAL_DATA_DIR", self.folder.path().join("data"))
            .env("PORTAL_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("PORTAL_LOG", "warn")
            // Where tests' receivers are.
            .env("PORTAL_OUTGOING_ALLOWED_NETWORKS", "127.0.0.0/8");
        // As fast as the machine is.
        for rate in ["READS", "WRITES", "SESSIONS", "STREAMS", "ORGANIZATION_READS", "ORGANIZATION_WRITES"] {
            command.env(format!("PORTAL_RATE_{rate}"), "0");
        }
        if let Some(database) = &self.database {
            command.env("PORTAL_DATABASE", database);
        }
        command.envs(self.settings.iter().map(|(name, value)| (*name, value)));
        Ok(command)
    }

    /// Starts and runs with these settings from now on, named as in the environment, and with no others of a test's.
    pub fn set(&mut self, settings: Vec<(&'static str, String)>) {
        self.settings = settings;
    }

    /// What the server wrote into its log since it was last started by [`start_logged`](Self::start_logged).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn log(&self) -> Result<String> {
        Ok(std::fs::read_to_string(self.log_file())?)
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Runs one of the server's commands, and returns what it prints.
    ///
    /// # Errors
    /// When it fails, with what it says about that.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let done = self.command()?.args(arguments).output()?;
        if !done.status.success() {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8(done.stdout)?)
    }

    /// Where it answers.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the server and waits until it is ready.
    ///
    /// # Errors
    /// When it ends, or is not ready in time.
    pub async fn start(&mut self) -> Result<()> {
        self.start_with(Stdio::inherit()).await
    }

    /// The same, with the log in a file.
    ///
    /// # Errors
    /// When it ends, or is not ready in time.
    pub async fn start_logged(&mut self) -> Result<()> {
        self.start_with(std::fs::File::create(self.log_file())?.into()).await
    }

    async fn start_with(&mut self, log: Stdio) -> Result<()> {
        let mut child = self.command()?.arg("serve").stdout(Stdio::null()).stderr(log).spawn()?;
        let wire = Wire::new(&self.base_url())?;
        for _ in 0..1200 {
            if let Some(status) = child.try_wait()? {
                bail!("the server ended: {status}");
            }
            if wire.get("/readyz").send().await.is_ok_and(|answer| answer.status / 100 == 2) {
                self.child = Some(child);
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        child.kill()?;
        bail!("the server was not ready in time")
    }

    /// Kills the server as a loss of power would: it is told nothing.
    ///
    /// # Errors
    /// When there is none.
    pub fn kill(&mut self) -> Result<()> {
        let mut child = self.child.take().context("the server does not run")?;
        // SIGKILL on Unix.
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Signs one of Northwind's people in. The client does not repeat requests.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in(&self, key: &str) -> Result<Client> {
        let vendor = Client::builder(self.base_url()).api_key(self.api_key.as_str()).build()?;
        let wanted = CreateEmbedSession {
            organization_id: fixture::northwind(),
            user: EmbedUser::Id { id: fixture::user(key) },
            features: None,
            locale: None,
            expires_in: None,
        };
        let session = vendor.embed_sessions().create(&wanted).await?;
        Ok(portal::client(&self.base_url(), &session.client_secret))
    }

    /// Whether no other server can share the database: whether it is SQLite.
    pub fn is_alone(&self) -> bool {
        self.database.is_none()
    }

    /// Files that were begun and never finished.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn unfinished_files(&self) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        portal::walk(&self.folder.path().join("data").join("files"), &mut found)?;
        found.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains('#')));
        Ok(found)
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The server's binary: beside the test's own executable, where cargo puts it.
fn binary() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let name = format!("loggia-server{}", std::env::consts::EXE_SUFFIX);
    let features = if cfg!(feature = "postgres") { " --features postgres" } else { "" };
    own.ancestors()
        .skip(1)
        .take(3)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
        .with_context(|| format!("the server is not built; run: cargo build -p loggia-server{features}"))
}
