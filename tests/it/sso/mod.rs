//! Single sign-on, against a provider that does what a test wants.

mod forced;
mod hostile;
mod management;
mod people;

use loggia_client::{
    Client,
    types::{
        Role,
        sso::{CreateDomain, CreateSsoConnection, SsoConnection, SsoState, UpdateSsoConnection},
    },
};
use loggia_server::{Settings, limits::Clock};
use loggia_tests::{
    Portal, Visitor,
    dns::Dns,
    provider::{CLIENT_ID, CLIENT_SECRET, Provider},
    unlimited,
    wire::Answer,
};

pub(crate) const PASSWORD: &str = "blue kettle on a roof";

/// A portal whose Northwind has a connection and a domain.
pub(crate) struct Setting {
    pub(crate) portal: Portal,
    pub(crate) provider: Provider,
    /// Northwind's owner, by API.
    pub(crate) owner: Client,
    pub(crate) connection: SsoConnection,
}

/// A portal and a provider, and nothing set up.
pub(crate) async fn bare() -> (Portal, Provider) {
    bare_with(unlimited()).await
}

async fn bare_with(settings: Settings) -> (Portal, Provider) {
    let provider = Provider::start().await.unwrap();
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let settings = Settings { outgoing_allowed_networks: Some(networks), ..settings };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    for key in ["olga", "adam", "mia"] {
        portal.set_password(key, PASSWORD).await.unwrap();
    }
    (portal, provider)
}

pub(crate) fn wanted(provider: &Provider) -> CreateSsoConnection {
    CreateSsoConnection {
        name: "Northwind ID".to_owned(),
        issuer: provider.issuer.clone(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some(CLIENT_SECRET.to_owned()),
        default_role: Some(Role::Member.into()),
        ..CreateSsoConnection::default()
    }
}

/// A change of a connection, whatever version it has.
pub(crate) async fn change(owner: &Client, connection: &SsoConnection, change: UpdateSsoConnection) -> SsoConnection {
    let now = owner.sso().connection(&connection.id).await.unwrap();
    owner.sso().update_connection(&now.id, now.version, &change).await.unwrap()
}

pub(crate) async fn set_state(owner: &Client, connection: &SsoConnection, state: SsoState) -> SsoConnection {
    change(owner, connection, UpdateSsoConnection { state: Some(state), ..UpdateSsoConnection::default() }).await
}

/// Verifies a domain by its record.
pub(crate) async fn verify(owner: &Client, dns: &Dns, domain: &str) {
    let added = owner.sso().create_domain(&CreateDomain { domain: domain.to_owned() }).await.unwrap();
    dns.set(domain, &["v=spf1 -all", &added.record]);
    assert!(owner.sso().check_domain(&added.id).await.unwrap().verified_at.is_some());
}

pub(crate) async fn setting() -> Setting {
    setting_with(unlimited()).await
}

/// The same with other settings.
pub(crate) async fn setting_with(settings: Settings) -> Setting {
    let (portal, provider) = bare_with(settings).await;
    let owner = portal.sign_in("olga").await.unwrap().client;
    let connection = owner.sso().create_connection(&wanted(&provider)).await.unwrap();
    let connection = set_state(&owner, &connection, SsoState::Active).await;
    verify(&owner, &portal.dns, "northwind.example").await;
    Setting { portal, provider, owner, connection }
}

impl Setting {
    /// What a browser does that goes to the provider and comes back.
    pub(crate) async fn sign_in(&self, visitor: &mut Visitor<'_>) -> Answer {
        let query = self.go(visitor).await;
        visitor.get(&self.callback(&query)).await.unwrap()
    }

    /// Goes to the provider: what the browser brings back.
    pub(crate) async fn go(&self, visitor: &mut Visitor<'_>) -> String {
        let sent = visitor.get(&format!("/sign-in/sso/{}", self.connection.id)).await.unwrap();
        assert_eq!(sent.status, 303, "{}", sent.text());
        self.provider.authorize(sent.header("location")).unwrap()
    }

    pub(crate) fn callback(&self, query: &str) -> String {
        format!("/sign-in/sso/{}/callback?{query}", self.connection.id)
    }

    /// The actions in Northwind's log, the latest first.
    pub(crate) async fn log(&self) -> Vec<(String, String)> {
        let log = self.owner.audit_events().list(&Default::default()).await.unwrap();
        log.items.iter().map(|entry| (entry.action.clone(), entry.outcome.as_str().to_owned())).collect()
    }
}
