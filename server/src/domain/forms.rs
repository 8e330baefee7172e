//! Forms: publishing a new version. Versions never change: what was answered stays what it was.

use loggia_types::{FormVersionId, forms::FormDefinition};

use crate::{
    error::{Error, Result},
    store::{AuditEntry, Principal, Store, micros, rows::FormVersionRow, to_json},
};

/// Publishes a definition as the next version of a brand's form, and says which number that is. Drafts of the version
/// before are carried over when they are read; what is sent in for it in the meantime is still taken.
///
/// # Errors
/// `not_found` for the brand or the form, `validation_failed` for a definition that could not be asked.
pub async fn publish(store: &Store, brand: String, form: String, definition: FormDefinition) -> Result<i32> {
    loggia_forms::check_definition(&definition).map_err(Error::validation)?;
    store
        .system_write(move |c| {
            let brand = c.brand_by_key(&brand)?.ok_or_else(Error::not_found)?;
            // Of two at the same time one is the next version, and the other the one after.
            c.lock_brand(&brand.id)?;
            let (form, last) = c.form_by_key(&brand.id, &form)?;
            let number = last.saturating_add(1);
            let version = FormVersionRow {
                id: FormVersionId::generate(),
                brand_id: brand.id.clone(),
                form_id: form.id.clone(),
                number,
                definition: to_json(&definition)?,
                created_at: micros(chrono::Utc::now()),
            };
            c.publish_form_version(&version)?;
            let entry = AuditEntry::new("form.published", "form", &form.id);
            let about = |id, number| serde_json::json!({ "form_version_id": id, "number": number });
            let entry = entry.changes(about(form.published_version_id, last), about(version.id, number));
            c.audit(&brand.id, &Principal::system(), entry)?;
            Ok(number)
        })
        .await
}
