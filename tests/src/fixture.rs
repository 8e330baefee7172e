//! The data every test portal begins with.
//!
//! Three brands; Acme with two organizations (Northwind, Harbor), Bright with one (Lumen), and Crest, a partner of Acme's,
//! with one (Summit). Each brand has an operator who may do everything, and Acme further ones. Northwind has a person in each role. Whatever belongs to another organization than Northwind carries that organization's *marker* somewhere
//! in its text, so that a leak into any answer can be found by looking for the marker.

use std::path::Path;

use loggia_types::{CaseId, DocumentId, OAuthClientId, OrganizationId, UserId};
use serde_json::{Value, json};

/// In every text of Northwind's that nobody else may see.
pub const NORTHWIND_MARKER: &str = "NWQXMARK";
/// In every text of Harbor's that nobody else may see.
pub const HARBOR_MARKER: &str = "HBQXMARK";
/// In every text of Lumen's that nobody else may see.
pub const LUMEN_MARKER: &str = "LMQXMARK";

/// In every text of Summit's that nobody else may see.
pub const SUMMIT_MARKER: &str = "SMQXMARK";

/// Northwind: the organization most tests live in.
pub fn northwind() -> OrganizationId {
    OrganizationId::from_u128(0x1001)
}

/// Harbor: another organization of the same brand.
pub fn harbor() -> OrganizationId {
    OrganizationId::from_u128(0x1002)
}

/// Lumen: an organization of another brand.
pub fn lumen() -> OrganizationId {
    OrganizationId::from_u128(0x1003)
}

/// Summit: an organization of a partner's brand below Northwind's.
pub fn summit() -> OrganizationId {
    OrganizationId::from_u128(0x1004)
}

/// All of them.
pub fn organizations() -> [OrganizationId; 4] {
    [northwind(), harbor(), lumen(), summit()]
}

/// The organization that a case, document or person of this number belongs to decides its marker.
pub fn marker(organization: &OrganizationId) -> &'static str {
    if *organization == northwind() {
        NORTHWIND_MARKER
    } else if *organization == harbor() {
        HARBOR_MARKER
    } else if *organization == summit() {
        SUMMIT_MARKER
    } else {
        LUMEN_MARKER
    }
}

/// A person's id.
pub fn user(key: &str) -> UserId {
    let number = PEOPLE.iter().position(|person| person.0 == key).unwrap_or(usize::MAX) as u128;
    UserId::from_u128(0x2000 + number)
}

/// The key of a person's brand.
pub fn brand(key: &str) -> &'static str {
    PEOPLE.iter().find(|person| person.0 == key).map_or("", |person| person.1)
}

/// Reports: a program that Acme's people may let act for them.
pub fn reports() -> OAuthClientId {
    OAuthClientId::from_u128(0x6001)
}

/// Exporter: another program of Acme's.
pub fn exporter() -> OAuthClientId {
    OAuthClientId::from_u128(0x6002)
}

/// A program of Bright's, with the same redirect URIs as Reports.
pub fn strangers_reports() -> OAuthClientId {
    OAuthClientId::from_u128(0x6003)
}

/// A person's address.
pub fn email(key: &str) -> String {
    PEOPLE.iter().find(|person| person.0 == key).map_or_else(String::new, |person| person.3.to_owned())
}

/// Key, brand, name, address.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    ("olga", "acme", "Olga NWQXMARK Owner", "olga@northwind.example"),
    ("adam", "acme", "Adam NWQXMARK Admin", "adam@northwind.example"),
    ("mia", "acme", "Mia NWQXMARK Member", "mia@northwind.example"),
    ("vic", "acme", "Vic NWQXMARK Viewer", "vic@northwind.example"),
    ("henry", "acme", "Henry HBQXMARK Owner", "henry@harbor.example"),
    ("hana", "acme", "Hana HBQXMARK Member", "hana@harbor.example"),
    ("lena", "bright", "Lena LMQXMARK Owner", "lena@lumen.example"),
    ("paula", "crest", "Paula SMQXMARK Owner", "paula@summit.example"),
    ("nora", "acme", "Nora Administrator", "nora@acme.example"),
    ("sam", "acme", "Sam Support", "sam@acme.example"),
    ("audra", "acme", "Audra Auditor", "audra@acme.example"),
    ("edgar", "acme", "Edgar Ended", "edgar@acme.example"),
    ("sura", "acme", "Sura Suspended", "sura@acme.example"),
    ("rita", "acme", "Rita Removed", "rita@acme.example"),
    ("bruno", "bright", "Bruno Administrator", "bruno@bright.example"),
    ("clara", "crest", "Clara Administrator", "clara@crest.example"),
];

/// The operators: key, role, and when they end.
const OPERATORS: &[(&str, &str, Option<&str>)] = &[
    ("nora", "administrator", None),
    ("sam", "support", None),
    ("audra", "auditor", None),
    ("edgar", "administrator", Some("-1d")),
    ("sura", "administrator", None),
    ("rita", "support", None),
    ("bruno", "administrator", None),
    ("clara", "administrator", None),
];

/// Northwind's case that waits for an upload by the customer.
pub const CASE_UPLOAD: u128 = 0x3001;
/// Northwind's case that waits for a reply by the customer.
pub const CASE_REPLY: u128 = 0x3002;
/// Northwind's case in progress.
pub const CASE_PROGRESS: u128 = 0x3003;
/// Northwind's completed case.
pub const CASE_COMPLETED: u128 = 0x3004;
/// Harbor's case.
pub const CASE_HARBOR: u128 = 0x3101;
/// Lumen's case.
pub const CASE_LUMEN: u128 = 0x3201;
/// Summit's case.
pub const CASE_SUMMIT: u128 = 0x3301;
/// Northwind's document with two versions.
pub const DOCUMENT_CONTRACT: u128 = 0x4001;
/// Northwind's document of the case that waits for an upload.
pub const DOCUMENT_PHOTO: u128 = 0x4002;
/// Harbor's document.
pub const DOCUMENT_HARBOR: u128 = 0x4101;
/// Lumen's document.
pub const DOCUMENT_LUMEN: u128 = 0x4201;
/// Summit's document.
pub const DOCUMENT_SUMMIT: u128 = 0x4301;

/// The bytes of a document's version in the fixture.
pub fn content(document: &str, version: u32) -> Vec<u8> {
    let owner = match document {
        "harbor" => HARBOR_MARKER,
        "lumen" => LUMEN_MARKER,
        "summit" => SUMMIT_MARKER,
        _ => NORTHWIND_MARKER,
    };
    format!("{document} v{version} {owner}\n").repeat(400).into_bytes()
}

/// Writes the import file and the files it names, and answers its path.
///
/// # Errors
/// When the files cannot be written.
pub fn write(directory: &Path, allowed_origin: &str) -> anyhow::Result<std::path::PathBuf> {
    for (name, versions) in [("contract", 2), ("photo", 1), ("harbor", 1), ("lumen", 1), ("summit", 1)] {
        for version in 1..=versions {
            std::fs::write(directory.join(format!("{name}-{version}.bin")), content(name, version))?;
        }
    }
    let path = directory.join("portal.json");
    std::fs::write(&path, serde_json::to_vec_pretty(&import(allowed_origin))?)?;
    Ok(path)
}

fn import(allowed_origin: &str) -> Value {
    let users: Vec<_> = PEOPLE
        .iter()
        .map(|(key, brand, name, email)| {
            json!({ "key": key, "id": user(key), "brand": brand, "name": name, "email": email })
        })
        .collect();
    let operators: Vec<_> = OPERATORS
        .iter()
        .map(|(user, role, ends_at)| json!({ "user": user, "role": role, "ends_at": ends_at }))
        .collect();
    json!({
        "brands": [
            { "key": "acme", "name": "Acme", "support_email": "help@acme.example", "allowed_origins": [allowed_origin],
              "hosts": ["127.0.0.1", "portal.acme.example"] },
            { "key": "bright", "name": "Bright", "allowed_origins": ["https://app.bright.example"],
              "hosts": ["portal.bright.example"] },
            { "key": "crest", "name": "Crest", "parent": "acme", "hosts": ["portal.crest.example"] },
        ],
        "oauth_clients": [
            oauth_client("reports", reports(), "acme", "Reports"),
            oauth_client("exporter", exporter(), "acme", "Exporter"),
            oauth_client("reports-of-bright", strangers_reports(), "bright", "Reports"),
        ],
        "users": users,
        "operators": operators,
        "organizations": organizations_of_import(),
        "case_types": [case_type("claim", "acme", "CL"), case_type("order", "bright", "OR"), case_type("visit", "crest", "VI")],
        "forms": [form("damage", "acme", "claim"), form("wish", "bright", "order"), form("tour", "crest", "visit")],
        "cases": cases(),
        "documents": documents(),
    })
}

fn oauth_client(key: &str, id: OAuthClientId, brand: &str, name: &str) -> Value {
    json!({
        "key": key, "id": id, "brand": brand, "name": name,
        "redirect_uris": [
            "https://app.acme.example/signed-in", "http://127.0.0.1/callback", "com.example.reports:/signed-in",
        ],
        "scopes": [
            "cases:read", "cases:reply", "documents:read", "documents:upload", "forms:read", "members:read",
            "members:invite",
        ],
    })
}

fn organizations_of_import() -> Value {
    json!([
        {
            "key": "northwind", "id": northwind(), "brand": "acme", "name": "Northwind NWQXMARK Traders",
            "memberships": [
                { "user": "olga", "role": "owner", "created_at": "-400d", "last_active_at": "-2h" },
                { "user": "adam", "role": "admin", "created_at": "-300d" },
                { "user": "mia", "role": "member", "created_at": "-200d" },
                { "user": "vic", "role": "viewer", "created_at": "-100d" },
            ],
            "invitations": [
                { "email": "ina@northwind.example", "role": "member", "invited_by": "olga", "created_at": "-1d" },
            ],
        },
        {
            "key": "harbor", "id": harbor(), "brand": "acme", "name": "Harbor HBQXMARK Supplies",
            "memberships": [{ "user": "henry", "role": "owner" }, { "user": "hana", "role": "member" }],
            "invitations": [{ "email": "hbqx.ivo@harbor.example", "role": "viewer" }],
        },
        {
            "key": "lumen", "id": lumen(), "brand": "bright", "name": "Lumen LMQXMARK Labs",
            "memberships": [{ "user": "lena", "role": "owner" }],
            "invitations": [{ "email": "lmqx.lou@lumen.example", "role": "viewer" }],
        },
        {
            "key": "summit", "id": summit(), "brand": "crest", "name": "Summit SMQXMARK Tours",
            "memberships": [{ "user": "paula", "role": "owner" }],
            "invitations": [{ "email": "smqx.sue@summit.example", "role": "viewer" }],
        },
    ])
}

fn case_type(key: &str, brand: &str, prefix: &str) -> Value {
    json!({
        "key": key, "brand": brand, "name": "Claim", "reference_prefix": prefix,
        "status_labels": { "in_progress": "In review" },
        "milestones": [
            { "key": "received", "label": "Received" },
            { "key": "reviewed", "label": "Reviewed" },
            { "key": "paid", "label": "Paid out" },
        ],
    })
}

fn form(key: &str, brand: &str, case_type: &str) -> Value {
    json!({
        "key": key, "brand": brand, "title": "Report damaged goods", "summary": "We look at it within two days.",
        "category": "Claims", "minutes": 4, "case_type": case_type, "case_title": "Damage: {what}",
        "definition": { "sections": [
            { "title": "What happened", "fields": [
                { "key": "what", "label": "What is damaged?", "type": "text", "required": true, "max_length": 80 },
                { "key": "pieces", "label": "How many?", "type": "number", "min": 1, "max": 1000, "integer": true },
                { "key": "insured", "label": "Insured?", "type": "choice", "required": true,
                  "options": [{ "value": "yes", "label": "Yes" }, { "value": "no", "label": "No" }] },
                { "key": "policy", "label": "Policy number", "type": "text", "required": true,
                  "pattern": "\\d{2}-\\d{4}", "visible_if": { "==": [{ "var": "insured" }, "yes"] } },
            ] },
            { "title": "Evidence", "fields": [
                { "key": "photos", "label": "Photos", "type": "file", "max_items": 2 },
                { "key": "seen_on", "label": "Seen on", "type": "date" },
            ] },
        ] },
    })
}

fn case(number: u128, organization: &str, case_type: &str, title: &str, more: Value) -> Value {
    let mut case = json!({
        "key": format!("case-{number:x}"), "id": CaseId::from_u128(number), "organization": organization,
        "case_type": case_type, "title": title, "status": "in_progress", "milestone": "received",
        "created_at": "-5d",
    });
    if let (Some(case), Value::Object(more)) = (case.as_object_mut(), more) {
        case.extend(more);
    }
    case
}

fn cases() -> Value {
    let waits = |summary: &str, action: &str| {
        json!({
            "status": "action_needed", "opened_by": "mia",
            "next_step": { "party": "customer", "summary": summary, "due_at": "+3d", "action": action },
        })
    };
    json!([
        case(
            CASE_UPLOAD,
            "northwind",
            "claim",
            "Water damage NWQXMARK in hall 3",
            waits("upload photos", "upload_document")
        ),
        case(CASE_REPLY, "northwind", "claim", "Broken pallets NWQXMARK", waits("tell us how many", "reply")),
        case(
            CASE_PROGRESS,
            "northwind",
            "claim",
            "Late delivery NWQXMARK",
            json!({
                "next_step": { "party": "us", "summary": "reviewing your documents", "due_at": "+2d" },
                "source": { "name": "ERP", "synced_at": "-1h" },
                "timeline": [
                    { "kind": "message", "author": { "user": "mia" }, "body": "It is late NWQXMARK.", "at": "-4d" },
                    { "kind": "message", "author": { "party": "us", "name": "Jonas" }, "body": "We look NWQXMARK.", "at": "-3d" },
                ],
            })
        ),
        case(CASE_COMPLETED, "northwind", "claim", "Old claim NWQXMARK", json!({ "status": "completed" })),
        case(
            CASE_HARBOR,
            "harbor",
            "claim",
            "Harbor HBQXMARK claim",
            json!({
                "timeline": [{ "kind": "message", "author": { "user": "henry" }, "body": "HBQXMARK here.", "at": "-4d" }],
            })
        ),
        case(
            CASE_LUMEN,
            "lumen",
            "order",
            "Lumen LMQXMARK order",
            json!({
                "timeline": [{ "kind": "message", "author": { "user": "lena" }, "body": "LMQXMARK here.", "at": "-4d" }],
            })
        ),
        case(
            CASE_SUMMIT,
            "summit",
            "visit",
            "Summit SMQXMARK visit",
            json!({
                "timeline": [{ "kind": "message", "author": { "user": "paula" }, "body": "SMQXMARK here.", "at": "-4d" }],
            })
        ),
    ])
}

fn documents() -> Value {
    let document = |number: u128, organization: &str, name: &str, folder: &str, file: &str, versions: u32| {
        let versions: Vec<_> = (1..=versions)
            .map(|version| json!({ "file": format!("{file}-{version}.bin"), "at": format!("-{}d", 9 - version) }))
            .collect();
        json!({
            "key": format!("document-{number:x}"), "id": DocumentId::from_u128(number), "organization": organization,
            "name": name, "folder": folder, "versions": versions,
        })
    };
    let mut photo = document(DOCUMENT_PHOTO, "northwind", "photo NWQXMARK.png", "", "photo", 1);
    if let Some(photo) = photo.as_object_mut() {
        photo.insert("case".to_owned(), format!("case-{CASE_UPLOAD:x}").into());
    }
    json!([
        document(DOCUMENT_CONTRACT, "northwind", "contract NWQXMARK.pdf", "Contracts/2026 NWQXMARK", "contract", 2),
        photo,
        document(DOCUMENT_HARBOR, "harbor", "secret HBQXMARK.txt", "Plans HBQXMARK", "harbor", 1),
        document(DOCUMENT_LUMEN, "lumen", "secret LMQXMARK.txt", "Plans LMQXMARK", "lumen", 1),
        document(DOCUMENT_SUMMIT, "summit", "secret SMQXMARK.txt", "Plans SMQXMARK", "summit", 1),
    ])
}
