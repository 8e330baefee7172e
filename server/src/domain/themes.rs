//! Themes: an organization's lies over its brand's, a partner's brand's over that of the brand above it, and all over the
//! default one. What cannot be read is refused where it is set, and repaired where it is there all the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use loggia_theme::{ThemeError, check, compile_layers, differences, repair};
use loggia_types::{BrandId, OrganizationId, session::ThemeVariables};
use serde_json::json;

use super::factors::by_command_line;
use crate::{
    error::{Error, Result},
    state::App,
    store::{AuditEntry, SystemConn, Tenant},
};

/// How long a theme may be, in bytes.
pub const LONGEST: usize = 256 * 1024;
/// So many compiled themes are kept.
const KEPT: usize = 512;

/// A compiled theme.
#[derive(Debug, Default)]
pub struct Look {
    /// Every token.
    pub whole: ThemeVariables,
    /// What a page with the widgets' style sheet does not have already.
    pub travels: ThemeVariables,
}

/// The compiled themes, by what they are made of.
#[derive(Default)]
pub struct Themes(Mutex<HashMap<Vec<String>, Arc<Look>>>);

impl Themes {
    /// Token files, each over the next, as CSS custom properties. What has become unreadable since it was set (below it there
    /// is another theme, or another version's default) is repaired. What cannot be compiled is the default theme.
    pub fn compiled(&self, layers: Vec<String>) -> Arc<Look> {
        if let Some(look) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&layers) {
            return Arc::clone(look);
        }
        // Not under the lock: whoever asks for another theme does not wait.
        let whole = readable(&layers).unwrap_or_else(|error| {
            tracing::error!(%error, "a theme cannot be used: the default look is shown");
            loggia_theme::default_theme()
        });
        // Without its name: it may be the theme of a brand above, whose name is nobody's to see.
        let travels = ThemeVariables { name: String::new(), ..differences(&whole) };
        let look = Arc::new(Look { travels, whole });
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(layers, Arc::clone(&look));
        look
    }
}

fn readable(layers: &[String]) -> std::result::Result<ThemeVariables, ThemeError> {
    let mut layers: Vec<&str> = layers.iter().map(String::as_str).collect();
    match check(&layers) {
        Err(ThemeError::Contrast(pairs)) => {
            tracing::warn!(pairs, "a theme cannot be read any more, and is repaired where it is shown");
            let repaired = repair(&layers)?;
            if let Some(first) = layers.first_mut() {
                *first = &repaired.tokens;
            }
            compile_layers(&layers)
        }
        checked => checked,
    }
}

/// Whose theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A brand's, by its key.
    Brand(String),
    /// An organization's.
    Organization(OrganizationId),
}

/// The token files below an owner's own, the nearest first.
///
/// # Errors
/// `not_found`.
pub async fn below(app: &App, owner: Owner) -> Result<Vec<String>> {
    let read = app.store().system_read(move |c| {
        let (brand, organization) = found(c, &owner)?;
        let own = owns(c, &brand, organization.as_ref())?;
        let mut layers = c.theme_layers(&brand, organization.as_ref())?;
        if own && !layers.is_empty() {
            layers.remove(0);
        }
        Ok(layers)
    });
    read.await
}

/// Gives a brand or an organization a theme, or takes it away.
///
/// # Errors
/// `not_found`; a validation error that names the token or the pairs, when the theme, or one that lies over it, cannot be
/// compiled or read.
pub async fn set(app: &App, owner: Owner, tokens: Option<String>) -> Result<()> {
    if tokens.as_ref().is_some_and(|tokens| tokens.len() > LONGEST) {
        return Err(refused(format!("a theme has at most {LONGEST} bytes")));
    }
    let change = app.store().system_write(move |c| {
        let (brand, organization) = found(c, &owner)?;
        let had = owns(c, &brand, organization.as_ref())?;
        let (had, has) = (json!({ "theme": had }), json!({ "theme": tokens.is_some() }));
        match &organization {
            None => {
                c.set_brand_theme(&brand, tokens.as_deref())?;
                check_layers(c, &brand, None, "")?;
                for (over, org, name) in c.themes_over(&brand)? {
                    check_layers(c, &over, org.as_ref(), &format!("the theme of {name}, which lies over it: "))?;
                }
                let entry = AuditEntry::new("brand.theme_changed", "brand", &brand).changes(had, has);
                c.audit(&brand, &by_command_line(), entry)?;
            }
            Some(organization) => {
                c.set_organization_theme(organization, tokens.as_deref())?;
                check_layers(c, &brand, Some(organization), "")?;
                let tenant = Tenant::for_person(organization.clone(), brand.clone(), by_command_line());
                let entry =
                    AuditEntry::new("organization.theme_changed", "organization", organization).changes(had, has);
                let _noted = c.in_tenant(&tenant, |tx| tx.audit(entry))?;
            }
        }
        Ok(())
    });
    change.await
}

fn found(c: &mut SystemConn<'_>, owner: &Owner) -> Result<(BrandId, Option<OrganizationId>)> {
    match owner {
        Owner::Brand(key) => Ok((c.brand_by_key(key)?.ok_or_else(Error::not_found)?.id, None)),
        Owner::Organization(id) => Ok((c.brand_of_organization(id)?, Some(id.clone()))),
    }
}

fn owns(c: &mut SystemConn<'_>, brand: &BrandId, organization: Option<&OrganizationId>) -> Result<bool> {
    match organization {
        Some(organization) => Ok(c.organization_theme(organization)?.is_some()),
        None => Ok(c.brand(brand)?.theme.is_some()),
    }
}

/// Refuses what is in the store, before it is committed.
pub(crate) fn check_layers(
    c: &mut SystemConn<'_>,
    brand: &BrandId,
    organization: Option<&OrganizationId>,
    whose: &str,
) -> Result<()> {
    let layers = c.theme_layers(brand, organization)?;
    let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
    check(&layers).map(|_| ()).map_err(|error| refused(format!("{whose}{error}")))
}

/// Why a theme was refused, in one line.
pub fn reason(error: &Error) -> String {
    match error {
        Error::Problem(problem) if !problem.errors.is_empty() => {
            let details: Vec<&str> = problem.errors.iter().map(|error| error.detail.as_str()).collect();
            details.join("; ")
        }
        other => other.to_string(),
    }
}

fn refused(why: String) -> Error {
    Error::invalid_value("/theme", "invalid", why)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Settings, import};

    const CUSTOMER: u128 = 7;

    fn theme(name: &str, tokens: &str) -> String {
        format!(r#"{{"$extensions":{{"portal":{{"name":"{name}"}}}},{tokens}}}"#)
    }

    fn accent(color: &str) -> String {
        format!(r##""color":{{"accent":{{"$value":"{color}","$extensions":{{"portal":{{"dark":"#7dbfe8"}}}}}}}}"##)
    }

    /// A vendor, a partner below it, and a customer of the partner's, each with a theme or without.
    async fn filled(folder: &std::path::Path, themes: [Option<String>; 3]) -> (App, anyhow::Result<import::Summary>) {
        let settings = Settings { data_dir: Some(folder.join("data")), ..Settings::default() };
        let app = App::build(settings.resolve().unwrap()).unwrap();
        let mut file = json!({
            "brands": [{ "key": "vendor", "name": "Vendor" }, { "key": "partner", "parent": "vendor", "name": "Partner" }],
            "users": [{ "key": "olga", "brand": "partner", "name": "Olga", "email": "olga@acme.example" }],
            "organizations": [{
                "key": "northwind", "id": OrganizationId::from_u128(CUSTOMER), "brand": "partner", "name": "Northwind",
                "memberships": [{ "user": "olga", "role": "owner" }],
            }],
        });
        for (at, tokens) in themes.into_iter().enumerate().filter_map(|(at, tokens)| Some((at, tokens?))) {
            let name = format!("{at}.tokens.json");
            std::fs::write(folder.join(&name), tokens).unwrap();
            let target = if at == 2 { &mut file["organizations"][0] } else { &mut file["brands"][at] };
            target["theme"] = name.into();
        }
        let path = folder.join("import.json");
        std::fs::write(&path, file.to_string()).unwrap();
        let summary = import::import_file(&app, &path).await;
        (app, summary)
    }

    fn customer() -> Owner {
        Owner::Organization(OrganizationId::from_u128(CUSTOMER))
    }

    /// The values that the customer's widgets get.
    async fn shown(app: &App) -> Arc<Look> {
        let layers = app.store().system_read(|c| {
            let organization = OrganizationId::from_u128(CUSTOMER);
            let brand = c.brand_of_organization(&organization)?;
            c.theme_layers(&brand, Some(&organization))
        });
        app.themes().compiled(layers.await.unwrap())
    }

    #[tokio::test]
    async fn an_organization_looks_like_itself_over_its_brand_over_the_brand_above() {
        let folder = tempfile::tempdir().unwrap();
        let themes = [
            Some(theme("vendor", &accent("#5b21b6"))),
            Some(theme("partner", r#""radius":{"large":{"$value":"3px"}}"#)),
            Some(theme("northwind", r#""font":{"family":{"$value":"Georgia"}}"#)),
        ];
        let (app, summary) = filled(folder.path(), themes).await;
        summary.unwrap();
        let look = shown(&app).await;
        assert_eq!(look.travels.light["--portal-color-accent"], "#5b21b6");
        assert_eq!(look.travels.light["--portal-radius-large"], "3px");
        assert_eq!(look.travels.light["--portal-font-family"], "\"Georgia\"");
        assert_eq!(look.travels.light.len(), 3, "what the page has does not travel: {:?}", look.travels.light);
        assert_eq!(look.whole.light["--portal-widget-radius"], "3px");

        set(&app, customer(), None).await.unwrap();
        assert!(!shown(&app).await.travels.light.contains_key("--portal-font-family"));
        set(&app, Owner::Brand("vendor".to_owned()), Some(theme("vendor", &accent("#0b5c8a")))).await.unwrap();
        assert!(!shown(&app).await.travels.light.contains_key("--portal-color-accent"), "it is the default's");
        let below = below(&app, Owner::Brand("partner".to_owned())).await.unwrap();
        assert_eq!(below, [theme("vendor", &accent("#0b5c8a"))]);
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_neither_imported_nor_set() {
        let pale = theme("pale", &accent("#fde68a"));
        for at in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let mut themes = [None, None, None];
            themes[at] = Some(pale.clone());
            let (app, summary) = filled(folder.path(), themes).await;
            let message = format!("{:#}", summary.unwrap_err());
            let kind = if at == 2 { "organizations \"northwind\"" } else { "brands" };
            assert!(message.contains(kind) && message.contains("theme: "), "{message}");
            assert!(message.contains("color.accent on color.surface (light): 1.2"), "{message}");
            assert!(app.store().system_read(|c| c.brand_by_key("vendor")).await.unwrap().is_none(), "nothing is left");
        }
        let folder = tempfile::tempdir().unwrap();
        let (app, summary) = filled(folder.path(), [None, None, None]).await;
        summary.unwrap();
        for owner in [customer(), Owner::Brand("partner".to_owned())] {
            let refused = set(&app, owner.clone(), Some(pale.clone())).await.unwrap_err();
            assert!(reason(&refused).contains("color.accent on color.surface (light): 1.2"), "{refused:?}");
            let refused =
                set(&app, owner, Some(theme("x", r##""color":{"acent":{"$value":"#123456"}}"##))).await.unwrap_err();
            assert!(reason(&refused).contains("did you mean `color.accent`?"), "{refused:?}");
        }
        assert_eq!(shown(&app).await.travels.light.len(), 0);
        let nobody = Owner::Brand("nobody".to_owned());
        assert_eq!(set(&app, nobody, None).await.unwrap_err().code(), Some(loggia_types::ProblemCode::NotFound));
    }

    #[tokio::test]
    async fn a_theme_that_makes_one_above_it_unreadable_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        // The customer's muted words are right on white, and on nothing much darker.
        let tokens = r##""color":{"text-muted":{"$value":"#646b79","$extensions":{"portal":{"dark":"#939eb0"}}}}"##;
        let (app, summary) = filled(folder.path(), [None, None, Some(theme("northwind", tokens))]).await;
        summary.unwrap();
        let darker = r##""color":{"surface-sunken":{"$value":"#e8e8e8","$extensions":{"portal":{"dark":"#0c0f14"}}}}"##;
        let refused = set(&app, Owner::Brand("vendor".to_owned()), Some(theme("vendor", darker))).await.unwrap_err();
        let reason = reason(&refused);
        assert!(reason.starts_with("the theme of Northwind, which lies over it: "), "{reason}");
        assert!(reason.contains("color.text-muted on color.surface-sunken (light)"), "{reason}");
        assert!(below(&app, customer()).await.unwrap().is_empty(), "it was not saved");
    }

    #[tokio::test]
    async fn what_is_there_and_cannot_be_read_is_repaired_where_it_is_shown() {
        let look = Themes::default().compiled(vec![theme("pale", &accent("#fde68a"))]);
        assert!(loggia_theme::contrast_report(&look.whole).iter().all(|pair| pair.passes()));
        assert_ne!(look.whole.light["--portal-color-accent"], "#fde68a");
        let broken = Themes::default().compiled(vec!["{".to_owned()]);
        assert_eq!(broken.whole, loggia_theme::default_theme());
    }
}
