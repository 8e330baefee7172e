//! Custom roles, and the standing of members.

use std::collections::BTreeMap;

use diesel::prelude::*;
use loggia_types::{Role, RoleId, RoleKey, conditions::Attributes, roles::CustomRole};

use super::{
    TenantConn, TenantTx, from_json, micros, moment,
    rows::RoleRow,
    schema::{invitations, memberships, roles, sso_connections},
    to_json,
};
use crate::{
    error::Result,
    policy::{Definition, Definitions, Policy},
};

/// A role as the wire shows it.
pub fn to_role(row: RoleRow) -> Result<CustomRole> {
    Ok(CustomRole {
        inherits: from_json("inherited roles", &row.inherits)?,
        grants: from_json("grants", &row.grants)?,
        id: row.id,
        name: row.name,
        description: row.description,
        version: row.version,
        created_at: moment(row.created_at),
        updated_at: moment(row.updated_at),
    })
}

/// Stored attributes of a member.
///
/// # Errors
/// When they are not what this program writes.
pub(super) fn member_attributes(text: Option<&str>) -> Result<Attributes> {
    text.map_or_else(|| Ok(Attributes::new()), |text| from_json("attributes", text))
}

/// Stored roles, for decisions.
///
/// # Errors
/// When they are not what this program writes.
pub(super) fn definitions(rows: Vec<RoleRow>) -> Result<Definitions> {
    let definition = |row: RoleRow| {
        let inherits = from_json("inherited roles", &row.inherits)?;
        Ok((row.id, Definition { name: row.name, inherits, grants: from_json("grants", &row.grants)? }))
    };
    rows.into_iter().map(definition).collect()
}

impl TenantConn<'_> {
    /// The organization's own roles, by name.
    ///
    /// # Errors
    /// When the query fails.
    pub fn custom_roles(&mut self) -> Result<Vec<CustomRole>> {
        let rows: Vec<RoleRow> = self
            .roles()
            .order((roles::sort_name.asc(), roles::id.asc()))
            .select(RoleRow::as_select())
            .load(self.raw())?;
        rows.into_iter().map(to_role).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`.
    pub fn custom_role(&mut self, id: &RoleId) -> Result<CustomRole> {
        let query = self.roles().filter(roles::id.eq(id.clone())).select(RoleRow::as_select());
        to_role(query.first(self.raw())?)
    }

    /// The organization's own roles, for decisions.
    ///
    /// # Errors
    /// When the query fails.
    pub fn definitions(&mut self) -> Result<Definitions> {
        definitions(self.roles().select(RoleRow::as_select()).load(self.raw())?)
    }

    /// What the organization's own roles are called.
    ///
    /// # Errors
    /// When the query fails.
    pub fn role_names(&mut self) -> Result<BTreeMap<RoleId, String>> {
        let names: Vec<(RoleId, String)> = self.roles().select((roles::id, roles::name)).load(self.raw())?;
        Ok(names.into_iter().collect())
    }

    /// What a role permits. A role that the organization does not have: nothing.
    ///
    /// # Errors
    /// When the query fails.
    pub fn policy(&mut self, role: RoleKey) -> Result<Policy> {
        let known = if role.custom().is_some() { self.definitions()? } else { Definitions::new() };
        Ok(Policy::of(role, &known))
    }

    /// How many members, open invitations and mappings of single sign-on have a role.
    ///
    /// # Errors
    /// When a query fails.
    pub fn uses_of_role(&mut self, role: RoleKey) -> Result<i64> {
        let members: i64 = self.memberships().filter(memberships::role.eq(role)).count().first(self.raw())?;
        let open = self.invitations().filter(invitations::role.eq(role)).filter(invitations::closed_at.is_null());
        let invited: i64 = open.count().first(self.raw())?;
        let named = format!("%\"{role}\"%");
        let mapped = self
            .sso_connections()
            .filter(sso_connections::default_role.eq(role).or(sso_connections::role_rules.like(named)));
        let mapped: i64 = mapped.count().first(self.raw())?;
        Ok(members + invited + mapped)
    }

    /// How many owners the organization has who stay: whose membership does not end by itself and is not suspended.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_lasting_owners(&mut self) -> Result<i64> {
        let owners = self
            .memberships()
            .filter(memberships::role.eq(RoleKey::from(Role::Owner)))
            .filter(memberships::suspended_at.is_null())
            .filter(memberships::ends_at.is_null());
        Ok(owners.count().first(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Stores a changed role, if nobody changed it since `role.version`; the version counts up. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it, another role of the same name included.
    pub fn update_role(&mut self, role: &CustomRole) -> Result<bool> {
        let target = self.roles().filter(roles::id.eq(role.id.clone())).filter(roles::version.eq(role.version));
        let now = micros(self.now());
        let changed = diesel::update(target)
            .set((
                roles::name.eq(&role.name),
                roles::sort_name.eq(role.name.to_lowercase()),
                roles::description.eq(&role.description),
                roles::inherits.eq(to_json(&role.inherits)?),
                roles::grants.eq(to_json(&role.grants)?),
                roles::version.eq(role.version + 1),
                roles::updated_at.eq(now),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Deletes a role. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_role(&mut self, id: &RoleId) -> Result<bool> {
        let target = self.roles().filter(roles::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Does something that reads what this transaction wrote itself, whoever may see it later: a receipt.
    ///
    /// # Errors
    /// What `work` fails with.
    pub fn with_everything<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let reach = std::mem::replace(&mut self.conn.reach, super::visible::Reach::Everything);
        let done = work(self);
        self.conn.reach = reach;
        done
    }
}
