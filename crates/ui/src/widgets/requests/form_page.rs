//! One form: its steps, its last page, and sending it.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{ProblemCode, events::EventType, ids::FormId};

use super::{
    Sent,
    drafts::Drafts,
    file_field::pending,
    flow::{Flow, Step},
    review::Review,
    section_view::SectionView,
};
use crate::{
    dom::{self, Mounted},
    primitives::{Button, EmptyState, ErrorState, Icon, Skeleton, Variant, use_id},
    provider::use_portal,
    query::{Mutation, QueryState, use_query},
    widgets::{WidgetFrame, documents::uploader::Uploader},
};

/// What sending a request may change besides opening a case.
const CHANGES: &[EventType] = &[EventType::CaseCreated, EventType::CaseUpdated, EventType::DocumentUpdated];

/// Loads a form and shows it.
#[part(later_view)]
pub(crate) fn FormPage(
    form: FormId,
    drafts: Drafts,
    uploader: Uploader,
    /// Sends. Belongs to the widget: what was sent is heard of wherever the person has gone meanwhile.
    mutation: Mutation,
    take_focus: bool,
    on_leave: Handler<()>,
    on_sent: Handler<Sent>,
) -> Element {
    let text = &use_portal().messages().requests;
    let id = form.clone();
    // Published versions do not change, and a form under one's hands must not either: nothing makes it load again.
    let query = use_query(["form/", form.as_str()].concat(), &[], move |client| {
        let id = id.clone();
        Box::pin(async move { client.forms().get(&id).await })
    });
    let state = query.state();
    if let QueryState::Ready(loaded) = &state {
        drafts.begin(&form, || Flow::new(loaded.clone()));
    }
    match (drafts.get(&form), state) {
        (Some(flow), _) => rsx! {
            Steps {
                form,
                title: flow.form().summary.title.clone(),
                drafts,
                uploader,
                mutation,
                take_focus,
                on_leave,
                on_sent,
            }
        },
        (None, QueryState::Failed(failure)) if failure.code() == Some(ProblemCode::NotFound) => rsx! {
            WidgetFrame { name: "requests", title: text.title(),
                EmptyState { title: text.gone_title(),
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

#[part]
fn Steps(
    form: FormId,
    title: String,
    drafts: Drafts,
    uploader: Uploader,
    mutation: Mutation,
    take_focus: bool,
    on_leave: Handler<()>,
    on_sent: Handler<Sent>,
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

    let Some(flow) = drafts.get(&form) else { return rsx! {} };
    let step = flow.step();
    let position = flow.position();

    let back = {
        let (form, mutation) = (form.clone(), mutation.clone());
        move |_| {
            mutation.reset();
            match drafts.update(&form, Flow::back) {
                Some(true) => {
                    go("heading");
                }
                _ => on_leave.call(()),
            }
        }
    };
    let send = {
        let (form, mutation, portal) = (form.clone(), mutation.clone(), portal.clone());
        move |waiting| {
            let create = drafts.update(&form, |flow| flow.finish(waiting)).flatten();
            let Some(create) = create else {
                go("summary");
                return;
            };
            let client = portal.client();
            let client = drafts.update(&form, |flow| flow.attempt(client, &create)).unwrap_or_else(|| client.clone());
            let confirmation = drafts.get(&form).and_then(|flow| flow.form().definition.confirmation.clone());
            let (form, portal) = (form.clone(), portal.clone());
            let submit = async move { client.submissions().create(&create).await };
            mutation.run(CHANGES, Box::pin(submit), move |ended| match ended {
                Ok(submission) => on_sent.call(Sent { submission, confirmation }),
                Err(failure) => {
                    let errors = failure.error().field_errors().to_vec();
                    let found = !errors.is_empty() && drafts.update(&form, |flow| flow.refuse(errors)) == Some(true);
                    if !go(if found { "summary" } else { "failure" }) {
                        portal.toast(portal.messages_now().requests.not_sent());
                    }
                }
            });
        }
    };
    let forward = {
        let (form, uploader, mutation) = (form.clone(), uploader.clone(), mutation.clone());
        let keys = flow.asked_keys();
        move |event: FormEvent| {
            event.prevent_default();
            if mutation.is_busy() {
                return;
            }
            mutation.reset();
            let waiting = pending(&uploader, &form, keys.iter().cloned());
            if step == Step::Review {
                send(waiting);
                return;
            }
            let moved = drafts.update(&form, |flow| flow.forward(waiting)).unwrap_or(false);
            go(if moved { "heading" } else { "summary" });
        }
    };
    let change = {
        let (form, mutation) = (form.clone(), mutation.clone());
        move |section: usize| {
            mutation.reset();
            drafts.update(&form, |flow| flow.change(section));
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
                        SectionView { key: "{index}", form: form.clone(), prefix: prefix.to_string(), drafts, uploader: uploader.clone() }
                    },
                    Step::Review => rsx! {
                        Review {
                            form: form.clone(),
                            prefix: prefix.to_string(),
                            drafts,
                            uploader: uploader.clone(),
                            failure: mutation.failure(),
                            busy,
                            on_change: change,
                        }
                    },
                }
            }
            footer { class: "portal-form-foot",
                Button { variant: Variant::Primary, submit: true, form: element.to_string(), busy,
                    if step == Step::Review {
                        if busy { "{text.sending()}" } else { "{text.send()}" }
                    } else {
                        "{text.forward()}"
                    }
                }
                Button { variant: Variant::Ghost, disabled: busy, onclick: back,
                    if is_first { "{text.all()}" } else { "{messages.common.back()}" }
                }
                span { class: "portal-meta", "{text.kept()}" }
            }
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
