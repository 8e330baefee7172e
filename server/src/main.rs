//! The server's command line.

mod command_line;

use std::{io::IsTerminal, path::PathBuf};

use anyhow::Context;
use clap::{Parser, Subcommand};
use command_line::entitlements;
use loggia_server::{
    App, Config, Settings,
    config::LogFormat,
    domain::{
        api_keys::{self, NewApiKey},
        audit, audit_retention, factors,
        oauth::clients::{self, NewOAuthClient},
        operators::{self, NewOperator},
        passwords,
        sso::{domains, policy},
    },
    http, import,
    store::{self, mail_queue},
};
use loggia_types::{ApiKeyId, OAuthClientId, OperatorId, OperatorRole, OrganizationId, Permission};
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
    /// Brands as customers see them: identity, host names, words of mails
    #[command(subcommand)]
    Brand(command_line::brand::Brand),
    /// Credentials of programs
    #[command(subcommand)]
    ApiKey(ApiKey),
    /// Programs that people may let act for them, by OAuth 2.0
    #[command(subcommand)]
    OauthClient(OauthClient),
    /// The brands' own staff, who use the console
    #[command(subcommand)]
    Operator(Operator),
    /// Which features organizations have
    #[command(subcommand)]
    Feature(entitlements::FeatureCommand),
    /// Named sets of a brand's features, of which an organization has one
    #[command(subcommand)]
    Plan(entitlements::PlanCommand),
    /// The audit log
    #[command(subcommand)]
    Audit(Audit),
    /// How a brand or an organization looks
    #[command(subcommand)]
    Theme(command_line::theme::Theme),
    /// What customers are asked
    #[command(subcommand)]
    Form(command_line::form::Form),
    /// Mails that wait, and those that did not go out
    #[command(subcommand)]
    Mail(Mails),
    /// Single sign-on of an organization, where its people cannot help themselves
    #[command(subcommand)]
    Sso(Sso),
    /// People who sign in to the hosted portal
    #[command(subcommand)]
    User(User),
}

#[derive(Subcommand)]
enum Sso {
    /// Vouch for a domain: it is the organization's, without a TXT record
    Vouch {
        /// The organization, like org_01h455vb4pex5vsknk084sn02q
        #[arg(long, value_name = "ID")]
        organization: OrganizationId,
        /// The domain
        domain: String,
    },
    /// Make single sign-on optional: for an organization whose provider is gone, and whose exceptions are, too
    Lift {
        /// The organization, like org_01h455vb4pex5vsknk084sn02q
        #[arg(long, value_name = "ID")]
        organization: OrganizationId,
    },
}

#[derive(Subcommand)]
enum User {
    /// Take away every second factor of a person who has lost them, once you have made sure who they are: passkeys, codes,
    /// recovery codes; everything that they are signed in to ends, and they are told by mail
    ResetFactors {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// The person's e-mail address
        #[arg(long, value_name = "ADDRESS")]
        email: String,
    },
    /// Ask everybody for a second factor who signs in to a brand, or who belongs to one of its organizations: whoever lacks
    /// one is led to set one up
    RequireFactors {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// Only this organization's people, like org_01h455vb4pex5vsknk084sn02q
        #[arg(long, value_name = "ID")]
        organization: Option<OrganizationId>,
        /// Ask for none any more
        #[arg(long)]
        off: bool,
    },
}

#[derive(Subcommand)]
enum Mails {
    /// List the latest of them: id, state, kind, recipient, attempts, when the next one is, why it did not go out
    List,
    /// Let every mail that waits for its next attempt be tried now, as after the mail server was put right
    Retry,
}

#[derive(Subcommand)]
enum OauthClient {
    /// Register a client and print its id; it has no secret
    Create {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// What people are told it is, when they are asked to let it in
        #[arg(long)]
        name: String,
        /// Where answers may go: `https://...`, `http://127.0.0.1/path` (any port), `com.example.app:/path`; may be repeated
        #[arg(long = "redirect-uri", value_name = "URI", required = true)]
        redirect_uris: Vec<String>,
        /// What it may ask for, as `cases:read`; may be repeated; absent: what people may do, but nothing that lets others in
        #[arg(long = "scope", value_name = "PERMISSION")]
        scopes: Vec<Permission>,
    },
    /// List the clients: id, brand, name, redirect URIs, scopes
    List {
        /// Only those of the brand with this key
        #[arg(long, value_name = "KEY")]
        brand: Option<String>,
    },
    /// Delete a client: its tokens are refused from now on
    Delete {
        /// The client's id, like client_01h455vb4pex5vsknk084sn02q
        id: OAuthClientId,
    },
}

#[derive(Subcommand)]
enum Operator {
    /// Make somebody an operator and print their id; whoever is one already is from now on as is said here
    Add {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// The e-mail address that they sign in with
        #[arg(long)]
        email: String,
        /// Their name, where the brand does not know the address yet
        #[arg(long)]
        name: Option<String>,
        /// What they are: administrator (everything), support (organizations, members, why somebody may do something) or auditor (audit logs)
        #[arg(long)]
        role: OperatorRole,
        /// For how many days they are; absent: until that is changed
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3_650))]
        days: Option<u32>,
        /// Read a password for them from the first line of the standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// List the operators: id, brand, address, name, role, state
    List {
        /// Only those of the brand with this key
        #[arg(long, value_name = "KEY")]
        brand: Option<String>,
    },
    /// Take an operator away: from the next request on the console is closed to them
    Remove {
        /// The operator's id, like op_01h455vb4pex5vsknk084sn02q
        id: OperatorId,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Check that no entry was changed, taken out or put in; name the first one where something is wrong
    Verify {
        /// Only this organization's log, like org_01h455vb4pex5vsknk084sn02q; absent: every organization's and brand's
        #[arg(long, value_name = "ID")]
        organization: Option<OrganizationId>,
    },
    /// Put a legal hold on a log: nothing of it is deleted until it is released
    Hold {
        /// Only this organization's log; absent: every organization's
        #[arg(long, value_name = "ID")]
        organization: Option<OrganizationId>,
        /// Why, for the audit log
        #[arg(long)]
        reason: String,
    },
    /// Lift a legal hold
    Release {
        /// The hold on this organization's log; absent: the one on all
        #[arg(long, value_name = "ID")]
        organization: Option<OrganizationId>,
    },
    /// List the legal holds: organization (`-`: all), since when, why
    Holds,
    /// Say for how long the logs of a brand's organizations have to be kept at the least, where that is more than for all
    Minimum {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// For how many days; absent: what holds for all
        #[arg(long, value_name = "DAYS")]
        days: Option<u32>,
    },
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
        /// What it may do, as `documents:read`; may be repeated; absent: everything
        #[arg(long = "scope", value_name = "PERMISSION")]
        scopes: Vec<Permission>,
        /// A network it may be used from, as `192.0.2.0/24`; may be repeated; absent: from anywhere
        #[arg(long = "network", value_name = "NETWORK")]
        networks: Vec<String>,
        /// For how many days it is good; absent: until it is revoked
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3_650))]
        expires: Option<u32>,
    },
    /// List the API keys: id, brand, name, state, scopes, last use, organization
    List {
        /// Only those of the brand with this key
        #[arg(long, value_name = "KEY")]
        brand: Option<String>,
    },
    /// Give a brand's API key another secret and print it, which is shown this once
    Rotate {
        /// The key's id, like key_01h455vb4pex5vsknk084sn02q
        id: ApiKeyId,
        /// For how many hours the secret there is stays good, too
        #[arg(long, value_name = "HOURS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=168))]
        overlap: u32,
    },
    /// Revoke an API key: it is refused from now on, and so are the sessions that were made with it
    Revoke {
        /// The key's id, like key_01h455vb4pex5vsknk084sn02q
        id: ApiKeyId,
        /// Also if it was used in the last 7 days
        #[arg(long)]
        confirm: bool,
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
            let names = store::migrate(&store::Address::parse(&config.database)?, config.row_level_security)?;
            println!("{} migrations ran", names.len());
            Ok(())
        }
        Command::Import { file } => {
            let app = App::build(config)?;
            let summary = import::import_file(&app, &file).await?;
            println!("{summary}");
            Ok(())
        }
        Command::User(User::ResetFactors { brand, email }) => {
            let reset = factors::reset(&App::build(config)?, &brand, &email).await;
            let (user, count) = reset.with_context(|| format!("cannot reset {email} of the brand {brand:?}"))?;
            println!("{user}\t{count} factors were taken away");
            Ok(())
        }
        Command::User(User::RequireFactors { brand, organization, off }) => {
            let changed = factors::require(&App::build(config)?, &brand, organization, !off).await;
            let changed = changed.with_context(|| format!("cannot change it for the brand {brand:?}"))?;
            println!("{}", if changed { "changed" } else { "it was so before" });
            Ok(())
        }
        Command::Brand(command) => command_line::brand::run(&App::build(config)?, command).await,
        Command::ApiKey(command) => work_on_keys(&App::build(config)?, command).await,
        Command::OauthClient(command) => work_on_clients(&App::build(config)?, command).await,
        Command::Operator(command) => work_on_operators(&App::build(config)?, command).await,
        Command::Mail(Mails::Retry) => {
            let app = App::build(config)?;
            let count = app.store().system_write(|c| c.retry_mails(chrono::Utc::now())).await?;
            println!("{count} mails are tried now");
            Ok(())
        }
        Command::Sso(Sso::Vouch { organization, domain }) => {
            let domain = domains::vouch(App::build(config)?.store(), organization.clone(), &domain).await;
            let domain = domain.with_context(|| format!("cannot vouch for the domain of {organization}"))?;
            println!("{} is a domain of {organization}", domain.domain);
            Ok(())
        }
        Command::Sso(Sso::Lift { organization }) => {
            let lifted = policy::lift(App::build(config)?.store(), organization.clone()).await;
            lifted.with_context(|| format!("cannot make single sign-on optional for {organization}"))?;
            println!("{organization} lets people in without single sign-on");
            Ok(())
        }
        Command::Mail(Mails::List) => list_mails(&App::build(config)?).await,
        Command::Form(command) => command_line::form::run(&App::build(config)?, command).await,
        Command::Theme(command) => command_line::theme::run(command, || App::build(config)).await,
        Command::Feature(command) => entitlements::work_on_features(&App::build(config)?, command).await,
        Command::Plan(command) => entitlements::work_on_plans(&App::build(config)?, command).await,
        Command::Audit(command) => work_on_logs(&App::build(config)?, command).await,
    }
}

async fn work_on_keys(app: &App, command: ApiKey) -> anyhow::Result<()> {
    match command {
        ApiKey::Create { brand, name, scopes, networks, expires } => {
            let scopes = if scopes.is_empty() { Permission::ALL.to_vec() } else { scopes };
            let good_for = expires.map(|days| chrono::TimeDelta::days(days.into()));
            let new = NewApiKey { brand: brand.clone(), name, scopes, networks, good_for };
            let made = api_keys::issue(app.store(), new).await;
            let (_, secret) = made.with_context(|| format!("cannot make an API key for the brand {brand:?}"))?;
            println!("{secret}");
        }
        ApiKey::List { brand } => {
            let now = chrono::Utc::now();
            for key in api_keys::list(app.store(), brand).await? {
                let state = match (key.revoked_at, key.expires_at) {
                    (Some(at), _) => format!("revoked {}", at.format("%F %R")),
                    (None, Some(at)) if at <= now => format!("expired {}", at.format("%F %R")),
                    (None, Some(at)) => format!("until {}", at.format("%F %R")),
                    (None, None) => "good".to_owned(),
                };
                let used = key.last_used_at.map_or_else(|| "never".to_owned(), |at| at.format("%F %R").to_string());
                let organization = key.organization.as_ref().map_or("-", |organization| organization.as_str());
                let scopes = key.scopes.join(" ");
                println!("{}\t{}\t{}\t{state}\t{scopes}\t{used}\t{organization}", key.id, key.brand, key.name);
            }
        }
        ApiKey::Rotate { id, overlap } => {
            let overlap = chrono::TimeDelta::hours(overlap.into());
            let secret = api_keys::renew(app.store(), id.clone(), overlap).await;
            println!("{}", secret.with_context(|| format!("cannot rotate {id}"))?);
        }
        ApiKey::Revoke { id, confirm } => {
            let revoked = if confirm {
                api_keys::revoke(app.store(), id.clone()).await
            } else {
                api_keys::revoke_if_idle(app.store(), id.clone()).await
            };
            revoked.with_context(|| format!("cannot revoke {id}; with --confirm it ends although it is in use"))?;
            println!("{id} is revoked");
        }
    }
    Ok(())
}

async fn work_on_clients(app: &App, command: OauthClient) -> anyhow::Result<()> {
    match command {
        OauthClient::Create { brand, name, redirect_uris, scopes } => {
            let scopes = if scopes.is_empty() { clients::usual() } else { scopes.into_iter().collect() };
            let new = NewOAuthClient { brand: brand.clone(), name, redirect_uris, scopes };
            let id = clients::register(app.store(), new).await;
            println!("{}", id.with_context(|| format!("cannot register a client for the brand {brand:?}"))?);
        }
        OauthClient::List { brand } => {
            for client in clients::list(app.store(), brand).await? {
                let (uris, scopes) = (client.redirect_uris.join(" "), client.scopes.join(" "));
                println!("{}\t{}\t{}\t{uris}\t{scopes}", client.id, client.brand, client.name);
            }
        }
        OauthClient::Delete { id } => {
            clients::delete(app.store(), id.clone()).await.with_context(|| format!("cannot delete {id}"))?;
            println!("{id} is deleted");
        }
    }
    Ok(())
}

async fn work_on_operators(app: &App, command: Operator) -> anyhow::Result<()> {
    match command {
        Operator::Add { brand, email, name, role, days, password_stdin } => {
            let ends_at = days.map(|days| chrono::Utc::now() + chrono::TimeDelta::days(days.into()));
            let password = password_stdin.then(|| read_password(&email)).transpose()?;
            let new = NewOperator { email, name, role, ends_at };
            let made = operators::add_by_command(app.store(), &brand, new).await;
            let (id, user) = made.with_context(|| format!("cannot make an operator of the brand {brand:?}"))?;
            println!("{id}");
            if let Some(password) = password {
                passwords::set(app, &user, &password)
                    .await
                    .context("they are an operator, but have no new password")?;
            }
        }
        Operator::List { brand } => {
            let now = chrono::Utc::now();
            for operator in operators::list(app.store(), brand).await? {
                let state = match (operator.suspended_at, operator.ends_at) {
                    (Some(at), _) => format!("suspended {}", at.format("%F %R")),
                    (None, Some(at)) if at <= now => format!("ended {}", at.format("%F %R")),
                    (None, Some(at)) => format!("until {}", at.format("%F %R")),
                    (None, None) => "good".to_owned(),
                };
                let (user, role) = (&operator.user, operator.role);
                println!("{}\t{}\t{}\t{}\t{role}\t{state}", operator.id, operator.brand, user.email, user.name);
            }
        }
        Operator::Remove { id } => {
            let removed = operators::remove_by_command(app.store(), id.clone()).await;
            removed.with_context(|| format!("cannot remove {id}"))?;
            println!("{id} is removed");
        }
    }
    Ok(())
}

/// A password from the standard input, which nobody else on the machine sees.
fn read_password(email: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("cannot read the password")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    passwords::check(&password, passwords::LEAST_ALONE, &[email])
        .map_err(|fault| anyhow::anyhow!("the password is not taken: {fault:?}"))
}

async fn list_mails(app: &App) -> anyhow::Result<()> {
    let states = [mail_queue::WAITING, mail_queue::FAILED, mail_queue::WITHHELD];
    for mail in app.store().system_read(move |c| c.mails(&states, 1000)).await? {
        let waits = mail.state == mail_queue::WAITING;
        let next = if waits { store::moment(mail.due_at).format("%F %R").to_string() } else { String::new() };
        let why = mail.failure.unwrap_or_default();
        println!("{}\t{}\t{}\t{}\t{}\t{next}\t{why}", mail.id, mail.state, mail.kind, mail.recipient, mail.attempts);
    }
    Ok(())
}

async fn work_on_logs(app: &App, command: Audit) -> anyhow::Result<()> {
    let store = app.store();
    match command {
        Audit::Verify { organization } => verify_logs(app, organization).await?,
        Audit::Hold { organization, reason } => {
            audit_retention::hold(store, organization, reason).await.context("cannot put it on hold")?;
            println!("nothing is deleted until it is released");
        }
        Audit::Release { organization } => {
            audit_retention::release(store, organization).await.context("there is no such hold")?;
            println!("released");
        }
        Audit::Holds => {
            for (organization, reason, at) in store.system_read(|c| c.audit_holds()).await? {
                println!("{}\t{}\t{reason}", organization.as_deref().unwrap_or("-"), at.format("%F %R"));
            }
        }
        Audit::Minimum { brand, days } => {
            let set = audit_retention::demand_of_brand(store, &brand, days).await;
            set.with_context(|| format!("cannot say it for the brand {brand:?}"))?;
            println!("{brand}: {}", days.map_or_else(|| "as for all".to_owned(), |days| format!("{days} days")));
        }
    }
    Ok(())
}

/// Prints one line for each log: whose it is, how many entries it has, the hash it ends with, what is wrong with it, and up to
/// where it was deleted.
async fn verify_logs(app: &App, organization: Option<OrganizationId>) -> anyhow::Result<()> {
    let logs = audit::verify(app.store(), organization).await.context("cannot read the audit log")?;
    let mut broken = 0;
    for log in logs {
        let verdict = log.verdict.as_ref().err().map_or_else(|| "good".to_owned(), ToString::to_string);
        broken += usize::from(log.verdict.is_err());
        let start = if log.start.position == 0 {
            String::new()
        } else {
            format!("\tdeleted up to {} ({})", log.start.position, log.start.hash)
        };
        println!("{}\t{}\t{}\t{verdict}{start}", log.owner, log.end.position, log.end.hash);
    }
    anyhow::ensure!(broken == 0, "{broken} audit logs are not as they were written");
    Ok(())
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn a_setting_is_a_flag_before_and_after_the_command() {
        Cli::command().debug_assert();
        for line in [["portal", "--listen", "127.0.0.1:80", "serve"], ["portal", "serve", "--listen", "127.0.0.1:80"]] {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.settings.listen.map(|listen| listen.port()), Some(80), "{line:?}");
        }
        let key = ["portal", "api-key", "list", "--data-dir", "elsewhere"];
        assert_eq!(Cli::try_parse_from(key).unwrap().settings.data_dir, Some("elsewhere".into()));
    }
}
