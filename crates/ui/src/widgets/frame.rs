//! What all widgets have around them.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, keep_at, part, use_handler, use_signal};
use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    dom,
    extensions::{Addition, Extensions, use_extensions},
    primitives::{DeniedState, ErrorState, Glyph, Icon, Skeleton, use_id},
    provider::use_portal,
    query::QueryState,
};

/// What the view of a page that a vendor added begins with.
const PAGE: &str = "page/";

/// The frame of a widget: its header with title, count and actions, and its content, which answers to its width.
///
/// Data attribute: `data-widget`. Parts: `widget`, `header`, `title`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{primitives::Button, widgets::WidgetFrame};
///
/// #[component]
/// fn Invoices() -> Element {
///     rsx! {
///         WidgetFrame { name: "invoices", title: "Invoices", count: "3 open", actions: rsx! { Button { "Pay all" } },
///             p { "What is in it" }
///         }
///     }
/// }
/// ```
#[part]
pub fn WidgetFrame(
    /// Which widget it is, in lower case.
    name: &'static str,
    title: String,
    /// How many things are in it, in words: "4 open".
    #[props(default)]
    count: Option<String>,
    /// Buttons in the header.
    #[props(default)]
    actions: Option<Element>,
    /// Whether this is where the widget begins: the place for what a vendor added.
    #[props(default)]
    start: bool,
    children: Element,
) -> Element {
    let id = use_id();
    let extensions = use_extensions();
    let extended = start
        && extensions
            .all()
            .iter()
            .any(|addition| matches!(**addition, Addition::Page { .. } | Addition::Action { .. }));
    rsx! {
        section { class: "portal-widget", "part": "widget", "data-widget": name, "aria-labelledby": "{id}",
            header { class: "portal-header", "part": "header",
                h2 { id: "{id}", "part": "title", "{title}" }
                if let Some(count) = count {
                    span { class: "portal-count", "{count}" }
                }
                if extended || actions.is_some() {
                    div { class: "portal-actions",
                        if extended {
                            Extras { extensions }
                        }
                        {actions}
                    }
                }
            }
            {children}
        }
    }
}

/// The buttons that a vendor added to a header.
#[part(later)]
fn Extras(extensions: Extensions) -> Element {
    let added = use_portal().added;
    let buttons = extensions.all().iter().filter_map(|addition| match &**addition {
        Addition::Page { key, title, .. } => Some((addition.clone(), key.clone(), title)),
        Addition::Action { title, .. } => Some((addition.clone(), String::new(), title)),
        _ => None,
    });
    rsx! {
        for (at , (addition , page , title)) in buttons.enumerate() {
            button {
                key: "{at}",
                class: "portal-button",
                "part": "button",
                r#type: "button",
                "data-variant": if page.is_empty() { "default" } else { "ghost" },
                onmounted: {
                    let (left, page) = (added.left.clone(), page.clone());
                    move |event| {
                        if !page.is_empty() && *left.borrow() == page {
                            left.take();
                            dom::focus(&event.data());
                        }
                    }
                },
                onclick: {
                    let go = added.go;
                    move |_| match go {
                        Some(go) if !page.is_empty() => go.call(page.clone()),
                        _ => addition.run(None),
                    }
                },
                "{title}"
            }
        }
    }
}

/// The widget, or a page that a vendor added to it.
#[part]
fn Pages(
    name: &'static str,
    title: String,
    view: Option<String>,
    on_navigate: Option<Handler<String>>,
    children: Element,
) -> Element {
    let around = use_portal();
    let page = use_signal(String::new);
    let followed = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    let left = use_hook(|| Rc::new(RefCell::new(String::new())));
    let mut by_hand = use_signal(|| false);
    if *followed.borrow() != view {
        let wanted = view.as_deref().and_then(|view| view.strip_prefix(PAGE)).unwrap_or_default();
        // Not what the page around only repeats.
        if *page.peek() != wanted {
            by_hand.set(false);
            keep_at(page, &wanted.to_owned());
        }
        followed.borrow_mut().clone_from(&view);
    }
    let for_go = left.clone();
    let go = use_handler(move |key: String| {
        let mut page = page;
        let view = if key.is_empty() { String::new() } else { [PAGE, &key].concat() };
        // Going there by hand moves the focus along; a deep link must not take it from the page around.
        by_hand.set(true);
        for_go.replace(page.replace(key));
        if let Some(on_navigate) = on_navigate {
            on_navigate.call(view);
        }
    });
    use_context_provider(|| around.adding(around.added.inside(go, left)));
    let extensions = use_extensions();
    let open = page.read();
    let is_open = |addition: &Rc<Addition>| matches!(&**addition, Addition::Page { key, .. } if *key == *open);
    match extensions.all().iter().find(|addition| is_open(addition)) {
        Some(page) => rsx! {
            AddedPage { name, page: page.clone(), title, take_focus: by_hand(), on_back: move |()| go.call(String::new()) }
        },
        None => children,
    }
}

/// A page that a vendor added, in place of the widget, which is called `title`.
#[part(later_view)]
fn AddedPage(name: &'static str, page: Rc<Addition>, title: String, take_focus: bool, on_back: Handler<()>) -> Element {
    let Addition::Page { title: page_title, content, .. } = &*page else { return rsx! {} };
    rsx! {
        WidgetFrame { name, title: page_title.clone(),
            div { class: "portal-page", "part": "page",
                button {
                    class: "portal-button",
                    "part": "button",
                    r#type: "button",
                    "data-variant": "ghost",
                    onmounted: move |event| {
                        if take_focus {
                            dom::focus(&event.data());
                        }
                    },
                    onclick: move |_| on_back.call(()),
                    Glyph { icon: Icon::ArrowLeft }
                    "{title}"
                }
                {content()}
            }
        }
    }
}

/// Shows its children to people who may see them, once it is known who is there. To everybody else it explains.
///
/// `view` and `on_navigate` are the widget's: a page that a vendor added has a view of its own.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_types::Permission;
/// use loggia_ui::widgets::{Gate, WidgetFrame};
///
/// #[component]
/// fn Invoices() -> Element {
///     rsx! {
///         Gate { name: "invoices", title: "Invoices", permission: Permission::DocumentsRead,
///             WidgetFrame { name: "invoices", title: "Invoices", start: true, p { "What is in it" } }
///         }
///     }
/// }
/// ```
#[part]
pub fn Gate(
    name: &'static str,
    title: String,
    permission: Permission,
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
    children: Element,
) -> Element {
    let portal = use_portal();
    match portal.session_state() {
        QueryState::Ready(session) if session.permits(permission) => rsx! {
            Pages { name, title, view, on_navigate, {children} }
        },
        QueryState::Ready(_) => rsx! {
            WidgetFrame { name, title, DeniedState { permission } }
        },
        QueryState::Loading => rsx! {
            WidgetFrame { name, title, Skeleton {} }
        },
        QueryState::Failed(failure) => rsx! {
            WidgetFrame { name, title,
                ErrorState { failure, on_retry: move |()| portal.reload_session() }
            }
        },
    }
}
