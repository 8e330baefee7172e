//! An organization's domains, and how they are verified. A domain is verified by one organization of a brand.

use loggia_types::{
    DomainId, OrganizationId,
    sso::{CreateDomain, Domain},
};
use serde_json::json;

use super::{super::is_email, connections::require_admin, dns::txt_records};
use crate::{
    auth::{Actor, random_secret},
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Idempotency, Store, Tenant, TenantTx, micros, rows::SsoDomainRow, sso::to_domain},
};

/// How many domains an organization may have.
const MOST_DOMAINS: usize = 100;

/// A domain as it is stored and compared: `None` for what is none.
pub fn normal_domain(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let text = text.strip_prefix('@').unwrap_or(&text).to_owned();
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    (is_email(&format!("a@{text}")) && !is_address).then_some(text)
}

/// The organization's domains.
///
/// # Errors
/// When the store fails.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Domain>> {
    app.store().read(&Tenant::of(actor)?, |c| c.domains()).await
}

/// Adds a domain, which is not verified yet.
///
/// # Errors
/// `validation_failed`, `permission_denied`, `conflict` for one that is there or one too many.
pub async fn create(app: &App, actor: &Actor, new: CreateDomain, idempotency: Option<Idempotency>) -> Result<Domain> {
    let detail = "Expected a domain, like company.example.";
    let domain = normal_domain(&new.domain).ok_or_else(|| Error::invalid_value("/domain", "invalid", detail))?;
    let token = random_secret("")?;
    app.store()
        .create(&Tenant::of(actor)?, idempotency, move |tx| {
            tx.lock_organization()?;
            require_admin(tx)?;
            let row = add(tx, domain, token)?;
            let entry =
                AuditEntry::new("domain.created", "domain", &row.id).changes((), json!({ "domain": row.domain }));
            Ok(tx.audit(entry)?.with(to_domain(row)))
        })
        .await
}

fn add(tx: &mut TenantTx<'_>, domain: String, token: String) -> Result<SsoDomainRow> {
    if tx.domain_by_name(&domain)?.is_some() {
        return Err(Error::conflict("This domain is in the list already."));
    }
    if tx.domains()?.len() >= MOST_DOMAINS {
        return Err(Error::conflict(format!("There are {MOST_DOMAINS} domains, which is the most.")));
    }
    let row = SsoDomainRow {
        id: DomainId::generate(),
        org_id: tx.org_id().clone(),
        brand_id: tx.brand_id().clone(),
        domain,
        token,
        created_at: micros(tx.now()),
        checked_at: None,
        verified_at: None,
    };
    tx.insert(&row)?;
    Ok(row)
}

/// Looks for a domain's record now. One that was found stays verified, whatever becomes of the record.
///
/// # Errors
/// `not_found`, `conflict` for a domain that another organization of the brand has verified, `unavailable` when its records
/// cannot be looked up.
pub async fn check(app: &App, actor: &Actor, id: DomainId) -> Result<Domain> {
    let tenant = Tenant::of(actor)?;
    let (asked, looked_for) = (id.clone(), tenant.clone());
    let before = app.store().read(&looked_for, move |c| c.domain(&asked)).await?;
    if before.verified_at.is_some() {
        return Ok(to_domain(before));
    }
    let wanted = to_domain(before.clone()).record;
    let records = txt_records(app.config().resolver(), &before.domain).await.map_err(|error| {
        tracing::warn!(%error, domain = before.domain, "a domain cannot be checked");
        Error::unavailable()
    })?;
    let found = records.iter().any(|record| record.trim() == wanted);
    let checked = app
        .store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            require_admin(tx)?;
            tx.note_domain_check(&id, found)?;
            let row = tx.domain(&id)?;
            let entry = AuditEntry::new("domain.checked", "domain", &id)
                .changes((), json!({ "domain": row.domain, "verified": found }));
            Ok(tx.audit(entry)?.with(to_domain(row)))
        })
        .await;
    checked.map_err(taken)
}

fn taken(error: Error) -> Error {
    match error {
        Error::Store(error) if error.is_unique_violation() => {
            Error::conflict("Another organization has verified this domain. Write to the people who help.")
        }
        other => other,
    }
}

/// Takes a domain away: nobody is routed by it any more.
///
/// # Errors
/// `not_found`.
pub async fn delete(app: &App, actor: &Actor, id: DomainId) -> Result<()> {
    app.store()
        .write(&Tenant::of(actor)?, move |tx| {
            tx.lock_organization()?;
            let before = tx.domain(&id)?;
            require_admin(tx)?;
            if !tx.delete_domain(&id)? {
                return Err(Error::not_found());
            }
            let entry = AuditEntry::new("domain.deleted", "domain", &id)
                .changes(json!({ "domain": before.domain, "verified": before.verified_at.is_some() }), ());
            tx.audit(entry)
        })
        .await
}

/// Makes a domain an organization's because the operator says so.
///
/// # Errors
/// `not_found` for an organization that is none, `validation_failed`, `conflict`.
pub async fn vouch(store: &Store, organization: OrganizationId, domain: &str) -> Result<Domain> {
    let detail = "Expected a domain, like company.example.";
    let domain = normal_domain(domain).ok_or_else(|| Error::invalid_value("/domain", "invalid", detail))?;
    let token = random_secret("")?;
    let brand = store.brand_of(&organization).await?;
    let vouched = store
        .write(&Tenant::for_system(organization, brand), move |tx| {
            tx.lock_organization()?;
            let row = match tx.domain_by_name(&domain)? {
                Some(row) => row,
                None => add(tx, domain, token)?,
            };
            tx.note_domain_check(&row.id, true)?;
            let entry =
                AuditEntry::new("domain.vouched", "domain", &row.id).changes((), json!({ "domain": row.domain }));
            let row = tx.domain(&row.id)?;
            Ok(tx.audit(entry)?.with(to_domain(row)))
        })
        .await;
    vouched.map_err(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_one_name_however_it_is_typed() {
        for text in ["acme.example", " Acme.Example. ", "@acme.example"] {
            assert_eq!(normal_domain(text).as_deref(), Some("acme.example"), "{text}");
        }
        for text in [
            "",
            "acme",
            "a b.example",
            "https://acme.example",
            "acme.example/x",
            "192.0.2.1",
            "*.acme.example",
            "münchen.example",
        ] {
            assert_eq!(normal_domain(text), None, "{text}");
        }
    }
}
