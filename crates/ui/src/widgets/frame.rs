//! What all widgets have around them.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::part::{Handler, keep_at, part, use_handler, use_signal};
use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    dom,
    extensions::{ExtraPage, WidgetAction, use_extensions},
    primitives::{Button, DeniedState, ErrorState, Glyph, Icon, Skeleton, use_id},
    provider::use_portal,
    query::QueryState,
};

/// What the view of a page that a vendor added begins with.
const PAGE: &str = "page/";

/// The frame of a widget: its header with title, count and actions, and its content, which answers to its width.
///
/// Data attribute: `data-widget`. Parts: `widget`, `header`, `title`.
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
    let extended = start && !(extensions.pages().is_empty() && extensions.actions().is_empty());
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
                            Extras { pages: extensions.pages().to_vec(), actions: extensions.actions().to_vec() }
                        }
                        {actions}
                    }
                }
            }
            {children}
        }
    }
}

/// What a widget's header needs to lead to the pages that a vendor added.
#[derive(Clone)]
struct PageLinks {
    open: Handler<Option<String>>,
    /// The page that was left by hand: its button takes the focus, once.
    left: Rc<RefCell<Option<String>>>,
}

/// The buttons that a vendor added to a header.
#[part]
fn Extras(pages: Vec<ExtraPage>, actions: Vec<WidgetAction>) -> Element {
    let links = use_hook(try_consume_context::<PageLinks>);
    rsx! {
        if let Some(links) = links {
            for page in pages {
                button {
                    key: "{page.key}",
                    class: "portal-button",
                    "part": "button",
                    r#type: "button",
                    "data-variant": "ghost",
                    onmounted: {
                        let (left, key) = (links.left.clone(), page.key.clone());
                        move |event| {
                            if left.borrow_mut().take_if(|left| *left == key).is_some() {
                                dom::focus(&event.data());
                            }
                        }
                    },
                    onclick: {
                        let key = page.key.clone();
                        move |_| links.open.call(Some(key.clone()))
                    },
                    "{page.title}"
                }
            }
        }
        for (at , action) in actions.into_iter().enumerate() {
            Button { key: "{at}", onclick: move |_| (action.run)(), "{action.title}" }
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
    let extensions = use_extensions();
    let open = use_signal(|| None::<String>);
    let followed = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    // Going there by hand moves the focus along; a deep link must not take it from the page around.
    let by_hand = use_hook(|| Rc::new(Cell::new(false)));
    let left = use_hook(|| Rc::new(RefCell::new(None::<String>)));
    if *followed.borrow() != view {
        keep_at(open, &view.as_deref().and_then(|view| view.strip_prefix(PAGE)).map(str::to_owned));
        followed.borrow_mut().clone_from(&view);
    }
    let go = {
        let (left, by_hand) = (left.clone(), by_hand.clone());
        use_handler(move |key: Option<String>| {
            let mut open = open;
            let view = key.as_ref().map(|key| [PAGE, key].concat()).unwrap_or_default();
            by_hand.set(true);
            left.replace(open.replace(key));
            if let Some(on_navigate) = on_navigate {
                on_navigate.call(view);
            }
        })
    };
    use_context_provider(|| PageLinks { open: go, left });
    let shown = open.read().as_ref().and_then(|key| extensions.pages().iter().find(|page| page.key == *key));
    match shown {
        Some(page) => rsx! {
            WidgetFrame { name, title: page.title.clone(),
                div { class: "portal-page", "part": "page",
                    button {
                        class: "portal-button",
                        "part": "button",
                        r#type: "button",
                        "data-variant": "ghost",
                        onmounted: move |event| {
                            if by_hand.take() {
                                dom::focus(&event.data());
                            }
                        },
                        onclick: move |_| go.call(None),
                        Glyph { icon: Icon::ArrowLeft }
                        "{title}"
                    }
                    {(page.content)(())}
                }
            }
        },
        None => children,
    }
}

/// Shows its children to people who may see them, once it is known who is there. To everybody else it explains.
///
/// `view` and `on_navigate` are the widget's: a page that a vendor added has a view of its own.
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
