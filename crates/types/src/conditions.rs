//! Attributes, and conditions on them: under which circumstances a grant of a role counts.
//!
//! A [`Condition`] is one expression tree with two meanings that agree: a decision about one thing, and a filter for a
//! list of things. It is two-valued: a comparison with an attribute that is missing, or of another kind than what it is
//! compared with, is false. So `not` of such a comparison is true, and `ne` is not the same as `not` of `eq`.
//!
//! ```json
//! { "all": [
//!     { "compare": { "attribute": "resource.amount", "op": "le", "to": 10000 } },
//!     { "compare": { "attribute": "resource.region", "op": "eq", "to": { "member": "region" } } },
//!     { "not": { "in": { "attribute": "resource.tags", "of": ["board"] } } },
//!     { "network": ["10.0.0.0/8", "2001:db8::/32"] }
//! ] }
//! ```

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    decode::{Decode, Faults},
    macros::string_enum,
};

/// Attributes of a member or a thing, by name.
pub type Attributes = BTreeMap<String, AttributeValue>;

/// How many attributes a member or a thing may have.
pub const MOST_ATTRIBUTES: usize = 32;
/// How many characters a text, or one text of a list, may have.
pub const LONGEST_TEXT: usize = 200;
/// How many texts a list may have.
pub const MOST_TEXTS: usize = 32;
/// How many nodes a condition may have.
pub const MOST_NODES: usize = 64;
/// How deep a condition may be: `{"not": {"has": ...}}` is two.
pub const DEEPEST: usize = 8;

/// Whether a text can name an attribute: a lower-case letter, then up to 39 letters, digits and underscores.
pub fn is_attribute_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 40
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum AttributeValue {
    /// Yes or no.
    Flag(bool),
    /// A number. Compared as an IEEE 754 double.
    Number(f64),
    /// A text of at most 200 characters. Compared byte by byte.
    Text(String),
    /// 1 to 32 texts.
    List(Vec<String>),
}

impl AttributeValue {
    /// The texts of it: a text is a list of one. Nothing for other kinds.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::List(texts) => texts,
            Self::Flag(_) | Self::Number(_) => &[],
        }
    }

    /// Whether it is within the limits.
    pub fn is_acceptable(&self) -> bool {
        let short = |text: &String| text.chars().count() <= LONGEST_TEXT && !text.contains('\0');
        match self {
            Self::Flag(_) => true,
            Self::Number(number) => number.is_finite(),
            Self::Text(text) => short(text),
            Self::List(texts) => (1..=MOST_TEXTS).contains(&texts.len()) && texts.iter().all(short),
        }
    }
}

impl From<&str> for AttributeValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Decode for AttributeValue {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        match value {
            Some(Value::Bool(flag)) => Self::Flag(*flag),
            Some(Value::String(text)) => Self::Text(std::mem::take(text)),
            value @ Some(Value::Array(_)) => Self::List(Decode::read(value, faults)),
            value => Self::Number(Decode::read(value, faults)),
        }
    }
}

/// Under which circumstances a grant counts: at most 64 nodes, at most 8 deep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every one of these; none of them: true.
    All(Vec<Condition>),
    /// One of these at least; none of them: false.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// An attribute compared with a value of the same kind.
    Compare(Compare),
    /// An attribute, a text or a list of texts, has one of these.
    In(In),
    /// The attribute is there.
    Has(AttributePath),
    /// The request comes from one of these networks, in CIDR notation (RFC 4632, RFC 4291): `10.0.0.0/8`. An address
    /// that is not known is in none.
    Network(Vec<String>),
    /// Before this moment.
    Before(DateTime<Utc>),
    /// At or after this moment.
    After(DateTime<Utc>),
}

/// A comparison. Texts and flags are equal or not; numbers also have an order. A list is compared by [`In`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// What is compared.
    pub attribute: AttributePath,
    /// How.
    pub op: Comparison,
    /// With what.
    pub to: Term,
}

/// Whether two lists of texts have one in common; a text is a list of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct In {
    /// The attribute.
    pub attribute: AttributePath,
    /// Its possible values.
    pub of: Term,
}

string_enum! {
    /// How two values are compared.
    pub enum Comparison {
        /// Equal.
        Eq => "eq",
        /// Of the same kind, and not equal.
        Ne => "ne",
        /// Less than.
        Lt => "lt",
        /// Less than or equal.
        Le => "le",
        /// Greater than.
        Gt => "gt",
        /// Greater than or equal.
        Ge => "ge",
    }
}

/// What an attribute is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Term {
    /// An attribute of the member: `{"member": "region"}`.
    Member {
        /// Its name.
        member: String,
    },
    /// A value.
    Value(AttributeValue),
}

/// Whose attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The member who acts.
    Member,
    /// The thing that is acted on: a case, a document; for a submission its case.
    Resource,
}

/// An attribute: `member.region`, `resource.amount`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AttributePath {
    /// Whose.
    pub of: Subject,
    /// Its name.
    pub name: String,
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = match self.of {
            Subject::Member => "member",
            Subject::Resource => "resource",
        };
        write!(f, "{of}.{}", self.name)
    }
}

/// A text that names no attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an attribute like member.region or resource.amount")]
pub struct InvalidPath;

impl FromStr for AttributePath {
    type Err = InvalidPath;
    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let (of, name) = text.split_once('.').ok_or(InvalidPath)?;
        let of = match of {
            "member" => Subject::Member,
            "resource" => Subject::Resource,
            _ => return Err(InvalidPath),
        };
        if is_attribute_name(name) { Ok(Self { of, name: name.to_owned() }) } else { Err(InvalidPath) }
    }
}

impl TryFrom<String> for AttributePath {
    type Error = InvalidPath;
    fn try_from(text: String) -> Result<Self, InvalidPath> {
        text.parse()
    }
}

impl From<AttributePath> for String {
    fn from(path: AttributePath) -> Self {
        path.to_string()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for AttributePath {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^(member|resource)\\.[a-z][a-z0-9_]{0,39}$"))
            .examples(["resource.amount"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for AttributePath {}

impl Condition {
    /// The nodes of the tree, and the tree itself, with how deep each is.
    pub fn nodes(&self) -> Vec<(usize, &Self)> {
        let mut found = vec![(1, self)];
        let mut next = 0;
        while let Some((depth, node)) = found.get(next).copied() {
            next += 1;
            match node {
                Self::All(parts) | Self::Any(parts) => found.extend(parts.iter().map(|part| (depth + 1, part))),
                Self::Not(part) => found.push((depth + 1, part)),
                _ => {}
            }
        }
        found
    }

    /// Whether it depends on who the member is, beside the role.
    pub fn names_member(&self) -> bool {
        let of_member = |path: &AttributePath| path.of == Subject::Member;
        self.nodes().into_iter().any(|(_, node)| match node {
            Self::Compare(Compare { attribute, to, .. }) => of_member(attribute) || matches!(to, Term::Member { .. }),
            Self::In(In { attribute, of }) => of_member(attribute) || matches!(of, Term::Member { .. }),
            Self::Has(attribute) => of_member(attribute),
            _ => false,
        })
    }
}

impl Decode for Condition {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        // Only who edits roles reads one: no browser module carries serde's reader for it.
        let read = value.and_then(|value| serde_json::from_value(value.take()).ok());
        read.unwrap_or_else(|| {
            faults.expected("a condition");
            Self::Any(Vec::new())
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_condition_is_written_as_it_is_read() {
        let wire = json!({ "all": [
            { "compare": { "attribute": "resource.amount", "op": "le", "to": 10000.0 } },
            { "compare": { "attribute": "resource.region", "op": "eq", "to": { "member": "region" } } },
            { "not": { "in": { "attribute": "resource.tags", "of": ["board"] } } },
            { "has": "member.region" },
            { "network": ["10.0.0.0/8"] },
            { "before": "2027-01-01T00:00:00Z" }
        ] });
        let condition: Condition = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(serde_json::to_value(&condition).unwrap(), wire);
        assert_eq!(condition.nodes().len(), 8);
        assert_eq!(condition.nodes().iter().map(|(depth, _)| *depth).max(), Some(3));
        assert!(condition.names_member());
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for wire in [
            json!({ "maybe": [] }),
            json!({ "has": "env.address" }),
            json!({ "has": "resource.Amount" }),
            json!({ "compare": { "attribute": "resource.a", "op": "like", "to": "x" } }),
            json!({ "compare": { "attribute": "resource.a", "op": "eq", "to": { "resource": "b" } } }),
            json!({ "compare": { "attribute": "resource.a", "op": "eq", "to": "x", "or": 1 } }),
        ] {
            assert!(serde_json::from_value::<Condition>(wire.clone()).is_err(), "{wire}");
        }
    }
}
