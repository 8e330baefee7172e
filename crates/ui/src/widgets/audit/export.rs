//! Exporting: the file goes from the server to the disk, filtered as the list is.

use loggia_client::Client;
use loggia_types::audit::{AuditFormat, AuditQuery};

use crate::{
    clock,
    provider::Portal,
    query::{LocalFuture, Mutation},
};

/// Downloads the entries that the filters find.
pub(super) fn export(portal: &Portal, mutation: &Mutation, format: AuditFormat, filters: AuditQuery) {
    if mutation.is_busy() {
        return;
    }
    let file = file_name(format);
    portal.toast(portal.messages_now().audit_log.export_begins());
    let (portal, name) = (portal.clone(), file.clone());
    let saved = save(portal.client().clone(), format, filters, file);
    mutation.run(&[], saved, move |ended| {
        let messages = portal.messages_now();
        match ended {
            Ok(()) => portal.toast(messages.audit_log.exported(&name)),
            Err(failure) => portal.toast(failure.message(messages)),
        }
    });
}

/// `audit-log-2026-11-21.csv`, by the day in UTC, as the entries' moments are.
fn file_name(format: AuditFormat) -> String {
    let ending = match format {
        AuditFormat::Csv => ".csv",
        AuditFormat::Jsonl => ".jsonl",
        AuditFormat::Ocsf => ".ocsf.jsonl",
    };
    let now = clock::iso(clock::now());
    ["audit-log-", now.get(..10).unwrap_or_default(), ending].concat()
}

#[cfg(target_arch = "wasm32")]
fn save(client: Client, format: AuditFormat, filters: AuditQuery, file: String) -> LocalFuture<()> {
    Box::pin(async move {
        let content = client.audit_events().export(format, &filters).await?;
        crate::dom::download_blob(&content, &file);
        Ok(())
    })
}

/// Outside a browser only the application knows where files go; it asks the client itself.
#[cfg(not(target_arch = "wasm32"))]
fn save(_client: Client, _format: AuditFormat, _filters: AuditQuery, _file: String) -> LocalFuture<()> {
    Box::pin(async { Err(loggia_client::Error::Config("files are downloaded by browsers".to_owned())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_the_day_and_the_format() {
        let name = file_name(AuditFormat::Ocsf);
        assert!(name.starts_with("audit-log-20") && name.ends_with(".ocsf.jsonl"), "{name}");
        assert_eq!(name.len(), "audit-log-2026-11-21.ocsf.jsonl".len());
    }
}
