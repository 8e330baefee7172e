//! Signing in to the hosted portal: how a session begins, and how it ends.
//!
//! A person signs in to a brand, for all their organizations there. So what happens is noted in the log of each of these
//! organizations; of somebody who belongs to none, in the brand's own.

mod by_invitation;
mod by_password;

use chrono::{TimeDelta, Utc};
use loggia_types::{
    BrandId, OrganizationId, Timestamp, UserId, UserSessionId,
    audit::{ActorKind, AuditActor},
    session::UserRef,
    sign_in::AuthenticationMethod,
};

pub use by_invitation::{Invited, Joined, Joining, invited, join};
pub use by_password::{Outcome, Route, Shown, by_password, route};

use super::sso::break_glass;
use crate::{
    auth::{RequestInfo, cookies::USER_SESSION_PREFIX, hash, random_secret},
    error::{Error, Result},
    state::App,
    store::{
        AuditEntry, Principal, Store, SystemConn, Tenant, members::to_user, micros, moment, rows::UserSessionRow,
        to_json,
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

/// Lets somebody in who has proved who they are. The session is a new one, whatever the browser had before.
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
    let now = Utc::now();
    let (id, secret) = (UserSessionId::generate(), random_secret(USER_SESSION_PREFIX)?);
    let row = UserSessionRow {
        id: id.clone(),
        brand_id: brand.clone(),
        user_id: user_id.clone(),
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
    let expires_at = moment(row.expires_at);
    let (request, mailer) = (request.clone(), app.mailer().clone());
    app.store()
        .system_write(move |c| {
            let user = c.user(&row.user_id)?;
            if user.brand_id != row.brand_id {
                return Err(Error::not_found());
            }
            for old in c.live_sessions_of_user(&row.user_id)?.iter().skip(MOST_SESSIONS - 1) {
                c.revoke_user_session(&row.user_id, &old.id)?;
            }
            c.insert_user_session(&row)?;
            let after = serde_json::json!({ "methods": methods.all, "sso_connection_id": methods.sso_connection_id });
            let entry = AuditEntry::new("session.began", "user_session", &row.id).changes((), after);
            let who = Who { brand: row.brand_id.clone(), user: to_user(user) };
            note(c, &who, &request, &entry)?;
            if row.sso_connection_id.is_none() {
                break_glass::note(c, &mailer, &who, &request)?;
            }
            Ok(())
        })
        .await?;
    app.mailer().wake();
    Ok(Begin::Session(NewSession { id, secret, expires_at }))
}

/// How long a session is good without being used.
pub fn idle_for(app: &App) -> TimeDelta {
    TimeDelta::minutes(i64::from(app.config().session_idle_minutes))
}

/// Ends a session: signing out, or ending one from another. Its event streams and uploads end with it. One that has ended
/// already, and somebody else's, stay as they are.
///
/// # Errors
/// When the store fails.
pub async fn end(store: &Store, who: &Who, session: &UserSessionId, request: &RequestInfo) -> Result<()> {
    let (who, session, request) = (who.clone(), session.clone(), request.clone());
    let organizations = store
        .system_write(move |c| {
            if !c.revoke_user_session(&who.user.id, &session)? {
                return Ok(Vec::new());
            }
            note(c, &who, &request, &AuditEntry::new("session.ended", "user_session", &session))
        })
        .await?;
    wake(store, &organizations);
    Ok(())
}

/// Ends every session of a person, but for the one to keep. Says how many there were.
///
/// # Errors
/// When the store fails.
pub async fn end_all(store: &Store, who: &Who, keep: Option<&UserSessionId>, request: &RequestInfo) -> Result<usize> {
    let (who, keep, request) = (who.clone(), keep.cloned(), request.clone());
    let (ended, organizations) = store
        .system_write(move |c| {
            let ended = c.revoke_user_sessions(&who.user.id, keep.as_ref())?;
            if ended == 0 {
                return Ok((0, Vec::new()));
            }
            let entry = AuditEntry::new("session.all_ended", "user", &who.user.id)
                .changes((), serde_json::json!({ "ended": ended, "kept": keep }));
            Ok((ended, note(c, &who, &request, &entry)?))
        })
        .await?;
    wake(store, &organizations);
    Ok(ended)
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
    let principal = Principal { actor, request: request.clone() };
    let joined = c.organizations_of_user(&who.brand, &who.user.id)?;
    let mut organizations: Vec<_> = joined.into_iter().map(|organization| organization.id).collect();
    // Their logs are locked one after the other: always in the same order, so that two of these never wait for each other.
    organizations.sort();
    for organization in &organizations {
        let tenant = Tenant::for_person(organization.clone(), who.brand.clone(), principal.clone());
        let _noted = c.in_tenant(&tenant, |tx| tx.audit(entry.clone()))?;
    }
    if organizations.is_empty() {
        c.audit(&who.brand, &principal, entry.clone())?;
    }
    Ok(organizations)
}

/// Open event streams and running uploads look whether their credential is still good.
pub fn wake(store: &Store, organizations: &[OrganizationId]) {
    for organization in organizations {
        store.wake(organization);
    }
}
