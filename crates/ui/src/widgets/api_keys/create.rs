//! Making a key.

use chrono::TimeDelta;

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    Permission, ProblemCode,
    api_keys::{ApiKeyWithSecret, CreateApiKey},
};

use super::{TOPICS, secret::SecretDialog};
use crate::{
    clock,
    failure::Failure,
    i18n::Locale,
    primitives::{Button, Choice, ChoiceGroup, Dialog, InlineError, Select, TextArea, TextInput, Variant, use_id},
    provider::use_portal,
    query::use_mutation,
};

/// How long a name may be.
const NAME_LENGTH: u32 = 100;
/// After how many days keys may end by themselves, and which is chosen at first.
const DAYS: [(&str, i64); 4] = [("30", 30), ("90", 90), ("180", 180), ("365", 365)];
const DAYS_AT_FIRST: &str = "90";

/// What was filled in.
#[derive(Clone, PartialEq)]
struct Form {
    name: String,
    scopes: Vec<String>,
    days: String,
    networks: String,
}

impl Form {
    fn wanted(&self) -> CreateApiKey {
        let days = DAYS.iter().find(|(key, _)| *key == self.days).map(|(_, days)| TimeDelta::days(*days));
        let networks: Vec<String> =
            self.networks.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        CreateApiKey {
            name: self.name.trim().to_owned(),
            scopes: self.scopes.iter().filter_map(|scope| scope.parse().ok()).collect(),
            networks: Some(networks).filter(|networks| !networks.is_empty()),
            expires_at: days.map(|days| clock::now() + days),
        }
    }
}

/// What the server said about a field, in our words. A pointer may go on (`/networks/2`).
fn refused(failure: Option<&Failure>, pointer: &str, words: &'static str) -> Option<String> {
    let errors = failure?.error().field_errors();
    errors.iter().any(|error| error.pointer.starts_with(pointer)).then(|| words.to_owned())
}

fn lifetimes(locale: &Locale) -> Vec<Choice> {
    let text = &locale.messages().api_keys;
    let days = DAYS.iter().map(|(key, days)| {
        Choice::new(
            *key,
            if *days == 365 { text.year().to_owned() } else { text.days(&locale.count(days.unsigned_abs())) },
        )
    });
    days.chain([Choice::new("", text.never())]).collect()
}

/// Asks what the key is for, what it may do, until when and from where; then shows its secret.
#[part(later)]
pub(super) fn CreateDialog(on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.api_keys;
    let id = use_id();
    let mut form = use_signal(|| Form {
        name: String::new(),
        scopes: Vec::new(),
        days: DAYS_AT_FIRST.to_owned(),
        networks: String::new(),
    });
    let mut checked = use_signal(|| false);
    let mut made = use_signal(|| None::<ApiKeyWithSecret>);
    let mutation = use_mutation();
    if let Some(made) = made() {
        return rsx! {
            SecretDialog { made, on_close }
        };
    }

    let now = form();
    let held = portal.session().map(|session| session.permissions.clone()).unwrap_or_default();
    let choices = Permission::ALL.iter().filter(|scope| scope.is_for_organization_keys() && held.contains(scope));
    let choices: Vec<Choice> = choices.map(|scope| Choice::new(scope.as_str(), text.permission(*scope))).collect();
    let failure = mutation.failure();
    let no_name = (checked() && now.name.trim().is_empty()).then(|| text.name_required().to_owned());
    let no_scope = (checked() && now.scopes.is_empty()).then(|| text.permissions_required().to_owned());
    let at_name = no_name.or_else(|| refused(failure.as_ref(), "/name", text.name_required()));
    let at_scopes = no_scope.or_else(|| refused(failure.as_ref(), "/scopes", text.permissions_required()));
    let at_networks = refused(failure.as_ref(), "/networks", text.networks_invalid());
    let general = failure.filter(|_| at_name.is_none() && at_scopes.is_none() && at_networks.is_none());
    let general = general.map(|failure| match failure.code() {
        Some(ProblemCode::Conflict) => text.too_many(),
        _ => failure.message(messages),
    });
    let busy = mutation.is_busy();

    let send = {
        let (mutation, portal) = (mutation.clone(), portal.clone());
        move |event: FormEvent| {
            event.prevent_default();
            let wanted = form.peek().wanted();
            if mutation.is_busy() {
                return;
            }
            checked.set(true);
            let text = &portal.messages_now().api_keys;
            if wanted.name.is_empty() {
                return portal.announce(text.name_required());
            }
            if wanted.scopes.is_empty() {
                return portal.announce(text.permissions_required());
            }
            let client = portal.client().clone();
            let request = Box::pin(async move { client.api_keys().create(&wanted).await });
            mutation.run(TOPICS, request, move |ended| made.set(ended.ok()));
        }
    };

    rsx! {
        Dialog {
            title: text.create(),
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button { variant: Variant::Primary, submit: true, form: id.to_string(), busy, "{text.create()}" }
            },
            form { class: "portal-form", id: "{id}", novalidate: true, onsubmit: send,
                TextInput {
                    label: text.name(),
                    hint: text.name_hint(),
                    autocomplete: "off",
                    maxlength: NAME_LENGTH,
                    required: true,
                    autofocus: true,
                    value: now.name,
                    error: at_name,
                    oninput: move |name| form.with_mut(|form| form.name = name),
                }
                ChoiceGroup {
                    label: text.permissions(),
                    hint: text.permissions_hint(),
                    multiple: true,
                    choices,
                    value: now.scopes,
                    error: at_scopes,
                    onchange: move |scopes| form.with_mut(|form| form.scopes = scopes),
                }
                Select {
                    label: text.ends(),
                    choices: lifetimes(&portal.locale()),
                    value: now.days,
                    onchange: move |days| form.with_mut(|form| form.days = days),
                }
                TextArea {
                    label: text.networks(),
                    hint: text.networks_hint(),
                    optional: true,
                    rows: 2,
                    value: now.networks,
                    error: at_networks,
                    oninput: move |networks| form.with_mut(|form| form.networks = networks),
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
    fn what_was_filled_in_becomes_what_is_asked_for() {
        let form = Form {
            name: " Warehouse ".into(),
            scopes: vec!["cases:read".into(), "nonsense".into()],
            days: String::new(),
            networks: " 203.0.113.0/24 \n\n2001:db8::1\n".into(),
        };
        let wanted = form.wanted();
        assert_eq!((wanted.name.as_str(), wanted.expires_at), ("Warehouse", None));
        assert_eq!(wanted.scopes, [Permission::CasesRead]);
        assert_eq!(wanted.networks, Some(vec!["203.0.113.0/24".to_owned(), "2001:db8::1".to_owned()]));
        let unlimited = Form { networks: "\n".into(), days: "30".into(), ..form }.wanted();
        assert!(unlimited.networks.is_none() && unlimited.expires_at.is_some_and(|at| at > clock::now()));
    }
}
