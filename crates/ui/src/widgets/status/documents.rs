//! The documents of a case, and those on their way to it.

use crate::part::part;
use dioxus::{html::FileData, prelude::*};
use loggia_types::{
    CaseId,
    documents::{Document, DocumentQuery},
    events::EventType,
};

use crate::{
    i18n::{PLACE, around},
    primitives::{FileTile, Glyph, Icon, LoadMore, RelativeTime, StaleNotice, use_id},
    provider::use_portal,
    query::use_list,
    widgets::documents::{download::use_download, file_picker::FilePicker, upload_row::UploadRow, uploader::Uploader},
};

const TOPICS: &[EventType] = &[EventType::DocumentCreated, EventType::DocumentUpdated, EventType::DocumentDeleted];

#[part]
pub(super) fn CaseDocuments(case: CaseId, uploader: Uploader, may_upload: bool) -> Element {
    let text = &use_portal().messages().status;
    let id = use_id();
    let wanted = case.clone();
    let list = use_list(["documents/case/", case.as_str()].concat(), TOPICS, move |client, cursor| {
        let query = DocumentQuery { case_id: Some(wanted.clone()), cursor, ..DocumentQuery::default() };
        Box::pin(async move { client.documents().list(&query).await })
    });
    let uploads = uploader.items();
    let documents = list.page().map(|page| page.items.clone()).unwrap_or_default();
    let failed = list.failure().is_some();
    if documents.is_empty() && uploads.is_empty() && !may_upload && !failed {
        return VNode::empty();
    }
    rsx! {
        section { class: "portal-case-documents", "part": "documents", "aria-labelledby": "{id}",
            h4 { class: "portal-section-title", id: "{id}",
                "{text.documents()}"
                if may_upload {
                    FilePicker {
                        label: text.upload(),
                        plain: true,
                        onpick: {
                            let uploader = uploader.clone();
                            move |files: Vec<FileData>| uploader.add(files, "", "", |_, _, _| None)
                        },
                    }
                }
            }
            if !uploads.is_empty() {
                ul { class: "portal-uploads",
                    for item in uploads {
                        UploadRow { key: "{item.id}", item, uploader: uploader.clone() }
                    }
                }
            }
            if failed {
                StaleNotice { on_retry: { let list = list.clone(); move |()| list.reload() } }
            }
            if !documents.is_empty() {
                ul { class: "portal-files",
                    for document in documents {
                        DocumentLine { key: "{document.id}", document }
                    }
                }
            }
            if list.has_more() {
                LoadMore {
                    busy: list.is_loading_more(),
                    failure: list.more_failure(),
                    onclick: { let list = list.clone(); move |()| list.load_more() },
                }
            }
        }
    }
}

#[part]
fn DocumentLine(document: Document) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().status;
    let download = use_download();
    let wanted = (document.id.clone(), None, document.name.clone());
    let (before, after) = around(&text.download(PLACE));
    rsx! {
        li {
            button {
                class: "portal-file-line",
                r#type: "button",
                onclick: move |_| download.call(wanted.clone()),
                span { class: "portal-hidden", "{before}" }
                FileTile { name: document.name.clone() }
                span { class: "portal-row-text",
                    span { class: "portal-row-name",
                        span { "{document.name}" }
                        span { class: "portal-hidden", "{after}" }
                    }
                    span { class: "portal-meta",
                        span { {locale.file_size(document.current.size)} }
                        RelativeTime { at: document.updated_at }
                    }
                }
                Glyph { icon: Icon::Download }
            }
        }
    }
}
