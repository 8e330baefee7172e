//! Codes and tokens of one organization: given, exchanged, revoked.

use std::collections::BTreeSet;

use diesel::prelude::*;
use loggia_types::{AccessTokenId, OAuthClientId, OAuthGrantId, Permission, UserId};

use super::clients::permissions;
use crate::{
    error::Result,
    store::{
        TenantConn, TenantTx,
        members::is_active,
        micros,
        rows::{OAuthConsentRow, OAuthGrantRow},
        schema::{memberships, oauth_access_tokens, oauth_clients, oauth_consents, oauth_grants, oauth_refresh_tokens},
        to_json,
    },
};

impl TenantConn<'_> {
    /// A grant.
    ///
    /// # Errors
    /// `not_found`.
    pub fn oauth_grant(&mut self, id: &OAuthGrantId) -> Result<OAuthGrantRow> {
        let grant = self.oauth_grants().filter(oauth_grants::id.eq(id.clone()));
        Ok(grant.select(OAuthGrantRow::as_select()).first(self.raw())?)
    }

    /// A refresh token: its generation, and when it was used.
    ///
    /// # Errors
    /// `not_found`.
    pub fn refresh_token(&mut self, hash: &str) -> Result<(i64, Option<i64>)> {
        let token = self.oauth_refresh_tokens().filter(oauth_refresh_tokens::token_hash.eq(hash.to_owned()));
        Ok(token.select((oauth_refresh_tokens::generation, oauth_refresh_tokens::used_at)).first(self.raw())?)
    }

    /// Whether a client may have tokens for a person: it is there, and the person is a member now.
    ///
    /// # Errors
    /// When the query fails.
    pub fn may_be_granted(&mut self, client: &OAuthClientId, user: &UserId) -> Result<bool> {
        let now = micros(chrono::Utc::now());
        let there = oauth_clients::table
            .find(client)
            .filter(oauth_clients::brand_id.eq(self.brand_id()))
            .filter(oauth_clients::deleted_at.is_null())
            .select(oauth_clients::id);
        let there: bool = diesel::select(diesel::dsl::exists(there)).get_result(self.raw())?;
        let member = self.memberships().filter(memberships::user_id.eq(user.clone())).filter(is_active(now));
        let member: Option<UserId> = member.select(memberships::user_id).first(self.raw()).optional()?;
        Ok(there && member.is_some())
    }
}

impl TenantTx<'_> {
    /// Remembers what a person agreed to, beside what they had agreed to before.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn consent(&mut self, client: &OAuthClientId, user: &UserId, scopes: &BTreeSet<Permission>) -> Result<()> {
        let target = || (oauth_consents::client_id.eq(client.clone())).and(oauth_consents::user_id.eq(user.clone()));
        let before = self.oauth_consents().filter(target()).select(oauth_consents::scopes);
        let before: Option<String> = before.first(self.raw()).optional()?;
        let Some(before) = before else {
            return self.insert(&OAuthConsentRow {
                client_id: client.clone(),
                org_id: self.org_id().clone(),
                user_id: user.clone(),
                scopes: to_json(scopes)?,
                created_at: micros(self.now()),
            });
        };
        let all: BTreeSet<Permission> = permissions(&before)?.union(scopes).copied().collect();
        let row = self.oauth_consents().filter(target());
        diesel::update(row).set(oauth_consents::scopes.eq(to_json(&all)?)).execute(self.raw())?;
        Ok(())
    }

    /// Forgets what a person agreed to. Says whether there was something.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_consent(&mut self, client: &OAuthClientId, user: &UserId) -> Result<bool> {
        let target = self
            .oauth_consents()
            .filter(oauth_consents::client_id.eq(client.clone()))
            .filter(oauth_consents::user_id.eq(user.clone()));
        Ok(diesel::delete(target).execute(self.raw())? > 0)
    }

    /// Forgets all that a person agreed to in this organization.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_consents_of(&mut self, user: &UserId) -> Result<()> {
        let target = self.oauth_consents().filter(oauth_consents::user_id.eq(user.clone()));
        diesel::delete(target).execute(self.raw())?;
        Ok(())
    }

    /// Notes that a grant gives tokens of this generation now.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn step_grant(&mut self, id: &OAuthGrantId, generation: i64, idle_expires_at: i64) -> Result<()> {
        let now = micros(self.now());
        let target = self.oauth_grants().filter(oauth_grants::id.eq(id.clone()));
        diesel::update(target)
            .set((
                oauth_grants::generation.eq(generation),
                oauth_grants::used_at.eq(now),
                oauth_grants::idle_expires_at.eq(idle_expires_at),
            ))
            .execute(self.raw())?;
        Ok(())
    }

    /// Notes that a grant's code was used.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn use_code(&mut self, id: &OAuthGrantId) -> Result<()> {
        let now = micros(self.now());
        let target = self.oauth_grants().filter(oauth_grants::id.eq(id.clone()));
        diesel::update(target).set(oauth_grants::code_used_at.eq(now)).execute(self.raw())?;
        Ok(())
    }

    /// Notes that a refresh token was used.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn use_refresh_token(&mut self, hash: &str) -> Result<()> {
        let now = micros(self.now());
        let target = self.oauth_refresh_tokens().filter(oauth_refresh_tokens::token_hash.eq(hash.to_owned()));
        diesel::update(target).set(oauth_refresh_tokens::used_at.eq(now)).execute(self.raw())?;
        Ok(())
    }

    /// Takes back the access tokens of one generation of a grant.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_back_access_tokens(&mut self, grant: &OAuthGrantId, generation: i64) -> Result<()> {
        let target = self
            .oauth_access_tokens()
            .filter(oauth_access_tokens::grant_id.eq(grant.clone()))
            .filter(oauth_access_tokens::generation.eq(generation));
        diesel::delete(target).execute(self.raw())?;
        Ok(())
    }

    /// Takes back one access token. Says whether it was there.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_back_access_token(&mut self, id: &AccessTokenId) -> Result<bool> {
        let target = self.oauth_access_tokens().filter(oauth_access_tokens::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Ends a grant and all of its tokens. Says whether it was not revoked yet.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_grant(&mut self, id: &OAuthGrantId) -> Result<bool> {
        let now = micros(self.now());
        let live =
            self.oauth_grants().filter(oauth_grants::id.eq(id.clone())).filter(oauth_grants::revoked_at.is_null());
        Ok(diesel::update(live).set(oauth_grants::revoked_at.eq(now)).execute(self.raw())? == 1)
    }

    /// Ends every grant of a person in this organization: of one client, or of all.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn revoke_grants_of(&mut self, user: &UserId, client: Option<&OAuthClientId>) -> Result<usize> {
        let now = micros(self.now());
        let live = self
            .oauth_grants()
            .filter(oauth_grants::user_id.eq(user.clone()))
            .filter(oauth_grants::revoked_at.is_null());
        let set = oauth_grants::revoked_at.eq(now);
        Ok(match client {
            Some(client) => {
                diesel::update(live.filter(oauth_grants::client_id.eq(client.clone()))).set(set).execute(self.raw())
            }
            None => diesel::update(live).set(set).execute(self.raw()),
        }?)
    }
}
