//! What a vendor adds to widgets: pages, columns, actions, and what is shown where there is nothing yet.

use std::rc::Rc;

use crate::part::{keep_at, part, use_signal};
use dioxus::prelude::*;

use crate::primitives::{Button, ColumnKind, MenuItem};

/// One thing that a widget shows, as additions are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is: `case`, `document`, `member`, `invitation`, `api_key` or `audit_event`.
    pub kind: &'static str,
    /// Its id, as the API has it.
    pub id: String,
    /// What people know it by: a title, a file's name, a person's.
    pub name: String,
}

impl Item {
    pub(crate) fn new(kind: &'static str, id: &str, name: &str) -> Self {
        Self { kind, id: id.to_owned(), name: name.to_owned() }
    }
}

type Shown<T> = Rc<dyn Fn(T) -> Element>;

#[derive(Clone)]
pub(crate) struct ExtraPage {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) content: Shown<()>,
}

#[derive(Clone)]
struct Column {
    key: String,
    title: String,
    cell: Shown<Item>,
}

#[derive(Clone)]
struct ItemAction {
    title: String,
    fits: Rc<dyn Fn(&Item) -> bool>,
    run: Rc<dyn Fn(Item)>,
}

#[derive(Clone)]
pub(crate) struct WidgetAction {
    pub(crate) title: String,
    pub(crate) run: Rc<dyn Fn()>,
}

#[derive(Clone, Default)]
struct Additions {
    pages: Vec<ExtraPage>,
    columns: Vec<Column>,
    actions: Vec<WidgetAction>,
    item_actions: Vec<ItemAction>,
    empty: Option<Shown<Element>>,
}

/// What a vendor adds to the widgets inside an [`Extend`].
///
/// Make it once (`use_hook`), not at each render: another value draws every addition again.
#[derive(Clone, Default)]
pub struct Extensions(Rc<Additions>);

impl PartialEq for Extensions {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Extensions {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn add(mut self, add: impl FnOnce(&mut Additions)) -> Self {
        add(Rc::make_mut(&mut self.0));
        self
    }

    /// A page of the widget's, behind a button in its header. Its view is `page/` and the key: a deep link.
    #[must_use]
    pub fn page(
        self,
        key: impl Into<String>,
        title: impl Into<String>,
        content: impl Fn() -> Element + 'static,
    ) -> Self {
        let page = ExtraPage { key: key.into(), title: title.into(), content: Rc::new(move |()| content()) };
        self.add(|all| all.pages.push(page))
    }

    /// A column of the tables of Documents, Members, API keys and the audit log, and a fact about an open case. `cell` draws it
    /// for one item; what it draws is phrasing content: words, links, pictures.
    #[must_use]
    pub fn column(
        self,
        key: impl Into<String>,
        title: impl Into<String>,
        cell: impl Fn(Item) -> Element + 'static,
    ) -> Self {
        let column = Column { key: key.into(), title: title.into(), cell: Rc::new(cell) };
        self.add(|all| all.columns.push(column))
    }

    /// A button in the widget's header.
    #[must_use]
    pub fn action(self, title: impl Into<String>, run: impl Fn() + 'static) -> Self {
        let action = WidgetAction { title: title.into(), run: Rc::new(run) };
        self.add(|all| all.actions.push(action))
    }

    /// An action in the menu of each document, member, invitation and API key, and a button of an open case.
    #[must_use]
    pub fn item_action(self, title: impl Into<String>, run: impl Fn(Item) + 'static) -> Self {
        self.item_action_where(title, |_| true, run)
    }

    /// As [`item_action`](Self::item_action), for the items that `fits` says yes to.
    #[must_use]
    pub fn item_action_where(
        self,
        title: impl Into<String>,
        fits: impl Fn(&Item) -> bool + 'static,
        run: impl Fn(Item) + 'static,
    ) -> Self {
        let action = ItemAction { title: title.into(), fits: Rc::new(fits), run: Rc::new(run) };
        self.add(|all| all.item_actions.push(action))
    }

    /// What is shown where the widget has nothing to show yet. It is given what the widget would show.
    #[must_use]
    pub fn empty(self, content: impl Fn(Element) -> Element + 'static) -> Self {
        self.add(|all| all.empty = Some(Rc::new(content)))
    }

    pub(crate) fn pages(&self) -> &[ExtraPage] {
        &self.0.pages
    }

    pub(crate) fn actions(&self) -> &[WidgetAction] {
        &self.0.actions
    }

    /// Puts the heads of added columns before the one of actions. Makes that one if `of_actions` is given and there are some.
    pub(crate) fn add_columns(&self, columns: &mut Vec<(ColumnKind, String)>) {
        let end = columns.iter().position(|(kind, _)| *kind == ColumnKind::Actions).unwrap_or(columns.len());
        let added = self.0.columns.iter().map(|column| (ColumnKind::Own, column.title.clone()));
        columns.splice(end..end, added);
    }

    /// Whether items have actions that were added.
    pub(crate) fn acts_on_items(&self) -> bool {
        !self.0.item_actions.is_empty()
    }

    /// The added actions that fit an item, for its menu.
    pub(crate) fn menu_items(&self, item: &Item) -> Vec<MenuItem> {
        let fitting = self.0.item_actions.iter().filter(|action| (action.fits)(item));
        fitting
            .map(|action| {
                let (run, item) = (action.run.clone(), item.clone());
                MenuItem::own(action.title.clone(), Rc::new(move || run(item.clone())))
            })
            .collect()
    }
}

/// The nearest additions.
#[derive(Clone, Copy)]
struct Extended(Signal<Extensions>);

/// What the nearest [`Extend`] adds.
pub(crate) fn use_extensions() -> Extensions {
    match use_hook(try_consume_context::<Extended>) {
        Some(extended) => extended.0.read().clone(),
        None => Extensions::default(),
    }
}

/// Adds to the widgets inside.
#[part]
pub fn Extend(extensions: Extensions, children: Element) -> Element {
    let first = extensions.clone();
    let known = use_signal(|| first.clone());
    use_context_provider(|| Extended(known));
    keep_at(known, &extensions);
    children
}

/// The added cells of a row; empty ones for a row that is no item.
#[part]
pub(crate) fn ExtraCells(item: Option<Item>) -> Element {
    let extensions = use_extensions();
    let columns = &extensions.0.columns;
    rsx! {
        for column in columns {
            td { key: "{column.key}", role: "cell", "data-column": ColumnKind::Own.as_str(), "data-title": "{column.title}",
                if let Some(item) = &item {
                    {(column.cell)(item.clone())}
                }
            }
        }
    }
}

/// What was added to an item that is shown by itself: columns as facts, actions as buttons.
#[part]
pub(crate) fn ExtraFacts(item: Item) -> Element {
    let extensions = use_extensions();
    let (columns, actions) = (&extensions.0.columns, extensions.menu_items(&item));
    rsx! {
        if !columns.is_empty() {
            div { class: "portal-facts", "part": "facts",
                dl {
                    for column in columns {
                        div { key: "{column.key}",
                            dt { "{column.title}" }
                            dd { {(column.cell)(item.clone())} }
                        }
                    }
                }
            }
        }
        if !actions.is_empty() {
            div { class: "portal-lead-actions",
                for (at , action) in actions.into_iter().enumerate() {
                    ExtraButton { key: "{at}", action }
                }
            }
        }
    }
}

#[part]
fn ExtraButton(action: MenuItem) -> Element {
    let label = action.label.clone();
    rsx! {
        Button { onclick: move |_| action.run(), "{label}" }
    }
}

/// Where there is nothing to show: the vendor's content, or `children`.
#[part]
pub(crate) fn ExtraEmpty(children: Element) -> Element {
    match &use_extensions().0.empty {
        Some(own) => own(children),
        None => children,
    }
}
