//! Reading answers: JSON that fits, or an error that names where it does not.

use loggia_types::{Problem, ProblemCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Result};

/// Reads a JSON answer.
pub(crate) fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| undecodable(text, error))
}

// Apart, so that it exists once and not once per type.
fn undecodable(text: &str, error: serde_json::Error) -> Error {
    Error::Decode { path: path_at(text, error.line(), error.column()), source: error.into() }
}

/// What a refusal means.
pub(crate) fn refusal(status: u16, text: &str) -> Error {
    if let Ok(problem) = serde_json::from_str::<Problem>(text) {
        return Error::Problem(Box::new(problem));
    }
    // A newer server may know codes that this client does not: keep the rest, and take the status's general code.
    if let (Ok(Value::Object(mut fields)), Some(code)) = (serde_json::from_str(text), general_code(status))
        && fields.contains_key("code")
    {
        fields.insert("code".to_owned(), Value::from(code.as_str()));
        if let Ok(problem) = serde_json::from_value::<Problem>(Value::Object(fields)) {
            return Error::Problem(Box::new(problem));
        }
    }
    Error::Status { status }
}

const fn general_code(status: u16) -> Option<ProblemCode> {
    Some(match status {
        400 => ProblemCode::MalformedRequest,
        401 => ProblemCode::Unauthenticated,
        403 => ProblemCode::PermissionDenied,
        404 | 410 => ProblemCode::NotFound,
        405 => ProblemCode::MethodNotAllowed,
        409 => ProblemCode::Conflict,
        412 => ProblemCode::VersionMismatch,
        413 => ProblemCode::PayloadTooLarge,
        415 => ProblemCode::UnsupportedMediaType,
        416 => ProblemCode::RangeNotSatisfiable,
        422 => ProblemCode::ValidationFailed,
        428 => ProblemCode::PreconditionRequired,
        429 => ProblemCode::RateLimited,
        503 => ProblemCode::Unavailable,
        500..=599 => ProblemCode::Internal,
        _ => return None,
    })
}

/// The JSON pointer of the value that ends at, or contains, a position that the JSON reader complained about.
///
/// Found by walking the text once more, after the fact: a reader that keeps track of its path all the time would be
/// compiled again for every wire type, which a browser would have to download.
fn path_at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = before.saturating_add(column).min(text.len());
    let mut walk = Walk { bytes: text.as_bytes(), at: 0, end, path: Vec::new() };
    walk.value();
    let mut pointer = String::new();
    for step in walk.path {
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

/// Walks JSON up to `end`; `path` is then where it stopped. Every step answers whether to go on.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    path: Vec<String>,
}

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !byte.is_ascii_whitespace() {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn value(&mut self) -> bool {
        match self.peek() {
            Some(b'{') => self.members(b'}', true),
            Some(b'[') => self.members(b']', false),
            Some(b'"') => self.text().is_some() && self.at < self.end,
            Some(_) => {
                while self
                    .bytes
                    .get(self.at)
                    .is_some_and(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace())
                {
                    self.at += 1;
                }
                self.at < self.end
            }
            None => false,
        }
    }

    fn members(&mut self, close: u8, named: bool) -> bool {
        self.at += 1;
        let mut index = 0;
        loop {
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return self.at < self.end;
                }
                Some(_) if self.at <= self.end => {
                    let step = if named {
                        let Some(name) = self.text() else { return false };
                        if self.peek() != Some(b':') {
                            return false;
                        }
                        self.at += 1;
                        name
                    } else {
                        index.to_string()
                    };
                    self.path.push(step);
                    if !self.value() {
                        return false;
                    }
                    self.path.pop();
                    index += 1;
                }
                _ => return false,
            }
        }
    }

    /// A string's content; escapes stay as they are, which is good enough to name a place.
    fn text(&mut self) -> Option<String> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            match self.bytes.get(at)? {
                b'\\' => at += 2,
                b'"' => break,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(String::from_utf8_lossy(self.bytes.get(start..at)?).into_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use loggia_types::{Page, session::UserRef};

    use super::*;

    fn path<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
        match json::<T>(text).unwrap_err() {
            Error::Decode { path, .. } => path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_that_does_not_fit_is_named_by_its_place() {
        assert_eq!(path::<Page<u32>>(r#"{"items": [1, 2, "three"]}"#), "/items/2");
        assert_eq!(path::<Page<u32>>("{\n  \"items\": [1,\n 2, true,\n 4]}"), "/items/2");
        assert_eq!(path::<Page<UserRef>>(r#"{"items": [{"id": "user_x", "name": "a", "email": "b"}]}"#), "/items/0/id");
        assert_eq!(path::<BTreeMap<String, u8>>(r#"{"a/b": 1, "c~d/e": 300, "f": 2}"#), "/c~0d~1e");
        assert_eq!(path::<Vec<Vec<u8>>>("[[1],[2,{}]]"), "/1/1");
    }

    #[test]
    fn a_missing_field_is_named_by_the_object_it_is_missing_from() {
        assert_eq!(path::<BTreeMap<String, Page<u8>>>(r#"{"x": {"total": 1}, "y": 2}"#), "/x");
        assert_eq!(path::<Page<u8>>("{}"), "");
    }

    #[test]
    fn broken_json_does_not_break_the_search_for_its_place() {
        for text in
            ["", "{", "[", "[1,", "{\"a", "{\"a\":", "{\"a\" 1}", "nul", "\"\\", "[,]", "]", "{\"a\":[{\"b\":}]}"]
        {
            let _ = path::<Value>(text);
        }
        assert_eq!(path::<Value>(r#"{"items": [{"a": trux }]}"#), "/items/0/a");
    }

    #[test]
    fn a_problem_keeps_its_code() {
        let error = refusal(409, r#"{"type":"/problems/last_owner","title":"t","status":409,"code":"last_owner"}"#);
        assert_eq!(error.code(), Some(ProblemCode::LastOwner));
    }

    #[test]
    fn a_code_from_the_future_becomes_the_statuss_general_one() {
        let text = r#"{"type":"/problems/x","title":"t","status":409,"code":"moon_phase","detail":"Wait."}"#;
        let error = refusal(409, text);
        assert_eq!(error.code(), Some(ProblemCode::Conflict));
        assert_eq!(error.problem().unwrap().detail.as_deref(), Some("Wait."));
    }

    #[test]
    fn what_is_not_a_problem_is_somebody_elses_answer() {
        assert!(matches!(refusal(502, "<html>Bad gateway</html>"), Error::Status { status: 502 }));
        assert!(refusal(502, "").is_retryable());
        assert!(!refusal(404, "{}").is_retryable());
    }
}
