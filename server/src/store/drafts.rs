//! Drafts of requests: a person's own, as every query of them begins with (see `visible.rs`).

use std::collections::BTreeSet;

use diesel::{
    dsl::{count_star, exists, not},
    prelude::*,
};
use loggia_types::{DocumentId, DraftId, UserId, documents::DocumentRef, drafts::DraftSummary};

use super::{
    TenantConn, TenantTx,
    members::to_user,
    micros, moment,
    rows::{DraftRow, FormVersionRow, UserRow},
    schema::{documents, drafts, form_versions, forms, users},
};
use crate::error::Result;

/// A draft with the title and the published version of its form, and who handed it over.
type DraftParts = (DraftRow, String, Option<UserRow>);

macro_rules! with_form {
    ($query:expr) => {
        $query
            .inner_join(forms::table)
            .left_join(users::table.on(drafts::handed_over_by.eq(users::id.nullable())))
            .select((DraftRow::as_select(), forms::title, Option::<UserRow>::as_select()))
    };
}

impl TenantConn<'_> {
    /// The person's drafts, the last saved first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn draft_list(&mut self) -> Result<Vec<DraftSummary>> {
        let query = with_form!(self.drafts()).order((drafts::updated_at.desc(), drafts::id.desc()));
        let rows: Vec<DraftParts> = query.load(self.raw())?;
        Ok(rows.into_iter().map(to_summary).collect())
    }

    /// How many drafts somebody has.
    ///
    /// # Errors
    /// When the query fails.
    pub fn drafts_of(&mut self, user: &UserId) -> Result<usize> {
        let theirs = self.drafts_of_anybody().filter(drafts::user_id.eq(user.clone()));
        let count: i64 = theirs.select(count_star()).first(self.raw())?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// One of the person's drafts, as it is stored and as a list shows it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn draft(&mut self, id: &DraftId) -> Result<(DraftRow, DraftSummary)> {
        let parts: DraftParts = with_form!(self.drafts().filter(drafts::id.eq(id.clone()))).first(self.raw())?;
        Ok((parts.0.clone(), to_summary(parts)))
    }

    /// The version that answers a draft was saved with, and the one that is published now.
    ///
    /// # Errors
    /// `not_found`.
    pub fn versions_of_draft(&mut self, draft: &DraftRow) -> Result<(FormVersionRow, FormVersionRow)> {
        let of_brand = || form_versions::table.filter(form_versions::brand_id.eq(self.brand_id().clone()));
        let saved = of_brand().filter(form_versions::id.eq(draft.form_version_id.clone()));
        let published = of_brand()
            .inner_join(forms::table.on(forms::published_version_id.eq(form_versions::id)))
            .filter(forms::id.eq(draft.form_id.clone()));
        let (saved, published) =
            (saved.select(FormVersionRow::as_select()), published.select(FormVersionRow::as_select()));
        Ok((saved.first(self.raw())?, published.first(self.raw())?))
    }

    /// Those of these files that the person finds, in short.
    ///
    /// # Errors
    /// When the query fails.
    pub fn documents_in_short(&mut self, ids: &[DocumentId]) -> Result<Vec<DocumentRef>> {
        let seen: BTreeSet<DocumentId> = self.documents_among(ids)?.into_iter().map(|(row, _)| row.id).collect();
        Ok(self.document_refs(seen)?.into_values().collect())
    }
}

impl TenantTx<'_> {
    /// Stores a changed draft, if nobody changed it since `row.version`; the version counts up and the moment of the
    /// change is this transaction's. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn update_draft(&mut self, row: &DraftRow) -> Result<bool> {
        let target = self.drafts().filter(drafts::id.eq(row.id.clone())).filter(drafts::version.eq(row.version));
        let changed = diesel::update(target)
            .set((
                drafts::form_version_id.eq(&row.form_version_id),
                drafts::answers.eq(&row.answers),
                drafts::version.eq(row.version + 1),
                drafts::updated_at.eq(micros(self.now()).max(row.updated_at)),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Ends one of the person's drafts. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_draft(&mut self, id: &DraftId) -> Result<bool> {
        let target = self.drafts().filter(drafts::id.eq(id.clone()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Has these of the person's uploads kept as long as the draft, and no others. What another draft keeps stays that one's.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn keep_uploads(&mut self, draft: &DraftId, ids: &[DocumentId]) -> Result<()> {
        let mine = || self.documents().filter(documents::draft_of.eq(self.user_id()));
        let left_out = mine().filter(documents::draft_id.eq(draft.clone())).filter(documents::id.ne_all(ids));
        let other = self.drafts_of_anybody().filter(drafts::id.nullable().eq(documents::draft_id));
        let named = mine().filter(documents::id.eq_any(ids)).filter(not(exists(other.select(drafts::id))));
        let (left_out, named) = (
            diesel::update(left_out).set(documents::draft_id.eq(None::<DraftId>)),
            diesel::update(named).set(documents::draft_id.eq(draft)),
        );
        left_out.execute(self.raw())?;
        named.execute(self.raw())?;
        Ok(())
    }

    /// Makes a draft and its uploads another person's. Says whether there was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn hand_over_draft(&mut self, id: &DraftId, to: &UserId) -> Result<bool> {
        let Some(from) = self.user_id() else { return Ok(false) };
        let now = micros(self.now());
        let uploads =
            self.documents().filter(documents::draft_of.eq(from.clone())).filter(documents::draft_id.eq(id.clone()));
        diesel::update(uploads).set(documents::draft_of.eq(to)).execute(self.raw())?;
        let target = self.drafts().filter(drafts::id.eq(id.clone()));
        let changed = diesel::update(target)
            .set((
                drafts::user_id.eq(to),
                drafts::handed_over_by.eq(from),
                drafts::version.eq(drafts::version + 1),
                drafts::updated_at.eq(now),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }
}

fn to_summary((row, title, handed_over_by): DraftParts) -> DraftSummary {
    DraftSummary {
        id: row.id,
        form_id: row.form_id,
        form_title: title,
        handed_over_by: handed_over_by.map(to_user),
        version: row.version,
        created_at: moment(row.created_at),
        updated_at: moment(row.updated_at),
    }
}
