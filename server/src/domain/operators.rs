//! Who the operators of a brand are.
//!
//! The command line may do all of it, and so repairs what went wrong. In the console, operators who manage operators
//! do: nobody gives what they do not hold or for longer than they have it, and one of those who manage always stays.

use chrono::Utc;
use loggia_types::{BrandId, FieldError, OperatorId, OperatorPermission, OperatorRole, ProblemCode, Timestamp, UserId};
use serde_json::{Value, json};

use super::{Checks, is_email, sign_in::Recent, text};
use crate::{
    auth::Operator,
    error::{Error, Result},
    state::App,
    store::{
        AuditEntry, Principal, Store, SystemConn,
        members::normal_email,
        micros, moment,
        operators::ListedOperator,
        rows::{OperatorRow, UserRow},
    },
};

/// An operator to make.
#[derive(Clone, Debug)]
pub struct NewOperator {
    /// The e-mail address of a person of the brand, or of somebody to become one.
    pub email: String,
    /// The name, where the brand does not know the person yet.
    pub name: Option<String>,
    /// What they are to be.
    pub role: OperatorRole,
    /// From when on they are none any more. `None`: until that is said.
    pub ends_at: Option<Timestamp>,
}

/// What of an operator is to be different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// What they are.
    Role(OperatorRole),
    /// Whether they are suspended.
    Suspended(bool),
    /// They are to be none any more.
    Removed,
}

/// Makes somebody an operator of the brand with this key. Whoever is one already is from now on as `new` says, and not
/// suspended.
///
/// # Errors
/// `not_found` when there is no such brand, `validation_failed`.
pub async fn add_by_command(store: &Store, brand_key: &str, new: NewOperator) -> Result<(OperatorId, UserId)> {
    check(&new)?;
    let key = brand_key.to_owned();
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&key)?.ok_or_else(Error::not_found)?.id;
            let principal = Principal::system();
            c.lock_brand(&brand)?;
            let user = person(c, &brand, &new)?;
            let id = match c.operator_of_user(&user)? {
                None => insert(c, &principal, brand, user.clone(), &new, None)?,
                Some(there) => {
                    let after = OperatorRow {
                        role: new.role,
                        ends_at: new.ends_at.map(micros),
                        suspended_at: None,
                        ..there.clone()
                    };
                    store_change(c, &principal, &there, &after)?;
                    there.id
                }
            };
            Ok((id, user))
        })
        .await
}

/// Every operator, of all brands or of the one with this key.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store, brand_key: Option<String>) -> Result<Vec<ListedOperator>> {
    store.system_read(move |c| c.operators(brand_key.as_deref())).await
}

/// Takes an operator away, the last one included.
///
/// # Errors
/// `not_found`.
pub async fn remove_by_command(store: &Store, id: OperatorId) -> Result<()> {
    store
        .system_write(move |c| {
            let listed = c.operators(None)?.into_iter().find(|operator| operator.id == id);
            let brand = c.brand_by_key(&listed.ok_or_else(Error::not_found)?.brand)?.ok_or_else(Error::not_found)?.id;
            c.lock_brand(&brand)?;
            let row = c.operator(&brand, &id)?;
            delete(c, &Principal::system(), &row)
        })
        .await
}

/// The operators of the operator's brand.
///
/// # Errors
/// When the store fails.
pub async fn of_brand(store: &Store, operator: &Operator) -> Result<Vec<ListedOperator>> {
    let brand = operator.brand_id().clone();
    store
        .system_read(move |c| {
            let key = c.brand(&brand)?.key;
            c.operators(Some(&key))
        })
        .await
}

/// Makes somebody an operator of the operator's own brand.
///
/// # Errors
/// `validation_failed`, `already_member` when they are one, `permission_denied` for who would give more than they hold, or
/// for longer, `step_up_required`.
pub async fn add(app: &App, operator: &Operator, new: NewOperator) -> Result<OperatorId> {
    check(&new)?;
    let (acting, principal, recent) = (operator.clone(), operator.principal(), Recent::of(app, &operator.signed_in));
    app.store()
        .system_write(move |c| {
            recent.check(c)?;
            let giver = Giver::of(c, &acting)?;
            giver.may_give(new.role, new.ends_at)?;
            let user = person(c, &giver.brand, &new)?;
            if c.operator_of_user(&user)?.is_some() {
                return Err(Error::problem(ProblemCode::AlreadyMember, "This person is an operator already."));
            }
            insert(c, &principal, giver.brand, user, &new, Some(acting.signed_in.user.id.clone()))
        })
        .await
}

/// Changes an operator of the operator's own brand, or takes them away.
///
/// # Errors
/// `not_found`, `permission_denied` for who would give or take more than they hold, `conflict` when nobody would be left who
/// manages operators, `step_up_required`.
pub async fn change(app: &App, operator: &Operator, id: OperatorId, change: Change) -> Result<()> {
    let (acting, principal, recent) = (operator.clone(), operator.principal(), Recent::of(app, &operator.signed_in));
    app.store()
        .system_write(move |c| {
            recent.check(c)?;
            let giver = Giver::of(c, &acting)?;
            let before = c.operator(&giver.brand, &id)?;
            giver.may_give(before.role, before.ends_at.map(moment))?;
            let mut after = before.clone();
            match change {
                Change::Removed => delete(c, &principal, &before)?,
                Change::Role(role) => {
                    giver.may_give(role, before.ends_at.map(moment))?;
                    after.role = role;
                    store_change(c, &principal, &before, &after)?;
                }
                Change::Suspended(suspended) => {
                    let since = before.suspended_at.unwrap_or_else(|| micros(Utc::now()));
                    after.suspended_at = suspended.then_some(since);
                    store_change(c, &principal, &before, &after)?;
                }
            }
            let managed = before.role.permits(OperatorPermission::OperatorsManage);
            if managed && c.count_lasting_managers(&giver.brand)? == 0 {
                let detail = "Nobody would be left who manages operators. Let somebody else do so first.";
                return Err(Error::conflict(detail));
            }
            Ok(())
        })
        .await
}

/// An operator who manages operators, as of the transaction, in which nobody else does.
struct Giver {
    brand: BrandId,
    role: OperatorRole,
    ends_at: Option<Timestamp>,
}

impl Giver {
    fn of(c: &mut SystemConn<'_>, operator: &Operator) -> Result<Self> {
        let brand = operator.brand_id().clone();
        c.lock_brand(&brand)?;
        let now = c.require_operator(operator)?;
        Ok(Self { brand, role: now.role, ends_at: now.ends_at })
    }

    fn may_give(&self, role: OperatorRole, ends_at: Option<Timestamp>) -> Result<()> {
        if !self.role.may_grant(role) {
            let detail =
                "Your role does not let you make or change an operator in this role: it permits more than yours.";
            return Err(Error::problem(ProblemCode::PermissionDenied, detail));
        }
        let lasts = self.ends_at.is_none_or(|mine| ends_at.is_some_and(|theirs| theirs <= mine));
        if lasts {
            return Ok(());
        }
        let detail = "You are an operator for a while only. Nobody whom you make one may be it for longer.";
        Err(Error::problem(ProblemCode::PermissionDenied, detail))
    }
}

fn check(new: &NewOperator) -> Result<()> {
    let mut checks = Checks::default();
    checks.require(is_email(&normal_email(&new.email)), "/email", "invalid", "Expected an e-mail address");
    if let Some(name) = &new.name {
        checks.note(text::line("/name", name, 200));
    }
    let ended = new.ends_at.is_some_and(|at| at <= Utc::now());
    checks.require(!ended, "/ends_at", "out_of_range", "Expected a moment to come");
    checks.finish()
}

/// The person of the brand with this address, who is made if there is none.
fn person(c: &mut SystemConn<'_>, brand: &BrandId, new: &NewOperator) -> Result<UserId> {
    let email = normal_email(&new.email);
    if let Some(there) = c.user_by_email(brand, &email)? {
        return Ok(there.id);
    }
    let name = new.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let Some(name) = name else {
        let detail = "The brand knows nobody with this address: say their name";
        return Err(Error::validation(vec![FieldError::new("/name", "required", detail)]));
    };
    let (name, now) = (name.to_owned(), micros(Utc::now()));
    let row = UserRow { id: UserId::generate(), brand_id: brand.clone(), email, name, created_at: now };
    c.insert_user(&row)?;
    Ok(row.id)
}

fn insert(
    c: &mut SystemConn<'_>,
    principal: &Principal,
    brand_id: BrandId,
    user_id: UserId,
    new: &NewOperator,
    created_by: Option<UserId>,
) -> Result<OperatorId> {
    let row = OperatorRow {
        id: OperatorId::generate(),
        brand_id,
        user_id,
        role: new.role,
        ends_at: new.ends_at.map(micros),
        suspended_at: None,
        created_at: micros(Utc::now()),
        created_by,
    };
    let after = told(c, &row)?;
    c.insert_operator(&row)?;
    let entry = AuditEntry::new("operator.added", "operator", &row.id).changes((), after);
    c.audit(&row.brand_id, principal, entry)?;
    Ok(row.id)
}

fn store_change(c: &mut SystemConn<'_>, principal: &Principal, was: &OperatorRow, is: &OperatorRow) -> Result<()> {
    let (before, after) = (told(c, was)?, told(c, is)?);
    if before == after {
        return Ok(());
    }
    c.update_operator(is)?;
    let entry = AuditEntry::new("operator.changed", "operator", &is.id).changes(before, after);
    c.audit(&is.brand_id, principal, entry)
}

fn delete(c: &mut SystemConn<'_>, principal: &Principal, row: &OperatorRow) -> Result<()> {
    let before = told(c, row)?;
    c.delete_operator(&row.id)?;
    let entry = AuditEntry::new("operator.removed", "operator", &row.id).changes(before, ());
    c.audit(&row.brand_id, principal, entry)
}

/// An operator as the audit log tells them.
fn told(c: &mut SystemConn<'_>, row: &OperatorRow) -> Result<Value> {
    let email = c.user(&row.user_id)?.email;
    Ok(json!({
        "email": email,
        "role": row.role,
        "ends_at": row.ends_at.map(moment),
        "suspended": row.suspended_at.is_some(),
    }))
}
