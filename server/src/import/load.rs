//! Loading an import: names are resolved and everything is checked first, then all rows go into one transaction;
//! documents follow one by one, since their bytes have to be written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail, ensure};
use chrono::Utc;
use loggia_types::{
    BrandId, CaseId, CaseTypeId, DocumentId, FieldError, Role, Timestamp, UserId, forms::FormDefinition,
};

use super::format::Import;
use crate::{
    domain::{
        brands::{Property, hosts::is_host},
        is_email, is_locale, text,
    },
    error::Error,
    state::App,
    store::{Tenant, members::normal_email},
};

mod cases;
mod documents;
mod oauth_clients;
mod people;
mod sign_in;
mod workflows;

/// How much was added; what was there already is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many of each kind.
    pub added: BTreeMap<&'static str, usize>,
}

impl Summary {
    fn count(&mut self, kind: &'static str) {
        *self.added.entry(kind).or_default() += 1;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.added.is_empty() {
            return f.write_str("Everything was there already.");
        }
        let parts: Vec<String> = self.added.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        write!(f, "Added {}.", parts.join(", "))
    }
}

/// What the keys of an import stand for.
struct Names {
    now: Timestamp,
    brands: BTreeMap<String, BrandId>,
    users: BTreeMap<String, Person>,
    organizations: BTreeMap<String, Tenant>,
    case_types: BTreeMap<String, CaseTypeId>,
    cases: BTreeMap<String, CaseId>,
    documents: BTreeMap<String, DocumentId>,
}

/// A user of the file.
#[derive(Clone)]
struct Person {
    id: UserId,
    name: String,
    email: String,
    brand: BrandId,
}

/// The token files of brands and organizations, by their keys.
struct Themes {
    brands: BTreeMap<String, String>,
    organizations: BTreeMap<String, String>,
}

impl Themes {
    fn read(import: &Import, folder: &Path) -> anyhow::Result<Self> {
        let read = |kind: &str, key: &String, path: Option<&PathBuf>| {
            let text = path.map(|path| {
                std::fs::read_to_string(folder.join(path))
                    .with_context(|| format!("{kind} {key:?}: theme: cannot read {}", path.display()))
            });
            text.transpose().map(|text| text.map(|text| (key.clone(), text)))
        };
        let brands = import.brands.iter().map(|brand| read("brands", &brand.key, brand.theme.as_ref()));
        let organizations = import.organizations.iter().map(|one| read("organizations", &one.key, one.theme.as_ref()));
        Ok(Self {
            brands: brands.filter_map(Result::transpose).collect::<anyhow::Result<_>>()?,
            organizations: organizations.filter_map(Result::transpose).collect::<anyhow::Result<_>>()?,
        })
    }
}

/// Imports a JSON file. Paths in it are relative to it.
///
/// # Errors
/// When it cannot be read, is not valid (the error says where), or the store fails.
pub async fn import_file(app: &App, file: &Path) -> anyhow::Result<Summary> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let import: Import = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| anyhow!("{}: {}: {}", file.display(), error.path(), error.inner()))?;
    deserializer.end().with_context(|| format!("{} goes on after the import", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    import_parsed(app, import, folder).await.with_context(|| file.display().to_string())
}

/// Imports what a file said. Its paths are relative to `folder`.
///
/// # Errors
/// When it is not valid or the store fails.
pub async fn import(app: &App, import: Import, folder: &Path) -> anyhow::Result<Summary> {
    import_parsed(app, import, folder).await
}

async fn import_parsed(app: &App, import: Import, folder: &Path) -> anyhow::Result<Summary> {
    let now = Utc::now();
    let themes = Themes::read(&import, folder)?;
    check(&import, folder)?;
    let mut of_sign_in = sign_in::Prepared::default();
    of_sign_in.read(app, &import, folder).await?;
    let documents = import.documents.clone();
    let (names, mut summary) = app
        .store()
        .system_write(move |c| {
            let mut summary = Summary::default();
            let mut load = || -> anyhow::Result<Names> {
                let mut names = people::load(c, &import, (&themes, &of_sign_in), now, &mut summary)?;
                oauth_clients::load(c, &import, &mut names, &mut summary)?;
                workflows::load(c, &import, &mut names, &mut summary)?;
                cases::load(c, &import, &mut names, &mut summary)?;
                Ok(names)
            };
            // The closure's error has to be the store's: the text survives.
            let names = load().map_err(|error| Error::Internal(format!("{error:#}")))?;
            Ok((names, summary))
        })
        .await?;
    for document in &documents {
        documents::load(app, document, &names, folder, &mut summary)
            .await
            .with_context(|| format!("documents {:?}", document.key))?;
    }
    Ok(summary)
}

/// What can be checked without the store. Texts are held to what the API takes.
fn check(import: &Import, folder: &Path) -> anyhow::Result<()> {
    for brand in &import.brands {
        let proper = !brand.key.is_empty()
            && brand.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        ensure!(proper, "brands {:?}: key: expected lower-case letters, digits and -", brand.key);
        brand.properties()?;
        for (property, value) in
            [(Property::Name, Some(&brand.name)), (Property::SupportEmail, brand.support_email.as_ref())]
        {
            if let Some(error) = value.and_then(|value| property.check(value).err()) {
                bail!("brands {:?}: {}: {}", brand.key, property.as_str(), error.detail);
            }
        }
        for origin in &brand.allowed_origins {
            ensure!(
                is_origin(origin),
                "brands {:?}: allowed_origins: {origin:?} is no origin like https://app.acme.example",
                brand.key
            );
        }
    }
    let mut hosts = BTreeSet::new();
    for (brand, host) in import.brands.iter().flat_map(|brand| brand.hosts.iter().map(move |host| (brand, host))) {
        ensure!(is_host(host), "brands {:?}: hosts: {host:?} is no host name like portal.acme.example", brand.key);
        ensure!(hosts.insert(host), "brands {:?}: hosts: {host:?} is there twice", brand.key);
    }
    for user in &import.users {
        ensure!(is_email(&normal_email(&user.email)), "users {:?}: email: {:?} is no address", user.key, user.email);
        proper("users", &user.key, text::line("name", user.name.trim(), 200))?;
    }
    for organization in &import.organizations {
        let key = &organization.key;
        proper("organizations", key, text::line("name", &organization.name, 200))?;
        ensure!(is_locale(&organization.locale), "organizations {key:?}: locale: expected a tag like en or de-AT");
        let owned =
            organization.memberships.iter().any(|member| member.role == Role::Owner && member.ends_at.is_none());
        ensure!(owned, "organizations {key:?}: memberships: one has to be an owner without an end");
        for invitation in &organization.invitations {
            let email = &invitation.email;
            ensure!(is_email(&normal_email(email)), "organizations {key:?}: invitations: {email:?} is no address");
        }
    }
    for form in &import.forms {
        check_definition(&form.definition).with_context(|| format!("forms {:?}: definition", form.key))?;
    }
    check_places(import, folder)
}

/// That documents and cases stay within their organization, and that the files are there.
fn check_places(import: &Import, folder: &Path) -> anyhow::Result<()> {
    let documents: BTreeMap<_, _> = import.documents.iter().map(|one| (&one.key, &one.organization)).collect();
    let cases: BTreeMap<_, _> = import.cases.iter().map(|one| (&one.key, &one.organization)).collect();
    for case in &import.cases {
        proper("cases", &case.key, text::line("title", &case.title, 200))?;
        for document in case.timeline.iter().filter_map(|entry| entry.document.as_ref()) {
            let its = documents.get(document).is_some_and(|organization| **organization == case.organization);
            ensure!(its, "cases {:?}: timeline: the organization has no document {document:?} in the file", case.key);
        }
    }
    for document in &import.documents {
        let key = &document.key;
        proper("documents", key, text::file_name("name", &document.name))?;
        proper("documents", key, text::folder("folder", &document.folder))?;
        if let Some(case) = &document.case {
            let its = cases.get(case).is_some_and(|organization| **organization == document.organization);
            ensure!(its, "documents {key:?}: case: the organization has no case {case:?} in the file");
        }
        ensure!(!document.versions.is_empty(), "documents {key:?}: versions is empty");
        for version in &document.versions {
            let file = folder.join(&version.file);
            ensure!(file.is_file(), "documents {key:?}: versions: there is no file {}", file.display());
        }
    }
    Ok(())
}

fn proper(kind: &str, key: &str, checked: Result<(), FieldError>) -> anyhow::Result<()> {
    checked.map_err(|error| anyhow!("{kind} {key:?}: {}: {}", error.pointer, error.detail))
}

fn check_definition(definition: &FormDefinition) -> anyhow::Result<()> {
    let Err(errors) = loggia_forms::check_definition(definition) else { return Ok(()) };
    let lines: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.pointer, error.detail)).collect();
    bail!("{}", lines.join("; "))
}

fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    !rest.is_empty() && !rest.contains(['/', '?', '#', ' ', '@']) && text == text.to_lowercase()
}

/// 128 bits that always come from the same name: an id that a second import finds again.
fn derived(kind: &str, name: &str) -> u128 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{kind}\n{name}").as_bytes());
    digest.iter().take(16).fold(0, |value, byte| value << 8 | u128::from(*byte))
}

fn find<'a, T>(kind: &str, map: &'a BTreeMap<String, T>, key: &str) -> anyhow::Result<&'a T> {
    map.get(key).ok_or_else(|| anyhow!("there is no {kind} with the key {key:?} in the file"))
}

/// Notes what a key stands for, once.
fn name<T>(kind: &str, map: &mut BTreeMap<String, T>, key: &str, value: T) -> anyhow::Result<()> {
    if map.insert(key.to_owned(), value).is_some() {
        bail!("{kind}: the key {key:?} is there twice");
    }
    Ok(())
}

impl Names {
    fn tenant(&self, key: &str) -> anyhow::Result<&Tenant> {
        find("organization", &self.organizations, key)
    }

    /// A user whose brand is the organization's.
    fn user(&self, tenant: &Tenant, key: &str) -> anyhow::Result<&Person> {
        let person = find("user", &self.users, key)?;
        ensure!(&person.brand == tenant.brand_id(), "the user {key:?} belongs to another brand");
        Ok(person)
    }
}

#[cfg(test)]
mod tests;
