//! An independent judge: [Cedar](https://www.cedarpolicy.com) decides the same questions by its own engine.
//!
//! Cedar knows no comparison across kinds that is quietly false, so here an attribute's kind follows from its name
//! (`t`ext, `n`umber, `f`lag, `l`ist), and what compares different kinds is translated to `false`.

use std::{collections::BTreeMap, str::FromStr};

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use chrono::TimeDelta;
use loggia_types::{
    Permission as P, RoleId,
    conditions::{AttributePath, AttributeValue, Attributes, Compare, Comparison, Condition, In, Subject, Term},
    roles::{Effect, Grant},
};
use proptest::{prelude::*, sample::select};
use serde_json::json;

use super::random::now;
use crate::policy::{Definition, Definitions, Policy, Standing};

fn name() -> impl Strategy<Value = String> {
    select(vec!["t1", "t2", "n1", "n2", "f1", "l1", "l2"]).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["x", "y", "z"]).prop_map(str::to_owned)
}

fn value_of(kind: char) -> BoxedStrategy<AttributeValue> {
    match kind {
        't' => text().prop_map(AttributeValue::Text).boxed(),
        'n' => (-2..3_i32).prop_map(|number| AttributeValue::Number(number.into())).boxed(),
        'f' => any::<bool>().prop_map(AttributeValue::Flag).boxed(),
        _ => prop::collection::vec(text(), 1..3).prop_map(AttributeValue::List).boxed(),
    }
}

fn kind(name: &str) -> char {
    name.chars().next().unwrap()
}

fn attributes() -> impl Strategy<Value = Attributes> {
    let one = name().prop_flat_map(|name| {
        let value = value_of(kind(&name));
        (Just(name), value)
    });
    prop::collection::vec(one, 0..6).prop_map(|all| all.into_iter().collect())
}

fn condition() -> impl Strategy<Value = Condition> {
    let path =
        || (select(vec![Subject::Resource, Subject::Member]), name()).prop_map(|(of, name)| AttributePath { of, name });
    let term = || {
        prop_oneof![
            select(vec!['t', 'n', 'f', 'l']).prop_flat_map(value_of).prop_map(Term::Value),
            name().prop_map(|member| Term::Member { member }),
        ]
    };
    let leaf = prop_oneof![
        4 => (path(), select(Comparison::ALL.to_vec()), term())
            .prop_map(|(attribute, op, to)| Condition::Compare(Compare { attribute, op, to })),
        2 => (path(), term()).prop_map(|(attribute, of)| Condition::In(In { attribute, of })),
        1 => path().prop_map(Condition::Has),
        1 => select(vec!["10.0.0.0/8", "192.0.2.0/24"]).prop_map(|net| Condition::Network(vec![net.to_owned()])),
        1 => (-1..=1_i64).prop_map(|seconds| Condition::Before(now() + TimeDelta::seconds(seconds))),
        1 => (-1..=1_i64).prop_map(|seconds| Condition::After(now() + TimeDelta::seconds(seconds))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    let effect = select(vec![Effect::Allow, Effect::Allow, Effect::Deny]);
    (effect, prop::option::weighted(0.9, condition())).prop_map(|(effect, when)| Grant {
        permission: P::CasesRead,
        effect,
        when,
    })
}

fn cedar_path(path: &AttributePath) -> (String, String) {
    let of = if path.of == Subject::Member { "principal" } else { "resource" };
    (format!("{of} has {}", path.name), format!("{of}.{}", path.name))
}

/// A term: what has to be there for it, its kind, and itself.
fn cedar_term(term: &Term) -> (String, char, String) {
    match term {
        Term::Member { member } => (format!("principal has {member}"), kind(member), format!("principal.{member}")),
        Term::Value(value) => {
            let (kind, text) = match value {
                AttributeValue::Text(text) => ('t', format!("{text:?}")),
                AttributeValue::Number(number) => ('n', format!("({number:.0})")),
                AttributeValue::Flag(flag) => ('f', flag.to_string()),
                AttributeValue::List(texts) => ('l', format!("{texts:?}")),
            };
            ("true".to_owned(), kind, text)
        }
    }
}

fn cedar(condition: &Condition) -> String {
    let joined = |parts: &[Condition], by: &str, none: &str| {
        let parts: Vec<String> = parts.iter().map(cedar).collect();
        if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(by)) }
    };
    match condition {
        Condition::All(parts) => joined(parts, " && ", "true"),
        Condition::Any(parts) => joined(parts, " || ", "false"),
        Condition::Not(part) => format!("!({})", cedar(part)),
        Condition::Has(path) => format!("({})", cedar_path(path).0),
        Condition::Compare(Compare { attribute, op, to }) => {
            let ((there, left), (also, right_kind, right)) = (cedar_path(attribute), cedar_term(to));
            let op = match (op, right_kind) {
                (_, 'l') => return "false".to_owned(),
                (Comparison::Eq, _) => "==",
                (Comparison::Ne, _) => "!=",
                (Comparison::Lt, 'n') => "<",
                (Comparison::Le, 'n') => "<=",
                (Comparison::Gt, 'n') => ">",
                (Comparison::Ge, 'n') => ">=",
                _ => return "false".to_owned(),
            };
            if kind(&attribute.name) != right_kind {
                return "false".to_owned();
            }
            format!("({there} && {also} && {left} {op} {right})")
        }
        Condition::In(In { attribute, of }) => {
            let ((there, left), (also, right_kind, right)) = (cedar_path(attribute), cedar_term(of));
            let set = |kind: char, text: String| match kind {
                't' => Some(format!("[{text}]")),
                'l' => Some(text),
                _ => None,
            };
            match (set(kind(&attribute.name), left), set(right_kind, right)) {
                (Some(left), Some(right)) => format!("({there} && {also} && {left}.containsAny({right}))"),
                _ => "false".to_owned(),
            }
        }
        Condition::Network(networks) => {
            let inside = networks.iter().map(|network| format!("context.address.isInRange(ip({network:?}))"));
            format!("(context has address && ({}))", inside.collect::<Vec<_>>().join(" || "))
        }
        Condition::Before(at) => format!("(context.now < {})", at.timestamp()),
        Condition::After(at) => format!("(context.now >= {})", at.timestamp()),
    }
}

fn entity(kind: &str, attributes: &Attributes) -> serde_json::Value {
    let value = |value: &AttributeValue| match value {
        AttributeValue::Number(number) => json!(*number as i64),
        other => json!(other),
    };
    let attributes: BTreeMap<_, _> = attributes.iter().map(|(name, attribute)| (name, value(attribute))).collect();
    json!({ "uid": { "type": kind, "id": "1" }, "attrs": attributes, "parents": [] })
}

fn judged(grants: &[Grant], member: &Standing, thing: &Attributes) -> bool {
    let policies: String = grants
        .iter()
        .map(|grant| {
            let effect = if grant.effect == Effect::Allow { "permit" } else { "forbid" };
            let when = grant.when.as_ref().map_or_else(|| "true".to_owned(), cedar);
            format!("{effect}(principal, action, resource) when {{ {when} }};\n")
        })
        .collect();
    let set = PolicySet::from_str(&policies).unwrap_or_else(|error| panic!("{error}: {policies}"));
    let entities = json!([entity("User", &member.attributes), entity("Case", thing)]);
    let entities = Entities::from_json_value(entities, None).unwrap();
    let mut context = json!({ "now": now().timestamp() });
    if let Some(address) = member.address {
        context["address"] = json!({ "__extn": { "fn": "ip", "arg": address.to_string() } });
    }
    let uid = |text: &str| EntityUid::from_str(text).unwrap();
    let context = Context::from_json_value(context, None).unwrap();
    let request = Request::new(uid("User::\"1\""), uid("Action::\"read\""), uid("Case::\"1\""), context, None).unwrap();
    let response = Authorizer::new().is_authorized(&request, &set, &entities);
    let errors: Vec<String> = response.diagnostics().errors().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}: {policies}");
    response.decision() == Decision::Allow
}

proptest! {
    #[test]
    fn cedar_decides_the_same(
        grants in prop::collection::vec(grant(), 0..4),
        attributes in attributes(),
        thing in attributes(),
        address in select(vec![None, Some("10.0.0.1"), Some("192.0.2.1")]),
    ) {
        let id = RoleId::from_u128(1);
        let definition = Definition { name: "Role".to_owned(), inherits: vec![], grants: grants.clone() };
        let policy = Policy::of((&id).into(), &Definitions::from([(id.clone(), definition)]));
        let address = address.map(|address| address.parse().unwrap());
        let member = Standing { policy, attributes, address, scopes: None };
        prop_assert_eq!(member.decide(P::CasesRead, &thing, now()), judged(&grants, &member, &thing));
    }
}
