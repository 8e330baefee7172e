//! One-time codes of an app: TOTP ([RFC 6238](https://www.rfc-editor.org/rfc/rfc6238)) with what every app takes: SHA-1,
//! six digits, 30 seconds.

use chrono::{TimeDelta, Utc};
use loggia_types::UserId;
use totp_rs::{Builder, Totp};

use super::base32;
use crate::{
    auth::{SealingKeys, SignedIn},
    domain::sign_in,
    error::{Error, Result},
    state::App,
    store::{micros, rows::CodeSeedRow},
};

/// How many bytes a seed has: as many as the hash ([RFC 4226, 4](https://www.rfc-editor.org/rfc/rfc4226#section-4)).
const SEED: usize = 20;
/// How long a seed can be confirmed that was shown.
const PROPOSED_FOR: TimeDelta = TimeDelta::minutes(30);

/// What an app has to be told.
#[derive(Clone)]
pub struct Enrolment {
    /// The seed, for people who type it: base32 in groups of four.
    pub key: String,
    /// All of it, for a camera ([the format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format)).
    pub uri: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment([redacted])")
    }
}

/// Makes a seed that has to be confirmed. `conflict`, when there is a confirmed one already.
///
/// # Errors
/// `conflict`, `step_up_required`, and when the store fails.
pub async fn propose(app: &App, signed_in: &SignedIn) -> Result<()> {
    let mut seed = [0_u8; SEED];
    getrandom::fill(&mut seed).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
    let user = signed_in.user.id.clone();
    let sealed = app.sealing_keys().seal(&place(&user), &seed)?;
    let recent = sign_in::Recent::of(app, signed_in);
    let proposed = app.store().system_write(move |c| {
        recent.check(c)?;
        c.propose_code_seed(&user, &sealed)
    });
    if proposed.await? { Ok(()) } else { Err(Error::conflict("An app shows codes already. Remove it first.")) }
}

/// What an app has to be told of the seed that was made last, if it can still be confirmed.
///
/// # Errors
/// When the store fails.
pub async fn enrolment(app: &App, signed_in: &SignedIn) -> Result<Option<Enrolment>> {
    let user = signed_in.user.id.clone();
    let Some(row) = app.store().system_read(move |c| c.code_seed(&user)).await? else { return Ok(None) };
    if !is_proposed(&row) {
        return Ok(None);
    }
    let key = base32(&seed(app.sealing_keys(), &row)?);
    let escape = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    // A colon tells the two parts of the label apart.
    let issuer = escape(&signed_in.brand.name.replace(':', " "));
    let email = escape(&signed_in.user.email);
    let uri = format!("otpauth://totp/{issuer}:{email}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30");
    let key = key.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    Ok(Some(Enrolment { key, uri }))
}

/// Whether a seed can be confirmed.
pub(super) fn is_proposed(row: &CodeSeedRow) -> bool {
    row.confirmed_at.is_none() && row.created_at > micros(Utc::now() - PROPOSED_FOR)
}

/// The time step whose code this is: now, the one before or the one after. Whether it was taken before is not asked.
pub(super) fn step_of(keys: &SealingKeys, row: &CodeSeedRow, code: &str) -> Result<Option<i64>> {
    let now = u64::try_from(Utc::now().timestamp()).unwrap_or_default();
    let step = totp(seed(keys, row)?)?.check(code, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(seed: Vec<u8>) -> Result<Totp> {
    let built = Builder::new().with_skew(1).with_digits(6).with_step_duration(30).with_secret(seed).build();
    built.map_err(|error| Error::Internal(format!("a seed of one-time codes: {error}")))
}

fn seed(keys: &SealingKeys, row: &CodeSeedRow) -> Result<Vec<u8>> {
    keys.open_sealed(&place(&row.user_id), &row.sealed)
}

/// What a seed is sealed for.
fn place(user: &UserId) -> String {
    format!("code_seeds/{user}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238_within_one_step() {
        // Appendix B, SHA-1: the last six of the eight digits.
        let totp = totp(b"12345678901234567890".to_vec()).unwrap();
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp.check(code, time), Some(time / 30));
            assert_eq!(totp.check(code, time + 30), Some(time / 30), "the step before");
            assert_eq!(totp.check(code, time - 30), Some(time / 30), "the step after");
            assert_eq!(totp.check(code, time + 60), None);
            assert!(time < 60 || totp.check(code, time - 60).is_none());
        }
        for wrong in ["", "28708", "2870820", "28708a", "+87082", "٢٨٧٠٨٢"] {
            assert_eq!(totp.check(wrong, 59), None, "{wrong}");
        }
    }
}
