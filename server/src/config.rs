//! Settings: from a TOML file, the environment and flags, in rising order of precedence.
//!
//! [`Settings`] is the one definition: a field is a key of the file, an environment variable and a flag at once. The
//! table in `docs/OPERATIONS.md` is generated from it, and a test compares the two.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Every setting, each of which may be absent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address and port to listen on
    #[arg(long, env = "PORTAL_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Folder for the database (if it is SQLite) and the files of documents
    #[arg(long, env = "PORTAL_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Database: `sqlite:PATH` or `postgres://...`; absent: `portal.db` in `data_dir`
    #[arg(long, env = "PORTAL_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// How many connections read at the same time
    #[arg(long, env = "PORTAL_DATABASE_CONNECTIONS", value_name = "N")]
    pub database_connections: Option<usize>,
    /// Whether to bring the database's schema up to date at the start
    #[arg(long, env = "PORTAL_MIGRATE_ON_START", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub migrate_on_start: Option<bool>,
    /// The largest file that can be uploaded, in bytes
    #[arg(long, env = "PORTAL_MAX_UPLOAD_BYTES", value_name = "BYTES")]
    pub max_upload_bytes: Option<u64>,
    /// The largest JSON body of a request, in bytes
    #[arg(long, env = "PORTAL_MAX_JSON_BYTES", value_name = "BYTES")]
    pub max_json_bytes: Option<usize>,
    /// How many connections may be open at the same time; further ones wait
    #[arg(long, env = "PORTAL_MAX_CONNECTIONS", value_name = "N")]
    pub max_connections: Option<usize>,
    /// How many uploads may go on at the same time
    #[arg(long, env = "PORTAL_MAX_UPLOADS", value_name = "N")]
    pub max_uploads: Option<usize>,
    /// How many of them by one credential
    #[arg(long, env = "PORTAL_MAX_UPLOADS_EACH", value_name = "N")]
    pub max_uploads_each: Option<usize>,
    /// How many event streams may be open at the same time
    #[arg(long, env = "PORTAL_MAX_EVENT_STREAMS", value_name = "N")]
    pub max_event_streams: Option<usize>,
    /// How many of them by one credential
    #[arg(long, env = "PORTAL_MAX_EVENT_STREAMS_EACH", value_name = "N")]
    pub max_event_streams_each: Option<usize>,
    /// How long a request may take that streams nothing, in seconds
    #[arg(long, env = "PORTAL_REQUEST_TIMEOUT_SECONDS", value_name = "SECONDS")]
    pub request_timeout_seconds: Option<u64>,
    /// How long running requests may go on after a signal to stop, in seconds
    #[arg(long, env = "PORTAL_SHUTDOWN_GRACE_SECONDS", value_name = "SECONDS")]
    pub shutdown_grace_seconds: Option<u64>,
    /// Whether to take a caller's address from `X-Forwarded-For`: only behind a proxy that sets it
    #[arg(long, env = "PORTAL_TRUST_FORWARDED_FOR", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub trust_forwarded_for: Option<bool>,
    /// How log lines are written: `text` or `json`
    #[arg(long, env = "PORTAL_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// What is logged, as `tracing` directives: `info`, `loggia_server=debug,info`
    #[arg(long, env = "PORTAL_LOG", value_name = "DIRECTIVES")]
    pub log: Option<String>,
}

/// The settings a server runs with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder for the database (if it is SQLite) and the files of documents.
    pub data_dir: PathBuf,
    /// The database's address.
    pub database: String,
    /// How many connections read at the same time.
    pub database_connections: usize,
    /// Whether to bring the schema up to date at the start.
    pub migrate_on_start: bool,
    /// The largest file that can be uploaded, in bytes.
    pub max_upload_bytes: u64,
    /// The largest JSON body of a request, in bytes.
    pub max_json_bytes: usize,
    /// How many connections may be open at the same time; further ones wait.
    pub max_connections: usize,
    /// How many uploads may go on at the same time.
    pub max_uploads: usize,
    /// How many of them by one credential.
    pub max_uploads_each: usize,
    /// How many event streams may be open at the same time.
    pub max_event_streams: usize,
    /// How many of them by one credential.
    pub max_event_streams_each: usize,
    /// How long a request may take that streams nothing, in seconds.
    pub request_timeout_seconds: u64,
    /// How long running requests may go on after a signal to stop, in seconds.
    pub shutdown_grace_seconds: u64,
    /// Whether to take a caller's address from `X-Forwarded-For`.
    pub trust_forwarded_for: bool,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// What is logged.
    pub log: String,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be. The text names line and key.
    #[error("the configuration file {path} is not valid: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A value is out of range.
    #[error("{setting}: {why}")]
    Value {
        /// The setting, as the file names it.
        setting: &'static str,
        /// What is wrong.
        why: &'static str,
    },
}

impl Settings {
    /// Reads a TOML file.
    ///
    /// # Errors
    /// When it cannot be read, or names an unknown setting or a value of the wrong kind.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| ConfigError::Parse { path: path.to_owned(), source: Box::new(source) })
    }

    /// What is set when nothing is. `database` depends on `data_dir` and has no value here.
    pub fn defaults() -> Self {
        Self {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 4400))),
            data_dir: Some(PathBuf::from("data")),
            database: None,
            database_connections: Some(8),
            migrate_on_start: Some(true),
            max_upload_bytes: Some(1024 * 1024 * 1024),
            max_json_bytes: Some(1024 * 1024),
            max_connections: Some(10_000),
            max_uploads: Some(256),
            max_uploads_each: Some(16),
            max_event_streams: Some(4096),
            max_event_streams_each: Some(32),
            request_timeout_seconds: Some(30),
            shutdown_grace_seconds: Some(20),
            trust_forwarded_for: Some(false),
            log_format: Some(LogFormat::Text),
            log: Some("info".to_owned()),
        }
    }

    /// These settings, with `lower` where nothing is set.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        Self {
            listen: self.listen.or(lower.listen),
            data_dir: self.data_dir.or(lower.data_dir),
            database: self.database.or(lower.database),
            database_connections: self.database_connections.or(lower.database_connections),
            migrate_on_start: self.migrate_on_start.or(lower.migrate_on_start),
            max_upload_bytes: self.max_upload_bytes.or(lower.max_upload_bytes),
            max_json_bytes: self.max_json_bytes.or(lower.max_json_bytes),
            max_connections: self.max_connections.or(lower.max_connections),
            max_uploads: self.max_uploads.or(lower.max_uploads),
            max_uploads_each: self.max_uploads_each.or(lower.max_uploads_each),
            max_event_streams: self.max_event_streams.or(lower.max_event_streams),
            max_event_streams_each: self.max_event_streams_each.or(lower.max_event_streams_each),
            request_timeout_seconds: self.request_timeout_seconds.or(lower.request_timeout_seconds),
            shutdown_grace_seconds: self.shutdown_grace_seconds.or(lower.shutdown_grace_seconds),
            trust_forwarded_for: self.trust_forwarded_for.or(lower.trust_forwarded_for),
            log_format: self.log_format.or(lower.log_format),
            log: self.log.or(lower.log),
        }
    }

    /// The settings to run with: these over the defaults.
    ///
    /// # Errors
    /// When a value is out of range.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let missing = |setting| move || ConfigError::Value { setting, why: "has no value" };
        let all = self.over(Self::defaults());
        let data_dir = all.data_dir.ok_or_else(missing("data_dir"))?;
        let database = all.database.unwrap_or_else(|| format!("sqlite:{}", data_dir.join("portal.db").display()));
        let config = Config {
            listen: all.listen.ok_or_else(missing("listen"))?,
            data_dir,
            database,
            database_connections: all.database_connections.ok_or_else(missing("database_connections"))?,
            migrate_on_start: all.migrate_on_start.ok_or_else(missing("migrate_on_start"))?,
            max_upload_bytes: all.max_upload_bytes.ok_or_else(missing("max_upload_bytes"))?,
            max_json_bytes: all.max_json_bytes.ok_or_else(missing("max_json_bytes"))?,
            max_connections: all.max_connections.ok_or_else(missing("max_connections"))?,
            max_uploads: all.max_uploads.ok_or_else(missing("max_uploads"))?,
            max_uploads_each: all.max_uploads_each.ok_or_else(missing("max_uploads_each"))?,
            max_event_streams: all.max_event_streams.ok_or_else(missing("max_event_streams"))?,
            max_event_streams_each: all.max_event_streams_each.ok_or_else(missing("max_event_streams_each"))?,
            request_timeout_seconds: all.request_timeout_seconds.ok_or_else(missing("request_timeout_seconds"))?,
            shutdown_grace_seconds: all.shutdown_grace_seconds.ok_or_else(missing("shutdown_grace_seconds"))?,
            trust_forwarded_for: all.trust_forwarded_for.ok_or_else(missing("trust_forwarded_for"))?,
            log_format: all.log_format.ok_or_else(missing("log_format"))?,
            log: all.log.ok_or_else(missing("log"))?,
        };
        config.check()
    }
}

impl Config {
    fn check(self) -> Result<Self, ConfigError> {
        let refuse = |setting, why| Err(ConfigError::Value { setting, why });
        if !(1..=256).contains(&self.database_connections) {
            return refuse("database_connections", "expected 1 to 256");
        }
        if self.max_upload_bytes == 0 || self.max_upload_bytes > i64::MAX.unsigned_abs() {
            return refuse("max_upload_bytes", "expected at least 1");
        }
        if self.max_json_bytes < 1024 {
            return refuse("max_json_bytes", "expected at least 1024");
        }
        let counts = [
            ("max_connections", self.max_connections),
            ("max_uploads", self.max_uploads),
            ("max_uploads_each", self.max_uploads_each),
            ("max_event_streams", self.max_event_streams),
            ("max_event_streams_each", self.max_event_streams_each),
        ];
        for (setting, count) in counts {
            if !(1..=1_000_000).contains(&count) {
                return refuse(setting, "expected 1 to 1000000");
            }
        }
        if !(1..=3600).contains(&self.request_timeout_seconds) {
            return refuse("request_timeout_seconds", "expected 1 to 3600");
        }
        if self.shutdown_grace_seconds > 3600 {
            return refuse("shutdown_grace_seconds", "expected 0 to 3600");
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The table of `docs/OPERATIONS.md`.
    fn table() -> String {
        let defaults = serde_json::to_value(Settings::defaults()).unwrap();
        let command = <Settings as clap::Args>::augment_args(clap::Command::new("serve"));
        let mut table = String::from(
            "| setting in the file | environment | flag | default | what it is |\n| --- | --- | --- | --- | --- |\n",
        );
        for argument in command.get_arguments() {
            let name = argument.get_id().as_str();
            let default = match &defaults[name] {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => format!("`{text}`"),
                other => format!("`{other}`"),
            };
            table.push_str(&format!(
                "| `{name}` | `{}` | `--{}` | {default} | {} |\n",
                argument.get_env().unwrap().to_string_lossy(),
                argument.get_long().unwrap(),
                argument.get_help().unwrap(),
            ));
        }
        table
    }

    #[test]
    fn the_documented_table_is_the_one_of_the_code() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/OPERATIONS.md");
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- settings -->\n").unwrap();
        let (documented, after) = rest.split_once("<!-- /settings -->").unwrap();
        let table = table();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            let new = format!("{before}<!-- settings -->\n{table}<!-- /settings -->{after}");
            std::fs::write(&path, new).unwrap();
        } else {
            assert_eq!(documented, table, "run this test with UPDATE_DOCS=1");
        }
    }

    #[test]
    fn what_is_nearer_wins() {
        let file: Settings = toml::from_str("listen = '0.0.0.0:80'\nmax_upload_bytes = 7").unwrap();
        let flags = Settings { max_upload_bytes: Some(9), ..Settings::default() };
        let config = flags.over(file).resolve().unwrap();
        assert_eq!((config.listen.port(), config.max_upload_bytes), (80, 9));
        assert_eq!(config.database, "sqlite:data/portal.db");
    }

    #[test]
    fn a_bad_setting_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            let path = folder.path().join("portal.toml");
            std::fs::write(&path, text).unwrap();
            Settings::from_file(&path).unwrap_err().to_string()
        };
        assert!(read("lisen = 1").contains("lisen"));
        assert!(read("listen = 'here'").contains("listen"));
        let bad = Settings { request_timeout_seconds: Some(0), ..Settings::default() };
        assert!(bad.resolve().unwrap_err().to_string().starts_with("request_timeout_seconds"));
    }
}
