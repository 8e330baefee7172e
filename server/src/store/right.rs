//! The right to write, asked for again in the transaction that writes.
//!
//! The guard decides when a request's head has arrived; its body may take minutes. Meanwhile the session may have been
//! ended, the member removed or given another role, the API key revoked. So [`Store::write`](super::Store::write) asks
//! once more, under the organization's lock: whoever takes a right away in the organization holds the same lock until it
//! is committed. (A brand's API key is revoked above organizations: a transaction that has just asked may still be committed.)

use chrono::Utc;
use diesel::{dsl::exists, prelude::*};
use loggia_types::{ApiKeyId, EmbedSessionId, Feature, OrganizationId, Permission, Role};

use super::{
    TenantTx,
    api_keys::{live_scopes, networks},
    brands::features,
    micros,
    schema::{api_keys, brands, embed_sessions, memberships, organizations},
};
use crate::{
    auth::{Actor, Credential, Features, may_be_used_from},
    error::{Error, Result},
};

/// By which right a tenant's rows are changed.
#[derive(Clone, Debug)]
pub(super) enum Right {
    /// The server's own: imports, jobs, notes about callers.
    System,
    /// A person's, as long as the session is good, for what the route asked.
    Session(EmbedSessionId, Option<Permission>),
    /// A program's, as long as the API key is good, for what the route asked.
    ApiKey(ApiKeyId, Option<Permission>),
}

impl Right {
    pub(super) fn of(actor: &Actor) -> Self {
        match &actor.credential {
            Credential::EmbedSession(member) => Self::Session(member.session_id.clone(), actor.asked()),
            Credential::ApiKey { id, .. } => Self::ApiKey(id.clone(), actor.asked()),
        }
    }
}

/// What the writer may do as of this transaction.
#[derive(Clone, Debug)]
pub(super) enum Held {
    /// Nothing: nobody has asked yet.
    Nothing,
    /// Whatever the server does by itself.
    Everything,
    /// What the role permits.
    Role(Role),
    /// What the brand's API key permits.
    Scopes(Vec<Permission>),
    /// What the organization's own API key permits.
    OwnScopes(Vec<Permission>),
}

impl TenantTx<'_> {
    /// Asks whether the right still holds, and for what.
    ///
    /// # Errors
    /// `unauthenticated` when the credential has ended, `permission_denied` when what it permits no longer suffices.
    pub(super) fn check_right(&mut self) -> Result<()> {
        let now = micros(Utc::now());
        let (held, asked) = match self.right().clone() {
            Right::System => (Some(Held::Everything), None),
            Right::Session(id, asked) => {
                self.lock_organization()?;
                let member = memberships::org_id
                    .eq(embed_sessions::org_id)
                    .and(memberships::user_id.eq(embed_sessions::user_id));
                let role: Option<Role> = self
                    .embed_sessions()
                    .inner_join(memberships::table.on(member))
                    .inner_join(api_keys::table)
                    .filter(embed_sessions::id.eq(id))
                    .filter(embed_sessions::revoked_at.is_null())
                    .filter(embed_sessions::expires_at.gt(now))
                    .filter(memberships::ends_at.is_null().or(memberships::ends_at.gt(now)))
                    .filter(api_keys::revoked_at.is_null())
                    .select(memberships::role)
                    .first(self.raw())
                    .optional()?;
                (role.map(Held::Role), asked)
            }
            Right::ApiKey(id, asked) => {
                self.lock_organization()?;
                (self.held_by_key(&id, now)?, asked)
            }
        };
        self.held = held.ok_or_else(Error::unauthenticated)?;
        asked.map_or(Ok(()), |permission| self.require(permission))
    }

    /// What an API key permits, if it is good. `now` is in microseconds.
    fn held_by_key(&mut self, id: &ApiKeyId, now: i64) -> Result<Option<Held>> {
        type Columns = (String, Option<OrganizationId>, Option<String>);
        // The organization's own, or a brand's: of the organization's brand, or of the one above it.
        let within_reach = brands::table
            .find(self.brand_id())
            .filter(brands::id.eq(api_keys::brand_id).or(brands::parent_id.eq(api_keys::brand_id.nullable())))
            .select(brands::id);
        let brands_key = api_keys::org_id.is_null().and(exists(within_reach));
        let found: Option<Columns> = api_keys::table
            .find(id)
            .filter(api_keys::org_id.eq(self.org_id()).or(brands_key))
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
            .select((api_keys::scopes, api_keys::org_id, api_keys::networks))
            .first(self.raw())
            .optional()?;
        let Some((scopes, owner, listed)) = found else { return Ok(None) };
        let is_own = owner.is_some();
        if !may_be_used_from(&networks(listed.as_deref())?, &self.principal().request)
            || (is_own && !self.has_feature(Feature::ApiKeys)?)
        {
            return Ok(None);
        }
        let scopes = live_scopes(&scopes, is_own)?;
        Ok(Some(if is_own { Held::OwnScopes(scopes) } else { Held::Scopes(scopes) }))
    }

    /// Whether a feature is on for the organization as of this transaction.
    fn has_feature(&mut self, feature: Feature) -> Result<bool> {
        let organization: Option<String> = self.organization().select(organizations::features).first(self.raw())?;
        let brand: Option<String> = brands::table.find(self.brand_id()).select(brands::features).first(self.raw())?;
        let (organization, brand) = (features(organization.as_deref())?, features(brand.as_deref())?);
        Ok(Features::resolve([brand.as_ref(), organization.as_ref()]).has(feature))
    }

    /// Refuses a writer who does not hold the permission as of this transaction.
    ///
    /// # Errors
    /// `permission_denied`.
    pub fn require(&self, permission: Permission) -> Result<()> {
        let held = match &self.held {
            Held::Nothing => false,
            Held::Everything => true,
            Held::Role(role) => role.permits(permission),
            Held::Scopes(scopes) | Held::OwnScopes(scopes) => scopes.contains(&permission),
        };
        if held { Ok(()) } else { Err(Error::permission_denied(permission)) }
    }

    /// Whether the writer may give a role to somebody, or change somebody who holds it, as of this transaction. A
    /// vendor's backend with the permission stands outside of the organization's ranks.
    pub fn may_grant(&self, role: Role) -> bool {
        match &self.held {
            // Who gives others access is a person, or the vendor.
            Held::Nothing | Held::OwnScopes(_) => false,
            Held::Everything | Held::Scopes(_) => true,
            Held::Role(mine) => mine.may_grant(role),
        }
    }
}
