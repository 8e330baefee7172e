//! Brands, and the organizations of a brand.

use std::collections::BTreeSet;

use diesel::{dsl, prelude::*};
use loggia_types::{BrandId, Feature, OrganizationId, embed::Organization, roles::FeatureLevel};

use super::{
    Store, SystemConn, Tenant, from_json, moment,
    rows::{BrandOriginRow, BrandRow, OrganizationRow},
    schema::{brand_origins, brands, organizations},
};
use crate::{
    auth::{Actor, Operator, levels},
    error::Result,
};

impl Store {
    /// An organization of the actor's brand, or of a partner's brand below it, that the actor's credential does not
    /// name by itself.
    ///
    /// # Errors
    /// `not_found` when there is no such organization.
    pub async fn tenant_of_brand(&self, actor: &Actor, org: &OrganizationId) -> Result<Tenant> {
        let (brand, wanted) = (actor.brand.id.clone(), org.clone());
        let found = self.system_read(move |c| {
            let organization = c.organization_of(&brand, &wanted)?;
            let brand = c.brand(&organization.brand_id)?;
            Ok((organization.id, brand))
        });
        let (organization, brand) = found.await?;
        let tenant = Tenant::checked(organization, brand.id.clone(), actor);
        // A partner's customers are told of the partner, and of nobody above.
        Ok(if brand.id == actor.brand.id { tenant } else { tenant.called(brand.name) })
    }

    /// The brand of an organization.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn brand_of(&self, org: &OrganizationId) -> Result<BrandId> {
        let wanted = org.clone();
        self.system_read(move |c| {
            Ok(organizations::table.find(wanted).select(organizations::brand_id).first(c.raw())?)
        })
        .await
    }

    /// An organization within an operator's reach, for the operator to look into, and its brand.
    ///
    /// # Errors
    /// `not_found` when there is no such organization.
    pub async fn tenant_of_operator(&self, operator: &Operator, org: &OrganizationId) -> Result<Looked> {
        let (brand, wanted) = (operator.brand_id().clone(), org.clone());
        let found = self.system_read(move |c| {
            let organization = c.organization_of(&brand, &wanted)?;
            let brand = c.brand(&organization.brand_id)?;
            Ok((organization, brand))
        });
        let (organization, brand) = found.await?;
        let levels =
            levels(features(brand.features.as_deref())?.as_ref(), features(organization.features.as_deref())?.as_ref());
        Ok(Looked { tenant: Tenant::of_operator(operator, &organization), organization, brand, levels })
    }
}

/// An organization that an operator looks into.
#[derive(Clone, Debug)]
pub struct Looked {
    /// For its transactions.
    pub tenant: Tenant,
    /// The organization.
    pub organization: OrganizationRow,
    /// Its brand.
    pub brand: BrandRow,
    /// The features that each level has, from the widest on; `None` is all.
    pub levels: Vec<(FeatureLevel, Option<Vec<Feature>>)>,
}

/// Which features a stored list names: `None` is all of them. A feature that this build does not know is left out.
pub(super) fn features(text: Option<&str>) -> Result<Option<BTreeSet<Feature>>> {
    let Some(text) = text else { return Ok(None) };
    let names: Vec<String> = from_json("features", text)?;
    Ok(Some(names.iter().filter_map(|name| name.parse().ok()).collect()))
}

/// The brand itself and the partners' brands below it: what a vendor's API keys and operators reach.
pub(super) fn is_within(brand: &BrandId) -> IsWithin<'_> {
    brands::id.eq(brand).or(brands::parent_id.eq(brand))
}

type IsWithin<'a> = dsl::Or<dsl::Eq<brands::id, &'a BrandId>, dsl::Eq<brands::parent_id, &'a BrandId>>;

/// Their ids.
#[diesel::dsl::auto_type(no_type_alias)]
fn within<'a>(brand: &'a BrandId) -> _ {
    let filter: IsWithin<'a> = is_within(brand);
    brands::table.filter(filter).select(brands::id)
}

impl SystemConn<'_> {
    /// The brand with this key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_by_key(&mut self, key: &str) -> Result<Option<BrandRow>> {
        let query = brands::table.filter(brands::key.eq(key)).select(BrandRow::as_select());
        Ok(query.first(self.raw()).optional()?)
    }

    /// A brand.
    ///
    /// # Errors
    /// `not_found`.
    pub fn brand(&mut self, id: &BrandId) -> Result<BrandRow> {
        Ok(brands::table.find(id).select(BrandRow::as_select()).first(self.raw())?)
    }

    /// A brand's design tokens, as JSON.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_theme(&mut self, brand: &BrandId) -> Result<Option<String>> {
        Ok(brands::table.find(brand).select(brands::theme).first(self.raw())?)
    }

    /// Adds a brand and its origins.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_brand(&mut self, brand: &BrandRow, origins: &[String]) -> Result<()> {
        diesel::insert_into(brands::table).values(brand).execute(self.raw())?;
        for origin in origins {
            let row = BrandOriginRow { brand_id: brand.id.clone(), origin: origin.clone() };
            diesel::insert_into(brand_origins::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// Every origin of every brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn origins(&mut self) -> Result<Vec<(BrandId, String)>> {
        let query = brand_origins::table.select((brand_origins::brand_id, brand_origins::origin));
        Ok(query.load(self.raw())?)
    }

    /// An organization, if it is the brand's or that of a partner's brand below it.
    ///
    /// # Errors
    /// `not_found` when it is not.
    pub fn organization_of(&mut self, brand: &BrandId, org: &OrganizationId) -> Result<OrganizationRow> {
        let query = organizations::table.find(org).filter(organizations::brand_id.eq_any(within(brand)));
        Ok(query.select(OrganizationRow::as_select()).first(self.raw())?)
    }

    /// Whether there is an organization with this id, of any brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organization_exists(&mut self, org: &OrganizationId) -> Result<bool> {
        Ok(diesel::select(diesel::dsl::exists(organizations::table.find(org))).get_result(self.raw())?)
    }

    /// Adds an organization.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_organization(&mut self, row: &OrganizationRow) -> Result<()> {
        let sort_name = organizations::sort_name.eq(row.name.to_lowercase());
        diesel::insert_into(organizations::table).values((row, sort_name)).execute(self.raw())?;
        Ok(())
    }

    /// A page of the organizations of the brand and of partners' brands below it, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organization_page(
        &mut self,
        brand: &BrandId,
        after: Option<&OrganizationId>,
        limit: i64,
    ) -> Result<Vec<Organization>> {
        let mut query = organizations::table
            .filter(organizations::brand_id.eq_any(within(brand)))
            .select(OrganizationRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(organizations::id.gt(after));
        }
        let rows: Vec<OrganizationRow> = query.order(organizations::id.asc()).limit(limit).load(self.raw())?;
        let organization = |row: OrganizationRow| Organization {
            id: row.id,
            name: row.name,
            locale: row.locale,
            created_at: moment(row.created_at),
        };
        Ok(rows.into_iter().map(organization).collect())
    }
}
