//! A file on its way: tile, name, how far it is, and what can be done about it.

use crate::part::part;
use dioxus::prelude::*;

use super::{
    queue::{Progress, UploadItem, UploadState},
    uploader::{Uploader, refusal_text},
};
use crate::{
    i18n::{Locale, fill},
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
    let label = |template| fill(template, &[("name", name)]);
    let cancel = {
        let uploader = uploader.clone();
        move |_| uploader.remove(id)
    };
    let (state, line) = match &item.state {
        UploadState::Waiting => ("waiting", text.waiting.to_owned()),
        UploadState::Running(progress) => ("running", progress_line(progress, &locale)),
        UploadState::Done { version, .. } if *version == 1 || !item.place.is_empty() => {
            ("done", text.uploaded.to_owned())
        }
        UploadState::Done { version, .. } => ("done", fill(text.uploaded_version, &[("n", &version.to_string())])),
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
                        "aria-label": label(text.progress_of),
                    }
                }
            }
            span { class: "portal-upload-actions",
                match &item.state {
                    UploadState::Waiting | UploadState::Running(_) => rsx! {
                        IconButton { icon: Icon::Close, label: label(text.cancel_upload), onclick: cancel }
                    },
                    UploadState::Failed(_) => rsx! {
                        IconButton {
                            icon: Icon::Refresh,
                            label: label(text.retry_upload),
                            onclick: move |_| uploader.retry(id),
                        }
                        IconButton { icon: Icon::Close, label: label(text.dismiss_upload), onclick: cancel }
                    },
                    UploadState::Refused(_) | UploadState::Done { .. } => rsx! {
                        IconButton { icon: Icon::Close, label: label(text.dismiss_upload), onclick: cancel }
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
        return text.finishing.to_owned();
    }
    let (sent, total) = (locale.file_size(progress.sent), locale.file_size(progress.total));
    let mut line = fill(text.uploading, &[("sent", &sent), ("total", &total)]);
    if let Some(seconds) = progress.seconds_left() {
        let (template, count) =
            if seconds < 90 { (text.seconds, seconds) } else { (text.minutes, seconds.div_ceil(60)) };
        let time = fill(template, &[("n", &locale.number(count))]);
        line.push_str(" · ");
        line.push_str(&fill(text.left, &[("time", &time)]));
    }
    line
}
