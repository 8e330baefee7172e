//! Settings: from a TOML file, the environment and flags, in rising order of precedence.
//!
//! `settings!` is the one definition: a line is a key of the file, an environment variable, a flag and a default at once.
//! The table in `docs/OPERATIONS.md` is generated from it, and a test compares the two.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{network::Network, store::RowLevelSecurity};

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

macro_rules! settings {
    ($($(#[doc $($doc:tt)+])+ #[arg($($arg:tt)+)] $name:ident: $kind:ty = $default:expr;)+) => {
        /// Every setting, each of which may be absent.
        #[derive(Clone, Debug, Default, Serialize, Deserialize, clap::Args)]
        #[command(next_help_heading = "Settings")]
        #[serde(deny_unknown_fields, default)]
        pub struct Settings { $(
            $(#[doc $($doc)+])+
            #[arg(long, global = true, $($arg)+)]
            pub $name: Option<$kind>,
        )+ }

        /// The settings a server runs with.
        #[derive(Clone, Debug)]
        pub struct Config { $(
            $(#[doc $($doc)+])+
            pub $name: $kind,
        )+ }

        impl Settings {
            /// These settings, with `lower` where nothing is set.
            #[must_use]
            pub fn over(self, lower: Self) -> Self {
                Self { $($name: self.$name.or(lower.$name),)+ }
            }

            fn over_defaults(self) -> Config {
                Config { $($name: self.$name.unwrap_or_else(|| $default),)+ }
            }

            #[cfg(test)]
            fn defaults() -> Self {
                Self { $($name: Some($default),)+ }
            }
        }
    };
}

settings! {
    /// Address and port to listen on
    #[arg(env = "PORTAL_LISTEN", value_name = "ADDRESS")]
    listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 4400));
    /// Folder for the database (if it is SQLite) and the files of documents
    #[arg(env = "PORTAL_DATA_DIR", value_name = "DIR")]
    data_dir: PathBuf = PathBuf::from("data");
    /// Database: `sqlite:PATH` or `postgres://...`; absent: `portal.db` in `data_dir`
    #[arg(env = "PORTAL_DATABASE", value_name = "URL", hide_env_values = true)]
    database: String = String::new();
    /// How many connections read at the same time
    #[arg(env = "PORTAL_DATABASE_CONNECTIONS", value_name = "N")]
    database_connections: usize = 8;
    /// Whether PostgreSQL's row-level security has to be in force: `required` or `off`; SQLite has none
    #[arg(env = "PORTAL_ROW_LEVEL_SECURITY", value_name = "MODE")]
    row_level_security: RowLevelSecurity = RowLevelSecurity::Required;
    /// Whether to bring the database's schema up to date at the start
    #[arg(env = "PORTAL_MIGRATE_ON_START", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    migrate_on_start: bool = true;
    /// The largest file that can be uploaded, in bytes
    #[arg(env = "PORTAL_MAX_UPLOAD_BYTES", value_name = "BYTES")]
    max_upload_bytes: u64 = 1024 * 1024 * 1024;
    /// The largest JSON body of a request, in bytes
    #[arg(env = "PORTAL_MAX_JSON_BYTES", value_name = "BYTES")]
    max_json_bytes: usize = 1024 * 1024;
    /// How many connections may be open at the same time; further ones wait
    #[arg(env = "PORTAL_MAX_CONNECTIONS", value_name = "N")]
    max_connections: usize = 10_000;
    /// How many uploads may go on at the same time
    #[arg(env = "PORTAL_MAX_UPLOADS", value_name = "N")]
    max_uploads: usize = 256;
    /// How many of them by one credential
    #[arg(env = "PORTAL_MAX_UPLOADS_EACH", value_name = "N")]
    max_uploads_each: usize = 16;
    /// How many event streams may be open at the same time
    #[arg(env = "PORTAL_MAX_EVENT_STREAMS", value_name = "N")]
    max_event_streams: usize = 4096;
    /// How many of them by one credential
    #[arg(env = "PORTAL_MAX_EVENT_STREAMS_EACH", value_name = "N")]
    max_event_streams_each: usize = 32;
    /// How long a request may take that streams nothing, in seconds
    #[arg(env = "PORTAL_REQUEST_TIMEOUT_SECONDS", value_name = "SECONDS")]
    request_timeout_seconds: u64 = 30;
    /// How long running requests may go on after a signal to stop, in seconds
    #[arg(env = "PORTAL_SHUTDOWN_GRACE_SECONDS", value_name = "SECONDS")]
    shutdown_grace_seconds: u64 = 20;
    /// The proxies in front of the server, as addresses or networks (`10.0.0.0/8`), separated by commas: from them `X-Forwarded-For` is believed
    #[arg(env = "PORTAL_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    trusted_proxies: Vec<Network> = Vec::new();
    /// Networks and addresses that are not public and may be called all the same, over plain `http`, too, where customers write addresses down: an identity provider inside the company's network
    #[arg(env = "PORTAL_OUTGOING_ALLOWED_NETWORKS", value_name = "NETWORKS", value_delimiter = ',')]
    outgoing_allowed_networks: Vec<Network> = Vec::new();
    /// File with the keys that encrypt secrets in the database, a line each, 32 bytes in base64: the first one encrypts, all decrypt; absent: `encryption.keys` in `data_dir`, made at the first start
    #[arg(env = "PORTAL_ENCRYPTION_KEYS", value_name = "FILE")]
    encryption_keys: PathBuf = PathBuf::new();
    /// How many requests a minute from one address without a credential that is known to be good; 0: any number
    #[arg(env = "PORTAL_RATE_ADDRESS", value_name = "N")]
    rate_address: u32 = 1_200;
    /// How many unknown secrets a minute from one address; 0: any number
    #[arg(env = "PORTAL_RATE_FAILURES", value_name = "N")]
    rate_failures: u32 = 300;
    /// How many downloads by link a minute from one address; 0: any number
    #[arg(env = "PORTAL_RATE_DOWNLOADS", value_name = "N")]
    rate_downloads: u32 = 600;
    /// How many reading requests a minute with one credential; 0: any number
    #[arg(env = "PORTAL_RATE_READS", value_name = "N")]
    rate_reads: u32 = 6_000;
    /// How many changing requests a minute with one credential; 0: any number
    #[arg(env = "PORTAL_RATE_WRITES", value_name = "N")]
    rate_writes: u32 = 3_000;
    /// How many embed sessions a minute by one API key; 0: any number
    #[arg(env = "PORTAL_RATE_SESSIONS", value_name = "N")]
    rate_sessions: u32 = 3_000;
    /// How many uploads, downloads and event streams are begun a minute with one credential; 0: any number
    #[arg(env = "PORTAL_RATE_STREAMS", value_name = "N")]
    rate_streams: u32 = 1_200;
    /// How many reading requests a minute in one organization, by all its callers; 0: any number
    #[arg(env = "PORTAL_RATE_ORGANIZATION_READS", value_name = "N")]
    rate_organization_reads: u32 = 30_000;
    /// How many changing requests a minute in one organization, by all its callers; 0: any number
    #[arg(env = "PORTAL_RATE_ORGANIZATION_WRITES", value_name = "N")]
    rate_organization_writes: u32 = 12_000;
    /// How log lines are written: `text` or `json`
    #[arg(env = "PORTAL_LOG_FORMAT", value_name = "FORMAT")]
    log_format: LogFormat = LogFormat::Text;
    /// What is logged, as `tracing` directives: `info`, `loggia_server=debug,info`
    #[arg(env = "PORTAL_LOG", value_name = "DIRECTIVES")]
    log: String = "info".to_owned();
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}: {why}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        why: std::io::Error,
    },
    /// The file is not what it should be. The text names line and key.
    #[error("the configuration file {path} is not valid: {why}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Why.
        why: Box<toml::de::Error>,
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
        let text = std::fs::read_to_string(path).map_err(|why| ConfigError::Read { path: path.to_owned(), why })?;
        toml::from_str(&text).map_err(|why| ConfigError::Parse { path: path.to_owned(), why: Box::new(why) })
    }

    /// The settings to run with: these over the defaults.
    ///
    /// # Errors
    /// When a value is out of range.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let mut config = self.over_defaults();
        if config.database.is_empty() {
            config.database = format!("sqlite:{}", config.data_dir.join("portal.db").display());
        }
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
            return refuse("max_upload_bytes", "expected 1 to 9223372036854775807");
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
                serde_json::Value::String(text) if text.is_empty() => String::new(),
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
    fn proxies_are_addresses_or_networks() {
        let file: Settings = toml::from_str("trusted_proxies = ['10.0.0.0/8', '::1']").unwrap();
        assert_eq!(file.trusted_proxies.unwrap().len(), 2);
        let command = <Settings as clap::Args>::augment_args(clap::Command::new("serve"));
        let matches = command.try_get_matches_from(["serve", "--trusted-proxies", "10.0.0.0/8,192.0.2.7"]).unwrap();
        let flags = <Settings as clap::FromArgMatches>::from_arg_matches(&matches).unwrap();
        assert_eq!(flags.trusted_proxies.unwrap().len(), 2);
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
        assert!(read("trusted_proxies = ['10.0.0.0/33']").contains("10.0.0.0/33"));
        assert!(read("trust_forwarded_for = true").contains("trust_forwarded_for"));
        let bad = Settings { request_timeout_seconds: Some(0), ..Settings::default() };
        assert!(bad.resolve().unwrap_err().to_string().starts_with("request_timeout_seconds"));
    }
}
