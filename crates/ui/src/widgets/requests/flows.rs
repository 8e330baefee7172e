//! The requests that are being filled in in this widget: they survive going back to the catalogue and coming again.

use crate::part::use_signal;
use dioxus::prelude::*;
use loggia_types::ids::{DraftId, FormId};

use super::flow::Flow;
use crate::map::Map;

/// Where a request being filled in came from, which is what it is called in this widget: a form, or a draft on the
/// server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Form(FormId),
    Draft(DraftId),
}

impl Slot {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Form(id) => id.as_str(),
            Self::Draft(id) => id.as_str(),
        }
    }

    /// The one that is written like this.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse().map(Self::Form).ok().or_else(|| text.parse().map(Self::Draft).ok())
    }
}

/// Requests being filled in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Flows(Signal<Map<Slot, Flow>>);

pub(crate) fn use_flows() -> Flows {
    Flows(use_signal(Map::default))
}

impl Flows {
    /// The request of this slot. Components that read it follow it.
    pub(crate) fn get(&self, slot: &Slot) -> Option<Flow> {
        self.0.read().get(slot).cloned()
    }

    /// The same, as it is now.
    pub(crate) fn get_now(&self, slot: &Slot) -> Option<Flow> {
        self.0.try_peek().ok()?.get(slot).cloned()
    }

    /// Whether answers were given in this slot.
    pub(crate) fn is_started(&self, slot: &Slot) -> bool {
        self.0.read().get(slot).is_some_and(Flow::is_started)
    }

    /// Whether there are any. Components that read it follow it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.read().iter().next().is_none()
    }

    /// Those with something to save, and as of which edit. Components that read it follow it.
    pub(crate) fn unsaved(&self) -> Vec<(Slot, u32)> {
        let flows = self.0.read();
        flows.iter().filter_map(|(slot, flow)| Some((slot.clone(), flow.to_save()?))).collect()
    }

    /// The slot that a draft is filled in in: its own, or the form's that it was begun with.
    pub(crate) fn slot_of(&self, draft: DraftId) -> Slot {
        let flows = self.0.peek();
        let begun = flows.iter().find(|(_, flow)| flow.draft() == Some(&draft)).map(|(slot, _)| slot.clone());
        begun.unwrap_or(Slot::Draft(draft))
    }

    /// Begins a request, if there is none. Says whether it did.
    pub(crate) fn begin(&self, slot: &Slot, flow: impl FnOnce() -> Flow) -> bool {
        let mut flows = self.0;
        let is_new = flows.peek().get(slot).is_none();
        if is_new {
            flows.write().insert(slot.clone(), flow());
        }
        is_new
    }

    /// Changes a request. Harmless when it, or the widget, is gone.
    pub(crate) fn update<R>(&self, slot: &Slot, change: impl FnOnce(&mut Flow) -> R) -> Option<R> {
        let mut flows = self.0;
        let mut flows = flows.try_write().ok()?;
        flows.get_mut(slot).map(change)
    }

    /// Forgets a request.
    pub(crate) fn forget(&self, slot: &Slot) {
        let mut flows = self.0;
        flows.write().remove(slot);
    }
}
