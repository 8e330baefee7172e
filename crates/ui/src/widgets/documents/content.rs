//! The list of documents, or what stands in its place.

use crate::part::{Handler, part};
use dioxus::{html::FileData, prelude::*};
use loggia_types::{
    Permission,
    documents::{Document, Folder},
    page::Page,
};

use super::{
    document_list::{DocumentList, RowAction},
    file_picker::FilePicker,
    folders,
};
use crate::{
    extensions::use_extensions,
    primitives::{Button, EmptyState, ErrorState, Icon, LoadMore, NoResults, Skeleton, StaleNotice, Variant},
    provider::use_portal,
    query::{ListQuery, Query},
};

/// The list, or what stands in its place.
#[part]
pub(super) fn Content(
    list: ListQuery<Document>,
    folders: Query<Page<Folder>>,
    folder: String,
    search: String,
    busy: bool,
    on_action: Handler<RowAction>,
    on_go: Handler<String>,
    on_clear: Handler<()>,
    on_pick: Handler<Vec<FileData>>,
) -> Element {
    let portal = use_portal();
    let extensions = use_extensions();
    let text = &portal.messages().documents;
    let may_upload = portal.permits(Permission::DocumentsUpload);
    let Some(page) = list.page() else {
        return match list.failure() {
            Some(failure) => rsx! {
                ErrorState { failure, on_retry: move |()| list.reload() }
            },
            None => rsx! {
                Skeleton {}
            },
        };
    };
    let below = match folders.data() {
        Some(all) if search.is_empty() => folders::below(&all.items, &folder),
        _ => Vec::new(),
    };
    if page.items.is_empty() && below.is_empty() {
        if list.is_pending() {
            return rsx! {
                Skeleton {}
            };
        }
        if !search.is_empty() {
            return rsx! {
                NoResults { on_clear }
            };
        }
        if !folder.is_empty() {
            return rsx! {
                EmptyState { title: text.empty_folder(), icon: Icon::Folder,
                    Button { variant: Variant::Ghost, icon: Icon::ArrowLeft, onclick: move |_| on_go.call(String::new()), "{text.all()}" }
                }
            };
        }
        if busy {
            return rsx! {};
        }
        let brand = portal.session().map(|session| session.brand.name.clone()).unwrap_or_default();
        let message = if may_upload { text.empty_text(&brand) } else { text.empty_viewer().to_owned() };
        return rsx! {
            {extensions.instead(rsx! { EmptyState { title: text.empty_title(), message, icon: Icon::Document,
                if may_upload {
                    FilePicker { label: text.upload_files(), primary: true, onpick: on_pick }
                }
            } })}
        };
    }
    let stale = list.failure().is_some();
    let (retry, more) = (list.clone(), list.clone());
    rsx! {
        if stale {
            StaleNotice { on_retry: move |()| retry.reload() }
        }
        DocumentList {
            page: page.clone(),
            folders: below,
            show_folder: !search.is_empty(),
            pending: list.is_pending(),
            on_action,
            on_go,
        }
        if list.has_more() {
            LoadMore {
                busy: list.is_loading_more(),
                failure: list.more_failure(),
                onclick: move |()| more.load_more(),
            }
        }
    }
}
