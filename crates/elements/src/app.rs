//! The root of each widget's virtual DOM.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use dioxus::prelude::*;
use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt;
use loggia_client::Error;
use loggia_types::{ProblemCode, session::ThemeVariables};
use loggia_ui::{Density, Extend, Extensions, PortalProvider, Scheme, later, query::QueryState, use_portal};

use crate::{
    clients::Lease,
    interface::{Extender, WidgetHost, WidgetSettings},
    mount::Kind,
};

/// What a widget is told by its element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    locale: Option<String>,
    scheme: String,
    density: String,
    view: String,
    extender: Extender,
}

impl Settings {
    pub(crate) fn read(from: &WidgetSettings) -> Self {
        Self {
            locale: from.locale(),
            scheme: from.scheme(),
            density: from.density(),
            view: from.view(),
            extender: from.extender(),
        }
    }
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

/// One widget, in its provider, with the settings of its element.
#[allow(non_snake_case)]
pub(crate) fn Root(props: RootProps) -> Element {
    let first = props.first.clone();
    let mut settings = use_signal(|| first);
    let updates = props.updates.clone();
    use_hook(move || {
        let updates = updates.take();
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
    let on_navigate = use_callback(move |view: String| host.navigate(&view));

    let Settings { locale, scheme, density, view, extender } = settings();
    let extensions = use_extensions(extender);
    let view = Some(view).filter(|view| !view.is_empty());
    rsx! {
        PortalProvider {
            client: props.lease.client(),
            locale,
            scheme: Scheme::parse(&scheme),
            density: Density::parse(&density),
            themed_outside: true,
            Watch { host: props.host.clone() }
            Extend { extensions,
            match props.kind {
                #[cfg(feature = "status")]
                Kind::Status => rsx! { loggia_ui::Status { view, on_navigate } },
                #[cfg(feature = "documents")]
                Kind::Documents => rsx! { loggia_ui::Documents { view, on_navigate } },
                #[cfg(feature = "requests")]
                Kind::Requests => rsx! { loggia_ui::Requests { view, on_navigate } },
                #[cfg(feature = "members")]
                Kind::Members => rsx! { loggia_ui::Members { view, on_navigate } },
                #[cfg(feature = "audit-log")]
                Kind::AuditLog => rsx! { loggia_ui::AuditLog { view, on_navigate } },
                #[cfg(feature = "api-keys")]
                Kind::ApiKeys => rsx! { loggia_ui::ApiKeys { view, on_navigate } },
            }
            }
        }
    }
}

/// What the page adds, made anew only when that is something else.
fn use_extensions(extender: Extender) -> Extensions {
    let known = use_hook(|| Rc::new(RefCell::new(None::<(Extender, bool, Extensions)>)));
    let later = extender.adds() && later::is_here();
    if let Some((from, whole, extensions)) = &*known.borrow()
        && *from == extender
        && *whole == later
    {
        return extensions.clone();
    }
    let extensions = read_extensions(&extender, later);
    known.replace(Some((extender, later, extensions.clone())));
    extensions
}

/// Content is the page's own, in slots.
fn read_extensions(from: &Extender, later: bool) -> Extensions {
    let extensions = Extensions::new().empty(|default| {
        rsx! {
            slot { name: "empty", {default} }
        }
    });
    if later { __later_read_extensions(from, extensions) } else { extensions }
}

/// The rest of them, in the second module.
#[inline(never)]
#[allow(non_snake_case)]
fn __later_read_extensions(from: &Extender, mut extensions: Extensions) -> Extensions {
    for (key, title) in pairs(from.pages()) {
        let slot = ["page-", &key].concat();
        extensions = extensions.page(key, title, move || {
            let slot = slot.clone();
            rsx! {
                slot { name: slot }
            }
        });
    }
    for (key, title) in pairs(from.columns()) {
        let (from, column) = (from.clone(), key.clone());
        extensions = extensions.column(title, move |item| {
            let slot = ["column-", &column, "-", &item.id].concat();
            from.fill(&column, &slot, item.kind, &item.id, &item.name);
            rsx! {
                slot { name: slot }
            }
        });
    }
    for (key, title) in pairs(from.actions()) {
        let from = from.clone();
        extensions = extensions.action(title, move || from.act(&key));
    }
    for (key, title) in pairs(from.item_actions()) {
        let (asked, acts, action) = (from.clone(), from.clone(), key.clone());
        extensions = extensions.item_action_where(
            title,
            move |item| asked.fits(&key, item.kind, &item.id, &item.name),
            move |item| acts.act_on(&action, item.kind, &item.id, &item.name),
        );
    }
    extensions
}

/// Key, title, key, title.
fn pairs(list: Vec<String>) -> impl Iterator<Item = (String, String)> {
    let mut list = list.into_iter();
    std::iter::from_fn(move || Some((list.next()?, list.next()?)))
}

/// Tells the element where asking for the session stands. Draws nothing.
#[component]
fn Watch(host: WidgetHost) -> Element {
    let theme = use_hook(|| Rc::new(RefCell::new(None::<ThemeVariables>)));
    let failed = use_hook(|| Rc::new(Cell::new(false)));
    match use_portal().session_state() {
        // A session that is read again changes nothing for the element but its theme.
        QueryState::Ready(session) if theme.borrow().as_ref() != Some(&session.theme) => {
            theme.replace(Some(session.theme.clone()));
            host.ready(flat(&session.theme.light), flat(&session.theme.dark));
        }
        QueryState::Failed(failure) if !failed.replace(true) => {
            let error = failure.error();
            host.failed(code(error), &sentence(error), failure.reference().map(str::to_owned));
        }
        _ => {}
    }
    rsx! {}
}

fn flat(properties: &BTreeMap<String, String>) -> Vec<String> {
    properties.iter().flat_map(|(name, value)| [name.clone(), value.clone()]).collect()
}

/// The code of a `portal-load-error`.
fn code(error: &Error) -> &'static str {
    match error {
        Error::Config(_) => "configuration",
        Error::Credential { .. } => "credential",
        Error::Transport { .. } => "network",
        _ => match error.code() {
            Some(ProblemCode::OriginNotAllowed) => "configuration",
            Some(ProblemCode::Unauthenticated) => "session",
            _ => "server",
        },
    }
}

/// The error and its causes, for the developer of the page.
fn sentence(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
