//! What an import asks of the store: what is there already, and adding what is above organizations.

use diesel::{dsl, prelude::*};
use loggia_types::{BrandId, CaseId, CaseTypeId, DocumentId, FormId, UserId};

use super::{
    SystemConn, TenantConn,
    rows::{CaseTypeRow, FormRow, FormVersionRow},
    schema::{case_types, cases, documents, form_versions, forms, users},
};
use crate::error::Result;

impl SystemConn<'_> {
    /// Whether there is this user.
    pub(crate) fn user_exists(&mut self, id: &UserId) -> Result<bool> {
        Ok(diesel::select(dsl::exists(users::table.find(id))).get_result(self.raw())?)
    }

    /// Whether there is this case type.
    pub(crate) fn case_type_exists(&mut self, id: &CaseTypeId) -> Result<bool> {
        Ok(diesel::select(dsl::exists(case_types::table.find(id))).get_result(self.raw())?)
    }

    /// Adds a case type.
    pub(crate) fn insert_case_type(&mut self, row: &CaseTypeRow) -> Result<()> {
        diesel::insert_into(case_types::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Whether there is this form.
    pub(crate) fn form_exists(&mut self, id: &FormId) -> Result<bool> {
        Ok(diesel::select(dsl::exists(forms::table.find(id))).get_result(self.raw())?)
    }

    /// How many forms a brand has.
    pub(crate) fn count_forms(&mut self, brand: &BrandId) -> Result<i64> {
        Ok(forms::table.filter(forms::brand_id.eq(brand)).count().first(self.raw())?)
    }

    /// Adds a form with its published version.
    pub(crate) fn insert_form(&mut self, form: &FormRow, version: &FormVersionRow) -> Result<()> {
        diesel::insert_into(forms::table).values(form).execute(self.raw())?;
        diesel::insert_into(form_versions::table).values(version).execute(self.raw())?;
        Ok(())
    }
}

impl TenantConn<'_> {
    /// Whether the tenant has this case.
    pub(crate) fn has_case(&mut self, id: &CaseId) -> Result<bool> {
        let query = self.cases().filter(cases::id.eq(id.clone())).count();
        Ok(query.first::<i64>(self.raw())? > 0)
    }

    /// Whether the tenant has, or had, this document.
    pub(crate) fn has_document(&mut self, id: &DocumentId) -> Result<bool> {
        let query = self.documents().filter(documents::id.eq(id.clone())).count();
        Ok(query.first::<i64>(self.raw())? > 0)
    }
}
