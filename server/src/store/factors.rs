//! One-time codes and recovery codes of people, and whether they have a second factor at all.

use chrono::Utc;
use diesel::{
    dsl::{exists, select},
    prelude::*,
};
use loggia_types::{BrandId, OrganizationId, PasskeyId, Timestamp, UserId};

use super::{
    SystemConn,
    members::is_active,
    micros, moment,
    rows::{CodeSeedRow, RecoveryCodeRow},
    schema::{brands, code_seeds, memberships, organizations, passkeys, pending_sign_ins, recovery_codes},
};
use crate::error::Result;

/// By what somebody can prove who they are, beside a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Since when an app shows them codes.
    pub codes_since: Option<Timestamp>,
    /// When one of its codes was last taken.
    pub codes_used_at: Option<Timestamp>,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<KnownPasskey>,
    /// How many recovery codes are left.
    pub recovery_codes: usize,
}

/// A passkey, as its person knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPasskey {
    /// Its id.
    pub id: PasskeyId,
    /// The host that it is for.
    pub rp_id: String,
    /// What its person calls it.
    pub name: String,
    /// Whether it can be on several devices.
    pub synced: bool,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl Factors {
    /// Whether somebody with these is asked for a second factor. Recovery codes alone are none: they stand in for one.
    pub fn ask(&self) -> bool {
        self.codes_since.is_some() || !self.passkeys.is_empty()
    }
}

impl SystemConn<'_> {
    /// By what a user can prove who they are, beside a password.
    ///
    /// # Errors
    /// When a query fails.
    pub fn factors_of(&mut self, user: &UserId) -> Result<Factors> {
        type Columns = (PasskeyId, String, String, bool, i64, Option<i64>);
        let seed = self.code_seed(user)?.filter(|seed| seed.confirmed_at.is_some());
        let rows: Vec<Columns> = passkeys::table
            .filter(passkeys::user_id.eq(user))
            .order(passkeys::id.asc())
            .select((
                passkeys::id,
                passkeys::rp_id,
                passkeys::name,
                passkeys::synced,
                passkeys::created_at,
                passkeys::last_used_at,
            ))
            .load(self.raw())?;
        let known = |(id, rp_id, name, synced, created_at, used): Columns| KnownPasskey {
            id,
            rp_id,
            name,
            synced,
            created_at: moment(created_at),
            last_used_at: used.map(moment),
        };
        Ok(Factors {
            codes_since: seed.as_ref().and_then(|seed| seed.confirmed_at).map(moment),
            codes_used_at: seed.and_then(|seed| seed.last_used_at).map(moment),
            passkeys: rows.into_iter().map(known).collect(),
            recovery_codes: self.recovery_codes_left(user)?,
        })
    }

    /// Whether a user is asked for a second factor.
    ///
    /// # Errors
    /// When a query fails.
    pub fn has_second_factor(&mut self, user: &UserId) -> Result<bool> {
        let codes = code_seeds::table.find(user).filter(code_seeds::confirmed_at.is_not_null());
        let keys = passkeys::table.filter(passkeys::user_id.eq(user));
        Ok(select(exists(codes)).get_result(self.raw())? || select(exists(keys)).get_result(self.raw())?)
    }

    /// Who asks a user of a brand for a second factor: the name of the brand, or of an organization they belong to now.
    ///
    /// # Errors
    /// When a query fails.
    pub fn second_factor_required_by(&mut self, brand: &BrandId, user: &UserId) -> Result<Option<String>> {
        let of_brand = brands::table.find(brand).filter(brands::require_second_factor.eq(true)).select(brands::name);
        if let Some(name) = of_brand.first(self.raw()).optional()? {
            return Ok(Some(name));
        }
        let asking = organizations::table
            .inner_join(memberships::table)
            .filter(organizations::brand_id.eq(brand))
            .filter(organizations::require_second_factor.eq(true))
            .filter(memberships::user_id.eq(user))
            .filter(is_active(micros(Utc::now())))
            .order(organizations::name.asc())
            .select(organizations::name);
        Ok(asking.first(self.raw()).optional()?)
    }

    /// Says whether a brand asks everybody for a second factor. Whether it asked before.
    ///
    /// # Errors
    /// `not_found`, and when the database refuses it.
    pub fn require_second_factor_of_brand(&mut self, brand: &BrandId, required: bool) -> Result<bool> {
        let target = brands::table.find(brand);
        let before = target.select(brands::require_second_factor).first(self.raw())?;
        diesel::update(target).set(brands::require_second_factor.eq(required)).execute(self.raw())?;
        Ok(before)
    }

    /// Says whether an organization asks everybody for a second factor. Its brand, and whether it asked before.
    ///
    /// # Errors
    /// `not_found`, and when the database refuses it.
    pub fn require_second_factor_of_organization(
        &mut self,
        organization: &OrganizationId,
        required: bool,
    ) -> Result<(BrandId, bool)> {
        let target = organizations::table.find(organization);
        let columns = (organizations::brand_id, organizations::require_second_factor);
        let before = target.select(columns).first(self.raw())?;
        diesel::update(target).set(organizations::require_second_factor.eq(required)).execute(self.raw())?;
        Ok(before)
    }

    /// The seed of a user's one-time codes, confirmed or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn code_seed(&mut self, user: &UserId) -> Result<Option<CodeSeedRow>> {
        Ok(code_seeds::table.find(user).select(CodeSeedRow::as_select()).first(self.raw()).optional()?)
    }

    /// Gives a user a seed that has to be confirmed, instead of one that never was. Says whether it did: not when there
    /// is a confirmed one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn propose_code_seed(&mut self, user: &UserId, sealed: &str) -> Result<bool> {
        let old = code_seeds::table.find(user).filter(code_seeds::confirmed_at.is_null());
        diesel::delete(old).execute(self.raw())?;
        if self.code_seed(user)?.is_some() {
            return Ok(false);
        }
        let row = CodeSeedRow {
            user_id: user.clone(),
            sealed: sealed.to_owned(),
            last_step: 0,
            failures: 0,
            created_at: micros(Utc::now()),
            confirmed_at: None,
            last_used_at: None,
        };
        diesel::insert_into(code_seeds::table).values(&row).execute(self.raw())?;
        Ok(true)
    }

    /// Notes that a first code was right. Says whether the seed is still that one, and was not confirmed.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn confirm_code_seed(&mut self, user: &UserId, sealed: &str, step: i64) -> Result<bool> {
        let proposed = code_seeds::table
            .find(user)
            .filter(code_seeds::sealed.eq(sealed))
            .filter(code_seeds::confirmed_at.is_null());
        let now = micros(Utc::now());
        let set = (code_seeds::confirmed_at.eq(now), code_seeds::last_step.eq(step));
        Ok(diesel::update(proposed).set(set).execute(self.raw())? == 1)
    }

    /// Takes the code of a time step, unless that one or a later one was taken before: of two requests at the same time, one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_code(&mut self, user: &UserId, step: i64) -> Result<bool> {
        let fresh = code_seeds::table
            .find(user)
            .filter(code_seeds::confirmed_at.is_not_null())
            .filter(code_seeds::last_step.lt(step));
        let set = (code_seeds::last_step.eq(step), code_seeds::last_used_at.eq(micros(Utc::now())));
        Ok(diesel::update(fresh).set(set).execute(self.raw())? == 1)
    }

    /// Counts a wrong code from a browser that the account does not know. Says how many there are now.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn count_wrong_code(&mut self, user: &UserId) -> Result<i32> {
        let seed = code_seeds::table.find(user);
        diesel::update(seed).set(code_seeds::failures.eq(code_seeds::failures + 1)).execute(self.raw())?;
        Ok(seed.select(code_seeds::failures).first(self.raw()).optional()?.unwrap_or_default())
    }

    /// Forgets wrong codes: the person has proved who they are.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_wrong_codes(&mut self, user: &UserId) -> Result<()> {
        let counted = code_seeds::table.find(user).filter(code_seeds::failures.gt(0));
        diesel::update(counted).set(code_seeds::failures.eq(0)).execute(self.raw())?;
        Ok(())
    }

    /// Takes a user's one-time codes away. Says whether they asked for some.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_code_seed(&mut self, user: &UserId) -> Result<bool> {
        let asked = self.code_seed(user)?.is_some_and(|seed| seed.confirmed_at.is_some());
        diesel::delete(code_seeds::table.find(user)).execute(self.raw())?;
        Ok(asked)
    }

    /// How many recovery codes a user has left.
    ///
    /// # Errors
    /// When the query fails.
    pub fn recovery_codes_left(&mut self, user: &UserId) -> Result<usize> {
        let left: i64 = recovery_codes::table
            .filter(recovery_codes::user_id.eq(user))
            .filter(recovery_codes::used_at.is_null())
            .count()
            .get_result(self.raw())?;
        Ok(usize::try_from(left).unwrap_or_default())
    }

    /// Gives a user these recovery codes, and no others.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn replace_recovery_codes(&mut self, user: &UserId, hashes: &[String]) -> Result<()> {
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(self.raw())?;
        for code_hash in hashes {
            let row = RecoveryCodeRow {
                user_id: user.clone(),
                code_hash: code_hash.clone(),
                created_at: micros(Utc::now()),
                used_at: None,
            };
            diesel::insert_into(recovery_codes::table).values(&row).execute(self.raw())?;
        }
        Ok(())
    }

    /// Takes a recovery code, unless it was taken before: of two requests at the same time, one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_recovery_code(&mut self, user: &UserId, code_hash: &str) -> Result<bool> {
        let unused = recovery_codes::table.find((user, code_hash)).filter(recovery_codes::used_at.is_null());
        Ok(diesel::update(unused).set(recovery_codes::used_at.eq(micros(Utc::now()))).execute(self.raw())? == 1)
    }

    /// Takes away every second factor of a user, recovery codes and half-finished sign-ins included. Says how many factors
    /// there were.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_factors_of(&mut self, user: &UserId) -> Result<usize> {
        let codes = usize::from(self.delete_code_seed(user)?);
        let keys = diesel::delete(passkeys::table.filter(passkeys::user_id.eq(user))).execute(self.raw())?;
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(self.raw())?;
        diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user))).execute(self.raw())?;
        Ok(codes + keys)
    }
}
