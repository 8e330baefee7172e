//! Uploads in progress, and what can be thrown away. The sweeps look across tenants and belong to jobs.

use chrono::Utc;
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use loggia_types::{BrandId, DocumentId, OrganizationId, Timestamp};

use super::{
    SystemConn, Tenant, TenantTx, micros,
    rows::{FileTombstoneRow, UploadRow},
    schema::{documents, download_tokens, drafts, file_tombstones, organizations, outbox_events, uploads},
};
use crate::error::Result;

impl TenantTx<'_> {
    /// Notes that a file is about to be written.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn begin_upload(&mut self, file_key: &str) -> Result<()> {
        let started_at = micros(self.now());
        let row = UploadRow { file_key: file_key.to_owned(), org_id: self.org_id().clone(), started_at };
        self.insert(&row)
    }

    /// Takes a file off the list of uploads: in the transaction that adds its document version, or after an upload
    /// that failed. Says whether it was on the list: one that was not may have been swept, and must not be used.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn end_upload(&mut self, file_key: &str) -> Result<bool> {
        let target = self.uploads().filter(uploads::file_key.eq(file_key.to_owned()));
        Ok(diesel::delete(target).execute(self.raw())? == 1)
    }

    /// Marks a file for deletion.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn bury_file(&mut self, file_key: &str) -> Result<()> {
        let deleted_at = micros(self.now());
        let row = FileTombstoneRow { file_key: file_key.to_owned(), org_id: self.org_id().clone(), deleted_at };
        self.insert(&row)
    }
}

impl SystemConn<'_> {
    /// Gives up the uploads that began before `before`: from now on they cannot end, and their files are marked for
    /// deletion.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn give_up_uploads(&mut self, before: Timestamp) -> Result<()> {
        let old = uploads::table.filter(uploads::started_at.lt(micros(before)));
        for UploadRow { file_key, org_id, .. } in old.select(UploadRow::as_select()).load(self.raw())? {
            // One that ends at this moment on another connection is a document's.
            if diesel::delete(uploads::table.find(&file_key)).execute(self.raw())? == 1 {
                let row = FileTombstoneRow { file_key, org_id, deleted_at: micros(before) };
                diesel::insert_into(file_tombstones::table).values(&row).execute(self.raw())?;
            }
        }
        Ok(())
    }

    /// Files that are marked for deletion: some of those whose keys come after `after`, in the order of their keys.
    ///
    /// # Errors
    /// When the query fails.
    pub fn files_to_delete(&mut self, after: &str) -> Result<Vec<String>> {
        let marked = file_tombstones::table.filter(file_tombstones::file_key.gt(after));
        let keys = marked.select(file_tombstones::file_key).order(file_tombstones::file_key).limit(500);
        Ok(keys.load(self.raw())?)
    }

    /// Forgets a file that has been deleted.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn forget_file(&mut self, file_key: &str) -> Result<()> {
        diesel::delete(file_tombstones::table.find(file_key)).execute(self.raw())?;
        Ok(())
    }

    /// Files from before `before` that were uploaded for a request and are in no draft of one, and whose they are: some of
    /// them, the oldest first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn old_uploads(&mut self, before: Timestamp) -> Result<Vec<(Tenant, DocumentId)>> {
        let of_draft = drafts::table.filter(drafts::id.nullable().eq(documents::draft_id)).select(drafts::id);
        let rows: Vec<(OrganizationId, BrandId, DocumentId)> = documents::table
            .inner_join(organizations::table)
            .filter(documents::deleted_at.is_null())
            .filter(documents::draft_of.is_not_null())
            .filter(documents::created_at.lt(micros(before)))
            .filter(documents::draft_id.is_null().or(not(exists(of_draft))))
            .select((documents::org_id, organizations::brand_id, documents::id))
            .order(documents::created_at)
            .limit(1000)
            .load(self.raw())?;
        Ok(rows.into_iter().map(|(org, brand, id)| (Tenant::for_system(org, brand), id)).collect())
    }

    /// Deletes drafts that nobody has saved since `before`. Says how many.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_old_drafts(&mut self, before: Timestamp) -> Result<usize> {
        let old = drafts::table.filter(drafts::updated_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }

    /// Deletes download tokens that have ended.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_ended_download_tokens(&mut self) -> Result<usize> {
        let old = download_tokens::table.filter(download_tokens::expires_at.lt(micros(Utc::now())));
        Ok(diesel::delete(old).execute(self.raw())?)
    }

    /// Deletes events from before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_old_events(&mut self, before: Timestamp) -> Result<usize> {
        let old = outbox_events::table.filter(outbox_events::created_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
