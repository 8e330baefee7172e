//! What a person sees of the programs that act for them: above organizations, because a user is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{BrandId, OAuthClientId, OrganizationId, Permission, Timestamp, UserId};

use super::clients::permissions;
use crate::{
    error::Result,
    store::{
        SystemConn,
        members::is_active,
        micros, moment,
        schema::{memberships, oauth_clients, oauth_consents, oauth_grants, organizations},
    },
};

/// A program that a person agreed to, in one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizedClient {
    /// The client.
    pub client: OAuthClientId,
    /// What it is called.
    pub name: String,
    /// The organization.
    pub organization: OrganizationId,
    /// What that is called.
    pub organization_name: String,
    /// What was agreed to.
    pub scopes: BTreeSet<Permission>,
    /// When it was agreed to first.
    pub since: Timestamp,
    /// When it was last given tokens.
    pub used_at: Option<Timestamp>,
    /// Whether it is signed in now.
    pub is_signed_in: bool,
}

impl SystemConn<'_> {
    /// The programs that a user agreed to, in the order of their names.
    ///
    /// # Errors
    /// When the query fails.
    pub fn authorized_clients(&mut self, user: &UserId) -> Result<Vec<AuthorizedClient>> {
        type Columns = (OAuthClientId, String, OrganizationId, String, String, i64);
        let now = micros(Utc::now());
        // Of an organization that the user does not belong to now, nothing is told: not even its name.
        let member =
            memberships::org_id.eq(oauth_consents::org_id).and(memberships::user_id.eq(oauth_consents::user_id));
        let consents = oauth_consents::table
            .inner_join(oauth_clients::table)
            .inner_join(organizations::table)
            .inner_join(memberships::table.on(member))
            .filter(is_active(now))
            .filter(oauth_consents::user_id.eq(user))
            .filter(oauth_clients::deleted_at.is_null())
            .select((
                oauth_clients::id,
                oauth_clients::name,
                organizations::id,
                organizations::name,
                oauth_consents::scopes,
                oauth_consents::created_at,
            ))
            .order((oauth_clients::name, organizations::name, oauth_clients::id));
        let consents: Vec<Columns> = consents.load(self.raw())?;
        let grants: Vec<(OAuthClientId, OrganizationId, i64, i64, Option<i64>)> = oauth_grants::table
            .filter(oauth_grants::user_id.eq(user))
            .filter(oauth_grants::generation.gt(0))
            .select((
                oauth_grants::client_id,
                oauth_grants::org_id,
                oauth_grants::used_at,
                oauth_grants::idle_expires_at,
                oauth_grants::revoked_at,
            ))
            .load(self.raw())?;
        let mut used: BTreeMap<(OAuthClientId, OrganizationId), (i64, bool)> = BTreeMap::new();
        for (client, organization, used_at, idle_expires_at, revoked_at) in grants {
            let entry = used.entry((client, organization)).or_default();
            entry.0 = entry.0.max(used_at);
            entry.1 |= revoked_at.is_none() && idle_expires_at > now;
        }
        let one = |(client, name, organization, organization_name, scopes, since): Columns| {
            let used = used.get(&(client.clone(), organization.clone())).copied();
            Ok(AuthorizedClient {
                client,
                name,
                organization,
                organization_name,
                scopes: permissions(&scopes)?,
                since: moment(since),
                used_at: used.map(|(at, _)| moment(at)),
                is_signed_in: used.is_some_and(|(_, live)| live),
            })
        };
        consents.into_iter().map(one).collect()
    }

    /// The organizations of a brand that a user is a member of now, with what the user has agreed to for a client there,
    /// in the order of their names.
    ///
    /// # Errors
    /// When the query fails.
    pub fn organizations_to_grant(
        &mut self,
        brand: &BrandId,
        user: &UserId,
        client: &OAuthClientId,
    ) -> Result<Vec<(OrganizationId, String, BTreeSet<Permission>)>> {
        let now = micros(Utc::now());
        let member = memberships::org_id.eq(organizations::id);
        let consented = oauth_consents::org_id
            .eq(organizations::id)
            .and(oauth_consents::user_id.eq(memberships::user_id))
            .and(oauth_consents::client_id.eq(client));
        let rows: Vec<(OrganizationId, String, Option<String>)> = organizations::table
            .inner_join(memberships::table.on(member))
            .left_join(oauth_consents::table.on(consented))
            .filter(organizations::brand_id.eq(brand))
            .filter(memberships::user_id.eq(user))
            .filter(is_active(now))
            .select((organizations::id, organizations::name, oauth_consents::scopes.nullable()))
            .order((organizations::name, organizations::id))
            .load(self.raw())?;
        let one = |(id, name, scopes): (OrganizationId, String, Option<String>)| {
            Ok((id, name, scopes.as_deref().map(permissions).transpose()?.unwrap_or_default()))
        };
        rows.into_iter().map(one).collect()
    }
}
