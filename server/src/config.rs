//! Settings: from a TOML file, the environment and flags, in rising order of precedence.
//!
//! `settings!` is the one definition: a line is a key of the file, an environment variable, a flag and a default at once.
//! The table in `docs/OPERATIONS.md` is generated from it, and a test compares the two.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::http::{HeaderName, HeaderValue};
use loggia_types::Feature;
use serde::{Deserialize, Serialize};

use crate::{
    domain::is_email,
    mail,
    network::Network,
    outgoing::{OutgoingError, Rules},
    store::RowLevelSecurity,
};

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

/// A setting that nobody is shown.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    /// The setting itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "[absent]" } else { "[hidden]" })
    }
}

impl Serialize for Hidden {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "[hidden]" })
    }
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
    /// A flag service that speaks OFREP and may switch features off: `https://flags.example`, what comes before `/ofrep/v1`; absent: none is asked
    #[arg(env = "PORTAL_FLAG_SERVICE_URL", value_name = "URL")]
    flag_service_url: String = String::new();
    /// A header that tells the flag service who asks: `Authorization: Bearer SECRET` or `X-API-Key: SECRET`
    #[arg(env = "PORTAL_FLAG_SERVICE_HEADER", value_name = "HEADER", hide_env_values = true)]
    flag_service_header: Hidden = Hidden::default();
    /// Networks and addresses that are not public and in which the flag service may be, over plain `http`, too
    #[arg(env = "PORTAL_FLAG_SERVICE_NETWORKS", value_name = "NETWORKS", value_delimiter = ',')]
    flag_service_networks: Vec<Network> = Vec::new();
    /// How often the flag service is asked, in seconds
    #[arg(env = "PORTAL_FLAG_SERVICE_SECONDS", value_name = "SECONDS")]
    flag_service_seconds: u32 = 60;
    /// What the flag service's keys have in front of a feature's: `portal.`
    #[arg(env = "PORTAL_FLAG_SERVICE_PREFIX", value_name = "TEXT")]
    flag_service_prefix: String = String::new();
    /// What the flag service's keys have where a feature's has a dot, for one whose keys have none: `-`
    #[arg(env = "PORTAL_FLAG_SERVICE_SEPARATOR", value_name = "TEXT")]
    flag_service_separator: String = ".".to_owned();
    /// The DNS server that is asked whether a domain is an organization's: `192.0.2.53:53`; absent: the system's
    #[arg(env = "PORTAL_DNS_SERVER", value_name = "ADDRESS")]
    dns_server: String = String::new();
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
    /// Where browsers reach the hosted portal, for links in mails: `https://portal.example`; absent: where the server listens
    #[arg(env = "PORTAL_PUBLIC_URL", value_name = "URL")]
    public_url: String = String::new();
    /// The mail server: `smtps://user:password@host` or, with STARTTLS, `smtp://user:password@host:587?tls=required`; absent: mails are written into `data_dir/mail`
    #[arg(env = "PORTAL_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Hidden = Hidden::default();
    /// PEM file with the certificate authority of the mail server, when it is not a public one
    #[arg(env = "PORTAL_SMTP_CA_FILE", value_name = "FILE")]
    smtp_ca_file: PathBuf = PathBuf::new();
    /// The address that mails are from; the name beside it is the brand's
    #[arg(env = "PORTAL_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: String = "no-reply@portal.example".to_owned();
    /// How many mails of one kind an address gets in an hour from one brand; 0: any number
    #[arg(env = "PORTAL_MAIL_QUOTA", value_name = "N")]
    mail_quota: u32 = 10;
    /// Folder with the widgets that the hosted portal shows, as they are built for browsers; absent: it shows none
    #[arg(env = "PORTAL_WIDGETS_DIR", value_name = "DIR")]
    widgets_dir: PathBuf = PathBuf::new();
    /// How many attempts to sign in a minute from one address; 0: any number
    #[arg(env = "PORTAL_RATE_SIGN_INS", value_name = "N")]
    rate_sign_ins: u32 = 60;
    /// How many attempts to sign in to one account a minute from one address, and from one browser that the account knows; 0: any number
    #[arg(env = "PORTAL_RATE_SIGN_INS_EACH", value_name = "N")]
    rate_sign_ins_each: u32 = 10;
    /// How many attempts to sign in to one account a minute from browsers that it does not know; 0: any number
    #[arg(env = "PORTAL_RATE_SIGN_INS_ACCOUNT", value_name = "N")]
    rate_sign_ins_account: u32 = 20;
    /// How many links by mail (to sign in, to set a password) are asked for a minute from one address; 0: any number
    #[arg(env = "PORTAL_RATE_LINKS", value_name = "N")]
    rate_links: u32 = 20;
    /// How many of them for one account a minute from one address, and from one browser or session that is the account's; 0: any number
    #[arg(env = "PORTAL_RATE_LINKS_EACH", value_name = "N")]
    rate_links_each: u32 = 3;
    /// How many wrong one-time codes an hour from one address to one account, and from one browser that the account knows; 0: any number
    #[arg(env = "PORTAL_RATE_CODES_EACH", value_name = "N")]
    rate_codes_each: u32 = 10;
    /// How many wrong one-time codes an hour to one account from browsers that it does not know; 0: any number
    #[arg(env = "PORTAL_RATE_CODES_ACCOUNT", value_name = "N")]
    rate_codes_account: u32 = 20;
    /// How much memory a password's hash takes, in KiB
    #[arg(env = "PORTAL_PASSWORD_MEMORY_KIB", value_name = "KIB")]
    password_memory_kib: u32 = 19_456;
    /// How often a password's hash passes over that memory
    #[arg(env = "PORTAL_PASSWORD_PASSES", value_name = "N")]
    password_passes: u32 = 2;
    /// How many passwords are hashed at the same time; 0: half as many as there are cores
    #[arg(env = "PORTAL_PASSWORD_THREADS", value_name = "N")]
    password_threads: usize = 0;
    /// How many passwords may wait to be hashed; further ones are told to come again
    #[arg(env = "PORTAL_PASSWORD_QUEUE", value_name = "N")]
    password_queue: usize = 64;
    /// How long somebody stays signed in to the hosted portal without using it, in minutes
    #[arg(env = "PORTAL_SESSION_IDLE_MINUTES", value_name = "MINUTES")]
    session_idle_minutes: u32 = 60;
    /// How long somebody stays signed in to the hosted portal at the most, in hours
    #[arg(env = "PORTAL_SESSION_HOURS", value_name = "HOURS")]
    session_hours: u32 = 24;
    /// Whether the console is only for operators who signed in with a second factor
    #[arg(env = "PORTAL_OPERATORS_NEED_SECOND_FACTOR", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    operators_need_second_factor: bool = true;
    /// How long ago operators may have signed in, in hours; then they are asked again who they are
    #[arg(env = "PORTAL_OPERATOR_SIGN_IN_HOURS", value_name = "HOURS")]
    operator_sign_in_hours: u32 = 12;
    /// For how many days at the least an audit log is kept: at least 90. Organizations choose more, or for good
    #[arg(env = "PORTAL_AUDIT_MINIMUM_DAYS", value_name = "DAYS")]
    audit_minimum_days: u32 = 365;
    /// How long ago somebody may have proved who they are for what is sensitive, in minutes; after that they are asked again
    #[arg(env = "PORTAL_STEP_UP_MINUTES", value_name = "MINUTES")]
    step_up_minutes: u32 = 15;
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
    /// The folder with the widgets that the hosted portal shows.
    pub fn widgets(&self) -> Option<&Path> {
        Some(self.widgets_dir.as_path()).filter(|folder| !folder.as_os_str().is_empty())
    }

    /// The DNS server that is asked about domains. `None`: the system's.
    pub fn resolver(&self) -> Option<SocketAddr> {
        self.dns_server.parse().ok()
    }

    /// The header that tells the flag service who asks. `None`: there is none, or it is no header.
    pub fn flag_service_credential(&self) -> Option<(HeaderName, HeaderValue)> {
        let (name, value) = self.flag_service_header.reveal().split_once(':')?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value.trim()).ok().filter(|value| !value.is_empty())?;
        value.set_sensitive(true);
        Some((name, value))
    }

    /// What requests to the flag service may do. A service may have far more flags than the portal has features.
    pub fn flag_service_rules(&self) -> Rules {
        Rules { allowed: self.flag_service_networks.clone(), within: Duration::from_secs(10), most_bytes: 1024 * 1024 }
    }

    /// The flag service's key of a feature.
    pub fn flag_key(&self, feature: Feature) -> String {
        format!("{}{}", self.flag_service_prefix, feature.as_str().replace('.', &self.flag_service_separator))
    }

    /// What is wrong with the flag service's address.
    fn fault_of_flag_service(&self) -> Option<&'static str> {
        if self.flag_service_url.contains(['?', '#']) {
            return Some("expected an address without ? and #");
        }
        match self.flag_service_rules().check(&self.flag_service_url) {
            Ok(()) => None,
            Err(OutgoingError::Url(why)) => Some(why),
            Err(_) => Some("it is not public, and flag_service_networks does not name it"),
        }
    }

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
        if !self.public_url.is_empty() && !is_base_url(&self.public_url) {
            return refuse("public_url", "expected https://host or http://host, without a path");
        }
        if !self.dns_server.is_empty() && self.resolver().is_none() {
            return refuse("dns_server", "expected an address with a port, like 192.0.2.53:53");
        }
        if let Some(why) = self.fault_of_flag_service().filter(|_| !self.flag_service_url.is_empty()) {
            return refuse("flag_service_url", why);
        }
        if !self.flag_service_header.reveal().is_empty() && self.flag_service_credential().is_none() {
            return refuse(
                "flag_service_header",
                "expected a name, a colon and a value, like Authorization: Bearer SECRET",
            );
        }
        if !(5..=86_400).contains(&self.flag_service_seconds) {
            return refuse("flag_service_seconds", "expected 5 to 86400");
        }
        let is_of_key = |text: &str| text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_of_key(&self.flag_service_prefix) {
            return refuse("flag_service_prefix", "expected at most 64 printable ASCII characters without spaces");
        }
        if self.flag_service_separator.is_empty() || !is_of_key(&self.flag_service_separator) {
            return refuse("flag_service_separator", "expected 1 to 64 printable ASCII characters without spaces");
        }
        if !self.smtp_url.reveal().is_empty() {
            if let Err(why) = mail::check_url(self.smtp_url.reveal()) {
                return refuse("smtp_url", why);
            }
            if self.mail_from.ends_with("@portal.example") {
                return refuse("mail_from", "expected the address that mails are from, as smtp_url is set");
            }
        }
        if !is_email(&self.mail_from) {
            return refuse("mail_from", "expected an address, like no-reply@portal.example");
        }
        // The least that OWASP's password storage cheat sheet names, whichever way it is divided.
        let work = u64::from(self.password_memory_kib) * u64::from(self.password_passes);
        if !(7_168..=1_048_576).contains(&self.password_memory_kib) {
            return refuse("password_memory_kib", "expected 7168 to 1048576");
        }
        if self.password_passes > 100 || work < 35_840 {
            return refuse("password_passes", "expected at most 100, and at least 35840 KiB passed over in all");
        }
        if self.password_threads > 64 {
            return refuse("password_threads", "expected 0 to 64");
        }
        if !(1..=10_000).contains(&self.password_queue) {
            return refuse("password_queue", "expected 1 to 10000");
        }
        if !(5..=60 * 24 * 30).contains(&self.session_idle_minutes) {
            return refuse("session_idle_minutes", "expected 5 to 43200");
        }
        if !(1..=24 * 90).contains(&self.session_hours) {
            return refuse("session_hours", "expected 1 to 2160");
        }
        if !(1..=24 * 30).contains(&self.operator_sign_in_hours) {
            return refuse("operator_sign_in_hours", "expected 1 to 720");
        }
        if !(90..=36_500).contains(&self.audit_minimum_days) {
            return refuse("audit_minimum_days", "expected 90 to 36500");
        }
        if !(1..=24 * 60).contains(&self.step_up_minutes) {
            return refuse("step_up_minutes", "expected 1 to 1440");
        }
        if self.shutdown_grace_seconds > 3600 {
            return refuse("shutdown_grace_seconds", "expected 0 to 3600");
        }
        Ok(self)
    }
}

/// Whether a text is the scheme and host of a web address, and nothing else.
fn is_base_url(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text.trim_end_matches('/')
    })
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
    fn what_is_hidden_is_not_shown() {
        let file: Settings = toml::from_str("smtp_url = 'smtps://a:secret@mail.example'").unwrap();
        assert!(!format!("{file:?}").contains("secret") && !serde_json::to_string(&file).unwrap().contains("secret"));
        assert_eq!(file.smtp_url.unwrap().reveal(), "smtps://a:secret@mail.example");
    }

    #[test]
    fn a_flag_service_is_public_or_where_its_own_setting_says() {
        let at = |url: &str, networks: &[&str]| Settings {
            flag_service_url: Some(url.to_owned()),
            flag_service_networks: Some(networks.iter().map(|network| network.parse().unwrap()).collect()),
            // What customers may name is another matter.
            outgoing_allowed_networks: Some(vec!["10.0.0.0/8".parse().unwrap()]),
            ..Settings::default()
        };
        for (url, networks) in [
            ("flags.example", &[] as &[&str]),
            ("ftp://flags.example", &[]),
            ("http://flags.example", &[]),
            ("https://a:b@flags.example", &[]),
            ("https://flags.example?a=b", &[]),
            ("https://flags.example/#a", &[]),
            ("https://10.0.0.7", &[]),
            ("http://10.0.0.7:8016", &[]),
            ("http://192.168.0.7:8016", &["10.0.0.0/8"]),
            ("https://[::1]/", &[]),
        ] {
            let error = at(url, networks).resolve().unwrap_err().to_string();
            assert!(error.starts_with("flag_service_url: "), "{url}: {error}");
        }
        at("https://flags.example/base", &[]).resolve().unwrap();
        at("http://10.0.0.7:8016", &["10.0.0.7"]).resolve().unwrap();
        let refused = |settings: Settings| settings.resolve().unwrap_err().to_string();
        for bad in ["secret", "Authorization", "Authorization:", "Authorization: a\nb", "Not a name: secret"] {
            let error = refused(Settings { flag_service_header: Some(bad.into()), ..Settings::default() });
            assert!(error.starts_with("flag_service_header: ") && !error.contains("secret"), "{error}");
        }
        for seconds in [0, 4, 86_401] {
            let error = refused(Settings { flag_service_seconds: Some(seconds), ..Settings::default() });
            assert!(error.starts_with("flag_service_seconds: "), "{error}");
        }
        let prefix = Settings { flag_service_prefix: Some("a b".to_owned()), ..Settings::default() };
        assert!(refused(prefix).starts_with("flag_service_prefix: "));
        let separator = Settings { flag_service_separator: Some(String::new()), ..Settings::default() };
        assert!(refused(separator).starts_with("flag_service_separator: "));
    }

    #[test]
    fn what_tells_a_flag_service_who_asks_is_not_shown() {
        let text =
            "flag_service_header = 'X-API-Key:  secret'\nflag_service_prefix = 'portal-'\nflag_service_separator = '-'";
        let file: Settings = toml::from_str(text).unwrap();
        assert!(!format!("{file:?}").contains("secret") && !serde_json::to_string(&file).unwrap().contains("secret"));
        let config = file.resolve().unwrap();
        assert!(!format!("{config:?}").contains("secret"));
        let (name, value) = config.flag_service_credential().unwrap();
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("x-api-key", "secret"));
        assert!(!format!("{value:?}").contains("secret"));
        assert_eq!(config.flag_key(Feature::DocumentsUpload), "portal-documents-upload");
        let usual = Settings::default().resolve().unwrap();
        assert_eq!(usual.flag_key(Feature::DocumentsUpload), "documents.upload");
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
        let at = |settings: Settings| settings.resolve().unwrap_err().to_string();
        let smtp = |url: &str, from: Option<&str>| Settings {
            smtp_url: Some(url.into()),
            mail_from: from.map(str::to_owned),
            ..Settings::default()
        };
        assert!(at(smtp("smtp://a:secret@mail.example", None)).starts_with("smtp_url"));
        assert!(!at(smtp("smtp://a:secret@mail.example", None)).contains("secret"));
        assert!(at(smtp("smtps://a:secret@mail.example", None)).starts_with("mail_from"));
        assert!(at(smtp("smtps://a:secret@mail.example", Some("a@b\r\nBcc: c@d"))).starts_with("mail_from"));
        let url = |text: &str| Settings { public_url: Some(text.to_owned()), ..Settings::default() };
        for bad in
            ["portal.example", "https://portal.example/path", "ftp://portal.example", "https://a:b@portal.example"]
        {
            assert!(at(url(bad)).starts_with("public_url"), "{bad}");
        }
        url("https://portal.example/").resolve().unwrap();
        let bad = Settings { request_timeout_seconds: Some(0), ..Settings::default() };
        assert!(bad.resolve().unwrap_err().to_string().starts_with("request_timeout_seconds"));
    }
}
