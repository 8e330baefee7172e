//! The host names of a brand, and how they are verified: by a TXT record that only the domain's owner can write, or because
//! the server's administrator says so. One that is not verified shows nothing.
//!
//! The record has a name of its own below the host name: a host name that is an alias (CNAME) of the server's cannot have
//! other records (RFC 1034, 3.6.2).

use chrono::Utc;
use serde_json::json;

use crate::{
    auth::random_secret,
    domain::sso::dns::txt_records,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Principal, Store, micros, rows::BrandHostRow},
};

/// The name of the TXT record that verifies a host name.
pub fn record_name(host: &str) -> String {
    format!("_portal-verification.{host}")
}

/// What the TXT record has to say.
pub fn record(host: &BrandHostRow) -> String {
    format!("portal-verification={}", host.token)
}

/// The host names of the brand with this key.
///
/// # Errors
/// `not_found`.
pub async fn list(store: &Store, key: &str) -> Result<Vec<BrandHostRow>> {
    let brand = super::brand(store, key).await?;
    store.system_read(move |c| c.hosts_of_brand(&brand.id)).await
}

/// Gives the brand with this key a host name, which shows nothing until it is verified. `vouched`: it is.
///
/// # Errors
/// `not_found`, `validation_failed`, `conflict` for one that is verified already.
pub async fn add(app: &App, key: &str, host: &str, vouched: bool) -> Result<BrandHostRow> {
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    if !is_host(&host) {
        return Err(Error::invalid_value("/host", "invalid", "Expected a host name, like portal.company.example."));
    }
    let (key, token, now) = (key.to_owned(), random_secret("")?, micros(Utc::now()));
    let added = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&key)?.ok_or_else(Error::not_found)?;
        match c.brand_host(&host)? {
            Some(there) if there.verified_at.is_some() => {
                return Err(verified_already());
            }
            // Whoever only wrote it down keeps nobody else from it; asking again gives the same record.
            Some(there) if there.brand_id == brand.id => {}
            Some(there) => {
                // It may have been verified a moment ago.
                if !c.delete_claimed_host(&host, &there.brand_id)? {
                    return Err(verified_already());
                }
                let entry = AuditEntry::new("brand_host.removed", "brand_host", &host);
                c.audit(&there.brand_id, &Principal::system(), entry)?;
            }
            None => {}
        }
        if c.brand_host(&host)?.is_none() {
            let row = BrandHostRow {
                host: host.clone(),
                brand_id: brand.id.clone(),
                token,
                created_at: now,
                verified_at: None,
            };
            c.insert_brand_host(&row)?;
        }
        if vouched {
            c.verify_brand_host(&host, &brand.id)?;
        }
        let entry = AuditEntry::new("brand_host.added", "brand_host", &host).changes((), json!({ "vouched": vouched }));
        c.audit(&brand.id, &Principal::system(), entry)?;
        c.brand_host(&host)?.ok_or_else(Error::not_found)
    });
    let row = added.await?;
    app.hosts().refresh().await?;
    Ok(row)
}

fn verified_already() -> Error {
    Error::conflict("This host name is verified already, for this brand or another.")
}

/// Looks for a host name's record now. One that was found stays verified, whatever becomes of the record.
///
/// # Errors
/// `not_found`, `conflict` when the record is not there, `unavailable` when it cannot be looked up.
pub async fn check(app: &App, key: &str, host: &str) -> Result<BrandHostRow> {
    let (brand, host) = (super::brand(app.store(), key).await?, host.trim().trim_end_matches('.').to_ascii_lowercase());
    let (of, asked) = (brand.id.clone(), host.clone());
    let found = app.store().system_read(move |c| c.brand_host(&asked)).await?;
    let row = found.filter(|row| row.brand_id == of).ok_or_else(Error::not_found)?;
    if row.verified_at.is_some() {
        return Ok(row);
    }
    let records = txt_records(app.config().resolver(), &record_name(&host)).await.map_err(|error| {
        tracing::warn!(%error, host, "a host name cannot be checked");
        Error::unavailable()
    })?;
    let wanted = record(&row);
    if !records.iter().any(|record| record.trim() == wanted) {
        return Err(Error::conflict(format!("{} has no TXT record {wanted:?} yet.", record_name(&host))));
    }
    let verified = app.store().system_write(move |c| {
        if !c.verify_brand_host(&host, &brand.id)? {
            return Err(Error::not_found());
        }
        let entry = AuditEntry::new("brand_host.verified", "brand_host", &host);
        c.audit(&brand.id, &Principal::system(), entry)?;
        c.brand_host(&host)?.ok_or_else(Error::not_found)
    });
    let row = verified.await?;
    app.hosts().refresh().await?;
    Ok(row)
}

/// Takes a host name away from the brand with this key: it shows nothing any more.
///
/// # Errors
/// `not_found`.
pub async fn remove(app: &App, key: &str, host: &str) -> Result<()> {
    let (brand, host) = (super::brand(app.store(), key).await?, host.trim().trim_end_matches('.').to_ascii_lowercase());
    let removed = app.store().system_write(move |c| {
        if !c.delete_brand_host(&host, &brand.id)? {
            return Err(Error::not_found());
        }
        let entry = AuditEntry::new("brand_host.removed", "brand_host", &host);
        c.audit(&brand.id, &Principal::system(), entry)
    });
    removed.await?;
    app.hosts().refresh().await
}

/// Whether a text is a host name as it is compared: lower case, without a port. An address of IPv6 is in brackets.
pub(crate) fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let ip = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match ip {
        Some(ip) => ip.parse::<std::net::Ipv6Addr>().is_ok(),
        None => text.len() <= 253 && text.split('.').all(label),
    }
}
