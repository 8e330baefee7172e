//! What becomes of an audit log over the years, and of a receiver that is gone for days.

use axum::http::StatusCode;
use chrono::TimeDelta;
use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};
use loggia_types::OrganizationId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Server;
use crate::{
    Settings,
    auth::hex,
    domain::{audit::verify, audit_retention, audit_streams::delivery},
    store::{AuditEntry, Audited, Tenant, mail_queue::WAITING},
};

/// As the API's documentation says it, with nothing but what the API gave.
fn hash(event: &Value, organization: &str, previous: &str) -> String {
    let text = |name: &str| event.get(name).cloned().unwrap_or(Value::Null);
    let moment: chrono::DateTime<chrono::Utc> = event["created_at"].as_str().unwrap().parse().unwrap();
    let form = json!([
        1,
        previous,
        event["position"],
        event["id"],
        organization,
        moment.timestamp_micros(),
        event["actor"]["kind"],
        event["actor"]["id"],
        event["actor"]["name"],
        event["action"],
        event["resource_type"],
        event["resource_id"],
        event["outcome"],
        text("reason"),
        text("ip"),
        text("user_agent"),
        event["request_id"],
        event.get("changes").map(ToString::to_string),
    ]);
    hex(&Sha256::digest(form.to_string()))
}

#[tokio::test]
async fn what_is_left_of_a_log_is_checked_with_nothing_but_what_the_api_says() {
    let server = Server::start().await;
    let org: OrganizationId = server.organizations["Southwind"].parse().unwrap();
    let of = org.clone();
    let brand = server.app.store().system_read(move |c| c.brand_of_organization(&of)).await.unwrap();
    let tenant = Tenant::for_system(org.clone(), brand);
    let sam = server.sign_in("Southwind", "sam@acme.example").await;
    // What the import and signing in did comes first, and is young.
    let fill = server.app.store().write(&tenant, |tx| {
        for day in (400..420).rev() {
            let at = tx.now() - TimeDelta::days(day);
            let _noted = tx.audit_at(AuditEntry::new("case.updated", "case", day).changes((), day), at)?;
        }
        Ok(Audited::not_worth_an_entry("a test", ()))
    });
    fill.await.unwrap();
    let put = async |body: Value| server.call("PUT", "/v1/audit-retention").bearer(&sam).json(&body).send().await;
    assert_eq!(put(json!({ "days": 364 })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(put(json!({ "days": 365 })).await.body["days"], 365);
    // Only the oldest run of entries goes: as long as the first one is young, nothing.
    assert_eq!(audit_retention::run(&server.app).await.unwrap(), 0);
    let file = server.app.config().data_dir.join("portal.db").display().to_string();
    let mut database = SqliteConnection::establish(&file).unwrap();
    let age = "PRAGMA busy_timeout = 10000; DROP TRIGGER audit_events_update; \
               UPDATE audit_events SET created_at = 1 WHERE position < 10";
    database.batch_execute(age).unwrap();
    let deleted = audit_retention::run(&server.app).await.unwrap();
    assert!(deleted >= 20, "{deleted}");
    let told = server.get("/v1/audit-retention").bearer(&sam).send().await.body;
    let end = &told["deleted"];
    assert_eq!(end["position"], deleted);
    let mut left = server.get("/v1/audit-events?limit=100").bearer(&sam).send().await.items().clone();
    left.sort_by_key(|event| event["position"].as_i64());
    assert_eq!(left[0]["position"], deleted + 1);
    let mut previous = end["hash"].as_str().unwrap().to_owned();
    for event in &left {
        assert_eq!(event["hash"], hash(event, org.as_str(), &previous), "{event}");
        previous = event["hash"].as_str().unwrap().to_owned();
    }
    let said = left.iter().find(|event| event["position"] == end["entry_position"]).unwrap();
    assert_eq!((&said["action"], &said["changes"]["before"]["hash"]), (&json!("audit.entries_deleted"), &end["hash"]));
    let log = verify(server.app.store(), Some(org)).await.unwrap().remove(0);
    assert_eq!((log.start.position, log.verdict), (deleted as i64, Ok(())));
}

#[tokio::test]
async fn a_receiver_that_is_gone_for_days_is_given_up_and_the_owners_are_told() {
    let settings =
        Settings { outgoing_allowed_networks: Some(vec!["127.0.0.0/8".parse().unwrap()]), ..Settings::default() };
    let server = Server::start_with(settings).await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    // Nobody listens there.
    let wanted = json!({ "url": "http://127.0.0.1:1/secret-path" });
    let made = server.call("POST", "/v1/audit-streams").bearer(&owner).json(&wanted).send().await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let path = format!("/v1/audit-streams/{}", made.body["stream"]["id"].as_str().unwrap());
    let stream = async || server.get(&path).bearer(&owner).send().await.body;
    delivery::deliver_due(&server.app).await.unwrap();
    let failing = stream().await;
    assert_eq!((&failing["state"], &failing["last_failure"]), (&json!("failing"), &json!("was not reached")));
    let file = server.app.config().data_dir.join("portal.db").display().to_string();
    let later = |days: i64| {
        let mut database = SqliteConnection::establish(&file).unwrap();
        let set = format!(
            "PRAGMA busy_timeout = 10000; \
             UPDATE audit_streams SET due_at = 0, failing_since = failing_since - {days} * 86400000000"
        );
        database.batch_execute(&set).unwrap();
    };
    later(4);
    delivery::deliver_due(&server.app).await.unwrap();
    assert_eq!(stream().await["state"], "failing");
    later(1);
    delivery::deliver_due(&server.app).await.unwrap();
    let given_up = stream().await;
    assert_eq!((&given_up["state"], &given_up["disabled_reason"]), (&json!("disabled"), &json!("was not reached")));
    let noted = server.get("/v1/audit-events?action=audit_stream.disabled").bearer(&owner).send().await;
    assert_eq!(noted.items().len(), 1);
    assert_eq!(noted.items()[0]["changes"]["after"]["host"], "http://127.0.0.1:1");
    let mails = server.app.store().system_read(|c| c.mails(&[WAITING], 10)).await.unwrap();
    let mails: Vec<_> = mails.iter().map(|mail| (mail.kind.as_str(), mail.recipient.as_str())).collect();
    assert_eq!(mails, [("audit_stream_disabled", "olga@acme.example")]);
    // It is not tried any more, until somebody says so.
    later(0);
    delivery::deliver_due(&server.app).await.unwrap();
    assert_eq!(stream().await["last_failure_at"], given_up["last_failure_at"]);
    let version = format!("\"{}\"", given_up["version"]);
    let enable = server.call("PATCH", &path).bearer(&owner).header("if-match", &version);
    let enabled = enable.json(&json!({ "enabled": true })).send().await;
    assert_eq!((&enabled.body["state"], enabled.body.get("disabled_reason")), (&json!("active"), None));
    delivery::deliver_due(&server.app).await.unwrap();
    assert_eq!(stream().await["state"], "failing");
}
