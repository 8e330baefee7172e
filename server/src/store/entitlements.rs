//! What organizations are entitled to: plans, and what is said of single features. What follows from it is decided in
//! [`policy::features`](crate::policy::features).

use std::collections::BTreeSet;

use diesel::prelude::*;
use loggia_types::{BrandId, Feature, OrganizationId, roles::FeatureLevel};

use super::{
    SystemConn, TenantConn,
    brands::features,
    connection::AnyConnection,
    moment,
    rows::{FeatureSwitchRow, OrganizationPlanRow, PlanRow},
    schema::{brands, feature_switches, flag_answers, organization_plans, organizations, plans},
};
use crate::{
    error::Result,
    policy::{
        Entitlements,
        features::{Offer, Plan, Switch, Switches},
    },
};

/// The owner of what is said for all brands.
pub const PLATFORM: &str = "";

/// What is stored about an organization's features.
struct Stored {
    organization: OrganizationId,
    list: Option<String>,
    brand: (BrandId, Option<BrandId>, Option<String>),
    parent_list: Option<String>,
    plan_key: Option<String>,
    plan: Option<PlanRow>,
    switches: Vec<FeatureSwitchRow>,
    flagged_off: Option<String>,
}

impl Stored {
    fn load(raw: &mut AnyConnection, organization: &OrganizationId) -> QueryResult<Self> {
        type Brand = (BrandId, Option<BrandId>, Option<String>);
        let with_plan = plans::brand_id.eq(brands::id).and(plans::key.eq(organization_plans::plan_key));
        type Columns = (Option<String>, Brand, Option<String>, Option<PlanRow>, Option<String>);
        let (list, brand, plan_key, plan, flagged_off): Columns = organizations::table
            .inner_join(brands::table)
            .left_join(organization_plans::table)
            .left_join(flag_answers::table)
            .left_join(plans::table.on(with_plan))
            .filter(organizations::id.eq(organization))
            .select((
                organizations::features,
                (brands::id, brands::parent_id, brands::features),
                organization_plans::plan_key.nullable(),
                Option::<PlanRow>::as_select(),
                flag_answers::features_off.nullable(),
            ))
            .first(raw)?;
        let parent_list = match &brand.1 {
            Some(parent) => brands::table.find(parent).select(brands::features).first(raw)?,
            None => None,
        };
        let owners = [PLATFORM, organization.as_str(), brand.0.as_str()];
        let owners = owners.into_iter().chain(brand.1.as_ref().map(BrandId::as_str));
        let switches = feature_switches::table
            .filter(feature_switches::owner.eq_any(owners.collect::<Vec<_>>()))
            .select(FeatureSwitchRow::as_select())
            .load(raw)?;
        let organization = organization.clone();
        Ok(Self { organization, list, brand, parent_list, plan_key, plan, switches, flagged_off })
    }

    fn read(self) -> Result<Entitlements> {
        let switches = |owner: &str| switches_of(&self.switches, owner);
        let mut offers = vec![Offer { level: FeatureLevel::Platform, list: None, switches: switches(PLATFORM) }];
        let (brand, parent, list) = &self.brand;
        if let Some(parent) = parent {
            let list = features(self.parent_list.as_deref())?;
            offers.push(Offer { level: FeatureLevel::ParentBrand, list, switches: switches(parent.as_str()) });
        }
        let list = features(list.as_deref())?;
        offers.push(Offer { level: FeatureLevel::Brand, list, switches: switches(brand.as_str()) });
        Ok(Entitlements {
            switches: switches(self.organization.as_str()),
            list: features(self.list.as_deref())?,
            flagged_off: features(self.flagged_off.as_deref())?.unwrap_or_default(),
            plan: match (&self.plan, self.plan_key) {
                (Some(row), _) => Some(plan(row)?),
                // A plan that there is not gives nothing.
                (None, Some(key)) => Some(Plan { name: key.clone(), key, features: BTreeSet::new() }),
                (None, None) => None,
            },
            organization: self.organization,
            offers,
        })
    }
}

/// The switches of an owner. Those of a feature that this build does not know are left out.
fn switches_of(rows: &[FeatureSwitchRow], owner: &str) -> Switches {
    let known = |row: &FeatureSwitchRow| Some((row.feature.parse::<Feature>().ok()?, switch(row)));
    rows.iter().filter(|row| row.owner == owner).filter_map(known).collect()
}

fn switch(row: &FeatureSwitchRow) -> Switch {
    Switch {
        on: row.is_on,
        // The table refuses what is no percentage.
        percentage: row.percentage.map(|percentage| u8::try_from(percentage).unwrap_or_default()),
        ends_at: row.ends_at.map(moment),
    }
}

fn plan(row: &PlanRow) -> Result<Plan> {
    let features = features(Some(&row.features))?.unwrap_or_default();
    Ok(Plan { key: row.key.clone(), name: row.name.clone(), features })
}

impl SystemConn<'_> {
    /// What an organization is entitled to.
    ///
    /// # Errors
    /// `not_found` when there is no such organization.
    pub fn entitlements(&mut self, organization: &OrganizationId) -> Result<Entitlements> {
        Stored::load(self.raw(), organization)?.read()
    }

    /// What an owner says of single features: a brand or an organization by its id, or [`PLATFORM`].
    ///
    /// # Errors
    /// When the query fails.
    pub fn feature_switches(&mut self, owner: &str) -> Result<Switches> {
        let rows = feature_switches::table
            .filter(feature_switches::owner.eq(owner))
            .select(FeatureSwitchRow::as_select())
            .load(self.raw())?;
        Ok(switches_of(&rows, owner))
    }

    /// Says something of a feature in an owner's name; `None` takes back what was said. Answers what was said before.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_feature_switch(
        &mut self,
        owner: &str,
        feature: Feature,
        row: Option<FeatureSwitchRow>,
    ) -> Result<Option<Switch>> {
        let there = feature_switches::table.find((owner, feature.as_str()));
        let before: Option<FeatureSwitchRow> =
            there.select(FeatureSwitchRow::as_select()).first(self.raw()).optional()?;
        diesel::delete(there).execute(self.raw())?;
        if let Some(row) = row {
            diesel::insert_into(feature_switches::table).values(&row).execute(self.raw())?;
        }
        Ok(before.as_ref().map(switch))
    }

    /// A brand's plans, by key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn plans(&mut self, brand: &BrandId) -> Result<Vec<Plan>> {
        let rows: Vec<PlanRow> = plans::table
            .filter(plans::brand_id.eq(brand))
            .order(plans::key.asc())
            .select(PlanRow::as_select())
            .load(self.raw())?;
        rows.iter().map(plan).collect()
    }

    /// A brand's plan with this key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn plan(&mut self, brand: &BrandId, key: &str) -> Result<Option<Plan>> {
        let row: Option<PlanRow> =
            plans::table.find((brand, key)).select(PlanRow::as_select()).first(self.raw()).optional()?;
        row.as_ref().map(plan).transpose()
    }

    /// Adds a plan, or replaces the one with its key.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_plan(&mut self, row: &PlanRow) -> Result<()> {
        diesel::delete(plans::table.find((&row.brand_id, &row.key))).execute(self.raw())?;
        diesel::insert_into(plans::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Deletes a plan. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_plan(&mut self, brand: &BrandId, key: &str) -> Result<bool> {
        Ok(diesel::delete(plans::table.find((brand, key))).execute(self.raw())? == 1)
    }

    /// How many organizations have a plan.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_organizations_with_plan(&mut self, brand: &BrandId, key: &str) -> Result<i64> {
        let with = organizations::table
            .inner_join(organization_plans::table)
            .filter(organizations::brand_id.eq(brand))
            .filter(organization_plans::plan_key.eq(key));
        Ok(with.count().first(self.raw())?)
    }

    /// Gives an organization a plan of its brand, or none.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_plan_of(&mut self, organization: &OrganizationId, key: Option<&str>) -> Result<()> {
        diesel::delete(organization_plans::table.find(organization)).execute(self.raw())?;
        if let Some(key) = key {
            let row = OrganizationPlanRow { org_id: organization.clone(), plan_key: key.to_owned() };
            diesel::insert_into(organization_plans::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }
}

impl TenantConn<'_> {
    /// What the organization is entitled to as of this transaction. Much of it is its brand's and the vendor's, which no
    /// tenant's transaction reads.
    ///
    /// # Errors
    /// When a query fails.
    pub fn entitlements(&mut self) -> Result<Entitlements> {
        let organization = self.org_id().clone();
        self.as_system(|raw| Stored::load(raw, &organization))?.read()
    }
}
