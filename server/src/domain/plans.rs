//! Plans: named sets of a brand's features, of which an organization has one at the most.

use std::collections::BTreeSet;

use chrono::Utc;
use loggia_types::{BrandId, Feature, OrganizationId};
use serde_json::{Value, json};

use super::{Checks, text};
use crate::{
    error::{Error, Result},
    policy::features::Plan,
    store::{AuditEntry, Principal, Store, SystemConn, Tenant, micros, rows::PlanRow, to_json},
};

/// Makes a plan of the brand with this key, or changes the one that is there. Its organizations have what it says from the next
/// request on.
///
/// # Errors
/// `not_found` when there is no such brand, `validation_failed`.
pub async fn save(store: &Store, brand_key: &str, plan: Plan) -> Result<()> {
    let brand_key = brand_key.to_owned();
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&brand_key)?.ok_or_else(Error::not_found)?.id;
            save_in(c, &brand, &plan)
        })
        .await
}

/// The same in a transaction that goes on: for imports.
pub(crate) fn save_in(c: &mut SystemConn<'_>, brand: &BrandId, plan: &Plan) -> Result<()> {
    check(plan)?;
    let before = c.plan(brand, &plan.key)?;
    c.set_plan(&PlanRow {
        brand_id: brand.clone(),
        key: plan.key.clone(),
        name: plan.name.clone(),
        features: to_json(&plan.features)?,
        created_at: micros(Utc::now()),
    })?;
    let entry = AuditEntry::new("plan.saved", "plan", &plan.key).changes(told(before.as_ref()), told(Some(plan)));
    c.audit(brand, &Principal::system(), entry)
}

/// The plans of the brand with this key.
///
/// # Errors
/// `not_found` when there is no such brand.
pub async fn list(store: &Store, brand_key: &str) -> Result<Vec<Plan>> {
    let brand_key = brand_key.to_owned();
    store
        .system_read(move |c| {
            let brand = c.brand_by_key(&brand_key)?.ok_or_else(Error::not_found)?.id;
            c.plans(&brand)
        })
        .await
}

/// Deletes a plan that no organization has.
///
/// # Errors
/// `not_found`, `conflict` when there are organizations with it.
pub async fn delete(store: &Store, brand_key: &str, key: &str) -> Result<()> {
    let (brand_key, key) = (brand_key.to_owned(), key.to_owned());
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&brand_key)?.ok_or_else(Error::not_found)?.id;
            // Nobody is given it meanwhile.
            c.lock_brand(&brand)?;
            let before = c.plan(&brand, &key)?.ok_or_else(Error::not_found)?;
            let count = c.count_organizations_with_plan(&brand, &key)?;
            if count > 0 {
                return Err(Error::conflict(format!("{count} organizations have this plan: give them another first.")));
            }
            c.delete_plan(&brand, &key)?;
            let entry = AuditEntry::new("plan.deleted", "plan", &key).changes(told(Some(&before)), ());
            c.audit(&brand, &Principal::system(), entry)
        })
        .await
}

/// Gives an organization a plan of its brand; `None`: none, which is everything that the brand offers. It counts from the next
/// request on, in what is open, too.
///
/// # Errors
/// `not_found` for an organization that there is not, and for a plan that its brand does not have.
pub async fn assign(store: &Store, organization: OrganizationId, key: Option<String>) -> Result<()> {
    let woken = organization.clone();
    store
        .system_write(move |c| {
            let brand = c.brand_of_organization(&organization)?;
            assign_in(c, &Tenant::for_system(organization, brand), key.as_deref())
        })
        .await?;
    store.wake(&woken);
    Ok(())
}

/// The same in a transaction that goes on: for imports.
pub(crate) fn assign_in(c: &mut SystemConn<'_>, tenant: &Tenant, key: Option<&str>) -> Result<()> {
    if let Some(key) = key {
        // It is not deleted meanwhile.
        c.lock_brand(tenant.brand_id())?;
        c.plan(tenant.brand_id(), key)?.ok_or_else(Error::not_found)?;
    }
    let before = c.entitlements(tenant.org_id())?.plan.map(|plan| plan.key);
    c.set_plan_of(tenant.org_id(), key)?;
    let entry = AuditEntry::new("plan.assigned", "organization", tenant.org_id())
        .changes(json!({ "plan": before }), json!({ "plan": key }));
    c.in_tenant(tenant, |tx| tx.audit(entry).map(|_| ()))
}

fn check(plan: &Plan) -> Result<()> {
    let mut checks = Checks::default();
    let proper = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let key = (1..=40).contains(&plan.key.len()) && plan.key.bytes().all(proper);
    checks.require(key, "/key", "invalid", "Expected 1 to 40 lower-case letters, digits and -.");
    checks.note(text::line("/name", &plan.name, 200));
    let orphan = plan.features.iter().find(|feature| missing_parent(**feature, &plan.features).is_some());
    if let Some((feature, parent)) = orphan.and_then(|one| Some((one, missing_parent(*one, &plan.features)?))) {
        let detail = format!("{feature} is of no use without {parent}.");
        checks.require(false, "/features", "parent_missing", &detail);
    }
    checks.finish()
}

/// The feature that another one of the set needs and that is not in it.
fn missing_parent(feature: Feature, set: &BTreeSet<Feature>) -> Option<Feature> {
    feature.parent().filter(|parent| !set.contains(parent))
}

fn told(plan: Option<&Plan>) -> Value {
    plan.map_or(Value::Null, |plan| json!({ "name": plan.name, "features": plan.features }))
}
