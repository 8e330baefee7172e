use serde_json::{Value, json};

use super::evaluate;

#[track_caller]
fn expect(cases: Vec<(Value, Value, Value)>) {
    for (rule, data, expected) in cases {
        assert_eq!(evaluate(&rule, &data), expected, "{rule} over {data}");
    }
}

#[test]
fn what_is_no_operation_is_itself() {
    let none = Value::Null;
    expect(vec![
        (json!(true), none.clone(), json!(true)),
        (json!(2.75), none.clone(), json!(2.75)),
        (json!(["a", {"+": [1, 2]}]), none.clone(), json!(["a", 3])),
        (json!({"a": 1, "b": 2}), none.clone(), json!({"a": 1, "b": 2})),
        (json!({"no_such_operator": [1]}), none, json!(null)),
    ]);
}

#[test]
fn answers_are_looked_up_by_path_with_a_default() {
    let data = json!({"a": {"b": [10, 20]}, "c": null, "empty": "", "z": 0});
    expect(vec![
        (json!({"var": "a.b.1"}), data.clone(), json!(20)),
        (json!({"var": ["a.x", 7]}), data.clone(), json!(7)),
        (json!({"var": ["c", "default"]}), data.clone(), json!("default")),
        (json!({"var": ["z", 9]}), data.clone(), json!(0)),
        (json!({"var": "a.b.x"}), data.clone(), json!(null)),
        (json!({"var": ""}), json!(5), json!(5)),
        (json!({"var": 1}), json!(["x", "y"]), json!("y")),
        (json!({"missing": ["a", "c", "empty", "nope", "z"]}), data.clone(), json!(["c", "empty", "nope"])),
        (json!({"missing": [["a", "nope"]]}), data.clone(), json!(["nope"])),
        (json!({"missing_some": [1, ["a", "nope"]]}), data.clone(), json!([])),
        (json!({"missing_some": [2, ["a", "nope", "c"]]}), data, json!(["nope", "c"])),
    ]);
}

#[test]
fn values_compare_as_in_javascript() {
    let none = Value::Null;
    let compare = |operator: &str, left: Value, right: Value| json!({operator: [left, right]});
    expect(vec![
        (compare("==", json!(1), json!("1")), none.clone(), json!(true)),
        (compare("==", json!(0), json!("")), none.clone(), json!(true)),
        (compare("==", json!(0), json!(null)), none.clone(), json!(false)),
        (compare("==", json!(true), json!("1")), none.clone(), json!(true)),
        (compare("==", json!("1.0"), json!(1)), none.clone(), json!(true)),
        (compare("==", json!(["a"]), json!("a")), none.clone(), json!(true)),
        (compare("!=", json!("a"), json!("b")), none.clone(), json!(true)),
        (compare("===", json!(1), json!("1")), none.clone(), json!(false)),
        (compare("===", json!(1), json!(1.0)), none.clone(), json!(true)),
        (compare("!==", json!(1), json!("1")), none.clone(), json!(true)),
        (compare("<", json!("10"), json!("9")), none.clone(), json!(true)),
        (compare("<", json!("10"), json!(9)), none.clone(), json!(false)),
        (compare(">=", json!(null), json!(0)), none.clone(), json!(true)),
        (compare("<", json!("x"), json!(1)), none.clone(), json!(false)),
        (json!({"<": [1, 2, 3]}), none.clone(), json!(true)),
        (json!({"<=": [1, 4, 3]}), none.clone(), json!(false)),
        (json!({">": [3, 2, 5]}), none.clone(), json!(true)),
        (json!({">=": [3, 4, 1]}), none.clone(), json!(false)),
        (json!({"<": [1]}), none, json!(false)),
    ]);
}

#[test]
fn truth_is_that_of_javascript_but_for_empty_arrays() {
    for (value, truth) in [
        (json!(null), false),
        (json!(0), false),
        (json!(""), false),
        (json!([]), false),
        (json!("0"), true),
        (json!([0]), true),
        (json!({}), true),
        (json!(-1.5), true),
    ] {
        assert_eq!(super::is_truthy(&value), truth, "{value}");
        assert_eq!(evaluate(&json!({"!": [value]}), &Value::Null), json!(!truth));
        assert_eq!(evaluate(&json!({"!!": [value]}), &Value::Null), json!(truth));
    }
}

#[test]
fn branches_give_the_value_that_decided() {
    let data = json!({"a": "x", "n": 55});
    expect(vec![
        (json!({"if": []}), data.clone(), json!(null)),
        (json!({"if": [false, 1]}), data.clone(), json!(null)),
        (
            json!({"if": [{"<": [{"var": "n"}, 0]}, "ice", {"<": [{"var": "n"}, 100]}, "water", "gas"]}),
            data.clone(),
            json!("water"),
        ),
        (json!({"?:": [true, 1, 2]}), data.clone(), json!(1)),
        (json!({"and": [1, "", 3]}), data.clone(), json!("")),
        (json!({"and": [1, 3]}), data.clone(), json!(3)),
        (json!({"or": [0, "", {"var": "a"}]}), data.clone(), json!("x")),
        (json!({"or": [0, false]}), data, json!(false)),
    ]);
}

#[test]
fn arithmetic_reads_numbers_from_texts() {
    let none = Value::Null;
    expect(vec![
        (json!({"+": ["3.5kg", "1"]}), none.clone(), json!(4.5)),
        (json!({"+": "-2.75"}), none.clone(), json!(-2.75)),
        (json!({"+": [0.1, 0.2]}), none.clone(), json!(0.1 + 0.2)),
        (json!({"+": ["x"]}), none.clone(), json!(null)),
        (json!({"*": [2, 3, "4"]}), none.clone(), json!(24)),
        (json!({"-": [7]}), none.clone(), json!(-7)),
        (json!({"-": ["7", 2]}), none.clone(), json!(5)),
        (json!({"/": [1, 4]}), none.clone(), json!(0.25)),
        (json!({"/": [1, 0]}), none.clone(), json!(null)),
        (json!({"%": [7, 3]}), none.clone(), json!(1)),
        (json!({"max": [1, "5", 3]}), none.clone(), json!(5)),
        (json!({"min": [1, -5, 3]}), none.clone(), json!(-5)),
        (json!({"max": []}), none.clone(), json!(null)),
        (json!({"max": ["x", 1]}), none.clone(), json!(null)),
        (json!({"max": ["0x1f", 1]}), none.clone(), json!(null)),
        (json!({"==": [[1.0, {"a": 2.0}], [1, {"a": 2}]]}), none.clone(), json!(true)),
        (json!({"cat": [1e21, " ", 1e-7, " ", 1e20]}), none.clone(), json!("1e+21 1e-7 100000000000000000000")),
        (json!({"+": [" 007 ", ".5", "1.", "+1e2"]}), none.clone(), json!(108.5)),
        (json!({"+": ["1.e2", "2E-1x", "3e", "4e+", "5..6", "-0x7"]}), none.clone(), json!(112.2)),
        (json!({"+": ["."]}), none.clone(), json!(null)),
        (json!({"*": [1, ".e5"]}), none.clone(), json!(null)),
        (json!({"-": [".5E1", "0.0e3"]}), none.clone(), json!(5)),
        (json!({"+": ["+-1"]}), none.clone(), json!(null)),
        (json!({"+": ["e5"]}), none, json!(null)),
    ]);
}

#[test]
fn a_long_text_is_read_as_a_number_in_one_pass() {
    // With a pass for each of its letters this would take hours.
    let text = format!("1{}", "e".repeat(4_000_000));
    assert_eq!(evaluate(&json!({"+": [{"var": "x"}]}), &json!({"x": text})), json!(1));
}

#[test]
fn arrays_are_walked_with_the_item_as_data() {
    let data = json!({"goods": [{"n": 1, "ok": true}, {"n": 3, "ok": false}], "plain": [1, 2, 3]});
    let over = |operator: &str, key: &str, rule: Value| json!({operator: [{"var": key}, rule]});
    expect(vec![
        (over("map", "plain", json!({"*": [{"var": ""}, 2]})), data.clone(), json!([2, 4, 6])),
        (over("filter", "plain", json!({">": [{"var": ""}, 1]})), data.clone(), json!([2, 3])),
        (over("all", "goods", json!({">": [{"var": "n"}, 0]})), data.clone(), json!(true)),
        (over("some", "goods", json!({"var": "ok"})), data.clone(), json!(true)),
        (over("none", "goods", json!({">": [{"var": "n"}, 5]})), data.clone(), json!(true)),
        (over("all", "nothing", json!(true)), data.clone(), json!(false)),
        (over("map", "nothing", json!(true)), data.clone(), json!([])),
        (
            json!({"reduce": [{"var": "goods"}, {"+": [{"var": "current.n"}, {"var": "accumulator"}]}, 10]}),
            data.clone(),
            json!(14),
        ),
        (json!({"merge": [[1, 2], 3, [], [[4]]]}), data, json!([1, 2, 3, [4]])),
    ]);
}

#[test]
fn texts_are_joined_searched_and_cut() {
    let none = Value::Null;
    expect(vec![
        (json!({"cat": ["Grüße ", 1, 2.5, null, true, "!"]}), none.clone(), json!("Grüße 12.5true!")),
        (json!({"in": ["üß", "Grüße"]}), none.clone(), json!(true)),
        (json!({"in": ["b", ["a", "b"]]}), none.clone(), json!(true)),
        (json!({"in": ["1", [1]]}), none.clone(), json!(false)),
        (json!({"in": ["a", null]}), none.clone(), json!(false)),
        (json!({"substr": ["jsonlogic", 4]}), none.clone(), json!("logic")),
        (json!({"substr": ["jsonlogic", -5]}), none.clone(), json!("logic")),
        (json!({"substr": ["jsonlogic", 0, 1]}), none.clone(), json!("j")),
        (json!({"substr": ["jsonlogic", -1, 1]}), none.clone(), json!("c")),
        (json!({"substr": ["jsonlogic", 4, 5]}), none.clone(), json!("logic")),
        (json!({"substr": ["jsonlogic", -5, -2]}), none.clone(), json!("log")),
        (json!({"substr": ["Grüße", 2, 2]}), none.clone(), json!("üß")),
        (json!({"substr": ["abc", 9, 1]}), none, json!("")),
    ]);
}

/// Any rule over any data gives a value: nothing that can be written as JSON makes the evaluator fail.
#[test]
fn every_operator_takes_every_kind_of_argument() {
    let values = [json!(null), json!(true), json!(-1e308), json!("é"), json!([1, ["x"]]), json!({"a": 1, "b": 2})];
    for operator in [
        "var",
        "missing",
        "missing_some",
        "if",
        "?:",
        "==",
        "===",
        "!=",
        "!==",
        "!",
        "!!",
        "or",
        "and",
        ">",
        ">=",
        "<",
        "<=",
        "max",
        "min",
        "+",
        "-",
        "*",
        "/",
        "%",
        "map",
        "filter",
        "reduce",
        "all",
        "none",
        "some",
        "merge",
        "in",
        "cat",
        "substr",
    ] {
        assert!(super::is_operator(operator), "{operator}");
        evaluate(&json!({operator: []}), &Value::Null);
        for first in &values {
            evaluate(&json!({operator: first}), first);
            for second in &values {
                evaluate(&json!({operator: [first, second]}), first);
                evaluate(&json!({operator: [first, second, first]}), second);
            }
        }
    }
}
