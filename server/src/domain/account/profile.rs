//! Name and language.

use super::relist;
use crate::{
    auth::{RequestInfo, SignedIn},
    domain::{
        sign_in::{self, Who},
        text,
    },
    error::Result,
    state::App,
    store::AuditEntry,
};

/// What is wrong with a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileFault {
    /// The name cannot be one.
    Name,
    /// The language is none that the brand offers.
    Language,
}

/// Gives somebody another name and language. An empty language is their browser's.
///
/// # Errors
/// When the store fails.
pub async fn set_profile(
    app: &App,
    signed_in: &SignedIn,
    (name, language): (&str, &str),
    request: &RequestInfo,
) -> Result<Result<(), ProfileFault>> {
    let name = name.trim().to_owned();
    if text::line("name", &name, 200).is_err() {
        return Ok(Err(ProfileFault::Name));
    }
    let language = Some(language.to_owned()).filter(|language| !language.is_empty());
    let identity = app.hosts().identity(&signed_in.brand.id).await?;
    if language.as_deref().is_some_and(|language| identity.languages().all(|offered| offered.tag() != language)) {
        return Ok(Err(ProfileFault::Language));
    }
    let before = serde_json::json!({ "name": signed_in.user.name, "locale": signed_in.locale });
    let after = serde_json::json!({ "name": name, "locale": language });
    if before == after {
        return Ok(Ok(()));
    }
    let is_renamed = name != signed_in.user.name;
    let mut who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    who.user.name.clone_from(&name);
    let request = request.clone();
    let organizations = app
        .store()
        .system_write(move |c| {
            c.set_profile(&who.user.id, &name, language.as_deref())?;
            let entry = AuditEntry::new("user.updated", "user", &who.user.id).changes(before, after);
            if is_renamed { relist(c, &who, &request, &entry) } else { sign_in::note(c, &who, &request, &entry) }
        })
        .await?;
    sign_in::wake(app.store(), &organizations);
    Ok(Ok(()))
}
