//! How long audit logs are kept: what organizations choose, what the operator demands, legal holds, and the job that deletes.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use loggia_types::{
    BrandId, OrganizationId,
    audit_streams::{AuditRetention, UpdateAuditRetention},
};
use serde_json::json;

use super::{Checks, text};
use crate::{
    auth::Actor,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Principal, Store, SystemConn, Tenant},
};

/// The longest that can be chosen, in days.
pub const LONGEST: u32 = 36_500;
/// How many entries are deleted at a time: a batch holds up other writers of the database.
const BATCH: usize = 500;
/// How long others have their turn between two batches.
const BREATH: Duration = Duration::from_millis(50);
/// How long few entries wait to be deleted with others: each time is an entry of the log.
const PAUSE: TimeDelta = TimeDelta::hours(24);

/// How long the organization's log is kept.
///
/// # Errors
/// When the store fails.
pub async fn read(store: &Store, actor: &Actor) -> Result<AuditRetention> {
    store.read(&Tenant::of(actor)?, |c| c.audit_retention()).await
}

/// Chooses how long the organization's log is kept.
///
/// # Errors
/// `validation_failed` when it is shorter than it has to be.
pub async fn choose(store: &Store, actor: &Actor, wanted: UpdateAuditRetention) -> Result<AuditRetention> {
    let tenant = Tenant::of(actor)?;
    let choose = store.write(&tenant, move |tx| {
        tx.lock_organization()?;
        let before = tx.audit_retention()?;
        if let Some(days) = wanted.days {
            let mut checks = Checks::default();
            let least = format!("Expected {} to {LONGEST} days.", before.minimum_days);
            checks.require((before.minimum_days..=LONGEST).contains(&days), "/days", "out_of_range", &least);
            checks.finish()?;
        }
        tx.set_audit_retention(wanted.days.map(i64::from))?;
        let entry = AuditEntry::new("audit.retention_changed", "audit", "")
            .changes(json!({ "days": before.days }), json!({ "days": wanted.days }));
        let noted = tx.audit(entry)?;
        Ok(noted.with(tx.audit_retention()?))
    });
    choose.await
}

/// Deletes the entries of all organizations that are older than they are kept. Answers how many there were.
///
/// # Errors
/// When the store fails. What one organization's fails with is logged, and is not in the way of the others.
pub async fn run(app: &App) -> Result<usize> {
    demand(app).await?;
    let mut deleted = 0;
    for (org, brand) in app.store().system_read(|c| c.organizations_with_retention()).await? {
        let tenant = Tenant::for_system(org.clone(), brand);
        loop {
            if app.shutdown().is_cancelled() {
                return Ok(deleted);
            }
            match app.store().write(&tenant, |tx| tx.cut_audit(BATCH, PAUSE)).await {
                Ok(count) => {
                    deleted += count;
                    if count < BATCH {
                        break;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, organization = %org, "old entries of an audit log cannot be deleted");
                    break;
                }
            }
            tokio::time::sleep(BREATH).await;
        }
    }
    Ok(deleted)
}

/// Writes the setting into the database, whose triggers go by it. A change is in the log of every brand.
///
/// # Errors
/// When the store fails.
pub async fn demand(app: &App) -> Result<()> {
    let wanted = i64::from(app.config().audit_minimum_days);
    if app.store().system_read(|c| c.audit_minimum(None)).await? == Some(wanted) {
        return Ok(());
    }
    let set = app.store().system_write(move |c| {
        let before = c.audit_minimum(None)?;
        c.set_audit_minimum(None, Some(wanted))?;
        for brand in c.audited_brands()? {
            let entry = AuditEntry::new("audit.minimum_changed", "audit", "")
                .changes(json!({ "days": before }), json!({ "days": wanted }));
            c.audit(&brand, &Principal::system(), entry)?;
        }
        Ok(())
    });
    set.await
}

/// Says for how many days the logs of a brand's organizations have to be kept at the least; `None`: what holds for all.
///
/// # Errors
/// `not_found` when there is no such brand, `validation_failed`.
pub async fn demand_of_brand(store: &Store, key: &str, days: Option<u32>) -> Result<()> {
    if days.is_some_and(|days| !(90..=LONGEST).contains(&days)) {
        return Err(Error::invalid_value("/days", "out_of_range", format!("Expected 90 to {LONGEST} days.")));
    }
    let key = key.to_owned();
    let set = store.system_write(move |c| {
        let brand = c.brand_by_key(&key)?.ok_or_else(Error::not_found)?.id;
        let before = c.audit_minimum(Some(&brand))?;
        c.set_audit_minimum(Some(&brand), days.map(i64::from))?;
        let entry = AuditEntry::new("audit.minimum_changed", "audit", "")
            .changes(json!({ "days": before }), json!({ "days": days }));
        c.audit(&brand, &Principal::system(), entry)
    });
    set.await
}

/// Puts a legal hold on an organization's log, or on all of them: nothing of it is deleted until it is lifted.
///
/// # Errors
/// `not_found`, `validation_failed`, `conflict` when there is one.
pub async fn hold(store: &Store, organization: Option<OrganizationId>, reason: String) -> Result<()> {
    let mut checks = Checks::default();
    checks.note(text::line("/reason", &reason, 300));
    checks.finish()?;
    let hold = store.system_write(move |c| {
        let brand = organization.as_ref().map(|org| c.brand_of_organization(org)).transpose()?;
        if !c.hold_audit(organization.as_ref(), &reason, Utc::now())? {
            return Err(Error::conflict("It is on hold already."));
        }
        note(c, organization, brand, "audit.held", &json!({ "reason": reason }))
    });
    hold.await
}

/// Lifts a legal hold.
///
/// # Errors
/// `not_found` when there is none.
pub async fn release(store: &Store, organization: Option<OrganizationId>) -> Result<()> {
    let release = store.system_write(move |c| {
        let brand = organization.as_ref().map(|org| c.brand_of_organization(org)).transpose()?;
        if !c.release_audit(organization.as_ref())? {
            return Err(Error::not_found());
        }
        note(c, organization, brand, "audit.released", &json!({}))
    });
    release.await
}

/// Notes a hold in the organization's log, or in that of every brand.
fn note(
    c: &mut SystemConn<'_>,
    organization: Option<OrganizationId>,
    brand: Option<BrandId>,
    action: &str,
    after: &serde_json::Value,
) -> Result<()> {
    match (organization, brand) {
        (Some(org), Some(brand)) => {
            let entry = AuditEntry::new(action, "organization", &org).changes((), after);
            c.in_tenant(&Tenant::for_system(org, brand), |tx| tx.audit(entry).map(|_| ()))
        }
        _ => {
            for brand in c.audited_brands()? {
                let entry = AuditEntry::new(action, "audit", "").changes((), after);
                c.audit(&brand, &Principal::system(), entry)?;
            }
            Ok(())
        }
    }
}
