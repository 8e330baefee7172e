//! One form: its steps, its last page, and sending it.

use std::rc::Rc;

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_client::{Client, Error, TransportErrorKind};
use loggia_types::{
    ProblemCode,
    drafts::Draft,
    events::EventType,
    forms::{CreateSubmission, FieldKind, Form, Submission},
};

use super::{
    Sent,
    file_field::{pending, place},
    flow::{Flow, SaveState, Sending, Step},
    flows::{Flows, Slot},
    hand_over::HandOver,
    review::Review,
    saving,
    saving_notices::{SaveDecision, SaveLine, WhatChanged},
    section_view::SectionView,
    words::decimal_separator,
};
use crate::{
    clock,
    dom::{self, Mounted},
    failure::Failure,
    primitives::{Button, EmptyState, ErrorState, Icon, Skeleton, Variant, use_id},
    provider::{Portal, use_portal},
    query::{Mutation, QueryState, use_query},
    widgets::{WidgetFrame, documents::uploader::Uploader},
};

/// How long it takes until a request is sent again without a connection, in milliseconds.
const AGAIN: u32 = 3_000;
/// How often it is asked whether a save has come to its end, in milliseconds.
const SETTLED: u32 = 50;

/// What sending a request may change besides opening a case.
const CHANGES: &[EventType] = &[EventType::CaseCreated, EventType::CaseUpdated, EventType::DocumentUpdated];

/// A form, and the draft of it that is gone on with.
pub(crate) struct Loaded {
    pub(crate) form: Rc<Form>,
    pub(crate) draft: Option<Draft>,
}

/// Loads a form, or a draft and its form, and shows it.
#[part(later_view)]
pub(crate) fn FormPage(
    slot: Slot,
    flows: Flows,
    uploader: Uploader,
    /// Sends. Belongs to the widget: what was sent is heard of wherever the person has gone meanwhile.
    mutation: Mutation,
    take_focus: bool,
    on_leave: Handler<()>,
    on_sent: Handler<Sent>,
    /// The request is not to be gone on with: it is somebody else's now, or nobody's.
    on_gone: Handler<Slot>,
) -> Element {
    let portal = use_portal();
    let text = &portal.messages().requests;
    // Published versions do not change, and a form under one's hands must not either: nothing makes it load again. A
    // draft may have been saved elsewhere since it was last looked at.
    let opened_at = use_hook(clock::now_millis);
    let name = match &slot {
        Slot::Form(id) => ["form/", id.as_str()].concat(),
        Slot::Draft(id) => ["draft/", id.as_str(), "/", &opened_at.to_string()].concat(),
    };
    let wanted = slot.clone();
    let query = use_query(name, &[], move |client| {
        let wanted = wanted.clone();
        Box::pin(async move {
            let (form, draft) = match wanted {
                Slot::Form(id) => (id, None),
                Slot::Draft(id) => {
                    let draft = client.drafts().get(&id).await?;
                    (draft.summary.form_id.clone(), Some(draft))
                }
            };
            Ok(Loaded { form: Rc::new(client.forms().get(&form).await?), draft })
        })
    });
    let state = query.state();
    if let QueryState::Ready(loaded) = &state {
        begin(flows, &uploader, &slot, loaded, decimal_separator(&portal.locale()));
    }
    match (flows.get(&slot), state) {
        (Some(flow), _) => rsx! {
            Steps {
                slot,
                title: flow.form().summary.title.clone(),
                flows,
                uploader,
                mutation,
                take_focus,
                on_leave,
                on_sent,
                on_gone,
            }
        },
        (None, QueryState::Failed(failure)) if failure.code() == Some(ProblemCode::NotFound) => rsx! {
            WidgetFrame { name: "requests", title: text.title(),
                EmptyState {
                    title: if matches!(slot, Slot::Draft(_)) { text.lost_title() } else { text.gone_title() },
                    message: matches!(slot, Slot::Draft(_)).then(|| text.lost_text().to_owned()),
                    Button { icon: Icon::ArrowLeft, onclick: move |_| on_leave.call(()), "{text.all()}" }
                }
            }
        },
        (None, QueryState::Failed(failure)) => rsx! {
            WidgetFrame { name: "requests", title: text.title(),
                ErrorState { failure, on_retry: move |()| query.reload() }
            }
        },
        (None, _) => rsx! {
            WidgetFrame { name: "requests", title: text.title(),
                Skeleton { tall: true }
            }
        },
    }
}

/// Begins a request, or goes on with a draft, files included.
fn begin(flows: Flows, uploader: &Uploader, slot: &Slot, loaded: &Loaded, decimal: char) {
    let form = || loaded.form.clone();
    match &loaded.draft {
        None => {
            flows.begin(slot, || Flow::new(form()));
        }
        Some(draft) => {
            if flows.begin(slot, || Flow::resume(form(), draft, decimal)) {
                show_files(flows, uploader, slot, draft);
            }
        }
    }
}

/// Shows the files of a draft at their questions.
pub(crate) fn show_files(flows: Flows, uploader: &Uploader, slot: &Slot, draft: &Draft) {
    let Some(flow) = flows.get_now(slot) else { return };
    let fields = flow.form().definition.sections.iter().flat_map(|section| &section.fields);
    for field in fields.filter(|field| matches!(field.kind, FieldKind::File { .. })) {
        let named = flow.items(&field.key);
        let files = draft.documents.iter().filter(|file| named.iter().any(|id| id == file.id.as_str()));
        uploader.restore(&place(slot, &field.key), files);
    }
}

#[part]
fn Steps(
    slot: Slot,
    title: String,
    flows: Flows,
    uploader: Uploader,
    mutation: Mutation,
    take_focus: bool,
    on_leave: Handler<()>,
    on_sent: Handler<Sent>,
    on_gone: Handler<Slot>,
) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.requests;
    let prefix = use_id();
    let element = use_id();
    let busy = mutation.is_busy();

    // Where the focus goes once what it goes to is on the screen. Counting makes the same place twice two requests.
    let mut here = use_signal(|| None::<Mounted>);
    let goal = use_signal(|| (0_u32, take_focus.then_some("heading")));
    {
        let prefix = prefix.clone();
        use_effect(move || {
            let (_, goal) = goal();
            if let (Some(goal), Some(here)) = (goal, here()) {
                dom::focus_id(&here, &[&prefix, "-", goal].concat());
            }
        });
    }
    // Nowhere, and `false`, when the person has left the form.
    let go = move |place: &'static str| {
        let mut goal = goal;
        let here = goal.try_write().map(|mut goal| *goal = (goal.0.wrapping_add(1), Some(place)));
        here.is_ok()
    };

    let Some(flow) = flows.get(&slot) else { return rsx! {} };
    let step = flow.step();
    let position = flow.position();

    let back = {
        let (slot, mutation) = (slot.clone(), mutation.clone());
        move |_| {
            mutation.reset();
            match flows.update(&slot, Flow::back) {
                Some(true) => {
                    go("heading");
                }
                _ => on_leave.call(()),
            }
        }
    };
    let send = {
        let (slot, mutation, portal) = (slot.clone(), mutation.clone(), portal.clone());
        move |waiting| {
            let create = flows.update(&slot, |flow| flow.finish(waiting)).flatten();
            let Some(create) = create else {
                go("summary");
                return;
            };
            let confirmation = flows.get(&slot).and_then(|flow| flow.form().definition.confirmation.clone());
            let (slot, portal) = (slot.clone(), portal.clone());
            flows.update(&slot, |flow| flow.sending = Sending::Now);
            let submit = submit(portal.clone(), flows, slot.clone(), create);
            let to_end = slot.clone();
            let submit = async move {
                let outcome = submit.await;
                flows.update(&to_end, |flow| flow.sending = Sending::No);
                outcome
            };
            mutation.run(CHANGES, Box::pin(submit), move |ended| match ended {
                Ok(submission) => {
                    if let Some(flow) = flows.get_now(&slot) {
                        saving::discard_what_is_left(portal.client().clone(), &flow);
                    }
                    on_sent.call(Sent { slot, submission, confirmation });
                }
                Err(failure) => {
                    let errors = failure.error().field_errors().to_vec();
                    let found = !errors.is_empty() && flows.update(&slot, |flow| flow.refuse(errors)) == Some(true);
                    if !go(if found { "summary" } else { "failure" }) {
                        portal.toast(portal.messages_now().requests.not_sent());
                    }
                }
            });
        }
    };
    let forward = {
        let (slot, uploader, mutation) = (slot.clone(), uploader.clone(), mutation.clone());
        let keys = flow.asked_keys();
        move |event: FormEvent| {
            event.prevent_default();
            if mutation.is_busy() {
                return;
            }
            mutation.reset();
            let waiting = pending(&uploader, &slot, keys.iter().cloned());
            if step == Step::Review {
                send(waiting);
                return;
            }
            let moved = flows.update(&slot, |flow| flow.forward(waiting)).unwrap_or(false);
            go(if moved { "heading" } else { "summary" });
        }
    };
    let change = {
        let (slot, mutation) = (slot.clone(), mutation.clone());
        move |section: usize| {
            mutation.reset();
            flows.update(&slot, |flow| flow.change(section));
            go("heading");
        }
    };
    let is_first = position.is_some_and(|(number, _)| number == 1);
    rsx! {
        WidgetFrame {
            name: "requests",
            title,
            actions: position.map(|(number, total)| rsx! {
                span { class: "portal-count", {text.step(&portal.locale().number(number as u64), &portal.locale().number(total as u64))} }
            }),
            StepBar { position, total: flow.steps().len() }
            WhatChanged { slot: slot.clone(), flows }
            form {
                id: "{element}",
                class: "portal-form portal-request-form",
                "part": "form",
                novalidate: true,
                autocomplete: "on",
                onmounted: move |event| here.set(Some(event.data())),
                onsubmit: forward,
                match step {
                    Step::Section(index) => rsx! {
                        SectionView { key: "{index}", slot: slot.clone(), prefix: prefix.to_string(), flows, uploader: uploader.clone() }
                    },
                    Step::Review => rsx! {
                        Review {
                            slot: slot.clone(),
                            prefix: prefix.to_string(),
                            flows,
                            uploader: uploader.clone(),
                            failure: mutation.failure(),
                            busy,
                            on_change: change,
                        }
                    },
                }
            }
            SaveDecision { slot: slot.clone(), flows, uploader: uploader.clone(), on_gone }
            footer { class: "portal-form-foot",
                Button {
                    variant: Variant::Primary,
                    submit: true,
                    form: element.to_string(),
                    busy,
                    disabled: step == Step::Review && flow.is_undecided(),
                    if step == Step::Review {
                        if busy { "{text.sending()}" } else { "{text.send()}" }
                    } else {
                        "{text.forward()}"
                    }
                }
                Button { variant: Variant::Ghost, disabled: busy, onclick: back,
                    if is_first { "{text.all()}" } else { "{messages.common.back()}" }
                }
                HandOver { slot: slot.clone(), flows, busy: busy || uploader.is_busy(), on_gone }
                SaveLine { slot: slot.clone(), flows }
            }
        }
    }
}

/// Sends a request, with the draft that it is.
async fn submit(portal: Portal, flows: Flows, slot: Slot, mut create: CreateSubmission) -> Result<Submission, Error> {
    // A save that is under way comes first: its draft ends with the request.
    while flows.update(&slot, |flow| *flow.save_state() == SaveState::Saving) == Some(true) {
        clock::sleep(SETTLED).await;
    }
    loop {
        let client = flows.update(&slot, |flow| flow.attempt(portal.client(), &mut create));
        let client = client.unwrap_or_else(|| portal.client().clone());
        let outcome = send(&portal, &client, flows, &slot, &create).await;
        let is_outdated = |error: &Error| error.field_errors().iter().any(|error| error.pointer == "/draft_version");
        let draft = match &outcome {
            Err(error) if is_outdated(error) => create.draft_id.clone(),
            _ => None,
        };
        let Some(draft) = draft else { return outcome };
        // It may be this very widget that saved it, and did not hear so.
        let theirs = portal.client().drafts().get(&draft).await.map_err(Failure::from);
        if flows.update(&slot, |flow| flow.met(theirs)) != Some(true) {
            return outcome;
        }
    }
}

/// Sends a request. Without a connection it waits for one, as long as the person does.
async fn send(
    portal: &Portal,
    client: &Client,
    flows: Flows,
    slot: &Slot,
    create: &CreateSubmission,
) -> Result<Submission, Error> {
    loop {
        let outcome = client.submissions().create(create).await;
        if !matches!(outcome, Err(Error::Transport { kind: TransportErrorKind::Connect, .. })) {
            return outcome;
        }
        let wait = |flow: &mut Flow| {
            let before = flow.sending;
            if before != Sending::Stopped {
                flow.sending = Sending::Waiting;
            }
            before
        };
        if flows.update(slot, wait) == Some(Sending::Now) {
            portal.announce(portal.messages_now().requests.offline_title());
        }
        clock::sleep(AGAIN).await;
        if flows.update(slot, |flow| flow.sending) != Some(Sending::Waiting) {
            return outcome;
        }
    }
}

/// How far it is, for the eye: the header says it in words.
#[part]
fn StepBar(position: Option<(usize, usize)>, total: usize) -> Element {
    let current = position.map_or(total.saturating_add(1), |(number, _)| number);
    rsx! {
        div { class: "portal-step-bar", "aria-hidden": "true",
            for number in 1..=total {
                span { key: "{number}", "data-state": if number < current { "done" } else if number == current { "current" } else { "open" } }
            }
        }
    }
}
