//! Documents and their versions.

use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use loggia_types::{
    CaseId, DocumentId, DocumentVersionId, UserId,
    documents::{Document, DocumentQuery, DocumentSort, DocumentVersion},
};

use super::{
    TenantConn, TenantTx,
    members::{contains_pattern, to_user},
    micros, moment,
    rows::{DocumentRow, DocumentVersionRow, UserRow},
    schema::{document_versions, documents, drafts, users},
};
use crate::error::Result;

/// Where a list of documents goes on: after this one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DocumentPosition {
    /// In the order of changes, newest first.
    #[serde(rename = "newest")]
    Newest(i64, DocumentId),
    /// In the order of names.
    #[serde(rename = "name")]
    Name(String, DocumentId),
}

type DocumentParts = (DocumentRow, DocumentVersionRow, Option<UserRow>);

/// Whether a version is the current one of the document it is joined to, of the same organization.
#[diesel::dsl::auto_type]
pub(super) fn is_current() -> _ {
    document_versions::id.eq(documents::current_version_id).and(document_versions::org_id.eq(documents::org_id))
}

/// Whether a document is nobody's draft, or this user's own.
#[diesel::dsl::auto_type]
fn is_seen_by(user: Option<UserId>) -> _ {
    documents::draft_of.is_null().or(documents::draft_of.eq(user))
}

/// The columns of a document with its current version and who uploaded that.
macro_rules! with_current_version {
    ($query:expr) => {
        $query
            .inner_join(document_versions::table.on(is_current()))
            .left_join(users::table.on(document_versions::uploaded_by.eq(users::id.nullable())))
            .filter(documents::deleted_at.is_null())
            .select((DocumentRow::as_select(), DocumentVersionRow::as_select(), Option::<UserRow>::as_select()))
    };
}

impl TenantConn<'_> {
    /// A page of documents without anybody's drafts: at most `limit` of those after `after`, which is a position in the
    /// same order.
    ///
    /// # Errors
    /// When the query fails.
    pub fn document_page(
        &mut self,
        filter: &DocumentQuery,
        after: Option<&DocumentPosition>,
        limit: i64,
    ) -> Result<Vec<Document>> {
        let mut query = with_current_version!(self.documents()).filter(documents::draft_of.is_null()).into_boxed();
        if let Some(folder) = &filter.folder {
            query = query.filter(documents::folder.eq(folder));
        }
        if let Some(case) = &filter.case_id {
            query = query.filter(documents::case_id.eq(case));
        }
        if let Some(text) = &filter.q {
            query = query.filter(documents::sort_name.like(contains_pattern(text)).escape('\\'));
        }
        match after {
            None => {}
            Some(DocumentPosition::Newest(at, id)) => {
                let later = documents::updated_at.lt(at).or(documents::id.lt(id));
                query = query.filter(documents::updated_at.le(at)).filter(later);
            }
            Some(DocumentPosition::Name(name, id)) => {
                let later = documents::sort_name.gt(name).or(documents::id.gt(id));
                query = query.filter(documents::sort_name.ge(name)).filter(later);
            }
        }
        let query = match filter.sort.unwrap_or(DocumentSort::Newest) {
            DocumentSort::Newest => query.order((documents::updated_at.desc(), documents::id.desc())),
            DocumentSort::Name => query.order((documents::sort_name.asc(), documents::id.asc())),
        };
        let rows: Vec<DocumentParts> = query.limit(limit).load(self.raw())?;
        Ok(rows.into_iter().map(to_document).collect())
    }

    /// One document.
    ///
    /// # Errors
    /// `not_found`.
    pub fn document(&mut self, id: &DocumentId) -> Result<Document> {
        let mine = is_seen_by(self.user_id());
        let query = with_current_version!(self.documents()).filter(documents::id.eq(id)).filter(mine);
        Ok(to_document(query.first(self.raw())?))
    }

    /// A document as it is stored, to change it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn document_row(&mut self, id: &DocumentId) -> Result<DocumentRow> {
        let query = self.documents().filter(documents::id.eq(id.clone())).filter(documents::deleted_at.is_null());
        let query = query.filter(is_seen_by(self.user_id()));
        Ok(query.select(DocumentRow::as_select()).first(self.raw())?)
    }

    /// Those of these documents that the organization has, each with its current version.
    ///
    /// # Errors
    /// When the query fails.
    pub fn documents_among(&mut self, ids: &[DocumentId]) -> Result<Vec<(DocumentRow, DocumentVersionRow)>> {
        Ok(self
            .documents()
            .inner_join(document_versions::table.on(is_current()))
            .filter(documents::deleted_at.is_null())
            .filter(is_seen_by(self.user_id()))
            .filter(documents::id.eq_any(ids))
            .select((DocumentRow::as_select(), DocumentVersionRow::as_select()))
            .load(self.raw())?)
    }

    /// The document at a place, if there is one.
    ///
    /// # Errors
    /// When the query fails.
    pub fn document_at(&mut self, folder: &str, name: &str, case: Option<&CaseId>) -> Result<Option<DocumentRow>> {
        let mut query = self
            .documents()
            .filter(documents::deleted_at.is_null())
            .filter(documents::draft_of.is_null())
            .filter(documents::folder.eq(folder))
            .filter(documents::name.eq(name))
            .select(DocumentRow::as_select())
            .into_boxed();
        query = match case {
            Some(case) => query.filter(documents::case_id.eq(case)),
            None => query.filter(documents::case_id.is_null()),
        };
        Ok(query.first(self.raw()).optional()?)
    }

    /// Whether a document lies in this very folder.
    ///
    /// # Errors
    /// When the query fails.
    pub fn has_folder(&mut self, folder: &str) -> Result<bool> {
        let there = self
            .documents()
            .filter(documents::deleted_at.is_null())
            .filter(documents::draft_of.is_null())
            .filter(documents::folder.eq(folder));
        Ok(diesel::select(diesel::dsl::exists(there)).get_result(self.raw())?)
    }

    /// The folders that documents lie in, and how many lie in each.
    ///
    /// # Errors
    /// When the query fails.
    pub fn folder_counts(&mut self) -> Result<Vec<(String, i64)>> {
        Ok(self
            .documents()
            .filter(documents::deleted_at.is_null())
            .filter(documents::draft_of.is_null())
            .group_by(documents::folder)
            .select((documents::folder, diesel::dsl::count_star()))
            .load(self.raw())?)
    }

    /// A page of a document's versions, newest first: at most `limit` of those before number `before`.
    ///
    /// # Errors
    /// When the query fails.
    pub fn version_page(&mut self, id: &DocumentId, before: Option<i32>, limit: i64) -> Result<Vec<DocumentVersion>> {
        let rows: Vec<(DocumentVersionRow, Option<UserRow>)> = self
            .document_versions()
            .left_join(users::table)
            .filter(document_versions::document_id.eq(id))
            .filter(document_versions::number.lt(before.unwrap_or(i32::MAX)))
            .order(document_versions::number.desc())
            .limit(limit)
            .select((DocumentVersionRow::as_select(), Option::<UserRow>::as_select()))
            .load(self.raw())?;
        Ok(rows.into_iter().map(|(row, user)| to_version(row, user)).collect())
    }

    /// A version of a document that is not deleted, and the document.
    ///
    /// # Errors
    /// `not_found`.
    pub fn version_row(&mut self, id: &DocumentVersionId) -> Result<(DocumentRow, DocumentVersionRow)> {
        let version = self.document_versions().filter(document_versions::id.eq(id.clone()));
        let version: DocumentVersionRow = version.select(DocumentVersionRow::as_select()).first(self.raw())?;
        Ok((self.document_row(&version.document_id)?, version))
    }

    /// The highest version number of a document; 0 when it has none.
    ///
    /// # Errors
    /// When the query fails.
    pub fn last_version_number(&mut self, id: &DocumentId) -> Result<i32> {
        let last: Option<i32> = self
            .document_versions()
            .filter(document_versions::document_id.eq(id.clone()))
            .order(document_versions::number.desc())
            .select(document_versions::number)
            .first(self.raw())
            .optional()?;
        Ok(last.unwrap_or(0))
    }

    /// The keys of all files of a document.
    ///
    /// # Errors
    /// When the query fails.
    pub fn file_keys(&mut self, id: &DocumentId) -> Result<Vec<String>> {
        let versions = self.document_versions().filter(document_versions::document_id.eq(id.clone()));
        Ok(versions.select(document_versions::file_key).load(self.raw())?)
    }
}

impl TenantTx<'_> {
    /// Stores a changed document, if nobody changed it since `row.version`; the version counts up and the moment of
    /// the change is this transaction's. Says whether it did.
    ///
    /// # Errors
    /// When the database refuses it, a document that is at the same place already included.
    pub fn update_document(&mut self, row: &DocumentRow) -> Result<bool> {
        let target = self
            .documents()
            .filter(documents::id.eq(row.id.clone()))
            .filter(documents::version.eq(row.version))
            .filter(documents::deleted_at.is_null());
        let now = micros(self.now()).max(row.updated_at);
        let changed = diesel::update(target)
            .set((
                documents::case_id.eq(&row.case_id),
                documents::folder.eq(&row.folder),
                documents::name.eq(&row.name),
                documents::sort_name.eq(row.name.to_lowercase()),
                documents::current_version_id.eq(&row.current_version_id),
                documents::version.eq(row.version + 1),
                documents::updated_at.eq(now),
                documents::deleted_at.eq(row.deleted_at),
                documents::draft_of.eq(&row.draft_of),
                documents::draft_id.eq(&row.draft_id),
            ))
            .execute(self.raw())?;
        Ok(changed == 1)
    }

    /// Deletes a draft of anybody's that no draft of a request names, with its files. Says whether it was one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn discard_draft(&mut self, id: &DocumentId) -> Result<bool> {
        let draft = self.documents().filter(documents::id.eq(id.clone())).filter(documents::deleted_at.is_null());
        // It may have come into a draft of a request since it was looked for.
        let of_draft = self.drafts_of_anybody().filter(drafts::id.nullable().eq(documents::draft_id));
        let draft = draft.filter(not(exists(of_draft.select(drafts::id))));
        let now = micros(self.now());
        let gone = diesel::update(draft.filter(documents::draft_of.is_not_null()))
            .set(documents::deleted_at.eq(now))
            .execute(self.raw())?;
        if gone == 1 {
            for key in self.file_keys(id)? {
                self.bury_file(&key)?;
            }
        }
        Ok(gone == 1)
    }
}

/// A document as the wire shows it.
pub fn to_document((row, version, uploader): DocumentParts) -> Document {
    Document {
        id: row.id,
        name: row.name,
        folder: row.folder,
        case_id: row.case_id,
        current: to_version(version, uploader),
        version: row.version,
        created_at: moment(row.created_at),
        updated_at: moment(row.updated_at),
    }
}

fn to_version(row: DocumentVersionRow, uploader: Option<UserRow>) -> DocumentVersion {
    DocumentVersion {
        id: row.id,
        number: u32::try_from(row.number).unwrap_or_default(),
        size: u64::try_from(row.size).unwrap_or_default(),
        media_type: row.media_type,
        sha256: row.sha256,
        uploaded_by: uploader.map(to_user),
        created_at: moment(row.created_at),
    }
}
