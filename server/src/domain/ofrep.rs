//! Features as flags of the [OpenFeature Remote Evaluation Protocol](https://openfeature.dev/docs/reference/other-technologies/ofrep/):
//! a vendor's front end and backend ask by a standard what the portal goes by.
//!
//! Each feature is a boolean flag under its key. Who asks with a session, or with an API key that acts for an organization,
//! gets that one's features. A vendor's API key that says for nobody names an organization, or a member of one, as the
//! `targetingKey`. Whatever else a page's context has, nothing here depends on it.

use std::collections::BTreeMap;

use chrono::{SecondsFormat, Utc};
use loggia_types::{
    Feature, MembershipId, OrganizationId, Permission, ProblemCode,
    roles::{FeatureLevel, FeatureRule},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    auth::Actor,
    error::Result,
    policy::{Features, features::Decision},
    store::Store,
};

/// A flag as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Flag {
    /// The feature.
    #[schema(example = "documents.upload")]
    pub key: &'static str,
    /// Whether it is on.
    pub value: bool,
    /// Why, as OpenFeature says it.
    pub reason: Reason,
    /// `on` or `off`.
    pub variant: &'static str,
    /// What decided: `level`, `rule`, and `until` where that ends by itself.
    pub metadata: BTreeMap<&'static str, String>,
}

/// Why a flag has its value ([OpenFeature](https://openfeature.dev/specification/types#resolution-reason)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// It is so for everybody.
    Static,
    /// It is so for this organization, or this session.
    TargetingMatch,
    /// The organization is, or is not, among the share that has it.
    Split,
    /// It is off for everybody.
    Disabled,
}

/// Why nothing was evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody said for which organization.
    TargetingKeyMissing,
    /// The targeting key names what the credential does not reach. Whether there is such a thing is not said.
    InvalidContext,
}

/// The features that an actor is told of. `targeting_key`: of whom, where the credential does not say so.
///
/// # Errors
/// `permission_denied` for a vendor's API key that may not see organizations.
pub async fn evaluate(store: &Store, actor: &Actor, targeting_key: Option<&str>) -> Result<Result<Features, Refusal>> {
    if actor.member().is_none() && !actor.is_organizations_key() {
        actor.require(Permission::OrganizationsRead)?;
    }
    let target = targeting_key.and_then(Target::read);
    let Some(own) = &actor.organization else {
        return of_brand(store, actor, targeting_key, target).await;
    };
    let is_own = match target {
        None => true,
        Some(Target::Organization(id)) => id == own.id,
        Some(Target::Member(id)) => organization_of(store, id).await?.as_ref() == Some(&own.id),
    };
    Ok(if is_own { Ok(actor.features.clone()) } else { Err(Refusal::InvalidContext) })
}

/// The features of an organization that a vendor's API key names by the targeting key.
async fn of_brand(
    store: &Store,
    actor: &Actor,
    targeting_key: Option<&str>,
    target: Option<Target>,
) -> Result<Result<Features, Refusal>> {
    if targeting_key.is_none_or(str::is_empty) {
        return Ok(Err(Refusal::TargetingKeyMissing));
    }
    let named = match target {
        Some(Target::Organization(id)) => Some(id),
        Some(Target::Member(id)) => organization_of(store, id).await?,
        None => None,
    };
    let Some(named) = named else { return Ok(Err(Refusal::InvalidContext)) };
    let found = match store.tenant_of_brand(actor, &named).await {
        Ok(tenant) => tenant,
        Err(error) if error.code() == Some(ProblemCode::NotFound) => return Ok(Err(Refusal::InvalidContext)),
        Err(error) => return Err(error),
    };
    let entitlements = store.system_read(move |c| c.entitlements(found.org_id())).await?;
    Ok(Ok(entitlements.resolve(Utc::now(), None)))
}

async fn organization_of(store: &Store, member: MembershipId) -> Result<Option<OrganizationId>> {
    store.system_read(move |c| c.organization_of_member(&member)).await
}

/// What a targeting key names. One that is of no kind of ours is the page's own name for its user, and says nothing.
enum Target {
    Organization(OrganizationId),
    Member(MembershipId),
}

impl Target {
    fn read(text: &str) -> Option<Self> {
        text.parse().map(Self::Organization).or_else(|_| text.parse().map(Self::Member)).ok()
    }
}

/// Every feature as a flag, in the order of definition.
pub fn flags(features: &Features) -> Vec<Flag> {
    features.decisions().map(|(feature, decision)| flag(feature, decision)).collect()
}

fn flag(feature: Feature, Decision { on, level, rule, until }: Decision) -> Flag {
    let mut metadata = BTreeMap::from([("level", level.to_string()), ("rule", rule.to_string())]);
    if let Some(until) = until {
        metadata.insert("until", until.to_rfc3339_opts(SecondsFormat::Secs, true));
    }
    Flag {
        key: feature.as_str(),
        value: on,
        reason: reason(on, level, rule),
        variant: if on { "on" } else { "off" },
        metadata,
    }
}

fn reason(on: bool, level: FeatureLevel, rule: FeatureRule) -> Reason {
    use FeatureLevel as L;
    match (level, rule) {
        (_, FeatureRule::Percentage) => Reason::Split,
        (L::Platform | L::ParentBrand | L::Brand, _) if on => Reason::Static,
        (L::Platform | L::ParentBrand | L::Brand, _) => Reason::Disabled,
        _ => Reason::TargetingMatch,
    }
}
