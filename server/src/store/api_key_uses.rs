//! What API keys are used for: written down for many requests at once.

use std::collections::BTreeMap;

use diesel::prelude::*;
use loggia_types::{ApiKeyId, OrganizationId, Timestamp};

use super::{
    SystemConn, TenantConn, micros,
    rows::ApiKeyUseRow,
    schema::{api_key_uses, api_keys},
};
use crate::error::Result;

/// Uses of one API key that are not written down yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Whose key it is; `None`: a brand's.
    pub organization: Option<OrganizationId>,
    /// The last one.
    pub at: Timestamp,
    /// The address it came from.
    pub ip: Option<String>,
    /// How many requests, by day since 1970.
    pub requests: BTreeMap<i64, i64>,
    /// When each secret was last shown, by its hash.
    pub secrets: BTreeMap<String, Timestamp>,
}

impl SystemConn<'_> {
    /// Writes down uses of an API key.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn add_key_use(&mut self, id: &ApiKeyId, used: &KeyUse) -> Result<()> {
        for (day, requests) in &used.requests {
            let counted = diesel::update(api_key_uses::table.find((id, day)))
                .set(api_key_uses::requests.eq(api_key_uses::requests + requests))
                .execute(self.raw())?;
            if counted == 0 {
                let row = ApiKeyUseRow {
                    api_key_id: id.clone(),
                    day: *day,
                    org_id: used.organization.clone(),
                    requests: *requests,
                };
                diesel::insert_into(api_key_uses::table).values(&row).execute(self.raw())?;
            }
        }
        let at = micros(used.at);
        let earlier = api_keys::last_used_at.is_null().or(api_keys::last_used_at.lt(at));
        diesel::update(api_keys::table.find(id).filter(earlier))
            .set((api_keys::last_used_at.eq(at), api_keys::last_used_ip.eq(&used.ip)))
            .execute(self.raw())?;
        for (hash, at) in &used.secrets {
            // The one that was the newest when it was shown may be the one before by now.
            let at = micros(*at);
            diesel::update(api_keys::table.find(id).filter(api_keys::secret_hash.eq(hash)))
                .set(api_keys::secret_used_at.eq(at))
                .execute(self.raw())?;
            diesel::update(api_keys::table.find(id).filter(api_keys::previous_secret_hash.eq(hash)))
                .set(api_keys::previous_secret_used_at.eq(at))
                .execute(self.raw())?;
        }
        Ok(())
    }

    /// Forgets how many requests were made before a day.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_old_key_uses(&mut self, before: i64) -> Result<usize> {
        Ok(diesel::delete(api_key_uses::table.filter(api_key_uses::day.lt(before))).execute(self.raw())?)
    }
}

impl TenantConn<'_> {
    /// How many requests were made with one of the organization's API keys, by day, from a day on.
    ///
    /// # Errors
    /// When the query fails.
    pub fn key_uses(&mut self, id: &ApiKeyId, from: i64) -> Result<BTreeMap<i64, i64>> {
        let rows: Vec<(i64, i64)> = self
            .api_key_uses()
            .filter(api_key_uses::api_key_id.eq(id.clone()))
            .filter(api_key_uses::day.ge(from))
            .select((api_key_uses::day, api_key_uses::requests))
            .load(self.raw())?;
        Ok(rows.into_iter().collect())
    }
}
