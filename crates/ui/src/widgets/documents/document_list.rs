//! Folders and documents as rows.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, documents::Document, page::Page};

use super::folders::Subfolder;
use crate::{
    extensions::{Item, use_extensions},
    i18n::Locale,
    primitives::{Cell, ColumnKind, FileTile, Glyph, Icon, Menu, MenuItem, RelativeTime, Row, RowTitle, Table},
    provider::use_portal,
};

/// What a person wants to do with a document.
#[derive(Clone, PartialEq)]
pub(crate) enum RowAction {
    Download(Document),
    Versions(Document),
    Rename(Document),
    Delete(Document),
}

/// The rows. `show_folder`: says where each document lies.
#[part(memo)]
pub(crate) fn DocumentList(
    page: Rc<Page<Document>>,
    folders: Vec<Subfolder>,
    show_folder: bool,
    pending: bool,
    on_action: Handler<RowAction>,
    on_go: Handler<String>,
) -> Element {
    let text = &use_portal().messages().documents;
    let mut columns = vec![
        (ColumnKind::Main, text.column_name().to_owned()),
        (ColumnKind::Extra, text.column_version().to_owned()),
        (ColumnKind::Detail, text.column_updated().to_owned()),
        (ColumnKind::Actions, text.column_actions().to_owned()),
    ];
    use_extensions().add_columns(&mut columns);
    rsx! {
        Table { label: text.table(), columns, pending,
            for folder in folders {
                FolderRow { key: "{folder.path}", folder, on_go }
            }
            for document in page.items.iter().cloned() {
                DocumentRow { key: "{document.id}", document, show_folder, on_action }
            }
        }
    }
}

#[part(memo)]
fn FolderRow(folder: Subfolder, on_go: Handler<String>) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().documents;
    let count = text.items(&locale.count(folder.documents));
    let path = folder.path.clone();
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        span { class: "portal-file", "data-kind": "folder", "aria-hidden": "true", Glyph { icon: Icon::Folder } }
                    },
                    title: rsx! {
                        button {
                            r#type: "button",
                            class: "portal-row-button",
                            title: "{folder.name}",
                            onclick: move |_| on_go.call(path.clone()),
                            "{folder.name}"
                        }
                    },
                    meta: rsx! {
                        span { "{count}" }
                    },
                }
            }
            Cell { kind: ColumnKind::Extra }
            Cell { kind: ColumnKind::Detail }
            {use_extensions().cells(None)}
            Cell { kind: ColumnKind::Actions,
                span { class: "portal-row-hint", "aria-hidden": "true", Glyph { icon: Icon::ChevronRight } }
            }
        }
    }
}

#[part(memo)]
fn DocumentRow(document: Document, show_folder: bool, on_action: Handler<RowAction>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.documents;
    let name = document.name.clone();
    let mut actions = vec![
        MenuItem::new("download", text.download(), Icon::Download),
        MenuItem::new("versions", text.versions(), Icon::History),
    ];
    if portal.permits(Permission::DocumentsUpload) {
        actions.push(MenuItem::new("rename", text.rename(), Icon::Edit));
    }
    if portal.permits(Permission::DocumentsDelete) {
        actions.push(MenuItem::new("delete", text.delete(), Icon::Trash).danger());
    }
    let item = Item::new("document", document.id.as_str(), &name);
    let extensions = use_extensions();
    extensions.add_actions(&mut actions, &item);
    let session = portal.session();
    let meta = meta(&document, &locale, session.as_deref().map(|session| session.brand.name.as_str()), show_folder);
    let (for_name, for_version, for_menu) = (document.clone(), document.clone(), document.clone());
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        FileTile { name: name.clone() }
                    },
                    title: rsx! {
                        button {
                            r#type: "button",
                            class: "portal-row-button",
                            title: "{name}",
                            "aria-label": text.download_file(&name),
                            onclick: move |_| on_action.call(RowAction::Download(for_name.clone())),
                            "{name}"
                        }
                    },
                    meta: rsx! {
                        span {
                            "{meta}"
                            span { class: "portal-when-narrow",
                                " · "
                                RelativeTime { at: document.updated_at }
                            }
                        }
                    },
                }
            }
            Cell { kind: ColumnKind::Extra,
                button {
                    r#type: "button",
                    class: "portal-version",
                    "aria-label": "v{document.current.number}: {text.versions()}, {name}",
                    onclick: move |_| on_action.call(RowAction::Versions(for_version.clone())),
                    "v{document.current.number}"
                }
            }
            Cell { kind: ColumnKind::Detail,
                RelativeTime { at: document.updated_at }
            }
            {extensions.cells(Some(&item))}
            Cell { kind: ColumnKind::Actions,
                Menu {
                    label: messages.common.more_actions(&name),
                    items: actions,
                    on_select: move |key| {
                        let document = for_menu.clone();
                        match key {
                            "download" => on_action.call(RowAction::Download(document)),
                            "versions" => on_action.call(RowAction::Versions(document)),
                            "rename" => on_action.call(RowAction::Rename(document)),
                            "delete" => on_action.call(RowAction::Delete(document)),
                            _ => {}
                        }
                    },
                }
            }
        }
    }
}

/// "Contracts · 2.4 MB · Dana Okafor": where it lies, how large it is, who it is from.
pub(crate) fn meta(document: &Document, locale: &Locale, brand: Option<&str>, show_folder: bool) -> String {
    let size = locale.file_size(document.current.size);
    let from = match &document.current.uploaded_by {
        Some(user) => Some(user.name.as_str()),
        None => brand,
    };
    let folder = (show_folder && !document.folder.is_empty()).then_some(document.folder.as_str());
    let parts: Vec<&str> =
        [folder, Some(size.as_str()), from].into_iter().flatten().filter(|p| !p.is_empty()).collect();
    locale.line(&parts)
}
