//! What somebody shows as a second factor, and whether it is right.

use loggia_types::sign_in::AuthenticationMethod;

use super::{codes, passkeys::Verified, recovery, tell};
use crate::{
    auth::{RequestInfo, hash},
    domain::sign_in::{self, Who},
    error::Result,
    mail::Content,
    state::App,
    store::{AuditEntry, SystemConn},
};

/// How many wrong codes from browsers that an account does not know are taken until its person proves otherwise who they
/// are: with a few digits, a rate alone does not keep whoever has months from guessing one
/// ([NIST SP 800-63B, 3.2.2](https://pages.nist.gov/800-63-4/sp800-63b.html#throttle)).
const MOST_WRONG: i32 = 100;
/// After how many of them the person is told.
const TOLD_AFTER: i32 = 5;

/// A code, as somebody typed it.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// Six digits: an app's.
    Code(String),
    /// The hash of a recovery code.
    Recovery(String),
    /// Neither.
    Other,
}

impl Given {
    /// Tells which kind of code it is.
    pub fn read(text: &str) -> Self {
        let plain: String = text.chars().take(200).filter(|character| !character.is_whitespace()).collect();
        if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Code(plain);
        }
        recovery::normal(text).map_or(Self::Other, |code| Self::Recovery(hash(&code)))
    }
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Given([redacted])")
    }
}

/// What somebody shows.
#[derive(Debug)]
pub enum Proof {
    /// A code.
    Code(Given),
    /// A passkey's signature, which is good.
    Passkey(Box<Verified>),
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is right, and was used up.
    Right(Vec<AuthenticationMethod>),
    /// It is not, or was used before.
    Wrong,
    /// Nobody looks at codes of the app from unknown browsers any more.
    Exhausted,
}

/// Uses up what somebody shows as a second factor. `known`: the browser is one that the account knows, so that what
/// strangers get wrong is no business of it.
///
/// # Errors
/// When the store fails.
pub fn take(
    c: &mut SystemConn<'_>,
    app: &App,
    who: &Who,
    proof: &Proof,
    known: bool,
    request: &RequestInfo,
) -> Result<Taken> {
    let user = &who.user.id;
    let taken = match proof {
        Proof::Code(Given::Code(code)) => take_code(c, app, who, code, known)?,
        // It stands in for a factor that was lost. Where there is none, it opens nothing.
        Proof::Code(Given::Recovery(hashed)) if c.has_second_factor(user)? && c.take_recovery_code(user, hashed)? => {
            let left = c.recovery_codes_left(user)?;
            let after = serde_json::json!({ "left": left });
            sign_in::note(
                c,
                who,
                request,
                &AuditEntry::new("factor.recovery_code_used", "user", user).changes((), after),
            )?;
            tell(c, app.mailer(), who, Content::RecoveryCodeUsed { left })?;
            Taken::Right(vec![AuthenticationMethod::OneTimePassword])
        }
        Proof::Passkey(verified) if verified.user == *user && verified.use_up(c)? => Taken::Right(verified.methods()),
        Proof::Code(_) | Proof::Passkey(_) => Taken::Wrong,
    };
    if matches!(taken, Taken::Right(_)) {
        c.forget_wrong_codes(user)?;
    }
    Ok(taken)
}

fn take_code(c: &mut SystemConn<'_>, app: &App, who: &Who, code: &str, known: bool) -> Result<Taken> {
    let user = &who.user.id;
    let Some(row) = c.code_seed(user)?.filter(|row| row.confirmed_at.is_some()) else { return Ok(Taken::Wrong) };
    if !known && row.failures >= MOST_WRONG {
        return Ok(Taken::Exhausted);
    }
    if let Some(step) = codes::step_of(app.sealing_keys(), &row, code)?
        && c.take_code(user, step)?
    {
        return Ok(Taken::Right(vec![AuthenticationMethod::OneTimePassword]));
    }
    // Whoever gets this far knows the password, or reads the person's mails.
    if !known && c.count_wrong_code(user)? == TOLD_AFTER {
        tell(c, app.mailer(), who, Content::WrongCodes {})?;
    }
    Ok(Taken::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_a_recovery_code() {
        for (text, given) in [
            ("123456", Given::Code("123456".to_owned())),
            (" 123 456 ", Given::Code("123456".to_owned())),
            ("12345", Given::Other),
            ("1234567", Given::Other),
            ("12345a", Given::Other),
            ("١٢٣٤٥٦", Given::Other),
            ("", Given::Other),
            ("ABCD-efgh-ijkl-mnop-qrst-uvwx", Given::Recovery(hash("abcdefghijklmnopqrstuvwx"))),
        ] {
            assert!(Given::read(text) == given, "{text}");
        }
        assert!(!format!("{:?}", Given::read("123456")).contains("123456"));
    }
}
