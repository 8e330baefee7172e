//! Deleting a key: asked twice when something uses it.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{ProblemCode, api_keys::ApiKey};

use super::{TOPICS, keys::KeyList};
use crate::{primitives::ConfirmDialog, provider::use_portal, query::use_mutation};

#[part(later)]
pub(super) fn DeleteDialog(api_key: Rc<ApiKey>, list: KeyList, on_close: Handler<()>, on_gone: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.api_keys;
    let mutation = use_mutation();
    let (title, done) = (text.delete_title(&api_key.name), text.deleted(&api_key.name));
    let failure = mutation.failure();
    let in_use = failure.as_ref().is_some_and(|failure| failure.code() == Some(ProblemCode::ApiKeyInUse));
    let error = match &failure {
        Some(_) if in_use => Some(text.in_use().to_owned()),
        failure => failure.as_ref().map(|failure| failure.message(messages).to_owned()),
    };
    let busy = mutation.is_busy();
    rsx! {
        ConfirmDialog {
            title,
            message: text.delete_text(),
            confirm: if in_use { text.delete_anyway() } else { text.delete() },
            keep: text.keep(),
            busy,
            error,
            on_close,
            on_confirm: move |()| {
                let (client, id) = (portal.client().clone(), api_key.id.clone());
                let (list, portal, done, gone) = (list.clone(), portal.clone(), done.clone(), api_key.id.clone());
                let request = Box::pin(async move { client.api_keys().delete(&id, in_use).await });
                mutation.run(TOPICS, request, move |ended| {
                    if ended.is_ok() {
                        list.change(|page| page.items.retain(|item| item.id != gone));
                        portal.toast(done);
                        on_gone.call(());
                    }
                });
            },
        }
    }
}
