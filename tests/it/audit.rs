//! The audit log over HTTP: what is found in it, and that its readers can check it by themselves.

use chrono::TimeDelta;
use futures_util::TryStreamExt;
use loggia_client::types::{
    AuditEventId, Permission, ProblemCode, Role,
    audit::{AuditEvent, AuditFormat, AuditQuery, Outcome},
    members::CreateInvitation,
};
use loggia_tests::{Person, Portal, fixture};
use sha2::{Digest, Sha256};

/// Northwind's owner, after some things were done and refused.
async fn busy_portal() -> (Portal, Person) {
    let portal = Portal::start().await.unwrap();
    let (olga, vic) = (portal.sign_in("olga").await.unwrap(), portal.sign_in("vic").await.unwrap());
    for number in 0..3 {
        let wanted = CreateInvitation {
            email: format!("new{number}@northwind.example"),
            role: Role::Member.into(),
            ends_at: None,
        };
        olga.client.invitations().create(&wanted).await.unwrap();
        vic.client.invitations().create(&wanted).await.unwrap_err();
    }
    (portal, olga)
}

async fn find(olga: &Person, query: AuditQuery) -> Vec<AuditEvent> {
    olga.client.audit_events().stream(AuditQuery { limit: Some(2), ..query }).try_collect().await.unwrap()
}

#[tokio::test]
async fn the_log_is_filtered_by_person_action_thing_outcome_date_and_text() {
    let (_portal, olga) = busy_portal().await;
    let all = find(&olga, AuditQuery::default()).await;
    let count = async |query: AuditQuery| find(&olga, query).await.len();
    let q = AuditQuery::default;
    let some = |text: &str| Some(text.to_owned());
    assert!(all.len() > 8);
    assert_eq!(count(AuditQuery { action: some("invitation.created"), ..q() }).await, 3);
    assert_eq!(count(AuditQuery { action: some("invitation."), ..q() }).await, 3);
    assert_eq!(count(AuditQuery { outcome: Some(Outcome::Denied), ..q() }).await, 3);
    let vic = fixture::user("vic").to_string();
    assert_eq!(count(AuditQuery { actor_id: Some(vic.clone()), ..q() }).await, 3);
    let invited = all.iter().find(|event| event.action == "invitation.created").unwrap();
    assert_eq!(count(AuditQuery { resource_id: Some(invited.resource_id.clone()), ..q() }).await, 1);
    assert_eq!(count(AuditQuery { q: some("NEW1@northwind"), ..q() }).await, 1);
    assert_eq!(count(AuditQuery { q: Some(invited.request_id.to_string()), ..q() }).await, 1);
    let (first, last) = (all.last().unwrap().created_at, all[0].created_at);
    assert_eq!(
        count(AuditQuery { from: Some(first), to: Some(last + TimeDelta::microseconds(1)), ..q() }).await,
        all.len()
    );
    assert_eq!(count(AuditQuery { to: Some(first), ..q() }).await, 0);
    assert_eq!(count(AuditQuery { actor_id: Some(vic), q: some("new1@"), from: Some(last), ..q() }).await, 0);
}

#[tokio::test]
async fn a_filter_that_is_none_is_refused_by_name() {
    let (portal, olga) = busy_portal().await;
    let long = format!("q={}", "x".repeat(201));
    for (query, pointer) in [
        ("outcome=maybe", "?outcome"),
        ("from=yesterday", "?from"),
        ("to=2026-01-01", "?to"),
        (long.as_str(), "?q"),
        ("cursor=x", "?cursor"),
        ("person=x", "?person"),
    ] {
        let answer = portal.wire.get(&format!("/v1/audit-events?{query}")).bearer(&olga.secret).send().await.unwrap();
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}");
    }
}

#[tokio::test]
async fn who_may_not_read_the_log_is_noted_in_it() {
    let (portal, olga) = busy_portal().await;
    let mia = portal.sign_in("mia").await.unwrap();
    let refused = mia.client.audit_events().list(&AuditQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    let noted = find(&olga, AuditQuery { action: Some("audit.read".to_owned()), ..AuditQuery::default() }).await;
    assert_eq!(noted.len(), 1);
    assert_eq!((noted[0].outcome, noted[0].actor.id.as_str()), (Outcome::Denied, fixture::user("mia").as_str()));
    assert!(noted[0].reason.is_some() && noted[0].ip.is_some());
    // What is only looked at is not: the log is not there to be flooded.
    let key = portal.api_key("acme", &[Permission::CasesRead]).await.unwrap();
    let request = portal.wire.get("/v1/documents").bearer(&key);
    let answer = request.header("portal-organization", fixture::northwind().as_str()).send().await.unwrap();
    assert_eq!(answer.status, 403);
    let noted = find(&olga, AuditQuery { action: Some("documents.".to_owned()), ..AuditQuery::default() }).await;
    assert_eq!(noted, []);
}

/// As the API's documentation says it, with nothing but what the API gave.
fn hash(event: &AuditEvent, previous: &str) -> String {
    let form = serde_json::json!([
        1,
        previous,
        event.position,
        event.id,
        fixture::northwind(),
        event.created_at.timestamp_micros(),
        event.actor.kind,
        event.actor.id,
        event.actor.name,
        event.action,
        event.resource_type,
        event.resource_id,
        event.outcome,
        event.reason,
        event.ip,
        event.user_agent,
        event.request_id,
        event.changes.as_ref().map(ToString::to_string),
    ]);
    Sha256::digest(form.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_reader_of_the_log_can_check_every_hash() {
    let (_portal, olga) = busy_portal().await;
    let mut events = find(&olga, AuditQuery::default()).await;
    events.sort_by_key(|event| event.position);
    let mut previous = String::new();
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event.position, index as i64 + 1);
        assert_eq!(event.hash, hash(event, &previous), "{event:?}");
        previous.clone_from(&event.hash);
    }
    let mut forged = events[1].clone();
    forged.id = AuditEventId::generate();
    assert_ne!(hash(&forged, &events[0].hash), forged.hash);
}

async fn export(who: &Person, format: AuditFormat, query: &AuditQuery) -> String {
    let bytes = who.client.audit_events().export(format, query).await.unwrap().collect().await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn an_export_has_every_entry_up_to_itself_and_is_one() {
    let (portal, olga) = busy_portal().await;
    let mut listed = find(&olga, AuditQuery::default()).await;
    listed.reverse();
    let text = export(&olga, AuditFormat::Jsonl, &AuditQuery::default()).await;
    let exported: Vec<AuditEvent> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(exported, listed);
    let denied = AuditQuery { outcome: Some(Outcome::Denied), q: Some("invite".to_owned()), ..AuditQuery::default() };
    let text = export(&olga, AuditFormat::Csv, &denied).await;
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("position,id,created_at,"), "{text}");
    assert_eq!(lines.len(), 4);
    assert!(lines[1..].iter().all(|line| line.contains(",denied,")), "{text}");
    let newest = &find(&olga, AuditQuery::default()).await[0];
    assert_eq!((newest.action.as_str(), newest.position), ("audit.exported", listed.len() as i64 + 2));
    let filters = &newest.changes.as_ref().unwrap()["after"];
    assert_eq!(*filters, serde_json::json!({ "format": "csv", "outcome": "denied", "q": "invite" }));
    // Nothing of it is another organization's.
    let henry = portal.sign_in("henry").await.unwrap();
    let text = export(&henry, AuditFormat::Jsonl, &AuditQuery::default()).await;
    assert!(text.lines().count() > 1 && !text.contains(fixture::NORTHWIND_MARKER), "{text}");
    // A file for people, by its name.
    let answer = portal.wire.get("/v1/audit-events/export?format=csv").bearer(&olga.secret).send().await.unwrap();
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"audit-log.csv\"");
    let bad = portal.wire.get("/v1/audit-events/export?format=xml").bearer(&olga.secret).send().await.unwrap();
    assert_eq!((bad.status, bad.json()["errors"][0]["pointer"].as_str()), (400, Some("?format")));
}

#[tokio::test]
async fn an_export_for_a_siem_has_what_its_classes_require() {
    let (_portal, olga) = busy_portal().await;
    let text = export(&olga, AuditFormat::Ocsf, &AuditQuery::default()).await;
    let mut classes = std::collections::BTreeSet::new();
    for line in text.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |name: &str| event[name].as_u64().unwrap_or_else(|| panic!("{name}: {line}"));
        let class = number("class_uid");
        classes.insert(class);
        assert_eq!(number("category_uid"), class / 1000);
        assert_eq!(number("type_uid"), class * 100 + number("activity_id"));
        assert!((1..=2).contains(&number("severity_id")) && (1..=2).contains(&number("status_id")));
        assert!(number("time") > 1_700_000_000_000);
        assert_eq!(event["metadata"]["version"], "1.5.0");
        assert_eq!(event["metadata"]["product"]["vendor_name"], "Acme");
        assert_eq!(event["metadata"]["tenant_uid"], fixture::northwind().as_str());
        assert!(event["actor"]["user"]["name"].is_string() && event["src_endpoint"].is_object(), "{line}");
        match class {
            3002 => assert!(event["user"]["uid"].is_string() && event["service"]["name"].is_string(), "{line}"),
            3004 => assert!(event["entity"]["uid"].is_string(), "{line}"),
            _ => assert!(event["api"]["operation"].is_string(), "{line}"),
        }
    }
    assert_eq!(classes.into_iter().collect::<Vec<_>>(), [3002, 3004, 6003]);
}
