//! Random conditions, members and things. Few names and values, so that they meet.

use chrono::{DateTime, TimeDelta};
use loggia_types::{
    Permission, RoleId, Timestamp,
    conditions::{AttributePath, AttributeValue, Attributes, Compare, Comparison, Condition, In, Subject, Term},
    roles::{Effect, Grant},
};
use proptest::{prelude::*, sample::select};

use crate::policy::{Definition, Definitions, Policy, Standing};

/// The moment of every random request.
pub(crate) fn now() -> Timestamp {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c"]).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["", "x", "X", "y", "it's", "ß%_\\", "\u{1F600}"]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        any::<bool>().prop_map(AttributeValue::Flag),
        select(vec![-1.0, 0.0, 0.1, 1.0, 1e15, f64::MAX]).prop_map(AttributeValue::Number),
        text().prop_map(AttributeValue::Text),
        prop::collection::vec(text(), 1..4).prop_map(AttributeValue::List),
    ]
}

/// A member's or a thing's attributes.
pub(crate) fn attributes() -> impl Strategy<Value = Attributes> {
    prop::collection::btree_map(name(), value(), 0..4)
}

fn path() -> impl Strategy<Value = AttributePath> {
    (select(vec![Subject::Resource, Subject::Resource, Subject::Member]), name())
        .prop_map(|(of, name)| AttributePath { of, name })
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![3 => value().prop_map(Term::Value), 1 => name().prop_map(|member| Term::Member { member })]
}

/// A condition, and more than the server would store: a list that is compared, a text that has no order.
pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        4 => (path(), select(Comparison::ALL.to_vec()), term())
            .prop_map(|(attribute, op, to)| Condition::Compare(Compare { attribute, op, to })),
        3 => (path(), term()).prop_map(|(attribute, of)| Condition::In(In { attribute, of })),
        2 => path().prop_map(Condition::Has),
        1 => select(vec!["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32"])
            .prop_map(|network| Condition::Network(vec![network.to_owned()])),
        1 => (-1..=1_i64).prop_map(|seconds| Condition::Before(now() + TimeDelta::seconds(seconds))),
        1 => (-1..=1_i64).prop_map(|seconds| Condition::After(now() + TimeDelta::seconds(seconds))),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn grant(permission: Permission) -> impl Strategy<Value = Grant> {
    let effect = select(vec![Effect::Allow, Effect::Allow, Effect::Deny]);
    (effect, prop::option::weighted(0.9, condition())).prop_map(move |(effect, when)| Grant {
        permission,
        effect,
        when,
    })
}

/// A member whose role has a few grants of one permission, and inherits others.
pub(crate) fn standing(permission: Permission) -> impl Strategy<Value = Standing> {
    let grants = || prop::collection::vec(grant(permission), 0..4);
    let address = select(vec![None, Some("10.0.0.1"), Some("2001:db8::1"), Some("192.0.2.1")]);
    (grants(), grants(), attributes(), address).prop_map(|(own, inherited, attributes, address)| {
        let (id, parent) = (RoleId::from_u128(1), RoleId::from_u128(2));
        let definition = |inherits, grants| Definition { name: "Role".to_owned(), inherits, grants };
        let known = Definitions::from([
            (id.clone(), definition(vec![(&parent).into()], own)),
            (parent.clone(), definition(vec![], inherited)),
        ]);
        let address = address.map(|address| address.parse().unwrap());
        Standing { policy: Policy::of((&id).into(), &known), attributes, address, scopes: None }
    })
}
