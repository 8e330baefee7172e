//! Signing in with address and password.
//!
//! Nothing tells whether there is an account: not the answer, not its status, not the time it takes. The same is read,
//! hashed and written for an address that nobody has.

use loggia_types::{
    BrandId, UserId,
    audit::{ActorKind, AuditActor},
    sign_in::AuthenticationMethod,
};

use super::{Begin, Methods, begin_while, remember};
use crate::{
    auth::{RequestInfo, Turn, hash},
    domain::{passwords, sso},
    error::Result,
    state::App,
    store::{AuditEntry, Principal, members::normal_email, sso::FoundConnection},
};

/// The longest password that is looked at, in bytes: four for each character there may be.
const LONGEST: usize = 4 * passwords::MOST;

/// What somebody shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The address that they typed.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The secret of the browser, if it has one.
    pub device: Option<&'a str>,
}

/// What comes of it.
pub enum Outcome {
    /// It was right.
    Right {
        /// What follows.
        begin: Begin,
        /// What the browser keeps in [`DEVICE_COOKIE`](crate::auth::cookies::DEVICE_COOKIE). `None`: whoever uses it still has
        /// to show a second factor, so that the account does not know it yet.
        device: Option<String>,
    },
    /// Something of it was not right.
    Wrong,
    /// There were too many attempts: wait so many seconds.
    Wait(u64),
}

/// Which way somebody signs in.
#[derive(Clone)]
#[non_exhaustive]
pub enum Route {
    /// With a password.
    Password,
    /// At an identity provider: one of these connections, all of one organization.
    SingleSignOn(Vec<FoundConnection>),
}

/// Which way somebody with this address signs in. Whether they have an account makes no difference.
///
/// # Errors
/// When the store fails.
pub async fn route(app: &App, brand: &BrandId, email: &str) -> Result<Route> {
    let connections = sso::route(app, brand, email).await?;
    Ok(if connections.is_empty() { Route::Password } else { Route::SingleSignOn(connections) })
}

/// Lets somebody in whose address and password are right.
///
/// # Errors
/// `unavailable` when too many wait, and when the store fails.
pub async fn by_password(app: &App, brand: &BrandId, shown: Shown<'_>, request: &RequestInfo) -> Result<Outcome> {
    let email = normal_email(shown.email);
    let device = shown.device.map(str::to_owned);
    let (of, looked_for, device_hash) = (brand.clone(), email.clone(), device.as_deref().map(hash));
    let (user, stored, known) = app
        .store()
        .system_read(move |c| {
            let user = c.user_by_email(&of, &looked_for)?;
            // For nobody the same is asked.
            let id = user.as_ref().map_or_else(|| UserId::from_u128(0), |user| user.id.clone());
            let stored = c.password_of(&id)?;
            let known = match &device_hash {
                Some(device) => c.knows_device(device, &id)?,
                None => false,
            };
            Ok((user, stored, known))
        })
        .await?;
    let known_device = device.as_deref().filter(|_| known);
    let attempt = match app.sign_ins().attempt(request.ip, (brand.as_str(), &email), known_device) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Outcome::Wait(wait.as_secs())),
    };
    let turn = if known { Turn::Known } else { Turn::Other };
    let password = if shown.password.len() > LONGEST { String::new() } else { passwords::normal(shown.password) };
    let compared =
        match app.passwords().compare(turn, password.clone(), stored.as_ref().map(|row| row.hash.clone())).await {
            Ok(compared) => compared,
            Err(error) => {
                attempt.give_back();
                return Err(error);
            }
        };
    let user_id = user.as_ref().map(|user| user.id.clone());
    let (Some(user), Some(stored), true) = (user, stored, compared.good) else {
        note_failure(app, brand, user_id, request).await?;
        return Ok(Outcome::Wrong);
    };
    attempt.give_back();
    if compared.outdated {
        rehash(app, user.id.clone(), password, stored.hash);
    }
    let (of, changed_at) = (user.id.clone(), stored.changed_at);
    let methods = Methods::of(&[AuthenticationMethod::Password]);
    // It may have been changed while it waited to be compared: whoever changed it ended the sessions there were.
    let begun =
        begin_while(app, brand, &user.id, methods, request, move |c| c.password_is_from(&of, changed_at)).await?;
    let Some(begin) = begun else {
        note_failure(app, brand, user_id, request).await?;
        return Ok(Outcome::Wrong);
    };
    let device = match &begin {
        Begin::Session(_) => Some(remember(app, &user.id, shown.device).await?),
        Begin::SecondFactor(_) => None,
    };
    Ok(Outcome::Right { begin, device })
}

/// Goes into the brand's log, whether there is such an account or not: what was typed may be a password, and is left out.
async fn note_failure(app: &App, brand: &BrandId, user: Option<UserId>, request: &RequestInfo) -> Result<()> {
    let id = user.map(|user| user.to_string()).unwrap_or_default();
    let actor = AuditActor { kind: ActorKind::User, id: id.clone(), name: String::new() };
    let (principal, brand) = (Principal { actor, request: request.clone() }, brand.clone());
    let entry = AuditEntry::new("session.began", "user", id).denied("Address or password was not right.");
    app.store().system_write(move |c| c.audit(&brand, &principal, entry)).await
}

/// Writes the password with today's parameters, without making anybody wait.
fn rehash(app: &App, user: UserId, password: String, old: String) {
    let app = app.clone();
    tokio::spawn(async move {
        let rehashed = async {
            let new = app.passwords().hash(Turn::Other, password).await?;
            app.store().system_write(move |c| c.rehash_password(&user, &old, &new)).await
        };
        if let Err(error) = rehashed.await {
            tracing::warn!(%error, "a password keeps its old parameters until the next sign-in");
        }
    });
}
