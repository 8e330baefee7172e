//! Downloading: the browser gets a link that is good once, and takes the bytes straight to the disk.

use crate::part::{Handler, use_handler};
use loggia_types::ids::{DocumentId, DocumentVersionId};

use crate::{provider::use_portal, query::use_mutation};

/// A document, one of its versions (absent: the current one), and the file name to announce.
pub(crate) type Wanted = (DocumentId, Option<DocumentVersionId>, String);

/// Downloads what it is called with.
pub(crate) fn use_download() -> Handler<Wanted> {
    let portal = use_portal();
    let mutation = use_mutation();
    use_handler(move |(id, version, name): Wanted| {
        let client = portal.client().clone();
        let link = async move { client.documents().download_link(&id, version.as_ref()).await };
        let portal = portal.clone();
        mutation.run(&[], Box::pin(link), move |ended| match ended {
            Ok(address) => {
                crate::dom::download(&address, &name);
                let text = &portal.messages_now().documents;
                portal.announce(text.announce_download(&name));
            }
            Err(failure) => portal.toast(failure.message(portal.messages_now())),
        });
    })
}
