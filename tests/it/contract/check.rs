//! Whether an answer is one that the description describes.

use loggia_client::types::{Problem, problem::PROBLEM_JSON};
use loggia_tests::wire::Answer;
use serde_json::Value;

use super::generate::Operation;

/// Follows a reference within the description.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        match document.pointer(reference.trim_start_matches('#')) {
            Some(target) => value = target,
            None => return &Value::Null,
        }
    }
    value
}

/// What is wrong with an answer.
pub(crate) fn check(document: &Value, operation: &Operation, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status >= 500 {
        faults.push(format!("status {}", answer.status));
    }
    let responses = &operation.described(document)["responses"];
    let Some(response) = responses.get(answer.status.to_string()) else {
        faults.push(format!("status {} ({}) is not described", answer.status, answer.code()));
        return faults;
    };
    if !answer.header("content-encoding").is_empty() {
        // Compressed as the request asked for: what is inside is the business of the other requests.
        return faults;
    }
    let media_type = answer.header("content-type").split(';').next().unwrap_or_default().trim().to_owned();
    let content = resolve(document, response)["content"].as_object();
    // OAuth and OFREP have refusals of their own, which are described as what they are.
    let is_of_protocol = ["/oauth/", "/ofrep/"].iter().any(|protocol| operation.path.starts_with(protocol));
    if answer.status >= 400 && !(is_of_protocol && media_type == "application/json") {
        problem(answer, &media_type, &mut faults);
    }
    match content {
        Some(content) if !content.is_empty() => match content.get(&media_type).or_else(|| content.get("*/*")) {
            Some(media) if media_type.ends_with("json") => {
                let body = answer.json();
                fits(document, &media["schema"], &body, "", 0, &mut faults);
            }
            Some(_) => {}
            // A file is served as what it is.
            None if content.contains_key("application/octet-stream") && answer.status < 400 => {}
            None => faults.push(format!("status {}: the media type {media_type:?} is not described", answer.status)),
        },
        _ if !answer.body.is_empty() => {
            faults.push(format!("status {}: a body that is not described", answer.status));
        }
        _ => {}
    }
    faults
}

fn problem(answer: &Answer, media_type: &str, faults: &mut Vec<String>) {
    if media_type != PROBLEM_JSON {
        faults.push(format!("status {}: a refusal as {media_type:?}", answer.status));
    }
    match serde_json::from_slice::<Problem>(&answer.body) {
        Ok(problem) if problem.status != answer.status || problem.code.status() != answer.status => {
            faults.push(format!("status {}: the problem says {} and {}", answer.status, problem.status, problem.code));
        }
        Ok(problem) if problem.request_id.is_none() => faults.push("a problem without request_id".to_owned()),
        Ok(_) => {}
        Err(error) => faults.push(format!("status {}: no problem: {error}", answer.status)),
    }
}

/// Whether a value has the shape that a schema describes: types, required properties, allowed texts.
fn fits(document: &Value, schema: &Value, value: &Value, at: &str, depth: usize, faults: &mut Vec<String>) {
    let schema = resolve(document, schema);
    if depth > 12 || schema.is_null() {
        return;
    }
    for (choice, all) in [("allOf", true), ("oneOf", false), ("anyOf", false)] {
        let Some(choices) = schema[choice].as_array() else { continue };
        let tried: Vec<Vec<String>> = choices
            .iter()
            .map(|choice| {
                let mut faults = Vec::new();
                fits(document, choice, value, at, depth + 1, &mut faults);
                faults
            })
            .collect();
        if all {
            faults.extend(tried.into_iter().flatten());
        } else if !tried.iter().any(Vec::is_empty) {
            faults.push(format!("{at}: fits none of {choice}: {}", tried.concat().join("; ")));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::String(kind) => vec![kind],
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_kind(kind, value)) {
        faults.push(format!("{at}: expected {kinds:?}, got {value:.40}"));
        return;
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        faults.push(format!("{at}: {value} is not one of the described values"));
    }
    if let Value::Object(object) = value {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                faults.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, inner) in object {
            if let Some(property) = schema["properties"].get(name) {
                fits(document, property, inner, &format!("{at}/{name}"), depth + 1, faults);
            }
        }
    }
    if let Value::Array(items) = value {
        for item in items {
            fits(document, &schema["items"], item, &format!("{at}/*"), depth + 1, faults);
        }
    }
}

fn is_kind(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    }
}
