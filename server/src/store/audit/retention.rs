//! How long a log is kept, and the one way in which entries are deleted (see `engine/append_only`).

use chrono::TimeDelta;
use diesel::{dsl::max, prelude::*};
use loggia_types::{
    BrandId, OrganizationId, Timestamp,
    audit_streams::{AuditRetention, DeletedEntries},
};
use serde_json::json;

use super::{AuditEntry, Audited, Link};
use crate::{
    error::Result,
    store::{
        SystemConn, TenantConn, TenantTx, micros, moment,
        rows::{AuditCutRow, AuditSettingsRow},
        schema::{audit_cuts, audit_events, audit_holds, audit_minimums, audit_settings},
    },
};

/// What the entry is called that says that entries were deleted. The triggers ask for it.
const DELETED: &str = "audit.entries_deleted";
/// The rules for all brands and all organizations are under this.
const ALL: &str = "";

impl TenantConn<'_> {
    /// The last cut of the organization's log.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_cut(&mut self) -> Result<Option<AuditCutRow>> {
        let cuts = self.audit_cuts().order(audit_cuts::position.desc()).select(AuditCutRow::as_select());
        Ok(cuts.first(self.raw()).optional()?)
    }

    /// Where the organization's chain begins: what was deleted last.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_start(&mut self) -> Result<Link> {
        let cut = self.audit_cut()?;
        Ok(cut.map(|cut| Link { position: cut.position, hash: cut.hash }).unwrap_or_default())
    }

    /// How long the organization keeps its log.
    ///
    /// # Errors
    /// When a query fails.
    pub fn audit_retention(&mut self) -> Result<AuditRetention> {
        let (days, minimum) = self.audit_rule()?;
        let deleted = self.audit_cut()?.map(|cut| DeletedEntries {
            position: cut.position,
            hash: cut.hash,
            deleted_at: moment(cut.created_at),
            entry_position: cut.entry_position,
        });
        let number = |days: i64| u32::try_from(days).unwrap_or(u32::MAX);
        Ok(AuditRetention {
            days: days.map(number),
            minimum_days: number(minimum),
            is_on_hold: self.audit_is_on_hold()?,
            deleted,
        })
    }

    /// For how many days the organization wants its entries kept, and for how many they have to be.
    fn audit_rule(&mut self) -> Result<(Option<i64>, i64)> {
        let chosen = self.audit_settings().select(audit_settings::retention_days);
        let chosen: Option<Option<i64>> = chosen.first(self.raw()).optional()?;
        let brand = self.brand_id().as_str();
        let minimum = audit_minimums::table.filter(audit_minimums::brand_id.eq_any([ALL, brand]));
        let minimum: Option<i64> = minimum.select(max(audit_minimums::days)).first(self.raw())?;
        Ok((chosen.flatten(), minimum.unwrap_or(i64::MAX)))
    }

    fn audit_is_on_hold(&mut self) -> Result<bool> {
        let org = self.org_id().as_str();
        let holds = audit_holds::table.filter(audit_holds::org_id.eq_any([ALL, org]));
        let count: i64 = holds.count().first(self.raw())?;
        Ok(count > 0)
    }

    /// What wrongly says that entries were deleted: the last cut, when no entry of the log says the same.
    ///
    /// # Errors
    /// When a query fails.
    pub fn unexplained_audit_cut(&mut self) -> Result<Option<i64>> {
        let Some(cut) = self.audit_cut()? else { return Ok(None) };
        // Checking begins after the cut: what explains it has to be on the way, and nothing may be left before it.
        let end = self.audit_end()?.position;
        let left = self.audit_events().filter(audit_events::position.le(cut.position)).select(audit_events::position);
        let left: Option<i64> = left.first(self.raw()).optional()?;
        if left.is_some() || cut.entry_position <= cut.position || cut.entry_position > end {
            return Ok(Some(cut.position));
        }
        let entry = self
            .audit_events()
            .filter(audit_events::position.eq(cut.entry_position))
            .filter(audit_events::action.eq(DELETED))
            .filter(audit_events::resource_id.eq(cut.position.to_string()))
            .select(audit_events::changes);
        let changes: Option<Option<String>> = entry.first(self.raw()).optional()?;
        let says = changes.flatten().is_some_and(|changes| changes.contains(&format!("\"hash\":\"{}\"", cut.hash)));
        Ok((!says).then_some(cut.position))
    }
}

impl TenantTx<'_> {
    /// Chooses how long entries are kept.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_audit_retention(&mut self, days: Option<i64>) -> Result<()> {
        let updated_at = micros(self.now());
        let set = (audit_settings::retention_days.eq(days), audit_settings::updated_at.eq(updated_at));
        if diesel::update(self.audit_settings()).set(set).execute(self.raw())? == 0 {
            let row = AuditSettingsRow { org_id: self.org_id().clone(), retention_days: days, updated_at };
            self.insert(&row)?;
        }
        Ok(())
    }

    /// Deletes the oldest entries that need not be kept any more, at most `limit` of them, and says so in the log. Nothing
    /// happens when there are none, or only a few so soon after the last time: each time is an entry, too. Answers how many
    /// were deleted.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn cut_audit(&mut self, limit: usize, pause: TimeDelta) -> Result<Audited<usize>> {
        let nothing = |why| Ok(Audited::not_worth_an_entry(why, 0));
        self.lock_organization()?;
        let ((Some(chosen), minimum), false) = (self.audit_rule()?, self.audit_is_on_hold()?) else {
            return nothing("everything is kept");
        };
        let (days, last) = (chosen.max(minimum), self.audit_cut()?);
        // A minute of grace: the database's clock has the last word.
        let before = self.now() - TimeDelta::try_days(days).unwrap_or(TimeDelta::MAX) - TimeDelta::minutes(1);
        let start = last.as_ref().map_or(0, |cut| cut.position);
        let oldest: Vec<(i64, String, i64)> = self
            .audit_events()
            .filter(audit_events::position.gt(start))
            .order(audit_events::position.asc())
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select((audit_events::position, audit_events::hash, audit_events::created_at))
            .load(self.raw())?;
        let count = oldest.iter().take_while(|(_, _, created_at)| *created_at < micros(before)).count();
        let Some((position, hash, _)) = count.checked_sub(1).and_then(|last| oldest.into_iter().nth(last)) else {
            return nothing("nothing is old enough");
        };
        if count < limit && last.is_some_and(|cut| moment(cut.created_at) > self.now() - pause) {
            return nothing("it can wait");
        }
        let said = json!({ "position": position, "hash": hash, "entries": count, "retention_days": days });
        let noted = self.audit(AuditEntry::new(DELETED, "audit", position).changes(said, ()))?;
        let cut = AuditCutRow {
            org_id: self.org_id().clone(),
            position,
            hash,
            entry_position: self.audit_end()?.position,
            retention_days: days,
            created_at: micros(self.now()),
            is_open: true,
        };
        self.insert(&cut)?;
        Ok(noted.with(count))
    }
}

impl SystemConn<'_> {
    /// For how many days every log has to be kept, or those of a brand.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_minimum(&mut self, brand: Option<&BrandId>) -> Result<Option<i64>> {
        let of = audit_minimums::table.find(brand.map_or(ALL, BrandId::as_str));
        Ok(of.select(audit_minimums::days).first(self.raw()).optional()?)
    }

    /// Says for how many days every log has to be kept, or those of a brand, for which `None` is what holds for all.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_audit_minimum(&mut self, brand: Option<&BrandId>, days: Option<i64>) -> Result<()> {
        let key = brand.map_or(ALL, BrandId::as_str);
        let there = audit_minimums::table.find(key);
        match days {
            None => {
                diesel::delete(there).execute(self.raw())?;
            }
            Some(days) => {
                if diesel::update(there).set(audit_minimums::days.eq(days)).execute(self.raw())? == 0 {
                    let row = (audit_minimums::brand_id.eq(key), audit_minimums::days.eq(days));
                    diesel::insert_into(audit_minimums::table).values(row).execute(self.raw())?;
                }
            }
        }
        Ok(())
    }

    /// Puts a hold on an organization's log, or on all. Says whether there was none.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn hold_audit(&mut self, org: Option<&OrganizationId>, reason: &str, now: Timestamp) -> Result<bool> {
        let key = org.map_or(ALL, OrganizationId::as_str);
        let count: i64 = audit_holds::table.find(key).count().first(self.raw())?;
        if count > 0 {
            return Ok(false);
        }
        let row =
            (audit_holds::org_id.eq(key), audit_holds::reason.eq(reason), audit_holds::created_at.eq(micros(now)));
        diesel::insert_into(audit_holds::table).values(row).execute(self.raw())?;
        Ok(true)
    }

    /// Lifts the hold on an organization's log, or the one on all. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn release_audit(&mut self, org: Option<&OrganizationId>) -> Result<bool> {
        let there = audit_holds::table.find(org.map_or(ALL, OrganizationId::as_str));
        Ok(diesel::delete(there).execute(self.raw())? > 0)
    }

    /// The holds: whose log (`None`: all), why, and since when.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_holds(&mut self) -> Result<Vec<(Option<String>, String, Timestamp)>> {
        let rows: Vec<(String, String, i64)> = audit_holds::table.order(audit_holds::org_id).load(self.raw())?;
        let hold = |(org, reason, at): (String, String, i64)| (Some(org).filter(|org| org != ALL), reason, moment(at));
        Ok(rows.into_iter().map(hold).collect())
    }
}
