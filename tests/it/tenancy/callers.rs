//! Who asks.

use loggia_client::types::{Feature, OrganizationId, Permission, embed::ORGANIZATION_HEADER};
use loggia_tests::{Portal, fixture};

use super::routes::Route;

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Without any credential.
    Anonymous,
    /// With a made-up session secret.
    Invented,
    /// With a made-up API key.
    InventedKey,
    /// With a session that was ended.
    Ended,
    /// Northwind's owner.
    Owner,
    /// Northwind's admin.
    Admin,
    /// Northwind's member.
    Member,
    /// Northwind's viewer.
    Viewer,
    /// Northwind's owner, in a session that was minted for one feature only.
    Narrowed,
    /// Northwind's owner, whose session sends another organization's id along.
    Pretender,
    /// Acme's key with every scope, acting for Northwind.
    Key,
    /// Acme's key without saying for whom.
    KeyForNobody,
    /// Acme's key with one harmless scope, acting for Northwind.
    KeyWithoutScope,
    /// Acme's key, acting for another brand's organization.
    KeyForStranger,
    /// Acme's key, acting for an organization that does not exist.
    KeyForMissing,
    /// Bright's key, acting for Northwind.
    StrangersKey,
    /// Harbor's owner.
    NeighbourOwner,
    /// Harbor's member.
    NeighbourMember,
    /// Lumen's owner.
    StrangerOwner,
}

impl Caller {
    pub(crate) const ALL: &[Self] = &[
        Self::Anonymous,
        Self::Invented,
        Self::InventedKey,
        Self::Ended,
        Self::Owner,
        Self::Admin,
        Self::Member,
        Self::Viewer,
        Self::Narrowed,
        Self::Pretender,
        Self::Key,
        Self::KeyForNobody,
        Self::KeyWithoutScope,
        Self::KeyForStranger,
        Self::KeyForMissing,
        Self::StrangersKey,
        Self::NeighbourOwner,
        Self::NeighbourMember,
        Self::StrangerOwner,
    ];

    /// Whose things are this caller's own. Those without a good credential ask about Northwind's.
    pub(crate) fn home(self) -> OrganizationId {
        match self {
            Self::NeighbourOwner | Self::NeighbourMember => fixture::harbor(),
            Self::StrangerOwner => fixture::lumen(),
            _ => fixture::northwind(),
        }
    }

    /// The person, when it is one.
    fn person(self) -> Option<&'static str> {
        Some(match self {
            Self::Owner | Self::Narrowed | Self::Pretender => "olga",
            Self::Admin => "adam",
            Self::Member => "mia",
            Self::Viewer => "vic",
            Self::NeighbourOwner => "henry",
            Self::NeighbourMember => "hana",
            Self::StrangerOwner => "lena",
            _ => return None,
        })
    }
}

/// The credentials of all callers.
pub(crate) struct Callers {
    sessions: Vec<(Caller, String)>,
    ended: String,
    key: String,
    key_without_scope: String,
    strangers_key: String,
}

impl Callers {
    pub(crate) async fn sign_in(portal: &Portal) -> Self {
        let mut sessions = Vec::new();
        for caller in Caller::ALL {
            if let Some(secret) = mint(portal, *caller).await {
                sessions.push((*caller, secret));
            }
        }
        let ended = portal.sign_in("olga").await.unwrap();
        ended.client.session().end().await.unwrap();
        Self {
            sessions,
            ended: ended.secret,
            key: portal.api_key("acme", Permission::ALL).await.unwrap(),
            key_without_scope: portal.api_key("acme", &[Permission::OrganizationsRead]).await.unwrap(),
            strangers_key: portal.api_key("bright", Permission::ALL).await.unwrap(),
        }
    }

    /// What a caller sends along.
    pub(crate) async fn headers(&self, portal: &Portal, caller: Caller, route: &Route) -> Vec<(&'static str, String)> {
        let bearer = |secret: &str| ("authorization", format!("Bearer {secret}"));
        let acting = |secret: &str, organization: OrganizationId| {
            vec![bearer(secret), (ORGANIZATION_HEADER, organization.to_string())]
        };
        match caller {
            Caller::Anonymous => Vec::new(),
            Caller::Invented => vec![bearer(&format!("es_secret_{}", "A".repeat(43)))],
            Caller::InventedKey => acting(&format!("sk_{}", "A".repeat(43)), fixture::northwind()),
            Caller::Ended => vec![bearer(&self.ended)],
            Caller::Key => acting(&self.key, fixture::northwind()),
            Caller::KeyForNobody => vec![bearer(&self.key)],
            Caller::KeyWithoutScope => acting(&self.key_without_scope, fixture::northwind()),
            Caller::KeyForStranger => acting(&self.key, fixture::lumen()),
            Caller::KeyForMissing => acting(&self.key, OrganizationId::from_u128(0xdead)),
            Caller::StrangersKey => acting(&self.strangers_key, fixture::northwind()),
            person => {
                // A request that ends the session gets one of its own.
                let secret = if route.method == "DELETE" && route.path == "/v1/session" {
                    mint(portal, person).await
                } else {
                    self.sessions.iter().find(|(of, _)| *of == person).map(|(_, secret)| secret.clone())
                };
                let secret = secret.unwrap_or_default();
                if person == Caller::Pretender { acting(&secret, fixture::harbor()) } else { vec![bearer(&secret)] }
            }
        }
    }
}

async fn mint(portal: &Portal, caller: Caller) -> Option<String> {
    let features = (caller == Caller::Narrowed).then(|| vec![Feature::Status]);
    let person = portal.sign_in_with(caller.person()?, |wanted| wanted.features = features).await.unwrap();
    Some(person.secret)
}
