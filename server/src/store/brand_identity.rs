//! What a brand shows of itself: its properties, pictures and words.

use diesel::prelude::*;
use loggia_types::BrandId;

use super::{
    SystemConn,
    rows::{BrandImageRow, BrandMailTemplateRow, BrandPropertyRow},
    schema::{brand_images, brand_mail_templates, brand_properties, brands},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Every property of every brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_properties(&mut self) -> Result<Vec<BrandPropertyRow>> {
        Ok(brand_properties::table.select(BrandPropertyRow::as_select()).load(self.raw())?)
    }

    /// Sets a property of a brand, or takes it away.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_brand_property(&mut self, brand: &BrandId, property: &str, value: Option<&str>) -> Result<()> {
        diesel::delete(brand_properties::table.find((brand, property))).execute(self.raw())?;
        if let Some(value) = value {
            let row =
                BrandPropertyRow { brand_id: brand.clone(), property: property.to_owned(), value: value.to_owned() };
            diesel::insert_into(brand_properties::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// Sets a brand's name.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_brand_name(&mut self, brand: &BrandId, name: &str) -> Result<()> {
        diesel::update(brands::table.find(brand)).set(brands::name.eq(name)).execute(self.raw())?;
        Ok(())
    }

    /// Sets the address of a brand's support, or takes it away.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_brand_support_email(&mut self, brand: &BrandId, address: Option<&str>) -> Result<()> {
        diesel::update(brands::table.find(brand)).set(brands::support_email.eq(address)).execute(self.raw())?;
        Ok(())
    }

    /// Every brand's pictures by kind and SHA-256.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_image_digests(&mut self) -> Result<Vec<(BrandId, String, String)>> {
        let query = brand_images::table.select((brand_images::brand_id, brand_images::kind, brand_images::sha256));
        Ok(query.load(self.raw())?)
    }

    /// A picture of a brand by its SHA-256.
    ///
    /// # Errors
    /// `not_found`.
    pub fn brand_image(&mut self, brand: &BrandId, sha256: &str) -> Result<BrandImageRow> {
        let query = brand_images::table.filter(brand_images::brand_id.eq(brand).and(brand_images::sha256.eq(sha256)));
        Ok(query.select(BrandImageRow::as_select()).first(self.raw())?)
    }

    /// Gives a brand a picture of this kind, in the place of what it had.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_brand_image(&mut self, row: &BrandImageRow) -> Result<()> {
        self.delete_brand_image(&row.brand_id, &row.kind)?;
        diesel::insert_into(brand_images::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Takes a brand's picture away. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_brand_image(&mut self, brand: &BrandId, kind: &str) -> Result<bool> {
        Ok(diesel::delete(brand_images::table.find((brand, kind))).execute(self.raw())? == 1)
    }

    /// A brand's own words for a kind of mail.
    ///
    /// # Errors
    /// When the query fails.
    pub fn mail_template(
        &mut self,
        brand: &BrandId,
        kind: &str,
        language: &str,
    ) -> Result<Option<BrandMailTemplateRow>> {
        let query = brand_mail_templates::table.find((brand, kind, language));
        Ok(query.select(BrandMailTemplateRow::as_select()).first(self.raw()).optional()?)
    }

    /// All of a brand's own words, by kind and language.
    ///
    /// # Errors
    /// When the query fails.
    pub fn mail_templates(&mut self, brand: &BrandId) -> Result<Vec<BrandMailTemplateRow>> {
        let query = brand_mail_templates::table.filter(brand_mail_templates::brand_id.eq(brand));
        let ordered = query.order((brand_mail_templates::kind.asc(), brand_mail_templates::language.asc()));
        Ok(ordered.select(BrandMailTemplateRow::as_select()).load(self.raw())?)
    }

    /// Gives a brand its own words, in the place of those that it had.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_mail_template(&mut self, row: &BrandMailTemplateRow) -> Result<()> {
        self.delete_mail_template(&row.brand_id, &row.kind, &row.language)?;
        diesel::insert_into(brand_mail_templates::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Goes back to our words. Says whether there were others.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_mail_template(&mut self, brand: &BrandId, kind: &str, language: &str) -> Result<bool> {
        let target = brand_mail_templates::table.find((brand, kind, language));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }
}
