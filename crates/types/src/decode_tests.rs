#![allow(clippy::unwrap_used)]
use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::*;
use crate::{
    Page, Problem,
    api_keys::{ApiKeyUsage, ApiKeyWithSecret},
    audit::AuditEvent,
    cases::{Case, TimelineEntry},
    documents::{Document, DocumentVersion, DownloadLink, Folder},
    embed::{EmbedSession, Organization},
    events::Event,
    forms::{Field, Form, FormSummary, Submission},
    members::{Invitation, Member, RoleInfo},
    session::Session,
};

/// Holds `decode` to what serde's own derive makes of the same text: as it is, and with each of its values in turn
/// missing or replaced by one of another kind.
fn agrees<T: Decode + DeserializeOwned + Serialize + PartialEq + Debug>(text: Value) {
    let decoded = T::decode(text.clone()).unwrap();
    assert_eq!(decoded, serde_json::from_value::<T>(text.clone()).unwrap());
    assert_eq!(serde_json::to_value(&decoded).unwrap(), text, "the fixture has a field that its type has not");
    let mut places = Vec::new();
    list_places(&text, "", &mut places);
    for place in &places {
        for other in [json!(null), json!(-7), json!(1.5), json!(1e30), json!("x"), json!(true), json!([]), json!({})] {
            let mut broken = text.clone();
            *broken.pointer_mut(place).unwrap() = other;
            compare::<T>(broken, place);
        }
        let (around, key) = place.rsplit_once('/').unwrap();
        let mut broken = text.clone();
        if let Some(Value::Object(fields)) = broken.pointer_mut(around) {
            fields.remove(&key.replace("~1", "/").replace("~0", "~"));
            compare::<T>(broken, place);
        }
    }
}

fn compare<T: Decode + DeserializeOwned + PartialEq + Debug>(text: Value, place: &str) {
    match (T::decode(text.clone()), serde_json::from_value::<T>(text.clone())) {
        (Ok(decoded), Ok(wanted)) => assert_eq!(decoded, wanted, "{place} in {text}"),
        (Err(error), Err(_)) => {
            assert!(error.path.starts_with(place), "{place} is at fault, not {} in {text}", error.path);
        }
        // A word from a newer server: see `a_newer_servers_words_are_read_as_what_comes_nearest`.
        (Ok(_), Err(refused)) if refused.to_string().starts_with("unknown variant `x`") => {}
        (decoded, wanted) => panic!("{place}: {decoded:?} is not {wanted:?} in {text}"),
    }
}

fn list_places(value: &Value, path: &str, places: &mut Vec<String>) {
    let mut add = |step: &str, value| {
        let place = format!("{path}/{}", step.replace('~', "~0").replace('/', "~1"));
        places.push(place.clone());
        list_places(value, &place, places);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| add(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| add(&index.to_string(), value)),
        _ => {}
    }
}

fn id(prefix: &str) -> String {
    format!("{prefix}_01h455vb4pex5vsknk084sn02q")
}

const NOW: &str = "2026-05-04T10:30:00Z";

fn person() -> Value {
    json!({"id": id("user"), "name": "Ana Ruiz", "email": "ana@harbor.example"})
}

fn version() -> Value {
    json!({
        "id": id("docv"), "number": 2, "size": 4096, "media_type": "application/pdf", "sha256": "ab", "created_at": NOW,
        "uploaded_by": person(),
    })
}

fn summary() -> Value {
    json!({
        "id": id("form"), "title": "Return", "summary": "Send something back", "category": "Orders", "minutes": 3,
        "version_id": id("formv"),
    })
}

#[test]
fn pages_agree_with_serde() {
    let folder = json!({"path": "Contracts/2026", "documents": 4});
    agrees::<Page<Folder>>(json!({"items": [folder, folder], "next_cursor": "abc", "total": 12}));
    agrees::<Page<Folder>>(json!({"items": []}));
}

#[test]
fn cases_agree_with_serde() {
    agrees::<Case>(json!({
        "id": id("case"), "reference": "CB-1042", "case_type": {"id": id("ctype"), "name": "Mortgage"},
        "title": "Mortgage for Elm Street", "status": "action_needed", "status_label": "Waiting for you",
        "next_step": {
            "party": "customer", "summary": "upload the contract", "detail": "Signed.", "due_at": NOW,
            "action": "upload_document",
        },
        "milestones": [
            {"key": "sent", "label": "Sent", "state": "done", "reached_at": "2026-05-04T10:30:00.250Z"},
            {"key": "checked", "label": "Checked", "state": "upcoming"},
        ],
        "source": {"name": "CRM", "synced_at": NOW, "failing": false},
        "opened_by": person(), "submission_id": id("sub"), "unread": true, "version": 3, "created_at": NOW,
        "updated_at": NOW,
    }));
    agrees::<TimelineEntry>(json!({
        "id": id("tle"), "kind": "message", "actor": {"party": "us", "name": "Kim", "user_id": id("user")},
        "body": "Hello", "document": {"id": id("doc"), "name": "a.pdf", "size": 1}, "status": "in_progress",
        "created_at": NOW,
    }));
}

#[test]
fn documents_agree_with_serde() {
    agrees::<DocumentVersion>(version());
    agrees::<Document>(json!({
        "id": id("doc"), "name": "a.pdf", "folder": "", "case_id": id("case"), "current": version(), "version": 1,
        "created_at": NOW, "updated_at": NOW,
    }));
    agrees::<DownloadLink>(json!({"path": "/v1/downloads/x", "expires_at": NOW}));
}

#[test]
fn forms_agree_with_serde() {
    agrees::<FormSummary>(summary());
    let option = json!({"value": "a", "label": "A"});
    let fields = [
        json!({"type": "text", "max_length": 9, "pattern": "a+", "pattern_message": "a only", "autocomplete": "name"}),
        json!({"type": "long_text", "max_length": 900}),
        json!({"type": "number", "min": 1.5, "max": 9.0, "integer": true, "unit": "EUR"}),
        json!({"type": "date", "min": "2026-01-01", "max": "2026-12-31"}),
        json!({"type": "choice", "options": [option, option]}),
        json!({"type": "multiple_choice", "options": [option], "max_items": 2}),
        json!({"type": "file", "max_items": 2, "accept": [".pdf"]}),
    ]
    .map(|kind| {
        let mut field = json!({
            "key": "k", "label": "L", "hint": "H", "required": true, "visible_if": {"==": [1, 1]},
            "required_if": {"==": [1, 1]},
        });
        field.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        field
    });
    for field in &fields {
        agrees::<Field>(field.clone());
    }
    let mut form = summary();
    form["definition"] = json!({
        "sections": [{"title": "T", "description": "D", "visible_if": {"==": [1, 1]}, "fields": fields}],
        "confirmation": "Thanks",
    });
    agrees::<Form>(form);
    agrees::<Submission>(json!({
        "id": id("sub"), "form_id": id("form"), "form_version_id": id("formv"), "form_title": "Return",
        "answers": {"a/b~c": "x", "n": 4.5, "l": ["x", {"y": null}]}, "case_id": id("case"), "case_reference": "CB-1",
        "submitted_by": person(), "created_at": NOW,
    }));
}

#[test]
fn members_agree_with_serde() {
    agrees::<Member>(json!({
        "id": id("mem"), "user": person(), "role": "owner", "source": "sso", "ends_at": NOW, "last_active_at": NOW,
        "version": 1, "created_at": NOW,
    }));
    agrees::<Invitation>(json!({
        "id": id("inv"), "email": "lee@harbor.example", "role": "viewer", "invited_by": person(), "created_at": NOW,
        "expires_at": NOW,
    }));
    agrees::<RoleInfo>(json!({"role": "member", "permissions": ["cases:read", "forms:read"], "grantable": true}));
}

#[test]
fn everything_else_agrees_with_serde() {
    agrees::<Session>(json!({
        "user": person(), "membership_id": id("mem"), "organization": {"id": id("org"), "name": "Harbor"},
        "brand": {"id": id("brand"), "name": "Cedar", "support_email": "help@cedar.example"}, "role": "admin",
        "permissions": ["cases:read"], "features": ["status", "documents"], "locale": "en",
        "theme": {"name": "cedar", "light": {"--portal-a": "#fff", "b/c~d": "1px"}, "dark": {}},
        "limits": {"max_upload_bytes": 1024}, "expires_at": NOW, "server_time": NOW,
    }));
    agrees::<Problem>(json!({
        "type": "/problems/validation_failed", "title": "T", "status": 422, "detail": "D", "code": "validation_failed",
        "errors": [{"pointer": "/name", "code": "required", "detail": "Give a name."}], "request_id": id("req"),
    }));
    agrees::<Event>(json!({"type": "case.updated", "resource_id": id("case"), "created_at": NOW}));
    agrees::<EmbedSession>(json!({
        "id": id("es"), "client_secret": "es_secret_x", "expires_at": NOW, "features": ["status"],
    }));
    agrees::<Organization>(json!({"id": id("org"), "name": "Harbor", "locale": "en", "created_at": NOW}));
    agrees::<AuditEvent>(json!({
        "id": id("audit"), "created_at": NOW, "actor": {"kind": "user", "id": id("user"), "name": "Ana"},
        "action": "member.removed", "resource_type": "membership", "resource_id": id("mem"), "outcome": "denied",
        "reason": "role", "ip": "192.0.2.1", "user_agent": "x", "request_id": id("req"), "changes": {"before": 1},
        "position": 7, "hash": "ab",
    }));
}

#[test]
fn api_keys_are_read_as_serde_would() {
    let user = json!({"id": id("user"), "name": "Ana", "email": "ana@harbor.example"});
    let secret = json!({"hint": "aZ_9", "created_at": NOW, "ends_at": NOW, "last_used_at": NOW});
    agrees::<ApiKeyWithSecret>(json!({
        "api_key": {
            "id": id("key"), "name": "Nightly export", "scopes": ["cases:read"], "networks": ["192.0.2.0/24"],
            "created_by": {"user": user, "is_member": false}, "secrets": [secret], "last_used_at": NOW,
            "last_used_ip": "192.0.2.1", "expires_at": NOW, "expiry_warning_at": NOW, "version": 3, "created_at": NOW,
        },
        "secret": "sk_x",
    }));
    agrees::<ApiKeyUsage>(json!({"days": [{"date": "2026-05-04", "requests": 12}]}));
}

#[test]
fn a_value_that_does_not_fit_is_named_by_its_place() {
    let fault = |text| Page::<Field>::decode(text).unwrap_err();
    let option = json!({"key": "k", "label": "L", "type": "choice", "options": [{"value": 1, "label": "A"}]});
    let error = fault(json!({"items": [option]}));
    assert_eq!((error.path.as_str(), error.expected), ("/items/0/options/0/value", "a string"));
    assert_eq!(error.to_string(), "expected a string");
    assert_eq!(fault(json!({"items": [{"key": "k", "type": "text"}]})).path, "/items/0/label");
    assert_eq!(fault(json!({"items": [{"key": "k", "label": "L", "type": "dance"}]})).path, "/items/0/type");
    assert_eq!(fault(json!({"items": [3]})).expected, "an object");
    assert_eq!(fault(json!([])).path, "");
    assert_eq!(BTreeMap::<String, u8>::decode(json!({"c~d/e": 300})).unwrap_err().path, "/c~0d~1e");
}

#[test]
fn a_newer_servers_additions_are_passed_over() {
    let text = json!({"party": "us", "summary": "checking", "mood": "calm"});
    assert_eq!(crate::cases::NextStep::decode(text).unwrap().summary, "checking");
    let text = json!({"role": "member", "permissions": ["cases:read", "moon:walk"], "grantable": true});
    assert_eq!(RoleInfo::decode(text).unwrap().permissions, [crate::Permission::CasesRead]);
    let text = json!({"list": ["cases:read", "moon:walk", 4]});
    let mut faults = Faults::default();
    let known = Object::of(Some(&mut text.clone()), &mut faults).take_known::<crate::Permission>("list");
    assert_eq!(known, [crate::Permission::CasesRead]);
    assert_eq!(faults.end(), Ok(()));
}

#[test]
fn a_newer_servers_words_are_read_as_what_comes_nearest() {
    use crate::{access::Role, audit::Outcome, cases::*, events::EventType, members::MembershipSource};
    fn read<T: Decode + Debug>(text: Value) -> T {
        T::decode(text).unwrap()
    }
    assert_eq!(read::<PublicStatus>(json!("paused")), PublicStatus::InProgress);
    assert_eq!(read::<Party>(json!("auditor")), Party::ThirdParty);
    assert_eq!(read::<MilestoneState>(json!("skipped")), MilestoneState::Upcoming);
    assert_eq!(read::<TimelineKind>(json!("call")), TimelineKind::Message);
    assert_eq!(read::<Role>(json!("guest")), Role::Viewer);
    assert_eq!(read::<MembershipSource>(json!("import")), MembershipSource::Vendor);
    assert_eq!(read::<Option<StepAction>>(json!("pay")), None);
    assert_eq!(read::<Option<PublicStatus>>(json!("paused")), None);
    assert_eq!(read::<Option<StepAction>>(json!("reply")), Some(StepAction::Reply));
    // A log says what was, or nothing; and no value of another kind is a word.
    Outcome::decode(json!("postponed")).unwrap_err();
    EventType::decode(json!("weather.changed")).unwrap_err();
    PublicStatus::decode(json!(1)).unwrap_err();
    Option::<StepAction>::decode(json!(1)).unwrap_err();
    // What comes in at a server stays exact.
    serde_json::from_value::<PublicStatus>(json!("paused")).unwrap_err();
}
