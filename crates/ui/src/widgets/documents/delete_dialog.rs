//! Asks before a document is deleted.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{documents::Document, events::EventType};

use crate::{primitives::ConfirmDialog, provider::use_portal, query::use_mutation};

/// Names what goes, for whom, and that it does not come back.
#[part(later)]
pub(crate) fn DeleteDialog(document: Document, on_close: Handler<()>, on_deleted: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.documents;
    let mutation = use_mutation();
    let organization = portal.session().map(|session| session.organization.name.clone()).unwrap_or_default();
    let error = mutation.failure().map(|failure| failure.message(messages).to_owned());
    let busy = mutation.is_busy();
    rsx! {
        ConfirmDialog {
            title: text.delete_title(&document.name),
            message: text.delete_text(&organization),
            confirm: text.delete_now(),
            keep: text.keep().to_owned(),
            busy,
            error,
            on_close,
            on_confirm: move |()| {
                let (client, id) = (portal.client().clone(), document.id.clone());
                let (portal, name) = (portal.clone(), document.name.clone());
                let delete = async move { client.documents().delete(&id).await };
                mutation.run(&[EventType::DocumentDeleted], Box::pin(delete), move |ended| {
                    if ended.is_ok() {
                        portal.toast(portal.messages_now().documents.deleted(&name));
                        on_deleted.call(());
                    }
                });
            },
        }
    }
}
