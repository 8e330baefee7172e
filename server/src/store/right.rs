//! The right to write, asked for again in the transaction that writes.
//!
//! The guard decides when a request's head has arrived; its body may take minutes. Meanwhile the session may have been
//! ended, the member removed or given another role, the API key revoked. So [`Store::write`](super::Store::write) asks
//! once more, under the organization's lock: whoever takes a right away in the organization holds the same lock until it
//! is committed. (A brand's API key is revoked above organizations: a transaction that has just asked may still be committed.
//! So is a session of the hosted portal.)

use std::{collections::BTreeSet, sync::Arc};

use chrono::Utc;
use diesel::{dsl::exists, prelude::*};
use loggia_types::{
    ApiKeyId, Feature, OperatorId, OperatorPermission, OrganizationId, Permission, ProblemCode, RoleKey, Timestamp,
    UserId, UserSessionId,
};

use super::{
    TenantConn, TenantTx,
    api_keys::{live_scopes, networks},
    members::is_active,
    micros, moment,
    roles::member_attributes,
    schema::{
        api_keys, brands, embed_sessions, memberships, oauth_access_tokens, oauth_clients, oauth_grants, user_sessions,
    },
    sso::is_open,
    visible::{Member, Reach},
};
use crate::{
    auth::{Actor, Asking, Credential, MemberCredential, StepUp, may_be_used_from},
    error::{Error, Result},
    policy::{Policy, Standing},
};

/// By which right a tenant's rows are changed.
#[derive(Clone, Debug)]
pub(super) enum Right {
    /// The server's own: imports, jobs, notes about callers.
    System,
    /// A person's, as long as the session is good, for what the route asked, and how lately they have to have proved who
    /// they are.
    Member(MemberCredential, Option<Permission>, Asking),
    /// A program's, as long as the API key is good, for what the route asked.
    ApiKey(ApiKeyId, Option<Permission>),
    /// An operator's, as long as they are one and their session is good, for what the route asked.
    Operator(OperatorId, UserSessionId, OperatorPermission),
}

impl Right {
    pub(super) fn of(actor: &Actor) -> Self {
        match &actor.credential {
            Credential::Member(member) => Self::Member(member.credential.clone(), actor.asked(), actor.step_up()),
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
    /// What the member's role permits, and until when they are one; `None`: for good.
    Member(Arc<Standing>, Option<Timestamp>),
    /// What the brand's API key permits.
    Scopes(Vec<Permission>),
    /// What the organization's own API key permits.
    OwnScopes(Vec<Permission>),
    /// Nothing that customers hold: an operator looks, and that they did is noted.
    Looking,
}

/// A membership's role, attributes and end.
type MembershipColumns = (RoleKey, Option<String>, Option<i64>);

impl TenantConn<'_> {
    /// Whether a feature is on for the organization as of this transaction.
    ///
    /// # Errors
    /// When a query fails.
    pub fn has_feature(&mut self, feature: Feature) -> Result<bool> {
        Ok(self.entitlements()?.resolve(Utc::now(), None).has(feature))
    }
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
            Right::Member(credential, asked, asking) => {
                self.lock_organization()?;
                let held = match self.membership_of_session(&credential, now)? {
                    Some((role, attributes, ends_at)) => {
                        let standing = self.stand(role, attributes.as_deref(), credential.scopes())?;
                        Some(Held::Member(standing, ends_at.map(moment)))
                    }
                    None => None,
                };
                if held.is_some() && asking.step_up == StepUp::Always {
                    self.require_recent()?;
                }
                (held, asked)
            }
            Right::ApiKey(id, asked) => {
                self.lock_organization()?;
                (self.held_by_key(&id, now)?, asked)
            }
            Right::Operator(id, session, asked) => {
                self.lock_organization()?;
                let operator = self.operator_now(&id, &session)?.ok_or_else(Error::not_found)?;
                if !operator.role.permits(asked) {
                    return Err(Error::operator_denied(asked));
                }
                (Some(Held::Looking), None)
            }
        };
        self.held = held.ok_or_else(Error::unauthenticated)?;
        asked.map_or(Ok(()), |permission| self.require_now(permission))
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

    /// What the member is and may do as of this transaction. From here on its queries find what that reaches.
    fn stand(
        &mut self,
        role: RoleKey,
        attributes: Option<&str>,
        scopes: Option<&BTreeSet<Permission>>,
    ) -> Result<Arc<Standing>> {
        let standing = Arc::new(Standing {
            policy: self.policy(role)?,
            attributes: member_attributes(attributes)?,
            address: self.principal().request.address(),
            scopes: scopes.cloned(),
        });
        if let Reach::Member(member) = &self.conn.reach {
            let member = Member { standing: Arc::clone(&standing), ..member.as_ref().clone() };
            self.conn.reach = Reach::Member(Arc::new(member));
        }
        Ok(standing)
    }

    /// Role, attributes and end of the membership of the person behind a session, if it is good and they are a member. `now` is in microseconds.
    fn membership_of_session(&mut self, credential: &MemberCredential, now: i64) -> Result<Option<MembershipColumns>> {
        let columns = (memberships::role, memberships::attributes, memberships::ends_at);
        let found = match credential {
            MemberCredential::EmbedSession(id) => {
                let member = memberships::org_id
                    .eq(embed_sessions::org_id)
                    .and(memberships::user_id.eq(embed_sessions::user_id));
                self.embed_sessions()
                    .inner_join(memberships::table.on(member))
                    .inner_join(api_keys::table)
                    .filter(embed_sessions::id.eq(id.clone()))
                    .filter(embed_sessions::revoked_at.is_null())
                    .filter(embed_sessions::expires_at.gt(now))
                    .filter(is_active(now))
                    .filter(api_keys::revoked_at.is_null())
                    .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
                    .select(columns)
                    .first(self.raw())
            }
            MemberCredential::UserSession(id) => return self.membership_of_user_session(id, now),
            MemberCredential::AccessToken(token) => {
                let member =
                    memberships::org_id.eq(oauth_grants::org_id).and(memberships::user_id.eq(oauth_grants::user_id));
                let client = oauth_clients::id.eq(oauth_grants::client_id);
                self.oauth_access_tokens()
                    .inner_join(oauth_grants::table)
                    .inner_join(oauth_clients::table.on(client))
                    .inner_join(memberships::table.on(member))
                    .filter(oauth_access_tokens::id.eq(token.id.clone()))
                    .filter(oauth_access_tokens::expires_at.gt(now))
                    .filter(oauth_grants::revoked_at.is_null())
                    .filter(oauth_clients::deleted_at.is_null())
                    .filter(is_active(now))
                    .select(columns)
                    .first(self.raw())
            }
        };
        Ok(found.optional()?)
    }

    /// The same of a session of the hosted portal: where the organization lets its person in by what they showed.
    fn membership_of_user_session(&mut self, id: &UserSessionId, now: i64) -> Result<Option<MembershipColumns>> {
        let session = self
            .memberships()
            .inner_join(user_sessions::table.on(user_sessions::user_id.eq(memberships::user_id)))
            .filter(user_sessions::id.eq(id.clone()))
            .filter(user_sessions::revoked_at.is_null())
            .filter(user_sessions::idle_expires_at.gt(now))
            .filter(user_sessions::expires_at.gt(now))
            .filter(is_active(now))
            .select((
                (memberships::role, memberships::attributes, memberships::ends_at),
                memberships::user_id,
                user_sessions::sso_connection_id,
            ));
        let found: Option<(MembershipColumns, UserId, Option<String>)> = session.first(self.raw()).optional()?;
        let Some((columns, user, connection)) = found else { return Ok(None) };
        let org = self.org_id().clone();
        let opens = is_open(self.raw(), &org, connection.as_deref(), (&user, columns.0))?;
        Ok(opens.then_some(columns))
    }

    /// Refuses a person in a session of the hosted portal whose last proof of who they are is too old as of this
    /// transaction. Others are not asked: somebody else vouches for them, or they are programs.
    ///
    /// # Errors
    /// `step_up_required`.
    pub fn require_recent(&mut self) -> Result<()> {
        let Right::Member(MemberCredential::UserSession(id), _, asking) = self.right().clone() else { return Ok(()) };
        let session = user_sessions::table.find(id).select(user_sessions::authenticated_at);
        let proved: i64 = session.first(self.raw())?;
        if Utc::now() - moment(proved) > asking.within { Err(Error::step_up_required()) } else { Ok(()) }
    }

    /// Whether somebody in this role could let others in, or programs: giving it is sensitive.
    ///
    /// # Errors
    /// When the query fails.
    pub fn lets_others_in(&mut self, role: RoleKey) -> Result<bool> {
        let held = self.policy(role)?.permissions();
        Ok([Permission::MembersManage, Permission::ApiKeysManage, Permission::SsoManage]
            .iter()
            .any(|permission| held.contains(permission)))
    }

    /// Refuses a writer who does not hold the permission as of this transaction.
    ///
    /// # Errors
    /// `permission_denied`.
    pub fn require(&self, permission: Permission) -> Result<()> {
        let held = match &self.held {
            Held::Nothing | Held::Looking => false,
            Held::Everything => true,
            Held::Member(standing, _) => standing.may(permission, Utc::now()),
            Held::Scopes(scopes) | Held::OwnScopes(scopes) => scopes.contains(&permission),
        };
        if held { Ok(()) } else { Err(Error::permission_denied(permission)) }
    }

    /// The same, and refuses everybody where the permission's feature is off as of this transaction.
    ///
    /// # Errors
    /// `permission_denied`, `feature_disabled`.
    pub fn require_now(&mut self, permission: Permission) -> Result<()> {
        self.require(permission)?;
        match permission.feature() {
            Some(feature) if !matches!(self.held, Held::Everything) && !self.has_feature(feature)? => {
                Err(Error::feature_disabled(feature))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a writer who does not hold the permission whatever it is used for, from wherever and whenever: what can be
    /// given to a program, which has no conditions.
    ///
    /// # Errors
    /// `permission_denied`.
    pub fn require_unconditionally(&self, permission: Permission) -> Result<()> {
        self.require(permission)?;
        match &self.held {
            Held::Member(standing, _) if !standing.policy.holds_unconditionally(permission) => {
                let detail = format!(
                    "You hold {permission} under conditions only, and what you make here would hold it without any."
                );
                Err(Error::problem(ProblemCode::PermissionDenied, detail))
            }
            _ => Ok(()),
        }
    }

    /// Until when the writer is a member, as of this transaction. `None`: for good, or the writer is no member.
    pub fn writer_ends_at(&self) -> Option<Timestamp> {
        match &self.held {
            Held::Member(_, ends_at) => *ends_at,
            _ => None,
        }
    }

    /// Whether the writer may give somebody something until then (`None`: for good): nobody gives what outlasts them.
    pub fn may_give_until(&self, ends_at: Option<Timestamp>) -> bool {
        self.writer_ends_at().is_none_or(|mine| ends_at.is_some_and(|theirs| theirs <= mine))
    }

    /// Whether the writer may give a role to somebody, or change somebody who holds it, as of this transaction. A
    /// vendor's backend with the permission stands outside of the organization's ranks.
    ///
    /// # Errors
    /// When the query fails.
    pub fn may_grant(&mut self, role: RoleKey) -> Result<bool> {
        let theirs = self.policy(role)?;
        Ok(self.may_grant_all(&theirs))
    }

    /// The same for a role that is about to be stored.
    pub fn may_grant_all(&self, theirs: &Policy) -> bool {
        match &self.held {
            // Who gives others access is a person of the organization, or the vendor's backend.
            Held::Nothing | Held::OwnScopes(_) | Held::Looking => false,
            Held::Everything | Held::Scopes(_) => true,
            Held::Member(mine, _) => mine.may_grant(theirs),
        }
    }
}
