//! Downloading: the browser gets a link that is good once, and takes the bytes straight to the disk.

use crate::part::{Handler, use_handler};
use loggia_types::ids::{DocumentId, DocumentVersionId};

use crate::{i18n::fill, provider::use_portal, query::use_mutation};

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
                save(&address, &name);
                let text = &portal.messages_now().documents;
                portal.announce(fill(text.announce_download, &[("name", &name)]));
            }
            Err(failure) => portal.toast(failure.message(portal.messages_now())),
        });
    })
}

/// Follows the link as a click would. The server answers with an attachment, so the page stays.
#[cfg(target_arch = "wasm32")]
fn save(address: &str, name: &str) {
    use wasm_bindgen::JsCast;
    let anchor = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|anchor| anchor.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(address);
        anchor.set_download(name);
        anchor.set_rel("noopener noreferrer");
        anchor.click();
    }
}

/// Outside a browser the application that holds the window opens links.
#[cfg(not(target_arch = "wasm32"))]
fn save(_address: &str, _name: &str) {}
