//! Passkeys: [Web Authentication](https://www.w3.org/TR/webauthn-3/) with user verification, so that one is something that
//! somebody has and something that they know or are.
//!
//! A passkey is for one host (its RP id): browsers offer it there, and nowhere else. A brand with several hosts has people
//! who have passkeys for one of them; elsewhere they sign in otherwise. Wider RP ids would let every host of a parent domain
//! ask for the passkeys, those of other brands included.

use crate::{
    auth::{hash, random_secret},
    domain::sign_in::Who,
    error::{Error, Result},
    state::App,
    store::{
        SystemConn, from_json, micros,
        rows::{PasskeyChallengeRow, PasskeyRow},
        to_json,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{TimeDelta, Utc};
use loggia_types::{UserId, sign_in::AuthenticationMethod};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::{
    AuthenticationResult, Credential, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
    WebauthnError,
};

/// How long a browser may take to answer.
const ANSWERED_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// The longest answer that is looked at, in bytes.
const LONGEST: usize = 12 * 1024;
/// How many passkeys somebody can have.
pub const MOST: usize = 20;

/// Where a passkey is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The host, without a port: whose passkeys they are.
    pub rp_id: String,
    /// What pages are there: `https://portal.example`.
    pub origin: String,
}

impl Place {
    /// The place where pages of this origin are. `None`: browsers know no passkeys there, as it is no name.
    pub fn of(origin: &str) -> Option<Self> {
        let url = Url::parse(origin).ok()?;
        Some(Self { rp_id: url.domain()?.to_owned(), origin: origin.to_owned() })
    }

    fn ceremony(&self, name: &str) -> Result<Webauthn> {
        let fault = |error: WebauthnError| Error::Internal(format!("passkeys at {}: {error}", self.origin));
        let origin = Url::parse(&self.origin).map_err(|error| Error::Internal(error.to_string()))?;
        let built = WebauthnBuilder::new(&self.rp_id, &origin).map_err(fault)?;
        let within = ANSWERED_WITHIN.to_std().unwrap_or_default();
        built.rp_name(name).timeout(within).build().map_err(fault)
    }
}

/// For what a passkey is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in with it alone.
    SignIn,
    /// After a password, or a mail.
    Factor,
    /// Proving again who one is.
    Confirm,
    /// Making one.
    Register,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Factor => "factor",
            Self::Confirm => "confirm",
            Self::Register => "register",
        }
    }
}

/// What a browser is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it sends back beside the answer.
    pub id: String,
    /// What it hands to `navigator.credentials`, with bytes as base64url.
    pub options: serde_json::Value,
}

/// A signature that is good. It counts once it was [used up](Self::use_up).
#[derive(Debug)]
pub struct Verified {
    /// Whose passkey it is.
    pub user: UserId,
    row: Row,
    now: String,
    result: AuthenticationResult,
}

/// A passkey's row, without what is in it.
struct Row(PasskeyRow);

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Row").field(&self.0.id).finish()
    }
}

impl Verified {
    /// Notes that the passkey was used. Says whether it is still there, and nobody used it since the signature was checked.
    ///
    /// # Errors
    /// When the store fails.
    pub fn use_up(&self, c: &mut SystemConn<'_>) -> Result<bool> {
        c.use_passkey(&self.row.0.id, &self.row.0.credential, &self.now)
    }

    /// What it proves.
    pub fn methods(&self) -> Vec<AuthenticationMethod> {
        let key = if self.result.backup_eligible() {
            AuthenticationMethod::SoftwareKey
        } else {
            AuthenticationMethod::HardwareKey
        };
        vec![key, AuthenticationMethod::MultipleFactors]
    }
}

/// What the library has to know again when the answer comes.
#[derive(serde::Serialize, serde::Deserialize)]
enum State {
    Anybody(DiscoverableAuthentication),
    One(PasskeyAuthentication),
    New(PasskeyRegistration),
}

/// Asks for a passkey of whoever has one. `bound_to` is the secret of the browser's cookie.
///
/// # Errors
/// When the store fails.
pub async fn ask_anybody(app: &App, place: &Place, bound_to: &str) -> Result<Asked> {
    let (options, state) = place.ceremony(&place.rp_id)?.start_discoverable_authentication().map_err(fault)?;
    keep(app, Purpose::SignIn, bound_to, None, &State::Anybody(state), to_value(&options)?).await
}

/// Asks for a passkey of this person. `not_found`: they have none for this place.
///
/// # Errors
/// `not_found`, and when the store fails.
pub async fn ask(app: &App, place: &Place, purpose: Purpose, user: &UserId, bound_to: &str) -> Result<Asked> {
    let (of, rp_id) = (user.clone(), place.rp_id.clone());
    let rows = app.store().system_read(move |c| c.passkeys_of(&of, &rp_id)).await?;
    let keys = rows.iter().map(|row| from_json("passkey", &row.credential)).collect::<Result<Vec<Passkey>>>()?;
    if keys.is_empty() {
        return Err(Error::not_found());
    }
    let (options, state) = place.ceremony(&place.rp_id)?.start_passkey_authentication(&keys).map_err(fault)?;
    keep(app, purpose, bound_to, Some(user), &State::One(state), to_value(&options)?).await
}

/// Asks for a new passkey of this person. `name` is the brand's.
///
/// # Errors
/// `conflict` when they have as many as there may be, and when the store fails.
pub async fn ask_for_new(app: &App, place: &Place, who: &Who, name: &str, bound_to: &str) -> Result<Asked> {
    let (of, rp_id) = (who.user.id.clone(), place.rp_id.clone());
    let (all, rows) =
        app.store().system_read(move |c| Ok((c.factors_of(&of)?.passkeys.len(), c.passkeys_of(&of, &rp_id)?))).await?;
    if all >= MOST {
        return Err(Error::conflict(format!("There can be {MOST} passkeys. Remove one first.")));
    }
    let keys = rows.iter().map(|row| from_json::<Passkey>("passkey", &row.credential));
    let there = keys.map(|key| Ok(key?.cred_id().clone())).collect::<Result<Vec<_>>>()?;
    let started = place.ceremony(name)?.start_passkey_registration(
        handle(&who.user.id),
        &who.user.email,
        &who.user.name,
        Some(there),
    );
    let (options, state) = started.map_err(fault)?;
    let mut options = to_value(&options)?;
    // One that is kept where it can be found without an address, so that it signs somebody in by itself.
    if let Some(wanted) = options.pointer_mut("/publicKey/authenticatorSelection") {
        wanted["residentKey"] = "required".into();
        wanted["requireResidentKey"] = true.into();
    }
    keep(app, Purpose::Register, bound_to, Some(&who.user.id), &State::New(state), options).await
}

/// Checks what a browser answers to [`ask_anybody`] or [`ask`]. `None`: it is not good, or not any more.
///
/// # Errors
/// When the store fails.
pub async fn verify(
    app: &App,
    place: &Place,
    purpose: Purpose,
    bound_to: &str,
    id: &str,
    answer: &str,
) -> Result<Option<Verified>> {
    let Some((asked, state)) = take(app, purpose, bound_to, id).await? else { return Ok(None) };
    let Some(answer) = read::<PublicKeyCredential>(answer) else { return Ok(None) };
    let (rp_id, credential_id) = (place.rp_id.clone(), URL_SAFE_NO_PAD.encode(answer.get_credential_id()));
    let Some(row) = app.store().system_read(move |c| c.passkey(&rp_id, &credential_id)).await? else {
        return Ok(None);
    };
    let mut passkey: Passkey = from_json("passkey", &row.credential)?;
    let ceremony = place.ceremony(&place.rp_id)?;
    let result = match state {
        State::Anybody(state) if answer.get_user_unique_id() == Some(handle(&row.user_id).as_bytes()) => {
            ceremony.finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&passkey))
        }
        State::One(state) if asked.as_ref() == Some(&row.user_id) => {
            ceremony.finish_passkey_authentication(&answer, &state)
        }
        _ => return Ok(None),
    };
    match result {
        Ok(result) if result.user_verified() => {
            passkey.update_credential(&result);
            let now = to_json(&passkey)?;
            Ok(Some(Verified { user: row.user_id.clone(), row: Row(row), now, result }))
        }
        Ok(_) => Ok(None),
        Err(error) => {
            // A counter that goes back may be a copy's.
            tracing::warn!(%error, passkey = %row.id, "a passkey's signature was refused");
            Ok(None)
        }
    }
}

/// A passkey that was just made.
pub(super) struct Made {
    pub(super) credential_id: String,
    pub(super) credential: String,
    pub(super) synced: bool,
}

/// Checks what a browser answers to [`ask_for_new`]. `None`: it is not good, or not any more.
pub(super) async fn verify_new(
    app: &App,
    place: &Place,
    user: &UserId,
    bound_to: &str,
    id: &str,
    answer: &str,
) -> Result<Option<Made>> {
    let Some((Some(asked), State::New(state))) = take(app, Purpose::Register, bound_to, id).await? else {
        return Ok(None);
    };
    let Some(answer) = read::<RegisterPublicKeyCredential>(answer).filter(|_| asked == *user) else {
        return Ok(None);
    };
    match place.ceremony(&place.rp_id)?.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => {
            let credential = to_json(&passkey)?;
            let credential_id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
            Ok(Some(Made { credential_id, credential, synced: Credential::from(passkey).backup_eligible }))
        }
        Err(error) => {
            tracing::info!(%error, "a passkey was not taken");
            Ok(None)
        }
    }
}

/// What a browser answers, read as the library does.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    (text.len() <= LONGEST).then(|| serde_json::from_str(text).ok()).flatten()
}

/// For the fuzzer: whether both kinds of answer can be read, and are refused.
pub(crate) fn refuses(answer: &str) -> bool {
    let Some(place) = Place::of("https://portal.example") else { return false };
    let Ok(ceremony) = place.ceremony("Portal") else { return false };
    let new = read::<RegisterPublicKeyCredential>(answer).is_none_or(|answer| {
        let started = ceremony.start_passkey_registration(Uuid::from_bytes([1; 16]), "a@b.example", "A", None);
        started.is_ok_and(|(_, state)| ceremony.finish_passkey_registration(&answer, &state).is_err())
    });
    let signed = read::<PublicKeyCredential>(answer).is_none_or(|answer| {
        let _ = answer.get_user_unique_id();
        let started = ceremony.start_passkey_authentication(&[]);
        started.is_err()
            || started.is_ok_and(|(_, state)| ceremony.finish_passkey_authentication(&answer, &state).is_err())
    });
    new && signed
}

async fn keep(
    app: &App,
    purpose: Purpose,
    bound_to: &str,
    user: Option<&UserId>,
    state: &State,
    options: serde_json::Value,
) -> Result<Asked> {
    let id = random_secret("")?;
    let row = PasskeyChallengeRow {
        id_hash: hash(&id),
        bound_to: hash(bound_to),
        purpose: purpose.name().to_owned(),
        user_id: user.cloned(),
        state: to_json(state)?,
        expires_at: micros(Utc::now() + ANSWERED_WITHIN),
    };
    app.store().system_write(move |c| c.insert_passkey_challenge(&row)).await?;
    Ok(Asked { id, options })
}

async fn take(app: &App, purpose: Purpose, bound_to: &str, id: &str) -> Result<Option<(Option<UserId>, State)>> {
    let (id, bound_to) = (hash(id), hash(bound_to));
    let row = app.store().system_write(move |c| c.take_passkey_challenge(&id, &bound_to, purpose.name())).await?;
    row.map(|row| Ok((row.user_id, from_json("passkey challenge", &row.state)?))).transpose()
}

/// By what an authenticator names a person ([user handle](https://www.w3.org/TR/webauthn-3/#user-handle)): it says nothing
/// about them.
fn handle(user: &UserId) -> Uuid {
    let digest = Sha256::digest(format!("passkey user handle: {user}"));
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Uuid::from_bytes(bytes)
}

fn to_value<T: serde::Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|error| Error::Internal(format!("cannot write JSON: {error}")))
}

fn fault(error: WebauthnError) -> Error {
    Error::Internal(format!("passkeys: {error}"))
}
