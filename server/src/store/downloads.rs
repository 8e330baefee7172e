//! Tokens to download with. A token is looked up before anybody is anybody: what it leads to says whose it is.

use diesel::prelude::*;
use loggia_types::{BrandId, DocumentVersionId, OrganizationId, Timestamp};

use super::{
    SystemConn, TenantTx, micros,
    rows::DownloadTokenRow,
    schema::{download_tokens, organizations},
};
use crate::error::Result;

/// A download token that was found.
#[derive(Clone, Debug)]
pub struct FoundToken {
    /// Whose document it is for.
    pub org_id: OrganizationId,
    /// The organization's brand.
    pub brand_id: BrandId,
    /// What it is for.
    pub document_version_id: DocumentVersionId,
    /// The credential that asked for it.
    pub credential_id: String,
}

impl TenantTx<'_> {
    /// Notes that a download token was used. Says whether this was the first time.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn use_download_token(&mut self, token_hash: &str) -> Result<bool> {
        let token = self.download_tokens().filter(download_tokens::token_hash.eq(token_hash.to_owned()));
        let used_at = micros(self.now());
        let used = diesel::update(token.filter(download_tokens::used_at.is_null()))
            .set(download_tokens::used_at.eq(used_at))
            .execute(self.raw())?;
        Ok(used == 1)
    }

    /// Keeps a download token, by its hash.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_download_token(
        &mut self,
        token_hash: String,
        version: &DocumentVersionId,
        credential_id: &str,
        expires_at: Timestamp,
    ) -> Result<()> {
        let row = DownloadTokenRow {
            token_hash,
            org_id: self.org_id().clone(),
            document_version_id: version.clone(),
            credential_id: credential_id.to_owned(),
            created_at: micros(self.now()),
            expires_at: micros(expires_at),
            used_at: None,
        };
        self.insert(&row)
    }
}

impl SystemConn<'_> {
    /// The download token with this hash that is good at `now`.
    ///
    /// # Errors
    /// When the query fails.
    pub fn download_token(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<FoundToken>> {
        let found: Option<(DownloadTokenRow, BrandId)> = download_tokens::table
            .inner_join(organizations::table)
            .filter(download_tokens::token_hash.eq(token_hash))
            .filter(download_tokens::expires_at.gt(micros(now)))
            .select((DownloadTokenRow::as_select(), organizations::brand_id))
            .first(self.raw())
            .optional()?;
        Ok(found.map(|(row, brand_id)| FoundToken {
            org_id: row.org_id,
            brand_id,
            document_version_id: row.document_version_id,
            credential_id: row.credential_id,
        }))
    }
}
