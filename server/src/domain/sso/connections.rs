//! Setting up an organization's identity providers.

use std::collections::BTreeSet;

use loggia_types::{
    FieldError, Permission, ProblemCode, Role, RoleKey, SsoConnectionId,
    sso::{CreateSsoConnection, RoleRule, SsoConnection, SsoState, SsoTest, UpdateSsoConnection},
};
use serde_json::json;

use super::{
    super::{
        Checks,
        members::{note_refusal, outlasting, require_role},
        text,
    },
    place,
    provider::{is_endpoint, tested},
};
use crate::{
    auth::Actor,
    error::{Error, Result},
    state::App,
    store::{AuditEntry, Idempotency, Tenant, TenantTx, micros, rows::SsoConnectionRow, sso::to_connection, to_json},
};

/// How many connections an organization may have.
const MOST_CONNECTIONS: usize = 100;
/// How many rules a connection may have.
const MOST_RULES: usize = 50;
/// What is asked for when nobody says.
const USUAL_SCOPES: [&str; 3] = ["openid", "profile", "email"];

/// The organization's connections, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<SsoConnection>> {
    app.store().read(&Tenant::of(actor)?, |c| c.sso_connection_list()).await
}

/// One of them.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, actor: &Actor, id: SsoConnectionId) -> Result<SsoConnection> {
    app.store().read(&Tenant::of(actor)?, move |c| to_connection(c.sso_connection_row(&id)?)).await
}

/// Makes a connection. It is a draft.
///
/// # Errors
/// `validation_failed`, `conflict` for one too many, `permission_denied` for who could not make somebody an admin, or does
/// not hold what it maps to.
pub async fn create(
    app: &App,
    actor: &Actor,
    new: CreateSsoConnection,
    idempotency: Option<Idempotency>,
) -> Result<SsoConnection> {
    let id = SsoConnectionId::generate();
    let secret = new.client_secret.filter(|secret| !secret.is_empty());
    let scopes = new.scopes.unwrap_or_else(|| USUAL_SCOPES.map(str::to_owned).to_vec());
    let wanted = Wanted {
        name: new.name.trim().to_owned(),
        issuer: new.issuer.trim().to_owned(),
        client_id: new.client_id.trim().to_owned(),
        scopes: with_openid(scopes),
        role_rules: new.role_rules,
    };
    let mut checks = Checks::default();
    wanted.check(&mut checks, app.outgoing().allows_http());
    check_secret(&mut checks, secret.as_deref());
    checks.finish()?;
    let sealed = secret.map(|secret| app.sealing_keys().seal(&place(&id), secret.as_bytes())).transpose()?;
    let tenant = Tenant::of(actor)?;
    let made = app
        .store()
        .create(&tenant, idempotency, move |tx| {
            tx.lock_organization()?;
            require_trust(tx, &wanted.role_rules, new.default_role)?;
            if tx.sso_connection_list()?.len() >= MOST_CONNECTIONS {
                return Err(Error::conflict(format!("There are {MOST_CONNECTIONS} connections, which is the most.")));
            }
            let now = micros(tx.now());
            let row = SsoConnectionRow {
                id,
                org_id: tx.org_id().clone(),
                name: wanted.name,
                issuer: wanted.issuer,
                client_id: wanted.client_id,
                client_secret: sealed,
                scopes: to_json(&wanted.scopes)?,
                role_rules: to_json(&wanted.role_rules)?,
                default_role: new.default_role,
                just_in_time: new.just_in_time.unwrap_or(true),
                state: SsoState::Draft,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            tx.insert(&row)?;
            let made = to_connection(row)?;
            let entry =
                AuditEntry::new("sso_connection.created", "sso_connection", &made.id).changes((), audited(&made));
            Ok(tx.audit(entry)?.with(made))
        })
        .await;
    note_refusal(app.store(), &tenant, ("sso_connection.created", "sso_connection"), "", &made).await?;
    made
}

/// Changes a connection. What it made before ends where somebody else vouches from now on, or nobody.
///
/// # Errors
/// `not_found`, `version_mismatch`, `conflict` where it is the last way in, and as [`create`].
pub async fn update(
    app: &App,
    actor: &Actor,
    id: SsoConnectionId,
    version: i64,
    change: UpdateSsoConnection,
) -> Result<SsoConnection> {
    let http = app.outgoing().allows_http();
    let mut checks = Checks::default();
    let secret = change.client_secret.as_deref();
    check_secret(&mut checks, secret.filter(|secret| !secret.is_empty()));
    checks.finish()?;
    let sealed = match secret {
        None => None,
        Some("") => Some(None),
        Some(secret) => Some(Some(app.sealing_keys().seal(&place(&id), secret.as_bytes())?)),
    };
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let changed = app
        .store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let mut row = tx.sso_connection_row(&id)?;
            let before = to_connection(row.clone())?;
            // What it maps to now counts, too: who takes a rule away could put it back.
            require_trust(tx, &before.role_rules, before.default_role)?;
            if row.version != version {
                return Err(Error::version_mismatch());
            }
            let wanted = Wanted {
                name: change.name.map_or(before.name.clone(), |name| name.trim().to_owned()),
                issuer: change.issuer.map_or(before.issuer.clone(), |issuer| issuer.trim().to_owned()),
                client_id: change.client_id.map_or(before.client_id.clone(), |id| id.trim().to_owned()),
                scopes: change.scopes.map_or(before.scopes.clone(), with_openid),
                role_rules: change.role_rules.unwrap_or_else(|| before.role_rules.clone()),
            };
            let default_role = change.default_role.unwrap_or(before.default_role);
            let state = change.state.unwrap_or(before.state);
            let mut checks = Checks::default();
            wanted.check(&mut checks, http);
            let maps = default_role.is_some() || !wanted.role_rules.is_empty();
            let detail = "Nobody would get in. Add a rule, or a role for everybody else.";
            checks.require(state != SsoState::Active || maps, "/state", "nobody", detail);
            checks.finish()?;
            require_trust(tx, &wanted.role_rules, default_role)?;
            if before.state == SsoState::Active && state != SsoState::Active {
                keep_a_way_in(tx)?;
            }
            let elsewhere = wanted.issuer != before.issuer || wanted.client_id != before.client_id;
            row.name = wanted.name;
            row.issuer = wanted.issuer;
            row.client_id = wanted.client_id;
            row.scopes = to_json(&wanted.scopes)?;
            row.role_rules = to_json(&wanted.role_rules)?;
            row.default_role = default_role;
            row.just_in_time = change.just_in_time.unwrap_or(row.just_in_time);
            row.state = state;
            let new_secret = sealed.is_some();
            if let Some(sealed) = sealed {
                row.client_secret = sealed;
            }
            if !tx.update_sso_connection(&row)? {
                return Err(Error::version_mismatch());
            }
            if elsewhere || state != SsoState::Active {
                tx.end_sso_sessions(&id)?;
            }
            let after = to_connection(tx.sso_connection_row(&id)?)?;
            let mut told = audited(&after);
            if new_secret && let Some(told) = told.as_object_mut() {
                told.insert("client_secret_changed".to_owned(), json!(true));
            }
            let entry =
                AuditEntry::new("sso_connection.updated", "sso_connection", &id).changes(audited(&before), told);
            Ok(tx.audit(entry)?.with(after))
        })
        .await;
    note_refusal(app.store(), &tenant, ("sso_connection.updated", "sso_connection"), target.as_str(), &changed).await?;
    app.store().wake(tenant.org_id());
    changed
}

/// Deletes a connection, and ends the sessions that it has made.
///
/// # Errors
/// `not_found`, `conflict` where it is the last way in, `permission_denied`.
pub async fn delete(app: &App, actor: &Actor, id: SsoConnectionId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let deleted = app
        .store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let before = to_connection(tx.sso_connection_row(&id)?)?;
            require_trust(tx, &before.role_rules, before.default_role)?;
            if before.state == SsoState::Active {
                keep_a_way_in(tx)?;
            }
            tx.end_sso_sessions(&id)?;
            if !tx.delete_sso_connection(&id)? {
                return Err(Error::not_found());
            }
            tx.audit(AuditEntry::new("sso_connection.deleted", "sso_connection", &id).changes(audited(&before), ()))
        })
        .await;
    note_refusal(app.store(), &tenant, ("sso_connection.deleted", "sso_connection"), target.as_str(), &deleted).await?;
    app.store().wake(tenant.org_id());
    deleted
}

/// Looks at a connection's provider as it is now.
///
/// # Errors
/// `not_found`.
pub async fn test(app: &App, actor: &Actor, id: SsoConnectionId) -> Result<SsoTest> {
    let connection = get(app, actor, id).await?;
    let found = app.providers().refresh(app.outgoing(), &connection.issuer).await;
    if let Err(error) = &found {
        tracing::info!(connection = %connection.id, error = %super::told(error), "a provider cannot be used");
    }
    Ok(tested(&found))
}

/// Single sign-on is required, and this is the last connection that is active.
fn keep_a_way_in(tx: &mut TenantTx<'_>) -> Result<()> {
    if tx.sso_policy()?.required && tx.count_active_sso_connections()? <= 1 {
        return Err(Error::conflict(
            "Single sign-on is required, and this is the only connection. Make it optional first.",
        ));
    }
    Ok(())
}

/// Who sets a connection up decides who gets in as whom. So they have to be able to make somebody an admin themselves, and
/// to give each role that the connection maps to, for good.
fn require_trust(tx: &mut TenantTx<'_>, rules: &[RoleRule], default: Option<RoleKey>) -> Result<()> {
    require_admin(tx)?;
    let refused = |detail: &str| Err(Error::problem(ProblemCode::PermissionDenied, detail));
    let mut roles: BTreeSet<(RoleKey, String)> =
        rules.iter().enumerate().map(|(at, rule)| (rule.role, format!("/role_rules/{at}/role"))).collect();
    roles.extend(default.map(|role| (role, "/default_role".to_owned())));
    for (role, pointer) in roles {
        require_role(tx, &pointer, role)?;
        if !tx.may_grant(role)? {
            return refused("The connection maps to a role that grants more than you hold.");
        }
    }
    if tx.may_give_until(None) { Ok(()) } else { Err(outlasting(tx, None)) }
}

/// Refuses a writer who could not make somebody an admin.
pub(super) fn require_admin(tx: &mut TenantTx<'_>) -> Result<()> {
    tx.require_unconditionally(Permission::SsoManage)?;
    if tx.may_grant(Role::Admin.into())? {
        return Ok(());
    }
    let detail = "Who sets up single sign-on decides who gets in. This needs the rights of an admin.";
    Err(Error::problem(ProblemCode::PermissionDenied, detail))
}

fn audited(connection: &SsoConnection) -> serde_json::Value {
    json!({
        "name": connection.name,
        "issuer": connection.issuer,
        "client_id": connection.client_id,
        "has_client_secret": connection.has_client_secret,
        "scopes": connection.scopes,
        "role_rules": connection.role_rules,
        "default_role": connection.default_role,
        "just_in_time": connection.just_in_time,
        "state": connection.state,
    })
}

fn with_openid(mut scopes: Vec<String>) -> Vec<String> {
    if !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".to_owned());
    }
    let mut seen = BTreeSet::new();
    scopes.retain(|scope| seen.insert(scope.clone()));
    scopes
}

fn check_secret(checks: &mut Checks, secret: Option<&str>) {
    let Some(secret) = secret else { return };
    let good = secret.len() <= 2000 && !secret.chars().any(char::is_control);
    checks.require(good, "/client_secret", "invalid", "Expected at most 2000 characters on one line.");
}

/// What a connection is to be.
struct Wanted {
    name: String,
    issuer: String,
    client_id: String,
    scopes: Vec<String>,
    role_rules: Vec<RoleRule>,
}

impl Wanted {
    fn check(&self, checks: &mut Checks, http: bool) {
        checks.note(text::line("/name", &self.name, 60));
        let no_query = !self.issuer.contains(['?', '#']);
        let detail = "Expected the provider's issuer: an https address without query and fragment.";
        let good = no_query && self.issuer.len() <= 500 && is_endpoint(&self.issuer, http);
        checks.require(good, "/issuer", "invalid", detail);
        checks.note(text::line("/client_id", &self.client_id, 250));
        let detail = "Expected 1 to 20.";
        checks.require((1..=20).contains(&self.scopes.len()), "/scopes", "out_of_range", detail);
        for (at, scope) in self.scopes.iter().enumerate() {
            let plain = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            let good = (1..=100).contains(&scope.len()) && scope.bytes().all(plain);
            checks.require(good, &format!("/scopes/{at}"), "invalid", "Expected a scope, like email.");
        }
        let few = self.role_rules.len() <= MOST_RULES;
        checks.require(few, "/role_rules", "too_many", &format!("Expected at most {MOST_RULES}."));
        for (at, rule) in self.role_rules.iter().enumerate() {
            let named =
                |error: FieldError| FieldError { pointer: format!("/role_rules/{at}{}", error.pointer), ..error };
            checks.note(text::line("/claim", &rule.claim, 200).map_err(named));
            checks.note(text::line("/value", &rule.value, 200).map_err(named));
        }
    }
}
