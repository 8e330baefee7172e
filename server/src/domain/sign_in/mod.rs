//! Signing in to the hosted portal: how a session begins, and how it ends.
//!
//! A person signs in to a brand, for all their organizations there. So what happens is noted in the log of each of these
//! organizations; of somebody who belongs to none, in the brand's own.

mod again;
mod by_invitation;
mod by_link;
mod by_passkey;
mod by_password;
mod device;
mod place;
mod second_factor;

use chrono::{TimeDelta, Utc};
use loggia_types::{
    BrandId, OrganizationId, Timestamp, UserId, UserSessionId,
    audit::{ActorKind, AuditActor},
    session::UserRef,
    sign_in::AuthenticationMethod,
};

pub(in crate::domain) use again::add_proof;
pub use again::{Confirmed, Confirming, Recent, confirm};
pub use by_invitation::{Invited, Joined, Joining, invited, join};
pub use by_link::{LinkOutcome, Using, by_link};
pub use by_passkey::by_passkey;
pub use by_password::{Outcome, Route, Shown, by_password, route};
pub use device::remember;
pub use place::{named, place};
pub use second_factor::{Finished, Pending, PendingSignIn, finish, pending};

use super::sso::break_glass;
use crate::{
    auth::{RequestInfo, SignedIn, cookies::USER_SESSION_PREFIX, hash, random_secret},
    error::{Error, Result},
    mail::Mailer,
    state::App,
    store::{
        AuditEntry, Principal, Store, SystemConn, Tenant, members::to_user, micros, moment, rows::UserSessionRow,
        to_json, user_sessions::StoredUserSession,
    },
};

/// In how many places somebody can be signed in at the same time: with one more, the one that was used least recently
/// ends.
const MOST_SESSIONS: usize = 100;

/// A person of a brand.
#[derive(Clone, Debug)]
pub struct Who {
    /// The brand.
    pub brand: BrandId,
    /// The person.
    pub user: UserRef,
}

/// How somebody has proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Methods {
    /// By what.
    pub all: Vec<AuthenticationMethod>,
    /// By which single sign-on, if it was one.
    pub sso_connection_id: Option<String>,
}

impl Methods {
    /// By these.
    pub fn of(methods: &[AuthenticationMethod]) -> Self {
        Self { all: methods.to_vec(), sso_connection_id: None }
    }
}

/// What follows when somebody has proved who they are.
#[derive(Debug)]
#[non_exhaustive]
pub enum Begin {
    /// They are signed in.
    Session(NewSession),
    /// They still have to show a second factor.
    SecondFactor(PendingSignIn),
}

/// A session that has just begun. The secret is shown once.
pub struct NewSession {
    /// The session.
    pub id: UserSessionId,
    /// What the browser keeps in [`SESSION_COOKIE`](crate::auth::cookies::SESSION_COOKIE).
    pub secret: String,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession").field("id", &self.id).field("secret", &"[redacted]").finish_non_exhaustive()
    }
}

/// Lets somebody in who has proved who they are; whoever has a second factor and has not shown it has to show it first.
/// Single sign-on asks for what it asks for, and for nothing of ours. The session is a new one, whatever the browser had
/// before.
///
/// # Errors
/// `not_found` for a user of another brand, and when the store fails.
pub async fn begin(
    app: &App,
    brand: &BrandId,
    user_id: &UserId,
    methods: Methods,
    request: &RequestInfo,
) -> Result<Begin> {
    begin_while(app, brand, user_id, methods, request, |_| Ok(true)).await?.ok_or_else(Error::not_found)
}

/// The same, if what was proved still holds in the transaction in which it begins. `None`: it does not.
async fn begin_while(
    app: &App,
    brand: &BrandId,
    user_id: &UserId,
    methods: Methods,
    request: &RequestInfo,
    holds: impl FnOnce(&mut SystemConn<'_>) -> Result<bool> + Send + 'static,
) -> Result<Option<Begin>> {
    let start = Start::new(app, brand, user_id, methods, request)?;
    let (pending, row) = second_factor::new(brand, user_id, &start.methods)?;
    app.store()
        .system_write(move |c| {
            if !holds(c)? {
                return Ok(None);
            }
            if start.methods.want_second_factor() && c.has_second_factor(&start.row.user_id)? {
                // Of another brand, nobody is asked for anything.
                start.person(c)?;
                c.insert_pending_sign_in(&row)?;
                return Ok(Some(Begin::SecondFactor(pending)));
            }
            Ok(Some(Begin::Session(start.run(c)?)))
        })
        .await
}

impl Methods {
    /// With these as well: with more than one, there were several factors.
    fn add(&mut self, proved: &[AuthenticationMethod]) {
        self.all = merged(&self.all, proved);
    }

    /// Whether a second factor is asked for after these, of whoever has one.
    fn want_second_factor(&self) -> bool {
        !AuthenticationMethod::are_strong(&self.all)
    }
}

/// What somebody has proved in all, in the order of definition. A code or a key after a password or a mail makes several
/// factors; a passkey says so itself.
fn merged(before: &[AuthenticationMethod], now: &[AuthenticationMethod]) -> Vec<AuthenticationMethod> {
    use AuthenticationMethod as M;
    let has = |method: &M| before.contains(method) || now.contains(method);
    let second = has(&M::OneTimePassword) || has(&M::HardwareKey) || has(&M::SoftwareKey);
    let several = second && (has(&M::Password) || has(&M::Email) || has(&M::Federated));
    M::ALL.iter().copied().filter(|method| has(method) || (several && *method == M::MultipleFactors)).collect()
}

/// A session that is about to begin.
struct Start {
    row: UserSessionRow,
    methods: Methods,
    secret: String,
    request: RequestInfo,
    mailer: Mailer,
}

impl Start {
    fn new(app: &App, brand: &BrandId, user: &UserId, methods: Methods, request: &RequestInfo) -> Result<Self> {
        let now = Utc::now();
        let secret = random_secret(USER_SESSION_PREFIX)?;
        let row = UserSessionRow {
            id: UserSessionId::generate(),
            brand_id: brand.clone(),
            user_id: user.clone(),
            secret_hash: hash(&secret),
            methods: to_json(&methods.all)?,
            authenticated_at: micros(now),
            sso_connection_id: methods.sso_connection_id.clone(),
            address: request.ip.map(|address| address.to_string()),
            user_agent: request.user_agent.clone(),
            created_at: micros(now),
            last_seen_at: micros(now),
            idle_expires_at: micros(now + idle_for(app)),
            expires_at: micros(now + TimeDelta::hours(i64::from(app.config().session_hours))),
            revoked_at: None,
        };
        Ok(Self { row, methods, secret, request: request.clone(), mailer: app.mailer().clone() })
    }

    /// Whose it is going to be.
    fn person(&self, c: &mut SystemConn<'_>) -> Result<Who> {
        let user = c.user(&self.row.user_id)?;
        if user.brand_id != self.row.brand_id {
            return Err(Error::not_found());
        }
        Ok(Who { brand: self.row.brand_id.clone(), user: to_user(user) })
    }

    /// Lets it begin.
    fn run(self, c: &mut SystemConn<'_>) -> Result<NewSession> {
        let (who, Self { row, methods, secret, request, mailer }) = (self.person(c)?, self);
        for old in c.live_sessions_of_user(&row.user_id)?.iter().skip(MOST_SESSIONS - 1) {
            c.revoke_user_session(&row.user_id, &old.id)?;
        }
        c.insert_user_session(&row)?;
        let after = serde_json::json!({ "methods": methods.all, "sso_connection_id": methods.sso_connection_id });
        let entry = AuditEntry::new("session.began", "user_session", &row.id).changes((), after);
        note(c, &who, &request, &entry)?;
        if row.sso_connection_id.is_none() {
            break_glass::note(c, &mailer, &who, &request)?;
        }
        Ok(NewSession { id: row.id, secret, expires_at: moment(row.expires_at) })
    }
}

/// How long a session is good without being used.
pub fn idle_for(app: &App) -> TimeDelta {
    TimeDelta::minutes(i64::from(app.config().session_idle_minutes))
}

/// Ends a session: signing out. Its event streams and uploads end with it. One that has ended already, and somebody
/// else's, stay as they are.
///
/// # Errors
/// When the store fails.
pub async fn end(store: &Store, who: &Who, session: &UserSessionId, request: &RequestInfo) -> Result<()> {
    let (who, session, request) = (who.clone(), session.clone(), request.clone());
    let ended = store.system_write(move |c| end_in(c, &who, &session, &request)).await?;
    wake(store, &ended.unwrap_or_default());
    Ok(())
}

/// Ends the session that a browser had, in which somebody signs in anew.
///
/// # Errors
/// When the store fails.
pub async fn leave(app: &App, session: &StoredUserSession, request: &RequestInfo) -> Result<()> {
    let (id, name, email) = session.user.clone();
    let who = Who { brand: session.brand.id.clone(), user: UserRef { id, name, email } };
    end(app.store(), &who, &session.id, request).await
}

/// Ends one of a person's other sessions, from one in which they proved a short while ago who they are.
///
/// # Errors
/// `not_found` for one that has ended already or is somebody else's, `step_up_required`, and when the store fails.
pub async fn end_other(app: &App, from: &SignedIn, session: &UserSessionId, request: &RequestInfo) -> Result<()> {
    let who = Who { brand: from.brand.id.clone(), user: from.user.clone() };
    let (recent, session, request) = (Recent::of(app, from), session.clone(), request.clone());
    let ended = app.store().system_write(move |c| {
        recent.check(c)?;
        end_in(c, &who, &session, &request)?.ok_or_else(Error::not_found)
    });
    wake(app.store(), &ended.await?);
    Ok(())
}

/// Ends every other session of a person, from one in which they proved a short while ago who they are. Says how many there
/// were.
///
/// # Errors
/// `step_up_required`, and when the store fails.
pub async fn end_others(app: &App, from: &SignedIn, request: &RequestInfo) -> Result<usize> {
    let who = Who { brand: from.brand.id.clone(), user: from.user.clone() };
    let (recent, keep, request) = (Recent::of(app, from), from.session_id.clone(), request.clone());
    let ended = app.store().system_write(move |c| {
        recent.check(c)?;
        end_all_in(c, &who, Some(&keep), &request)
    });
    let (ended, organizations) = ended.await?;
    wake(app.store(), &organizations);
    Ok(ended)
}

/// Ends every session of a person, but for the one to keep. Says how many there were.
///
/// # Errors
/// When the store fails.
pub async fn end_all(store: &Store, who: &Who, keep: Option<&UserSessionId>, request: &RequestInfo) -> Result<usize> {
    let (who, keep, request) = (who.clone(), keep.cloned(), request.clone());
    let (ended, organizations) = store.system_write(move |c| end_all_in(c, &who, keep.as_ref(), &request)).await?;
    wake(store, &organizations);
    Ok(ended)
}

/// Ends a live session of this person's. The organizations whose logs say so; `None`: there is no such session.
fn end_in(
    c: &mut SystemConn<'_>,
    who: &Who,
    session: &UserSessionId,
    request: &RequestInfo,
) -> Result<Option<Vec<OrganizationId>>> {
    if !c.revoke_user_session(&who.user.id, session)? {
        return Ok(None);
    }
    note(c, who, request, &AuditEntry::new("session.ended", "user_session", session)).map(Some)
}

fn end_all_in(
    c: &mut SystemConn<'_>,
    who: &Who,
    keep: Option<&UserSessionId>,
    request: &RequestInfo,
) -> Result<(usize, Vec<OrganizationId>)> {
    let ended = c.revoke_user_sessions(&who.user.id, keep)?;
    if ended == 0 {
        return Ok((0, Vec::new()));
    }
    let entry = AuditEntry::new("session.all_ended", "user", &who.user.id)
        .changes((), serde_json::json!({ "ended": ended, "kept": keep }));
    Ok((ended, note(c, who, request, &entry)?))
}

/// Notes what a person did in the log of each of their organizations, or else in the brand's. Says which they are.
///
/// # Errors
/// When the database refuses it.
pub fn note(
    c: &mut SystemConn<'_>,
    who: &Who,
    request: &RequestInfo,
    entry: &AuditEntry,
) -> Result<Vec<OrganizationId>> {
    let actor = AuditActor { kind: ActorKind::User, id: who.user.id.to_string(), name: who.user.name.clone() };
    note_by(c, who, &Principal { actor, request: request.clone() }, entry)
}

/// The same for what somebody else did to a person.
///
/// # Errors
/// When the database refuses it.
pub fn note_by(
    c: &mut SystemConn<'_>,
    who: &Who,
    principal: &Principal,
    entry: &AuditEntry,
) -> Result<Vec<OrganizationId>> {
    let joined = c.organizations_of_user(&who.brand, &who.user.id)?;
    let mut organizations: Vec<_> = joined.into_iter().map(|organization| organization.id).collect();
    // Their logs are locked one after the other: always in the same order, so that two of these never wait for each other.
    organizations.sort();
    for organization in &organizations {
        let tenant = Tenant::for_person(organization.clone(), who.brand.clone(), principal.clone());
        let _noted = c.in_tenant(&tenant, |tx| tx.audit(entry.clone()))?;
    }
    if organizations.is_empty() {
        c.audit(&who.brand, principal, entry.clone())?;
    }
    Ok(organizations)
}

/// Open event streams and running uploads look whether their credential is still good.
pub fn wake(store: &Store, organizations: &[OrganizationId]) {
    for organization in organizations {
        store.wake(organization);
    }
}
