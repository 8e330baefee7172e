//! What a provider says about somebody, and which role follows from it.

use loggia_types::{
    RoleKey,
    sso::{ClaimOperator, RoleRule},
};
use serde_json::Value;

/// The claim that a rule names: by its name as it is, or else by the names on the way to it.
pub fn find<'c>(claims: &'c Value, path: &str) -> Option<&'c Value> {
    if let Some(found) = claims.get(path) {
        return Some(found);
    }
    path.split('.').try_fold(claims, |at, name| at.get(name))
}

fn is(found: &Value, wanted: &str) -> bool {
    match found {
        Value::String(text) => text == wanted,
        Value::Bool(truth) => wanted == if *truth { "true" } else { "false" },
        Value::Number(number) => number.to_string() == wanted,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Whether a rule fits.
pub fn fits(rule: &RoleRule, claims: &Value) -> bool {
    let Some(found) = find(claims, &rule.claim) else { return false };
    match (rule.operator, found) {
        (ClaimOperator::Equals, found) => is(found, &rule.value),
        (ClaimOperator::Contains, Value::Array(items)) => items.iter().any(|item| is(item, &rule.value)),
        (ClaimOperator::Contains, Value::String(text)) => text.split_whitespace().any(|word| word == rule.value),
        (ClaimOperator::Contains, _) => false,
    }
}

/// The role of somebody of whom the provider says this: that of the first rule that fits, or else `default`.
pub fn role(rules: &[RoleRule], default: Option<RoleKey>, claims: &Value) -> Option<RoleKey> {
    rules.iter().find(|rule| fits(rule, claims)).map(|rule| rule.role).or(default)
}

#[cfg(test)]
mod tests {
    use loggia_types::Role;
    use serde_json::json;

    use super::*;

    fn rule(claim: &str, operator: ClaimOperator, value: &str, role: Role) -> RoleRule {
        RoleRule { claim: claim.to_owned(), operator, value: value.to_owned(), role: role.into() }
    }

    #[test]
    fn the_first_rule_that_fits_counts_and_without_one_the_default() {
        use ClaimOperator::{Contains, Equals};
        let claims = json!({
            "groups": ["staff", "portal-admins"], "department": "claims", "level": 3, "external": false,
            "realm_access": { "roles": ["auditor"] }, "https://acme.example/roles": "viewer boss", "a.b": "flat",
            "a": { "b": "deep" },
        });
        let rules =
            [rule("groups", Contains, "portal-admins", Role::Admin), rule("groups", Contains, "staff", Role::Member)];
        assert_eq!(role(&rules, None, &claims), Some(Role::Admin.into()));
        assert_eq!(role(&rules, None, &json!({ "groups": ["staff"] })), Some(Role::Member.into()));
        assert_eq!(role(&rules, None, &json!({ "groups": ["other"] })), None);
        assert_eq!(role(&rules, Some(Role::Viewer.into()), &json!({})), Some(Role::Viewer.into()));
        for (name, operator, value, holds) in [
            ("department", Equals, "claims", true),
            ("department", Equals, "claim", false),
            ("department", Contains, "claim", false),
            ("level", Equals, "3", true),
            ("external", Equals, "false", true),
            ("external", Equals, "0", false),
            ("realm_access.roles", Contains, "auditor", true),
            ("realm_access.roles", Equals, "auditor", false),
            ("https://acme.example/roles", Contains, "boss", true),
            ("a.b", Equals, "flat", true),
            ("groups.0", Equals, "staff", false),
            ("", Equals, "", false),
            ("missing", Contains, "", false),
        ] {
            assert_eq!(fits(&rule(name, operator, value, Role::Viewer), &claims), holds, "{name} {operator} {value}");
        }
    }
}
