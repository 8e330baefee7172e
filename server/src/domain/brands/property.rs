//! What can be set on a brand, by name, and what is taken as a value.

use std::{fmt, str::FromStr};

use loggia_portal::Locale;
use loggia_types::FieldError;
use reqwest::Url;

use crate::domain::{is_email, is_locale, text};

/// Something that a brand shows of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// The name that customers know.
    Name,
    /// Who is behind it, in pages' and mails' footers.
    LegalName,
    /// Where a customer finds a person, by mail.
    SupportEmail,
    /// Where a customer finds help, on the web.
    SupportUrl,
    /// Who is responsible for the pages.
    ImprintUrl,
    /// What becomes of personal data.
    PrivacyUrl,
    /// Under which terms the portal is used.
    TermsUrl,
    /// The languages that are offered, as tags with commas between them.
    Locales,
    /// The language of whoever asks for none that is offered.
    DefaultLocale,
    /// Who mails are from, by name.
    SenderName,
    /// Who mails are from, by address.
    SenderAddress,
    /// Where answers to mails go.
    ReplyTo,
    /// What stands at the end of each mail.
    MailFooter,
}

impl Property {
    /// Every property.
    pub const ALL: &[Self] = &[
        Self::Name,
        Self::LegalName,
        Self::SupportEmail,
        Self::SupportUrl,
        Self::ImprintUrl,
        Self::PrivacyUrl,
        Self::TermsUrl,
        Self::Locales,
        Self::DefaultLocale,
        Self::SenderName,
        Self::SenderAddress,
        Self::ReplyTo,
        Self::MailFooter,
    ];

    /// Its name in commands, imports and the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::LegalName => "legal_name",
            Self::SupportEmail => "support_email",
            Self::SupportUrl => "support_url",
            Self::ImprintUrl => "imprint_url",
            Self::PrivacyUrl => "privacy_url",
            Self::TermsUrl => "terms_url",
            Self::Locales => "locales",
            Self::DefaultLocale => "default_locale",
            Self::SenderName => "sender_name",
            Self::SenderAddress => "sender_address",
            Self::ReplyTo => "reply_to",
            Self::MailFooter => "mail_footer",
        }
    }

    /// Whether a partner's brand has the vendor's where it has none of its own: only what shows nothing of the vendor.
    pub fn is_inherited(self) -> bool {
        matches!(self, Self::Locales | Self::DefaultLocale)
    }

    /// A value as it is kept.
    ///
    /// # Errors
    /// A field error that names the property.
    pub fn check(self, value: &str) -> Result<String, FieldError> {
        let (pointer, value) = (format!("/{}", self.as_str()), value.trim());
        let refused = |detail: &str| FieldError::new(&pointer, "invalid", detail);
        match self {
            Self::Name | Self::LegalName | Self::SenderName => {
                text::line(&pointer, value, 200)?;
                Ok(value.to_owned())
            }
            Self::MailFooter => {
                text::lines(&pointer, value, 1000)?;
                Ok(value.replace("\r\n", "\n"))
            }
            Self::SupportEmail | Self::SenderAddress | Self::ReplyTo => {
                let is_good = is_email(value);
                is_good
                    .then(|| value.to_owned())
                    .ok_or_else(|| refused("Expected an address, like help@company.example"))
            }
            Self::SupportUrl | Self::ImprintUrl | Self::PrivacyUrl | Self::TermsUrl => {
                https(value).ok_or_else(|| refused("Expected an address, like https://company.example/page"))
            }
            Self::Locales => {
                let tags: Vec<&str> = value.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
                if tags.is_empty() {
                    return Err(refused("Expected languages, like en,de"));
                }
                match tags.iter().find(|tag| !is_spoken(tag)) {
                    Some(tag) => Err(refused(&format!("There are no texts in {tag:?}"))),
                    None => Ok(tags.join(",")),
                }
            }
            Self::DefaultLocale if is_spoken(value) => Ok(value.to_owned()),
            Self::DefaultLocale => Err(refused("Expected a language that there are texts in, like en")),
        }
    }
}

/// The language of a tag, without its region.
pub(super) fn language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether the portal has texts in the language of a tag.
fn is_spoken(tag: &str) -> bool {
    is_locale(tag) && Locale::of(tag).is_some()
}

/// An address on the web as it is kept: over TLS, and without a name or password in it.
fn https(text: &str) -> Option<String> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "https" && text.len() <= 2000)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    plain.then(|| url.to_string())
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no property with this name.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no property of a brand; those are {all}", all = Property::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", "))]
pub struct UnknownProperty(String);

impl FromStr for Property {
    type Err = UnknownProperty;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|property| property.as_str() == text);
        found.copied().ok_or_else(|| UnknownProperty(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_value_that_is_none_is_refused_by_name() {
        use Property as P;
        for (property, good, kept) in [
            (P::Name, " Crest ", "Crest"),
            (P::ImprintUrl, "https://crest.example/imprint", "https://crest.example/imprint"),
            (P::Locales, "de, en", "de,en"),
            (P::DefaultLocale, "de-AT", "de-AT"),
            (P::SenderAddress, "no-reply@crest.example", "no-reply@crest.example"),
            (P::MailFooter, "Crest Ltd.\r\nHill Road 1", "Crest Ltd.\nHill Road 1"),
        ] {
            assert_eq!(property.check(good).unwrap(), kept);
        }
        for (property, bad) in [
            (P::Name, ""),
            (P::LegalName, "two\nlines"),
            (P::SupportEmail, "Crest <help@crest.example>"),
            (P::SenderAddress, "x@crest.example\r\nBcc: a@b.example"),
            (P::TermsUrl, "http://crest.example"),
            (P::PrivacyUrl, "javascript:alert(1)"),
            (P::SupportUrl, "https://user:pass@crest.example"),
            (P::Locales, "en,tlh"),
            (P::Locales, " , "),
            (P::DefaultLocale, "tlh"),
            (P::MailFooter, "\0"),
        ] {
            let error = property.check(bad).unwrap_err();
            assert_eq!(error.pointer, format!("/{property}"), "{bad:?}");
        }
        for property in P::ALL {
            assert_eq!(property.as_str().parse::<P>().unwrap(), *property);
        }
        assert!("colour".parse::<P>().unwrap_err().to_string().contains("legal_name"));
    }

    #[test]
    fn the_documents_table_says_which_properties_there_are_and_what_a_partner_inherits() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/WHITE_LABEL.md");
        let text = std::fs::read_to_string(path).unwrap();
        for property in Property::ALL {
            let row = text.lines().find(|line| {
                line.starts_with('|')
                    && line.split('|').nth(1).is_some_and(|cell| cell.contains(&format!("`{property}`")))
            });
            let row = row.unwrap_or_else(|| panic!("docs/WHITE_LABEL.md has no row for {property}"));
            assert_eq!(row.trim_end().ends_with("| the vendor's |"), property.is_inherited(), "{row}");
        }
    }
}
