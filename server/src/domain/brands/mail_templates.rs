//! A brand's own words for its mails.

use loggia_portal::Locale;
use serde_json::json;

use crate::{
    error::{Error, Result},
    mail::CustomWords,
    state::App,
    store::{AuditEntry, Principal, Store, rows::BrandMailTemplateRow},
};

/// The own words of the brand with this key.
///
/// # Errors
/// `not_found`.
pub async fn list(store: &Store, key: &str) -> Result<Vec<BrandMailTemplateRow>> {
    let brand = super::brand(store, key).await?;
    store.system_read(move |c| c.mail_templates(&brand.id)).await
}

/// Gives the brand with this key its own words for a kind of mail in a language; `None` goes back to ours.
///
/// # Errors
/// `not_found`, `validation_failed` naming the field and the variable that the mail does not have.
pub async fn set(app: &App, key: &str, kind: &str, language: &str, words: Option<CustomWords>) -> Result<()> {
    if Locale::of(language).is_none_or(|locale| locale.tag() != language) {
        let detail = format!("Mails are not written in {language:?}.");
        return Err(Error::invalid_value("/language", "invalid", detail));
    }
    if let Some(words) = &words {
        words.check(kind).map_err(Error::validation)?;
    }
    let brand = super::brand(app.store(), key).await?;
    let (kind, language) = (kind.to_owned(), language.to_owned());
    let changed = app.store().system_write(move |c| {
        let id = format!("{kind}/{language}");
        let entry = match words {
            Some(CustomWords { subject, body }) => {
                let after = json!({ "subject": subject, "body": body });
                let row = BrandMailTemplateRow { brand_id: brand.id.clone(), kind, language, subject, body };
                c.set_mail_template(&row)?;
                AuditEntry::new("mail_template.updated", "mail_template", id).changes((), after)
            }
            None if c.delete_mail_template(&brand.id, &kind, &language)? => {
                AuditEntry::new("mail_template.deleted", "mail_template", id)
            }
            None => return Err(Error::not_found()),
        };
        c.audit(&brand.id, &Principal::system(), entry)
    });
    changed.await
}
