//! Documents: logical files with immutable, hashed versions.

use chrono::{DateTime, Utc};
use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseId, DocumentId, DocumentVersionId},
    macros::string_enum,
    session::UserRef,
};

/// A document, described by its current version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// The document.
    pub id: DocumentId,
    /// The file name.
    pub name: String,
    /// Where it lies: names joined by `/`; empty at the top.
    pub folder: String,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The current version.
    pub current: DocumentVersion,
    /// Counts changes: what `If-Match` names, as `"3"`.
    pub version: i64,
    /// When it was first uploaded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// One immutable version of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentVersion {
    /// The version.
    pub id: DocumentVersionId,
    /// 1 for the first, then counting up.
    pub number: u32,
    /// The size in bytes.
    pub size: u64,
    /// The media type, as the server serves it.
    pub media_type: String,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Who uploaded it; absent when a program with an API key did, the vendor's or the organization's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploaded_by: Option<UserRef>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A document, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentRef {
    /// The document.
    pub id: DocumentId,
    /// The file name.
    pub name: String,
    /// The size of the current version in bytes.
    pub size: u64,
}

/// A folder that has documents in it, or in a folder below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Folder {
    /// Names joined by `/`, never empty.
    pub path: String,
    /// How many documents lie in it, those below it included.
    pub documents: u64,
}

string_enum! {
    /// The order of a list of documents.
    pub enum DocumentSort {
        /// The last changed first.
        Newest => "newest",
        /// By name, A to Z.
        Name => "name",
    }
}

/// How lists of documents are filtered and sorted: the query parameters of `GET /v1/documents`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DocumentQuery {
    /// Only documents in exactly this folder; empty: at the top. Absent: everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Only documents of this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// Only documents whose name contains this: at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The order. Absent: `newest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<DocumentSort>,
    /// How many at the most: 1 to 100. Absent: 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Where an upload goes: the query parameters of `POST /v1/documents`, whose body is the file itself.
///
/// A document of the same name in the same folder (and of the same case) gets a new version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// The file name: 1 to 200 characters, no `/`, no control characters.
    pub name: String,
    /// The folder: names joined by `/`, at most 500 characters. Absent: the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// Whether it is for a request that is not sent yet: a document of its own that only its uploader sees, until a
    /// submission names it. One that none has named after three days is deleted. Absent: no. Not with `case_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
}

/// `PATCH /v1/documents/{document_id}`, with `If-Match`: rename or move. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateDocument {
    /// The new file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}

/// An address from which a browser can download one document version without a header: all of it once, and briefly.
/// Until it ends, a download that broke off goes on from where it was (`Range`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DownloadLink {
    /// The address, relative to the server's: `/v1/downloads/...`.
    pub path: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}
