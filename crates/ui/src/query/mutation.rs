//! Changing something.

use std::{cell::Cell, pin::Pin, rc::Rc};

use crate::part::use_signal;
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
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{primitives::Button, query::{Mutation, use_mutation}, use_portal};
///
/// #[component]
/// fn SignOut() -> Element {
///     let (client, ending): (_, Mutation) = (use_portal().client().clone(), use_mutation());
///     let busy = ending.is_busy();
///     let onclick = move |_| {
///         let client = client.clone();
///         ending.run(&[], Box::pin(async move { client.session().end().await }), |_| {});
///     };
///     rsx! { Button { busy, onclick, "Sign out" } }
/// }
/// ```
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
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_ui::{primitives::Button, query::Mutation};
    /// fn save(change: &Mutation, onclick: EventHandler<MouseEvent>) -> Element {
    ///     rsx! { Button { busy: change.is_busy(), onclick, "Save" } }
    /// }
    /// ```
    pub fn is_busy(&self) -> bool {
        self.state.read().running > 0
    }

    /// Why the last change was refused.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_ui::{primitives::InlineError, query::Mutation, use_portal};
    /// fn why_not(change: &Mutation) -> Element {
    ///     let message = change.failure().map(|failure| failure.message(use_portal().messages()));
    ///     rsx! { if let Some(message) = message { InlineError { message } } }
    /// }
    /// ```
    pub fn failure(&self) -> Option<Failure> {
        self.state.read().failure.clone()
    }

    /// Forgets why the last change was refused.
    ///
    /// ```
    /// # use loggia_ui::query::Mutation;
    /// fn on_dialog_opened(change: &Mutation) {
    ///     change.reset();
    /// }
    /// ```
    pub fn reset(&self) {
        let mut state = self.state;
        if let Ok(mut state) = state.try_write() {
            state.failure = None;
        }
    }

    /// Sends a change.
    ///
    /// It goes on when the component is removed meanwhile. Whatever depends on `topics` is fetched again when it
    /// succeeded. `done` is told how it ended, unless the component is gone. A failure is
    /// announced where it is about single values; any other is for the component to show in a place that is read out.
    ///
    /// ```
    /// # use loggia_client::Client;
    /// # use loggia_types::{CaseId, cases::CreateReply, events::EventType};
    /// # use loggia_ui::query::Mutation;
    /// fn send(client: Client, case: CaseId, body: String, reply: &Mutation) {
    ///     let sent = async move { client.cases().reply(&case, &CreateReply { body }).await };
    ///     reply.run(&[EventType::CaseUpdated], Box::pin(sent), |ended| {
    ///         if let Ok(entry) = ended {
    ///             println!("{} is on the timeline", entry.id);
    ///         }
    ///     });
    /// }
    /// ```
    pub fn run<T: 'static>(
        &self,
        topics: &'static [EventType],
        change: LocalFuture<T>,
        done: impl FnOnce(Result<T, Failure>) + 'static,
    ) {
        self.begin();
        let run: Pin<Box<dyn Future<Output = ()>>> = Box::pin(self.clone().drive(topics, change, Box::new(done)));
        spawn_forever(run);
    }

    /// Boxes instead of types for each change: this is compiled once for each kind of answer.
    async fn drive<T: 'static>(
        self,
        topics: &'static [EventType],
        change: LocalFuture<T>,
        done: Box<dyn FnOnce(Result<T, Failure>)>,
    ) {
        let outcome = change.await.map_err(Failure::from);
        self.end(topics, outcome.as_ref().err());
        if self.alive.get() {
            done(outcome);
        }
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
            // What is wrong with single values stands beside them, where nothing reads it out.
            Some(failure) if !failure.error().field_errors().is_empty() => {
                self.portal.announce(failure.message(self.portal.messages_now()));
            }
            Some(_) => {}
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
/// ```
/// # use dioxus::prelude::EventHandler;
/// # use loggia_client::Client;
/// # use loggia_types::{MembershipId, events::EventType};
/// # use loggia_ui::query::use_mutation;
/// fn use_removal(client: Client, id: MembershipId, on_close: EventHandler<()>) -> impl FnOnce() {
///     let remove = use_mutation();
///     move || {
///         let removed = async move { client.members().remove(&id).await };
///         remove.run(&[EventType::MemberDeleted], Box::pin(removed), move |ended| {
///             if ended.is_ok() {
///                 on_close.call(());
///             }
///         });
///     }
/// }
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
