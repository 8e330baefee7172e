//! Sends what is in the queue: three at a time, each with progress, each to be cancelled or tried again.
//!
//! An upload goes on when the view that began it is gone: its task lives as long as the widget's virtual DOM.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::part::use_signal;
use dioxus::{core::spawn_forever, html::FileData, prelude::*};
use futures_util::{StreamExt, future::join};
use loggia_client::{CancelHandle, UploadBody};
use loggia_types::{
    CaseId,
    documents::{Document, DocumentRef, UploadQuery},
    events::EventType,
};

use super::queue::{Queue, Refusal, UploadItem, UploadState, check_file};
use crate::map::Map;
use crate::{
    clock,
    failure::Failure,
    i18n::Locale,
    provider::{Portal, use_portal},
};

/// For how long a finished upload stays in sight where the document appears elsewhere anyway, in milliseconds.
const DONE_SHOWN: u32 = 6_000;

/// A file to send, as long as its row is there: it may have to be sent again.
struct Held {
    file: FileData,
    cancel: Option<CancelHandle>,
}

/// What the view that ended uploads belong to wants to know.
type OnEnd = Rc<dyn Fn(&Uploader, &UploadItem)>;

struct Shared {
    queue: RefCell<Queue>,
    held: RefCell<Map<u64, Held>>,
    on_end: RefCell<Option<OnEnd>>,
    /// Finished uploads leave the queue by themselves.
    transient: Cell<bool>,
    /// The case that documents are for.
    case_id: Option<CaseId>,
}

impl Shared {
    fn new(transient: bool, case_id: Option<CaseId>) -> Rc<Self> {
        Rc::new(Self {
            queue: RefCell::default(),
            held: RefCell::default(),
            on_end: RefCell::default(),
            transient: Cell::new(transient),
            case_id,
        })
    }
}

/// The uploads of one widget. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Uploader {
    portal: Portal,
    shared: Rc<Shared>,
    /// Counts changes, so that views follow.
    changes: Signal<u64>,
}

impl PartialEq for Uploader {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

/// Uploads that live as long as the component. `transient`: finished ones leave the list after a moment.
pub(crate) fn use_uploader(transient: bool) -> Uploader {
    let portal = use_portal();
    let changes = use_signal(|| 0_u64);
    let shared = use_hook(|| Shared::new(transient, None));
    Uploader { portal, shared, changes }
}

/// The uploads of several cases. They stay in sight when another case is looked at in between.
#[derive(Clone)]
pub(crate) struct CaseUploaders {
    portal: Portal,
    known: Rc<RefCell<Map<CaseId, Rc<Shared>>>>,
    changes: Signal<u64>,
}

impl PartialEq for CaseUploaders {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.known, &other.known)
    }
}

pub(crate) fn use_case_uploaders() -> CaseUploaders {
    CaseUploaders { portal: use_portal(), known: use_hook(Rc::default), changes: use_signal(|| 0_u64) }
}

impl CaseUploaders {
    /// The uploads of this case.
    pub(crate) fn of(&self, case: &CaseId) -> Uploader {
        let mut known = self.known.borrow_mut();
        let shared = known.get(case).cloned().unwrap_or_else(|| Shared::new(true, Some(case.clone())));
        known.insert(case.clone(), shared.clone());
        Uploader { portal: self.portal.clone(), shared, changes: self.changes }
    }
}

impl Uploader {
    /// The files, as they stand. Components that read them follow them.
    pub(crate) fn items(&self) -> Vec<UploadItem> {
        let _ = self.changes.read();
        self.shared.queue.borrow().items().to_vec()
    }

    /// Whether anything waits or runs. Components that read it follow it.
    pub(crate) fn is_busy(&self) -> bool {
        let _ = self.changes.read();
        self.shared.queue.borrow().is_busy()
    }

    /// The files of one place (see [`add`](Self::add)), as they stand now.
    pub(crate) fn items_in(&self, place: &str) -> Vec<UploadItem> {
        self.shared.queue.borrow().items().iter().filter(|item| item.place == place).cloned().collect()
    }

    /// Sets who is told when a file has arrived or was taken away.
    pub(crate) fn set_on_end(&self, on_end: impl Fn(&Self, &UploadItem) + 'static) {
        *self.shared.on_end.borrow_mut() = Some(Rc::new(on_end));
    }

    /// Adds files and starts sending. `place` says what in the view they belong to; `refuse` may refuse one by its
    /// name and media type.
    pub(crate) fn add(
        &self,
        files: Vec<FileData>,
        folder: &str,
        place: &str,
        refuse: impl Fn(&Queue, &str, &str) -> Option<Refusal>,
    ) {
        let limit = self.portal.session().map_or(u64::MAX, |session| session.limits.max_upload_bytes);
        let text = &self.portal.messages_now().documents;
        let mut sent = Vec::new();
        for file in files {
            let (name, size) = (file.name(), file.size());
            let media_type = file.content_type().unwrap_or_default();
            let refusal = {
                let queue = self.shared.queue.borrow();
                refuse(&queue, &name, &media_type).or_else(|| check_file(&name, size, limit))
            };
            match &refusal {
                None => sent.push(name.clone()),
                Some(refusal) => {
                    let reason = refusal_text(refusal, &self.portal.locale());
                    self.portal.announce(text.announce_failed(&name, &reason));
                }
            }
            let keep = refusal.is_none();
            let id = self.change(|queue| queue.add(name, folder.to_owned(), place.to_owned(), size, refusal));
            if keep {
                self.shared.held.borrow_mut().insert(id, Held { file, cancel: None });
            }
        }
        match sent.as_slice() {
            [] => {}
            [name] => self.portal.announce(text.announce_started(name)),
            many => {
                let count = self.portal.locale_now().count(many.len() as u64);
                self.portal.announce(text.announce_started_many(&count));
            }
        }
        self.pump();
    }

    /// Shows files that have arrived before, at a place.
    pub(crate) fn restore<'f>(&self, place: &str, files: impl Iterator<Item = &'f DocumentRef>) {
        for file in files {
            self.change(|queue| {
                let id = queue.add(file.name.clone(), String::new(), place.to_owned(), file.size, None);
                queue.end(id, UploadState::Done { document: file.id.clone(), version: 1 });
            });
        }
    }

    /// Takes a file out: one that is on its way is cancelled.
    pub(crate) fn remove(&self, id: u64) {
        let held = self.shared.held.borrow_mut().remove(&id);
        let Some(item) = self.shared.queue.borrow().get(id).cloned() else { return };
        if let Some(cancel) = held.and_then(|held| held.cancel) {
            cancel.cancel();
        }
        if matches!(item.state, UploadState::Waiting | UploadState::Running(_)) {
            let text = &self.portal.messages_now().documents;
            self.portal.announce(text.announce_cancelled(&item.name));
        }
        self.change(|queue| queue.remove(id));
        self.tell(&item);
        self.pump();
    }

    /// Sends a failed file again.
    pub(crate) fn retry(&self, id: u64) {
        self.change(|queue| queue.retry(id));
        self.pump();
    }

    /// Forgets every file whose place begins with `prefix`.
    pub(crate) fn clear(&self, prefix: &str) {
        let ids: Vec<u64> = {
            let queue = self.shared.queue.borrow();
            queue.items().iter().filter(|item| item.place.starts_with(prefix)).map(|item| item.id).collect()
        };
        for id in ids {
            self.remove(id);
        }
    }

    /// Puts the queue into a state that a test wants to see.
    #[cfg(test)]
    pub(crate) fn seed(&self, seed: impl FnOnce(&mut Queue)) {
        self.change(seed);
    }

    fn change<R>(&self, change: impl FnOnce(&mut Queue) -> R) -> R {
        let result = change(&mut self.shared.queue.borrow_mut());
        let mut changes = self.changes;
        // The view may be gone while the upload goes on.
        if let Ok(mut changes) = changes.try_write() {
            *changes = changes.wrapping_add(1);
        }
        result
    }

    fn tell(&self, item: &UploadItem) {
        let on_end = self.shared.on_end.borrow().clone();
        if let Some(on_end) = on_end {
            on_end(self, item);
        }
    }

    fn pump(&self) {
        let started = self.change(|queue| queue.start(clock::now_millis()));
        for id in started {
            self.launch(id);
        }
    }

    fn launch(&self, id: u64) {
        let Some(item) = self.shared.queue.borrow().get(id).cloned() else { return };
        let body = self.shared.held.borrow().get(&id).and_then(|held| body(&held.file));
        let Some(body) = body else {
            self.change(|queue| queue.remove(id));
            return;
        };
        let place = UploadQuery {
            name: item.name.clone(),
            folder: (!item.folder.is_empty()).then(|| item.folder.clone()),
            case_id: self.shared.case_id.clone(),
            // What is an answer is nobody else's business before it is sent.
            draft: (!item.place.is_empty()).then_some(true),
        };
        let upload = self.portal.client().documents().upload(place, body);
        if let Some(held) = self.shared.held.borrow_mut().get_mut(&id) {
            held.cancel = Some(upload.cancel_handle());
        }
        let mut progress = upload.progress();
        let this = self.clone();
        spawn_forever(async move {
            let watch = async {
                while let Some(step) = progress.next().await {
                    let total = step.total.unwrap_or(item.size);
                    this.change(|queue| queue.progress(id, step.sent, total, clock::now_millis()));
                }
            };
            let (outcome, ()) = join(upload, watch).await;
            this.finish(id, &item.name, outcome.map_err(Failure::from));
            this.pump();
        });
    }

    fn finish(&self, id: u64, name: &str, outcome: Result<Document, Failure>) {
        // Whoever cancelled has said so already.
        if self.shared.queue.borrow().get(id).is_none() {
            return;
        }
        let text = &self.portal.messages_now().documents;
        let (state, said) = match outcome {
            Ok(document) => {
                let version = document.current.number;
                let is_version =
                    version > 1 && self.shared.queue.borrow().get(id).is_some_and(|item| item.place.is_empty());
                let said = if is_version {
                    text.announce_version(&self.portal.locale_now().number(version.into()), &document.name)
                } else {
                    text.announce_done(&document.name)
                };
                self.change(|queue| queue.rename(id, document.name));
                self.portal.invalidate(&[
                    EventType::DocumentCreated,
                    EventType::DocumentUpdated,
                    EventType::CaseUpdated,
                ]);
                (UploadState::Done { document: document.id, version }, said)
            }
            Err(failure) => {
                let reason = failure.message(self.portal.messages_now());
                let said = text.announce_failed(name, reason);
                (UploadState::Failed(failure), said)
            }
        };
        let done = matches!(state, UploadState::Done { .. });
        self.change(|queue| queue.end(id, state));
        self.portal.announce(said);
        let item = self.shared.queue.borrow().get(id).cloned();
        if let Some(item) = item {
            self.tell(&item);
        }
        if done {
            self.shared.held.borrow_mut().remove(&id);
        }
        if done && self.shared.transient.get() {
            let this = self.clone();
            spawn_forever(async move {
                clock::sleep(DONE_SHOWN).await;
                this.change(|queue| queue.remove(id));
            });
        }
    }
}

/// The file itself: the browser reads it while it sends, its bytes never pass through here.
#[cfg(target_arch = "wasm32")]
fn body(file: &FileData) -> Option<UploadBody> {
    file.inner().downcast_ref::<web_sys::File>().cloned().map(UploadBody::file)
}

/// The file itself, read while it is sent.
#[cfg(not(target_arch = "wasm32"))]
fn body(file: &FileData) -> Option<UploadBody> {
    Some(UploadBody::file(file.path()))
}

/// Why a file was not sent, and what to do.
pub(crate) fn refusal_text(refusal: &Refusal, locale: &Locale) -> String {
    let text = &locale.messages().documents;
    match refusal {
        Refusal::TooLarge(limit) => text.too_large(&locale.file_size(*limit)),
        Refusal::Empty => text.too_empty().to_owned(),
        Refusal::Name => text.bad_name().to_owned(),
        Refusal::Kind(kinds) => text.wrong_kind(&kinds.join(", ")),
        Refusal::TooMany(most) => text.too_many(&locale.count((*most).into())),
    }
}
