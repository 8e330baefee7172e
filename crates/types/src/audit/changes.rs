//! What an entry says was different before and after.

use serde_json::Value;

/// One value that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where it is: `owner.name`.
    pub path: String,
    /// What it was. Absent: it was not there.
    pub before: Option<String>,
    /// What it is. Absent: it is not there any more.
    pub after: Option<String>,
}

/// What differs between the two sides of an entry's `changes`, in the order of the former side, then of the new one.
pub fn changes(value: &Value) -> Vec<Change> {
    let side = |name| {
        let mut found = Vec::new();
        flatten(String::new(), value.get(name).unwrap_or(&Value::Null), &mut found);
        found
    };
    let (before, mut after) = (side("before"), side("after"));
    let mut all = Vec::new();
    for (path, before) in before {
        let at = after.iter().position(|(other, _)| *other == path);
        let after = at.map(|at| after.remove(at).1);
        if after.as_ref() != Some(&before) {
            all.push(Change { path, before: Some(before), after });
        }
    }
    all.extend(after.into_iter().map(|(path, after)| Change { path, before: None, after: Some(after) }));
    all
}

/// What the entry is about, by the name it had: the first of a few usual ones.
pub fn subject(value: &Value) -> Option<&str> {
    let named = |side: &'static str| {
        let side = value.get(side)?;
        ["name", "email", "title", "number"].iter().find_map(|key| side.get(key)?.as_str())
    };
    named("after").or_else(|| named("before"))
}

/// Every value with its path. What is `null` is not there.
fn flatten(path: String, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { [&path, ".", name].concat() };
                flatten(path, value, found);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (index, value) in items.iter().enumerate() {
                flatten([&path, ".", &(index + 1).to_string()].concat(), value, found);
            }
        }
        Value::Array(items) => found.push((path, items.iter().map(written).collect::<Vec<_>>().join(", "))),
        other => found.push((path, written(other))),
    }
}

/// A single value in words. Without serde_json's printer of any value, which a browser would download for this alone.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
        Change { path: path.into(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    #[test]
    fn what_stayed_is_left_out_and_the_rest_is_added_removed_or_changed() {
        let value = json!({
            "before": { "name": "a.pdf", "folder": "Contracts", "number": 1, "owner": { "name": "Dana" } },
            "after": {
                "name": "b.pdf", "folder": "Contracts", "number": null, "scopes": ["cases:read", "audit:read"],
                "steps": [{ "done": true }], "limits": [1, 2.5],
            },
        });
        let mut found = changes(&value);
        found.sort_by(|one, two| one.path.cmp(&two.path));
        assert_eq!(
            found,
            [
                change("limits", None, Some("1, 2.5")),
                change("name", Some("a.pdf"), Some("b.pdf")),
                change("number", Some("1"), None),
                change("owner.name", Some("Dana"), None),
                change("scopes", None, Some("cases:read, audit:read")),
                change("steps.1.done", None, Some("true")),
            ]
        );
        assert_eq!(subject(&value), Some("b.pdf"));
    }

    #[test]
    fn what_is_no_pair_of_objects_has_no_differences() {
        for value in [json!(null), json!([1]), json!({ "before": null, "after": null }), json!("text")] {
            assert_eq!(changes(&value), [], "{value}");
            assert_eq!(subject(&value), None);
        }
    }
}
