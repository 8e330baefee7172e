//! A customer of a freight company, at a moment that never passes.

pub(crate) mod audit;
pub(crate) mod cases;
pub(crate) mod documents;
pub(crate) mod keys;
pub(crate) mod people;
pub(crate) mod requests;

use chrono::{DateTime, TimeDelta, Utc};
use loggia_types::{
    BrandId, Feature, MembershipId, OrganizationId, Role, UserId,
    roles::RoleKey,
    session::{BrandRef, Limits, OrganizationRef, Session, ThemeVariables, UserRef},
};

/// How much there is, and of what length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Empty,
    Filled,
    Long,
    Many,
}

impl Size {
    /// The text in this size: one that is as long as people make them, where it is `Long`.
    pub(crate) fn text(self, text: &str) -> String {
        match self {
            Self::Long => format!("{text} {LONG}"),
            _ => text.to_owned(),
        }
    }

    /// What is made of numbers, as many as there are in this size; `few` in most.
    pub(crate) fn some<T>(self, few: u128, make: impl FnMut(u128) -> T) -> Vec<T> {
        let count = match self {
            Self::Empty => 0,
            Self::Filled | Self::Long => few,
            Self::Many => 1000,
        };
        (1..=count).map(make).collect()
    }
}

/// Ordinary words, and one without a place to break it.
const LONG: &str = "concerning the consolidated quarterly shipments of perishable goods between the Rotterdam terminal and \
    the distribution centres of the northern region, reference Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_2026_03_12_v17";

/// When everything is looked at.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_309_600, 0).unwrap_or_default()
}

/// So many hours before that.
pub(crate) fn hours_ago(hours: i64) -> DateTime<Utc> {
    now() - TimeDelta::hours(hours)
}

/// So many days after it.
pub(crate) fn in_days(days: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(days)
}

/// A person, by name.
pub(crate) fn user(number: u128, name: &str) -> UserRef {
    let email = format!("{}@larkspur.example", name.to_lowercase().replace(' ', "."));
    UserRef { id: UserId::from_u128(number), name: name.to_owned(), email }
}

/// Dana Okafor's session, in this role.
pub(crate) fn session(role: RoleKey, size: Size) -> Session {
    Session {
        user: user(1, "Dana Okafor"),
        membership_id: MembershipId::from_u128(1),
        organization: OrganizationRef { id: OrganizationId::from_u128(1), name: size.text("Larkspur Foods") },
        brand: BrandRef {
            id: BrandId::from_u128(1),
            name: "Fernhill".into(),
            support_email: Some("help@fernhill.example".into()),
            logo_url: None,
        },
        role,
        role_name: None,
        permissions: role.built_in().unwrap_or(Role::Viewer).permissions().to_vec(),
        features: Feature::ALL.to_vec(),
        locale: "en".into(),
        theme: ThemeVariables::default(),
        limits: Limits { max_upload_bytes: 5_000_000_000 },
        expires_at: now() + TimeDelta::minutes(15),
        server_time: now(),
    }
}
