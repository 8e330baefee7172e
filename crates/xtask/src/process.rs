//! Child processes that end with this one.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::{
    process::Child,
    signal::unix::{Signal, SignalKind, signal},
};

use crate::tools;

/// How long a child gets to end by itself.
const GRACE: Duration = Duration::from_secs(10);

/// A running program.
pub(crate) struct Running {
    /// What to call it in messages.
    pub(crate) name: &'static str,
    child: Child,
}

impl Running {
    /// Starts a program that is told to end when this process does, however it ends.
    pub(crate) fn start(name: &'static str, program: &Command) -> Result<Self> {
        // Only the kernel notices a parent that was killed outright; `setpriv` asks it to pass that on. Elsewhere
        // `kill_on_drop` covers every orderly end.
        let mut command = match tools::find("setpriv").filter(|setpriv| knows_parent_death(setpriv)) {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "TERM", "--"]).arg(program.get_program());
                command
            }
            None => Command::new(program.get_program()),
        };
        command.args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let child = tokio::process::Command::from(command)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", Path::new(program.get_program()).display()))?;
        Ok(Self { name, child })
    }

    /// Waits for the program to end, which it should not, and says so.
    pub(crate) async fn ended(&mut self) -> anyhow::Error {
        match self.child.wait().await {
            Ok(status) => anyhow::anyhow!("{} ended ({status})", self.name),
            Err(error) => anyhow::anyhow!("{}: {error}", self.name),
        }
    }

    /// Whether it has ended already.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks the program to end, and makes it end where it does not.
    pub(crate) async fn stop(&mut self) {
        if let Some(id) = self.child.id() {
            let _gone_already = Command::new("kill").args(["-TERM", &id.to_string()]).status();
        }
        if tokio::time::timeout(GRACE, self.child.wait()).await.is_err() {
            let _gone_already = self.child.kill().await;
        }
    }
}

/// Whether it is util-linux's `setpriv`: the one of busybox lacks the option.
fn knows_parent_death(setpriv: &Path) -> bool {
    let mut probe = Command::new(setpriv);
    let probe = probe.args(["--pdeathsig", "TERM", "--", "true"]).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

/// The requests to end this program: Ctrl-C, or SIGTERM. Made once, since what arrives before there is a listener is lost.
pub(crate) struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    /// Listens from now on, instead of ending at once. Needs a runtime around it.
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the next request, or returns at once when one came since the last.
    pub(crate) async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Fails with a message that names the port when something listens there already.
pub(crate) fn ensure_free(port: u16) -> Result<()> {
    if std::net::TcpListener::bind(("127.0.0.1", port)).is_err() {
        bail!("port {port} is taken: stop what listens there, or choose another with --port");
    }
    Ok(())
}

/// Waits until `http://127.0.0.1:port{path}` answers with success.
pub(crate) async fn wait_until_ready(program: &mut Running, port: u16, path: &str) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        if program.has_ended() {
            bail!("{} ended before it was ready; its last lines are above", program.name);
        }
        if status_of(port, path).is_some_and(|status| (200..300).contains(&status)) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("{} did not get ready within 60 seconds", program.name)
}

/// The status with which a server on this machine answers a GET. One line of HTTP needs no client.
fn status_of(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head).ok()?;
    std::str::from_utf8(&head).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
}
