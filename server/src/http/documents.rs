//! `/v1/documents` and `/v1/document-folders`: every file between a customer and the vendor.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse, Response},
};
use loggia_types::{
    DocumentId, DocumentVersionId, Page, Permission,
    documents::{
        Document, DocumentQuery, DocumentSort, DocumentVersion, DownloadLink, Folder, UpdateDocument, UploadQuery,
    },
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    IfMatch, JsonBody, PageQuery, PathParams, QueryParams, Route,
    content::{ContentHeaders, ContentResponses, FileBytes, announced_digest, respond, take},
    decode_cursor, page, page_size, versioned,
};
use crate::{
    auth::{Access, Actor},
    domain::{
        documents::{self, Take},
        text,
        uploads::{Announced, upload as receive},
    },
    error::{Error, Result},
    state::App,
    store::{
        Tenant,
        documents::DocumentPosition,
        micros,
        rows::{DocumentRow, DocumentVersionRow},
    },
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::DocumentsRead), routes!(list)),
        Route::new(Access::Permission(Permission::DocumentsRead), routes!(folders)),
        Route::streaming(Access::Permission(Permission::DocumentsUpload), routes!(upload)),
        Route::new(Access::Permission(Permission::DocumentsRead), routes!(read)),
        Route::new(Access::Permission(Permission::DocumentsUpload), routes!(update)),
        Route::new(Access::Permission(Permission::DocumentsDelete), routes!(delete)),
        Route::new(Access::Permission(Permission::DocumentsRead), routes!(versions)),
        Route::streaming(Access::Permission(Permission::DocumentsRead), routes!(content)),
        Route::streaming(Access::Permission(Permission::DocumentsRead), routes!(version_content)),
        Route::new(Access::Permission(Permission::DocumentsRead), routes!(download_link)),
    ]
}

/// Lists documents, described by their current versions.
#[utoipa::path(get, path = "/v1/documents", operation_id = "list_documents", tag = "Documents", params(DocumentQuery), responses(
    (status = 200, description = "A page of documents", body = Page<Document>),
))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    QueryParams(mut query): QueryParams<DocumentQuery>,
) -> Result<Json<Page<Document>>> {
    let size = page_size(query.limit)?;
    let sort = query.sort.unwrap_or(DocumentSort::Newest);
    let after: Option<DocumentPosition> = decode_cursor(query.cursor.as_deref())?;
    let fits = match &after {
        None => true,
        Some(DocumentPosition::Newest(..)) => sort == DocumentSort::Newest,
        Some(DocumentPosition::Name(..)) => sort == DocumentSort::Name,
    };
    if !fits {
        return Err(Error::malformed("?cursor", "expected the next_cursor of a page in the same order"));
    }
    query.q = text::search("?q", query.q).map_err(|error| Error::malformed(&error.pointer, error.detail))?;
    let rows = app
        .store()
        .read(&Tenant::of(&actor)?, move |c| c.document_page(&query, after.as_ref(), size as i64 + 1))
        .await?;
    let position = |document: &Document| match sort {
        DocumentSort::Newest => DocumentPosition::Newest(micros(document.updated_at), document.id.clone()),
        DocumentSort::Name => DocumentPosition::Name(document.name.to_lowercase(), document.id.clone()),
    };
    Ok(Json(page(rows, size, None, position)?))
}

/// Lists the folders that have documents in them or below them, by path.
#[utoipa::path(get, path = "/v1/document-folders", operation_id = "list_document_folders", tag = "Documents", responses(
    (status = 200, description = "All folders", body = Page<Folder>),
))]
async fn folders(State(app): State<App>, actor: Actor) -> Result<Json<Page<Folder>>> {
    let items = documents::folders(app.store(), &actor).await?;
    let total = Some(items.len() as u64);
    Ok(Json(Page { items, next_cursor: None, total }))
}

/// Uploads a file. The body is the file itself, of any media type. A document of the same name in the same folder (and
/// of the same case) gets a new version; with `draft` the file is for a request that is not sent yet. With `case_id` it
/// needs the permission `cases:read`, too.
#[utoipa::path(post, path = "/v1/documents", operation_id = "upload_document", tag = "Documents",
    params(
        UploadQuery,
        ("Content-Digest" = Option<String>, Header,
            description = "`sha-256=:BASE64:` (RFC 9530): the upload is refused if other bytes arrive"),
    ),
    request_body(content = FileBytes, content_type = "application/octet-stream", description = "The bytes of the file"),
    responses(
        (status = 201, description = "The document", body = Document,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "`conflict`: the upload took too long"),
        (status = 413, description = "`payload_too_large`: Too large"),
        (status = 429, description = "`rate_limited`: too many uploads go on with this credential"),
        (status = 422, description = "`digest_mismatch`: The file did not arrive intact"),
    ),
)]
async fn upload(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response> {
    let announced = Announced {
        query,
        size: headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()),
        digest: announced_digest(&headers).map_err(|detail| Error::malformed("content-digest", detail))?,
        largest: app.limits().max_upload_bytes,
    };
    let _place = app.uploads().take(actor.counted_as())?;
    let document = receive(app.store(), app.files(), &actor, announced, body.into_data_stream()).await?;
    Ok((StatusCode::CREATED, versioned(document.version, document)).into_response())
}

/// Reads a document.
#[utoipa::path(get, path = "/v1/documents/{document_id}", operation_id = "read_document", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
), responses(
    (status = 200, description = "The document", body = Document,
        headers(("ETag" = String, description = "Its version"))),
))]
async fn read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<DocumentId>) -> Result<Response> {
    let document = app.store().read(&Tenant::of(&actor)?, move |c| c.document(&id)).await?;
    Ok(versioned(document.version, document))
}

/// Renames or moves a document.
#[utoipa::path(patch, path = "/v1/documents/{document_id}", operation_id = "update_document", tag = "Documents", request_body = UpdateDocument, params(
    ("document_id" = DocumentId, Path, description = "The document"),
    ("If-Match" = String, Header, description = "The ETag of the version that this changes"),
), responses(
    (status = 200, description = "The changed document", body = Document,
        headers(("ETag" = String, description = "Its version"))),
    (status = 409, description = "`conflict`: there is a document of this name"),
))]
async fn update(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UpdateDocument>,
) -> Result<Response> {
    let document = documents::update(app.store(), &actor, id, version, body).await?;
    Ok(versioned(document.version, document))
}

/// Deletes a document with all its versions.
#[utoipa::path(delete, path = "/v1/documents/{document_id}", operation_id = "delete_document", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
), responses(
    (status = 204, description = "It is deleted"),
))]
async fn delete(State(app): State<App>, actor: Actor, PathParams(id): PathParams<DocumentId>) -> Result<StatusCode> {
    documents::delete(app.store(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the versions of a document, newest first.
#[utoipa::path(get, path = "/v1/documents/{document_id}/versions", operation_id = "list_document_versions", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
    PageQuery,
), responses(
    (status = 200, description = "A page of versions", body = Page<DocumentVersion>),
))]
async fn versions(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<DocumentVersion>>> {
    let size = page_size(query.limit)?;
    let before: Option<i32> = decode_cursor(query.cursor.as_deref())?;
    let rows = app
        .store()
        .read(&Tenant::of(&actor)?, move |c| {
            c.document_row(&id)?;
            c.version_page(&id, before, size as i64 + 1)
        })
        .await?;
    Ok(Json(page(rows, size, None, |version| version.number)?))
}

/// Downloads the current version of a document.
#[utoipa::path(get, path = "/v1/documents/{document_id}/content", operation_id = "download_document", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
    ContentHeaders,
), responses(ContentResponses))]
async fn content(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    let (document, version) = documents::version_of(app.store(), &actor, id, None).await?;
    send(&app, &actor, &method, &headers, &document, &version).await
}

/// Downloads one version of a document.
#[utoipa::path(get, path = "/v1/documents/{document_id}/versions/{version_id}/content", operation_id = "download_document_version", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
    ("version_id" = DocumentVersionId, Path, description = "The version"),
    ContentHeaders,
), responses(ContentResponses))]
async fn version_content(
    State(app): State<App>,
    actor: Actor,
    PathParams((id, version)): PathParams<(DocumentId, DocumentVersionId)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    let (document, version) = documents::version_of(app.store(), &actor, id, Some(version)).await?;
    send(&app, &actor, &method, &headers, &document, &version).await
}

/// Answers with the bytes, and notes the download: each one, for a part may be all but one byte.
async fn send(
    app: &App,
    actor: &Actor,
    method: &Method,
    headers: &HeaderMap,
    document: &DocumentRow,
    version: &DocumentVersionRow,
) -> Result<Response> {
    let response = respond(app.files(), headers, document, version).await?;
    if *method != Method::HEAD && take(headers, version) != Take::Look {
        documents::note_download(app.store(), actor, document, version).await;
    }
    Ok(response)
}

/// Which version a download link is for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LinkQuery {
    /// The version. Absent: the current one.
    #[serde(default)]
    version_id: Option<DocumentVersionId>,
}

/// Makes a link from which a browser can download one version without a header, for a minute.
#[utoipa::path(post, path = "/v1/documents/{document_id}/download-links", operation_id = "create_download_link", tag = "Documents", params(
    ("document_id" = DocumentId, Path, description = "The document"),
    LinkQuery,
), responses(
    (status = 201, description = "The link", body = DownloadLink),
))]
async fn download_link(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<DocumentId>,
    QueryParams(query): QueryParams<LinkQuery>,
) -> Result<Response> {
    let link = documents::download_link(app.store(), &actor, id, query.version_id).await?;
    Ok((StatusCode::CREATED, Json(link)).into_response())
}
