//! Changing something.

use std::{cell::Cell, rc::Rc};

use dioxus::{core::spawn_forever, prelude::*};
use loggia_types::events::EventType;

use super::LocalFuture;
use crate::{failure::Failure, provider::Portal};

#[derive(Clone, Default, PartialEq)]
struct State {
    running: u32,
    failure: Option<Failure>,
}

/// A change that a component can ask for. See [`use_mutation`].
#[derive(Clone)]
pub struct Mutation {
    portal: Portal,
    state: Signal<State>,
    alive: Rc<Cell<bool>>,
}

impl PartialEq for Mutation {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl Mutation {
    /// Whether a change is on its way.
    pub fn is_busy(&self) -> bool {
        self.state.read().running > 0
    }

    /// Why the last change was refused.
    pub fn failure(&self) -> Option<Failure> {
        self.state.read().failure.clone()
    }

    /// Forgets why the last change was refused.
    pub fn reset(&self) {
        let mut state = self.state;
        if let Ok(mut state) = state.try_write() {
            state.failure = None;
        }
    }

    /// Sends a change.
    ///
    /// It goes on when the component is removed meanwhile. Whatever depends on `topics` is fetched again when it
    /// succeeded. `done` is told how it ended, unless the component is gone; a failure is announced as well.
    pub fn run<T: 'static>(
        &self,
        topics: &'static [EventType],
        change: LocalFuture<T>,
        done: impl FnOnce(Result<T, Failure>) + 'static,
    ) {
        self.begin();
        let this = self.clone();
        spawn_forever(async move {
            let outcome = change.await.map_err(Failure::from);
            this.end(topics, outcome.as_ref().err());
            if this.alive.get() {
                done(outcome);
            }
        });
    }

    fn begin(&self) {
        let mut state = self.state;
        if let Ok(mut state) = state.try_write() {
            *state = State { running: state.running.saturating_add(1), failure: None };
        }
    }

    fn end(&self, topics: &'static [EventType], failure: Option<&Failure>) {
        match failure {
            None => self.portal.store().invalidate(topics),
            Some(failure) => self.portal.announce(failure.message(self.portal.messages_now())),
        }
        let mut state = self.state;
        if self.alive.get()
            && let Ok(mut state) = state.try_write()
        {
            *state = State { running: state.running.saturating_sub(1), failure: failure.cloned() };
        }
    }
}

/// Lets a component change something: knows whether a change is on its way and why the last one was refused.
///
/// ```ignore
/// let remove = use_mutation();
/// remove.run(&[EventType::MemberDeleted], Box::pin(async move { client.members().remove(&id).await }), move |ended| {
///     if ended.is_ok() { on_close.call(()) }
/// });
/// ```
pub fn use_mutation() -> Mutation {
    let portal = crate::provider::use_portal();
    let state = use_signal(State::default);
    let alive = use_hook(|| Rc::new(Cell::new(true)));
    use_drop({
        let alive = alive.clone();
        move || alive.set(false)
    });
    Mutation { portal, state, alive }
}
