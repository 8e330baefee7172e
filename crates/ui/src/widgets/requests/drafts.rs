//! The requests that were begun in this widget, by form: they survive going back to the catalogue and coming again.

use crate::part::use_signal;
use dioxus::prelude::*;
use loggia_types::ids::FormId;

use super::flow::Flow;
use crate::map::Map;

/// Begun requests.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Drafts(Signal<Map<FormId, Flow>>);

pub(crate) fn use_drafts() -> Drafts {
    Drafts(use_signal(Map::default))
}

impl Drafts {
    /// The draft of this form. Components that read it follow it.
    pub(crate) fn get(&self, form: &FormId) -> Option<Flow> {
        self.0.read().get(form).cloned()
    }

    /// Whether answers were given for this form.
    pub(crate) fn is_started(&self, form: &FormId) -> bool {
        self.0.read().get(form).is_some_and(Flow::is_started)
    }

    /// Begins a draft, if there is none.
    pub(crate) fn begin(&self, form: &FormId, flow: impl FnOnce() -> Flow) {
        let mut drafts = self.0;
        if drafts.peek().get(form).is_none() {
            drafts.write().insert(form.clone(), flow());
        }
    }

    /// Changes a draft. Harmless when it, or the widget, is gone.
    pub(crate) fn update<R>(&self, form: &FormId, change: impl FnOnce(&mut Flow) -> R) -> Option<R> {
        let mut drafts = self.0;
        let mut drafts = drafts.try_write().ok()?;
        drafts.get_mut(form).map(change)
    }

    /// Forgets a draft.
    pub(crate) fn forget(&self, form: &FormId) {
        let mut drafts = self.0;
        drafts.write().remove(form);
    }
}
