//! Between the first factor and the second: a pending sign-in, which is good for a few minutes, for a few wrong codes, and
//! for one session.

use chrono::{TimeDelta, Utc};
use loggia_types::{BrandId, ProblemCode, Timestamp, UserId, session::UserRef};

use super::{Methods, NewSession, Start, Who, note, remember};
use crate::{
    auth::{RequestInfo, hash, random_secret},
    domain::factors::{self, Given, Proof, Taken},
    error::{Error, Result},
    state::App,
    store::{AuditEntry, factors::Factors, from_json, members::to_user, micros, rows::PendingSignInRow, to_json},
};

/// How long somebody may take to show a second factor.
const PENDING_FOR: TimeDelta = TimeDelta::minutes(10);
/// How many wrong codes there may be before the first factor is asked for again.
const MOST_WRONG: i32 = 5;
/// What the secret begins with.
const PREFIX: &str = "ps_secret_";

/// A sign-in that waits for a second factor. The secret is shown once.
pub struct PendingSignIn {
    /// What the browser keeps in [`PENDING_COOKIE`](crate::auth::cookies::PENDING_COOKIE).
    pub secret: String,
    /// Until when it waits.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for PendingSignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingSignIn").field("secret", &"[redacted]").finish_non_exhaustive()
    }
}

/// Who is asked for a second factor, and for which.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The person.
    pub user: UserRef,
    /// What they have.
    pub factors: Factors,
}

/// What comes of a second factor.
#[derive(Debug)]
pub enum Finished {
    /// It was right: they are signed in.
    Right {
        /// The session.
        session: NewSession,
        /// What the browser keeps in [`DEVICE_COOKIE`](crate::auth::cookies::DEVICE_COOKIE).
        device: String,
    },
    /// It was not right.
    Wrong,
    /// There were too many wrong codes: wait so many seconds, or show something else.
    Wait(u64),
    /// Codes of the app are not looked at any more: show something else.
    Exhausted,
    /// It was too late, or wrong too often: sign in again.
    Over,
}

pub(super) fn new(brand: &BrandId, user: &UserId, methods: &Methods) -> Result<(PendingSignIn, PendingSignInRow)> {
    let (secret, now) = (random_secret(PREFIX)?, Utc::now());
    let row = PendingSignInRow {
        secret_hash: hash(&secret),
        brand_id: brand.clone(),
        user_id: user.clone(),
        methods: to_json(&methods.all)?,
        failures: 0,
        created_at: micros(now),
        expires_at: micros(now + PENDING_FOR),
    };
    Ok((PendingSignIn { secret, expires_at: now + PENDING_FOR }, row))
}

/// Who is asked, by the secret that their browser shows.
///
/// # Errors
/// When the store fails.
pub async fn pending(app: &App, brand: &BrandId, secret: &str) -> Result<Option<Pending>> {
    let (brand, secret) = (brand.clone(), hash(secret));
    app.store()
        .system_read(move |c| {
            let found = c.pending_sign_in(&secret)?.filter(|(row, _)| row.brand_id == brand);
            let Some((_, user)) = found else { return Ok(None) };
            let factors = c.factors_of(&user.id)?;
            Ok(Some(Pending { user: to_user(user), factors }))
        })
        .await
}

/// Lets somebody in who shows a second factor. `device` is the secret of the browser.
///
/// # Errors
/// When the store fails.
pub async fn finish(
    app: &App,
    brand: &BrandId,
    secret: &str,
    proof: Proof,
    device: Option<&str>,
    request: &RequestInfo,
) -> Result<Finished> {
    let (hashed, device_hash) = (hash(secret), device.map(hash));
    let (of, looked_for) = (brand.clone(), hashed.clone());
    let found = app
        .store()
        .system_read(move |c| {
            let found = c.pending_sign_in(&looked_for)?.filter(|(row, _)| row.brand_id == of);
            let Some((row, user)) = found else { return Ok(None) };
            let known = match &device_hash {
                Some(device) => c.knows_device(device, &user.id)?,
                None => false,
            };
            Ok(Some((row, to_user(user), known)))
        })
        .await?;
    let Some((row, user, known)) = found else { return Ok(Finished::Over) };
    // Nobody guesses a passkey or a recovery code: what strangers get wrong slows neither.
    let guessable = matches!(proof, Proof::Code(Given::Code(_) | Given::Other));
    let attempt = if guessable {
        let account = (brand.as_str(), user.email.as_str());
        match app.sign_ins().code(request.ip, account, device.filter(|_| known)) {
            Ok(attempt) => Some(attempt),
            Err(wait) => return Ok(Finished::Wait(wait.as_secs())),
        }
    } else {
        None
    };
    let mut methods = Methods::of(&from_json::<Vec<_>>("methods", &row.methods)?);
    let (mine, of, request) = (app.clone(), brand.clone(), request.clone());
    let done = app
        .store()
        .system_write(move |c| {
            let who = Who { brand: of, user };
            // It may have ended while this one waited.
            if c.pending_sign_in(&hashed)?.is_none() {
                return Ok(Err(Finished::Over));
            }
            match factors::take(c, &mine, &who, &proof, known, &request)? {
                Taken::Right(proved) => methods.add(&proved),
                Taken::Exhausted => return Ok(Err(Finished::Exhausted)),
                Taken::Wrong => {
                    let entry = AuditEntry::new("session.began", "user", &who.user.id);
                    note(c, &who, &request, &entry.denied("The second factor was not right."))?;
                    if c.fail_pending_sign_in(&hashed)? < MOST_WRONG {
                        return Ok(Err(Finished::Wrong));
                    }
                    c.end_pending_sign_in(&hashed)?;
                    return Ok(Err(Finished::Over));
                }
            }
            // Of two at the same time one gets in, and what the other showed is not used up.
            if !c.end_pending_sign_in(&hashed)? {
                return Err(Error::not_found());
            }
            Ok(Ok(Start::new(&mine, &who.brand, &who.user.id, methods, &request)?.run(c)?))
        })
        .await;
    app.mailer().wake();
    match done {
        Err(error) if error.code() == Some(ProblemCode::NotFound) => Ok(Finished::Over),
        Err(error) => Err(error),
        Ok(Ok(session)) => {
            if let Some(attempt) = attempt {
                attempt.give_back();
            }
            let device = remember(app, &row.user_id, device).await?;
            Ok(Finished::Right { session, device })
        }
        Ok(Err(other)) => Ok(other),
    }
}
