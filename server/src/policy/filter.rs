//! What is left of a condition when the member and the request are known: tests of a thing's attributes.

use loggia_types::conditions::{
    AttributePath, AttributeValue, Attributes, Compare, Comparison, Condition, In, Subject,
};

use super::{
    Environment,
    condition::{compare, have_common, is_within, term},
};

/// Which things are meant. Written as SQL by the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of them.
    Always,
    /// None of them.
    Never,
    /// Those that every one of these means.
    All(Vec<Filter>),
    /// Those that one of these means.
    Any(Vec<Filter>),
    /// All others.
    Not(Box<Filter>),
    /// Those whose attribute of this name passes.
    Attribute(String, Test),
}

/// A test of one attribute. A missing one passes none.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is there.
    There,
    /// It is a text, a number or a flag, and compares so.
    Is(Comparison, AttributeValue),
    /// It is one of these texts, or has one of them.
    AnyOf(Vec<String>),
}

impl Filter {
    /// The things for which a condition holds, for this member and request.
    pub fn of(condition: &Condition, member: &Attributes, environment: &Environment) -> Self {
        let part = |part: &Condition| Self::of(part, member, environment);
        match condition {
            Condition::All(parts) => Self::all(parts.iter().map(part)),
            Condition::Any(parts) => Self::any(parts.iter().map(part)),
            Condition::Not(inner) => part(inner).negated(),
            Condition::Compare(Compare { attribute, op, to }) => {
                let Some(right) = term(to, member) else { return Self::Never };
                Self::tested(
                    attribute,
                    member,
                    |left| compare(left, *op, right),
                    || {
                        let ordered = !matches!(op, Comparison::Eq | Comparison::Ne);
                        match right {
                            AttributeValue::List(_) => None,
                            AttributeValue::Text(_) | AttributeValue::Flag(_) if ordered => None,
                            right => Some(Test::Is(*op, right.clone())),
                        }
                    },
                )
            }
            Condition::In(In { attribute, of }) => {
                let Some(right) = term(of, member) else { return Self::Never };
                Self::tested(
                    attribute,
                    member,
                    |left| have_common(left, right),
                    || {
                        let texts = right.texts();
                        (!texts.is_empty()).then(|| Test::AnyOf(texts.to_vec()))
                    },
                )
            }
            Condition::Has(attribute) => Self::tested(attribute, member, |_| true, || Some(Test::There)),
            Condition::Network(networks) => is_within(environment.address, networks).into(),
            Condition::Before(at) => (environment.now < *at).into(),
            Condition::After(at) => (environment.now >= *at).into(),
        }
    }

    /// A member's attribute is tested now, a thing's later.
    fn tested(
        path: &AttributePath,
        member: &Attributes,
        now: impl FnOnce(&AttributeValue) -> bool,
        later: impl FnOnce() -> Option<Test>,
    ) -> Self {
        match path.of {
            Subject::Member => member.get(&path.name).is_some_and(now).into(),
            Subject::Resource => later().map_or(Self::Never, |test| Self::Attribute(path.name.clone(), test)),
        }
    }

    /// What all of these mean.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut left = Vec::new();
        for part in parts {
            match part {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => left.extend(inner),
                part => left.push(part),
            }
        }
        match left.len() {
            0 => Self::Always,
            1 => left.remove(0),
            _ => Self::All(left),
        }
    }

    /// What one of these means.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut left = Vec::new();
        for part in parts {
            match part {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => left.extend(inner),
                part => left.push(part),
            }
        }
        match left.len() {
            0 => Self::Never,
            1 => left.remove(0),
            _ => Self::Any(left),
        }
    }

    /// What this does not mean.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether it means a thing with these attributes.
    pub fn means(&self, resource: &Attributes) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::All(parts) => parts.iter().all(|part| part.means(resource)),
            Self::Any(parts) => parts.iter().any(|part| part.means(resource)),
            Self::Not(part) => !part.means(resource),
            Self::Attribute(name, test) => resource.get(name).is_some_and(|value| match test {
                Test::There => true,
                Test::Is(op, right) => compare(value, *op, right),
                Test::AnyOf(texts) => value.texts().iter().any(|text| texts.contains(text)),
            }),
        }
    }
}

impl From<bool> for Filter {
    fn from(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }
}
