//! The history of a document: every version, who it is from, and a way to get it.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{documents::DocumentVersion, ids::DocumentId};

use super::{TOPICS, download::use_download};
use crate::{
    primitives::{Dialog, ErrorState, Icon, IconButton, Pill, RelativeTime, Skeleton, Tone},
    provider::use_portal,
    query::{QueryState, use_query},
};

/// All versions of a document, newest first.
#[part(later)]
pub(crate) fn VersionsDialog(id: DocumentId, on_close: Handler<()>) -> Element {
    let text = &use_portal().messages().documents;
    let (for_document, for_versions) = (id.clone(), id.clone());
    let document = use_query(["document/", id.as_str()].concat(), TOPICS, move |client| {
        let id = for_document.clone();
        Box::pin(async move { client.documents().get(&id).await })
    });
    let versions = use_query(["document-versions/", id.as_str()].concat(), TOPICS, move |client| {
        let id = for_versions.clone();
        Box::pin(async move { client.documents().versions(&id).await })
    });
    let name = document.data().map(|document| document.name.clone());
    let title = match &name {
        Some(name) => text.versions_of(name),
        None => text.versions().to_owned(),
    };
    rsx! {
        Dialog { title, on_close,
            match versions.state() {
                QueryState::Loading => rsx! {
                    Skeleton { rows: 2 }
                },
                QueryState::Failed(failure) => rsx! {
                    ErrorState { failure, on_retry: move |()| versions.reload() }
                },
                QueryState::Ready(page) => {
                    let mut items = page.items.clone();
                    items.sort_by_key(|version| std::cmp::Reverse(version.number));
                    let newest = items.first().map(|version| version.number);
                    rsx! {
                        ol { class: "portal-versions", "part": "versions", reversed: true,
                            for version in items {
                                VersionRow {
                                    key: "{version.id}",
                                    current: Some(version.number) == newest,
                                    version,
                                    document: id.clone(),
                                    name: name.clone().unwrap_or_default(),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[part]
fn VersionRow(version: DocumentVersion, current: bool, document: DocumentId, name: String) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().documents;
    let download = use_download();
    let number = locale.number(version.number.into());
    let from = match &version.uploaded_by {
        Some(user) => user.name.clone(),
        None => portal.session().map(|session| session.brand.name.clone()).unwrap_or_default(),
    };
    let fingerprint = text.fingerprint(&version.sha256);
    let id = version.id.clone();
    rsx! {
        li { class: "portal-version-row",
            div { class: "portal-row-text",
                div { class: "portal-version-title",
                    span { class: "portal-row-name", {text.version(&number)} }
                    if current {
                        Pill { label: text.current(), tone: Tone::Accent }
                    }
                }
                div { class: "portal-meta",
                    RelativeTime { at: version.created_at }
                    " · {from} · {locale.file_size(version.size)}"
                }
                div { class: "portal-fingerprint", title: "{fingerprint}", "{fingerprint}" }
            }
            IconButton {
                icon: Icon::Download,
                label: text.download_version(&number),
                onclick: move |_| download.call((document.clone(), Some(id.clone()), name.clone())),
            }
        }
    }
}
