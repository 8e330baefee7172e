//! The root of each widget's virtual DOM.

use std::{cell::RefCell, rc::Rc};

use dioxus::prelude::*;
use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt;

use crate::{
    clients::Lease,
    interface::{WidgetHost, WidgetSettings},
    mount::Kind,
};

/// What a widget is told by its element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    locale: Option<String>,
    scheme: String,
    density: String,
    view: String,
    theme: Vec<String>,
}

impl Settings {
    pub(crate) fn read(from: &WidgetSettings) -> Self {
        Self {
            locale: from.locale(),
            scheme: from.scheme(),
            density: from.density(),
            view: from.view(),
            theme: from.theme(),
        }
    }
}

/// The style sheet of what is rendered here.
pub(crate) fn styles() -> &'static str {
    ".portal{padding:16px}"
}

#[derive(Clone, Props)]
pub(crate) struct RootProps {
    kind: Kind,
    lease: Rc<Lease>,
    host: WidgetHost,
    first: Settings,
    updates: Rc<RefCell<Option<UnboundedReceiver<Settings>>>>,
}

impl PartialEq for RootProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lease, &other.lease)
    }
}

impl RootProps {
    pub(crate) fn new(
        kind: Kind,
        lease: Rc<Lease>,
        host: WidgetHost,
        first: Settings,
        updates: UnboundedReceiver<Settings>,
    ) -> Self {
        Self { kind, lease, host, first, updates: Rc::new(RefCell::new(Some(updates))) }
    }
}

#[allow(non_snake_case)]
pub(crate) fn Root(props: RootProps) -> Element {
    let first = props.first.clone();
    let mut settings = use_signal(|| first);
    let updates = props.updates.clone();
    use_hook(move || {
        let updates = updates.borrow_mut().take();
        spawn(async move {
            let Some(mut updates) = updates else { return };
            while let Some(next) = updates.next().await {
                if *settings.peek() != next {
                    settings.set(next);
                }
            }
        })
    });
    let host = props.host.clone();
    use_hook(move || host.ready(Vec::new(), Vec::new()));
    let mut count = use_signal(|| 0);
    let mut typed = use_signal(String::new);
    let host = props.host.clone();
    let settings = settings.read();
    let base = props.lease.shared.client.base_url();
    rsx! {
        div {
            class: "portal",
            "data-scheme": "{settings.scheme}",
            "data-density": "{settings.density}",
            lang: settings.locale.clone(),
            h2 { "{props.kind:?} at {base}" }
            p { class: "view", "{settings.view}" }
            p { "{settings.theme:?}" }
            button { class: "count", onclick: move |_| count += 1, "{count}" }
            button { class: "go", onclick: move |_| host.navigate("case_1"), "go" }
            input {
                value: "{typed}",
                oninput: move |event| typed.set(event.value()),
                onkeydown: move |event| if event.key() == Key::Enter { count += 10 },
            }
            p { class: "typed", "{typed}" }
        }
    }
}
