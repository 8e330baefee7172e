//! Case types and forms.

use anyhow::{Context, ensure};
use loggia_types::{CaseTypeId, FormId, FormVersionId};

use super::{Names, Summary, derived, find, name};
use crate::{
    import::format::Import,
    store::{
        SystemConn, micros,
        rows::{CaseTypeRow, FormRow, FormVersionRow},
        to_json,
    },
};

/// How many forms a brand may have.
const MOST_FORMS: i64 = 500;

pub(super) fn load(
    c: &mut SystemConn<'_>,
    import: &Import,
    names: &mut Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let now = micros(names.now);
    for case_type in &import.case_types {
        let at = || format!("case_types {:?}", case_type.key);
        let brand = find("brand", &names.brands, &case_type.brand).with_context(at)?.clone();
        let id = CaseTypeId::from_u128(derived("case_type", &format!("{}/{}", case_type.brand, case_type.key)));
        name("case_types", &mut names.case_types, &case_type.key, id.clone())?;
        let prefix = &case_type.reference_prefix;
        let proper = (1..=8).contains(&prefix.len()) && prefix.chars().all(|c| c.is_ascii_alphanumeric());
        ensure!(proper, "{}: reference_prefix: expected 1 to 8 letters and digits", at());
        if c.case_type_exists(&id)? {
            continue;
        }
        let row = CaseTypeRow {
            id,
            brand_id: brand,
            key: case_type.key.clone(),
            name: case_type.name.clone(),
            reference_prefix: prefix.clone(),
            status_labels: to_json(&case_type.status_labels)?,
            milestones: to_json(&case_type.milestones)?,
            created_at: now,
        };
        c.insert_case_type(&row).with_context(at)?;
        summary.count("case types");
    }
    for (order, form) in import.forms.iter().enumerate() {
        let at = || format!("forms {:?}", form.key);
        let brand = find("brand", &names.brands, &form.brand).with_context(at)?.clone();
        let case_type = find("case type", &names.case_types, &form.case_type).with_context(at)?.clone();
        let of_brand = import.case_types.iter().any(|one| one.key == form.case_type && one.brand == form.brand);
        ensure!(of_brand, "{}: case_type: it belongs to another brand", at());
        let full = format!("{}/{}", form.brand, form.key);
        let id = FormId::from_u128(derived("form", &full));
        if c.form_exists(&id)? {
            continue;
        }
        let version = FormVersionRow {
            id: FormVersionId::from_u128(derived("form_version", &format!("{full}/1"))),
            brand_id: brand.clone(),
            form_id: id.clone(),
            number: 1,
            definition: to_json(&form.definition)?,
            created_at: now,
        };
        let row = FormRow {
            id,
            brand_id: brand,
            key: form.key.clone(),
            title: form.title.clone(),
            summary: form.summary.clone(),
            category: form.category.clone(),
            minutes: form.minutes.try_into().with_context(at)?,
            case_type_id: case_type,
            case_title: form.case_title.clone(),
            next_step: form.next_step.as_ref().map(to_json).transpose()?,
            opening_message: form.opening_message.clone(),
            published_version_id: version.id.clone(),
            sort_order: i64::try_from(order).with_context(at)?,
            created_at: now,
        };
        c.insert_form(&row, &version).with_context(at)?;
        summary.count("forms");
    }
    for (key, brand) in &names.brands {
        // A catalogue is read as one page.
        ensure!(c.count_forms(brand)? <= MOST_FORMS, "brands {key:?}: forms: at most {MOST_FORMS} are taken");
    }
    Ok(())
}
