//! The Requests widget: ask for something in one guided form, and know that it arrived.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::requests::Requests};
//!
//! #[component]
//! fn Catalogue(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, Requests {} } }
//! }
//! ```

mod catalogue;
mod draft_list;
mod field_view;
mod file_field;
mod flow;
mod flows;
mod form_page;
mod hand_over;
mod receipt;
mod review;
mod saving;
mod saving_notices;
mod section_view;
mod words;

#[cfg(test)]
mod flow_tests;
#[cfg(test)]
mod tests;

use std::{cell::Cell, rc::Rc};

use crate::part::{Handler, part, use_handler, use_signal};
use dioxus::prelude::*;
use loggia_types::{Permission, forms::Submission};

use self::{
    catalogue::Catalogue,
    flows::{Slot, use_flows},
    form_page::FormPage,
    receipt::Receipt,
    saving::Saver,
};
use crate::{
    provider::use_portal,
    query::use_mutation,
    widgets::{
        Gate,
        documents::{queue::UploadState, uploader::use_uploader},
    },
};

/// The Requests widget: a catalogue, forms drawn from their published definitions, and a receipt.
///
/// - `view`: a form's id opens it, a draft's id goes on with it.
/// - `on_navigate`: is told the view when the person goes elsewhere; empty for the catalogue. After a request was sent
///   it is told the case's id when the person wants to see it.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{PortalProvider, Requests};
///
/// #[component]
/// fn Ask(client: loggia_client::Client, on_navigate: EventHandler<String>) -> Element {
///     rsx! { PortalProvider { client, Requests { on_navigate } } }
/// }
/// ```
#[part]
pub fn Requests(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().requests.title();
    rsx! {
        Gate { name: "requests", title, permission: Permission::FormsRead,
            Gate { name: "requests", title, permission: Permission::SubmissionsCreate, view: view.clone(), on_navigate,
                Desk { view, on_navigate }
            }
        }
    }
}

/// A request that arrived.
#[derive(Clone, PartialEq)]
struct Sent {
    /// Where it was filled in.
    slot: Slot,
    submission: Submission,
    confirmation: Option<String>,
}

/// What is on the screen.
#[derive(Clone, PartialEq)]
enum Page {
    Catalogue,
    Form(Slot),
    Receipt(Box<Sent>),
}

/// The content of the widget, for people who may send requests.
#[part]
fn Desk(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let mut page = use_signal(|| Page::Catalogue);
    // Going somewhere by hand moves the focus along; a deep link must not take it from the page around.
    let mut by_hand = use_signal(|| false);
    let mut followed = use_signal(|| None::<String>);
    // The form that was left last: the focus goes back to it.
    let left = use_hook(|| Rc::new(Cell::new(None::<Slot>)));
    let flows = use_flows();
    let mutation = use_mutation();
    let uploader = use_uploader(false);
    use_hook(|| {
        uploader.set_on_end(move |uploader, item| {
            let Some((slot, key)) = file_field::place_parts(&item.place) else { return };
            let arrived = uploader.items_in(&item.place).into_iter().filter_map(|item| match item.state {
                UploadState::Done { document, .. } => Some(document.to_string()),
                _ => None,
            });
            let answer = arrived.collect::<Vec<_>>().into();
            flows.update(&slot, |flow| flow.set(key, answer));
        });
    });
    if *followed.peek() != view {
        followed.set(view.clone());
        let wanted = match Slot::parse(view.as_deref().unwrap_or_default()) {
            Some(Slot::Draft(draft)) => Page::Form(flows.slot_of(draft)),
            Some(slot) => Page::Form(slot),
            None => Page::Catalogue,
        };
        // Not what the page around only repeats.
        if *page.peek() != wanted {
            by_hand.set(false);
            page.set(wanted);
        }
    }
    let navigate = use_handler(move |to: String| {
        if let Some(on_navigate) = on_navigate {
            on_navigate.call(to);
        }
    });
    let for_leave = left.clone();
    let leave = use_handler(move |()| {
        for_leave.set(match &*page.peek() {
            Page::Catalogue => None,
            Page::Form(slot) => Some(slot.clone()),
            Page::Receipt(sent) => Some(Slot::Form(sent.submission.form_id.clone())),
        });
        page.set(Page::Catalogue);
        navigate.call(String::new());
    });
    let sent = {
        let uploader = uploader.clone();
        use_handler(move |sent: Sent| {
            uploader.clear(sent.slot.as_str());
            flows.forget(&sent.slot);
            page.set(Page::Receipt(Box::new(sent)));
        })
    };
    let gone = {
        let (uploader, left) = (uploader.clone(), left.clone());
        use_handler(move |slot: Slot| {
            let form = flows.get_now(&slot).map(|flow| flow.form().summary.id.clone());
            uploader.clear(slot.as_str());
            flows.forget(&slot);
            let is_open = matches!(&*page.peek(), Page::Form(_));
            if is_open {
                leave.call(());
                // A draft that is gone has no place in the list.
                left.set(form.map(Slot::Form));
            }
        })
    };
    let shown = page.read().clone();
    let saver = (!flows.is_empty()).then(|| rsx! { Saver { flows } });
    let view = match shown {
        Page::Catalogue => rsx! {
            Catalogue {
                flows,
                left,
                on_gone: gone,
                on_open: move |slot: Slot| {
                    mutation.reset();
                    by_hand.set(true);
                    navigate.call(slot.as_str().to_owned());
                    page.set(Page::Form(match slot {
                        Slot::Draft(draft) => flows.slot_of(draft),
                        form => form,
                    }));
                },
            }
        },
        Page::Form(slot) => rsx! {
            FormPage {
                key: "{slot.as_str()}",
                slot,
                flows,
                uploader,
                mutation,
                take_focus: by_hand(),
                on_leave: leave,
                on_sent: sent,
                on_gone: gone,
            }
        },
        Page::Receipt(sent) => rsx! {
            Receipt {
                sent: *sent,
                on_case: move |case: String| navigate.call(case),
                on_another: leave,
            }
        },
    };
    rsx! {
        {view}
        {saver}
    }
}
