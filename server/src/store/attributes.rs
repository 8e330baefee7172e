//! Attributes of cases and documents: what conditions of roles compare.

use std::collections::BTreeMap;

use diesel::prelude::*;
use loggia_types::{
    CaseId, DocumentId,
    conditions::{AttributeValue, Attributes},
};

use super::{
    StoreError, TenantConn, TenantTx,
    rows::ResourceAttributeRow,
    schema::{cases, documents, resource_attributes},
};
use crate::error::Result;

impl TenantConn<'_> {
    /// A thing's own attributes.
    ///
    /// # Errors
    /// When the query fails.
    pub fn own_attributes(&mut self, resource_id: &str) -> Result<Attributes> {
        let rows: Vec<ResourceAttributeRow> = self
            .resource_attributes()
            .filter(resource_attributes::resource_id.eq(resource_id.to_owned()))
            .order((resource_attributes::name.asc(), resource_attributes::list_position.asc()))
            .select(ResourceAttributeRow::as_select())
            .load(self.raw())?;
        let mut attributes = BTreeMap::new();
        for row in rows {
            let corrupt = || StoreError::Corrupt { what: "attribute", why: format!("it has no {}", row.kind) };
            let value = match row.kind.as_str() {
                TEXT => AttributeValue::Text(row.text_value.ok_or_else(corrupt)?),
                NUMBER => AttributeValue::Number(row.number_value.ok_or_else(corrupt)?),
                FLAG => AttributeValue::Flag(row.flag_value.ok_or_else(corrupt)?),
                LIST => {
                    let text = row.text_value.ok_or_else(corrupt)?;
                    if let Some(AttributeValue::List(texts)) = attributes.get_mut(&row.name) {
                        texts.push(text);
                        continue;
                    }
                    AttributeValue::List(vec![text])
                }
                _ => return Err(corrupt().into()),
            };
            attributes.insert(row.name, value);
        }
        Ok(attributes)
    }

    /// The attributes that decide about a case. `None`: there is no such case for this caller.
    ///
    /// # Errors
    /// When a query fails.
    pub fn case_attributes(&mut self, id: &CaseId) -> Result<Option<Attributes>> {
        let case: Option<CaseId> =
            self.cases().filter(cases::id.eq(id.clone())).select(cases::id).first(self.raw()).optional()?;
        case.map(|id| self.own_attributes(id.as_str())).transpose()
    }

    /// The attributes that decide about a document: its own, and those of its case that it has not. `None`: there is no
    /// such document for this caller.
    ///
    /// # Errors
    /// When a query fails.
    pub fn document_attributes(&mut self, id: &DocumentId) -> Result<Option<Attributes>> {
        let there = self.documents().filter(documents::id.eq(id.clone())).filter(documents::deleted_at.is_null());
        let case: Option<Option<CaseId>> = there.select(documents::case_id).first(self.raw()).optional()?;
        let Some(case) = case else { return Ok(None) };
        let mut attributes = match case {
            Some(case) => self.own_attributes(case.as_str())?,
            None => Attributes::new(),
        };
        attributes.extend(self.own_attributes(id.as_str())?);
        Ok(Some(attributes))
    }
}

const TEXT: &str = "text";
const NUMBER: &str = "number";
const FLAG: &str = "flag";
const LIST: &str = "list";

impl TenantTx<'_> {
    /// Replaces a thing's own attributes.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn set_attributes(&mut self, resource_id: &str, attributes: &Attributes) -> Result<()> {
        let old = self.resource_attributes().filter(resource_attributes::resource_id.eq(resource_id.to_owned()));
        diesel::delete(old).execute(self.raw())?;
        for (name, value) in attributes {
            let row = |kind: &str, list_position: usize| ResourceAttributeRow {
                org_id: self.org_id().clone(),
                resource_id: resource_id.to_owned(),
                name: name.clone(),
                list_position: i32::try_from(list_position).unwrap_or(i32::MAX),
                kind: kind.to_owned(),
                text_value: None,
                number_value: None,
                flag_value: None,
            };
            let rows = match value {
                AttributeValue::Text(text) => {
                    vec![ResourceAttributeRow { text_value: Some(text.clone()), ..row(TEXT, 0) }]
                }
                AttributeValue::Number(number) => {
                    vec![ResourceAttributeRow { number_value: Some(*number), ..row(NUMBER, 0) }]
                }
                AttributeValue::Flag(flag) => vec![ResourceAttributeRow { flag_value: Some(*flag), ..row(FLAG, 0) }],
                AttributeValue::List(texts) => {
                    let item = |(at, text): (usize, &String)| ResourceAttributeRow {
                        text_value: Some(text.clone()),
                        ..row(LIST, at)
                    };
                    texts.iter().enumerate().map(item).collect()
                }
            };
            for row in &rows {
                self.insert(row)?;
            }
        }
        Ok(())
    }
}
