//! A private PostgreSQL cluster in a temporary folder, one per test process, with a database per portal.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, Result, bail};

/// Runs the cluster until its standard input is closed, which happens however this process ends. PostgreSQL refuses
/// to run as root, so root hands it to the account that the distribution made for it.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; chmod 755 "$folder"; as="setpriv --reuid=postgres --regid=postgres --init-groups"; fi
cd "$folder"
$as initdb --pgdata="$folder/data" --username=portal --auth=trust --no-sync --encoding=UTF8 --locale=C >&2
$as postgres -D "$folder/data" -p "$1" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=900 \
    -c shared_buffers=64MB </dev/null >&2 &
server=$!
trap 'kill -INT $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
tries=0
until pg_isready -q -h 127.0.0.1 -p "$1" -U portal -d postgres; do
    tries=$((tries + 1)); [ $tries -lt 100 ] || exit 1; sleep 0.1
done
echo ready
read -r _ || true
"#;

struct Cluster {
    port: u16,
    // Its standard input holds the cluster up.
    _script: Child,
}

static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
static DATABASES: AtomicUsize = AtomicUsize::new(0);

/// A new, empty database's address.
pub(crate) fn database() -> Result<String> {
    let cluster = match CLUSTER.get_or_init(|| start().map_err(|error| format!("{error:#}"))) {
        Ok(cluster) => cluster,
        Err(error) => bail!("no PostgreSQL: {error}"),
    };
    let name = format!("portal_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let made = Command::new("createdb")
        .args(["-h", "127.0.0.1", "-U", "portal", "-p", &cluster.port.to_string(), &name])
        .status()
        .context("createdb")?;
    if !made.success() {
        bail!("createdb {name} failed");
    }
    Ok(format!("postgres://portal@127.0.0.1:{}/{name}", cluster.port))
}

fn start() -> Result<Cluster> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut script = Command::new("sh")
        .args(["-c", SCRIPT, "sh", &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("sh")?;
    let output = script.stdout.take().context("no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    if line.trim() != "ready" {
        bail!("the cluster did not start: are initdb and postgres on PATH?");
    }
    Ok(Cluster { port, _script: script })
}
