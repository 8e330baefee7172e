//! Entries of the audit log.

use loggia_types::{
    AuditEventId, CaseId, RequestId, UserId,
    audit::{ActorKind, AuditActor, AuditEvent, Outcome},
};
use serde_json::json;

use super::{Size, hours_ago};

const ACTIONS: [(&str, &str, Outcome); 6] = [
    ("member.role_changed", "membership", Outcome::Success),
    ("document.downloaded", "document", Outcome::Success),
    ("document.deleted", "document", Outcome::Denied),
    ("case.replied", "case", Outcome::Success),
    ("api_key.created", "api_key", Outcome::Success),
    ("session.began", "user_session", Outcome::Success),
];

/// The entries, newest first.
pub(crate) fn events(size: Size) -> Vec<AuditEvent> {
    size.some(12, |number| event(number, size))
}

fn event(number: u128, size: Size) -> AuditEvent {
    let at = usize::try_from(number - 1).unwrap_or_default() % ACTIONS.len();
    let (action, resource_type, outcome) = ACTIONS.get(at).copied().unwrap_or(("", "", Outcome::Success));
    AuditEvent {
        id: AuditEventId::from_u128(number),
        created_at: hours_ago(i64::try_from(number).unwrap_or_default() * 2),
        actor: AuditActor {
            kind: if number.is_multiple_of(5) { ActorKind::ApiKey } else { ActorKind::User },
            id: UserId::from_u128(1).to_string(),
            name: size.text("Dana Okafor"),
        },
        action: action.into(),
        resource_type: resource_type.into(),
        resource_id: CaseId::from_u128(number).to_string(),
        outcome,
        reason: (outcome == Outcome::Denied).then(|| size.text("Their role does not permit it")),
        ip: Some("203.0.113.7".into()),
        user_agent: Some(size.text("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0")),
        request_id: RequestId::from_u128(number),
        changes: Some(json!({
            "before": { "role": "viewer", "name": size.text("contract.pdf") },
            "after": { "role": "admin", "name": size.text("contract-signed.pdf") },
        })),
        position: i64::try_from(2000 - number).unwrap_or_default(),
        hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    }
}
