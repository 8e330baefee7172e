//! By what people prove who they are, beside a password: one-time codes of an app, passkeys, and recovery codes for when
//! the rest is lost.
//!
//! Whoever has one of the first two has a second factor, and is asked for it wherever they sign in with a password or by a
//! mail. A passkey, which asks its person for a fingerprint or a PIN, is both factors at once.

mod change;
mod codes;
pub mod passkeys;
mod proof;
mod recovery;
mod reset;

use loggia_types::{BrandId, UserId};

pub use change::{NewCodes, add_passkey, confirm_codes, new_recovery_codes, remove_codes, remove_passkey};
pub use codes::{Enrolment, enrolment, propose};
pub use proof::{Given, Proof, Taken, take};
pub use recovery::normal as normal_recovery_code;
pub(crate) use reset::by_command_line;
pub use reset::{require, reset};

use crate::{
    domain::sign_in::Who,
    error::Result,
    mail::{Content, Mail, Mailer},
    store::SystemConn,
};

/// Tells a person by mail what happened to their account. Queued in the transaction in which it does.
///
/// # Errors
/// When the database refuses it.
pub fn tell(c: &mut SystemConn<'_>, mailer: &Mailer, who: &Who, content: Content) -> Result<()> {
    let locale = locale_of(c, &who.brand, &who.user.id)?;
    c.queue_mail(mailer, &who.brand, &Mail { to: who.user.email.clone(), locale, content, expires_at: None })
}

/// The language of a person's mails: that of an organization they belong to.
fn locale_of(c: &mut SystemConn<'_>, brand: &BrandId, user: &UserId) -> Result<String> {
    let joined = c.organizations_of_user(brand, user)?;
    Ok(joined.into_iter().next().map_or_else(|| "en".to_owned(), |organization| organization.locale))
}

/// Bytes as people type them: base32 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-6)) without padding.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    let mut write = |value: u32| text.extend(ALPHABET.get((value & 31) as usize).map(|letter| char::from(*letter)));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            write(held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        write(held << (5 - bits));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
