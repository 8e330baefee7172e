//! What a server would answer, state by state.
//!
//! A state is a table from a method and path to an answer. What is not in it is the state's `otherwise`.

use std::collections::BTreeMap;

use loggia_types::{DocumentId, DraftId, FormId, ProblemCode, Role, RoleId, session::Session};
use serde::Serialize;
use serde_json::{Value, json};

use crate::data::{self, Size};

/// In which state everything is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Filled,
    Empty,
    Loading,
    Failed,
    Denied,
    Off,
    Refused,
    Long,
    Many,
    Viewer,
}

impl State {
    const ALL: [Self; 10] = [
        Self::Filled,
        Self::Empty,
        Self::Loading,
        Self::Failed,
        Self::Denied,
        Self::Off,
        Self::Refused,
        Self::Long,
        Self::Many,
        Self::Viewer,
    ];
}

/// What comes back for a request.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    /// This body.
    Body { status: u16, body: Value },
    /// A list, of which a page is answered at a time.
    List { items: Vec<Value> },
    /// Nothing, ever.
    Pending { pending: bool },
}

/// All answers of a state.
#[derive(Serialize)]
pub(crate) struct Answers {
    /// By method and path, such as `GET /v1/cases`; with `?` and the name of a parameter, where that one is given.
    by_request: BTreeMap<String, Answer>,
    /// What everything else is answered with.
    otherwise: Answer,
}

/// The answers of every state.
pub(crate) fn all() -> BTreeMap<State, Answers> {
    State::ALL.into_iter().map(|state| (state, of(state))).collect()
}

fn of(state: State) -> Answers {
    let size = match state {
        State::Empty => Size::Empty,
        State::Long => Size::Long,
        State::Many => Size::Many,
        _ => Size::Filled,
    };
    let session =
        |session: Session| (vec![("GET /v1/session".to_owned(), body(&session))], problem(ProblemCode::NotFound));
    let (answers, otherwise) = match state {
        State::Filled | State::Empty | State::Long | State::Many => {
            let (mut answers, otherwise) = session(data::session(Role::Owner.into(), size));
            answers.extend(filled(size));
            (answers, otherwise)
        }
        State::Viewer => {
            let (mut answers, otherwise) = session(data::session(Role::Viewer.into(), size));
            answers.extend(filled(size));
            (answers, otherwise)
        }
        State::Loading => (session(data::session(Role::Owner.into(), size)).0, Answer::Pending { pending: true }),
        State::Failed => (session(data::session(Role::Owner.into(), size)).0, problem(ProblemCode::Unavailable)),
        State::Denied => session(Session {
            role: (&RoleId::from_u128(1)).into(),
            role_name: Some("Visitor".into()),
            permissions: Vec::new(),
            ..data::session(Role::Viewer.into(), size)
        }),
        State::Off => session(Session {
            features: Vec::new(),
            permissions: Vec::new(),
            ..data::session(Role::Owner.into(), size)
        }),
        State::Refused => (Vec::new(), problem(ProblemCode::Internal)),
    };
    Answers { by_request: answers.into_iter().collect(), otherwise }
}

/// What there is, in this size.
fn filled(size: Size) -> Vec<(String, Answer)> {
    let mut answers = vec![
        ("GET /v1/cases".to_owned(), list(data::cases::cases(size))),
        ("GET /v1/documents".to_owned(), list(data::documents::documents(size))),
        ("GET /v1/documents?case_id".to_owned(), list(data::documents::of_a_case(size))),
        ("GET /v1/document-folders".to_owned(), list(data::documents::folders(size))),
        ("GET /v1/forms".to_owned(), list(data::requests::forms(size))),
        ("GET /v1/drafts".to_owned(), list(data::requests::drafts(size))),
        ("GET /v1/members".to_owned(), list(data::people::members(size))),
        ("GET /v1/invitations".to_owned(), list(data::people::invitations(size))),
        ("GET /v1/roles".to_owned(), list(data::people::roles())),
        ("GET /v1/audit-events".to_owned(), list(data::audit::events(size))),
        ("GET /v1/api-keys".to_owned(), list(data::keys::keys(size))),
    ];
    for case in data::cases::cases(size).into_iter().take(8) {
        let path = format!("GET /v1/cases/{}", case.id);
        answers.push((format!("{path}/timeline"), list(data::cases::timeline(size))));
        answers.push((path, body(&case)));
        answers.push((format!("PUT /v1/cases/{}/read", case.id), Answer::Body { status: 204, body: Value::Null }));
    }
    answers.push((
        format!("GET /v1/documents/{}/versions", DocumentId::from_u128(1)),
        list(data::documents::versions(size)),
    ));
    answers
        .push((format!("GET /v1/documents/{}", DocumentId::from_u128(1)), body(&data::documents::document(1, size))));
    answers.push((format!("GET /v1/forms/{}", FormId::from_u128(1)), body(&data::requests::form(size))));
    answers.push((format!("GET /v1/drafts/{}", DraftId::from_u128(1)), body(&data::requests::draft(size))));
    answers
}

fn body(value: &impl Serialize) -> Answer {
    Answer::Body { status: 200, body: json!(value) }
}

fn list<T: Serialize>(items: Vec<T>) -> Answer {
    Answer::List { items: items.iter().map(|item| json!(item)).collect() }
}

fn problem(code: ProblemCode) -> Answer {
    Answer::Body {
        status: code.status(),
        body: json!({
            "type": "about:blank",
            "title": code.title(),
            "status": code.status(),
            "code": code,
            "request_id": loggia_types::RequestId::from_u128(7),
        }),
    }
}

#[cfg(test)]
mod tests {
    use loggia_types::{CaseId, Feature, Permission};

    use super::*;

    #[test]
    fn whoever_may_see_everything_is_told_of_every_feature() {
        let session = data::session(Role::Owner.into(), Size::Filled);
        assert_eq!(session.features, Feature::ALL);
        assert!(session.permits(Permission::CasesRead));
        assert!(filled(Size::Empty).iter().all(|(_, answer)| !matches!(answer, Answer::Pending { .. })));
        assert!(data::cases::cases(Size::Filled).iter().any(|case| case.id == CaseId::from_u128(1)));
    }
}
