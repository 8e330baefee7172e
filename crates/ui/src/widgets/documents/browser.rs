//! Folders, documents and uploads in one view.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_element, use_handler, use_signal};
use dioxus::{html::FileData, prelude::*};
use loggia_types::{
    Permission,
    documents::{Document, DocumentQuery, DocumentSort, Folder},
    ids::DocumentId,
    page::Page,
};

use super::{
    TOPICS,
    content::Content,
    delete_dialog::DeleteDialog,
    document_list::RowAction,
    download::use_download,
    drop_area::{DragState, use_drag},
    file_picker::FilePicker,
    folders,
    path::Path,
    rename_dialog::RenameDialog,
    upload_row::UploadRow,
    uploader::{Uploader, use_uploader},
    versions_dialog::VersionsDialog,
};
use crate::{
    dom,
    kept::{keep, kept},
    primitives::{Choice, Icon, SearchField, Select},
    provider::use_portal,
    query::{ListQuery, use_list, use_query},
    widgets::WidgetFrame,
};

/// How a folder is written as a view.
const FOLDER_VIEW: &str = "folder/";
/// Under which name the order is remembered.
const SORT: &str = "documents-sort";
/// How many documents are loaded at a time.
const PAGE_SIZE: u32 = 50;

/// A dialog that is open.
#[derive(Clone, PartialEq)]
enum Open {
    Versions(DocumentId),
    Rename(Document),
    Delete(Document),
}

/// Where the person is.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    folder: Signal<String>,
    search: Signal<String>,
    sort: Signal<DocumentSort>,
    open: Signal<Option<Open>>,
}

impl Place {
    /// Goes where a view says.
    fn go(mut self, view: &str) {
        match view.parse::<DocumentId>() {
            Ok(id) => self.open.set(Some(Open::Versions(id))),
            Err(_) => {
                self.search.set(String::new());
                self.folder.set(view.strip_prefix(FOLDER_VIEW).unwrap_or_default().trim_matches('/').to_owned());
                self.open.set(None);
            }
        }
    }
}

fn folder_view(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { [FOLDER_VIEW, folder].concat() }
}

/// The content of the widget, for people who may see documents.
#[part]
pub(crate) fn Browser(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().documents;
    let mut place = Place {
        folder: use_signal(String::new),
        search: use_signal(String::new),
        sort: use_signal(|| kept(&portal, SORT).and_then(|sort| sort.parse().ok()).unwrap_or(DocumentSort::Newest)),
        open: use_signal(|| None),
    };
    let mut followed = use_signal(|| None::<String>);
    if *followed.peek() != view {
        followed.set(view.clone());
        place.go(view.as_deref().unwrap_or_default());
    }
    let navigate = use_handler(move |to: String| {
        if let Some(on_navigate) = on_navigate {
            on_navigate.call(to);
        }
    });
    let list_element = use_element();
    let go_to_folder = {
        let list_element = list_element.clone();
        use_handler(move |folder: String| {
            // What was clicked goes away: the focus goes to what comes.
            let list_element = list_element.borrow().clone();
            if let Some(list_element) = list_element {
                dom::focus(&list_element);
            }
            navigate.call(folder_view(&folder));
            place.folder.set(folder);
        })
    };

    let (folder, search, sort) = (place.folder.read().clone(), place.search.read().clone(), *place.sort.read());
    let list = use_documents(&folder, &search, sort);
    // What is in sight: until the new folder's documents are there, the former ones, under what belongs to them.
    let settled = use_hook(|| Rc::new(RefCell::new((String::new(), String::new()))));
    if !list.is_pending() {
        *settled.borrow_mut() = (folder.clone(), search.clone());
    }
    let (folder_shown, search_shown) = settled.borrow().clone();
    let folders = use_query("document-folders".to_owned(), TOPICS, |client| {
        Box::pin(async move { client.documents().folders().await })
    });
    let uploader = use_uploader(true);
    let may_upload = portal.permits(Permission::DocumentsUpload);
    let target = if search.is_empty() { folder.clone() } else { String::new() };
    let upload = {
        let (uploader, target) = (uploader.clone(), target.clone());
        use_handler(move |files: Vec<FileData>| uploader.add(files, &target, "", |_, _, _| None))
    };
    let drag = use_drag(upload);
    let download = use_download();

    let act = use_handler(move |action: RowAction| match action {
        RowAction::Download(document) => download.call((document.id, None, document.name)),
        RowAction::Versions(document) => {
            navigate.call(document.id.to_string());
            place.open.set(Some(Open::Versions(document.id)));
        }
        RowAction::Rename(document) => place.open.set(Some(Open::Rename(document))),
        RowAction::Delete(document) => place.open.set(Some(Open::Delete(document))),
    });
    let close = use_handler(move |()| {
        if matches!(*place.open.peek(), Some(Open::Versions(_))) {
            navigate.call(folder_view(&place.folder.peek()));
        }
        place.open.set(None);
    });

    let DragState { dragging, enter, over, leave, drop } = drag;
    let drop_text = match target.is_empty() {
        true => text.drop_now().to_owned(),
        false => text.drop_into(&target),
    };
    let page = list.page();
    let count =
        page.as_ref().and_then(|page| count(page, folders.data().as_deref(), &folder_shown, search_shown.is_empty()));
    // With nothing anywhere there is nothing to search or sort, and one way to begin is enough.
    let bare = count == Some(0)
        && folder_shown.is_empty()
        && search_shown.is_empty()
        && search.is_empty()
        && folders.data().is_some();
    let common = &locale.messages().common;
    let found = page.as_ref().filter(|_| !search_shown.is_empty()).map(|page| {
        let found = common.results(&locale.count(page.total.unwrap_or(page.items.len() as u64)));
        text.searching_in(&found)
    });
    let place_label = if folder.is_empty() { text.all().to_owned() } else { folder.clone() };
    rsx! {
        WidgetFrame {
            name: "documents",
            title: text.title(),
            start: true,
            count: count.filter(|_| !bare).map(|count| locale.number(count)),
            actions: (may_upload && !bare).then(|| rsx! {
                FilePicker { label: text.upload(), primary: true, onpick: upload }
            }),
            div {
                class: "portal-documents",
                "data-dragging": (dragging && may_upload).then_some("true"),
                ondragenter: move |event| if may_upload { enter.call(event) },
                ondragover: move |event| if may_upload { over.call(event) },
                ondragleave: move |event| if may_upload { leave.call(event) },
                ondrop: move |event| if may_upload { drop.call(event) },
                if !bare {
                    div { class: "portal-bar",
                        SearchField {
                            label: text.search(),
                            value: search.clone(),
                            onsearch: move |typed| place.search.set(typed),
                        }
                        Select {
                            label: text.sort(),
                            hide_label: true,
                            value: sort.as_str(),
                            choices: vec![
                                Choice::new(DocumentSort::Newest.as_str(), text.sort_newest()),
                                Choice::new(DocumentSort::Name.as_str(), text.sort_name()),
                            ],
                            onchange: {
                                let portal = portal.clone();
                                move |value: String| {
                                    keep(&portal, SORT, &value);
                                    place.sort.set(value.parse().unwrap_or(DocumentSort::Newest));
                                }
                            },
                        }
                    }
                }
                if search.is_empty() {
                    Path { folder: folder.clone(), on_go: go_to_folder }
                } else {
                    p { class: "portal-documents-note", role: "status", {found} }
                }
                Uploads { uploader: uploader.clone() }
                div {
                    class: "portal-documents-list portal-focus-target",
                    role: "group",
                    tabindex: "-1",
                    "aria-label": place_label,
                    onmounted: { let list_element = list_element.clone(); move |event| *list_element.borrow_mut() = Some(event.data()) },
                    Content {
                        list: list.clone(),
                        folders: folders.clone(),
                        folder: folder_shown,
                        search: search_shown,
                        busy: uploader.is_busy(),
                        on_action: act,
                        on_go: go_to_folder,
                        on_clear: move |()| place.search.set(String::new()),
                        on_pick: upload,
                    }
                }
                if may_upload {
                    DropHint { on_pick: upload }
                    div { class: "portal-drop-overlay", "aria-hidden": "true", "{drop_text}" }
                }
            }
        }
        match place.open.read().clone() {
            None => rsx! {},
            Some(Open::Versions(id)) => rsx! {
                VersionsDialog { key: "{id}", id, on_close: close }
            },
            Some(Open::Rename(document)) => rsx! {
                RenameDialog { document: current(page.as_deref(), document), folders: folders.data(), on_close: close }
            },
            Some(Open::Delete(document)) => rsx! {
                DeleteDialog {
                    document,
                    on_close: close,
                    on_deleted: move |()| {
                        close.call(());
                        dom::focus_after_dialog(&list_element);
                    },
                }
            },
        }
    }
}

/// The document as the list has it now, which may be newer than when the dialog was opened.
fn current(page: Option<&Page<Document>>, document: Document) -> Document {
    let known = page.and_then(|page| page.items.iter().find(|known| known.id == document.id));
    known.cloned().unwrap_or(document)
}

/// One page after the other of what is shown: a folder's documents, or what the search finds anywhere.
fn use_documents(folder: &str, search: &str, sort: DocumentSort) -> ListQuery<Document> {
    let everywhere = !search.is_empty();
    let query = DocumentQuery {
        folder: (!everywhere).then(|| folder.to_owned()),
        q: everywhere.then(|| search.to_owned()),
        sort: Some(sort),
        limit: Some(PAGE_SIZE),
        ..DocumentQuery::default()
    };
    let key =
        ["documents/", sort.as_str(), if everywhere { "?" } else { "/" }, if everywhere { search } else { folder }];
    use_list(key.concat(), TOPICS, move |client, cursor| {
        let query = DocumentQuery { cursor, ..query.clone() };
        Box::pin(async move { client.documents().list(&query).await })
    })
}

/// How many documents there are here and below, where that is known.
fn count(page: &Page<Document>, folders: Option<&Page<Folder>>, folder: &str, browsing: bool) -> Option<u64> {
    let total = match (page.total, &page.next_cursor) {
        (Some(total), _) => total,
        (None, None) => page.items.len() as u64,
        (None, Some(_)) => return None,
    };
    let below = folders.filter(|_| browsing).map(|folders| folders::below(&folders.items, folder));
    let below = below.unwrap_or_default().iter().map(|folder| folder.documents).sum::<u64>();
    Some(total.saturating_add(below))
}

/// What is on its way.
#[part]
fn Uploads(uploader: Uploader) -> Element {
    let text = &use_portal().messages().documents;
    let items = uploader.items();
    if items.is_empty() {
        return rsx! {};
    }
    rsx! {
        ul { class: "portal-uploads", "aria-label": text.uploads(),
            for item in items {
                UploadRow { key: "{item.id}", item, uploader: uploader.clone() }
            }
        }
    }
}

/// Where to drop files, and a button for people who do not drag.
#[part]
fn DropHint(on_pick: Handler<Vec<FileData>>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().documents;
    let limit = portal.session().map(|session| locale.file_size(session.limits.max_upload_bytes)).unwrap_or_default();
    rsx! {
        div { class: "portal-drop-zone", "data-quiet": "true",
            crate::primitives::Glyph { icon: Icon::Upload }
            div { class: "portal-drop-text",
                span {
                    "{text.drop_or()} "
                    FilePicker { label: text.choose_files(), plain: true, onpick: on_pick }
                }
                span { class: "portal-drop-limit", {text.drop_limit(&limit)} }
            }
        }
    }
}
