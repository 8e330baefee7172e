//! Proving again who one is, before something sensitive: a session that is open may have been left open.

use chrono::{TimeDelta, Utc};
use loggia_types::{Timestamp, UserSessionId, sign_in::AuthenticationMethod};

use super::{Who, merged, note};
use crate::{
    auth::{RequestInfo, SignedIn, Turn},
    domain::{
        factors::{self, Given, Proof, Taken},
        passwords,
    },
    error::{Error, Result},
    state::App,
    store::{AuditEntry, SystemConn, credentials::Shown},
};

/// A session whose person has to have proved lately who they are: asked by the guard, and again by the transaction that
/// writes.
#[derive(Clone, Debug)]
pub struct Recent {
    session: UserSessionId,
    within: TimeDelta,
}

impl Recent {
    /// What the settings ask of this session.
    pub fn of(app: &App, signed_in: &SignedIn) -> Self {
        Self { session: signed_in.session_id.clone(), within: Self::within(app) }
    }

    /// How long ago it may be.
    pub fn within(app: &App) -> TimeDelta {
        TimeDelta::minutes(i64::from(app.config().step_up_minutes))
    }

    /// Whether what was proved counts here, and is recent enough now.
    pub fn is(app: &App, methods: &[AuthenticationMethod], authenticated_at: Timestamp) -> bool {
        shows_whose_account(methods) && Utc::now() - authenticated_at <= Self::within(app)
    }

    /// Refuses what is to be written when the session has ended meanwhile, or its last proof is too old.
    ///
    /// # Errors
    /// `unauthenticated`, `step_up_required`.
    pub fn check(&self, c: &mut SystemConn<'_>) -> Result<()> {
        let session = c.live_user_session(Shown::Id(self.session.as_str()))?.ok_or_else(Error::unauthenticated)?;
        if !shows_whose_account(&session.methods) || Utc::now() - session.authenticated_at > self.within {
            return Err(Error::step_up_required());
        }
        Ok(())
    }
}

/// Whether what somebody showed is theirs, and not only what an organization's identity provider says of them. An account is
/// its person's in all organizations: a provider that could add a passkey to it would open the others, too.
fn shows_whose_account(methods: &[AuthenticationMethod]) -> bool {
    use AuthenticationMethod as M;
    methods.iter().any(|method| !matches!(method, M::Federated | M::MultipleFactors))
}

/// What somebody shows again.
pub enum Confirming<'a> {
    /// Their password: of whoever has no second factor.
    Password(&'a str),
    /// A second factor: of whoever has one.
    Factor(Proof),
}

impl std::fmt::Debug for Confirming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Confirming([redacted])")
    }
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It is them.
    Right,
    /// It was not right.
    Wrong,
    /// There were too many attempts: wait so many seconds.
    Wait(u64),
}

/// Notes that the person behind a session has proved again who they are.
///
/// # Errors
/// `unauthenticated` when the session has ended meanwhile, `unavailable` when too many wait, and when the store fails.
pub async fn confirm(
    app: &App,
    signed_in: &SignedIn,
    shown: Confirming<'_>,
    request: &RequestInfo,
) -> Result<Confirmed> {
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    // Whoever found a session open tries under the rate of that session. One for which only an organization's provider
    // vouches is a stranger's: the provider makes as many of them as it likes.
    let known = shows_whose_account(&signed_in.methods);
    let account = (who.brand.as_str(), who.user.email.as_str());
    let session = known.then_some(signed_in.session_id.as_str());
    let attempt = match &shown {
        Confirming::Password(_) => Some(app.sign_ins().attempt(request.ip, account, session)),
        Confirming::Factor(Proof::Code(Given::Code(_) | Given::Other)) => {
            Some(app.sign_ins().code(request.ip, account, session))
        }
        Confirming::Factor(_) => None,
    };
    let attempt = match attempt.transpose() {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Confirmed::Wait(wait.as_secs())),
    };
    let proof = match shown {
        Confirming::Factor(proof) => Some(proof),
        Confirming::Password(password) => {
            let user = who.user.id.clone();
            let stored = app.store().system_read(move |c| c.password_of(&user)).await?.map(|row| row.hash);
            let turn = if known { Turn::Known } else { Turn::Other };
            let compared = match app.passwords().compare(turn, passwords::normal(password), stored).await {
                Ok(compared) => compared,
                Err(error) => {
                    if let Some(attempt) = attempt {
                        attempt.give_back();
                    }
                    return Err(error);
                }
            };
            if !compared.good {
                return refused(app, &who, request).await;
            }
            None
        }
    };
    let (mine, of, session, again) = (app.clone(), who.clone(), signed_in.session_id.clone(), request.clone());
    let done = app.store().system_write(move |c| {
        let live = c.live_user_session(Shown::Id(session.as_str()))?.ok_or_else(Error::unauthenticated)?;
        let proved = match &proof {
            Some(proof) => match factors::take(c, &mine, &of, proof, known, &again)? {
                Taken::Right(methods) => methods,
                Taken::Wrong | Taken::Exhausted => return Ok(false),
            },
            // A factor that was added meanwhile is what is asked for from then on.
            None if c.has_second_factor(&of.user.id)? => return Ok(false),
            None => vec![AuthenticationMethod::Password],
        };
        c.set_authenticated(&session, &merged(&live.methods, &proved), Utc::now())?;
        let after = serde_json::json!({ "methods": proved });
        note(c, &of, &again, &AuditEntry::new("session.confirmed", "user_session", &session).changes((), after))?;
        Ok(true)
    });
    if !done.await? {
        return refused(app, &who, request).await;
    }
    if let Some(attempt) = attempt {
        attempt.give_back();
    }
    app.mailer().wake();
    Ok(Confirmed::Right)
}

/// Notes what else the person behind a session has just shown.
///
/// # Errors
/// `unauthenticated` when it has ended meanwhile.
pub(in crate::domain) fn add_proof(
    c: &mut SystemConn<'_>,
    session: &UserSessionId,
    proved: &[AuthenticationMethod],
) -> Result<()> {
    let live = c.live_user_session(Shown::Id(session.as_str()))?.ok_or_else(Error::unauthenticated)?;
    c.set_authenticated(session, &merged(&live.methods, proved), Utc::now())
}

async fn refused(app: &App, who: &Who, request: &RequestInfo) -> Result<Confirmed> {
    let (who, request) = (who.clone(), request.clone());
    let entry = AuditEntry::new("session.confirmed", "user", &who.user.id).denied("What was shown was not right.");
    app.store().system_write(move |c| note(c, &who, &request, &entry)).await?;
    Ok(Confirmed::Wrong)
}
