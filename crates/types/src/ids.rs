//! Typed, prefixed, time-ordered ids in the [TypeID](https://github.com/jetify-com/typeid) format.
//!
//! `case_01jdcs3n9se1vb4m4r9e0d0gka`: a prefix that says what the id names, then 128 bits (a UUIDv7 when the server
//! makes it) in Crockford's base 32, lower case. Ids sort by time of creation and are stored as they are written.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::decode::{Decode, Faults};

/// A text that is none of the values a closed set of strings has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the known values")]
pub struct UnknownText;

/// A text that is not an id of the expected kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an id like {prefix}_01h455vb4pex5vsknk084sn02q")]
pub struct InvalidId {
    /// The prefix that was expected, without the underscore.
    pub prefix: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const SUFFIX_LEN: usize = 26;

/// Writes 128 bits as the 26 characters of a TypeID suffix.
#[cfg_attr(not(any(feature = "generate", test)), allow(dead_code))]
fn encode_suffix(value: u128) -> String {
    (0..SUFFIX_LEN).rev().map(|digit| char::from(ALPHABET[((value >> (5 * digit)) & 31) as usize])).collect()
}

/// Whether `suffix` is 26 characters of the alphabet that fit into 128 bits.
fn is_suffix(suffix: &str) -> bool {
    suffix.len() == SUFFIX_LEN
        && suffix.as_bytes().first().is_some_and(|first| (b'0'..=b'7').contains(first))
        && suffix.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// Whether `text` is an id with this prefix.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).is_some_and(is_suffix)
}

/// Reads an id with this prefix.
fn id_text(value: Option<&mut Value>, prefix: &str, faults: &mut Faults) -> String {
    faults.text(value, "an id of the right kind", |text| is_id(text, prefix))
}

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident => $prefix:literal ),+ $(,)?) => { $(
        $(#[$meta])*
        #[doc = concat!("\n\nOn the wire: `", $prefix, "_` and 26 characters.")]
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "diesel", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow))]
        #[cfg_attr(feature = "diesel", diesel(sql_type = diesel::sql_types::Text))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// The id as it is written everywhere.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id with this number in its 128 bits. For fixtures and tests that want stable ids.
            #[cfg(any(feature = "generate", test))]
            pub fn from_u128(value: u128) -> Self {
                Self(format!("{}_{}", $prefix, encode_suffix(value)))
            }

            /// A new id; later ids sort after earlier ones.
            #[cfg(feature = "generate")]
            pub fn generate() -> Self {
                Self::from_u128(uuid::Uuid::now_v7().as_u128())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match is_id(text, $prefix) {
                    true => Ok(Self(text.to_owned())),
                    false => Err(InvalidId { prefix: $prefix }),
                }
            }
        }

        impl Decode for $name {
            fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
                Self(id_text(value, $prefix, faults))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .examples([concat!($prefix, "_01h455vb4pex5vsknk084sn02q")])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        #[cfg(feature = "diesel")]
        $crate::macros::text_column!($name, |id| id.as_str());
    )+ };
}

ids! {
    /// A brand: the identity a portal is shown under.
    BrandId => "brand",
    /// An organization: a customer company, the tenant.
    OrganizationId => "org",
    /// A person who can sign in.
    UserId => "user",
    /// A user in an organization.
    MembershipId => "mem",
    /// An offer to join an organization, sent to an e-mail address.
    InvitationId => "inv",
    /// A role of an organization's own.
    RoleId => "role",
    /// One piece of tracked work for a customer.
    CaseId => "case",
    /// A workflow that cases follow.
    CaseTypeId => "ctype",
    /// One entry of a case's public timeline.
    TimelineEntryId => "tle",
    /// A logical file with immutable versions.
    DocumentId => "doc",
    /// One immutable version of a document.
    DocumentVersionId => "docv",
    /// A form, over all its versions.
    FormId => "form",
    /// One immutable published version of a form.
    FormVersionId => "formv",
    /// Answers that are not sent in yet.
    DraftId => "draft",
    /// Answers that were sent in.
    SubmissionId => "sub",
    /// A short-lived credential for one user in one organization.
    EmbedSessionId => "es",
    /// A person of the vendor's or partner's own staff who uses the console.
    OperatorId => "op",
    /// A person who is signed in to the hosted portal.
    UserSessionId => "us",
    /// A passkey that a person signs in with.
    PasskeyId => "pk",
    /// A credential of a program: of a vendor's backend, or of an organization's.
    ApiKeyId => "key",
    /// A program that people let act for them, by OAuth 2.0.
    OAuthClientId => "client",
    /// One sign-in with an OAuth client: a code, and every token that comes from it.
    OAuthGrantId => "grant",
    /// An OAuth access token.
    AccessTokenId => "oat",
    /// An identity provider that lets an organization's people in.
    SsoConnectionId => "sso",
    /// A domain of an organization.
    DomainId => "dom",
    /// One entry of the audit log.
    AuditEventId => "audit",
    /// Where an organization's audit log is sent to.
    AuditStreamId => "stream",
    /// One e-mail that the server sends.
    MailId => "mail",
    /// One request to the server, as logs and problems name it.
    RequestId => "req",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_is_the_one_of_the_typeid_specification() {
        // From the specification's valid.json: 0110c853-1d09-52d8-d73e-1194e95b5f19.
        assert_eq!(encode_suffix(0x0110_c853_1d09_52d8_d73e_1194_e95b_5f19), "0123456789abcdefghjkmnpqrs");
        assert_eq!(encode_suffix(u128::MAX), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let id = CaseId::from_u128(7).to_string();
        assert!(id.parse::<CaseId>().is_ok());
        assert_eq!(id.parse::<DocumentId>(), Err(InvalidId { prefix: "doc" }));
    }

    #[test]
    fn ids_with_a_wrong_suffix_are_refused() {
        for text in [
            "case_",
            "case_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "case_0123456789abcdefghjkmnpqr",
            "case_0123456789ABCDEFGHJKMNPQRS",
            "case_0123456789abcdefghjkmnpqru",
        ] {
            assert!(text.parse::<CaseId>().is_err(), "{text}");
        }
    }
}
