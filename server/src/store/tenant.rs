//! Tenancy by construction: the only way to a tenant's rows.
//!
//! A [`Tenant`] is made from an [`Actor`]; a transaction for it hands out a [`TenantConn`] (reads) or a [`TenantTx`]
//! (writes). Its table functions (`c.cases()`) start every query with `org_id = ...`, for `SELECT`, `UPDATE` and
//! `DELETE` alike, and [`TenantTx::insert`] refuses a row of another tenant. No other file of the store names a tenant
//! table; a test reads the sources to keep it so. On PostgreSQL the transaction takes on a role whose rows end at the
//! tenant, too: a query that forgot the predicate finds nothing more. The same functions narrow cases, documents and
//! what belongs to them to those that the member's role reaches (see `visible.rs`).

use std::{ops::Deref, ops::DerefMut};

use chrono::Utc;
use diesel::{dsl, prelude::*};
use loggia_types::{
    BrandId, OrganizationId, RequestId, Timestamp, UserId, UserSessionId, audit::ActorKind, audit::AuditActor,
};

use super::{
    StoreError,
    connection::AnyConnection,
    engine::{Roles, Scope},
    right::{Held, Right},
    rows, schema,
    visible::{Reach, Visible},
};
use crate::{
    auth::{Actor, Asking, MemberCredential, Operator, RequestInfo},
    error::{Error, Result},
};

/// An organization, and who acts in it.
#[derive(Clone, Debug)]
pub struct Tenant {
    org: OrganizationId,
    brand: BrandId,
    principal: Principal,
    right: Right,
    reach: Reach,
}

/// Who acts, as the audit log names them.
#[derive(Clone, Debug)]
pub struct Principal {
    /// The user, API key or system.
    pub actor: AuditActor,
    /// The request they act by.
    pub request: RequestInfo,
}

impl Principal {
    /// The server itself: imports, jobs.
    pub fn system() -> Self {
        Self {
            actor: AuditActor { kind: ActorKind::System, id: String::new(), name: "System".to_owned() },
            request: RequestInfo { id: RequestId::generate(), ip: None, user_agent: None },
        }
    }
}

impl Tenant {
    /// The organization an actor acts in.
    ///
    /// # Errors
    /// When an API key did not say which organization it acts for.
    pub fn of(actor: &Actor) -> Result<Self> {
        let organization = actor.organization.as_ref().ok_or_else(|| {
            Error::malformed(loggia_types::embed::ORGANIZATION_HEADER, "say which organization to act for: org_...")
        })?;
        Ok(Self::checked(organization.id.clone(), actor.brand.id.clone(), actor))
    }

    /// An organization for the server itself: imports and jobs. Never for a request.
    pub fn for_system(org: OrganizationId, brand: BrandId) -> Self {
        Self { org, brand, principal: Principal::system(), right: Right::System, reach: Reach::Everything }
    }

    /// An organization of somebody who signs in, for the notes about that.
    pub(crate) fn for_person(org: OrganizationId, brand: BrandId, principal: Principal) -> Self {
        Self { org, brand, principal, right: Right::System, reach: Reach::Everything }
    }

    /// An organization of somebody who does something in a session of the hosted portal: as long as it is good, and they
    /// are a member.
    pub(crate) fn of_user_session(
        org: OrganizationId,
        brand: BrandId,
        principal: Principal,
        session: UserSessionId,
    ) -> Self {
        let right = Right::Member(MemberCredential::UserSession(session), None, Asking::default());
        Self { right, ..Self::for_person(org, brand, principal) }
    }

    /// An organization and its brand that the caller has just found to be within the actor's reach.
    pub(super) fn checked(org: OrganizationId, brand: BrandId, actor: &Actor) -> Self {
        Self { org, brand, principal: actor.principal(), right: Right::of(actor), reach: Reach::of(actor) }
    }

    /// The same organization for somebody who has this name in its audit log.
    pub(super) fn called(mut self, name: String) -> Self {
        self.principal.actor.name = name;
        self
    }

    /// An organization that an operator looks into, for as long as they may. Their queries find who belongs to it and its
    /// audit log, and none of its cases, documents and submissions. That it is within reach the caller has just found.
    pub(super) fn of_operator(operator: &Operator, organization: &rows::OrganizationRow) -> Self {
        Self {
            org: organization.id.clone(),
            brand: organization.brand_id.clone(),
            principal: operator.principal(),
            right: Right::Operator(operator.id.clone(), operator.session_id().clone(), operator.asked()),
            reach: Reach::Nothing,
        }
    }

    /// The same organization and the same name in the audit log, for what the server notes about a caller or tidies up
    /// after one: a refusal is noted although, and because, the caller has no right.
    #[must_use]
    pub fn for_notes(&self) -> Self {
        Self { right: Right::System, reach: Reach::Everything, ..self.clone() }
    }

    /// The same organization for somebody whose queries reach less far.
    #[cfg(test)]
    pub(super) fn reaching(&self, reach: Reach) -> Self {
        Self { reach, ..self.clone() }
    }

    /// The organization.
    pub fn org_id(&self) -> &OrganizationId {
        &self.org
    }

    /// The organization's brand.
    pub fn brand_id(&self) -> &BrandId {
        &self.brand
    }

    /// Who acts.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }
}

/// A transaction that sees one tenant.
pub struct TenantConn<'c> {
    raw: &'c mut AnyConnection,
    tenant: &'c Tenant,
    roles: &'c Roles,
    /// Which things the queries find: as the guard saw it, and in a transaction that writes, as of it.
    pub(super) reach: Reach,
}

impl<'c> TenantConn<'c> {
    /// Makes what is left of the transaction the tenant's.
    pub(super) fn begin(raw: &'c mut AnyConnection, tenant: &'c Tenant, roles: &'c Roles) -> Result<Self> {
        roles.enter(raw, Scope::Tenant(&tenant.org))?;
        Ok(Self { raw, tenant, roles, reach: tenant.reach.clone() })
    }

    /// The connection itself. For the store's own queries, which begin with one of the table functions.
    pub(super) fn raw(&mut self) -> &mut AnyConnection {
        self.raw
    }

    /// Runs a statement, which begins with one of the table functions, with the system's rights: for what a tenant's
    /// transaction may not read, even of the tenant's own rows.
    pub(super) fn as_system<T>(&mut self, work: impl FnOnce(&mut AnyConnection) -> QueryResult<T>) -> Result<T> {
        self.roles.enter(self.raw, Scope::System)?;
        let done = work(self.raw);
        // After a statement that failed the database refuses this, too; then what failed first is what counts.
        let back = self.roles.enter(self.raw, Scope::Tenant(&self.tenant.org));
        let done = done?;
        back?;
        Ok(done)
    }

    /// The organization.
    pub fn org_id(&self) -> &'c OrganizationId {
        &self.tenant.org
    }

    /// The organization's brand.
    pub fn brand_id(&self) -> &'c BrandId {
        &self.tenant.brand
    }

    /// The user who acts, when it is one.
    pub fn user_id(&self) -> Option<UserId> {
        let actor = &self.tenant.principal.actor;
        (actor.kind == ActorKind::User).then(|| actor.id.parse().ok()).flatten()
    }
}

/// A transaction that changes one tenant's rows. The change, its audit entry and its events are one commit; see
/// [`TenantTx::audit`] and [`TenantTx::emit`].
pub struct TenantTx<'c> {
    pub(super) conn: TenantConn<'c>,
    now: Timestamp,
    pub(super) held: Held,
    pub(super) locked: bool,
    pub(super) emitted: bool,
}

impl<'c> TenantTx<'c> {
    /// Makes what is left of the transaction the tenant's.
    pub(super) fn begin(raw: &'c mut AnyConnection, tenant: &'c Tenant, roles: &'c Roles) -> Result<Self> {
        let conn = TenantConn::begin(raw, tenant, roles)?;
        // Rows keep microseconds: what is answered must equal what is read later.
        let now = super::moment(super::micros(Utc::now()));
        let held = if matches!(tenant.right, Right::System) { Held::Everything } else { Held::Nothing };
        Ok(Self { conn, now, held, locked: false, emitted: false })
    }

    /// The moment of this transaction, in whole microseconds.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who acts.
    pub fn principal(&self) -> &'c Principal {
        &self.conn.tenant.principal
    }

    /// By which right it changes them.
    pub(super) fn right(&self) -> &'c Right {
        &self.conn.tenant.right
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`StoreError::ForeignRow`] when it carries another organization's id.
    pub fn insert<R: TenantRow>(&mut self, row: &R) -> Result<()> {
        if row.org_id() != self.conn.org_id() {
            return Err(StoreError::ForeignRow.into());
        }
        row.insert(self.conn.raw)?;
        Ok(())
    }
}

impl<'c> Deref for TenantTx<'c> {
    type Target = TenantConn<'c>;
    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl DerefMut for TenantTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

/// A row that belongs to an organization.
pub trait TenantRow {
    /// Whose it is.
    fn org_id(&self) -> &OrganizationId;
    /// Adds it. Call [`TenantTx::insert`] instead, which checks whose it is.
    #[doc(hidden)]
    fn insert(&self, connection: &mut AnyConnection) -> QueryResult<usize>;
}

/// What PostgreSQL lets transactions do with a tenant's table. Row-level security and these rights stand behind the
/// predicate of the table functions; on SQLite that predicate is all there is.
#[cfg(any(test, feature = "postgres"))]
pub(super) struct TenantTable {
    pub(super) name: &'static str,
    /// What a tenant's transaction may do with the tenant's rows, as `GRANT` says it.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "SQLite has no rights"))]
    pub(super) tenant: &'static str,
    /// What a transaction without a tenant may do with everybody's; empty: nothing.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "SQLite has no rights"))]
    pub(super) system: &'static str,
}

macro_rules! tenant_tables {
    ($($table:ident: $row:ident, $tenant:literal, $system:literal);+ $(;)?) => {
        /// The tables whose rows belong to an organization.
        #[cfg(any(test, feature = "postgres"))]
        pub(super) const TENANT_TABLES: &[TenantTable] =
            &[$(TenantTable { name: stringify!($table), tenant: $tenant, system: $system }),+];

        impl TenantConn<'_> { $(
            #[doc = concat!("The tenant's rows of `", stringify!($table), "`, to select from, update or delete.")]
            #[allow(dead_code, reason = "one for each table, used or not")]
            pub(super) fn $table(
                &self,
            ) -> dsl::Filter<
                dsl::Filter<schema::$table::table, dsl::Eq<schema::$table::org_id, OrganizationId>>,
                Visible,
            > {
                let mine = schema::$table::table.filter(schema::$table::org_id.eq(self.tenant.org.clone()));
                mine.filter(self.reach.visible(stringify!($table), &self.tenant.org))
            }
        )+ }

        $(
            impl TenantRow for rows::$row {
                fn org_id(&self) -> &OrganizationId {
                    &self.org_id
                }
                fn insert(&self, connection: &mut AnyConnection) -> QueryResult<usize> {
                    diesel::insert_into(schema::$table::table).values(self).execute(connection)
                }
            }
        )+
    };
}

// Table: row, what a tenant's transaction may do with its rows, what one without a tenant may do with all of them.
tenant_tables! {
    memberships: MembershipRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT";
    invitations: InvitationRow, "SELECT, INSERT, UPDATE", "SELECT (org_id, email, role, invited_by, ends_at, expires_at, closed_at, secret_hash)";
    roles: RoleRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT";
    resource_attributes: ResourceAttributeRow, "SELECT, INSERT, DELETE", "";
    embed_sessions: EmbedSessionRow, "SELECT, INSERT, UPDATE", "SELECT, DELETE";
    cases: CaseRow, "SELECT, INSERT, UPDATE", "";
    timeline_entries: TimelineEntryRow, "SELECT, INSERT", "";
    case_reads: CaseReadRow, "SELECT, INSERT, UPDATE", "";
    submissions: SubmissionRow, "SELECT, INSERT", "";
    drafts: DraftRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT (id, updated_at), DELETE";
    documents: DocumentRow, "SELECT, INSERT, UPDATE", "SELECT (id, org_id, created_at, deleted_at, draft_of, draft_id)";
    document_versions: DocumentVersionRow, "SELECT, INSERT", "";
    uploads: UploadRow, "SELECT, INSERT, DELETE", "SELECT, DELETE";
    file_tombstones: FileTombstoneRow, "INSERT", "SELECT, INSERT, DELETE";
    download_tokens: DownloadTokenRow, "SELECT, INSERT, UPDATE", "SELECT, DELETE";
    oauth_consents: OAuthConsentRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT";
    oauth_grants: OAuthGrantRow, "SELECT, INSERT, UPDATE", "SELECT, UPDATE (revoked_at), DELETE";
    oauth_access_tokens: OAuthAccessTokenRow, "SELECT, INSERT, DELETE", "SELECT, DELETE";
    oauth_refresh_tokens: OAuthRefreshTokenRow, "SELECT, INSERT, UPDATE", "SELECT, DELETE";
    sso_connections: SsoConnectionRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT";
    sso_identities: SsoIdentityRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT (user_id, connection_id)";
    sso_domains: SsoDomainRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT (org_id, brand_id, domain, verified_at)";
    sso_policies: SsoPolicyRow, "SELECT, INSERT, UPDATE", "SELECT (org_id, required)";
    sso_break_glass: SsoBreakGlassRow, "SELECT, INSERT, DELETE", "SELECT";
    outbox_events: OutboxEventRow, "SELECT, INSERT", "SELECT, DELETE";
    audit_settings: AuditSettingsRow, "SELECT, INSERT, UPDATE", "SELECT";
    audit_cuts: AuditCutRow, "SELECT, INSERT", "";
    audit_streams: AuditStreamRow, "SELECT, INSERT, UPDATE, DELETE", "SELECT (id, org_id, position, attempts, due_at, leased_until, disabled_at), UPDATE (leased_until)";
}

impl TenantConn<'_> {
    /// The tenant's audit log.
    pub(super) fn audit_events(
        &self,
    ) -> dsl::Filter<schema::audit_events::table, dsl::Eq<schema::audit_events::org_id, OrganizationId>> {
        schema::audit_events::table.filter(schema::audit_events::org_id.eq(self.tenant.org.clone()))
    }

    /// The tenant's own API keys, revoked ones included.
    pub(super) fn api_keys(
        &self,
    ) -> dsl::Filter<schema::api_keys::table, dsl::Eq<schema::api_keys::org_id, OrganizationId>> {
        schema::api_keys::table.filter(schema::api_keys::org_id.eq(self.tenant.org.clone()))
    }

    /// What the tenant's own API keys were used for.
    pub(super) fn api_key_uses(
        &self,
    ) -> dsl::Filter<schema::api_key_uses::table, dsl::Eq<schema::api_key_uses::org_id, OrganizationId>> {
        schema::api_key_uses::table.filter(schema::api_key_uses::org_id.eq(self.tenant.org.clone()))
    }

    /// The tenant's drafts, whosever they are: to count them, never to show them.
    pub(super) fn drafts_of_anybody(
        &self,
    ) -> dsl::Filter<schema::drafts::table, dsl::Eq<schema::drafts::org_id, OrganizationId>> {
        schema::drafts::table.filter(schema::drafts::org_id.eq(self.tenant.org.clone()))
    }

    /// The organization's own row.
    pub(super) fn organization(
        &self,
    ) -> dsl::Filter<schema::organizations::table, dsl::Eq<schema::organizations::id, OrganizationId>> {
        schema::organizations::table.filter(schema::organizations::id.eq(self.tenant.org.clone()))
    }
}
