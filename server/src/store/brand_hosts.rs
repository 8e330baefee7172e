//! Which brand's portal a host name shows, and the brand's logo.

use diesel::prelude::*;
use loggia_types::BrandId;

use super::{
    SystemConn,
    rows::{BrandHostRow, BrandLogoRow, BrandRow},
    schema::{brand_hosts, brand_logos, brands},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Every host name with its brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_hosts(&mut self) -> Result<Vec<(String, BrandId)>> {
        Ok(brand_hosts::table.select((brand_hosts::host, brand_hosts::brand_id)).load(self.raw())?)
    }

    /// Every brand, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brands(&mut self) -> Result<Vec<BrandRow>> {
        Ok(brands::table.order(brands::id.asc()).select(BrandRow::as_select()).load(self.raw())?)
    }

    /// Every brand's logo by its SHA-256.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_logos(&mut self) -> Result<Vec<(BrandId, String)>> {
        Ok(brand_logos::table.select((brand_logos::brand_id, brand_logos::sha256)).load(self.raw())?)
    }

    /// A brand's logo.
    ///
    /// # Errors
    /// `not_found`.
    pub fn brand_logo(&mut self, brand: &BrandId) -> Result<BrandLogoRow> {
        Ok(brand_logos::table.find(brand).select(BrandLogoRow::as_select()).first(self.raw())?)
    }

    /// Gives a brand its logo.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_brand_logo(&mut self, row: &BrandLogoRow) -> Result<()> {
        diesel::insert_into(brand_logos::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Lets a host name (lower case, without a port) show a brand's portal.
    ///
    /// # Errors
    /// When the database refuses it: it shows another's already.
    pub fn insert_brand_host(&mut self, host: &str, brand: &BrandId) -> Result<()> {
        let row = BrandHostRow { host: host.to_owned(), brand_id: brand.clone() };
        diesel::insert_into(brand_hosts::table).values(&row).execute(self.raw())?;
        Ok(())
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
