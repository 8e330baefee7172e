#![allow(clippy::unwrap_used)]

use std::path::Path;

use loggia_types::OrganizationId;
use serde_json::{Value, json};

use super::*;
use crate::{Settings, store::audit::AuditFilter};

fn app(folder: &Path) -> App {
    let settings = Settings { data_dir: Some(folder.join("data")), ..Settings::default() };
    App::build(settings.resolve().unwrap()).unwrap()
}

fn example() -> Value {
    json!({
        "brands": [{ "key": "acme", "name": "Acme", "allowed_origins": ["http://localhost:4401"] }],
        "users": [{ "key": "olga", "brand": "acme", "name": "Olga", "email": "olga@acme.example" }],
        "operators": [{ "user": "olga", "role": "support" }],
        "organizations": [{
            "key": "northwind", "id": OrganizationId::from_u128(1), "brand": "acme", "name": "Northwind",
            "memberships": [{ "user": "olga", "role": "owner", "created_at": "-30d" }],
            "invitations": [{ "email": "new@acme.example", "role": "viewer", "invited_by": "olga" }],
        }],
        "case_types": [{
            "key": "claim", "brand": "acme", "name": "Claim", "reference_prefix": "CL",
            "milestones": [{ "key": "in", "label": "Received" }, { "key": "out", "label": "Paid" }],
        }],
        "forms": [{
            "key": "report", "brand": "acme", "title": "Report", "summary": "Tell us.", "category": "Claims",
            "minutes": 3, "case_type": "claim",
            "definition": { "sections": [{
                "title": "What", "fields": [{ "key": "what", "label": "What?", "type": "text" }],
            }] },
        }],
        "cases": [{
            "key": "one", "organization": "northwind", "case_type": "claim", "title": "Water", "status": "in_progress",
            "milestone": "out", "opened_by": "olga", "created_at": "-5d", "unread_for": ["olga"],
            "timeline": [
                { "kind": "message", "author": { "user": "olga" }, "body": "Photos follow.", "at": "-4d" },
                { "kind": "document", "author": { "party": "us" }, "document": "photo", "at": "-3d" },
            ],
        }],
        "documents": [{
            "key": "photo", "organization": "northwind", "name": "photo.txt", "folder": "Claims", "case": "one",
            "versions": [{ "file": "photo.txt", "uploader": "olga", "at": "-3d" }, { "file": "photo.txt", "at": "-1d" }],
        }],
    })
}

async fn load(app: &App, file: Value, folder: &Path) -> anyhow::Result<Summary> {
    let path = folder.join("import.json");
    std::fs::write(&path, file.to_string()).unwrap();
    std::fs::write(folder.join("photo.txt"), "not really a photo").unwrap();
    import_file(app, &path).await
}

#[tokio::test]
async fn a_second_import_finds_everything_there() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let first = load(&app, example(), folder.path()).await.unwrap();
    assert_eq!(first.added["cases"], 1);
    assert_eq!(first.added["documents"], 1);
    let second = load(&app, example(), folder.path()).await.unwrap();
    assert_eq!(second, Summary::default());
    let brand = app.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let tenant = Tenant::for_system(OrganizationId::from_u128(1), brand);
    let audit = app.store().read(&tenant, |c| c.audit_page(&AuditFilter::default(), None, 10)).await.unwrap().events;
    let actions: Vec<_> = audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["document.imported", "case.imported", "organization.imported"]);
    let events = app.store().read(&tenant, |c| c.events_after(0, 10)).await.unwrap();
    assert_eq!(events.len(), 2);
    let files = std::fs::read_dir(folder.path().join("data/files").join(tenant.org_id().as_str())).unwrap().count();
    assert_eq!(files, 2);
}

#[tokio::test]
async fn a_mistake_is_named_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    for (pointer, value, named) in [
        ("/organizations/0/memberships/0/user", json!("nobody"), "nobody"),
        ("/organizations/0/memberships/0/role", json!("viewer"), "owner"),
        ("/cases/0/milestone", json!("nowhere"), "nowhere"),
        ("/cases/0/case_type", json!("order"), "order"),
        ("/cases/0/created_at", json!("yesterday"), "created_at"),
        ("/cases/0/timeline/1/document", json!("none"), "none"),
        ("/brands/0/allowed_origins/0", json!("http://localhost:4401/"), "allowed_origins"),
        ("/users/0/email", json!("olga"), "email"),
        ("/forms/0/definition/sections", json!([]), "definition"),
        ("/case_types/0/reference_prefix", json!("C-L"), "reference_prefix"),
        ("/users/0/name", json!("Ol\nga"), "name"),
        ("/cases/0/title", json!("x".repeat(201)), "title"),
        ("/cases/0/organization", json!("harbor"), "photo"),
        ("/documents/0/organization", json!("harbor"), "photo"),
        ("/documents/0/case", json!("two"), "two"),
        ("/documents/0/name", json!("a/b"), "name"),
        ("/documents/0/folder", json!("/a"), "folder"),
        ("/documents/0/versions/0/uploader", json!("nobody"), "nobody"),
        ("/documents/0/versions/1/file", json!("gone.txt"), "gone.txt"),
    ] {
        let mut file = example();
        *file.pointer_mut(pointer).unwrap() = value;
        let error = format!("{:#}", load(&app, file, folder.path()).await.unwrap_err());
        assert!(error.contains(named), "{pointer}: {error}");
    }
    assert!(app.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().is_none());
}
