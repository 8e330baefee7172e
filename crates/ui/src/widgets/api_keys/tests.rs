#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_types::{
    ApiKeyId, Page, Permission, Role,
    api_keys::{ApiKey, ApiKeyCreator, ApiKeyDay, ApiKeySecret, ApiKeyUsage, ApiKeyWithSecret},
};

use super::{
    ApiKeys, delete::DeleteDialog, details::DetailsDialog, keys::KeyList, rotate::RotateDialog, secret::SecretDialog,
};
use crate::{
    clock,
    query::use_query,
    testing::{Stage, session, user},
};

fn key(number: u128, name: &str) -> ApiKey {
    let now = clock::now();
    ApiKey {
        id: ApiKeyId::from_u128(number),
        name: name.into(),
        scopes: vec![Permission::CasesRead, Permission::DocumentsUpload],
        networks: Vec::new(),
        created_by: Some(ApiKeyCreator { user: user(1, "Dana Okafor"), is_member: true }),
        secrets: vec![ApiKeySecret { hint: "9xKd".into(), created_at: now, ends_at: None, last_used_at: None }],
        last_used_at: Some(now - TimeDelta::minutes(12)),
        last_used_ip: Some("203.0.113.9".into()),
        expires_at: Some(now + TimeDelta::days(90)),
        expiry_warning_at: Some(now + TimeDelta::days(76)),
        version: 1,
        created_at: now,
    }
}

fn rotating() -> ApiKey {
    let now = clock::now();
    let old = ApiKeySecret {
        hint: "0ldZ".into(),
        created_at: now,
        ends_at: Some(now + TimeDelta::hours(20)),
        last_used_at: None,
    };
    let mut key = key(2, "Reporting");
    key.secrets.push(old);
    key
}

fn keys() -> Vec<ApiKey> {
    let now = clock::now();
    vec![
        key(1, "Warehouse system"),
        rotating(),
        ApiKey { expires_at: Some(now - TimeDelta::days(1)), ..key(3, "Old importer") },
        ApiKey { expiry_warning_at: Some(now), ..key(4, "Nightly export") },
        ApiKey {
            created_by: Some(ApiKeyCreator { user: user(2, "Tomás Silva"), is_member: false }),
            last_used_at: None,
            last_used_ip: None,
            expires_at: None,
            expiry_warning_at: None,
            ..key(
                5,
                "A name that goes on and on so that nobody can say that long names were not thought of when this was made",
            )
        },
    ]
}

fn stage(role: Role, items: Vec<ApiKey>) -> Stage {
    let stage = Stage::new(Some(session(role)));
    stage.put("api-keys", Page { items, next_cursor: None, total: None });
    stage
}

fn plain() -> Element {
    rsx! {
        ApiKeys {}
    }
}

fn creating() -> Element {
    rsx! {
        ApiKeys { view: "create" }
    }
}

#[test]
fn each_key_says_what_somebody_has_to_know_of_it() {
    let html = stage(Role::Owner, keys()).render("api-keys", "en", plain);
    for words in [
        "Warehouse system",
        "2 permissions · by Dana Okafor",
        "12 min ago",
        "Two secrets",
        "Expired",
        "Ends soon",
        "Owner left",
        ">Never<",
        "When deleted",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert_eq!(html.matches("Rotate secret").count(), 5);
}

#[test]
fn whoever_only_reads_keys_changes_none() {
    let mut session = session(Role::Admin);
    session.permissions.retain(|permission| *permission != Permission::ApiKeysManage);
    let stage = Stage::new(Some(session));
    stage.put("api-keys", Page { items: keys(), next_cursor: None, total: None });
    for widget in [plain, creating] {
        let html = stage.render("api-keys-reader", "en", widget);
        assert!(
            html.contains("Details")
                && !html.contains("Rotate")
                && !html.contains("Delete")
                && !html.contains("Create")
        );
    }
}

#[test]
fn nobody_gives_a_key_more_than_they_hold() {
    let html = stage(Role::Owner, keys()).render("api-keys-create", "en", creating);
    assert!(html.contains("Upload, rename and move documents") && html.contains("Read the audit log"));
    assert!(!html.contains("members:manage") && !html.contains("api_keys:manage"));
    let mut session = session(Role::Owner);
    session.permissions = vec![Permission::ApiKeysRead, Permission::ApiKeysManage, Permission::CasesRead];
    let stage = Stage::new(Some(session));
    stage.put("api-keys", Page { items: keys(), next_cursor: None, total: None });
    let html = stage.render("api-keys-create-less", "en", creating);
    assert!(html.contains("value=\"cases:read\"") && !html.contains("value=\"cases:reply\""));
}

#[test]
fn it_speaks_german() {
    let html = stage(Role::Owner, keys()).render("api-keys-german", "de", creating);
    for words in ["API-Schlüssel erstellen", "Zuletzt benutzt", "Vorgänge lesen", "Nach 90 Tagen", "Zwei Geheimnisse"]
    {
        assert!(html.contains(words), "{words}");
    }
}

fn secret() -> Element {
    let made = ApiKeyWithSecret {
        api_key: key(1, "Warehouse system"),
        secret: "sk_0123456789abcdefghijklmnopqrstuvwxyz".into(),
    };
    rsx! {
        SecretDialog { made, on_close: |()| {} }
    }
}

#[test]
fn a_secret_is_shown_to_be_copied_and_to_nothing_else() {
    let html = stage(Role::Owner, keys()).render("api-keys-secret", "en", secret);
    assert!(html.contains("value=\"sk_0123456789abcdefghijklmnopqrstuvwxyz\"") && html.contains("readonly"));
    assert!(html.contains("It is shown this once.") && html.contains("autocomplete=\"off\""));
    assert!(!html.contains("was not copied"));
}

fn details() -> Element {
    let api_key = Rc::new(ApiKey { networks: vec!["203.0.113.0/24".into(), "2001:db8::/48".into()], ..rotating() });
    rsx! {
        DetailsDialog { api_key, on_close: |()| {} }
    }
}

#[test]
fn a_key_is_told_in_full_with_its_use_in_words_and_bars() {
    let first = clock::now().date_naive() - TimeDelta::days(29);
    let days = (0..30).map(|day| ApiKeyDay {
        date: first + TimeDelta::days(day),
        requests: u64::try_from(day * day * 7 % 340).unwrap(),
    });
    let usage = ApiKeyUsage { days: days.collect() };
    let total: u64 = usage.days.iter().map(|day| day.requests).sum();
    let stage = stage(Role::Owner, keys());
    stage.put(&format!("api-key-usage/{}", ApiKeyId::from_u128(2)), usage);
    let html = stage.render("api-keys-details", "en", details);
    for words in
        ["Read cases\nUpload", "203.0.113.0/24\n2001:db8::/48", "…0ldZ, until", "…9xKd, since", "from 203.0.113.9"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains(&format!("{},{:03} requests", total / 1000, total % 1000)), "{total}");
    assert_eq!(html.matches("<rect").count(), 30);
}

fn rotate() -> Element {
    rsx! {
        RotateDialog { api_key: Rc::new(key(1, "Warehouse system")), on_close: |()| {} }
    }
}

fn rotate_again() -> Element {
    rsx! {
        RotateDialog { api_key: Rc::new(rotating()), on_close: |()| {} }
    }
}

#[test]
fn a_second_rotation_only_ends_both_secrets() {
    let stage = stage(Role::Owner, keys());
    let html = stage.render("api-keys-rotate", "en", rotate);
    assert!(html.contains("In 7 days") && html.contains("In 24 hours"));
    let html = stage.render("api-keys-rotate-again", "en", rotate_again);
    assert!(html.contains("Another one ends both at once.") && !html.contains("In 7 days"));
}

fn delete() -> Element {
    let list: KeyList =
        use_query("api-keys".to_owned(), &[], |_| Box::pin(async { Err(loggia_client::Error::Cancelled) }));
    rsx! {
        DeleteDialog { api_key: Rc::new(key(1, "Warehouse system")), list, on_close: |()| {}, on_gone: |()| {} }
    }
}

#[test]
fn deleting_is_asked_about() {
    let html = stage(Role::Owner, keys()).render("api-keys-delete", "en", delete);
    assert!(html.contains("Delete the API key Warehouse system?") && html.contains("alertdialog"));
}

#[test]
fn no_keys_at_all_say_what_a_key_is_for() {
    let html = stage(Role::Owner, Vec::new()).render("api-keys-empty", "en", plain);
    assert!(html.contains("No API keys yet") && html.contains("data of Larkspur Foods"));
    assert_eq!(html.matches("Create API key").count(), 1);
}

#[test]
fn of_a_thousand_keys_some_are_shown_at_a_time() {
    let many = (1..=1_000).map(|number| key(number, "Sensor")).collect();
    let html = stage(Role::Owner, many).render("api-keys-many", "en", plain);
    assert_eq!(html.matches("part=\"row\"").count(), 25);
    assert!(html.contains("Load more"));
}

#[test]
fn failing_and_refusing_have_their_own_words() {
    let stage = Stage::new(Some(session(Role::Owner)));
    stage.fail("api-keys", loggia_client::Error::Cancelled);
    assert!(stage.render("api-keys-failed", "en", plain).contains("This could not be loaded"));
    let html = Stage::new(Some(session(Role::Member))).render("api-keys-denied", "en", plain);
    assert!(html.contains("It takes the role Admin or above.") && !html.contains("Create API key"));
    assert!(Stage::new(None).render("api-keys-loading", "en", plain).contains("Loading"));
}
