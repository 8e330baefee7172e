//! The request catalogue, and what was sent in.

use diesel::{dsl::max, prelude::*};
use loggia_types::{
    BrandId, FormId, FormVersionId, SubmissionId,
    forms::{Form, FormSummary, Submission},
};

use super::{
    SystemConn, TenantConn, from_json,
    members::to_user,
    moment,
    rows::{FormRow, FormVersionRow, SubmissionRow, UserRow},
    schema::{cases, form_versions, forms, submissions, users},
};
use crate::error::Result;

impl TenantConn<'_> {
    /// The forms of the organization's brand, in the catalogue's order.
    ///
    /// # Errors
    /// When the query fails.
    pub fn forms(&mut self) -> Result<Vec<FormSummary>> {
        let rows: Vec<FormRow> = forms::table
            .filter(forms::brand_id.eq(self.brand_id()))
            .order((forms::sort_order.asc(), forms::id.asc()))
            .select(FormRow::as_select())
            .load(self.raw())?;
        Ok(rows.into_iter().map(to_summary).collect())
    }

    /// A form with the definition of its published version.
    ///
    /// # Errors
    /// `not_found`.
    pub fn form(&mut self, id: &FormId) -> Result<Form> {
        let form: FormRow = forms::table
            .find(id)
            .filter(forms::brand_id.eq(self.brand_id()))
            .select(FormRow::as_select())
            .first(self.raw())?;
        let definition: String = form_versions::table
            .find(&form.published_version_id)
            .select(form_versions::definition)
            .first(self.raw())?;
        Ok(Form { summary: to_summary(form), definition: from_json("form definition", &definition)? })
    }

    /// A form version of the organization's brand and its form. `None` when there is no such version.
    ///
    /// # Errors
    /// When the query fails.
    pub fn form_version(&mut self, id: &FormVersionId) -> Result<Option<(FormRow, FormVersionRow)>> {
        Ok(form_versions::table
            .inner_join(forms::table)
            .filter(form_versions::id.eq(id))
            .filter(forms::brand_id.eq(self.brand_id()))
            .select((FormRow::as_select(), FormVersionRow::as_select()))
            .first(self.raw())
            .optional()?)
    }

    /// What was sent in.
    ///
    /// # Errors
    /// `not_found`.
    pub fn submission(&mut self, id: &SubmissionId) -> Result<Submission> {
        let (row, reference, user): (SubmissionRow, String, UserRow) = self
            .submissions()
            .inner_join(cases::table)
            .inner_join(users::table)
            .filter(submissions::id.eq(id))
            .select((SubmissionRow::as_select(), cases::reference, UserRow::as_select()))
            .first(self.raw())?;
        Ok(Submission {
            id: row.id,
            form_id: row.form_id,
            form_version_id: row.form_version_id,
            form_title: row.form_title,
            answers: from_json("answers", &row.answers)?,
            case_id: row.case_id,
            case_reference: reference,
            submitted_by: to_user(user),
            created_at: moment(row.created_at),
        })
    }
}

impl SystemConn<'_> {
    /// A form of a brand's by its key, and the number of its last version.
    ///
    /// # Errors
    /// `not_found`.
    pub fn form_by_key(&mut self, brand: &BrandId, key: &str) -> Result<(FormRow, i32)> {
        let form = forms::table.filter(forms::brand_id.eq(brand)).filter(forms::key.eq(key));
        let form: FormRow = form.select(FormRow::as_select()).first(self.raw())?;
        let versions = form_versions::table.filter(form_versions::form_id.eq(&form.id));
        let last: Option<i32> = versions.select(max(form_versions::number)).first(self.raw())?;
        Ok((form, last.unwrap_or_default()))
    }

    /// Adds a version of a form, and makes it the one that is asked from now on.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn publish_form_version(&mut self, version: &FormVersionRow) -> Result<()> {
        diesel::insert_into(form_versions::table).values(version).execute(self.raw())?;
        diesel::update(forms::table.find(&version.form_id))
            .set(forms::published_version_id.eq(&version.id))
            .execute(self.raw())?;
        Ok(())
    }
}

fn to_summary(row: FormRow) -> FormSummary {
    FormSummary {
        id: row.id,
        title: row.title,
        summary: row.summary,
        category: row.category,
        minutes: u32::try_from(row.minutes).unwrap_or_default(),
        version_id: row.published_version_id,
    }
}
