#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_types::{
    AuditEventId, Page, Permission, RequestId, Role,
    audit::{ActorKind, AuditActor, AuditEvent, Outcome},
};
use serde_json::json;

use super::{AuditLog, entry::EntryDialog};
use crate::{
    clock,
    testing::{Stage, session},
};

/// The list without filters.
const ALL: &str = "audit/0////////";

pub(super) fn event(number: u128, action: &str) -> AuditEvent {
    AuditEvent {
        id: AuditEventId::from_u128(number),
        created_at: clock::now() - TimeDelta::minutes(i64::try_from(number).unwrap() * 7),
        actor: AuditActor { kind: ActorKind::User, id: "user_1".into(), name: "Dana Okafor".into() },
        action: action.into(),
        resource_type: "membership".into(),
        resource_id: "mem_1".into(),
        outcome: Outcome::Success,
        reason: None,
        ip: Some("192.0.2.7".into()),
        user_agent: Some("Mozilla/5.0".into()),
        request_id: RequestId::from_u128(number),
        changes: None,
        position: i64::try_from(number).unwrap(),
        hash: "5f".repeat(32),
    }
}

fn events() -> Vec<AuditEvent> {
    let denied = AuditEvent {
        outcome: Outcome::Denied,
        reason: Some("documents:upload is not among your permissions".into()),
        ..event(2, "documents.upload")
    };
    let by_key = AuditEvent {
        actor: AuditActor { kind: ActorKind::ApiKey, id: "key_1".into(), name: "Warehouse".into() },
        changes: Some(
            json!({ "before": { "folder": "Inbox", "name": "a.pdf" }, "after": { "folder": "Contracts", "name": "a.pdf" } }),
        ),
        ..event(3, "document.updated")
    };
    let system = AuditEvent {
        actor: AuditActor { kind: ActorKind::System, id: String::new(), name: String::new() },
        ip: None,
        ..event(4, "organization.imported")
    };
    vec![event(1, "member.role_changed"), denied, by_key, system, event(5, "spaceship.launched")]
}

fn page(items: Vec<AuditEvent>, next: Option<&str>) -> Page<AuditEvent> {
    Page { items, next_cursor: next.map(str::to_owned), total: None }
}

fn stage(page: Page<AuditEvent>) -> Stage {
    let stage = Stage::new(Some(session(Role::Owner)));
    stage.put(ALL, page);
    stage
}

fn plain() -> Element {
    rsx! {
        AuditLog {}
    }
}

fn of_a_case() -> Element {
    rsx! {
        AuditLog { view: "case_1" }
    }
}

#[test]
fn entries_say_in_words_who_did_what_to_what_and_what_was_denied() {
    let html = stage(page(events(), None)).render("audit", "en", plain);
    for words in
        ["Role changed", "Upload of a document", "Warehouse · a.pdf", "Organization imported", "192.0.2.7", ">System<"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains("Dana Okafor · documents:upload is not among your permissions"));
    // Without a name of its own an action is shown as it is; one that was done needs no word for it.
    assert!(html.contains("spaceship.launched"));
    assert_eq!(html.matches("data-tone=\"danger\"").count(), 1);
    assert!(!html.contains("portal-pager"));
}

#[test]
fn it_speaks_german() {
    let html = stage(page(events(), None)).render("audit-german", "de", plain);
    for words in
        ["Audit-Protokoll", "Rolle geändert", "Hochladen eines Dokuments", "Verweigert", ">Mitglieder<", "Exportieren"]
    {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_page_of_a_log_of_any_length_stays_small() {
    let many = (1..=18).map(|number| event(number, "case.updated")).collect();
    let html = stage(page(many, Some("more"))).render("audit-many", "en", plain);
    assert_eq!(html.matches("part=\"row\"").count(), 18);
    assert!(html.contains("Entries 1 to 18"));
    let elements = html.matches('<').count() - html.matches("</").count() - html.matches("<!").count();
    assert!(elements < 500, "{elements} elements");
}

#[test]
fn every_filter_is_in_one_group_with_its_name() {
    let html = stage(page(events(), None)).render("audit-filters", "en", plain);
    assert!(html.contains("role=\"group\" aria-label=\"Filters\""));
    for label in ["Person", "Action", "Outcome", "From", "To"] {
        assert!(html.contains(&format!(">{label}</label>")) || html.contains(&format!(">{label}<")), "{label}");
    }
    for option in ["value=\"member.\"", "value=\"member.removed\"", "value=\"denied\"", ">\u{2003}Document deleted<"] {
        assert!(html.contains(option), "{option}");
    }
}

#[test]
fn a_view_is_the_thing_whose_history_is_shown() {
    let stage = Stage::new(Some(session(Role::Admin)));
    stage.put("audit/0//////case_1//", page(vec![event(1, "case.replied")], None));
    let html = stage.render("audit-thing", "en", of_a_case);
    assert!(html.contains("Only about case_1") && html.contains("Reply sent"));
}

fn denied_entry() -> Element {
    let entry = AuditEvent {
        outcome: Outcome::Denied,
        reason: Some("An organization needs an owner".into()),
        user_agent: Some(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36".into(),
        ),
        changes: Some(json!({
            "before": { "role": "owner", "folder": "Contracts" },
            "after": { "role": "member", "scopes": ["cases:read"] },
        })),
        ..event(4_711, "member.role_changed")
    };
    rsx! {
        EntryDialog { page: Rc::new(page(vec![entry], None)), at: 0, on_close: |()| {}, on_filter: |_| {} }
    }
}

#[test]
fn an_entry_is_shown_with_everything_known_of_it_and_each_change_in_words() {
    let html = stage(page(Vec::new(), None)).render("audit-entry", "en", denied_entry);
    for words in [
        "Dana Okafor (person)",
        "member.role_changed",
        "mem_1",
        "An organization needs an owner",
        "192.0.2.7",
        "Linux x86_64",
        ">4711<",
        &"5f".repeat(32),
        "Everything by Dana Okafor",
        "Everything about this",
    ] {
        assert!(html.contains(words), "{words}");
    }
    for word in [">Added<", ">Removed<", ">Changed<"] {
        assert_eq!(html.matches(word).count(), 1, "{word}");
    }
    assert_eq!((html.matches("Before: ").count(), html.matches("After: ").count()), (2, 2));
}

#[test]
fn an_empty_log_says_what_it_is_for_and_one_without_a_find_goes_on() {
    let html = stage(page(Vec::new(), None)).render("audit-empty", "en", plain);
    assert!(html.contains("Nothing has happened yet") && html.contains("Every change in Larkspur Foods"));
    let html = stage(page(Vec::new(), Some("more"))).render("audit-further", "en", plain);
    assert!(html.contains("Search older entries"));
}

#[test]
fn filters_that_find_nothing_can_be_taken_off() {
    let stage = Stage::new(Some(session(Role::Owner)));
    stage.put("audit/0//////case_1//", page(Vec::new(), None));
    let html = stage.render("audit-nothing", "en", of_a_case);
    assert!(html.contains("Nothing found") && html.contains("Show everything"));
}

#[test]
fn what_cannot_be_loaded_is_said_and_can_be_tried_again() {
    let stage = Stage::new(Some(session(Role::Owner)));
    stage.fail(ALL, loggia_client::Error::Cancelled);
    let html = stage.render("audit-failed", "en", plain);
    assert!(html.contains("This could not be loaded") && html.contains("Try again"));
}

#[test]
fn whoever_may_not_read_it_learns_which_role_may() {
    let html = Stage::new(Some(session(Role::Member))).render("audit-denied", "en", plain);
    assert!(html.contains("Your role is Member. It takes the role Admin or above."));
    assert!(!html.contains("portal-table") && !html.contains("Export"));
}

#[test]
fn a_person_without_the_list_of_members_filters_by_name_all_the_same() {
    let mut session = session(Role::Owner);
    session.permissions = vec![Permission::AuditRead];
    let stage = Stage::new(Some(session));
    stage.put(ALL, page(events(), None));
    assert!(stage.render("audit-no-members", "en", plain).contains("Everybody"));
}
