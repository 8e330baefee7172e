//! The server: what it is made of, and how it runs.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{extract::connect_info::IntoMakeServiceWithConnectInfo, serve::ListenerExt};
use loggia_types::session::Limits;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    auth::Origins,
    config::Config,
    domain::themes::Themes,
    files::Files,
    http, jobs,
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
    themes: Themes,
    shutdown: CancellationToken,
}

impl App {
    /// Opens the database (bringing its schema up to date, unless the configuration says not to) and the file store.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub fn build(config: Config) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| anyhow::anyhow!("data_dir: cannot create {}: {error}", config.data_dir.display()))?;
        let address = Address::parse(&config.database).map_err(|error| anyhow::anyhow!("database: {error}"))?;
        if config.migrate_on_start {
            for name in migrate(&address)? {
                tracing::info!(migration = %name, "migrated");
            }
        }
        let store = Store::open(&address, config.database_connections)?;
        let files = Files::open(&config.data_dir.join("files"))?;
        let origins = Origins::new(store.clone());
        Ok(Self(Arc::new(Parts {
            config,
            store,
            files,
            origins,
            themes: Themes::default(),
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

    /// The brands' themes.
    pub fn themes(&self) -> &Themes {
        &self.0.themes
    }

    /// Cancelled when the server begins to shut down. Endless streams end then; requests go on.
    pub fn shutdown(&self) -> &CancellationToken {
        &self.0.shutdown
    }

    /// Limits that clients are told.
    pub fn limits(&self) -> Limits {
        Limits { max_upload_bytes: self.0.config.max_upload_bytes }
    }

    /// Serves on `listener` until `shutdown` is cancelled; then lets running requests end, for as long as the
    /// configuration says.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> anyhow::Result<()> {
        jobs::recover(&self).await?;
        let jobs = jobs::start(&self);
        let address = listener.local_addr()?;
        let service: IntoMakeServiceWithConnectInfo<_, SocketAddr> =
            http::router(&self).into_make_service_with_connect_info();
        let listener = listener.tap_io(|stream| {
            // Small answers go out at once.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "cannot set TCP_NODELAY");
            }
        });
        tracing::info!(%address, "listening");
        let stopping = self.shutdown().clone();
        let begin = {
            let stopping = stopping.clone();
            async move {
                shutdown.cancelled().await;
                tracing::info!("shutting down");
                stopping.cancel();
            }
        };
        let grace = Duration::from_secs(self.config().shutdown_grace_seconds);
        let serving = axum::serve(listener, service).with_graceful_shutdown(begin).into_future();
        tokio::select! {
            ended = serving => ended?,
            () = async { stopping.cancelled().await; tokio::time::sleep(grace).await } => {
                tracing::warn!(seconds = grace.as_secs(), "some requests did not end in time");
            }
        }
        jobs.abort();
        Ok(())
    }
}

/// Builds the server and serves on `listener` until `shutdown` is cancelled. What `serve` does, and what tests boot:
/// bind port 0 and read the port from the listener first.
///
/// # Errors
/// When the server cannot be built or its listener fails.
pub async fn run(config: Config, listener: TcpListener, shutdown: CancellationToken) -> anyhow::Result<()> {
    App::build(config)?.serve(listener, shutdown).await
}
