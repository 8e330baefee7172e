//! Answers that are kept for repeated requests ([draft-ietf-httpapi-idempotency-key-header]).
//!
//! [draft-ietf-httpapi-idempotency-key-header]: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use loggia_types::ProblemCode;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    SystemConn, TenantConn, TenantTx, from_json, micros, rows::IdempotencyKeyRow, schema::idempotency_keys, to_json,
};
use crate::error::{Error, Result};

/// How long an answer is kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// A request that may be repeated.
#[derive(Clone, Debug)]
pub struct Idempotency {
    /// Whose key it is: the user's or API key's id. The organization is added to it.
    pub owner: String,
    /// The route, as `POST /v1/invitations`.
    pub route: String,
    /// What the caller named the request.
    pub key: String,
    /// SHA-256 of the request.
    pub fingerprint: String,
}

impl TenantConn<'_> {
    fn owner(&self, request: &Idempotency) -> String {
        format!("{}/{}", self.org_id(), request.owner)
    }

    /// The answer to the same request before.
    ///
    /// # Errors
    /// `idempotency_key_reused` when the key came with another request.
    pub fn repeated_answer<T: DeserializeOwned>(&mut self, request: &Idempotency) -> Result<Option<T>> {
        let owner = self.owner(request);
        let row: Option<(String, String)> = idempotency_keys::table
            .find((&owner, &request.route, &request.key))
            .filter(idempotency_keys::created_at.gt(micros(Utc::now() - KEPT_FOR)))
            .select((idempotency_keys::fingerprint, idempotency_keys::answer))
            .first(self.raw())
            .optional()?;
        match row {
            None => Ok(None),
            Some((fingerprint, answer)) if fingerprint == request.fingerprint => from_json("answer", &answer).map(Some),
            Some(_) => Err(Error::problem(
                ProblemCode::IdempotencyKeyReused,
                "This Idempotency-Key came with another request before. Use a new key for each new request.",
            )),
        }
    }
}

impl TenantTx<'_> {
    /// Keeps an answer, in this transaction.
    ///
    /// # Errors
    /// When the database refuses it.
    pub(super) fn remember_answer<T: Serialize>(&mut self, request: &Idempotency, answer: &T) -> Result<()> {
        let owner = self.owner(request);
        // One of the same name that is too old to count makes room.
        let old = idempotency_keys::table
            .find((&owner, &request.route, &request.key))
            .filter(idempotency_keys::created_at.le(micros(Utc::now() - KEPT_FOR)));
        diesel::delete(old).execute(self.raw())?;
        let row = IdempotencyKeyRow {
            owner,
            route: request.route.clone(),
            key: request.key.clone(),
            fingerprint: request.fingerprint.clone(),
            answer: to_json(answer)?,
            created_at: micros(self.now()),
        };
        diesel::insert_into(idempotency_keys::table).values(&row).execute(self.raw())?;
        Ok(())
    }
}

impl SystemConn<'_> {
    /// Forgets answers that are too old to count.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_old_answers(&mut self) -> Result<usize> {
        let before = micros(Utc::now() - KEPT_FOR);
        let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(before));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
