//! `GET /v1/audit-events/export`: the audit log for another program.

mod csv;

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use loggia_types::{
    Permission,
    audit::{AuditEvent, AuditExportQuery, AuditFormat},
};
use utoipa_axum::routes;

use super::{QueryParams, Route};
use crate::{
    auth::{Access, Actor},
    domain::{
        audit_export::{Export, Source},
        ocsf,
    },
    error::Result,
    state::App,
    store::{Tenant, to_json},
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::streaming(Access::Permission(Permission::AuditRead), routes!(export))]
}

/// Every entry of the organization's audit log that the filters find, oldest first, up to the moment of the request. The
/// export is an entry of the log itself, which comes after its end. It breaks off when its caller's right to it ends.
#[utoipa::path(
    get,
    path = "/v1/audit-events/export",
    operation_id = "export_audit_events",
    tag = "Audit",
    params(AuditExportQuery),
    responses((
        status = 200,
        description = "The entries, one in a line. `ocsf`: an event of the Open Cybersecurity Schema Framework in a line",
        content((String = "application/jsonl"), (String = "text/csv")),
    ))
)]
async fn export(
    State(app): State<App>,
    actor: Actor,
    QueryParams(query): QueryParams<AuditExportQuery>,
) -> Result<Response> {
    answer(&app, Source::Organization(Box::new(Tenant::of(&actor)?)), actor.brand.name.clone(), &query).await
}

/// The log of `source`, which is one of the brand `vendor`'s, as a file.
pub(in crate::http) async fn answer(
    app: &App,
    source: Source,
    vendor: String,
    query: &AuditExportQuery,
) -> Result<Response> {
    let writer = Writer { format: query.format.unwrap_or_default(), vendor };
    let export = Export::begin(app.store(), source, query, app.shutdown().clone()).await?;
    let (media_type, attachment) = writer.headers();
    let head = stream::iter(writer.head().map(Ok));
    let lines = stream::try_unfold((export, writer), |(mut export, writer)| async move {
        let Some(events) = export.next().await? else { return Ok(None) };
        let lines = writer.lines(&events, export.owner())?;
        Ok(Some((lines, (export, writer))))
    });
    // The answer has begun: that it breaks off is all that its reader can be told.
    let lines = lines.inspect_err(|error: &crate::error::Error| tracing::warn!(%error, "an export broke off"));
    let mut response = Body::from_stream(head.chain(lines)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(attachment));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// How entries are written.
struct Writer {
    format: AuditFormat,
    vendor: String,
}

impl Writer {
    fn headers(&self) -> (&'static str, &'static str) {
        match self.format {
            AuditFormat::Csv => ("text/csv; charset=utf-8; header=present", "attachment; filename=\"audit-log.csv\""),
            AuditFormat::Jsonl => ("application/jsonl", "attachment; filename=\"audit-log.jsonl\""),
            AuditFormat::Ocsf => ("application/jsonl", "attachment; filename=\"audit-log.ocsf.jsonl\""),
        }
    }

    fn head(&self) -> Option<Bytes> {
        (self.format == AuditFormat::Csv).then(|| Bytes::from_static(csv::HEADER.as_bytes()))
    }

    fn lines(&self, events: &[AuditEvent], organization: &str) -> Result<Bytes> {
        let mut lines = String::new();
        for event in events {
            match self.format {
                AuditFormat::Csv => lines.push_str(&csv::line(event)),
                AuditFormat::Jsonl => lines.push_str(&(to_json(event)? + "\n")),
                AuditFormat::Ocsf => {
                    lines.push_str(&(to_json(&ocsf::event(event, organization, &self.vendor))? + "\n"));
                }
            }
        }
        Ok(Bytes::from(lines))
    }
}
