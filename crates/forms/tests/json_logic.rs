//! The public suite that implementations of JsonLogic agree on. Where it comes from: `json-logic/README.md`.
#![allow(clippy::unwrap_used)]

use loggia_forms::logic::evaluate;
use serde_json::Value;

#[test]
fn every_case_of_the_public_suite_gives_the_expected_result() {
    let suite: Vec<Value> = serde_json::from_str(include_str!("json-logic/compatible.json")).unwrap();
    // Texts between the cases are headings.
    let cases: Vec<&Value> = suite.iter().filter(|entry| entry.is_object()).collect();
    let failed: Vec<String> = cases
        .iter()
        .map(|case| (case, evaluate(&case["rule"], &case["data"])))
        .filter(|(case, result)| *result != case["result"])
        .map(|(case, result)| format!("{}: {result} is not {}", case["description"], case["result"]))
        .collect();
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(cases.len(), 278);
}
