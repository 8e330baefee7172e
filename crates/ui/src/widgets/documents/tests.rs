//! What each view shows in each state.
#![allow(clippy::unwrap_used)]

use dioxus::prelude::*;
use loggia_types::{
    Role,
    documents::{Document, DocumentVersion, Folder},
    ids::{DocumentId, DocumentVersionId},
    page::Page,
};

use super::{
    Documents,
    delete_dialog::DeleteDialog,
    queue::{Refusal, UploadState},
    rename_dialog::RenameDialog,
    stage::{Stage, at, user},
    upload_row::UploadRow,
    uploader::use_uploader,
};
use crate::{Extend, Extensions, clock, failure::Failure};

fn version(number: u32, size: u64) -> DocumentVersion {
    DocumentVersion {
        id: DocumentVersionId::from_u128(u128::from(number)),
        number,
        size,
        media_type: "application/pdf".into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        uploaded_by: (number != 2).then(|| user(1, "Dana Okafor")),
        created_at: at("2026-11-12T09:00:00Z"),
    }
}

fn document(number: u128, name: &str, folder: &str, size: u64) -> Document {
    Document {
        id: DocumentId::from_u128(number),
        name: name.into(),
        folder: folder.into(),
        case_id: None,
        current: version(u32::try_from(number).unwrap(), size),
        version: 1,
        created_at: at("2026-11-01T09:00:00Z"),
        updated_at: if number == 1 { clock::now() } else { at("2025-11-03T09:00:00Z") },
    }
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { total: Some(items.len() as u64), items, next_cursor: None }
}

fn filled(role: Role) -> Stage {
    let mut documents = page(vec![
        document(1, "Framework agreement 2026.pdf", "", 2_412_000),
        document(2, "site-contacts.csv", "", 14_600),
        document(3, "A photograph of the damaged pallet with a name that goes on and on.jpeg", "", 4_840_000),
        document(4, "Notes", "", 840),
    ]);
    documents.next_cursor = Some("more".into());
    documents.total = Some(104);
    let folder = |path: &str, documents| Folder { path: path.into(), documents };
    Stage::new(role)
        .with("documents/newest/", documents)
        .with("document-folders", page(vec![folder("Contracts", 12), folder("Reports", 9), folder("Reports/2026", 4)]))
}

#[tokio::test]
async fn folders_and_documents_are_listed_with_size_and_origin() {
    let html = filled(Role::Owner).render("documents", || rsx! { Documents {} }).await;
    for expected in [
        "Framework agreement 2026.pdf",
        "2.4\u{a0}MB · Dana Okafor",
        "15\u{a0}kB · Fernhill Freight",
        "Contracts",
        "12 documents",
        "<span class=\"portal-count\">125</span>",
        "aria-label=\"v2: Version history, site-contacts.csv\"",
        "Load more",
        "Up to 100\u{a0}MB each",
        "More actions for Notes",
        "Delete",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(!html.contains("2026<"), "folders further down wait for their turn");
    assert!(!html.contains(" style="));
}

#[tokio::test]
async fn a_viewer_sees_no_upload_and_no_delete() {
    let html = filled(Role::Viewer).render("documents-viewer", || rsx! { Documents {} }).await;
    assert!(html.contains("Framework agreement 2026.pdf") && html.contains("Download"));
    for hidden in ["type=\"file\"", "Delete", "Rename", "portal-drop"] {
        assert!(!html.contains(hidden), "{hidden}");
    }
    let member = filled(Role::Member).render("documents-member", || rsx! { Documents {} }).await;
    assert!(member.contains("type=\"file\"") && !member.contains("Delete"));
}

#[tokio::test]
async fn nothing_there_says_what_it_is_for_and_offers_the_one_action() {
    let stage = |role| {
        Stage::new(role)
            .with("documents/newest/", page::<Document>(vec![]))
            .with("document-folders", page::<Folder>(vec![]))
    };
    let html = stage(Role::Owner).render("documents-empty", || rsx! { Documents {} }).await;
    assert!(html.contains("No documents yet") && html.contains("share with Fernhill Freight"));
    assert!(html.contains("Upload documents"));
    let html = stage(Role::Viewer).render("documents-empty-viewer", || rsx! { Documents {} }).await;
    assert!(html.contains("No documents yet") && !html.contains("Upload documents"));
}

#[tokio::test]
async fn what_could_not_be_loaded_can_be_tried_again() {
    let html = Stage::new(Role::Owner).render("documents-error", || rsx! { Documents {} }).await;
    assert!(html.contains("data-state=\"error\"") && html.contains("Try again"));
}

#[tokio::test]
async fn a_deep_link_opens_a_folder() {
    let stage =
        filled(Role::Owner).with("documents/newest/Reports", page(vec![document(1, "October.pdf", "Reports", 9)]));
    let html = stage.render("documents-folder", || rsx! { Documents { view: "folder/Reports" } }).await;
    assert!(html.contains("aria-current=\"page\">Reports") && html.contains("October.pdf") && html.contains(">2026<"));
}

/// Somebody who goes on from the top to a folder.
#[component]
fn Going() -> Element {
    let mut view = use_signal(String::new);
    use_effect(move || view.set("folder/Reports".into()));
    rsx! { Documents { view: view() } }
}

#[tokio::test]
async fn a_folder_that_cannot_be_loaded_does_not_show_what_lies_elsewhere() {
    let html = filled(Role::Owner).render("documents-folder-error", || rsx! { Going {} }).await;
    assert!(html.contains("aria-current=\"page\">Reports") && html.contains("data-state=\"error\""), "{html}");
    assert!(!html.contains("Framework agreement 2026.pdf"), "{html}");
}

#[tokio::test]
async fn a_deep_link_opens_the_versions_of_a_document() {
    let id = DocumentId::from_u128(7);
    let stage = filled(Role::Owner).with(&format!("document/{id}"), document(1, "Contract.pdf", "", 9)).with(
        &format!("document-versions/{id}"),
        page(vec![version(1, 900), version(2, 2_000_000), version(3, 2_100_000)]),
    );
    let html =
        stage.render("documents-versions", || rsx! { Documents { view: DocumentId::from_u128(7).to_string() } }).await;
    assert!(html.contains("Versions of Contract.pdf"));
    let place = |text: &str| html.find(text).unwrap();
    assert!(place("Download version 3") < place("Download version 1"), "newest first");
    assert_eq!(html.matches(">Current<").count(), 1);
    assert!(html.contains("SHA-256 9f86"));
}

#[tokio::test]
async fn deleting_names_the_file_and_whom_it_concerns() {
    let html = filled(Role::Owner)
        .render("documents-delete", || {
            rsx! { DeleteDialog { document: document(1, "Contract.pdf", "", 9), on_close: |()| {}, on_deleted: |()| {} } }
        })
        .await;
    assert!(html.contains("Delete Contract.pdf?") && html.contains("everybody in Larkspur Foods"));
    assert!(html.contains("role=\"alertdialog\""));
}

#[tokio::test]
async fn renaming_offers_the_folders_there_are() {
    let html = filled(Role::Owner)
        .render("documents-rename", || {
            let folders = std::rc::Rc::new(page(vec![Folder { path: "Contracts".into(), documents: 1 }]));
            rsx! { RenameDialog { document: document(1, "Contract.pdf", "", 9), folders, on_close: |()| {} } }
        })
        .await;
    assert!(html.contains("value=\"Contract.pdf\"") && html.contains("aria-pressed=\"false\">Contracts"));
}

#[component]
fn Uploading() -> Element {
    let uploader = use_uploader(true);
    use_hook(|| {
        uploader.seed(|queue| {
            for name in ["running.pdf", "sent.pdf", "waiting.csv", "failed.png", "done.docx"] {
                queue.add(name.into(), String::new(), String::new(), 14_600_000, None);
            }
            queue.add("huge.zip".into(), String::new(), String::new(), 1, Some(Refusal::TooLarge(5_000_000_000)));
            queue.start(0);
            queue.progress(1, 9_100_000, 14_600_000, 20_000);
            queue.progress(2, 14_600_000, 14_600_000, 20_000);
            queue.end(3, UploadState::Waiting);
            queue.end(4, UploadState::Failed(Failure::from(loggia_client::Error::Cancelled)));
            queue.end(5, UploadState::Done { document: DocumentId::from_u128(1), version: 3 });
        });
    });
    rsx! {
        section { class: "portal-widget",
            ul { class: "portal-uploads",
                for item in uploader.items() {
                    UploadRow { key: "{item.id}", item, uploader: uploader.clone() }
                }
            }
        }
    }
}

#[tokio::test]
async fn uploads_say_how_far_they_are_and_what_can_be_done() {
    let html = Stage::new(Role::Owner).render("uploads", || rsx! { Uploading {} }).await;
    for expected in [
        "Uploading, 9.1\u{a0}MB of 15\u{a0}MB · 13\u{a0}s left",
        "value=\"62\"",
        "Checking what arrived",
        "Waiting",
        "Cancel upload of running.pdf",
        "Try to upload failed.png again",
        "Uploaded as version 3",
        "Larger than 5\u{a0}GB",
        "Progress of running.pdf",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    let german = Stage::new(Role::Owner).speaking("de").render("uploads-de", || rsx! { Uploading {} }).await;
    assert!(german.contains("Wird hochgeladen, 9,1\u{a0}MB von 15\u{a0}MB · noch 13\u{a0}Sek."), "{german}");
}

/// What a vendor adds.
fn extended() -> Element {
    let extensions = use_hook(|| {
        Extensions::new()
            .column("Contract no.", |item| rsx! { "C-{item.id.len()}" })
            .item_action_where("Send for signature", |item| item.name.ends_with(".pdf"), |_| {})
            .action("Scan", || {})
            .page("rules", "Guidelines", || rsx! { "Seven years" })
            .empty(|own| {
                rsx! {
                    p { "We send your first contract." }
                    {own}
                }
            })
    });
    rsx! {
        Extend { extensions, Documents {} }
    }
}

#[tokio::test]
async fn what_a_vendor_adds_is_in_the_table_the_menus_and_the_header() {
    let html = filled(Role::Viewer).render("documents-extended", extended).await;
    let times = |text: &str| html.matches(text).count();
    assert_eq!((times(">Guidelines</button>"), times(">Scan</button>")), (1, 1), "{html}");
    assert_eq!(times("data-column=\"own\"") - times("<td role=\"cell\" data-column=\"own\""), 1, "one head: {html}");
    assert_eq!(times(">C-30</td>"), 4, "a cell for each document: {html}");
    assert_eq!(times("data-title=\"Contract no.\"></td>"), 2, "an empty one for each folder: {html}");
    assert_eq!(times("Send for signature"), 1, "only where it fits: {html}");
    assert!(!html.contains("first contract") && !html.contains("Seven years"), "{html}");
}

#[tokio::test]
async fn where_there_is_nothing_yet_the_vendor_has_the_word() {
    let nothing = || page(Vec::<Document>::new());
    let stage = Stage::new(Role::Owner)
        .with("documents/newest/", nothing())
        .with("document-folders", page(Vec::<Folder>::new()));
    let html = stage.render("documents-extended-empty", extended).await;
    assert!(html.contains("<p>We send your first contract.</p>"), "{html}");
    assert!(html.contains("portal-state-title"), "the widget's own is given along: {html}");
}

#[tokio::test]
async fn a_page_that_a_vendor_added_has_a_view_and_a_way_back() {
    let html = filled(Role::Owner)
        .render("documents-extended-page", || {
            let extensions = use_hook(|| Extensions::new().page("rules", "Guidelines", || rsx! { "Seven years" }));
            rsx! {
                Extend { extensions, Documents { view: Some("page/rules".to_owned()) } }
            }
        })
        .await;
    assert!(html.contains(">Guidelines</h2>") && html.contains("Seven years"), "{html}");
    assert!(html.contains("Documents</button>") && !html.contains("portal-table"), "{html}");
}
