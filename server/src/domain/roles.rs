//! Roles of an organization's own.

use std::collections::BTreeSet;

use loggia_types::{
    FieldError, Permission, ProblemCode, Role, RoleId, RoleKey,
    members::RoleInfo,
    roles::{CreateRole, CustomRole, Grant, UpdateRole},
};

use super::{members::note_refusal, text};
use crate::{
    auth::{Actor, Credential},
    error::{Error, Result},
    policy::{Definition, Definitions, Policy, check, closes_a_cycle, dependents},
    store::{AuditEntry, Idempotency, Store, Tenant, TenantTx, micros, moment, rows::RoleRow, to_json},
};

/// How many roles of its own an organization may have.
const MOST_ROLES: usize = 50;
/// How many grants a role may have itself.
const MOST_GRANTS: usize = 64;
/// From how many roles one may inherit directly.
const MOST_PARENTS: usize = 8;
/// How many parts, and texts in them, the conditions may have that a role reaches, by inheriting as well: all of them are
/// one SQL expression (which SQLite takes up to a depth of 1000), in every query of whoever has the role.
const MOST_WEIGHT: usize = 800;
/// How long the grants of all roles may be, as JSON: they are read with every request of whoever has one of them.
const LONGEST_GRANTS: usize = 256 * 1024;

/// Every role, built-in ones first: what each permits, and whether the caller may give it to somebody.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<RoleInfo>> {
    let known = store.read(&Tenant::of(actor)?, |c| c.definitions()).await?;
    let grants = actor.permits(Permission::MembersInvite) || actor.permits(Permission::MembersManage);
    let info = |role: RoleKey, name: Option<String>| {
        let policy = Policy::of(role, &known);
        RoleInfo { role, name, grantable: grants && may_grant(actor, &policy), permissions: policy.permissions() }
    };
    let mut custom: Vec<_> = known.iter().map(|(id, role)| info(id.into(), Some(role.name.clone()))).collect();
    custom.sort_by_cached_key(|info| info.name.as_ref().map(|name| name.to_lowercase()));
    Ok(Role::ALL.iter().map(|role| info((*role).into(), None)).chain(custom).collect())
}

/// What the caller is told. What they do is checked in the transaction that does it.
fn may_grant(actor: &Actor, role: &Policy) -> bool {
    match &actor.credential {
        Credential::Member(member) => member.standing.may_grant(role),
        Credential::ApiKey { is_organizations, .. } => !is_organizations,
    }
}

/// Makes a role.
///
/// # Errors
/// `validation_failed`, `conflict` for a name that is taken or one role too many, `permission_denied` for who does not
/// hold what it grants.
pub async fn create(
    store: &Store,
    actor: &Actor,
    new: CreateRole,
    idempotency: Option<Idempotency>,
) -> Result<CustomRole> {
    let tenant = Tenant::of(actor)?;
    let made = store
        .create(&tenant, idempotency, move |tx| {
            // Cycles and names are rules over several rows.
            tx.lock_organization()?;
            let mut known = tx.definitions()?;
            if known.len() >= MOST_ROLES {
                return Err(Error::conflict(format!("There are {MOST_ROLES} roles, which is the most.")));
            }
            let now = moment(micros(tx.now()));
            let role = CustomRole {
                id: RoleId::generate(),
                name: new.name,
                description: new.description,
                inherits: new.inherits,
                grants: new.grants,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            check_role(&role, &known)?;
            known.insert(role.id.clone(), definition(&role));
            require_coherent(&role, &known)?;
            require_bounded(&role.id, &known)?;
            require_held(tx, &role.id, &known)?;
            tx.insert(&RoleRow {
                id: role.id.clone(),
                org_id: tx.org_id().clone(),
                sort_name: role.name.to_lowercase(),
                name: role.name.clone(),
                description: role.description.clone(),
                inherits: to_json(&role.inherits)?,
                grants: to_json(&role.grants)?,
                version: 1,
                created_at: micros(now),
                updated_at: micros(now),
            })?;
            let entry = AuditEntry::new("role.created", "role", &role.id).changes((), audited(&role));
            Ok(tx.audit(entry)?.with(role))
        })
        .await;
    note_refusal(store, &tenant, ("role.created", "role"), "", &made).await?;
    made
}

/// Changes a role, and with it what everybody may do who has it, or one that inherits from it.
///
/// # Errors
/// `not_found`, `version_mismatch`, and as [`create`].
pub async fn update(store: &Store, actor: &Actor, id: RoleId, version: i64, change: UpdateRole) -> Result<CustomRole> {
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let changed = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let before = tx.custom_role(&id)?;
            let mut known = tx.definitions()?;
            // Whoever takes something away from a role could give it back.
            require_held(tx, &id, &known)?;
            if before.version != version {
                return Err(Error::version_mismatch());
            }
            let mut role = before.clone();
            role.name = change.name.unwrap_or(role.name);
            role.description = change.description.or(role.description).filter(|text| !text.is_empty());
            role.inherits = change.inherits.unwrap_or(role.inherits);
            role.grants = change.grants.unwrap_or(role.grants);
            check_role(&role, &known)?;
            let policies = |known: &Definitions| -> Vec<Policy> {
                dependents(&id, known).iter().map(|dependent| Policy::of(dependent.into(), known)).collect()
            };
            let were = policies(&known);
            known.insert(id.clone(), definition(&role));
            require_coherent(&role, &known)?;
            require_bounded(&role.id, &known)?;
            require_held(tx, &id, &known)?;
            // Others have the role for longer than somebody is a member who is one until some day.
            let widens = were.iter().zip(policies(&known)).any(|(was, is)| !was.covers(&is));
            if widens && !tx.may_give_until(None) {
                return Err(Error::problem(
                    ProblemCode::PermissionDenied,
                    "Your membership has an end: you may take from a role, and not add to it.",
                ));
            }
            if !tx.update_role(&role)? {
                return Err(Error::version_mismatch());
            }
            let entry = AuditEntry::new("role.updated", "role", &id).changes(audited(&before), audited(&role));
            let proof = tx.audit(entry)?;
            let role = tx.custom_role(&id)?;
            Ok(proof.with(role))
        })
        .await;
    note_refusal(store, &tenant, ("role.updated", "role"), target.as_str(), &changed).await?;
    // Open event streams look whether their reader may still do the same.
    store.wake(tenant.org_id());
    changed
}

/// Deletes a role that nobody has, is invited to, or inherits from.
///
/// # Errors
/// `not_found`, `conflict` for a role in use, `permission_denied`.
pub async fn delete(store: &Store, actor: &Actor, id: RoleId) -> Result<()> {
    let tenant = Tenant::of(actor)?;
    let target = id.clone();
    let deleted = store
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let role = tx.custom_role(&id)?;
            let known = tx.definitions()?;
            require_held(tx, &id, &known)?;
            if dependents(&id, &known).len() > 1 {
                return Err(Error::conflict("Other roles inherit from this one. Change them first."));
            }
            if tx.uses_of_role(RoleKey::from(&id))? > 0 {
                return Err(Error::conflict(
                    "People have this role, are invited to it, or get it by single sign-on. Give them another one first.",
                ));
            }
            if !tx.delete_role(&id)? {
                return Err(Error::not_found());
            }
            tx.audit(AuditEntry::new("role.deleted", "role", &id).changes(audited(&role), ()))
        })
        .await;
    note_refusal(store, &tenant, ("role.deleted", "role"), target.as_str(), &deleted).await?;
    deleted
}

fn definition(role: &CustomRole) -> Definition {
    Definition { name: role.name.clone(), inherits: role.inherits.clone(), grants: role.grants.clone() }
}

fn audited(role: &CustomRole) -> serde_json::Value {
    serde_json::json!({
        "name": role.name,
        "description": role.description,
        "inherits": role.inherits,
        "grants": role.grants,
    })
}

/// Refuses a role that cannot be stored: names, sizes, parents, conditions. `known` are the roles without the change.
fn check_role(role: &CustomRole, known: &Definitions) -> Result<()> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut require = |good: bool, pointer: &str, code: &str, detail: &str| {
        if !good {
            errors.push(FieldError::new(pointer, code, detail));
        }
    };
    let name = role.name.to_lowercase();
    let taken = known.iter().any(|(id, other)| *id != role.id && other.name.to_lowercase() == name);
    require(!taken && name.parse::<Role>().is_err(), "/name", "taken", "There is a role of this name.");
    let few = role.inherits.len() <= MOST_PARENTS;
    require(few, "/inherits", "too_many", &format!("Expected at most {MOST_PARENTS}."));
    let mut seen = BTreeSet::new();
    for (at, parent) in role.inherits.iter().enumerate() {
        let pointer = format!("/inherits/{at}");
        let there = parent.custom().is_none_or(|id| known.contains_key(&id) || id == role.id);
        require(there, &pointer, "unknown", "The organization has no such role.");
        require(*parent != Role::Owner, &pointer, "invalid", "Only an owner is one: nothing inherits from it.");
        require(seen.insert(*parent), &pointer, "duplicate", "Name each role once.");
    }
    let circle = closes_a_cycle(&role.id, &role.inherits, known);
    require(!circle, "/inherits", "cycle", "A role cannot inherit from itself, neither directly nor through others.");
    let few = role.grants.len() <= MOST_GRANTS;
    require(few, "/grants", "too_many", &format!("Expected at most {MOST_GRANTS}."));
    for (at, grant) in role.grants.iter().enumerate() {
        let pointer = format!("/grants/{at}/permission");
        require(grant.permission.feature().is_some(), &pointer, "invalid", "Only API keys hold this permission.");
    }
    errors.extend(text::line("/name", &role.name, 60).err());
    errors.extend(role.description.as_ref().and_then(|text| text::line("/description", text, 300).err()));
    for (at, grant) in role.grants.iter().enumerate() {
        if let Grant { when: Some(condition), .. } = grant {
            errors.extend(check(&format!("/grants/{at}/when"), condition));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::validation(errors)) }
}

/// Refuses a role that permits to change what it does not permit to see: it could not be used.
fn require_coherent(role: &CustomRole, known: &Definitions) -> Result<()> {
    use Permission as P;
    let held = Policy::of((&role.id).into(), known).permissions();
    for (needs, needed) in [
        (P::CasesReply, P::CasesRead),
        (P::DocumentsUpload, P::DocumentsRead),
        (P::DocumentsDelete, P::DocumentsRead),
        (P::MembersInvite, P::MembersRead),
        (P::MembersManage, P::MembersRead),
    ] {
        if held.contains(&needs) && !held.contains(&needed) {
            let detail = format!("Who holds {needs} has to hold {needed}, too.");
            return Err(Error::invalid_value("/grants", "incomplete", detail));
        }
    }
    Ok(())
}

/// Refuses a role that would be too much work for every request of those who have it, or one that inherits from it.
fn require_bounded(id: &RoleId, known: &Definitions) -> Result<()> {
    let too_large = |detail: String| Err(Error::invalid_value("/grants", "too_large", detail));
    let heavy = |dependent: &RoleId| Policy::of(dependent.into(), known).weight() > MOST_WEIGHT;
    if let Some(over) = dependents(id, known).iter().find(|dependent| heavy(dependent)) {
        let name = known.get(over).map(|role| role.name.clone()).unwrap_or_default();
        return too_large(format!(
            "The conditions of the role {name} and those it inherits have more than {MOST_WEIGHT} parts and texts."
        ));
    }
    let mut length = 0;
    for role in known.values() {
        length += to_json(&role.grants)?.len();
    }
    if length > LONGEST_GRANTS {
        return too_large(format!("The grants of all roles together may have {LONGEST_GRANTS} bytes."));
    }
    Ok(())
}

/// Refuses a writer who does not hold all that the role grants, or a role that inherits from it.
fn require_held(tx: &mut TenantTx<'_>, id: &RoleId, known: &Definitions) -> Result<()> {
    for dependent in dependents(id, known) {
        if !tx.may_grant_all(&Policy::of((&dependent).into(), known)) {
            return Err(Error::problem(
                ProblemCode::PermissionDenied,
                "This role, or one that inherits from it, grants more than you hold.",
            ));
        }
    }
    Ok(())
}
