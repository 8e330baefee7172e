//! Suspending a member, lifting that, and the day on which access ends.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    ProblemCode,
    events::EventType,
    members::{Member, UpdateMember},
};

use super::directory::MemberList;
use crate::{
    clock,
    i18n::DateStyle,
    primitives::{Button, Dialog, InlineError, TextInput, Variant, use_id},
    provider::use_portal,
    query::use_mutation,
};

/// How long a reason may be.
const REASON_LENGTH: u32 = 300;

/// What of a membership is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Suspend,
    Reinstate,
    End,
}

/// Asks for the reason of a suspension, or for the last day, or whether a suspension is to be lifted.
#[part]
pub(super) fn StandingDialog(standing: Standing, member: Member, list: MemberList, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.member_access;
    let form = use_id();
    let mutation = use_mutation();
    let before = member.ends_at.filter(|_| standing == Standing::End).map(clock::day_of).unwrap_or_default();
    let mut value = use_signal({
        let before = before.clone();
        move || before.clone()
    });
    let mut wrong = use_signal(|| None::<&'static str>);
    let busy = mutation.is_busy();
    let failure = mutation.failure();
    let error = failure.as_ref().map(|failure| failure.message(messages).to_owned());
    let name = &member.user.name;
    let (title, label, hint, save_label) = match standing {
        Standing::Suspend => {
            (text.suspend_title(name), text.suspend_reason(), text.suspend_reason_hint(), text.suspend())
        }
        Standing::Reinstate => (text.reinstate_title(name), "", "", text.reinstate()),
        Standing::End => (text.set_end_title(name), text.set_end_day(), text.set_end_hint(), text.set_end_save()),
    };
    let about = match standing {
        Standing::Suspend => text.suspend_text(name),
        Standing::Reinstate => text.reinstate_text(name),
        Standing::End => String::new(),
    };
    let kind = if standing == Standing::End { "date" } else { "text" };
    let today = clock::day_of(clock::now());

    let save = {
        let (mutation, locale) = (mutation.clone(), locale.clone());
        move |event: FormEvent| {
            event.prevent_default();
            if mutation.is_busy() {
                return;
            }
            let text = &portal.messages_now().member_access;
            let typed = value.peek().trim().to_owned();
            let ends_at = clock::end_of_day(&typed);
            let bad = match standing {
                Standing::Suspend if typed.is_empty() => Some(text.suspend_reason_required()),
                Standing::End if !typed.is_empty() && ends_at.is_none_or(|at| at < clock::now()) => {
                    Some(text.set_end_past())
                }
                _ => None,
            };
            wrong.set(bad);
            if let Some(bad) = bad {
                portal.announce(bad);
                return;
            }
            if standing == Standing::End && typed == before {
                on_close.call(());
                return;
            }
            let change = match standing {
                Standing::Suspend => {
                    UpdateMember { suspended: Some(true), suspended_reason: Some(typed), ..UpdateMember::default() }
                }
                Standing::Reinstate => UpdateMember { suspended: Some(false), ..UpdateMember::default() },
                Standing::End => UpdateMember { ends_at: Some(ends_at), ..UpdateMember::default() },
            };
            let (client, id, version) = (portal.client().clone(), member.id.clone(), member.version);
            let (list, portal, locale) = (list.clone(), portal.clone(), locale.clone());
            let request = Box::pin(async move { client.members().update(&id, version, &change).await });
            mutation.run(&[EventType::MemberUpdated], request, move |ended| match ended {
                Ok(changed) => {
                    let text = &portal.messages_now().member_access;
                    let date = changed.ends_at.map(|at| locale.date(at, DateStyle::Short)).unwrap_or_default();
                    let name = &changed.user.name;
                    portal.toast(match standing {
                        Standing::Suspend => text.suspended_done(name),
                        Standing::Reinstate => text.reinstated(name),
                        Standing::End if changed.ends_at.is_none() => text.end_removed(name),
                        Standing::End => text.end_set(&date, name),
                    });
                    list.change(|page| {
                        for item in page.items.iter_mut().filter(|item| item.id == changed.id) {
                            item.clone_from(&changed);
                        }
                    });
                    on_close.call(());
                }
                Err(failure) => {
                    if failure.code() == Some(ProblemCode::VersionMismatch) {
                        list.reload();
                    }
                }
            });
        }
    };
    let variant = if standing == Standing::Suspend { Variant::Danger } else { Variant::Primary };

    rsx! {
        Dialog {
            title,
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button { variant, submit: true, form: form.to_string(), busy, "{save_label}" }
            },
            form { class: "portal-form", id: "{form}", novalidate: true, onsubmit: save,
                if !about.is_empty() {
                    p { class: "portal-secondary", "{about}" }
                }
                if standing != Standing::Reinstate {
                    TextInput {
                        label,
                        hint,
                        kind,
                        min: (standing == Standing::End).then_some(today),
                        maxlength: (standing == Standing::Suspend).then_some(REASON_LENGTH),
                        autocomplete: "off",
                        required: standing == Standing::Suspend,
                        autofocus: true,
                        value: value(),
                        error: wrong().map(str::to_owned),
                        oninput: move |typed| {
                            value.set(typed);
                            wrong.set(None);
                            mutation.reset();
                        },
                    }
                }
                if let Some(message) = error {
                    InlineError { message }
                }
            }
        }
    }
}
