//! An organization of the size where lists have to be quick: `--large`.

use anyhow::Result;
use serde_json::{Map, Value, json};

const MEMBERS: usize = 300;
const DOCUMENTS: usize = 1_200;
const CASES: usize = 400;

const FIRST: [&str; 12] =
    ["Ada", "Bruno", "Chiara", "Dmitri", "Esra", "Farid", "Greta", "Hugo", "Iris", "Jan", "Kaya", "Leila"];
const LAST: [&str; 10] =
    ["Aalto", "Becker", "Costa", "Dubois", "Eriksen", "Fontana", "Garcia", "Horvat", "Ivanov", "Jansen"];
const FOLDERS: [&str; 6] = ["Contracts", "Invoices/2025", "Invoices/2026", "Reports/2025", "Reports/2026", "Customs"];
const SMALL_FILES: [(&str, &str); 3] =
    [("pdf", "files/invoice-0466.pdf"), ("csv", "files/site-contacts.csv"), ("docx", "files/gate-note.docx")];

/// Adds "Meridian Retail" to the first brand.
pub(super) fn add(import: &mut Map<String, Value>) -> Result<()> {
    let mut memberships = Vec::new();
    for at in 0..MEMBERS {
        let key = format!("meridian-{at}");
        let first = FIRST.get(at % FIRST.len()).copied().unwrap_or_default();
        let last = LAST.get(at / FIRST.len() % LAST.len()).copied().unwrap_or_default();
        push(
            import,
            "users",
            json!({
                "key": key, "brand": "fernhill", "name": format!("{first} {last}"),
                "email": format!("{}.{}{at}@meridian.example", first.to_lowercase(), last.to_lowercase()),
            }),
        );
        let role = match at {
            0 => "owner",
            1..6 => "admin",
            _ if at % 3 == 0 => "viewer",
            _ => "member",
        };
        memberships.push(json!({ "user": key, "role": role, "created_at": format!("-{}d", 900 - 2 * at) }));
    }
    push(
        import,
        "organizations",
        json!({
            "key": "meridian", "brand": "fernhill", "name": "Meridian Retail", "locale": "en", "created_at": "-1000d",
            "memberships": memberships,
        }),
    );
    for at in 0..CASES {
        let open = at < 60;
        let mut case = json!({
            "key": format!("meridian-claim-{at}"), "organization": "meridian", "case_type": "damage-claim",
            "title": format!("Damage claim, order {:02}-{:04}", 80 + at % 9, 1_000 + 7 * at),
            "status": if open { "in_progress" } else { "completed" }, "milestone": if open { "assessed" } else { "paid" },
            "opened_by": format!("meridian-{}", 6 + 3 * (at % 90) + 1), "created_at": format!("-{}h", 5 * at + 9),
        });
        if open && let Some(case) = case.as_object_mut() {
            case.insert(
                "next_step".into(),
                json!({ "party": "us", "summary": "assessing the damage", "due_at": "+6d" }),
            );
        }
        push(import, "cases", case);
    }
    for at in 0..DOCUMENTS {
        let (ending, file) = SMALL_FILES.get(at % SMALL_FILES.len()).copied().unwrap_or_default();
        push(
            import,
            "documents",
            json!({
                "key": format!("meridian-{at}"), "organization": "meridian", "name": format!("Record {:05}.{ending}", 10_000 + at),
                "folder": FOLDERS.get(at % FOLDERS.len()), "versions": [{ "file": file, "at": format!("-{}h", 3 * at + 2) }],
            }),
        );
    }
    Ok(())
}

fn push(import: &mut Map<String, Value>, kind: &str, thing: Value) {
    if let Value::Array(things) = import.entry(kind).or_insert_with(|| json!([])) {
        things.push(thing);
    }
}
