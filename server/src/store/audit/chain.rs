//! The chain: each entry's hash covers the entry and the hash of the one before it, so that nobody can change, take out
//! or put in an entry without changing every hash after it.
//!
//! An organization's entries are one chain, and so are a brand's own. Where a chain ends stands in the row of the
//! organization or brand, whose lock makes entries come one after another.
//!
//! The hash is SHA-256 over the UTF-8 of a JSON array in the form of RFC 8785 (no white space, the shortest escapes):
//! `[1, previous hash, position, id, organization, moment, actor's kind, actor's id, actor's name, action, resource's
//! type, resource's id, outcome, reason, address, user agent, request, changes]`. `1` is the version of this form, the
//! first entry's previous hash is `""`, the organization is the brand where the entry is a brand's own, the moment is in
//! microseconds since 1970, changes are their JSON as a string, and what is absent is `null`. All of it is in the API's
//! answers, so that readers of the log can check it by themselves.
//!
//! A chain of which old entries were deleted begins after the last of them, whose position and hash are kept, and are in
//! the entry that says so.

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{AuditEventId, BrandId, OrganizationId, Timestamp};
use sha2::{Digest, Sha256};

use super::{AuditEntry, Audited, action_kind};
use crate::{
    auth::hex,
    error::Result,
    store::{
        SystemConn, TenantConn, TenantTx,
        connection::AnyConnection,
        micros,
        rows::AuditEventRow,
        schema::{audit_events, brands, organizations},
        tenant::Principal,
    },
};

/// The form of what is hashed.
const VERSION: u8 = 1;

/// The hash of an entry, from that of the one before it. Whatever hash the entry has itself makes no difference.
pub fn hash(row: &AuditEventRow, previous: &str) -> String {
    let form = serde_json::json!([
        VERSION,
        previous,
        row.position,
        row.id.as_str(),
        row.org_id.as_ref().map(OrganizationId::as_str).or(row.brand_id.as_ref().map(BrandId::as_str)),
        row.created_at,
        row.actor_kind.as_str(),
        row.actor_id,
        row.actor_name,
        row.action,
        row.resource_type,
        row.resource_id,
        row.outcome.as_str(),
        row.reason,
        row.ip,
        row.user_agent,
        row.request_id.as_str(),
        row.changes,
    ]);
    hex(&Sha256::digest(form.to_string().as_bytes()))
}

/// Where a chain stands: its last entry, or one on the way there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The entry's position; 0 before the first.
    pub position: i64,
    /// Its hash; empty before the first.
    pub hash: String,
}

/// What is wrong with a chain, at the first place where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry at this position is not as it was written.
    Changed(i64, AuditEventId),
    /// There is no entry at this position.
    Missing(i64),
    /// The entry at this position is not the one that the chain ends with.
    AnotherEnd(i64),
    /// What comes before is gone up to this position, and no entry says that it was deleted.
    Unexplained(i64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed(position, id) => write!(f, "entry {position} ({id}) is not as it was written"),
            Self::Missing(position) => write!(f, "entry {position} is missing"),
            Self::Unexplained(position) => write!(f, "no entry says that those up to {position} were deleted"),
            Self::AnotherEnd(position) => write!(f, "entry {position} is not the one that the log ended with"),
        }
    }
}

impl Link {
    /// Goes on to the next entry.
    fn step(&mut self, row: &AuditEventRow) -> Result<(), Fault> {
        if row.position != self.position + 1 {
            return Err(Fault::Missing(self.position + 1));
        }
        if row.hash != hash(row, &self.hash) || row.action_kind != action_kind(&row.action) {
            return Err(Fault::Changed(row.position, row.id.clone()));
        }
        (self.position, self.hash) = (row.position, row.hash.clone());
        Ok(())
    }

    /// Goes on over these entries, which follow `self`, as far as `end`.
    pub(super) fn walk(&mut self, rows: &[AuditEventRow], end: &Self) -> Result<(), Fault> {
        for row in rows {
            self.step(row)?;
            if self.position == end.position {
                return if self.hash == end.hash { Ok(()) } else { Err(Fault::AnotherEnd(end.position)) };
            }
        }
        if rows.is_empty() { Err(Fault::Missing(self.position + 1)) } else { Ok(()) }
    }
}

impl TenantTx<'_> {
    /// Writes an entry into the audit log, in this transaction.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn audit(&mut self, entry: AuditEntry) -> Result<Audited<()>> {
        self.audit_at(entry, Utc::now())
    }

    /// [`audit`](Self::audit) as if it were this moment. Apart from tests, it is now.
    pub(crate) fn audit_at(&mut self, entry: AuditEntry, at: Timestamp) -> Result<Audited<()>> {
        self.lock_organization()?;
        let last = self.audit_end()?;
        let (org, brand) = (self.org_id().clone(), self.brand_id().clone());
        let row = entry.into_row(micros(at), Some(org), Some(brand), self.principal(), &last)?;
        diesel::insert_into(audit_events::table).values(&row).execute(self.raw())?;
        diesel::update(self.organization())
            .set((organizations::audit_position.eq(row.position), organizations::audit_hash.eq(row.hash)))
            .execute(self.raw())?;
        Ok(Audited(()))
    }
}

impl TenantConn<'_> {
    /// Where the organization's chain ends.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_end(&mut self) -> Result<Link> {
        let end = self.organization().select((organizations::audit_position, organizations::audit_hash));
        let (position, hash) = end.first(self.raw())?;
        Ok(Link { position, hash })
    }

    /// The highest position of an entry, and then where the chain ends.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audit_extent(&mut self) -> Result<(i64, Link)> {
        let highest = self.audit_events().select(audit_events::position).order(audit_events::position.desc());
        let highest: Option<i64> = highest.first(self.raw()).optional()?;
        Ok((highest.unwrap_or_default(), self.audit_end()?))
    }

    /// Checks the next `limit` entries of the organization's chain, and moves `link` along.
    ///
    /// # Errors
    /// When the query fails. What is wrong with the chain is in the answer.
    pub fn verify_audit(&mut self, link: &mut Link, end: &Link, limit: i64) -> Result<Result<(), Fault>> {
        let next = self.audit_events().filter(audit_events::position.gt(link.position));
        let rows: Vec<AuditEventRow> = next
            .order(audit_events::position.asc())
            .limit(limit)
            .select(AuditEventRow::as_select())
            .load(self.raw())?;
        Ok(link.walk(&rows, end))
    }
}

impl SystemConn<'_> {
    /// Writes an entry that concerns a brand as a whole.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn audit(&mut self, brand: &BrandId, principal: &Principal, entry: AuditEntry) -> Result<()> {
        self.lock_brand(brand)?;
        let last = self.brand_audit_end(brand)?;
        let row = entry.into_row(micros(Utc::now()), None, Some(brand.clone()), principal, &last)?;
        diesel::insert_into(audit_events::table).values(&row).execute(self.raw())?;
        diesel::update(brands::table.find(brand))
            .set((brands::audit_position.eq(row.position), brands::audit_hash.eq(row.hash)))
            .execute(self.raw())?;
        Ok(())
    }

    /// Waits until no other transaction writes what is the brand's own, and lets none until this one ends.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn lock_brand(&mut self, brand: &BrandId) -> Result<()> {
        if !matches!(self.raw(), AnyConnection::Sqlite(_)) {
            // One entry after another. On SQLite there is one transaction that writes.
            let same = brands::audit_position.eq(brands::audit_position);
            diesel::update(brands::table.find(brand)).set(same).execute(self.raw())?;
        }
        Ok(())
    }

    /// Where the chain of a brand's own entries ends.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_audit_end(&mut self, brand: &BrandId) -> Result<Link> {
        let end = brands::table.find(brand).select((brands::audit_position, brands::audit_hash));
        let (position, hash) = end.first(self.raw())?;
        Ok(Link { position, hash })
    }

    /// The highest position of a brand's own entries, and then where their chain ends.
    ///
    /// # Errors
    /// When the query fails.
    pub fn brand_audit_extent(&mut self, brand: &BrandId) -> Result<(i64, Link)> {
        let of_brand = audit_events::org_id.is_null().and(audit_events::brand_id.eq(brand));
        let highest = audit_events::table.filter(of_brand).select(audit_events::position);
        let highest: Option<i64> = highest.order(audit_events::position.desc()).first(self.raw()).optional()?;
        Ok((highest.unwrap_or_default(), self.brand_audit_end(brand)?))
    }

    /// Checks the next `limit` of a brand's own entries, and moves `link` along.
    ///
    /// # Errors
    /// When the query fails. What is wrong with the chain is in the answer.
    pub fn verify_brand_audit(
        &mut self,
        brand: &BrandId,
        link: &mut Link,
        end: &Link,
        limit: i64,
    ) -> Result<Result<(), Fault>> {
        let of_brand = audit_events::org_id.is_null().and(audit_events::brand_id.eq(brand));
        let next = audit_events::table.filter(of_brand).filter(audit_events::position.gt(link.position));
        let rows: Vec<AuditEventRow> = next
            .order(audit_events::position.asc())
            .limit(limit)
            .select(AuditEventRow::as_select())
            .load(self.raw())?;
        Ok(link.walk(&rows, end))
    }

    /// Every organization and its brand, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audited_organizations(&mut self) -> Result<Vec<(OrganizationId, BrandId)>> {
        let all = organizations::table.order(organizations::id).select((organizations::id, organizations::brand_id));
        Ok(all.load(self.raw())?)
    }

    /// Every brand, in the order of their ids.
    ///
    /// # Errors
    /// When the query fails.
    pub fn audited_brands(&mut self) -> Result<Vec<BrandId>> {
        Ok(brands::table.order(brands::id).select(brands::id).load(self.raw())?)
    }
}

/// Adds the hashes of entries from before there was a chain. Their positions are there already.
pub(in crate::store) fn chain_old_entries(connection: &mut AnyConnection) -> QueryResult<()> {
    const BATCH: i64 = 1000;
    let unchained = audit_events::table.filter(audit_events::hash.eq(""));
    let mut chains: Vec<(Option<OrganizationId>, Option<BrandId>)> =
        unchained.select((audit_events::org_id, audit_events::brand_id)).distinct().load(connection)?;
    for (org, brand) in &mut chains {
        // An organization's chain is one, whichever brand it was under.
        if org.is_some() {
            *brand = None;
        }
    }
    chains.sort();
    chains.dedup();
    for (org, brand) in chains {
        let end: Option<i64> = match (&org, &brand) {
            (Some(org), _) => organizations::table.find(org).select(organizations::audit_position).first(connection),
            (None, Some(brand)) => brands::table.find(brand).select(brands::audit_position).first(connection),
            (None, None) => continue,
        }
        .optional()?;
        if end != Some(0) {
            // It is a chain already. Whatever took a hash out of it is for `verify` to find.
            continue;
        }
        let mut link = Link::default();
        loop {
            let next = audit_events::table.filter(audit_events::position.gt(link.position)).into_boxed();
            let next = match (&org, &brand) {
                (Some(org), _) => next.filter(audit_events::org_id.eq(org)),
                (None, Some(brand)) => {
                    next.filter(audit_events::org_id.is_null()).filter(audit_events::brand_id.eq(brand))
                }
                (None, None) => break,
            };
            let rows: Vec<AuditEventRow> = next
                .order(audit_events::position.asc())
                .limit(BATCH)
                .select(AuditEventRow::as_select())
                .load(connection)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let hash = hash(&row, &link.hash);
                let this = audit_events::table.find(&row.id);
                diesel::update(this).set(audit_events::hash.eq(&hash)).execute(connection)?;
                link = Link { position: row.position, hash };
            }
        }
        match (&org, &brand) {
            (Some(org), _) => diesel::update(organizations::table.find(org))
                .set((organizations::audit_position.eq(link.position), organizations::audit_hash.eq(&link.hash)))
                .execute(connection)?,
            (None, Some(brand)) => diesel::update(brands::table.find(brand))
                .set((brands::audit_position.eq(link.position), brands::audit_hash.eq(&link.hash)))
                .execute(connection)?,
            (None, None) => 0,
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use loggia_types::{
        RequestId,
        audit::{ActorKind, Outcome},
    };

    use super::*;

    fn row() -> AuditEventRow {
        AuditEventRow {
            id: AuditEventId::from_u128(1),
            org_id: Some(OrganizationId::from_u128(2)),
            brand_id: None,
            created_at: 1_700_000_000_000_001,
            actor_kind: ActorKind::User,
            actor_id: "user_1".to_owned(),
            actor_name: "Zoë \"Z\"\n".to_owned(),
            action: "member.removed".to_owned(),
            resource_type: "membership".to_owned(),
            resource_id: "mem_1".to_owned(),
            outcome: Outcome::Success,
            reason: None,
            ip: Some("192.0.2.1".to_owned()),
            user_agent: None,
            request_id: RequestId::from_u128(3),
            changes: Some(r#"{"before":{"role":"member"},"after":null}"#.to_owned()),
            position: 1,
            hash: String::new(),
            action_kind: "member.".to_owned(),
        }
    }

    #[test]
    fn the_hash_is_that_of_the_documented_form() {
        let row = row();
        let text = format!(
            r#"[1,"",1,"{}","{}",1700000000000001,"user","user_1","Zoë \"Z\"\n","member.removed","membership","mem_1","success",null,"192.0.2.1",null,"{}","{{\"before\":{{\"role\":\"member\"}},\"after\":null}}"]"#,
            row.id,
            row.org_id.as_ref().unwrap(),
            row.request_id
        );
        assert_eq!(hash(&row, ""), hex(&Sha256::digest(text.as_bytes())));
        assert_ne!(hash(&row, ""), hash(&row, "ab"));
    }

    #[test]
    fn what_differs_in_any_column_has_another_hash() {
        let original = hash(&row(), "");
        let changes: [fn(&mut AuditEventRow); 17] = [
            |row| row.id = AuditEventId::from_u128(9),
            |row| row.org_id = Some(OrganizationId::from_u128(9)),
            |row| row.created_at += 1,
            |row| row.actor_kind = ActorKind::System,
            |row| row.actor_id.push('2'),
            |row| row.actor_name.clear(),
            |row| row.action.push('x'),
            |row| row.resource_type.push('x'),
            |row| row.resource_id.push('x'),
            |row| row.outcome = Outcome::Denied,
            |row| row.reason = Some(String::new()),
            |row| row.ip = None,
            |row| row.user_agent = Some("x".to_owned()),
            |row| row.request_id = RequestId::from_u128(9),
            |row| row.changes = None,
            |row| row.position = 2,
            // Two columns that say the same together as before.
            |row| (row.resource_type, row.resource_id) = ("member".to_owned(), "shipmem_1".to_owned()),
        ];
        for change in changes {
            let mut other = row();
            change(&mut other);
            assert_ne!(hash(&other, ""), original, "{other:?}");
        }
    }
}
