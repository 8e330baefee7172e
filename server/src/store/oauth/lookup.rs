//! Codes and tokens looked up by their hash, before anybody is anybody; and what has ended.

use std::collections::BTreeSet;

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{
    AccessTokenId, BrandId, OAuthClientId, OAuthGrantId, OrganizationId, Permission, Timestamp, UserId,
};

use super::clients::permissions;
use crate::{
    auth::{AccessToken, MemberCredential},
    error::Result,
    store::{
        SystemConn,
        credentials::{BrandColumns, MembershipColumns, Shown, StoredOrganization, StoredSession, brand},
        members::is_active,
        micros, moment,
        schema::{
            brands, memberships, oauth_access_tokens, oauth_clients, oauth_grants, oauth_refresh_tokens, organizations,
            users,
        },
    },
};

/// Whose a code or token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGrant {
    /// The sign-in that it is part of.
    pub grant: OAuthGrantId,
    /// The client that it was given to.
    pub client: OAuthClientId,
    /// The organization that it is good in.
    pub organization: OrganizationId,
    /// That organization's brand.
    pub brand: BrandId,
    /// Who signed in.
    pub user: UserId,
    /// Their name.
    pub user_name: String,
    /// What the client is called.
    pub client_name: String,
    /// What was agreed to.
    pub scopes: BTreeSet<Permission>,
}

type FoundColumns = (OAuthGrantId, OAuthClientId, OrganizationId, BrandId, UserId, String, String, String);

fn found(columns: FoundColumns) -> Result<FoundGrant> {
    let (grant, client, organization, brand, user, user_name, client_name, scopes) = columns;
    let scopes = permissions(&scopes)?;
    Ok(FoundGrant { grant, client, organization, brand, user, user_name, client_name, scopes })
}

/// The grants, with the names of who is part of them.
#[diesel::dsl::auto_type(no_type_alias)]
fn grants() -> _ {
    oauth_grants::table.inner_join(users::table).inner_join(oauth_clients::table)
}

/// What [`FoundColumns`] are.
type Columns = (
    oauth_grants::id,
    oauth_grants::client_id,
    oauth_grants::org_id,
    oauth_grants::brand_id,
    oauth_grants::user_id,
    users::name,
    oauth_clients::name,
    oauth_grants::scopes,
);
const COLUMNS: Columns = (
    oauth_grants::id,
    oauth_grants::client_id,
    oauth_grants::org_id,
    oauth_grants::brand_id,
    oauth_grants::user_id,
    users::name,
    oauth_clients::name,
    oauth_grants::scopes,
);

impl SystemConn<'_> {
    /// The grant of a code, used or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn grant_of_code(&mut self, hash: &str) -> Result<Option<FoundGrant>> {
        let grant = grants().filter(oauth_grants::code_hash.eq(hash)).select(COLUMNS);
        grant.first(self.raw()).optional()?.map(found).transpose()
    }

    /// The grant of a refresh token, used or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn grant_of_refresh_token(&mut self, hash: &str) -> Result<Option<FoundGrant>> {
        let of = oauth_refresh_tokens::table.find(hash).select(oauth_refresh_tokens::grant_id);
        let grant = grants().filter(oauth_grants::id.eq_any(of)).select(COLUMNS);
        grant.first(self.raw()).optional()?.map(found).transpose()
    }

    /// The grant of an access token, and that token.
    ///
    /// # Errors
    /// When the query fails.
    pub fn grant_of_access_token(&mut self, hash: &str) -> Result<Option<(AccessTokenId, FoundGrant)>> {
        let token: Option<(AccessTokenId, OAuthGrantId)> = oauth_access_tokens::table
            .filter(oauth_access_tokens::token_hash.eq(hash))
            .select((oauth_access_tokens::id, oauth_access_tokens::grant_id))
            .first(self.raw())
            .optional()?;
        let Some((token, of)) = token else { return Ok(None) };
        let grant = grants().filter(oauth_grants::id.eq(of)).select(COLUMNS);
        let grant: Option<FoundColumns> = grant.first(self.raw()).optional()?;
        grant.map(|grant| Ok((token, found(grant)?))).transpose()
    }

    /// The live access token that was shown, of somebody who is a member now. It ends with its grant and its client.
    ///
    /// # Errors
    /// When the query fails.
    pub fn live_access_token(&mut self, shown: Shown<'_>) -> Result<Option<StoredSession>> {
        type Columns = (
            (AccessTokenId, i64, String),
            (OAuthGrantId, String),
            (UserId, String, String),
            MembershipColumns,
            (OrganizationId, String, String),
            BrandColumns,
        );
        let now = micros(Utc::now());
        let member = memberships::org_id.eq(oauth_grants::org_id).and(memberships::user_id.eq(oauth_grants::user_id));
        let tokens = oauth_access_tokens::table
            .inner_join(
                oauth_grants::table
                    .inner_join(oauth_clients::table)
                    .inner_join(users::table)
                    .inner_join(organizations::table)
                    .inner_join(brands::table)
                    .inner_join(memberships::table.on(member)),
            )
            .filter(oauth_access_tokens::expires_at.gt(now))
            .filter(oauth_grants::revoked_at.is_null())
            .filter(oauth_clients::deleted_at.is_null())
            .filter(is_active(now))
            .select((
                (oauth_access_tokens::id, oauth_access_tokens::expires_at, oauth_access_tokens::scopes),
                (oauth_grants::id, oauth_clients::name),
                (users::id, users::name, users::email),
                (memberships::id, memberships::role, memberships::last_active_at, memberships::attributes),
                (organizations::id, organizations::name, organizations::locale),
                (brands::id, brands::name, brands::support_email),
            ));
        let found: Option<Columns> = match shown {
            Shown::Secret(hash) => tokens.filter(oauth_access_tokens::token_hash.eq(hash)).first(self.raw()),
            Shown::Id(id) => match id.parse::<AccessTokenId>() {
                Ok(id) => tokens.filter(oauth_access_tokens::id.eq(id)).first(self.raw()),
                Err(_) => return Ok(None),
            },
        }
        .optional()?;
        let Some((token, (grant, client), user, membership, organization, of_brand)) = found else { return Ok(None) };
        let (id, expires_at, scopes) = token;
        let membership = self.membership(membership, &organization.0)?;
        let entitlements = self.entitlements(&organization.0)?;
        Ok(Some(StoredSession {
            authenticated_at: None,
            lacks_second_factor: false,
            credential: MemberCredential::AccessToken(Box::new(AccessToken {
                id,
                grant,
                client,
                scopes: permissions(&scopes)?,
            })),
            expires_at: moment(expires_at),
            features: None,
            locale: None,
            user,
            membership,
            organization: StoredOrganization {
                id: organization.0,
                name: organization.1,
                locale: organization.2,
                entitlements,
            },
            brand: brand(of_brand),
        }))
    }

    /// Ends everything that programs may do for a user, in every organization: when the user's credentials are replaced
    /// because somebody else may have them. Says in which organizations something ended.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_grants_of_user(&mut self, user: &UserId) -> Result<Vec<OrganizationId>> {
        let live = oauth_grants::user_id.eq(user).and(oauth_grants::revoked_at.is_null());
        let within = oauth_grants::table.filter(live).select(oauth_grants::org_id).distinct().load(self.raw())?;
        diesel::update(oauth_grants::table.filter(live))
            .set(oauth_grants::revoked_at.eq(micros(Utc::now())))
            .execute(self.raw())?;
        Ok(within)
    }

    /// Ends every access token: programs fetch others, or, if they may not any more, none.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_access_tokens(&mut self) -> Result<()> {
        diesel::delete(oauth_access_tokens::table).execute(self.raw())?;
        Ok(())
    }

    /// Deletes access tokens that have ended, and grants that ended before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_grants(&mut self, before: Timestamp) -> Result<()> {
        let (now, before) = (micros(Utc::now()), micros(before));
        diesel::delete(oauth_access_tokens::table.filter(oauth_access_tokens::expires_at.lt(now)))
            .execute(self.raw())?;
        let ended = oauth_grants::table.filter(
            oauth_grants::idle_expires_at
                .lt(before)
                .or(oauth_grants::expires_at.lt(before))
                .or(oauth_grants::revoked_at.is_not_null().and(oauth_grants::revoked_at.lt(before))),
        );
        let ids: Vec<OAuthGrantId> = ended.select(oauth_grants::id).limit(1000).load(self.raw())?;
        diesel::delete(oauth_access_tokens::table.filter(oauth_access_tokens::grant_id.eq_any(&ids)))
            .execute(self.raw())?;
        diesel::delete(oauth_refresh_tokens::table.filter(oauth_refresh_tokens::grant_id.eq_any(&ids)))
            .execute(self.raw())?;
        diesel::delete(oauth_grants::table.filter(oauth_grants::id.eq_any(&ids))).execute(self.raw())?;
        Ok(())
    }
}
