//! Who somebody is whom a provider names: by issuer and subject, within the organization whose provider it is.

use diesel::prelude::*;
use loggia_types::{SsoConnectionId, UserId};

use crate::{
    error::Result,
    store::{
        SystemConn, TenantConn, TenantTx, micros,
        rows::{SsoIdentityRow, UserRow},
        schema::{sso_identities, users},
    },
};

/// A user whom a provider's subject is.
#[derive(Clone, Debug)]
pub struct LinkedIdentity {
    /// The user.
    pub user: UserRow,
}

impl TenantConn<'_> {
    /// The user whom a subject of an issuer is here.
    ///
    /// # Errors
    /// When the query fails.
    pub fn identity(&mut self, issuer: &str, subject: &str) -> Result<Option<LinkedIdentity>> {
        let query = self
            .sso_identities()
            .inner_join(users::table)
            .filter(sso_identities::issuer.eq(issuer.to_owned()))
            .filter(sso_identities::subject.eq(subject.to_owned()));
        let user: Option<UserRow> = query.select(UserRow::as_select()).first(self.raw()).optional()?;
        Ok(user.map(|user| LinkedIdentity { user }))
    }

    /// The identities of a user here.
    ///
    /// # Errors
    /// When the query fails.
    pub fn identities_of(&mut self, user: &UserId) -> Result<Vec<SsoIdentityRow>> {
        let query = self.sso_identities().filter(sso_identities::user_id.eq(user.clone()));
        Ok(query.select(SsoIdentityRow::as_select()).load(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Notes that an identity was used, through which connection, and how its provider says that the person signed in.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn note_identity_use(
        &mut self,
        (issuer, subject): (&str, &str),
        connection: &SsoConnectionId,
        acr: Option<&str>,
        authenticated_at: Option<i64>,
    ) -> Result<()> {
        let now = micros(self.now());
        let target = self
            .sso_identities()
            .filter(sso_identities::issuer.eq(issuer.to_owned()))
            .filter(sso_identities::subject.eq(subject.to_owned()));
        diesel::update(target)
            .set((
                sso_identities::last_used_at.eq(now),
                sso_identities::connection_id.eq(connection.clone()),
                sso_identities::acr.eq(acr),
                sso_identities::authenticated_at.eq(authenticated_at),
            ))
            .execute(self.raw())?;
        Ok(())
    }

    /// Forgets the identities of a user here that a connection has, or all of them. Says how many there were.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_identities(&mut self, user: &UserId, connection: &SsoConnectionId) -> Result<usize> {
        let target = self
            .sso_identities()
            .filter(sso_identities::user_id.eq(user.clone()))
            .filter(sso_identities::connection_id.eq(connection.clone()));
        Ok(diesel::delete(target).execute(self.raw())?)
    }

    /// Ends a user's sessions that connections of this organization made.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_sso_sessions_of(&mut self, user: &UserId, connection: &SsoConnectionId) -> Result<usize> {
        use crate::store::schema::user_sessions;
        let (now, user, connection) = (micros(self.now()), user.clone(), connection.to_string());
        self.as_system(move |raw| {
            let live = user_sessions::table
                .filter(user_sessions::user_id.eq(user))
                .filter(user_sessions::sso_connection_id.eq(connection))
                .filter(user_sessions::revoked_at.is_null());
            diesel::update(live).set(user_sessions::revoked_at.eq(now)).execute(raw)
        })
    }
}

impl SystemConn<'_> {
    /// The connections that a user has linked their account with, in all of their organizations.
    ///
    /// # Errors
    /// When the query fails.
    pub fn linked_connections(&mut self, user: &UserId) -> Result<Vec<SsoConnectionId>> {
        super::lookup::linked(self.raw(), user)
    }
}
