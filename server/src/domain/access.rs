//! Why somebody may do something, or not: the rule that decided, for each permission and feature.

use std::collections::BTreeMap;

use chrono::Utc;
use loggia_types::{
    MembershipId, Permission,
    conditions::{AttributePath, Attributes, Compare, Condition, In, Subject, Term},
    members::Member,
    roles::{AccessQuery, AccessReport, Effect, PermissionAccess, Rule, Verdict},
};

use super::attributes::Thing;
use crate::{
    auth::Actor,
    error::{Error, Result},
    policy::{Entitlements, Environment, Facts, Features, Filter, HeldGrant, Standing, holds, is_about_things},
    store::{Store, Tenant},
};

/// What a member may do in the actor's organization, and why.
///
/// # Errors
/// `not_found` for the member or the thing, `malformed_request` for what is neither a case nor a document, and for an
/// address that is none.
pub async fn explain(store: &Store, actor: &Actor, id: MembershipId, query: AccessQuery) -> Result<AccessReport> {
    let entitlements = actor.entitlements.as_ref().ok_or_else(Error::not_found)?;
    let (report, _) = explained(store, &Tenant::of(actor)?, entitlements, id, query).await?;
    Ok(report)
}

/// The same for an organization that is entitled to this, with the member.
///
/// # Errors
/// As [`explain`].
pub async fn explained(
    store: &Store,
    tenant: &Tenant,
    entitlements: &Entitlements,
    id: MembershipId,
    query: AccessQuery,
) -> Result<(AccessReport, Member)> {
    let thing = query.resource_id.as_deref().map(thing).transpose()?;
    let address = query.address.as_deref().map(str::parse).transpose();
    let address = address.map_err(|_| Error::malformed("?address", "expected an IP address"))?;
    // Not the caller's own, whose session may have been given fewer.
    let features = entitlements.resolve(Utc::now(), None);
    let (member, policy, attributes) = store
        .read(tenant, move |c| {
            let member = c.member(&id)?;
            let policy = c.policy(member.role)?;
            let attributes = thing.map(|thing| thing.deciding(c)).transpose()?;
            Ok((member, policy, attributes))
        })
        .await?;
    let standing = Standing { policy, attributes: member.attributes.clone(), address, scopes: None };
    let asked =
        Permission::ALL.iter().copied().filter(|permission| query.permission.is_none_or(|one| one == *permission));
    let permissions = asked.map(|permission| decide(permission, &member, &standing, attributes.as_ref(), &features));
    let report = AccessReport {
        membership_id: member.id.clone(),
        role: member.role,
        permissions: permissions.collect(),
        features: features.for_customers().explain(),
    };
    Ok((report, member))
}

fn thing(id: &str) -> Result<Thing> {
    let case = || id.parse().map(Thing::Case).ok();
    case()
        .or_else(|| id.parse().map(Thing::Document).ok())
        .ok_or_else(|| Error::malformed("?resource_id", "expected the id of a case or a document"))
}

fn decide(
    permission: Permission,
    member: &Member,
    standing: &Standing,
    thing: Option<&Attributes>,
    features: &Features,
) -> PermissionAccess {
    let now = Utc::now();
    let denied = |rule| PermissionAccess {
        permission,
        verdict: Verdict::Denied,
        rule,
        feature: None,
        path: Vec::new(),
        grant: None,
        seen: BTreeMap::new(),
    };
    let Some(feature) = permission.feature() else { return denied(Rule::BrandOnly) };
    if member.suspended_at.is_some() {
        return denied(Rule::Suspended);
    }
    if member.ends_at.is_some_and(|at| at <= now) {
        return denied(Rule::Ended);
    }
    if !features.has(feature) {
        return PermissionAccess { feature: Some(feature), ..denied(Rule::Feature) };
    }
    let environment = Environment { address: standing.address, now };
    // Without a thing, what depends on it is left open; a permission about nothing in particular depends on none.
    let nothing = Attributes::new();
    let thing = if is_about_things(permission) { thing } else { Some(&nothing) };
    let verdict = |held: &HeldGrant| match (&held.grant.when, thing) {
        (None, _) => Verdict::Allowed,
        (Some(condition), Some(resource)) => {
            let facts = Facts { member: &standing.attributes, resource, environment };
            if holds(condition, &facts) { Verdict::Allowed } else { Verdict::Denied }
        }
        (Some(condition), None) => match Filter::of(condition, &standing.attributes, &environment) {
            Filter::Always => Verdict::Allowed,
            Filter::Never => Verdict::Denied,
            _ => Verdict::Depends,
        },
    };
    let first = |effect: Effect, wanted: Verdict| {
        standing.policy.grants(permission, effect).find(|held| verdict(held) == wanted)
    };
    let decided = |verdict: Verdict, rule: Rule, held: &HeldGrant| PermissionAccess {
        verdict,
        rule,
        path: held.path.clone(),
        grant: Some(held.grant.clone()),
        seen: seen(held.grant.when.as_ref(), &standing.attributes, thing),
        ..denied(rule)
    };
    use Verdict::{Allowed, Denied, Depends};
    if let Some(deny) = first(Effect::Deny, Allowed) {
        return decided(Denied, Rule::Deny, deny);
    }
    let may_be_denied = first(Effect::Deny, Depends);
    match (first(Effect::Allow, Allowed), first(Effect::Allow, Depends)) {
        (Some(allow), _) => match may_be_denied {
            Some(deny) => decided(Depends, Rule::Deny, deny),
            None => decided(Allowed, Rule::Allow, allow),
        },
        (None, Some(allow)) => decided(Depends, Rule::Allow, allow),
        (None, None) => match first(Effect::Allow, Denied) {
            // The condition that was not met explains more than that there is no grant.
            Some(unmet) => decided(Denied, Rule::NoGrant, unmet),
            None => denied(Rule::NoGrant),
        },
    }
}

/// The attributes that a condition looks at, as it found them.
fn seen(
    condition: Option<&Condition>,
    member: &Attributes,
    thing: Option<&Attributes>,
) -> BTreeMap<String, loggia_types::conditions::AttributeValue> {
    let mut seen = BTreeMap::new();
    let mut note = |path: AttributePath| {
        let value = match path.of {
            Subject::Member => member.get(&path.name),
            Subject::Resource => thing.and_then(|thing| thing.get(&path.name)),
        };
        if let Some(value) = value {
            seen.insert(path.to_string(), value.clone());
        }
    };
    for (_, node) in condition.map(Condition::nodes).unwrap_or_default() {
        let (attribute, term) = match node {
            Condition::Compare(Compare { attribute, to, .. }) => (attribute, Some(to)),
            Condition::In(In { attribute, of }) => (attribute, Some(of)),
            Condition::Has(attribute) => (attribute, None),
            _ => continue,
        };
        note(attribute.clone());
        if let Some(Term::Member { member: name }) = term {
            note(AttributePath { of: Subject::Member, name: name.clone() });
        }
    }
    seen
}
