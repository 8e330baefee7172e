//! Who asks.

use loggia_client::types::{Feature, OrganizationId, Permission, Role, embed::ORGANIZATION_HEADER};
use loggia_tests::{Portal, fixture};

use super::{
    browsers::Browsers,
    custom_roles, ended, own_keys,
    programs::{self, Programs},
    routes::Route,
};

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
    /// With a session whose time is over.
    Expired,
    /// With a good session of somebody whose membership has ended by its date.
    MembershipEnded,
    /// With a good session of somebody whose membership is suspended.
    Suspended,
    /// With the session of somebody who was removed.
    Removed,
    /// With a session that was minted by an API key which is revoked.
    Orphaned,
    /// With an API key that is revoked.
    RevokedKey,
    /// With an API key whose time is over.
    ExpiredKey,
    /// Northwind's owner.
    Owner,
    /// Northwind's admin.
    Admin,
    /// Northwind's member.
    Member,
    /// Northwind's viewer.
    Viewer,
    /// Somebody with a role of Northwind's own: a viewer's without documents, with more than a viewer's where they are.
    CustomRole,
    /// Somebody with a role of Northwind's own: a member's, under a condition that no case and no document meets.
    Hidden,
    /// Northwind's owner, in a session that was minted for one feature only.
    Narrowed,
    /// Northwind's owner, in a session that was minted without any feature.
    Featureless,
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
    /// Acme's key, acting for its partner's organization.
    KeyForPartner,
    /// Bright's key, acting for Northwind.
    StrangersKey,
    /// Crest's key, acting for Summit.
    PartnersKey,
    /// Crest's key, acting for Northwind, whose brand is above its own.
    PartnersKeyForVendor,
    /// Northwind's own key, with every scope that such a key can have.
    OwnKey,
    /// Northwind's own key with one harmless scope.
    OwnKeyWithoutScope,
    /// Northwind's own key, acting for Harbor.
    OwnKeyForNeighbour,
    /// Northwind's own key for another network.
    OwnKeyElsewhere,
    /// Northwind's own key, which was deleted.
    DeletedOwnKey,
    /// Harbor's owner.
    NeighbourOwner,
    /// Harbor's member.
    NeighbourMember,
    /// Lumen's owner.
    StrangerOwner,
    /// Summit's owner.
    PartnerOwner,
    /// Northwind's owner, in a session of the hosted portal.
    BrowserOwner,
    /// Northwind's viewer, in a session of the hosted portal.
    BrowserViewer,
    /// Lumen's owner, in a session of the hosted portal.
    BrowserOfStranger,
    /// Northwind's owner in the hosted portal, acting for another organization of the brand.
    BrowserForNeighbour,
    /// The same, acting for another brand's organization.
    BrowserForStranger,
    /// The same, acting for an organization that does not exist.
    BrowserForMissing,
    /// The same, without saying for whom.
    BrowserForNobody,
    /// With a session of the hosted portal that was ended.
    BrowserSignedOut,
    /// With a session of the hosted portal whose time is over.
    BrowserExpired,
    /// With a session of the hosted portal that was not used for too long.
    BrowserIdle,
    /// With the cookie of a good session, and nothing that shows that a page of the portal sends it.
    BrowserWithoutToken,
    /// With the cookie of a good session, and the token of another.
    BrowserWithOthersToken,
    /// With the token of a good session, and without its cookie.
    TokenWithoutBrowser,
    /// With all of a good session, from a page of another site.
    BrowserFromElsewhere,
    /// Acme's operator who may do everything, with a second factor.
    Operator,
    /// Acme's operator who sees no audit log, and makes no operators.
    OperatorSupport,
    /// Acme's operator who sees audit logs, and is told of nobody why they may do something.
    OperatorAuditor,
    /// Acme's operator who may do everything, with one factor.
    OperatorOneFactor,
    /// The same, who signed in too long ago.
    OperatorLongAgo,
    /// Acme's operator who is suspended.
    OperatorSuspended,
    /// Acme's operator who has ended.
    OperatorEnded,
    /// Acme's operator who was removed.
    OperatorRemoved,
    /// Acme's operator, whose cookie is sent from a page of another site.
    OperatorFromElsewhere,
    /// Acme's operator without the token of her session.
    OperatorWithoutToken,
    /// Bright's operator.
    OperatorOfStranger,
    /// Crest's operator.
    OperatorOfPartner,
    /// Crest's operator at Acme's host.
    OperatorAtVendor,
    /// A program that acts for Northwind's owner, with every scope that it may have.
    Program,
    /// The same with one harmless scope.
    ProgramNarrowed,
    /// The same for Northwind's viewer, with every scope.
    ProgramOfViewer,
    /// The same for Northwind's owner, sending another organization's id along.
    ProgramPretending,
    /// A program that acts for Lumen's owner.
    ProgramOfStranger,
    /// A program whose sign-in was revoked.
    ProgramRevoked,
    /// A program whose access token is over.
    ProgramExpired,
    /// A program that was deleted.
    ProgramDeleted,
    /// A program with its refresh token in the place of its access token.
    ProgramWithRefreshToken,
}

/// What a caller's credential is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Nothing.
    Nobody,
    /// It is an API key's that acts for an organization out of its reach.
    Astray,
    /// It is a person's who does not say in which organization they act.
    Unplaced,
    /// It is a person's, sent by a page of another site.
    CrossSite,
    /// It is a person's, who has the role, and of the features these; `None`: all.
    Person(Role, Option<&'static [Feature]>),
    /// It is a program's, which acts for a person who has the role, in these scopes.
    Program(Role, &'static [Permission]),
    /// It is a person's, whose role permits this.
    Role(&'static [Permission]),
    /// It is a person's, who may do what a member may, with no case and no document that is there.
    Hidden,
    /// It is an API key's.
    Key {
        /// Whether it has every scope, or one harmless one.
        has_scopes: bool,
        /// Whether it says for which organization it acts.
        acts: bool,
    },
    /// It is an organization's own API key's, with every scope that it can have, or one harmless one.
    OwnKey {
        /// Whether it is every scope.
        has_scopes: bool,
    },
    /// It is an API key's that is for another network.
    Elsewhere,
}

impl Caller {
    pub(crate) const ALL: &[Self] = &[
        Self::Anonymous,
        Self::Invented,
        Self::InventedKey,
        Self::Ended,
        Self::Expired,
        Self::MembershipEnded,
        Self::Suspended,
        Self::Removed,
        Self::Orphaned,
        Self::RevokedKey,
        Self::ExpiredKey,
        Self::Owner,
        Self::Admin,
        Self::Member,
        Self::Viewer,
        Self::CustomRole,
        Self::Hidden,
        Self::Narrowed,
        Self::Featureless,
        Self::Pretender,
        Self::Key,
        Self::KeyForNobody,
        Self::KeyWithoutScope,
        Self::KeyForStranger,
        Self::KeyForMissing,
        Self::KeyForPartner,
        Self::StrangersKey,
        Self::PartnersKey,
        Self::PartnersKeyForVendor,
        Self::OwnKey,
        Self::OwnKeyWithoutScope,
        Self::OwnKeyForNeighbour,
        Self::OwnKeyElsewhere,
        Self::DeletedOwnKey,
        Self::NeighbourOwner,
        Self::NeighbourMember,
        Self::StrangerOwner,
        Self::PartnerOwner,
        Self::BrowserOwner,
        Self::BrowserViewer,
        Self::BrowserOfStranger,
        Self::BrowserForNeighbour,
        Self::BrowserForStranger,
        Self::BrowserForMissing,
        Self::BrowserForNobody,
        Self::BrowserSignedOut,
        Self::BrowserExpired,
        Self::BrowserIdle,
        Self::BrowserWithoutToken,
        Self::BrowserWithOthersToken,
        Self::TokenWithoutBrowser,
        Self::BrowserFromElsewhere,
        Self::Operator,
        Self::OperatorSupport,
        Self::OperatorAuditor,
        Self::OperatorOneFactor,
        Self::OperatorLongAgo,
        Self::OperatorSuspended,
        Self::OperatorEnded,
        Self::OperatorRemoved,
        Self::OperatorFromElsewhere,
        Self::OperatorWithoutToken,
        Self::OperatorOfStranger,
        Self::OperatorOfPartner,
        Self::OperatorAtVendor,
        Self::Program,
        Self::ProgramNarrowed,
        Self::ProgramOfViewer,
        Self::ProgramPretending,
        Self::ProgramOfStranger,
        Self::ProgramRevoked,
        Self::ProgramExpired,
        Self::ProgramDeleted,
        Self::ProgramWithRefreshToken,
    ];

    /// Whose things are this caller's own. Those without a good credential ask about Northwind's.
    pub(crate) fn home(self) -> OrganizationId {
        match self {
            Self::NeighbourOwner | Self::NeighbourMember => fixture::harbor(),
            Self::StrangerOwner | Self::BrowserOfStranger | Self::ProgramOfStranger | Self::OperatorOfStranger => {
                fixture::lumen()
            }
            Self::PartnerOwner
            | Self::PartnersKey
            | Self::KeyForPartner
            | Self::OperatorOfPartner
            | Self::OperatorAtVendor => fixture::summit(),
            _ => fixture::northwind(),
        }
    }

    /// What its credential is worth.
    pub(crate) fn nature(self) -> Nature {
        match self {
            Self::Anonymous
            | Self::Invented
            | Self::InventedKey
            | Self::Ended
            | Self::Expired
            | Self::MembershipEnded
            | Self::Suspended
            | Self::Removed
            | Self::Orphaned
            | Self::RevokedKey
            | Self::ExpiredKey
            | Self::DeletedOwnKey
            | Self::BrowserSignedOut
            | Self::BrowserExpired
            | Self::BrowserIdle
            | Self::BrowserWithoutToken
            | Self::BrowserWithOthersToken
            | Self::TokenWithoutBrowser
            | Self::ProgramRevoked
            | Self::ProgramExpired
            | Self::ProgramDeleted
            | Self::ProgramWithRefreshToken => Nature::Nobody,
            Self::Program | Self::ProgramPretending | Self::ProgramOfStranger => {
                Nature::Program(Role::Owner, programs::ALL)
            }
            Self::ProgramNarrowed => Nature::Program(Role::Owner, programs::ONE),
            Self::ProgramOfViewer => Nature::Program(Role::Viewer, programs::ALL),
            Self::KeyForStranger
            | Self::KeyForMissing
            | Self::StrangersKey
            | Self::PartnersKeyForVendor
            | Self::OwnKeyForNeighbour
            | Self::BrowserForNeighbour
            | Self::BrowserForStranger
            | Self::BrowserForMissing
            // An operator is no member.
            | Self::Operator
            | Self::OperatorSupport
            | Self::OperatorAuditor
            | Self::OperatorOneFactor
            | Self::OperatorLongAgo
            | Self::OperatorSuspended
            | Self::OperatorEnded
            | Self::OperatorRemoved
            | Self::OperatorOfStranger
            | Self::OperatorFromElsewhere
            | Self::OperatorAtVendor
            | Self::OperatorOfPartner => Nature::Astray,
            Self::OperatorWithoutToken => Nature::Nobody,
            Self::BrowserForNobody => Nature::Unplaced,
            Self::BrowserFromElsewhere => Nature::CrossSite,
            Self::BrowserOwner | Self::BrowserOfStranger => Nature::Person(Role::Owner, None),
            Self::BrowserViewer => Nature::Person(Role::Viewer, None),
            Self::OwnKey => Nature::OwnKey { has_scopes: true },
            Self::OwnKeyWithoutScope => Nature::OwnKey { has_scopes: false },
            Self::OwnKeyElsewhere => Nature::Elsewhere,
            Self::Owner | Self::Pretender | Self::NeighbourOwner | Self::StrangerOwner | Self::PartnerOwner => {
                Nature::Person(Role::Owner, None)
            }
            Self::Narrowed => Nature::Person(Role::Owner, Some(&[Feature::Status])),
            Self::Featureless => Nature::Person(Role::Owner, Some(&[])),
            Self::Admin => Nature::Person(Role::Admin, None),
            Self::Member | Self::NeighbourMember => Nature::Person(Role::Member, None),
            Self::Viewer => Nature::Person(Role::Viewer, None),
            Self::CustomRole => Nature::Role(custom_roles::PERMISSIONS),
            Self::Hidden => Nature::Hidden,
            Self::Key | Self::KeyForPartner | Self::PartnersKey => Nature::Key { has_scopes: true, acts: true },
            Self::KeyForNobody => Nature::Key { has_scopes: true, acts: false },
            Self::KeyWithoutScope => Nature::Key { has_scopes: false, acts: true },
        }
    }

    /// The organizations that its API key reaches.
    pub(crate) fn reaches(self, organization: &OrganizationId) -> bool {
        match self.nature() {
            Nature::Key { .. } if self == Self::PartnersKey => *organization == fixture::summit(),
            Nature::Key { .. } => *organization != fixture::lumen(),
            _ => false,
        }
    }

    /// Whether it comes with a session of the hosted portal, or a part of one.
    fn is_browser(self) -> bool {
        matches!(
            self,
            Self::BrowserOwner
                | Self::BrowserViewer
                | Self::BrowserOfStranger
                | Self::BrowserForNeighbour
                | Self::BrowserForStranger
                | Self::BrowserForMissing
                | Self::BrowserForNobody
                | Self::BrowserSignedOut
                | Self::BrowserExpired
                | Self::BrowserIdle
                | Self::BrowserWithoutToken
                | Self::BrowserWithOthersToken
                | Self::TokenWithoutBrowser
                | Self::BrowserFromElsewhere
        ) || self.operator().is_some()
    }

    /// The operator, when it is one or was.
    pub(crate) fn operator(self) -> Option<&'static str> {
        Some(match self {
            Self::Operator
            | Self::OperatorOneFactor
            | Self::OperatorLongAgo
            | Self::OperatorFromElsewhere
            | Self::OperatorWithoutToken => "nora",
            Self::OperatorSupport => "sam",
            Self::OperatorAuditor => "audra",
            Self::OperatorSuspended => "sura",
            Self::OperatorEnded => "edgar",
            Self::OperatorRemoved => "rita",
            Self::OperatorOfStranger => "bruno",
            Self::OperatorOfPartner | Self::OperatorAtVendor => "clara",
            _ => return None,
        })
    }

    /// Whether it comes with a token of OAuth's.
    fn is_program(self) -> bool {
        matches!(
            self,
            Self::Program
                | Self::ProgramNarrowed
                | Self::ProgramOfViewer
                | Self::ProgramPretending
                | Self::ProgramOfStranger
                | Self::ProgramRevoked
                | Self::ProgramExpired
                | Self::ProgramDeleted
                | Self::ProgramWithRefreshToken
        )
    }

    /// The person, when it is one.
    fn person(self) -> Option<&'static str> {
        Some(match self {
            Self::Owner | Self::Narrowed | Self::Featureless | Self::Pretender => "olga",
            Self::Admin => "adam",
            Self::Member => "mia",
            Self::Viewer => "vic",
            Self::NeighbourOwner => "henry",
            Self::NeighbourMember => "hana",
            Self::StrangerOwner => "lena",
            Self::PartnerOwner => "paula",
            _ => return None,
        })
    }
}

/// The credentials of all callers.
pub(crate) struct Callers {
    sessions: Vec<(Caller, String)>,
    ended: ended::Secrets,
    browsers: Browsers,
    programs: Programs,
    key: String,
    key_without_scope: String,
    strangers_key: String,
    partners_key: String,
    own: own_keys::Secrets,
    custom: custom_roles::Secrets,
}

impl Callers {
    pub(crate) async fn sign_in(portal: &Portal) -> Self {
        let mut sessions = Vec::new();
        for caller in Caller::ALL {
            if let Some(secret) = mint(portal, *caller).await {
                sessions.push((*caller, secret));
            }
        }
        Self {
            sessions,
            ended: ended::Secrets::make(portal).await,
            browsers: Browsers::sign_in(portal).await,
            programs: Programs::sign_in(portal).await,
            key: portal.api_key("acme", Permission::ALL).await.unwrap(),
            key_without_scope: portal.api_key("acme", &[Permission::OrganizationsRead]).await.unwrap(),
            strangers_key: portal.api_key("bright", Permission::ALL).await.unwrap(),
            partners_key: portal.api_key("crest", Permission::ALL).await.unwrap(),
            own: own_keys::Secrets::make(portal).await,
            custom: custom_roles::Secrets::make(portal).await,
        }
    }

    /// What a caller sends along to a page, and the token that it puts into its forms.
    pub(crate) async fn page_headers(&self, portal: &Portal, caller: Caller) -> (Vec<(&'static str, String)>, String) {
        if caller.is_browser() {
            return self.browsers.page_headers(portal, caller).await;
        }
        let headers = match self.sessions.iter().find(|(of, _)| *of == caller) {
            Some((_, secret)) => vec![("authorization", format!("Bearer {secret}"))],
            None if matches!(caller, Caller::Key) => vec![("authorization", format!("Bearer {}", self.key))],
            None => Vec::new(),
        };
        (headers, String::new())
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
            Caller::Ended => vec![bearer(&self.ended.session)],
            Caller::Expired => vec![bearer(&self.ended.expired_session)],
            Caller::MembershipEnded => vec![bearer(&self.ended.membership)],
            Caller::Suspended => vec![bearer(&self.ended.suspended)],
            Caller::Removed => vec![bearer(&self.ended.removed)],
            Caller::Orphaned => vec![bearer(&self.ended.orphaned)],
            Caller::RevokedKey => acting(&self.ended.key, fixture::northwind()),
            Caller::ExpiredKey => acting(&self.ended.expired_key, fixture::northwind()),
            Caller::Key => acting(&self.key, fixture::northwind()),
            Caller::KeyForNobody => vec![bearer(&self.key)],
            Caller::KeyWithoutScope => acting(&self.key_without_scope, fixture::northwind()),
            Caller::KeyForStranger => acting(&self.key, fixture::lumen()),
            Caller::KeyForMissing => acting(&self.key, OrganizationId::from_u128(0xdead)),
            Caller::KeyForPartner => acting(&self.key, fixture::summit()),
            Caller::StrangersKey => acting(&self.strangers_key, fixture::northwind()),
            Caller::PartnersKey => acting(&self.partners_key, fixture::summit()),
            Caller::PartnersKeyForVendor => acting(&self.partners_key, fixture::northwind()),
            program if program.is_program() => {
                let last = route.method == "DELETE" && route.path == "/v1/session";
                let secret = self.programs.token(portal, program, last).await;
                if program == Caller::ProgramPretending {
                    acting(&secret, fixture::harbor())
                } else {
                    vec![bearer(&secret)]
                }
            }
            Caller::OwnKey => vec![bearer(&self.own.all)],
            Caller::OwnKeyWithoutScope => vec![bearer(&self.own.harmless)],
            Caller::OwnKeyForNeighbour => acting(&self.own.all, fixture::harbor()),
            Caller::OwnKeyElsewhere => vec![bearer(&self.own.elsewhere)],
            Caller::DeletedOwnKey => vec![bearer(&self.own.deleted)],
            Caller::CustomRole => vec![bearer(&self.custom.of(portal, custom_roles::CUSTOM, route).await)],
            Caller::Hidden => vec![bearer(&self.custom.of(portal, custom_roles::HIDDEN, route).await)],
            browser if browser.is_browser() => {
                let last = route.method == "DELETE" && route.path == "/v1/session";
                self.browsers.headers(portal, browser, last).await
            }
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
    let person = caller.person()?;
    let features = match caller.nature() {
        Nature::Person(_, features) => features.map(<[Feature]>::to_vec),
        _ => None,
    };
    Some(portal.sign_in_with(person, |wanted| wanted.features = features).await.unwrap().secret)
}
