//! What a flag service says of organizations' features, and how asking it goes. Who asks, and when, is in
//! [`domain::flag_service`](crate::domain::flag_service).

use std::collections::BTreeSet;

use diesel::prelude::*;
use loggia_types::{BrandId, Feature, OrganizationId, Timestamp};

use super::{
    SystemConn,
    brands::features,
    micros,
    rows::{FlagAnswerRow, FlagServiceRow},
    schema::{brands, flag_answers, flag_service, organization_plans, organizations},
    to_json,
};
use crate::error::Result;

/// The only row of how asking goes.
const ROW: i64 = 1;

/// An organization that a flag service is asked about.
#[derive(Clone, Debug)]
pub struct AskedAbout {
    /// The organization.
    pub id: OrganizationId,
    /// Its brand.
    pub brand: BrandId,
    /// The brand's key.
    pub brand_key: String,
    /// The key of its plan, if it has one.
    pub plan: Option<String>,
    /// What the service said before that it does not have.
    pub flagged_off: BTreeSet<Feature>,
}

impl SystemConn<'_> {
    /// The organizations whose ids come after `after`, at most `limit` of them, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organizations_to_ask_about(&mut self, after: &str, limit: i64) -> Result<Vec<AskedAbout>> {
        type Columns = (OrganizationId, BrandId, String, Option<String>, Option<String>);
        let rows: Vec<Columns> = organizations::table
            .inner_join(brands::table)
            .left_join(organization_plans::table)
            .left_join(flag_answers::table)
            .filter(organizations::id.gt(after))
            .order(organizations::id.asc())
            .limit(limit)
            .select((
                organizations::id,
                brands::id,
                brands::key,
                organization_plans::plan_key.nullable(),
                flag_answers::features_off.nullable(),
            ))
            .load(self.raw())?;
        let read = |(id, brand, brand_key, plan, off): Columns| {
            let flagged_off = features(off.as_deref())?.unwrap_or_default();
            Ok(AskedAbout { id, brand, brand_key, plan, flagged_off })
        };
        rows.into_iter().map(read).collect()
    }

    /// Organizations of which it said that they do not have something, at most `limit`, with their brands.
    ///
    /// # Errors
    /// When the query fails.
    pub fn flagged_organizations(&mut self, limit: i64) -> Result<Vec<(OrganizationId, BrandId)>> {
        let flagged = flag_answers::table.inner_join(organizations::table).order(organizations::id.asc()).limit(limit);
        Ok(flagged.select((organizations::id, organizations::brand_id)).load(self.raw())?)
    }

    /// What it said that an organization does not have.
    ///
    /// # Errors
    /// When the query fails.
    pub fn flagged_off(&mut self, organization: &OrganizationId) -> Result<BTreeSet<Feature>> {
        let query = flag_answers::table.find(organization).select(flag_answers::features_off);
        let off: Option<String> = query.first(self.raw()).optional()?;
        Ok(features(off.as_deref())?.unwrap_or_default())
    }

    /// Writes down what it says that an organization does not have.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_flagged_off(
        &mut self,
        organization: &OrganizationId,
        off: &BTreeSet<Feature>,
        at: Timestamp,
    ) -> Result<()> {
        diesel::delete(flag_answers::table.find(organization)).execute(self.raw())?;
        if !off.is_empty() {
            let row =
                FlagAnswerRow { org_id: organization.clone(), features_off: to_json(off)?, answered_at: micros(at) };
            diesel::insert_into(flag_answers::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// How asking it goes.
    ///
    /// # Errors
    /// When the query fails.
    pub fn flag_service(&mut self) -> Result<FlagServiceRow> {
        Ok(flag_service::table.find(ROW).select(FlagServiceRow::as_select()).first(self.raw())?)
    }

    /// Says how asking goes, if it is still due at `from`: if nobody else has begun to ask meanwhile. Says whether it was.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_flag_service(&mut self, from: i64, row: &FlagServiceRow) -> Result<bool> {
        let same = flag_service::table.find(ROW).filter(flag_service::due_at.eq(from));
        Ok(diesel::update(same).set(row).execute(self.raw())? == 1)
    }

    /// Moves to `until` when it is due, if that is still `from`. Says whether it was.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn move_flag_service(&mut self, from: i64, until: i64) -> Result<bool> {
        let same = flag_service::table.find(ROW).filter(flag_service::due_at.eq(from));
        Ok(diesel::update(same).set(flag_service::due_at.eq(until)).execute(self.raw())? == 1)
    }
}
