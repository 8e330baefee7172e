//! Conditions: decided, and checked when they are written down.

use std::net::IpAddr;

use ipnet::IpNet;
use loggia_types::{
    FieldError,
    conditions::{
        AttributePath, AttributeValue, Attributes, Compare, Comparison, Condition, DEEPEST, In, MOST_NODES, MOST_TEXTS,
        Subject, Term, is_attribute_name,
    },
};

use super::Facts;

/// Whether a condition holds.
pub fn holds(condition: &Condition, facts: &Facts<'_>) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, facts)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, facts)),
        Condition::Not(part) => !holds(part, facts),
        Condition::Compare(Compare { attribute, op, to }) => match (value(attribute, facts), term(to, facts.member)) {
            (Some(left), Some(right)) => compare(left, *op, right),
            _ => false,
        },
        Condition::In(In { attribute, of }) => match (value(attribute, facts), term(of, facts.member)) {
            (Some(left), Some(right)) => have_common(left, right),
            _ => false,
        },
        Condition::Has(attribute) => value(attribute, facts).is_some(),
        Condition::Network(networks) => is_within(facts.environment.address, networks),
        Condition::Before(at) => facts.environment.now < *at,
        Condition::After(at) => facts.environment.now >= *at,
    }
}

fn value<'a>(path: &AttributePath, facts: &Facts<'a>) -> Option<&'a AttributeValue> {
    match path.of {
        Subject::Member => facts.member.get(&path.name),
        Subject::Resource => facts.resource.get(&path.name),
    }
}

/// What a comparison is with. `None`: the member has no such attribute.
pub(super) fn term<'a>(term: &'a Term, member: &'a Attributes) -> Option<&'a AttributeValue> {
    match term {
        Term::Member { member: name } => member.get(name),
        Term::Value(value) => Some(value),
    }
}

/// Compares two values; of different kinds, or without that order: false.
pub(super) fn compare(left: &AttributeValue, op: Comparison, right: &AttributeValue) -> bool {
    use AttributeValue as A;
    match (left, right, op) {
        (A::Number(left), A::Number(right), op) => match op {
            Comparison::Eq => left == right,
            Comparison::Ne => left != right,
            Comparison::Lt => left < right,
            Comparison::Le => left <= right,
            Comparison::Gt => left > right,
            Comparison::Ge => left >= right,
        },
        (A::Text(left), A::Text(right), Comparison::Eq) => left == right,
        (A::Text(left), A::Text(right), Comparison::Ne) => left != right,
        (A::Flag(left), A::Flag(right), Comparison::Eq) => left == right,
        (A::Flag(left), A::Flag(right), Comparison::Ne) => left != right,
        _ => false,
    }
}

/// Whether two values, as lists of texts, have one in common.
pub(super) fn have_common(left: &AttributeValue, right: &AttributeValue) -> bool {
    left.texts().iter().any(|text| right.texts().contains(text))
}

/// Whether an address is in one of the networks.
pub(super) fn is_within(address: Option<IpAddr>, networks: &[String]) -> bool {
    // An IPv4 client of a socket that listens on both is written as IPv6.
    let Some(address) = address.map(|address| address.to_canonical()) else { return false };
    networks.iter().filter_map(|text| text.parse::<IpNet>().ok()).any(|network| network.contains(&address))
}

/// What is wrong with a condition at `pointer`: its size, its names, its values.
pub fn check(pointer: &str, condition: &Condition) -> Vec<FieldError> {
    let nodes = condition.nodes();
    if nodes.len() > MOST_NODES || nodes.iter().any(|(depth, _)| *depth > DEEPEST) {
        let detail = format!("Expected at most {MOST_NODES} parts, at most {DEEPEST} deep.");
        return vec![FieldError::new(pointer, "too_large", detail)];
    }
    let wrong = nodes.into_iter().filter_map(|(_, node)| fault(node));
    wrong.map(|detail| FieldError::new(pointer, "invalid", detail)).collect()
}

fn fault(node: &Condition) -> Option<String> {
    match node {
        Condition::Compare(Compare { op, to, .. }) => {
            let ordered = !matches!(op, Comparison::Eq | Comparison::Ne);
            match to {
                Term::Value(AttributeValue::List(_)) => Some("Compare a list with `in`.".to_owned()),
                Term::Value(value) if ordered && !matches!(value, AttributeValue::Number(_)) => {
                    Some(format!("`{op}` compares numbers."))
                }
                to => term_fault(to),
            }
        }
        Condition::In(In { of, .. }) => match of {
            Term::Value(AttributeValue::Flag(_) | AttributeValue::Number(_)) => {
                Some("`in` looks for a text or one of a list of texts.".to_owned())
            }
            of => term_fault(of),
        },
        Condition::Network(networks) => {
            if networks.is_empty() || networks.len() > MOST_TEXTS {
                return Some(format!("Expected 1 to {MOST_TEXTS} networks."));
            }
            let wrong = networks.iter().find(|text| text.parse::<IpNet>().is_err())?;
            Some(format!("Not a network like 10.0.0.0/8 or 2001:db8::/32: {wrong:?}."))
        }
        _ => None,
    }
}

fn term_fault(term: &Term) -> Option<String> {
    match term {
        Term::Member { member } if !is_attribute_name(member) => {
            Some(format!("No attribute can have the name {member:?}."))
        }
        Term::Value(value) if !value.is_acceptable() => Some("A value is too long.".to_owned()),
        _ => None,
    }
}
