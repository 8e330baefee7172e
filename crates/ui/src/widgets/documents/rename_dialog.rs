//! Renames or moves a document.

use std::rc::Rc;

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    documents::{Document, Folder, UpdateDocument},
    events::EventType,
    page::Page,
};

use crate::{
    i18n::Messages,
    primitives::{Button, Dialog, InlineError, TextInput, Variant, use_id},
    provider::use_portal,
    query::use_mutation,
};

/// A form for name and folder. `folders` are offered while typing.
#[part(later)]
pub(crate) fn RenameDialog(document: Document, folders: Option<Rc<Page<Folder>>>, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.documents;
    let form = use_id();
    let (first_name, first_folder) = (document.name.clone(), document.folder.clone());
    let mut name = use_signal(move || first_name.clone());
    let mut folder = use_signal(move || first_folder.clone());
    let mut checked = use_signal(|| false);
    let mutation = use_mutation();
    let busy = mutation.is_busy();
    let error = mutation.failure();
    let wrong = |pointer: &str, own: Option<&'static str>| {
        let own = own.filter(|_| checked()).map(str::to_owned);
        own.or_else(|| error.as_ref().and_then(|failure| failure.field(pointer)).map(|error| error.detail.clone()))
    };
    let name_error = wrong("/name", check_name(&name.read(), messages));
    let folder_error = wrong("/folder", check_folder(&folder.read(), messages));
    let general = error.as_ref().filter(|failure| failure.error().field_errors().is_empty());
    let general = general.map(|failure| failure.message(messages).to_owned());
    let title = text.rename_title(&document.name);
    let send = move |event: FormEvent| {
        event.prevent_default();
        checked.set(true);
        let (new_name, new_folder) = (name.peek().trim().to_owned(), clean_folder(&folder.peek()));
        if busy || check_name(&new_name, messages).is_some() || check_folder(&new_folder, messages).is_some() {
            return;
        }
        if new_name == document.name && new_folder == document.folder {
            on_close.call(());
            return;
        }
        let change = UpdateDocument {
            name: (new_name != document.name).then(|| new_name.clone()),
            folder: (new_folder != document.folder).then_some(new_folder),
        };
        let (client, id, version) = (portal.client().clone(), document.id.clone(), document.version);
        let portal = portal.clone();
        let update = async move { client.documents().update(&id, version, &change).await };
        mutation.run(&[EventType::DocumentUpdated], Box::pin(update), move |ended| {
            if ended.is_ok() {
                portal.toast(portal.messages_now().documents.renamed(&new_name));
                on_close.call(());
            }
        });
    };
    rsx! {
        Dialog {
            title,
            on_close,
            busy,
            footer: rsx! {
                Button { disabled: busy, onclick: move |_| on_close.call(()), "{messages.common.cancel()}" }
                Button { variant: Variant::Primary, submit: true, form: form.to_string(), busy, "{messages.common.save()}" }
            },
            form { id: "{form}", class: "portal-form", novalidate: true, onsubmit: send,
                TextInput {
                    label: text.name(),
                    value: name(),
                    error: name_error,
                    autofocus: true,
                    maxlength: 200,
                    oninput: move |typed| name.set(typed),
                }
                TextInput {
                    label: text.folder(),
                    hint: text.folder_hint(),
                    optional: true,
                    value: folder(),
                    error: folder_error,
                    maxlength: 500,
                    oninput: move |typed| folder.set(typed),
                }
                if let Some(folders) = folders.filter(|folders| !folders.items.is_empty()) {
                    div { class: "portal-chips",
                        for path in folders.items.iter().map(|folder| folder.path.clone()).take(6) {
                            button {
                                key: "{path}",
                                r#type: "button",
                                class: "portal-chip",
                                "aria-pressed": if path == folder() { "true" } else { "false" },
                                onclick: {
                                    let path = path.clone();
                                    move |_| folder.set(path.clone())
                                },
                                "{path}"
                            }
                        }
                    }
                }
                if let Some(message) = general {
                    InlineError { message }
                }
            }
        }
    }
}

/// Without blanks and empty names: what the server keeps.
fn clean_folder(typed: &str) -> String {
    let names: Vec<&str> = typed.split('/').map(str::trim).collect();
    names.join("/").trim_matches('/').to_owned()
}

fn check_name(name: &str, messages: &'static Messages) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() {
        Some(messages.documents.name_missing())
    } else if name.chars().count() > 200 || name.chars().any(|c| c == '/' || c.is_control()) {
        Some(messages.documents.name_wrong())
    } else {
        None
    }
}

fn check_folder(folder: &str, messages: &'static Messages) -> Option<&'static str> {
    let folder = clean_folder(folder);
    let hollow = folder.contains("//") || folder.chars().any(char::is_control);
    (hollow || folder.chars().count() > 500).then_some(messages.documents.folder_wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn folders_are_kept_without_blanks_and_empty_ends() {
        assert_eq!(clean_folder(" Contracts / 2026/ "), "Contracts/2026");
        assert_eq!(clean_folder("/"), "");
        let messages = Locale::new("en").messages();
        assert!(check_folder("a//b", messages).is_some());
        assert!(check_folder("a / / b", messages).is_some());
        assert!(check_folder("", messages).is_none());
        assert!(check_name(" ", messages).is_some() && check_name("a/b", messages).is_some());
        assert!(check_name("a.pdf", messages).is_none());
    }
}
