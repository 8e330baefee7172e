//! An organization's identity providers.

use diesel::prelude::*;
use loggia_types::{
    SsoConnectionId, UserId,
    sso::{SsoConnection, SsoState},
};

use crate::{
    error::Result,
    store::{
        TenantConn, TenantTx, from_json, micros, moment,
        rows::SsoConnectionRow,
        schema::{oauth_grants, sso_connections, sso_identities, user_sessions},
    },
};

/// A connection as the wire shows it: without its secret.
///
/// # Errors
/// When it is not what this program writes.
pub fn to_connection(row: SsoConnectionRow) -> Result<SsoConnection> {
    Ok(SsoConnection {
        redirect_path: format!("/sign-in/sso/{}/callback", row.id),
        id: row.id,
        name: row.name,
        issuer: row.issuer,
        client_id: row.client_id,
        has_client_secret: row.client_secret.is_some(),
        scopes: from_json("scopes", &row.scopes)?,
        role_rules: from_json("role_rules", &row.role_rules)?,
        default_role: row.default_role,
        just_in_time: row.just_in_time,
        state: row.state,
        version: row.version,
        created_at: moment(row.created_at),
        updated_at: moment(row.updated_at),
    })
}

impl TenantConn<'_> {
    /// The organization's connections, oldest first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn sso_connection_list(&mut self) -> Result<Vec<SsoConnection>> {
        let rows: Vec<SsoConnectionRow> = self
            .sso_connections()
            .order((sso_connections::created_at.asc(), sso_connections::id.asc()))
            .select(SsoConnectionRow::as_select())
            .load(self.raw())?;
        rows.into_iter().map(to_connection).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`.
    pub fn sso_connection_row(&mut self, id: &SsoConnectionId) -> Result<SsoConnectionRow> {
        let query = self.sso_connections().filter(sso_connections::id.eq(id.clone()));
        Ok(query.select(SsoConnectionRow::as_select()).first(self.raw())?)
    }

    /// How many connections let people in.
    ///
    /// # Errors
    /// When the query fails.
    pub fn count_active_sso_connections(&mut self) -> Result<i64> {
        let active = self.sso_connections().filter(sso_connections::state.eq(SsoState::Active));
        Ok(active.count().first(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Stores a changed connection, if nobody changed it since `row.version`; the version counts up. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn update_sso_connection(&mut self, row: &SsoConnectionRow) -> Result<bool> {
        let now = micros(self.now());
        let target = self
            .sso_connections()
            .filter(sso_connections::id.eq(row.id.clone()))
            .filter(sso_connections::version.eq(row.version));
        let changed = diesel::update(target)
            .set((
                sso_connections::name.eq(&row.name),
                sso_connections::issuer.eq(&row.issuer),
                sso_connections::client_id.eq(&row.client_id),
                sso_connections::client_secret.eq(&row.client_secret),
                sso_connections::scopes.eq(&row.scopes),
                sso_connections::role_rules.eq(&row.role_rules),
                sso_connections::default_role.eq(row.default_role),
                sso_connections::just_in_time.eq(row.just_in_time),
                sso_connections::state.eq(row.state),
                sso_connections::version.eq(row.version + 1),
                sso_connections::updated_at.eq(now),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Deletes a connection. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_sso_connection(&mut self, id: &SsoConnectionId) -> Result<bool> {
        let target = self.sso_connections().filter(sso_connections::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Ends the sessions that a connection of this organization has made, and what programs were given by the people behind
    /// it. Says how many sessions there were.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_sso_sessions(&mut self, id: &SsoConnectionId) -> Result<usize> {
        let now = micros(self.now());
        let people = self
            .sso_identities()
            .filter(sso_identities::connection_id.eq(id.clone()))
            .select(sso_identities::user_id)
            .load::<UserId>(self.raw())?;
        for user in &people {
            self.revoke_grants_of(user, None)?;
        }
        let mine = id.to_string();
        // A session is its brand's: the organization alone may not end one. That it is the organization's connection, the
        // caller has found out by reading it.
        self.as_system(move |raw| {
            let live = user_sessions::table
                .filter(user_sessions::sso_connection_id.eq(mine))
                .filter(user_sessions::revoked_at.is_null());
            diesel::update(live).set(user_sessions::revoked_at.eq(now)).execute(raw)
        })
    }

    /// Ends everything that programs were given in this organization.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_all_grants(&mut self) -> Result<usize> {
        let now = micros(self.now());
        let live = self.oauth_grants().filter(oauth_grants::revoked_at.is_null());
        Ok(diesel::update(live).set(oauth_grants::revoked_at.eq(now)).execute(self.raw())?)
    }
}
