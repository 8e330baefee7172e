//! An organization's domains.

use diesel::prelude::*;
use loggia_types::{DomainId, sso::Domain};

use crate::{
    error::Result,
    store::{TenantConn, TenantTx, micros, moment, rows::SsoDomainRow, schema::sso_domains},
};

/// A domain as the wire shows it.
pub fn to_domain(row: SsoDomainRow) -> Domain {
    Domain {
        id: row.id,
        domain: row.domain,
        record: format!("portal-verification={}", row.token),
        verified_at: row.verified_at.map(moment),
        checked_at: row.checked_at.map(moment),
        created_at: moment(row.created_at),
    }
}

impl TenantConn<'_> {
    /// The organization's domains, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn domains(&mut self) -> Result<Vec<Domain>> {
        let rows: Vec<SsoDomainRow> = self
            .sso_domains()
            .order((sso_domains::domain.asc(), sso_domains::id.asc()))
            .select(SsoDomainRow::as_select())
            .load(self.raw())?;
        Ok(rows.into_iter().map(to_domain).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`.
    pub fn domain(&mut self, id: &DomainId) -> Result<SsoDomainRow> {
        let query = self.sso_domains().filter(sso_domains::id.eq(id.clone()));
        Ok(query.select(SsoDomainRow::as_select()).first(self.raw())?)
    }

    /// The organization's domain of this name, verified or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn domain_by_name(&mut self, domain: &str) -> Result<Option<SsoDomainRow>> {
        let query = self.sso_domains().filter(sso_domains::domain.eq(domain.to_owned()));
        Ok(query.select(SsoDomainRow::as_select()).first(self.raw()).optional()?)
    }

    /// Whether an address (lower case) is on a domain that is known to be the organization's.
    ///
    /// # Errors
    /// When the query fails.
    pub fn has_verified_domain_of(&mut self, email: &str) -> Result<bool> {
        let Some((_, domain)) = email.rsplit_once('@') else { return Ok(false) };
        Ok(self.domain_by_name(domain)?.is_some_and(|found| found.verified_at.is_some()))
    }
}

impl TenantTx<'_> {
    /// Notes that a domain's record was looked for, and whether it is known to be the organization's now.
    ///
    /// # Errors
    /// When the database refuses it: another organization of the brand has verified it.
    pub fn note_domain_check(&mut self, id: &DomainId, verified: bool) -> Result<()> {
        let now = micros(self.now());
        let target = || self.sso_domains().filter(sso_domains::id.eq(id.clone()));
        if verified {
            let set = (sso_domains::checked_at.eq(now), sso_domains::verified_at.eq(now));
            let target = target();
            diesel::update(target).set(set).execute(self.raw())?;
        } else {
            let target = target();
            diesel::update(target).set(sso_domains::checked_at.eq(now)).execute(self.raw())?;
        }
        Ok(())
    }

    /// Deletes a domain. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_domain(&mut self, id: &DomainId) -> Result<bool> {
        let target = self.sso_domains().filter(sso_domains::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }
}
