//! A file on its way: tile, name, how far it is, and what can be done about it.

use crate::part::part;
use dioxus::prelude::*;

use super::{
    queue::{Progress, UploadItem, UploadState},
    uploader::{Uploader, refusal_text},
};
use crate::{
    i18n::Locale,
    primitives::{FileTile, Glyph, Icon, IconButton},
    provider::use_portal,
};

/// One upload, as an item of a list.
///
/// Data attributes: `data-state` (`waiting`, `running`, `done`, `failed`, `refused`). Part: `upload`.
#[part(memo)]
pub(crate) fn UploadRow(item: UploadItem, uploader: Uploader) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.documents;
    let id = item.id;
    let name = item.name.as_str();
    let cancel = {
        let uploader = uploader.clone();
        move |_| uploader.remove(id)
    };
    let (state, line) = match &item.state {
        UploadState::Waiting => ("waiting", text.waiting().to_owned()),
        UploadState::Running(progress) => ("running", progress_line(progress, &locale)),
        UploadState::Done { version, .. } if *version == 1 || !item.place.is_empty() => {
            ("done", text.uploaded().to_owned())
        }
        UploadState::Done { version, .. } => ("done", text.uploaded_version(&locale.number((*version).into()))),
        UploadState::Failed(failure) => ("failed", failure.message(messages).to_owned()),
        UploadState::Refused(refusal) => ("refused", refusal_text(refusal, &locale)),
    };
    let failed = matches!(item.state, UploadState::Failed(_) | UploadState::Refused(_));
    rsx! {
        li { class: "portal-upload", "part": "upload", "data-state": state,
            FileTile { name: item.name.clone() }
            div { class: "portal-upload-text",
                span { class: "portal-file-name", title: "{item.name}", "{item.name}" }
                span { class: "portal-upload-line",
                    if failed {
                        Glyph { icon: Icon::Alert }
                    } else if state == "done" {
                        Glyph { icon: Icon::Check }
                    }
                    span { "{line}" }
                    if state == "done" {
                        span { class: "portal-upload-size", " · {locale.file_size(item.size)}" }
                    }
                }
                if let UploadState::Running(progress) = &item.state {
                    progress {
                        class: "portal-progress",
                        max: "100",
                        value: "{progress.percent()}",
                        "aria-label": text.progress_of(name),
                    }
                }
            }
            span { class: "portal-upload-actions",
                match &item.state {
                    UploadState::Waiting | UploadState::Running(_) => rsx! {
                        IconButton { icon: Icon::Close, label: text.cancel_upload(name), onclick: cancel }
                    },
                    UploadState::Failed(_) => rsx! {
                        IconButton {
                            icon: Icon::Refresh,
                            label: text.retry_upload(name),
                            onclick: move |_| uploader.retry(id),
                        }
                        IconButton { icon: Icon::Close, label: text.dismiss_upload(name), onclick: cancel }
                    },
                    UploadState::Refused(_) | UploadState::Done { .. } => rsx! {
                        IconButton { icon: Icon::Close, label: text.dismiss_upload(name), onclick: cancel }
                    },
                }
            }
        }
    }
}

/// "Uploading, 9.1 MB of 14.6 MB · 12 s left".
pub(crate) fn progress_line(progress: &Progress, locale: &Locale) -> String {
    let text = &locale.messages().documents;
    if progress.is_sent() {
        return text.finishing().to_owned();
    }
    let (sent, total) = (locale.file_size(progress.sent), locale.file_size(progress.total));
    let mut line = text.uploading(&sent, &total);
    if let Some(seconds) = progress.seconds_left() {
        let time = match seconds {
            0..90 => text.seconds(&locale.number(seconds)),
            _ => text.minutes(&locale.number(seconds.div_ceil(60))),
        };
        line.push_str(" · ");
        line.push_str(&text.left(&time));
    }
    line
}
