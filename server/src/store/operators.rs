//! Operators: who they are, looked up by every request of theirs, and what they find organizations by.

use chrono::Utc;
use diesel::{dsl, prelude::*};
use loggia_types::{
    BrandId, OperatorId, OperatorPermission, OperatorRole, OrganizationId, Timestamp, UserId, UserSessionId,
    session::UserRef,
};
use serde::{Deserialize, Serialize};

use super::{
    SystemConn, TenantTx,
    brands::is_within,
    connection::AnyConnection,
    members::{contains_pattern, to_user},
    micros, moment,
    rows::{OperatorRow, OrganizationRow, UserRow},
    schema::{brands, operators, organizations, user_sessions, users},
    user_sessions::live,
};
use crate::{
    auth::Operator,
    error::{Error, Result},
};

/// What a request has to know of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOperator {
    /// The operator.
    pub id: OperatorId,
    /// What they are.
    pub role: OperatorRole,
    /// From when on they are none any more.
    pub ends_at: Option<Timestamp>,
}

/// An operator as the list of them has it.
#[derive(Clone, Debug)]
pub struct ListedOperator {
    /// The operator.
    pub id: OperatorId,
    /// The key of their brand.
    pub brand: String,
    /// The person.
    pub user: UserRef,
    /// What they are.
    pub role: OperatorRole,
    /// From when on they are none any more.
    pub ends_at: Option<Timestamp>,
    /// Since when they may nothing.
    pub suspended_at: Option<Timestamp>,
    /// Since when.
    pub created_at: Timestamp,
    /// Who made them one. Absent: the command line did.
    pub created_by: Option<UserId>,
}

/// An organization as operators find it.
#[derive(Clone, Debug)]
pub struct FoundOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its brand's name.
    pub brand: String,
    /// Since when it is a customer.
    pub created_at: Timestamp,
    sort_name: String,
}

/// An organization's place in the list: its name in lower case, and its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPlace(String, OrganizationId);

impl FoundOrganization {
    /// Where the list goes on after it.
    pub fn place(&self) -> OrganizationPlace {
        OrganizationPlace(self.sort_name.clone(), self.id.clone())
    }
}

/// Those that are neither suspended nor over at `now`, in microseconds.
#[dsl::auto_type(no_type_alias)]
fn active(now: i64) -> _ {
    operators::suspended_at.is_null().and(operators::ends_at.is_null().or(operators::ends_at.gt(now)))
}

type Columns = (OperatorId, OperatorRole, Option<i64>);

fn stored((id, role, ends_at): Columns) -> StoredOperator {
    StoredOperator { id, role, ends_at: ends_at.map(moment) }
}

/// The operator that a session's person is now, within whose reach a brand is, if both are good.
pub(super) fn operator_of_session(
    connection: &mut AnyConnection,
    id: &OperatorId,
    session: &UserSessionId,
    reached: &BrandId,
) -> QueryResult<Option<StoredOperator>> {
    let now = micros(Utc::now());
    let of_same_person = user_sessions::user_id.eq(operators::user_id);
    let is_reached = brands::table
        .find(reached)
        .filter(brands::id.eq(operators::brand_id).or(brands::parent_id.eq(operators::brand_id.nullable())))
        .select(brands::id);
    let found: Option<Columns> = operators::table
        .inner_join(user_sessions::table.on(of_same_person))
        .filter(operators::id.eq(id))
        .filter(active(now))
        .filter(user_sessions::id.eq(session))
        .filter(live(now))
        .filter(dsl::exists(is_reached))
        .select((operators::id, operators::role, operators::ends_at))
        .first(connection)
        .optional()?;
    Ok(found.map(stored))
}

impl SystemConn<'_> {
    /// The operator of a brand that a user is now.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_operator(&mut self, brand: &BrandId, user: &UserId) -> Result<Option<StoredOperator>> {
        let found: Option<Columns> = operators::table
            .filter(operators::user_id.eq(user))
            .filter(operators::brand_id.eq(brand))
            .filter(active(micros(Utc::now())))
            .select((operators::id, operators::role, operators::ends_at))
            .first(self.raw())
            .optional()?;
        Ok(found.map(stored))
    }

    /// The operator behind a request as of this transaction, who may still do what its route asked.
    ///
    /// # Errors
    /// `not_found` when they are none any more or their session has ended, `permission_denied`.
    pub fn require_operator(&mut self, operator: &Operator) -> Result<StoredOperator> {
        let now = operator_of_session(self.raw(), &operator.id, operator.session_id(), operator.brand_id())?;
        let now = now.ok_or_else(Error::not_found)?;
        if now.role.permits(operator.asked()) { Ok(now) } else { Err(Error::operator_denied(operator.asked())) }
    }

    /// Every operator by address: of all brands, or of the one with this key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn operators(&mut self, brand_key: Option<&str>) -> Result<Vec<ListedOperator>> {
        let mut query = operators::table
            .inner_join(brands::table)
            .inner_join(users::table.on(users::id.eq(operators::user_id)))
            .select((OperatorRow::as_select(), brands::key, UserRow::as_select()))
            .order((brands::key.asc(), users::email.asc()))
            .into_boxed();
        if let Some(key) = brand_key {
            query = query.filter(brands::key.eq(key.to_owned()));
        }
        let rows: Vec<(OperatorRow, String, UserRow)> = query.load(self.raw())?;
        let listed = |(row, brand, user): (OperatorRow, String, UserRow)| ListedOperator {
            id: row.id,
            brand,
            user: to_user(user),
            role: row.role,
            ends_at: row.ends_at.map(moment),
            suspended_at: row.suspended_at.map(moment),
            created_at: moment(row.created_at),
            created_by: row.created_by,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// An operator of a brand.
    ///
    /// # Errors
    /// `not_found`.
    pub fn operator(&mut self, brand: &BrandId, id: &OperatorId) -> Result<OperatorRow> {
        let query = operators::table.find(id).filter(operators::brand_id.eq(brand));
        Ok(query.select(OperatorRow::as_select()).first(self.raw())?)
    }

    /// The operator that a person is or was.
    ///
    /// # Errors
    /// When the query fails.
    pub fn operator_of_user(&mut self, user: &UserId) -> Result<Option<OperatorRow>> {
        let query = operators::table.filter(operators::user_id.eq(user));
        Ok(query.select(OperatorRow::as_select()).first(self.raw()).optional()?)
    }

    /// Adds an operator.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_operator(&mut self, row: &OperatorRow) -> Result<()> {
        diesel::insert_into(operators::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Stores an operator's role, end and suspension.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn update_operator(&mut self, row: &OperatorRow) -> Result<()> {
        let set = (
            operators::role.eq(row.role),
            operators::ends_at.eq(row.ends_at),
            operators::suspended_at.eq(row.suspended_at),
        );
        diesel::update(operators::table.find(&row.id)).set(set).execute(self.raw())?;
        Ok(())
    }

    /// Deletes an operator. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_operator(&mut self, id: &OperatorId) -> Result<bool> {
        Ok(diesel::delete(operators::table.find(id)).execute(self.raw())? == 1)
    }

    /// How many of a brand's operators manage operators and stay: they do not end by themselves and are not suspended.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_lasting_managers(&mut self, brand: &BrandId) -> Result<i64> {
        let manage = |role: &&OperatorRole| role.permits(OperatorPermission::OperatorsManage);
        let roles: Vec<OperatorRole> = OperatorRole::ALL.iter().filter(manage).copied().collect();
        let managers = operators::table
            .filter(operators::brand_id.eq(brand))
            .filter(operators::role.eq_any(roles))
            .filter(operators::suspended_at.is_null())
            .filter(operators::ends_at.is_null());
        Ok(managers.count().first(self.raw())?)
    }

    /// Up to `limit` organizations of the brand and of partners' brands below it whose name contains a text, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn find_organizations(
        &mut self,
        brand: &BrandId,
        contains: Option<&str>,
        after: Option<&OrganizationPlace>,
        limit: i64,
    ) -> Result<Vec<FoundOrganization>> {
        let mut query = organizations::table
            .inner_join(brands::table)
            .filter(is_within(brand))
            .select((OrganizationRow::as_select(), brands::name, organizations::sort_name))
            .into_boxed();
        if let Some(text) = contains {
            query = query.filter(organizations::sort_name.like(contains_pattern(text)).escape('\\'));
        }
        if let Some(OrganizationPlace(name, id)) = after {
            let later = organizations::sort_name.gt(name).or(organizations::id.gt(id));
            query = query.filter(organizations::sort_name.ge(name)).filter(later);
        }
        let rows: Vec<(OrganizationRow, String, String)> =
            query.order((organizations::sort_name.asc(), organizations::id.asc())).limit(limit).load(self.raw())?;
        let found = |(row, brand, sort_name): (OrganizationRow, String, String)| FoundOrganization {
            id: row.id,
            name: row.name,
            brand,
            created_at: moment(row.created_at),
            sort_name,
        };
        Ok(rows.into_iter().map(found).collect())
    }
}

impl TenantTx<'_> {
    /// The operator that a session's person is as of this transaction, with the organization within reach.
    ///
    /// # Errors
    /// When the query fails.
    pub(super) fn operator_now(&mut self, id: &OperatorId, session: &UserSessionId) -> Result<Option<StoredOperator>> {
        let brand = self.brand_id().clone();
        self.as_system(|raw| operator_of_session(raw, id, session, &brand))
    }
}
