//! Reading answers: JSON that fits, or an error that names where it does not.

use loggia_types::{
    ProblemCode,
    decode::{Decode, DecodeError},
};
use serde_json::Value;

use crate::{Error, Result};

/// Reads a JSON answer.
pub(crate) fn json<T: Decode>(text: &str) -> Result<T> {
    T::decode(parse(text)?).map_err(misfit)
}

// Apart, so that they exist once and not once per type.
fn parse(text: &str) -> Result<Value> {
    crate::json::read(text).map_err(|source| Error::Decode { path: String::new(), source })
}

fn misfit(error: DecodeError) -> Error {
    Error::Decode { path: error.path.clone(), source: error.into() }
}

/// What a refusal means.
pub(crate) fn refusal(status: u16, text: &str) -> Error {
    let Ok(mut problem) = parse(text) else { return Error::Status { status } };
    // A newer server may know codes that this client does not: keep the rest, and take the status's general code.
    if let Some(Value::String(code)) = problem.get_mut("code")
        && code.parse::<ProblemCode>().is_err()
        && let Some(general) = general_code(status)
    {
        general.as_str().clone_into(code);
    }
    match Decode::decode(problem) {
        Ok(problem) => Error::Problem(Box::new(problem)),
        Err(_) => Error::Status { status },
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use loggia_types::{Page, session::UserRef};

    use super::*;

    fn path<T: Decode + std::fmt::Debug>(text: &str) -> String {
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
    fn a_missing_field_is_named_by_the_place_it_is_missing_from() {
        assert_eq!(path::<BTreeMap<String, Page<u8>>>(r#"{"x": {"total": 1}, "y": 2}"#), "/x/items");
        assert_eq!(path::<Page<u8>>("{}"), "/items");
    }

    #[test]
    fn broken_json_is_the_whole_answers_fault_and_says_where() {
        for text in
            ["", "{", "[", "[1,", "{\"a", "{\"a\":", "{\"a\" 1}", "nul", "\"\\", "[,]", "]", "{\"a\":[{\"b\":}]}"]
        {
            assert_eq!(path::<Value>(text), "");
        }
        let Error::Decode { source, .. } = json::<Value>(r#"{"items": [{"a": trux }]}"#).unwrap_err() else { panic!() };
        assert!(source.to_string().contains("column 21"), "{source}");
        assert_eq!(json::<Value>("{").unwrap_err().to_string(), "cannot read the answer");
        assert_eq!(json::<Page<u8>>("{}").unwrap_err().to_string(), "cannot read the answer at `/items`");
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
