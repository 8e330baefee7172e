//! One case: the sentence on who must act comes first, then what has been reached, said and sent.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_element};
use dioxus::{html::FileData, prelude::*};
use loggia_types::{
    CaseId, Permission, ProblemCode, Timestamp,
    cases::{Case, Party, StepAction},
    events::EventType,
};

use super::{
    documents::CaseDocuments,
    lead,
    milestones::Milestones,
    reply::{Replies, ReplyBox},
    timeline::{Timeline, use_timeline},
};
use crate::{
    dom::{self, Mounted},
    extensions::{ExtraFacts, Item, use_extensions},
    primitives::{
        Button, EmptyState, ErrorState, Glyph, Icon, RelativeTime, Skeleton, StaleNotice, StatusPill, SupportLink,
        Variant, use_id,
    },
    provider::use_portal,
    query::use_query,
    widgets::documents::{
        file_picker::FilePicker,
        uploader::{CaseUploaders, Uploader},
    },
};

#[part]
pub(super) fn Detail(
    id: CaseId,
    /// The case as the list knows it: shown until the case itself is there.
    known: Option<Case>,
    /// Whether the person opened it, rather than it being the first of the list.
    opened: bool,
    replies: Replies,
    uploaders: CaseUploaders,
    on_back: Handler<()>,
    on_back_mounted: Handler<Mounted>,
    on_read: Handler<CaseId>,
) -> Element {
    let portal = use_portal();
    let text = &portal.messages().status;
    let wanted = id.clone();
    let query = use_query(["case/", id.as_str()].concat(), &[EventType::CaseUpdated], move |client| {
        let id = wanted.clone();
        Box::pin(async move { client.cases().get(&id).await })
    });
    let read = use_hook(|| Rc::new(RefCell::new(None::<Timestamp>)));
    let case = query.data().map(|case| Case::clone(&case)).or(known);

    // Looking at a case is reading it, once for each time something happened.
    if let Some(case) = case.as_ref().filter(|case| opened && case.unread)
        && *read.borrow() != Some(case.updated_at)
    {
        *read.borrow_mut() = Some(case.updated_at);
        let (id, client, query) = (case.id.clone(), portal.client().clone(), query.clone());
        spawn(async move {
            if client.cases().mark_read(&id).await.is_ok() {
                query.change(|case| case.unread = false);
                on_read.call(id);
            }
        });
    }

    let retry = {
        let query = query.clone();
        move |()| query.reload()
    };
    let gone = query.failure().is_some_and(|failure| failure.code() == Some(ProblemCode::NotFound));
    rsx! {
        div { class: "portal-split-detail", "part": "detail",
            div { class: "portal-split-back",
                button {
                    class: "portal-button",
                    "part": "button",
                    r#type: "button",
                    "data-variant": "ghost",
                    onmounted: move |event| on_back_mounted.call(event.data()),
                    onclick: move |_| on_back.call(()),
                    Glyph { icon: Icon::ArrowLeft }
                    "{text.back()}"
                }
            }
            match (case, query.failure().cloned()) {
                (_, Some(_)) if gone => rsx! {
                    EmptyState { title: text.not_found(), icon: Icon::Search }
                },
                (Some(case), failure) => rsx! {
                    if failure.is_some() {
                        StaleNotice { on_retry: retry }
                    }
                    CaseView { case, replies, uploaders }
                },
                (None, Some(failure)) if !query.is_fetching() => rsx! {
                    ErrorState { failure, on_retry: retry }
                },
                (None, _) => rsx! {
                    Skeleton { rows: 5, tall: true }
                },
            }
        }
    }
}

#[part]
fn CaseView(case: Case, replies: Replies, uploaders: CaseUploaders) -> Element {
    let portal = use_portal();
    let text = &portal.messages().status;
    let extensions = use_extensions();
    let reply_field = use_id();
    let uploader = uploaders.of(&case.id);
    let timeline = use_timeline(&case.id);

    let session = portal.session();
    let may = |permission| session.as_ref().is_some_and(|session| session.permits(permission));
    let open = case.status.is_open();
    let may_reply = may(Permission::CasesReply);
    let may_upload = open && may(Permission::DocumentsUpload);
    let brand = session.as_ref().map(|session| session.brand.name.clone()).unwrap_or_default();
    let support = session.as_ref().and_then(|session| session.brand.support_email.clone());
    let me = session.as_ref().map(|session| session.user.clone());
    let my_id = me.as_ref().map(|me| me.id.clone());

    rsx! {
        article { class: "portal-case-view", "aria-label": "{case.title}",
            Lead {
                case: case.clone(),
                uploader: uploader.clone(),
                may_upload,
                may_reply,
                reply_field: reply_field.to_string(),
            }
            if extensions.are_about_items() {
                ExtraFacts { item: Item::new("case", case.id.as_str(), &case.title), extensions }
            }
            if !case.milestones.is_empty() {
                Milestones { milestones: case.milestones.clone() }
            }
            if may(Permission::DocumentsRead) {
                CaseDocuments { case: case.id.clone(), uploader: uploader.clone(), may_upload }
            }
            if let Some(me) = me.filter(|_| may_reply) {
                ReplyBox { case: case.id.clone(), field: reply_field.to_string(), me, timeline: timeline.clone(), replies }
            }
            Timeline { list: timeline, brand, me: my_id }
            footer { class: "portal-case-foot",
                SourceLine { case: case.clone() }
                if let Some(email) = support {
                    p { class: "portal-meta",
                        "{text.help()} "
                        SupportLink { email, about: case.reference.clone() }
                    }
                }
            }
        }
    }
}

/// Who must act and by when, and the button for it.
#[part]
fn Lead(case: Case, uploader: Uploader, may_upload: bool, may_reply: bool, reply_field: String) -> Element {
    let portal = use_portal();
    portal.follow_minutes();
    let locale = portal.locale();
    let text = &locale.messages().status;
    let here = use_element();
    let mounted = here.clone();
    let sentence = lead::sentence(&case, &locale);
    let step = case.next_step.clone().filter(|step| step.party == Party::Customer);
    let action = step.as_ref().and_then(|step| step.action);
    let upload = may_upload && action == Some(StepAction::UploadDocument);
    let answer = action == Some(StepAction::Reply);
    let detail = case.next_step.as_ref().and_then(|step| step.detail.clone());
    rsx! {
        div {
            class: "portal-lead",
            "part": "lead",
            "data-tone": lead::tone(&case).as_str(),
            onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
            p { class: "portal-lead-over",
                StatusPill { status: case.status, label: case.status_label.clone() }
                span { class: "portal-lead-case", "{case.title}\u{a0}· {case.reference}" }
            }
            h3 { "{sentence}" }
            if let Some(detail) = detail {
                p { class: "portal-secondary", "{detail}" }
            }
            if upload || may_reply {
                div { class: "portal-lead-actions",
                    if upload {
                        FilePicker {
                            label: text.upload(),
                            primary: true,
                            onpick: move |files: Vec<FileData>| uploader.add(files, "", "", |_, _, _| None),
                        }
                    }
                    if may_reply {
                        Button {
                            variant: if answer { Variant::Primary } else { Variant::Default },
                            icon: if answer { Some(Icon::Message) } else { None },
                            onclick: move |_| {
                                let here = here.borrow().clone();
                                if let Some(here) = here {
                                    dom::focus_id(&here, &reply_field);
                                }
                            },
                            if answer { "{text.reply()}" } else { "{text.ask()}" }
                        }
                    }
                }
            }
        }
    }
}

/// Where the state comes from and how old it is, and who opened the case.
#[part]
fn SourceLine(case: Case) -> Element {
    let portal = use_portal();
    portal.follow_minutes();
    let locale = portal.locale();
    let text = &locale.messages().status;
    let opened = match &case.opened_by {
        Some(user) => text.opened_by(&user.name),
        None => text.opened().to_owned(),
    };
    let source = case.source.as_ref().map(|source| {
        let age = locale.age(source.synced_at);
        let words =
            if source.failing { text.source_failing(&age, &source.name) } else { text.source(&age, &source.name) };
        (words, source.failing)
    });
    rsx! {
        if let Some((words, failing)) = source {
            p { class: "portal-source", "data-failing": failing.then_some("true"),
                Glyph { icon: if failing { Icon::Alert } else { Icon::Clock } }
                "{words}"
            }
        }
        p { class: "portal-meta",
            "{case.case_type.name} · {opened} "
            RelativeTime { at: case.created_at }
        }
    }
}
