//! A real server in this process, on a free port, with the fixture's data and a folder of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use anyhow::{Context, Result};
use loggia_client::{Client, ClientSecret};
use loggia_server::{
    App, Settings,
    auth::{
        RequestInfo,
        cookies::{SESSION_COOKIE, csrf_token},
    },
    domain::{
        api_keys::{self, NewApiKey},
        flag_service, passwords,
        sign_in::{self, Begin, Methods},
    },
    error::Error,
    import,
    limits::Clock,
    store::{RowLevelSecurity, Store, credentials::Shown, rows::FlagServiceRow},
};
use loggia_types::{
    Permission, RequestId, UserSessionId,
    embed::{CreateEmbedSession, EmbedUser},
    sign_in::AuthenticationMethod,
};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{dns::Dns, fixture, wire::Wire};

/// The origin whose pages may use Acme's portal.
pub const ORIGIN: &str = "https://app.acme.example";

/// Who owns the databases on PostgreSQL: an ordinary user, who may make roles.
const USER: &str = "portal_owner";

/// A portal with the [`fixture`]'s data. It ends when it is dropped.
pub struct Portal {
    /// Where it listens, without a slash at the end.
    pub base_url: String,
    /// For requests by hand.
    pub wire: Wire,
    /// Acme's backend.
    pub acme: Client,
    /// Acme's API key.
    pub acme_key: String,
    /// Bright's backend.
    pub bright: Client,
    /// The DNS server that it asks about domains.
    pub dns: Dns,
    /// The files of documents right after the import.
    pub objects_at_start: Vec<PathBuf>,
    app: App,
    folder: TempDir,
    shutdown: CancellationToken,
}

/// What keeps organizations apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// All that the database has.
    Whole,
    /// The predicates of the queries, without the row-level security behind them.
    QueriesAlone,
}

impl Line {
    /// Those that can be told apart on the database of this run: SQLite has the queries alone.
    pub fn all() -> &'static [Self] {
        if is_postgres() { &[Self::Whole, Self::QueriesAlone] } else { &[Self::Whole] }
    }
}

/// Whether this run is on PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("PORTAL_TEST_DATABASE").is_ok_and(|value| value == "postgres")
}

/// Somebody who is signed in to the hosted portal.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The session.
    pub session: UserSessionId,
    /// What the browser sends as `Cookie`.
    pub cookie: String,
    /// What the portal's scripts send as `Portal-CSRF`.
    pub csrf: String,
}

/// Somebody who is signed in.
pub struct Person {
    /// The person's client.
    pub client: Client,
    /// The client secret of the session.
    pub secret: String,
}

impl Portal {
    /// Boots a portal.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub async fn start() -> Result<Self> {
        Self::start_behind(Line::Whole).await
    }

    /// Boots a portal in which these lines keep organizations apart.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub async fn start_behind(line: Line) -> Result<Self> {
        let row_level_security = (line == Line::QueriesAlone).then_some(RowLevelSecurity::Off);
        Self::start_with(Settings { row_level_security, ..unlimited() }, &Clock::passing()).await
    }

    /// Boots a portal with these settings, whose rates are counted by this clock.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub async fn start_with(settings: Settings, clock: &Clock) -> Result<Self> {
        Self::start_as(settings, clock, async |app| app).await
    }

    /// The same, of a server that `finish` has added something to.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub async fn start_as(settings: Settings, clock: &Clock, finish: impl AsyncFnOnce(App) -> App) -> Result<Self> {
        let folder = TempDir::new()?;
        let dns = Dns::start().await?;
        let settings = Settings {
            data_dir: Some(folder.path().join("data")),
            database: database()?,
            dns_server: Some(dns.address.to_string()),
            ..settings
        };
        let app = finish(App::build_with(settings.resolve()?, clock)?).await;
        import::import_file(&app, &fixture::write(folder.path(), ORIGIN)?).await?;
        let (_, acme_key) = api_keys::create(app.store(), "acme", "Tests").await?;
        let (_, bright_key) = api_keys::create(app.store(), "bright", "Tests").await?;

        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let shutdown = CancellationToken::new();
        tokio::spawn(app.clone().serve(listener, shutdown.clone()));
        let vendor = |key: &str| Client::builder(base_url.as_str()).api_key(key).build();
        let (acme, bright) = (vendor(&acme_key)?, vendor(&bright_key)?);
        let wire = Wire::new(&base_url)?;
        let mut portal =
            Self { base_url, wire, acme, acme_key, bright, dns, objects_at_start: Vec::new(), app, folder, shutdown };
        portal.objects_at_start = portal.stored_objects()?;
        Ok(portal)
    }

    /// Signs one of the fixture's people in.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in(&self, key: &str) -> Result<Person> {
        self.sign_in_with(key, |_| {}).await
    }

    /// Signs one of the fixture's people in, into a session as `change` wants it.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in_with(&self, key: &str, change: impl FnOnce(&mut CreateEmbedSession)) -> Result<Person> {
        let (vendor, organization_id) = match key {
            "lena" => (&self.bright, fixture::lumen()),
            "paula" => (&self.acme, fixture::summit()),
            "henry" | "hana" => (&self.acme, fixture::harbor()),
            _ => (&self.acme, fixture::northwind()),
        };
        let user = EmbedUser::Id { id: fixture::user(key) };
        let mut wanted = CreateEmbedSession { organization_id, user, features: None, locale: None, expires_in: None };
        change(&mut wanted);
        let session = vendor.embed_sessions().create(&wanted).await.with_context(|| format!("signing {key} in"))?;
        Ok(Person { client: self.client(&session.client_secret), secret: session.client_secret })
    }

    /// Signs one of the fixture's people in to the hosted portal, as if they had proved who they are.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn browser(&self, key: &str) -> Result<Browser> {
        use AuthenticationMethod as M;
        self.browser_by(key, &[M::Password, M::OneTimePassword, M::MultipleFactors]).await
    }

    /// The same, as if they had signed in so many hours ago.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn operator_since(&self, key: &str, hours: i64) -> Result<Browser> {
        let browser = self.browser(key).await?;
        self.age(&browser.session, hours * 60).await?;
        Ok(browser)
    }

    /// Signs one of the fixture's people in to the hosted portal, as if they had proved by these who they are.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn browser_by(&self, key: &str, methods: &[AuthenticationMethod]) -> Result<Browser> {
        let brand = fixture::brand(key);
        let found =
            self.store().system_read(move |c| c.brand_by_key(brand)).await?.context("there is no such brand")?;
        let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: Some("Tests".to_owned()) };
        let methods = Methods::of(methods);
        let begun = sign_in::begin(&self.app, &found.id, &fixture::user(key), methods, &request).await?;
        let Begin::Session(session) = begun else { anyhow::bail!("a second factor is asked for") };
        Ok(Browser {
            session: session.id,
            cookie: format!("{SESSION_COOKIE}={}", session.secret),
            csrf: csrf_token(&session.secret)?,
        })
    }

    /// Lets so many minutes pass since the person behind a session last proved who they are.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn age(&self, session: &UserSessionId, minutes: i64) -> Result<()> {
        let id = session.clone();
        let at = chrono::Utc::now() - chrono::TimeDelta::minutes(minutes);
        let aged = self.store().system_write(move |c| {
            let live = c.live_user_session(Shown::Id(id.as_str()))?.ok_or_else(Error::unauthenticated)?;
            c.set_authenticated(&id, &live.methods, at)
        });
        Ok(aged.await?)
    }

    /// The mails to an address that were sent, as they were written.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mails_to(&self, address: &str) -> Result<Vec<String>> {
        let is_mail = |path: &Path| path.to_string_lossy().contains("/mail/");
        let files = self.files()?.into_iter().filter(|(path, _)| is_mail(path));
        let texts = files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).replace("=\r\n", "").replace("=\n", ""));
        Ok(texts.filter(|mail| mail.contains(address)).collect())
    }

    /// Gives one of the fixture's people a password.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn set_password(&self, key: &str, password: &str) -> Result<()> {
        Ok(passwords::set(&self.app, &fixture::user(key), password).await?)
    }

    /// Ends every access token of every program, and leaves their refresh tokens as they are.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn end_access_tokens(&self) -> Result<()> {
        Ok(self.store().system_write(|c| c.delete_access_tokens()).await?)
    }

    /// Settings with which another portal asks this one as its flag service, with Acme's API key.
    pub fn as_flag_service(&self) -> Settings {
        asking(&self.base_url, &format!("Authorization: Bearer {}", self.acme_key))
    }

    /// How asking the flag service goes, as soon as it was asked about everybody.
    ///
    /// # Errors
    /// When that is not so within forty seconds.
    pub async fn asked_the_flag_service(&self) -> Result<FlagServiceRow> {
        for _ in 0..800 {
            let state = flag_service::state(self.store()).await?;
            if state.answered_at.is_some() || state.failing_since.is_some() {
                return Ok(state);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("nobody asked it")
    }

    /// A request that nobody made.
    pub fn request(&self) -> RequestInfo {
        RequestInfo { id: RequestId::generate(), ip: None, user_agent: Some("Tests".to_owned()) }
    }

    /// The server's database, for what no request can do.
    pub fn store(&self) -> &Store {
        self.app.store()
    }

    /// A client with this secret. Without another secret to fetch it gives up at the first 401.
    pub fn client(&self, secret: &str) -> Client {
        client(&self.base_url, secret)
    }

    /// Makes an API key with these scopes for a brand.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn api_key(&self, brand: &str, scopes: &[Permission]) -> Result<String> {
        let (brand, name, scopes) = (brand.to_owned(), "Scoped".to_owned(), scopes.to_vec());
        let new = NewApiKey { brand, name, scopes, networks: Vec::new(), good_for: None };
        Ok(api_keys::issue(self.app.store(), new).await?.1)
    }

    /// The server itself, for what no request can do.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// How many transactions the database was asked for.
    pub fn transactions(&self) -> u64 {
        self.app.store().transactions()
    }

    /// How many transactions it takes to answer something: the fewest of three times, because jobs and what caches read
    /// again may fall between. With the last answer.
    pub async fn transactions_of<A>(&self, mut ask: impl AsyncFnMut() -> A) -> (u64, A) {
        let mut fewest = u64::MAX;
        for _ in 0..2 {
            let before = self.transactions();
            ask().await;
            fewest = fewest.min(self.transactions() - before);
        }
        let before = self.transactions();
        let answer = ask().await;
        (fewest.min(self.transactions() - before), answer)
    }

    /// Every file of the portal's folder with its bytes.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut found = Vec::new();
        walk(&self.folder.path().join("data"), &mut found)?;
        let read = |path: PathBuf| match std::fs::read(&path) {
            // What was being written has its name by now, or is gone.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            read => Some(read.map(|bytes| (path, bytes))),
        };
        Ok(found.into_iter().filter_map(read).collect::<std::io::Result<_>>()?)
    }

    /// The files of documents, those being written included.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn stored_objects(&self) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        walk(&self.folder.path().join("data").join("files"), &mut found)?;
        found.sort();
        Ok(found)
    }

    /// Waits until something holds that happens by itself soon.
    ///
    /// # Panics
    /// When it does not within forty seconds.
    pub async fn eventually(&self, holds: impl Fn() -> bool) {
        for _ in 0..800 {
            if holds() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it did not happen");
    }
}

/// Settings with which a portal asks a flag service on this machine: at its start, and when a test says so.
pub fn asking(url: &str, header: &str) -> Settings {
    Settings {
        flag_service_url: Some(url.to_owned()),
        flag_service_header: Some(header.into()),
        flag_service_networks: "127.0.0.0/8".parse().ok().map(|network| vec![network]),
        flag_service_seconds: Some(86_400),
        ..unlimited()
    }
}

/// Settings without rates: what a test asks for depends on nothing but the test.
pub fn unlimited() -> Settings {
    Settings {
        rate_address: Some(0),
        rate_sign_ins: Some(0),
        rate_sign_ins_each: Some(0),
        rate_sign_ins_account: Some(0),
        rate_links: Some(0),
        rate_links_each: Some(0),
        rate_codes_each: Some(0),
        rate_codes_account: Some(0),
        rate_failures: Some(0),
        rate_downloads: Some(0),
        rate_reads: Some(0),
        rate_writes: Some(0),
        rate_sessions: Some(0),
        rate_streams: Some(0),
        rate_organization_reads: Some(0),
        rate_organization_writes: Some(0),
        ..Settings::default()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

pub(crate) fn client(base_url: &str, secret: &str) -> Client {
    let secret = secret.to_owned();
    Client::builder(base_url)
        .embed_session(move || {
            let secret = ClientSecret::new(secret.clone());
            async move { Ok::<_, std::io::Error>(secret) }
        })
        .build()
        .unwrap_or_else(|error| panic!("{base_url}: {error}"))
}

pub(crate) fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

/// A database of its own on PostgreSQL, where that is asked for. `None`: SQLite in the data folder.
pub(crate) fn database() -> Result<Option<String>> {
    static DATABASES: AtomicUsize = AtomicUsize::new(0);
    if is_postgres() {
        let server = std::env::var("PORTAL_TEST_POSTGRES").context("PORTAL_TEST_POSTGRES names no server")?;
        let (_, host) = server.split_once('@').context("PORTAL_TEST_POSTGRES names no user")?;
        let name = format!("portal_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
        // Another test may make the user at this moment.
        let user = format!(
            "DO $$ BEGIN CREATE ROLE {USER} LOGIN CREATEROLE PASSWORD '{USER}'; \
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        );
        let create = format!("CREATE DATABASE {name} OWNER {USER}");
        let made = Command::new("psql")
            .args([&format!("{server}postgres"), "-q", "-v", "ON_ERROR_STOP=1", "-c", &user, "-c", &create])
            .status()
            .context("psql")?;
        anyhow::ensure!(made.success(), "cannot create a database on {server}");
        return Ok(Some(format!("postgres://{USER}:{USER}@{host}{name}")));
    }
    Ok(None)
}
