//! What is said of single features: for the whole installation, for a brand's organizations, or for one organization. What
//! follows from it is decided in [`policy::features`](crate::policy::features).

use chrono::Utc;
use loggia_types::{BrandId, Feature, OrganizationId, Timestamp, roles::FeatureAccess};
use serde_json::{Value, json};

use crate::{
    error::{Error, Result},
    policy::features::{Switch, Switches},
    store::{AuditEntry, Principal, Store, SystemConn, Tenant, entitlements::PLATFORM, micros, rows::FeatureSwitchRow},
};

/// For whom something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// For every organization of every brand.
    Platform,
    /// For the organizations of the brand with this key, and of partners' brands below it.
    Brand(String),
    /// For one organization.
    Organization(OrganizationId),
}

/// Says something of a feature, whatever was said before; `None` takes back what was said. It counts from the next request on,
/// in what is open, too.
///
/// # Errors
/// `not_found` for a brand or organization that there is not, `validation_failed` for a percentage of one organization, a
/// percentage of what is off, or an end that is past, `conflict` for giving an organization what is not offered to it.
pub async fn set(store: &Store, owner: Owner, feature: Feature, switch: Option<Switch>) -> Result<()> {
    if let Some(switch) = &switch {
        check(&owner, switch)?;
    }
    let wake = match &owner {
        Owner::Organization(organization) => Some(organization.clone()),
        Owner::Platform | Owner::Brand(_) => None,
    };
    let set = store.system_write(move |c| {
        let found = Found::find(c, &owner)?;
        if let (Found::Organization(organization, _), Some(Switch { on: true, .. })) = (&found, &switch)
            && !c.entitlements(organization)?.is_offered(feature, Utc::now())
        {
            let detail =
                format!("{feature} is not offered to {organization}: its brand, or a level above it, says no.");
            return Err(Error::conflict(detail));
        }
        say(c, &found, feature, switch)
    });
    set.await?;
    if let Some(organization) = wake {
        store.wake(&organization);
    }
    Ok(())
}

/// The same in a transaction that goes on: for imports.
pub(crate) fn set_in(c: &mut SystemConn<'_>, owner: &Owner, feature: Feature, switch: Switch) -> Result<()> {
    check(owner, &switch)?;
    let found = Found::find(c, owner)?;
    say(c, &found, feature, Some(switch))
}

/// What is said of single features for an owner.
///
/// # Errors
/// `not_found`.
pub async fn of(store: &Store, owner: Owner) -> Result<Switches> {
    store
        .system_read(move |c| {
            let found = Found::find(c, &owner)?;
            c.feature_switches(found.id())
        })
        .await
}

/// Which features an organization has, and what decided each.
///
/// # Errors
/// `not_found`.
pub async fn explain(store: &Store, organization: OrganizationId) -> Result<Vec<FeatureAccess>> {
    let entitlements = store.system_read(move |c| c.entitlements(&organization)).await?;
    Ok(entitlements.resolve(Utc::now(), None).explain())
}

fn check(owner: &Owner, switch: &Switch) -> Result<()> {
    let refuse = |pointer: &str, detail: &str| Err(Error::invalid_value(pointer, "invalid", detail));
    match switch.percentage {
        Some(_) if matches!(owner, Owner::Organization(_)) => {
            refuse("/percentage", "One organization has a feature or has it not: say on or off.")
        }
        Some(_) if !switch.on => refuse("/percentage", "What is off is off for all."),
        Some(percentage) if percentage > 100 => refuse("/percentage", "Expected 0 to 100."),
        _ if switch.ends_at.is_some_and(|end| end <= Utc::now()) => refuse("/ends_at", "Expected a moment to come."),
        _ => Ok(()),
    }
}

/// For whom something is said, by id.
enum Found {
    Platform,
    Brand(BrandId),
    Organization(OrganizationId, BrandId),
}

impl Found {
    fn find(c: &mut SystemConn<'_>, owner: &Owner) -> Result<Self> {
        match owner {
            Owner::Platform => Ok(Self::Platform),
            Owner::Brand(key) => Ok(Self::Brand(c.brand_by_key(key)?.ok_or_else(Error::not_found)?.id)),
            Owner::Organization(id) => Ok(Self::Organization(id.clone(), c.brand_of_organization(id)?)),
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Platform => PLATFORM,
            Self::Brand(id) => id.as_str(),
            Self::Organization(id, _) => id.as_str(),
        }
    }
}

fn say(c: &mut SystemConn<'_>, owner: &Found, feature: Feature, switch: Option<Switch>) -> Result<()> {
    let row = switch.map(|switch| FeatureSwitchRow {
        owner: owner.id().to_owned(),
        feature: feature.to_string(),
        is_on: switch.on,
        percentage: switch.percentage.map(i64::from),
        ends_at: switch.ends_at.map(micros),
        created_at: micros(Utc::now()),
    });
    let before = c.set_feature_switch(owner.id(), feature, row)?;
    let entry =
        |of| AuditEntry::new("feature.switched", of, owner.id()).changes(told(feature, before), told(feature, switch));
    match owner {
        // An installation has no log of its own: every brand is told.
        Found::Platform => {
            for brand in c.audited_brands()? {
                c.audit(&brand, &Principal::system(), entry("feature"))?;
            }
            Ok(())
        }
        Found::Brand(brand) => c.audit(brand, &Principal::system(), entry("brand")),
        Found::Organization(organization, brand) => {
            let tenant = Tenant::for_system(organization.clone(), brand.clone());
            c.in_tenant(&tenant, |tx| tx.audit(entry("organization")).map(|_| ()))
        }
    }
}

/// What the audit log is told of a switch.
fn told(feature: Feature, switch: Option<Switch>) -> Value {
    let ends_at: Option<Timestamp> = switch.and_then(|switch| switch.ends_at);
    json!({
        "feature": feature,
        "on": switch.map(|switch| switch.on),
        "percentage": switch.and_then(|switch| switch.percentage),
        "ends_at": ends_at,
    })
}
