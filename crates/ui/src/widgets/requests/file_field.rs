//! A question that takes files: they are uploaded while the rest is filled in, and the answer is what arrived.

use crate::part::{part, use_handler};
use dioxus::{html::FileData, prelude::*};
use loggia_forms::{DEFAULT_MAX_FILES, accepts};
use loggia_types::{Permission, problem::FieldError};

use super::{
    flows::Slot,
    words::{UPLOADS_FAILED, UPLOADS_RUNNING},
};
use crate::{
    i18n::Messages,
    primitives::{Field, described_by},
    provider::use_portal,
    widgets::documents::{
        drop_area::{DragState, use_drag},
        file_picker::FilePicker,
        queue::{Queue, Refusal, UploadState},
        upload_row::UploadRow,
        uploader::Uploader,
    },
};

/// Where files sent with requests lie among the documents. Shared by people of every language, so never translated.
const FOLDER: &str = "Requests";

/// Which of an uploader's files belong to this question.
pub(crate) fn place(slot: &Slot, key: &str) -> String {
    [slot.as_str(), "/", key].concat()
}

/// The request and the question that files of this place belong to.
pub(crate) fn place_parts(place: &str) -> Option<(Slot, &str)> {
    let (slot, key) = place.split_once('/')?;
    Some((Slot::parse(slot)?, key))
}

/// What still stands in the way of leaving a question's files as they are.
pub(crate) fn pending(uploader: &Uploader, slot: &Slot, keys: impl Iterator<Item = String>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for key in keys {
        let items = uploader.items_in(&place(slot, &key));
        let is_running = |state: &UploadState| matches!(state, UploadState::Waiting | UploadState::Running(_));
        let code = if items.iter().any(|item| is_running(&item.state)) {
            UPLOADS_RUNNING
        } else if items.iter().any(|item| matches!(item.state, UploadState::Failed(_))) {
            UPLOADS_FAILED
        } else {
            continue;
        };
        errors.push(FieldError { pointer: loggia_forms::pointer(&key), code: code.to_owned(), detail: String::new() });
    }
    errors
}

/// Why a file is not taken: there are enough, or it is of the wrong kind.
fn refuse(
    queue: &Queue,
    place: &str,
    most: u32,
    accept: &[String],
    file: (&str, &str),
    messages: &'static Messages,
) -> Option<Refusal> {
    let (name, media_type) = file;
    let counts = |state: &UploadState| !matches!(state, UploadState::Refused(_));
    let held = queue.items().iter().filter(|item| item.place == place && counts(&item.state)).count();
    if held >= most as usize {
        Some(Refusal::TooMany(most))
    } else if !accepts(accept, name, media_type) {
        Some(Refusal::Kind(accept.iter().map(|kind| readable(kind, messages)).collect()))
    } else {
        None
    }
}

/// `.pdf` and `image/*` as people call them.
fn readable(kind: &str, messages: &'static Messages) -> String {
    match (kind, kind.strip_prefix('.')) {
        ("image/*", _) => messages.requests.images().to_owned(),
        (_, Some(ending)) => crate::case::upper(ending),
        _ => kind.strip_suffix("/*").unwrap_or(kind).to_owned(),
    }
}

/// The files of one question.
#[part]
pub(crate) fn FileField(
    slot: Slot,
    question_key: String,
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    optional: bool,
    max_items: Option<u32>,
    accept: Vec<String>,
    uploader: Uploader,
) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.requests;
    let most = max_items.unwrap_or(DEFAULT_MAX_FILES);
    let place = place(&slot, &question_key);
    let items: Vec<_> = uploader.items().into_iter().filter(|item| item.place == place).collect();
    let size = portal.session().map(|session| locale.file_size(session.limits.max_upload_bytes)).unwrap_or_default();
    let mut limit = text.files_limit(&locale.count(most.into()), &size);
    if !accept.is_empty() {
        limit = [&accept.iter().map(|kind| readable(kind, messages)).collect::<Vec<_>>().join(", "), " · ", &limit]
            .concat();
    }
    let add = {
        let (uploader, place, accept) = (uploader.clone(), place.clone(), accept.clone());
        use_handler(move |files: Vec<FileData>| {
            uploader.add(files, FOLDER, &place, |queue, name, media_type| {
                refuse(queue, &place, most, &accept, (name, media_type), messages)
            });
        })
    };
    let DragState { dragging, enter, over, leave, drop } = use_drag(add);
    let invalid = error.is_some();
    let described =
        [described_by(&id, hint.is_some(), invalid).unwrap_or_default(), " ".into(), id.clone(), "-limit".into()]
            .concat();
    let may_upload = portal.permits(Permission::DocumentsUpload);
    rsx! {
        Field { id: id.clone(), label: label.clone(), hint, error, optional,
            if !items.is_empty() {
                ul { class: "portal-uploads", "data-boxed": "true", "aria-label": text.files_of(&label),
                    for item in items {
                        UploadRow { key: "{item.id}", item, uploader: uploader.clone() }
                    }
                }
            }
            if may_upload {
                div {
                    class: "portal-drop-zone",
                    "data-dragging": dragging.then_some("true"),
                    "data-invalid": invalid.then_some("true"),
                    ondragenter: move |event| enter.call(event),
                    ondragover: move |event| over.call(event),
                    ondragleave: move |event| leave.call(event),
                    ondrop: move |event| drop.call(event),
                    FilePicker {
                        id: id.clone(),
                        label: text.add_files(),
                        primary: false,
                        multiple: most > 1,
                        accept: accept.join(","),
                        described_by: described,
                        invalid,
                        onpick: add,
                    }
                    div { class: "portal-drop-text",
                        span { class: "portal-drop-here", "{text.drop_files()}" }
                        span { class: "portal-drop-limit", id: "{id}-limit", "{limit}" }
                    }
                }
            } else {
                p { class: "portal-hint", id: "{id}-limit", "{text.no_upload()}" }
            }
        }
    }
}
