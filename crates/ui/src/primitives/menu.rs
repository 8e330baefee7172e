//! A menu of actions behind a button, by the [menu button pattern](https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/)
//! on the native `popover`.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::{
    field::use_id,
    icon::{Glyph, Icon},
};
use crate::{
    dom::{self, Mounted, Step},
    extensions::{Addition, Item},
};

const ITEMS: &str = "[role^=menuitem]:not(:disabled)";

/// One action of a [`Menu`].
///
/// ```
/// use loggia_ui::primitives::{Icon, MenuItem};
///
/// let items = vec![
///     MenuItem::new("rename", "Rename", Icon::Edit),
///     MenuItem::new("delete", "Delete", Icon::Trash).danger(),
/// ];
/// # assert!(items[1].danger);
/// ```
#[derive(Clone)]
pub struct MenuItem {
    /// Which one it is, for `on_select`.
    pub key: &'static str,
    /// What it says.
    pub label: String,
    /// Its icon.
    pub icon: Option<Icon>,
    /// Whether it takes something away.
    pub danger: bool,
    /// What it does, where that is not for `on_select`.
    own: Option<Rc<(Rc<Addition>, Item)>>,
}

impl MenuItem {
    /// An action.
    ///
    /// ```
    /// use loggia_ui::primitives::{Icon, MenuItem};
    ///
    /// let rename = MenuItem::new("rename", "Rename", Icon::Edit);
    /// assert_eq!((rename.key, rename.danger), ("rename", false));
    /// ```
    pub fn new(key: &'static str, label: impl Into<String>, icon: Icon) -> Self {
        Self { key, label: label.into(), icon: Some(icon), danger: false, own: None }
    }

    /// An action that a vendor added.
    pub(crate) fn own(label: String, addition: Rc<Addition>, item: Item) -> Self {
        Self { key: "", label, icon: None, danger: false, own: Some(Rc::new((addition, item))) }
    }

    /// The same action, marked as one that takes something away.
    ///
    /// ```
    /// use loggia_ui::primitives::{Icon, MenuItem};
    ///
    /// assert!(MenuItem::new("delete", "Delete", Icon::Trash).danger().danger);
    /// ```
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

#[derive(Default)]
struct Elements {
    button: Option<Mounted>,
    menu: Option<Mounted>,
    /// Whether it opens at its last item.
    from_below: bool,
}

/// A button with three dots (or `icon`, and `text`) that opens a menu of actions. `label` says whose actions they are.
///
/// Arrow keys, Home, End and the first letter move; Escape closes and returns the focus. Parts: `menu-button`, `menu`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Icon, Menu, MenuItem};
///
/// #[component]
/// fn Actions(name: String, on_select: EventHandler<&'static str>) -> Element {
///     let items = vec![MenuItem::new("rename", "Rename", Icon::Edit), MenuItem::new("delete", "Delete", Icon::Trash)];
///     rsx! {
///         Menu { label: "Actions for {name}", items, on_select }
///     }
/// }
/// ```
#[part]
pub fn Menu(
    label: String,
    items: Vec<MenuItem>,
    on_select: Handler<&'static str>,
    #[props(default = Icon::More)] icon: Icon,
    #[props(default)] text: Option<&'static str>,
) -> Element {
    let id = use_id();
    let elements = use_hook(|| Rc::new(RefCell::new(Elements::default())));
    let (for_button, for_menu, for_key, for_toggle, for_item) =
        (elements.clone(), elements.clone(), elements.clone(), elements.clone(), elements.clone());
    let labels: Rc<[String]> = items.iter().map(|item| crate::case::lower(&item.label)).collect();
    let hide = move |elements: &Rc<RefCell<Elements>>| {
        let menu = elements.borrow().menu.clone();
        if let Some(menu) = menu {
            dom::hide_popover(&menu);
        }
    };
    rsx! {
        button {
            class: if text.is_some() { "portal-button" } else { "portal-icon-button" },
            "part": "menu-button",
            r#type: "button",
            title: "{label}",
            "aria-label": "{label}",
            "aria-haspopup": "menu",
            popovertarget: "{id}",
            onmounted: move |event| for_button.borrow_mut().button = Some(event.data()),
            onkeydown: move |event| {
                let key = dom::key(&event.data());
                if matches!(key.as_str(), "ArrowDown" | "ArrowUp") {
                    event.prevent_default();
                    let menu = {
                        let mut elements = for_key.borrow_mut();
                        elements.from_below = key == "ArrowUp";
                        elements.menu.clone()
                    };
                    if let Some(menu) = menu {
                        dom::show_popover(&menu);
                    }
                }
            },
            Glyph { icon }
            {text}
        }
        div {
            class: "portal-menu",
            "part": "menu",
            id: "{id}",
            role: "menu",
            "aria-label": "{label}",
            popover: "auto",
            onmounted: move |event| for_menu.borrow_mut().menu = Some(event.data()),
            ontoggle: move |_| {
                let (menu, button, from_below) = {
                    let mut elements = for_toggle.borrow_mut();
                    (elements.menu.clone(), elements.button.clone(), std::mem::take(&mut elements.from_below))
                };
                if let (Some(menu), Some(button)) = (menu, button)
                    && dom::place_popover(&menu, &button)
                {
                    dom::focus_item(&menu, ITEMS, if from_below { Step::Last } else { Step::First });
                }
            },
            onkeydown: move |event| {
                let key = dom::key(&event.data());
                let mut letters = key.chars();
                let step = match (dom::step(&key), letters.next(), letters.next()) {
                    (Some(step), ..) => step,
                    // With Ctrl and the like it is the browser's.
                    (None, Some(letter), None) if (event.modifiers() - Modifiers::SHIFT).is_empty() => {
                        let letter = crate::case::lower(&letter.to_string());
                        match labels.iter().position(|label| label.starts_with(&letter)) {
                            Some(index) => Step::To(index),
                            None => return,
                        }
                    }
                    _ => {
                        match key.as_str() {
                            "Tab" => hide(&elements),
                            "Escape" => event.stop_propagation(),
                            _ => {}
                        }
                        return;
                    }
                };
                event.prevent_default();
                let menu = elements.borrow().menu.clone();
                if let Some(menu) = menu {
                    dom::focus_item(&menu, ITEMS, step);
                }
            },
            for (at , item) in items.into_iter().enumerate() {
                button {
                    key: "{at}",
                    class: "portal-menu-item",
                    r#type: "button",
                    role: "menuitem",
                    tabindex: "-1",
                    "data-danger": item.danger.then_some("true"),
                    onclick: {
                        let elements = for_item.clone();
                        move |_| {
                            hide(&elements);
                            // A hidden item cannot be returned to: a dialog that opens now has to find the button.
                            let button = elements.borrow().button.clone();
                            if let Some(button) = button {
                                dom::focus(&button);
                            }
                            match &item.own {
                                Some(own) => own.0.run(Some(&own.1)),
                                None => on_select.call(item.key),
                            }
                        }
                    },
                    if let Some(icon) = item.icon {
                        Glyph { icon }
                    }
                    "{item.label}"
                }
            }
        }
    }
}
