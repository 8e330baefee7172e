//! Inviting somebody.

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{Role, RoleKey, events::EventType, members::CreateInvitation};

use super::role_choices::grantable;
use crate::{
    failure::Failure,
    i18n::Messages,
    primitives::{Button, ChoiceGroup, Dialog, InlineError, TextInput, Variant, use_id},
    provider::use_portal,
    query::{use_mutation, use_query},
};

/// How long an e-mail address may be.
const EMAIL_LENGTH: u32 = 254;

/// Whether it looks like an address. The server decides; this saves a round trip.
fn is_address(text: &str) -> bool {
    match text.split_once('@') {
        Some((name, domain)) => {
            !name.is_empty()
                && !domain.contains('@')
                && domain.split_once('.').is_some_and(|(host, rest)| !host.is_empty() && !rest.is_empty())
                && !text.chars().any(char::is_whitespace)
        }
        None => false,
    }
}

/// What stands below the e-mail field.
fn email_error(failure: Option<&Failure>, messages: &'static Messages) -> Option<String> {
    let error = failure?.field("/email")?;
    let text = &messages.members;
    Some(match error.code.as_str() {
        "required" => text.email_required().to_owned(),
        "invalid" | "format" | "too_long" => text.email_invalid().to_owned(),
        "taken" | "already_member" => text.error_already_member().to_owned(),
        _ => error.detail.clone(),
    })
}

/// Asks for an address and a role, and says what each role allows.
#[part(later)]
pub(super) fn InviteDialog(on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.members;
    let form = use_id();
    let mut email = use_signal(String::new);
    let mut role = use_signal(|| None::<RoleKey>);
    let mut wrong_email = use_signal(|| None::<&'static str>);
    let mut wrong_role = use_signal(|| None::<&'static str>);
    let mutation = use_mutation();
    let roles = use_query("roles".to_owned(), &[EventType::MemberUpdated], |client| {
        Box::pin(async move { client.roles().list().await })
    });

    let session = portal.session();
    let mine = session.as_ref().map_or(Role::Viewer.into(), |session| session.role);
    let organization = session.as_ref().map(|session| session.organization.name.clone()).unwrap_or_default();
    let known = roles.data();
    let choices = grantable(mine, known.as_ref().map(|page| page.items.as_slice()), messages);
    let failure = mutation.failure();
    let at_email = wrong_email().map(str::to_owned).or_else(|| email_error(failure.as_ref(), messages));
    let elsewhere = failure.as_ref().filter(|failure| failure.field("/email").is_none());
    let general = elsewhere.map(|failure| failure.message(messages));
    let busy = mutation.is_busy();

    let send = {
        let mutation = mutation.clone();
        let portal = portal.clone();
        move |event: FormEvent| {
            event.prevent_default();
            if mutation.is_busy() {
                return;
            }
            let text = &portal.messages_now().members;
            let address = email.peek().trim().to_owned();
            let bad = match address.as_str() {
                "" => Some(text.email_required()),
                address if !is_address(address) => Some(text.email_invalid()),
                _ => None,
            };
            wrong_email.set(bad);
            let chosen = *role.peek();
            wrong_role.set(if chosen.is_none() { Some(text.role_required()) } else { None });
            let (None, Some(role)) = (bad, chosen) else {
                portal.announce(bad.unwrap_or(text.role_required()));
                return;
            };
            let (client, wanted) = (portal.client().clone(), CreateInvitation { email: address, role, ends_at: None });
            let portal = portal.clone();
            let request = Box::pin(async move { client.invitations().create(&wanted).await });
            mutation.run(&[EventType::InvitationCreated], request, move |ended| {
                if let Ok(invitation) = ended {
                    portal.toast(portal.messages_now().members.invite_sent(&invitation.email));
                    on_close.call(());
                }
            });
        }
    };

    rsx! {
        Dialog {
            title: text.invite_title(&organization),
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button { variant: Variant::Primary, submit: true, form: form.to_string(), busy, "{text.invite_send()}" }
            },
            form { class: "portal-form", id: "{form}", novalidate: true, onsubmit: send,
                TextInput {
                    label: text.invite_email(),
                    hint: text.invite_email_hint(),
                    kind: "email",
                    autocomplete: "off",
                    maxlength: EMAIL_LENGTH,
                    required: true,
                    autofocus: true,
                    value: email(),
                    error: at_email,
                    oninput: {
                        let mutation = mutation.clone();
                        move |address| {
                            email.set(address);
                            wrong_email.set(None);
                            mutation.reset();
                        }
                    },
                }
                ChoiceGroup {
                    label: text.invite_role(),
                    choices,
                    value: role().map(|role| vec![role.as_str().to_owned()]).unwrap_or_default(),
                    error: wrong_role().map(str::to_owned),
                    onchange: move |chosen: Vec<String>| {
                        role.set(chosen.first().and_then(|role| role.parse().ok()));
                        wrong_role.set(None);
                    },
                }
                if let Some(message) = general {
                    InlineError { message }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_an_address_is_not_sent() {
        for good in ["ines.roux@larkspur.example", "a@b.c"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["ines", "@b.c", "a@b", "a@b@c.d", "a b@c.d", "a@.d"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
