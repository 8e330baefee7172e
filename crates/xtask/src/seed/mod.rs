//! The demo's example data: what `loggia-server import` reads, and the files that the documents are made of.
//!
//! The content lies in `crates/xtask/seed/*.json`, in the import's own format with ages instead of dates. Here it
//! gets ids, the origins of the vendor's page and its files. The same every time, so that two demos agree on ids.

mod files;
mod large;
mod paper;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use loggia_types::{CaseId, DocumentId, OrganizationId, UserId};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// The seed's parts: one file per brand, and its forms.
const PARTS: [&str; 4] = [
    include_str!("../../seed/fernhill.json"),
    include_str!("../../seed/fernhill-forms.json"),
    include_str!("../../seed/juniper.json"),
    include_str!("../../seed/juniper-forms.json"),
];

/// The brand whose portal the server's address shows.
const FIRST_BRAND: &str = "fernhill";

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "lantern on the harbour wall";

/// The command-line tool of `examples/cli`, as the portal knows it: the program's key, and its id.
pub(crate) const CLI: (&str, &str) = ("case-list", "client_01k0000000e00r40m30e209185");

/// A brand of the seed.
#[derive(Clone, Serialize)]
pub(crate) struct Brand {
    /// Its key.
    pub(crate) key: String,
    /// Its name.
    pub(crate) name: String,
}

/// An organization of the seed, as `demo.json` lists it.
#[derive(Clone, Serialize)]
pub(crate) struct Organization {
    id: String,
    name: String,
    /// Its brand's key.
    pub(crate) brand: String,
    members: Vec<Member>,
    cases: Vec<String>,
    documents: Vec<String>,
}

impl Organization {
    /// The address of its first member.
    pub(crate) fn first_email(&self) -> Option<&str> {
        self.members.first().map(|member| member.email.as_str())
    }
}

/// A person of a brand's own staff, as `demo.json` lists them.
#[derive(Clone, Serialize)]
pub(crate) struct Operator {
    /// Their brand's key.
    pub(crate) brand: String,
    name: String,
    email: String,
    role: String,
}

#[derive(Clone, Serialize)]
struct Member {
    user_id: String,
    email: String,
    role: String,
    name: String,
}

/// What was written.
pub(crate) struct Seed {
    /// The brands.
    pub(crate) brands: Vec<Brand>,
    /// The brands' operators.
    pub(crate) operators: Vec<Operator>,
    /// The organizations.
    pub(crate) organizations: Vec<Organization>,
}

/// The host name at which a brand's portal is.
pub(crate) fn host(brand: &str) -> String {
    if brand == FIRST_BRAND { "localhost".to_owned() } else { format!("{brand}.localhost") }
}

/// Writes `import.json` and the files it names into `folder`.
pub(crate) fn write(folder: &Path, themes: &Path, origins: &[String], large: bool) -> Result<Seed> {
    let mut import = merge(&PARTS)?;
    if large {
        large::add(&mut import)?;
    }
    for brand in list_mut(&mut import, "brands") {
        let key = text(brand, "key")?.to_owned();
        brand.insert("allowed_origins".into(), json!(origins));
        brand.insert("theme".into(), json!(themes.join(format!("{key}.tokens.json"))));
        brand.insert("logo".into(), json!(themes.with_file_name(format!("examples/plain-html/{key}/icon.svg"))));
        // Browsers find `*.localhost` on this machine.
        let hosts = match key.as_str() {
            FIRST_BRAND => json!(["127.0.0.1", "localhost", "fernhill.localhost"]),
            key => json!([host(key)]),
        };
        brand.insert("hosts".into(), hosts);
    }
    let (key, id) = CLI;
    let cli = json!([{
        "key": key, "id": id, "brand": FIRST_BRAND, "name": "Case list",
        "redirect_uris": ["http://127.0.0.1/callback"], "scopes": ["cases:read"],
    }]);
    import.insert("oauth_clients".to_owned(), cli);
    // The hundreds of the large organization do without: a password takes its time.
    let few = |user: &&mut Map<String, Value>| !text(user, "key").is_ok_and(|key| key.starts_with("meridian-"));
    for user in list_mut(&mut import, "users").filter(few) {
        user.insert("password".into(), json!(PASSWORD));
    }
    for (kind, id) in ID_KINDS {
        for thing in list_mut(&mut import, kind) {
            let id = id(number(kind, text(thing, "key")?));
            thing.insert("id".into(), json!(id));
        }
    }
    fs::create_dir_all(folder.join("files"))?;
    files::write_all(folder, list(&import, "documents"))?;
    let seed = describe(&import)?;
    fs::write(folder.join("import.json"), serde_json::to_vec_pretty(&import)?)?;
    Ok(seed)
}

type MakeId = fn(u128) -> String;

/// The lists whose things have an id that other programs are told.
const ID_KINDS: [(&str, MakeId); 4] = [
    ("users", |number| UserId::from_u128(number).to_string()),
    ("organizations", |number| OrganizationId::from_u128(number).to_string()),
    ("cases", |number| CaseId::from_u128(number).to_string()),
    ("documents", |number| DocumentId::from_u128(number).to_string()),
];

/// A number that belongs to a key, shaped like a UUIDv7 of 1 January 2026 so that ids made later sort after it.
fn number(kind: &str, key: &str) -> u128 {
    const NEW_YEAR_2026: u128 = 1_767_225_600_000;
    let digest = Sha256::digest(format!("{kind}/{key}"));
    let random = digest.iter().take(10).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let low = random & 0x0fff_3fff_ffff_ffff_ffff | 0x7000_8000_0000_0000_0000;
    NEW_YEAR_2026 << 80 | low
}

/// Puts the lists of several files together.
fn merge(parts: &[&str]) -> Result<Map<String, Value>> {
    let mut whole = Map::new();
    for part in parts {
        let part: Map<String, Value> = serde_json::from_str(part).context("a part of the seed is no JSON")?;
        for (kind, mut things) in part {
            let all = whole.entry(kind).or_insert_with(|| json!([]));
            if let (Value::Array(all), Value::Array(things)) = (all, &mut things) {
                all.append(things);
            }
        }
    }
    Ok(whole)
}

/// What `demo.json` says about the seed.
fn describe(import: &Map<String, Value>) -> Result<Seed> {
    let brands = list(import, "brands")
        .map(|brand| Ok(Brand { key: text(brand, "key")?.to_owned(), name: text(brand, "name")?.to_owned() }))
        .collect::<Result<_>>()?;
    let ids_of = |kind: &str, organization: &str| -> Result<Vec<String>> {
        list(import, kind)
            .filter(|thing| thing.get("organization").and_then(Value::as_str) == Some(organization))
            .take(50)
            .map(|thing| Ok(text(thing, "id")?.to_owned()))
            .collect()
    };
    let organizations = list(import, "organizations")
        .map(|organization| {
            let key = text(organization, "key")?;
            Ok(Organization {
                id: text(organization, "id")?.to_owned(),
                name: text(organization, "name")?.to_owned(),
                brand: text(organization, "brand")?.to_owned(),
                members: list(organization, "memberships")
                    .map(|membership| member(import, membership))
                    .collect::<Result<_>>()?,
                cases: ids_of("cases", key)?,
                documents: ids_of("documents", key)?,
            })
        })
        .collect::<Result<_>>()?;
    let operator = |operator: &Map<String, Value>| -> Result<Operator> {
        let user = user(import, text(operator, "user")?)?;
        let field = |field| Ok::<_, anyhow::Error>(text(user, field)?.to_owned());
        let role = text(operator, "role")?.to_owned();
        Ok(Operator { brand: field("brand")?, name: field("name")?, email: field("email")?, role })
    };
    let operators = list(import, "operators").map(operator).collect::<Result<_>>()?;
    Ok(Seed { brands, operators, organizations })
}

fn user<'a>(import: &'a Map<String, Value>, key: &str) -> Result<&'a Map<String, Value>> {
    list(import, "users")
        .find(|user| user.get("key").and_then(Value::as_str) == Some(key))
        .with_context(|| format!("the seed has no user {key}"))
}

fn member(import: &Map<String, Value>, membership: &Map<String, Value>) -> Result<Member> {
    let user = user(import, text(membership, "user")?)?;
    Ok(Member {
        user_id: text(user, "id")?.to_owned(),
        email: text(user, "email")?.to_owned(),
        role: text(membership, "role")?.to_owned(),
        name: text(user, "name")?.to_owned(),
    })
}

fn list<'a>(of: &'a Map<String, Value>, kind: &str) -> impl Iterator<Item = &'a Map<String, Value>> + use<'a> {
    of.get(kind).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn list_mut<'a>(
    of: &'a mut Map<String, Value>,
    kind: &str,
) -> impl Iterator<Item = &'a mut Map<String, Value>> + use<'a> {
    of.get_mut(kind).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

fn text<'a>(thing: &'a Map<String, Value>, field: &str) -> Result<&'a str> {
    thing.get(field).and_then(Value::as_str).with_context(|| format!("the seed has something without `{field}`"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use loggia_types::{Role, forms::FormDefinition};

    use super::*;

    #[test]
    fn every_form_of_the_seed_has_the_shape_of_a_form_definition() {
        let import = merge(&PARTS).unwrap();
        for form in list(&import, "forms") {
            let definition: FormDefinition = serde_json::from_value(form["definition"].clone()).unwrap();
            assert!(!definition.sections.is_empty(), "{}", form["key"]);
        }
    }

    #[test]
    fn every_organization_has_members_in_every_role() {
        let folder = tempfile::tempdir().unwrap();
        let seed = write(folder.path(), Path::new("themes"), &[], false).unwrap();
        assert_eq!((seed.brands.len(), seed.organizations.len()), (2, 4));
        for brand in &seed.brands {
            assert!(seed.operators.iter().any(|operator| operator.brand == brand.key), "{}", brand.name);
        }
        for organization in &seed.organizations {
            let roles: BTreeSet<&str> = organization.members.iter().map(|member| member.role.as_str()).collect();
            assert_eq!(roles.len(), Role::ALL.len(), "{}", organization.name);
            assert!(!organization.cases.is_empty() && !organization.documents.is_empty(), "{}", organization.name);
        }
    }

    #[test]
    fn the_seed_is_the_same_every_time() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for folder in [&first, &second] {
            write(folder.path(), Path::new("themes"), &[], true).unwrap();
        }
        for name in ["import.json", "files/framework-agreement-3.pdf", "files/pallet.png", "files/gate-note.docx"] {
            let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name)).unwrap();
            assert_eq!(read(&first), read(&second), "{name}");
        }
    }
}
