//! The rules: what may be done, what changes with it, what the audit log and the outbox are told.
//!
//! One file per resource. A function takes the [`Store`](crate::store::Store) and a
//! [`Tenant`](crate::store::Tenant) or [`Actor`](crate::auth::Actor), and knows neither SQL nor HTTP.

pub mod access;
pub mod account;
pub mod api_keys;
pub mod attributes;
pub mod audit;
pub mod audit_export;
pub mod audit_retention;
pub mod audit_streams;
pub mod brands;
pub mod cases;
pub mod console;
pub mod documents;
pub mod drafts;
pub mod embed_sessions;
pub mod events;
pub mod factors;
pub mod features;
pub mod flag_service;
pub mod forms;
pub mod invitations;
pub mod mailed_links;
pub mod media_type;
pub mod members;
pub mod oauth;
pub mod ocsf;
pub mod ofrep;
pub mod operators;
pub mod passwords;
pub mod plans;
pub mod roles;
pub mod session;
pub mod sign_in;
pub mod sso;
pub mod submissions;
pub mod text;
pub mod themes;
pub mod uploads;

use loggia_types::FieldError;

use crate::error::{Error, Result};

/// Gathers field errors, and answers with all of them at once.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes an error unless `good`.
    pub fn require(&mut self, good: bool, pointer: &str, code: &str, detail: &str) {
        if !good {
            self.0.push(FieldError::new(pointer, code, detail));
        }
    }

    /// Notes the error of a check.
    pub fn note(&mut self, checked: Result<(), FieldError>) {
        self.0.extend(checked.err());
    }

    /// The verdict.
    ///
    /// # Errors
    /// `validation_failed` with everything that was noted.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::validation(self.0)) }
    }
}

/// Whether a text looks like an e-mail address: one `@`, something before it, a domain after it, no spaces, at most
/// 254 characters, all of them ASCII. Whether it exists only a message to it can tell.
///
/// A person is found by their address. Letters that look alike, that nobody sees, or whose lower case is another's
/// would let one address pass for another; a domain of other letters has an ASCII form (`xn--`).
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.is_ascii()
        && text.len() <= 254
        && (1..=64).contains(&local.len())
        && !local.contains('@')
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| !c.is_whitespace() && !c.is_control() && !r#"()<>[]:;,\""#.contains(c))
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// Whether a text looks like a BCP 47 language tag: `en`, `de-AT`, `zh-Hant-TW`.
pub fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    text.len() <= 35
        && (2..=8).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in ["a@b.example", "amira.haddad+portal@north-wind.example", "j@xn--mller-kva.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a b@c.example",
            "a@b..example",
            "a@-b.example",
            "a@@b.example",
            "a@b.example\n",
            "jürgen@b.example",
            "a@müller.example",
            "\u{212a}im@b.example",
            "a\u{200b}b@c.example",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn language_tags_are_told_from_what_is_none() {
        for good in ["en", "de-AT", "zh-Hant-TW"] {
            assert!(is_locale(good), "{good}");
        }
        for bad in ["", "e", "en_US", "en-", "1n", "en-toolongsubtag"] {
            assert!(!is_locale(bad), "{bad}");
        }
    }
}
