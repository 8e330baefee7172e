//! Mounting a widget on an element of the page, and taking it away again.

use std::rc::Rc;

use dioxus::prelude::VirtualDom;
use futures_channel::mpsc;
use futures_util::future::{AbortHandle, Abortable};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::{
    app::{Root, RootProps, Settings},
    clients,
    interface::{WidgetHost, WidgetSettings},
};

/// The widgets of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    #[cfg(feature = "status")]
    Status,
    #[cfg(feature = "documents")]
    Documents,
    #[cfg(feature = "requests")]
    Requests,
    #[cfg(feature = "members")]
    Members,
    #[cfg(feature = "audit-log")]
    AuditLog,
    #[cfg(feature = "api-keys")]
    ApiKeys,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            #[cfg(feature = "status")]
            "status" => Self::Status,
            #[cfg(feature = "documents")]
            "documents" => Self::Documents,
            #[cfg(feature = "requests")]
            "requests" => Self::Requests,
            #[cfg(feature = "members")]
            "members" => Self::Members,
            #[cfg(feature = "audit-log")]
            "audit-log" => Self::AuditLog,
            #[cfg(feature = "api-keys")]
            "api-keys" => Self::ApiKeys,
            _ => return None,
        })
    }
}

/// A mounted widget.
#[wasm_bindgen]
pub struct Widget {
    running: AbortHandle,
    settings: mpsc::UnboundedSender<Settings>,
}

#[wasm_bindgen]
impl Widget {
    /// Takes new settings over without losing what the person is doing. The server and the source of secrets stay.
    pub fn update(&self, settings: &WidgetSettings) {
        // Fails when the widget has ended, and then nothing is to be told.
        let _ = self.settings.unbounded_send(Settings::read(settings));
    }

    /// Ends the widget. May be called from inside one of its own event handlers: its parts are dropped in a later
    /// microtask, when nothing of it is on the stack.
    pub fn unmount(self) {
        self.running.abort();
    }
}

/// Mounts the widget named `kind` on `root`.
pub(crate) fn mount(kind: &str, root: Element, host: WidgetHost, settings: &WidgetSettings) -> Result<Widget, String> {
    let kind = Kind::parse(kind).ok_or_else(|| format!("there is no widget named {kind:?}"))?;
    let lease =
        clients::lease(&settings.server(), &settings.source(), &host).map_err(|error| format!("server: {error}"))?;
    let (sender, receiver) = mpsc::unbounded();
    let props = RootProps::new(kind, Rc::new(lease), host, Settings::read(settings), receiver);
    let dom = VirtualDom::new_with_props(Root, props);
    let (running, registration) = AbortHandle::new_pair();
    let app = Abortable::new(dioxus_web::run(dom, dioxus_web::Config::new().rootelement(root)), registration);
    wasm_bindgen_futures::spawn_local(async move {
        // Never completes otherwise.
        let _ = app.await;
    });
    Ok(Widget { running, settings: sender })
}
