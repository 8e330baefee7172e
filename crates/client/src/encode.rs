//! Addresses: percent-encoding and query strings.

use serde_json::Value;

/// Appends `text` with everything but RFC 3986's unreserved characters percent-encoded.
pub(crate) fn percent_encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 });
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Appends a flat object as a query string, `?` included; fields that are absent stay out.
pub(crate) fn append_query(path: &mut String, query: &Value) {
    let Value::Object(fields) = query else { return };
    for (name, value) in fields {
        match value {
            Value::String(text) => append_parameter(path, name, text),
            // Whole ones: there are no others in queries.
            Value::Number(number) => append_parameter(path, name, &number.as_u64().unwrap_or_default().to_string()),
            Value::Bool(on) => append_parameter(path, name, if *on { "true" } else { "false" }),
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
}

/// Appends one parameter to an address.
pub(crate) fn append_parameter(path: &mut String, name: &str, value: &str) {
    path.push(if path.contains('?') { '&' } else { '?' });
    percent_encode(path, name);
    path.push('=');
    percent_encode(path, value);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use loggia_types::{cases::CaseQuery, documents::DocumentQuery};

    use super::*;

    #[test]
    fn absent_filters_stay_out_and_values_are_encoded() {
        let mut path = "/v1/cases".to_owned();
        let query = CaseQuery { open: Some(true), q: Some("a&b=ü /?".into()), limit: Some(5), ..CaseQuery::default() };
        append_query(&mut path, &serde_json::to_value(&query).unwrap());
        assert_eq!(path, "/v1/cases?limit=5&open=true&q=a%26b%3D%C3%BC%20%2F%3F");
    }

    #[test]
    fn an_empty_filter_is_sent_and_an_empty_query_adds_nothing() {
        let mut path = "/d".to_owned();
        let query = DocumentQuery { folder: Some(String::new()), ..DocumentQuery::default() };
        append_query(&mut path, &serde_json::to_value(&query).unwrap());
        assert_eq!(path, "/d?folder=");
        let mut path = "/d".to_owned();
        append_query(&mut path, &serde_json::to_value(DocumentQuery::default()).unwrap());
        assert_eq!(path, "/d");
    }
}
