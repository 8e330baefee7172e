//! The server: what it is made of, and how it runs.

use std::{sync::Arc, time::Duration};

use loggia_types::{BrandId, session};
use open_feature::provider::FeatureProvider;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::{Hosts, KeyUsage, Origins, PasswordPool, SealingKeys},
    config::Config,
    domain::{
        audit_streams::delivery,
        flag_service::{self, FlagService},
        sso::provider::Providers,
        themes::Themes,
    },
    error::Result,
    files::Files,
    http::{self, portal::Portal},
    jobs,
    limits::{Clock, MailedLinks, Places, Rates, SignIns},
    mail::{self, Mailer},
    outgoing::{Outgoing, Rules},
    serve::{Limits, serve},
    store::{Address, Store, migrate},
};

/// Everything a handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    store: Store,
    files: Files,
    origins: Origins,
    hosts: Hosts,
    themes: Themes,
    uploads: Places,
    event_streams: Places,
    rates: Rates,
    sign_ins: SignIns,
    mailed_links: MailedLinks,
    passwords: PasswordPool,
    portal: Portal,
    outgoing: Outgoing,
    providers: Providers,
    flag_service: FlagService,
    sealing_keys: SealingKeys,
    key_usage: KeyUsage,
    mailer: Mailer,
    shutdown: CancellationToken,
}

impl App {
    /// Opens the database (bringing its schema up to date, unless the configuration says not to) and the file store.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub fn build(config: Config) -> anyhow::Result<Self> {
        Self::build_with(config, &Clock::passing())
    }

    /// [`build`](Self::build), with rates that are counted by this clock.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn build_with(config: Config, clock: &Clock) -> anyhow::Result<Self> {
        let files = Files::open(&config.data_dir.join("files"))?;
        let address = Address::parse(&config.database).map_err(|error| anyhow::anyhow!("database: {error}"))?;
        if config.migrate_on_start {
            for name in migrate(&address, config.row_level_security)? {
                tracing::info!(migration = %name, "migrated");
            }
        }
        let store = Store::open(&address, config.database_connections, config.row_level_security)?;
        let origins = Origins::new(store.clone());
        let hosts = Hosts::new(store.clone(), &portal_url(&config));
        let uploads = Places::new(config.max_uploads, config.max_uploads_each);
        let event_streams = Places::new(config.max_event_streams, config.max_event_streams_each);
        let rates = Rates::new(&config, clock);
        let sign_ins = SignIns::new(&config, clock);
        let mailed_links = MailedLinks::new(&config, clock);
        let passwords = PasswordPool::start(&config)?;
        let portal = Portal::new()?;
        let rules = Rules { allowed: config.outgoing_allowed_networks.clone(), ..Rules::default() };
        let outgoing = Outgoing::new(rules)?;
        let chosen = Some(config.encryption_keys.as_path()).filter(|path| !path.as_os_str().is_empty());
        let sealing_keys = SealingKeys::open(chosen, &config.data_dir)?;
        let mailer = Mailer::new(&config, sealing_keys.clone())?;
        Ok(Self(Arc::new(Parts {
            config,
            store,
            files,
            origins,
            hosts,
            themes: Themes::default(),
            uploads,
            event_streams,
            rates,
            sign_ins,
            mailed_links,
            passwords,
            portal,
            outgoing,
            providers: Providers::default(),
            flag_service: FlagService::default(),
            sealing_keys,
            key_usage: KeyUsage::default(),
            mailer,
            shutdown: CancellationToken::new(),
        })))
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The files of documents.
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Which pages may use which brand's portal.
    pub fn origins(&self) -> &Origins {
        &self.0.origins
    }

    /// Which brand's portal a host name shows.
    pub fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// The brands' themes.
    pub fn themes(&self) -> &Themes {
        &self.0.themes
    }

    /// Places for uploads that go on at the same time.
    pub fn uploads(&self) -> &Places {
        &self.0.uploads
    }

    /// Places for event streams that are open at the same time.
    pub fn event_streams(&self) -> &Places {
        &self.0.event_streams
    }

    /// How much callers may ask for in a minute.
    pub fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// The client for addresses that customers wrote down.
    pub fn outgoing(&self) -> &Outgoing {
        &self.0.outgoing
    }

    /// The identity providers that are known.
    pub fn providers(&self) -> &Providers {
        &self.0.providers
    }

    /// Whom the server asks which features organizations have.
    pub fn flag_service(&self) -> &FlagService {
        &self.0.flag_service
    }

    /// Asks this OpenFeature provider which features organizations have, instead of the flag service that the settings name. Its
    /// keys and how often it is asked are as the settings say.
    #[must_use]
    pub async fn with_feature_provider(self, provider: impl FeatureProvider) -> Self {
        self.flag_service().set(provider).await;
        self
    }

    /// What encrypts secrets in the database.
    pub fn sealing_keys(&self) -> &SealingKeys {
        &self.0.sealing_keys
    }

    /// Sends mails.
    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// Where browsers reach the hosted portal, without a slash at the end.
    pub fn portal_url(&self) -> String {
        portal_url(&self.0.config)
    }

    /// Where browsers reach a brand's portal, without a slash at the end: links in mails lead there. It is
    /// [`portal_url`](Self::portal_url), at a host name of the brand's own where that one does not show its portal.
    /// `None`: no host shows it.
    ///
    /// # Errors
    /// When the list of host names cannot be read.
    pub async fn portal_url_of(&self, brand: &BrandId) -> Result<Option<String>> {
        let url = self.portal_url();
        let Some((scheme, authority)) = url.split_once("://") else { return Ok(None) };
        let home = self.hosts().home(brand, authority).await?;
        Ok(home.map(|home| format!("{scheme}://{home}")))
    }

    /// What API keys are used for, until it is written down.
    pub fn key_usage(&self) -> &KeyUsage {
        &self.0.key_usage
    }

    /// How often somebody may try to sign in.
    pub fn sign_ins(&self) -> &SignIns {
        &self.0.sign_ins
    }

    /// How often somebody may ask for a link by mail.
    pub fn mailed_links(&self) -> &MailedLinks {
        &self.0.mailed_links
    }

    /// Where passwords are hashed.
    pub fn passwords(&self) -> &PasswordPool {
        &self.0.passwords
    }

    /// The hosted portal's templates.
    pub(crate) fn portal(&self) -> &Portal {
        &self.0.portal
    }

    /// Cancelled when the server begins to shut down. Endless streams end then; requests go on.
    pub fn shutdown(&self) -> &CancellationToken {
        &self.0.shutdown
    }

    /// Limits that clients are told.
    pub fn limits(&self) -> session::Limits {
        session::Limits { max_upload_bytes: self.0.config.max_upload_bytes }
    }

    /// Serves on `listener` until `shutdown` is cancelled; then lets running requests end, for as long as the
    /// configuration says.
    ///
    /// # Errors
    /// When the database or the file store fails before the first request is taken.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> anyhow::Result<()> {
        jobs::recover(&self).await?;
        let jobs = [
            jobs::start(&self),
            jobs::start_usage(&self),
            mail::start(&self),
            delivery::start(&self),
            flag_service::start(&self),
        ];
        let address = listener.local_addr()?;
        tracing::info!(%address, "listening");
        let stopping = self.shutdown().clone();
        let signal = tokio::spawn(async move {
            shutdown.cancelled().await;
            tracing::info!("shutting down");
            stopping.cancel();
        });
        let config = self.config();
        let limits = Limits::new(config.max_connections, Duration::from_secs(config.shutdown_grace_seconds));
        serve(listener, http::router(&self), limits, self.shutdown().clone()).await;
        signal.abort();
        jobs.iter().for_each(JoinHandle::abort);
        jobs::write_usage(&self).await;
        Ok(())
    }
}

/// Builds the server and serves on `listener` until `shutdown` is cancelled. What `serve` does, and what tests boot:
/// bind port 0 and read the port from the listener first.
///
/// # Errors
/// When the server cannot be built, or its database or file store fails before the first request is taken.
pub async fn run(config: Config, listener: TcpListener, shutdown: CancellationToken) -> anyhow::Result<()> {
    App::build(config)?.serve(listener, shutdown).await
}

fn portal_url(config: &Config) -> String {
    match config.public_url.trim_end_matches('/') {
        "" => format!("http://{}", config.listen),
        url => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::Settings;

    use super::*;

    #[test]
    fn the_folder_of_the_database_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("of its own/portal.db");
        let settings = Settings {
            data_dir: Some(folder.path().join("data")),
            database: Some(format!("sqlite:{}", database.display())),
            ..Settings::default()
        };
        App::build(settings.resolve().unwrap()).unwrap();
        assert!(database.exists());
    }
}
