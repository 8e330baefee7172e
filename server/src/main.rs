//! The server's command line.

use std::{io::IsTerminal, path::PathBuf};

use anyhow::Context;
use clap::{Parser, Subcommand};
use loggia_server::{App, Config, Settings, config::LogFormat, domain::api_keys, http, import, store};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

#[derive(Parser)]
#[command(name = "loggia-server", version, about = "Server of the customer portal", max_term_width = 100)]
struct Cli {
    /// TOML file with settings; the environment and flags override it
    #[arg(long, global = true, env = "PORTAL_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API until SIGINT or SIGTERM
    Serve,
    /// Bring the database's schema up to date
    Migrate,
    /// Print the API's description (OpenAPI 3.1)
    Openapi,
    /// Fill the store from a JSON file; what is there already stays as it is
    Import {
        /// The file
        file: PathBuf,
    },
    /// Credentials of vendors' backends
    #[command(subcommand)]
    ApiKey(ApiKey),
}

#[derive(Subcommand)]
enum ApiKey {
    /// Make an API key and print its secret, which is shown this once
    Create {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// What the key is called in the audit log
        #[arg(long)]
        name: String,
    },
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Openapi) {
        println!("{}", serde_json::to_string_pretty(&http::openapi())?);
        return Ok(());
    }
    let file = cli.config.as_deref().map(Settings::from_file).transpose()?.unwrap_or_default();
    let config = cli.settings.over(file).resolve()?;
    start_logging(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(run(cli.command, config));
    // Blocking threads that still wait for the database do not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    done
}

async fn run(command: Command, config: Config) -> anyhow::Result<()> {
    match command {
        Command::Openapi => Ok(()),
        Command::Serve => {
            let listener = TcpListener::bind(config.listen)
                .await
                .with_context(|| format!("listen: cannot use {}", config.listen))?;
            let shutdown = CancellationToken::new();
            tokio::spawn(signalled(shutdown.clone()));
            loggia_server::run(config, listener, shutdown).await
        }
        Command::Migrate => {
            if let Some(folder) =
                config.database.strip_prefix("sqlite:").and_then(|path| std::path::Path::new(path).parent())
            {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("database: cannot create {}", folder.display()))?;
            }
            let names = store::migrate(&store::Address::parse(&config.database)?)?;
            println!("{} migrations ran", names.len());
            Ok(())
        }
        Command::Import { file } => {
            let app = App::build(config)?;
            let summary = import::import_file(&app, &file).await?;
            println!("{summary}");
            Ok(())
        }
        Command::ApiKey(ApiKey::Create { brand, name }) => {
            let app = App::build(config)?;
            let made = api_keys::create(app.store(), &brand, &name).await;
            let (_, secret) = made.with_context(|| format!("cannot make an API key for the brand {brand:?}"))?;
            println!("{secret}");
            Ok(())
        }
    }
}

/// Cancels `shutdown` at the first signal to stop.
async fn signalled(shutdown: CancellationToken) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "cannot listen for SIGTERM");
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
    shutdown.cancel();
}

fn start_logging(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| format!("log: {:?} is not valid", config.log))?;
    let registry = tracing_subscriber::registry().with(filter);
    // Colours are for a terminal, not for a file or a collector.
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => registry.with(lines).init(),
        LogFormat::Json => registry.with(lines.json()).init(),
    }
    Ok(())
}
