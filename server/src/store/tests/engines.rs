//! A fresh database on each engine. PostgreSQL is a private cluster in a temporary folder, one for the test process.

use super::super::{Address, Store, migrate};

/// Runs a test on a fresh database of each engine that this build has.
pub(super) fn on_every_engine(test: impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Address::Sqlite(folder.path().join("portal.db").display().to_string());
    migrate(&sqlite).unwrap();
    runtime.block_on(test(Store::open(&sqlite, 4).unwrap()));

    #[cfg(feature = "postgres")]
    if let Some(address) = postgres::database() {
        migrate(&address).unwrap();
        runtime.block_on(test(Store::open(&address, 8).unwrap()));
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::{
        io::Read,
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
        sync::{
            LazyLock,
            atomic::{AtomicU32, Ordering},
        },
        time::{Duration, Instant},
    };

    use diesel::{Connection, connection::SimpleConnection, pg::PgConnection};

    use super::Address;

    static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(Cluster::start);
    static DATABASES: AtomicU32 = AtomicU32::new(0);

    struct Cluster {
        folder: PathBuf,
        /// Ends with the test process: its standard input is a pipe that closes then, whatever ends the process.
        _server: Child,
    }

    /// The address of a new, empty database; `None` where PostgreSQL is not installed.
    pub(super) fn database() -> Option<Address> {
        let cluster = CLUSTER.as_ref()?;
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut admin = PgConnection::establish(&cluster.url("postgres")).unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Some(Address::Postgres(cluster.url(&name)))
    }

    impl Cluster {
        fn url(&self, database: &str) -> String {
            let socket = self.folder.display().to_string().replace('/', "%2F");
            format!("postgres://portal@{socket}/{database}")
        }

        fn start() -> Option<Self> {
            let Some(programs) = programs() else {
                eprintln!("PostgreSQL is not installed: its half of the store tests is left out");
                return None;
            };
            let folder = tempfile::Builder::new().prefix("portal-pg").tempdir().unwrap().keep();
            // PostgreSQL refuses to run as root.
            let as_root = output("id", &["-u"]).trim() == "0";
            let become_other = if as_root { "runuser -u nobody -- " } else { "" };
            if as_root {
                assert!(Command::new("chown").arg("nobody").arg(&folder).status().unwrap().success());
            }
            let (bin, dir) = (programs.display(), folder.display());
            let script = format!(
                "set -e; cd {dir}; \
                 {become_other}{bin}/initdb -D {dir}/data -U portal -A trust -E UTF8 --locale=C -N >/dev/null; \
                 {become_other}{bin}/postgres -D {dir}/data -k {dir} -c listen_addresses= -c fsync=off \
                   -c max_connections=200 >{dir}/log 2>&1 & \
                 cat >/dev/null; {become_other}{bin}/pg_ctl -D {dir}/data -m immediate stop >/dev/null || true; rm -rf {dir}"
            );
            let server = Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).spawn().unwrap();
            let cluster = Self { folder, _server: server };
            let began = Instant::now();
            while PgConnection::establish(&cluster.url("postgres")).is_err() {
                assert!(began.elapsed() < Duration::from_secs(60), "{}", log(&cluster.folder));
                std::thread::sleep(Duration::from_millis(100));
            }
            Some(cluster)
        }
    }

    fn log(folder: &Path) -> String {
        let mut text = String::new();
        if let Ok(mut file) = std::fs::File::open(folder.join("log")) {
            let _ = file.read_to_string(&mut text);
        }
        format!("PostgreSQL did not start: {text}")
    }

    /// The folder of `initdb` and `postgres`: on the path, or where Debian puts them.
    fn programs() -> Option<PathBuf> {
        let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
        let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let mut folders = on_path.unwrap_or_default();
        folders.extend(debian.map(|version| version.path().join("bin")));
        folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
    }

    fn output(program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
