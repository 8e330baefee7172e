//! Which brand's portal a host name shows.

use diesel::prelude::*;
use loggia_types::BrandId;

use super::{
    SystemConn, micros,
    rows::{BrandHostRow, BrandRow},
    schema::{brand_hosts, brands},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Every host name that is known to be a brand's, with the brand, the oldest first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn verified_brand_hosts(&mut self) -> Result<Vec<(String, BrandId)>> {
        let query = brand_hosts::table.filter(brand_hosts::verified_at.is_not_null());
        let query = query.order((brand_hosts::created_at.asc(), brand_hosts::host.asc()));
        Ok(query.select((brand_hosts::host, brand_hosts::brand_id)).load(self.raw())?)
    }

    /// The host names of a brand, verified or not, in the order of the alphabet.
    ///
    /// # Errors
    /// When the query fails.
    pub fn hosts_of_brand(&mut self, brand: &BrandId) -> Result<Vec<BrandHostRow>> {
        let query = brand_hosts::table.filter(brand_hosts::brand_id.eq(brand)).order(brand_hosts::host.asc());
        Ok(query.select(BrandHostRow::as_select()).load(self.raw())?)
    }

    /// A host name, whosever it is.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_host(&mut self, host: &str) -> Result<Option<BrandHostRow>> {
        Ok(brand_hosts::table.find(host).select(BrandHostRow::as_select()).first(self.raw()).optional()?)
    }

    /// Every brand, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brands(&mut self) -> Result<Vec<BrandRow>> {
        Ok(brands::table.order(brands::id.asc()).select(BrandRow::as_select()).load(self.raw())?)
    }

    /// Gives a brand a host name (lower case, without a port).
    ///
    /// # Errors
    /// When the database refuses it: it is another's already.
    pub fn insert_brand_host(&mut self, row: &BrandHostRow) -> Result<()> {
        diesel::insert_into(brand_hosts::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Lets a host name of a brand's show its portal from now on. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn verify_brand_host(&mut self, host: &str, brand: &BrandId) -> Result<bool> {
        let target = brand_hosts::table.find(host).filter(brand_hosts::brand_id.eq(brand));
        let now = micros(chrono::Utc::now());
        Ok(diesel::update(target).set(brand_hosts::verified_at.eq(now)).execute(self.raw())? == 1)
    }

    /// Takes a host name away from a brand that only wrote it down. Says whether that was so.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_claimed_host(&mut self, host: &str, brand: &BrandId) -> Result<bool> {
        let target = brand_hosts::table.find(host).filter(brand_hosts::brand_id.eq(brand));
        let target = target.filter(brand_hosts::verified_at.is_null());
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Takes a host name away from a brand. Says whether it was the brand's.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_brand_host(&mut self, host: &str, brand: &BrandId) -> Result<bool> {
        let target = brand_hosts::table.find(host).filter(brand_hosts::brand_id.eq(brand));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }
}
