//! Entries as events of the Open Cybersecurity Schema Framework (<https://schema.ocsf.io/1.5.0>).
//!
//! An entry becomes an event of the class whose required attributes it has: Authentication (3002) when a session begins or
//! ends, Entity Management (3004) for members, invitations and keys, and API Activity (6003) for everything else. What a
//! class has no place for is in `unmapped`.

use loggia_types::audit::{ActorKind, AuditEvent, Outcome};
use serde_json::{Value, json};

const VERSION: &str = "1.5.0";
/// The activity that no class has a number for.
const OTHER: u32 = 99;

/// An entry of the log of `organization`, as its brand `vendor` tells it.
pub fn event(event: &AuditEvent, organization: &str, vendor: &str) -> Value {
    let (class, activity, own) = class(event);
    let denied = event.outcome == Outcome::Denied;
    let mut all = json!({
        "metadata": {
            "version": VERSION,
            "uid": event.id,
            "sequence": event.position,
            "product": { "name": "Customer portal", "vendor_name": vendor },
            "correlation_uid": event.request_id,
            "tenant_uid": organization,
        },
        "category_uid": class / 1000,
        "class_uid": class,
        "activity_id": activity,
        "activity_name": event.action,
        "type_uid": u64::from(class) * 100 + u64::from(activity),
        "time": event.created_at.timestamp_millis(),
        "severity_id": if denied { 2 } else { 1 },
        "status_id": if denied { 2 } else { 1 },
        "status": if denied { "Failure" } else { "Success" },
        "actor": { "user": actor(event) },
        "src_endpoint": source(event),
        "unmapped": { "hash": event.hash },
    });
    if let Some(reason) = &event.reason {
        set(&mut all, "status_detail", json!(reason));
    }
    if let Some(program) = &event.user_agent {
        set(&mut all, "http_request", json!({ "user_agent": program, "uid": event.request_id }));
    }
    if let (Some(changes), Some(Value::Object(unmapped))) = (&event.changes, all.get_mut("unmapped")) {
        unmapped.insert("changes".to_owned(), changes.clone());
    }
    for (name, value) in own {
        set(&mut all, name, value);
    }
    all
}

fn set(all: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = all {
        fields.insert(name.to_owned(), value);
    }
}

/// The class, the activity, and what the class has of its own.
fn class(event: &AuditEvent) -> (u32, u32, Vec<(&'static str, Value)>) {
    let service = ("service", json!({ "name": "Customer portal" }));
    let signed_in = event.changes.as_ref().and_then(|changes| changes.pointer("/after/user_id"));
    match (event.action.as_str(), signed_in) {
        ("embed_session.created", Some(user)) => {
            let session = ("session", json!({ "uid": event.resource_id }));
            return (3002, 1, vec![("user", json!({ "uid": user })), session, service]);
        }
        ("session.ended", _) if event.outcome == Outcome::Success => {
            let session = ("session", json!({ "uid": event.resource_id }));
            return (3002, 2, vec![("user", actor(event)), session, service]);
        }
        _ => {}
    }
    let is_named = !event.resource_id.is_empty();
    if is_named && matches!(event.resource_type.as_str(), "membership" | "invitation" | "api_key") {
        let entity = json!({ "uid": event.resource_id, "type": event.resource_type });
        return (3004, activity(&event.action), vec![("entity", entity)]);
    }
    let mut own = vec![("api", json!({ "operation": event.action, "request": { "uid": event.request_id } }))];
    if is_named {
        own.push(("resources", json!([{ "uid": event.resource_id, "type": event.resource_type }])));
    }
    (6003, activity(&event.action), own)
}

/// Both classes that count on it number them alike: create, read, update, delete.
fn activity(action: &str) -> u32 {
    match action.rsplit('.').next().unwrap_or_default() {
        "created" | "added" | "imported" | "uploaded" | "upload" | "invite" | "create" => 1,
        "downloaded" | "exported" | "read" => 2,
        "updated" | "role_changed" | "accepted" | "replied" | "manage" | "reply" | "rotated" | "enabled"
        | "disabled" | "retention_changed" => 3,
        "deleted" | "entries_deleted" | "removed" | "withdrawn" | "revoked" | "discarded" | "left" | "ended"
        | "delete" => 4,
        looked if looked.ends_with("_viewed") => 2,
        _ => OTHER,
    }
}

fn actor(event: &AuditEvent) -> Value {
    let (type_id, kind) = match event.actor.kind {
        ActorKind::User => (1, "User"),
        ActorKind::Operator => (OTHER, "Operator"),
        ActorKind::System => (3, "System"),
        ActorKind::ApiKey => (OTHER, "API key"),
    };
    let mut user = json!({ "name": event.actor.name, "type_id": type_id, "type": kind });
    if !event.actor.id.is_empty() {
        set(&mut user, "uid", json!(event.actor.id));
    }
    user
}

/// Where it came from. What the server did by itself came from nowhere else.
fn source(event: &AuditEvent) -> Value {
    match &event.ip {
        Some(address) => json!({ "ip": address }),
        None => json!({ "name": "internal" }),
    }
}
