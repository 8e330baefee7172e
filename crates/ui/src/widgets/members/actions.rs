//! Changing and removing: one dialog for each.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    ProblemCode, Role,
    events::EventType,
    members::{Invitation, Member, UpdateMember},
};

use super::{
    directory::{InvitationList, MemberList},
    role_choices::grantable,
};
#[cfg(feature = "member-access")]
use super::{
    explain::AccessDialog,
    standing::{Standing, StandingDialog},
};
use crate::{
    primitives::{Button, ChoiceGroup, ConfirmDialog, Dialog, InlineError, Variant, use_id},
    provider::use_portal,
    query::{use_mutation, use_query},
};

/// What somebody wants to do.
#[derive(Clone, PartialEq)]
pub(super) enum Act {
    ChangeRole(Member),
    #[cfg(feature = "member-access")]
    Change(Standing, Member),
    #[cfg(feature = "member-access")]
    Explain(Member),
    Remove(Member),
    Leave(Member),
    Withdraw(Invitation),
}

/// The dialog for what somebody wants to do.
#[part(later)]
pub(super) fn ActionDialog(
    act: Act,
    list: MemberList,
    invitations: InvitationList,
    on_close: Handler<()>,
    /// A row is gone, and the dialog can close.
    on_gone: Handler<()>,
) -> Element {
    match act {
        Act::ChangeRole(member) => rsx! {
            RoleDialog { member: current(&list, member), list, on_close }
        },
        #[cfg(feature = "member-access")]
        Act::Change(standing, member) => rsx! {
            StandingDialog { standing, member: current(&list, member), list, on_close }
        },
        #[cfg(feature = "member-access")]
        Act::Explain(member) => rsx! {
            AccessDialog { member, on_close }
        },
        Act::Remove(member) => rsx! {
            RemoveDialog { member, leaving: false, list, on_close, on_gone }
        },
        Act::Leave(member) => rsx! {
            RemoveDialog { member, leaving: true, list, on_close, on_gone }
        },
        Act::Withdraw(invitation) => rsx! {
            WithdrawDialog { invitation, invitations, on_close, on_gone }
        },
    }
}

/// The member as the list has it now, which may be newer than when the dialog was opened.
fn current(list: &MemberList, member: Member) -> Member {
    let known = list.page().and_then(|page| page.items.iter().find(|known| known.id == member.id).cloned());
    known.unwrap_or(member)
}

/// The new role stands in the list at once, and goes back when the server refuses.
#[part]
fn RoleDialog(member: Member, list: MemberList, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.members;
    let form = use_id();
    let mut chosen = use_signal(|| member.role);
    let mutation = use_mutation();
    let roles = use_query("roles".to_owned(), &[EventType::MemberUpdated], |client| {
        Box::pin(async move { client.roles().list().await })
    });
    let known = roles.data();
    let session = portal.session();
    let mine = session.as_ref().map_or(Role::Viewer.into(), |session| session.role);
    let is_me = session.is_some_and(|session| session.membership_id == member.id);
    // Whoever gives away the right to change roles cannot take it back.
    let for_good = is_me && chosen() != member.role;
    let choices = grantable(mine, known.as_ref().map(|page| page.items.as_slice()), messages);
    let role_name = {
        let known = known.clone();
        move |role| known.as_ref()?.items.iter().find(|info| info.role == role)?.name.clone()
    };
    let busy = mutation.is_busy();
    let error = mutation.failure().map(|failure| failure.message(messages));
    let name = member.user.name.clone();

    let save = {
        let mutation = mutation.clone();
        let portal = portal.clone();
        move |event: FormEvent| {
            event.prevent_default();
            let role = *chosen.peek();
            if mutation.is_busy() {
                return;
            }
            if role == member.role {
                on_close.call(());
                return;
            }
            let id = member.id.clone();
            let role_name = role_name(role);
            let former = list.change(|page| {
                for item in page.items.iter_mut().filter(|item| item.id == id) {
                    item.role = role;
                    item.role_name.clone_from(&role_name);
                }
            });
            let (client, id, version) = (portal.client().clone(), member.id.clone(), member.version);
            let (list, portal, name) = (list.clone(), portal.clone(), member.user.name.clone());
            let request =
                Box::pin(async move { client.members().update(&id, version, &UpdateMember::role(role)).await });
            mutation.run(&[EventType::MemberUpdated], request, move |ended| match ended {
                Ok(changed) => {
                    let messages = portal.messages_now();
                    let role = messages.role_label(changed.role, changed.role_name.as_deref());
                    portal.toast(messages.members.role_changed(&name, &role));
                    on_close.call(());
                }
                Err(failure) => {
                    list.restore(former);
                    if failure.code() == Some(ProblemCode::VersionMismatch) {
                        list.reload();
                    }
                }
            });
        }
    };

    rsx! {
        Dialog {
            title: text.change_role_title(&name),
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button { variant: Variant::Primary, submit: true, form: form.to_string(), busy, "{text.change_role_save()}" }
            },
            form { class: "portal-form", id: "{form}", novalidate: true, onsubmit: save,
                ChoiceGroup {
                    label: text.invite_role(),
                    choices,
                    autofocus: true,
                    value: vec![chosen().as_str().to_owned()],
                    onchange: move |value: Vec<String>| {
                        if let Some(role) = value.first().and_then(|role| role.parse().ok()) {
                            chosen.set(role);
                        }
                        mutation.reset();
                    },
                }
                if for_good {
                    p { class: "portal-secondary", role: "status", "{text.own_role_warning()}" }
                }
                if let Some(message) = error {
                    InlineError { message }
                }
            }
        }
    }
}

#[part]
fn RemoveDialog(
    member: Member,
    leaving: bool,
    list: MemberList,
    on_close: Handler<()>,
    on_gone: Handler<()>,
) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.members;
    let mutation = use_mutation();
    let organization = portal.session().map(|session| session.organization.name.clone()).unwrap_or_default();
    let name = &member.user.name;
    let (title, message, confirm, keep, done) = if leaving {
        (
            text.leave_title(&organization),
            text.leave_text(&organization),
            text.leave_confirm(),
            text.leave_keep(),
            text.left(&organization),
        )
    } else {
        (
            text.remove_title(name),
            text.remove_text(name, &organization),
            text.remove(),
            text.remove_keep(),
            text.removed(name),
        )
    };
    let busy = mutation.is_busy();
    let error = mutation.failure().map(|failure| failure.message(messages).to_owned());
    rsx! {
        ConfirmDialog {
            title,
            message,
            confirm,
            keep,
            busy,
            error,
            on_close,
            on_confirm: move |()| {
                let (client, id) = (portal.client().clone(), member.id.clone());
                let (list, portal, done, removed) = (list.clone(), portal.clone(), done.clone(), member.id.clone());
                let request = Box::pin(async move { client.members().remove(&id).await });
                mutation.run(&[EventType::MemberDeleted], request, move |ended| {
                    if ended.is_ok() {
                        list.change(|page| {
                            page.items.retain(|item| item.id != removed);
                            page.total = page.total.map(|total| total.saturating_sub(1));
                        });
                        portal.toast(done);
                        on_gone.call(());
                        if leaving {
                            portal.leave();
                        }
                    }
                });
            },
        }
    }
}

#[part]
fn WithdrawDialog(
    invitation: Invitation,
    invitations: InvitationList,
    on_close: Handler<()>,
    on_gone: Handler<()>,
) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.members;
    let mutation = use_mutation();
    let title = text.withdraw_title(&invitation.email);
    let done = text.withdrawn(&invitation.email);
    let busy = mutation.is_busy();
    let error = mutation.failure().map(|failure| failure.message(messages).to_owned());
    rsx! {
        ConfirmDialog {
            title,
            message: text.withdraw_text(),
            confirm: text.withdraw(),
            keep: text.withdraw_keep(),
            busy,
            error,
            on_close,
            on_confirm: move |()| {
                let (client, id) = (portal.client().clone(), invitation.id.clone());
                let (invitations, portal, done, gone) =
                    (invitations.clone(), portal.clone(), done.clone(), invitation.id.clone());
                let request = Box::pin(async move { client.invitations().withdraw(&id).await });
                mutation.run(&[EventType::InvitationDeleted], request, move |ended| {
                    if ended.is_ok() {
                        invitations.change(|page| page.items.retain(|item| item.id != gone));
                        portal.toast(done);
                        on_gone.call(());
                    }
                });
            },
        }
    }
}
