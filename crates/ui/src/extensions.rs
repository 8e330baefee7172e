//! What a vendor adds to widgets: pages, columns, actions, and what is shown where there is nothing yet.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;

use crate::{
    primitives::{Button, ColumnKind, MenuItem},
    provider::use_portal,
};

/// One thing that a widget shows, as additions are told of it.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Extensions, Item};
///
/// let extensions = Extensions::new().column("Owner", |item: Item| match item.kind {
///     "document" => rsx! { a { href: "/owners?of={item.id}", "Owner of {item.name}" } },
///     _ => rsx! {},
/// });
/// ```
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

/// One addition.
pub(crate) enum Addition {
    Page { key: String, title: String, content: Box<dyn Fn() -> Element> },
    Column { title: String, cell: Box<dyn Fn(Item) -> Element> },
    Action { title: String, run: Box<dyn Fn()> },
    ItemAction { title: String, fits: Box<dyn Fn(&Item) -> bool>, run: Box<dyn Fn(Item)> },
    Empty(Box<dyn Fn(Element) -> Element>),
}

/// What a vendor adds to the widgets inside an [`Extend`](fn@Extend).
///
/// Make it once (`use_hook`), not at each render: another value draws every addition again.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Documents, Extend, Extensions};
///
/// #[component]
/// fn Files() -> Element {
///     let extensions = use_hook(|| Extensions::new().action("Scan", || println!("scanning")));
///     rsx! { Extend { extensions, Documents {} } }
/// }
/// ```
#[derive(Clone, Default)]
pub struct Extensions(Rc<Vec<Rc<Addition>>>);

impl PartialEq for Extensions {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Extensions {
    /// Nothing yet.
    ///
    /// ```
    /// use loggia_ui::Extensions;
    ///
    /// let none = Extensions::new();
    /// assert!(none == none.clone());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    fn add(mut self, addition: Addition) -> Self {
        Rc::make_mut(&mut self.0).push(Rc::new(addition));
        self
    }

    /// A page of the widget's, behind a button in its header. Its view is `page/` and the key: a deep link.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::Extensions;
    ///
    /// // Shown by `Documents { view: "page/policy" }`, too.
    /// let extensions = Extensions::new().page("policy", "Policy", || rsx! { p { "We keep files for ten years." } });
    /// ```
    #[must_use]
    pub fn page(
        self,
        key: impl Into<String>,
        title: impl Into<String>,
        content: impl Fn() -> Element + 'static,
    ) -> Self {
        self.add(Addition::Page { key: key.into(), title: title.into(), content: Box::new(content) })
    }

    /// A column of the tables of Documents, Members, API keys and the audit log, and a fact about an open case. `cell` draws it
    /// for one item; what it draws is phrasing content: words, links, pictures.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::Extensions;
    ///
    /// let extensions = Extensions::new().column("In your records", |item| rsx! {
    ///     a { href: "/records/{item.id}", "Open" }
    /// });
    /// ```
    #[must_use]
    pub fn column(self, title: impl Into<String>, cell: impl Fn(Item) -> Element + 'static) -> Self {
        self.add(Addition::Column { title: title.into(), cell: Box::new(cell) })
    }

    /// A button in the widget's header.
    ///
    /// ```
    /// use loggia_ui::Extensions;
    ///
    /// let extensions = Extensions::new().action("Scan", || println!("scanning"));
    /// ```
    #[must_use]
    pub fn action(self, title: impl Into<String>, run: impl Fn() + 'static) -> Self {
        self.add(Addition::Action { title: title.into(), run: Box::new(run) })
    }

    /// An action in the menu of each document, member, invitation and API key, and a button of an open case.
    ///
    /// ```
    /// use loggia_ui::Extensions;
    ///
    /// let extensions = Extensions::new().item_action("Copy id", |item| println!("{} {}", item.kind, item.id));
    /// ```
    #[must_use]
    pub fn item_action(self, title: impl Into<String>, run: impl Fn(Item) + 'static) -> Self {
        self.item_action_where(title, |_| true, run)
    }

    /// As [`item_action`](Self::item_action), for the items that `fits` says yes to.
    ///
    /// ```
    /// use loggia_ui::Extensions;
    ///
    /// let extensions = Extensions::new().item_action_where(
    ///     "Sign",
    ///     |item| item.kind == "document" && item.name.ends_with(".pdf"),
    ///     |item| println!("signing {}", item.name),
    /// );
    /// ```
    #[must_use]
    pub fn item_action_where(
        self,
        title: impl Into<String>,
        fits: impl Fn(&Item) -> bool + 'static,
        run: impl Fn(Item) + 'static,
    ) -> Self {
        self.add(Addition::ItemAction { title: title.into(), fits: Box::new(fits), run: Box::new(run) })
    }

    /// What is shown where the widget has nothing to show yet. It is given what the widget would show.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::Extensions;
    ///
    /// let extensions = Extensions::new().empty(|own| rsx! {
    ///     {own}
    ///     p { "Your first order brings its papers along." }
    /// });
    /// ```
    #[must_use]
    pub fn empty(self, content: impl Fn(Element) -> Element + 'static) -> Self {
        self.add(Addition::Empty(Box::new(content)))
    }

    pub(crate) fn all(&self) -> &[Rc<Addition>] {
        &self.0
    }

    /// Puts the heads of added columns before the one of actions.
    pub(crate) fn add_columns(&self, columns: &mut Vec<(ColumnKind, String)>) {
        let actions = columns.pop_if(|(kind, _)| *kind == ColumnKind::Actions);
        for addition in self.all() {
            if let Addition::Column { title, .. } = &**addition {
                columns.push((ColumnKind::Own, title.clone()));
            }
        }
        columns.extend(actions);
    }

    /// Whether there is anything about an item: a column or an action.
    #[cfg(feature = "status")]
    pub(crate) fn are_about_items(&self) -> bool {
        self.all().iter().any(|addition| matches!(**addition, Addition::Column { .. } | Addition::ItemAction { .. }))
    }

    /// Whether items have actions that were added.
    pub(crate) fn acts_on_items(&self) -> bool {
        self.all().iter().any(|addition| matches!(**addition, Addition::ItemAction { .. }))
    }

    /// Puts the added actions that fit an item into its menu.
    pub(crate) fn add_actions(&self, items: &mut Vec<MenuItem>, item: &Item) {
        for addition in self.all() {
            if let Addition::ItemAction { title, fits, .. } = &**addition
                && fits(item)
            {
                // Before what takes something away, which stands last.
                let at = items.iter().position(|item| item.danger).unwrap_or(items.len());
                items.insert(at, MenuItem::own(title.clone(), addition.clone(), item.clone()));
            }
        }
    }

    /// The added cells of a row; empty ones for a row that is no item.
    #[inline(never)]
    pub(crate) fn cells(&self, item: Option<&Item>) -> Element {
        rsx! {
            for (at , addition) in self.all().iter().enumerate() {
                if let Addition::Column { title, cell } = &**addition {
                    td { key: "{at}", role: "cell", "data-column": ColumnKind::Own.as_str(), "data-title": "{title}",
                        {item.map(|item| cell(item.clone()))}
                    }
                }
            }
        }
    }

    /// Where there is nothing to show: the vendor's content, or the widget's own.
    #[inline(never)]
    pub(crate) fn instead(&self, own: Element) -> Element {
        for addition in self.all() {
            if let Addition::Empty(content) = &**addition {
                return content(own);
            }
        }
        own
    }
}

/// The additions in reach, and how a widget comes to the pages of them. They are in [`Portal`](crate::Portal), whose type every widget knows
/// already: a context or a signal of a type of its own costs a browser a kilobyte each.
#[derive(Clone, Default)]
pub(crate) struct Added {
    extensions: Rc<RefCell<Extensions>>,
    /// Counts the changes of `extensions`.
    changes: Option<Signal<u32>>,
    /// The page that was left by hand: its button takes the focus, once.
    pub(crate) left: Rc<RefCell<String>>,
    /// Shows a page, or the widget again.
    pub(crate) go: Option<Handler<String>>,
}

impl Added {
    /// The same additions, in a widget.
    pub(crate) fn inside(&self, go: Handler<String>, left: Rc<RefCell<String>>) -> Self {
        Self { go: Some(go), left, ..self.clone() }
    }
}

/// What the nearest [`Extend`](fn@Extend) adds.
pub(crate) fn use_extensions() -> Extensions {
    let added = use_portal().added;
    if let Some(changes) = added.changes {
        let _ = changes.read();
    }
    added.extensions.borrow().clone()
}

/// Adds to the widgets inside.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Documents, Extend, Extensions, PortalProvider, Status};
///
/// #[component]
/// fn Account(client: loggia_client::Client) -> Element {
///     let extensions = use_hook(|| Extensions::new().action("Scan", || println!("scanning")));
///     rsx! {
///         // Documents has the button, Status has not.
///         PortalProvider { client, Status {} Extend { extensions, Documents {} } }
///     }
/// }
/// ```
#[part]
pub fn Extend(extensions: Extensions, children: Element) -> Element {
    let around = use_portal();
    let mut changes = use_signal(|| 0_u32);
    let portal = use_context_provider(|| around.adding(Added { changes: Some(changes), ..Added::default() }));
    if *portal.added.extensions.borrow() != extensions {
        portal.added.extensions.replace(extensions);
        changes += 1;
    }
    children
}

/// What was added to an item that is shown by itself: columns as facts, actions as buttons.
#[cfg(feature = "status")]
#[part(later)]
pub(crate) fn ExtraFacts(item: Item, extensions: Extensions) -> Element {
    let mut columns = Vec::new();
    let mut actions = Vec::new();
    for addition in extensions.all() {
        match &**addition {
            Addition::Column { title, cell } => columns.push((title, cell(item.clone()))),
            Addition::ItemAction { title, fits, .. } if fits(&item) => actions.push((title, addition.clone())),
            _ => {}
        }
    }
    rsx! {
        if !columns.is_empty() {
            div { class: "portal-facts", "part": "facts",
                dl {
                    for (at , (title , cell)) in columns.into_iter().enumerate() {
                        div { key: "{at}",
                            dt { "{title}" }
                            dd { {cell} }
                        }
                    }
                }
            }
        }
        if !actions.is_empty() {
            div { class: "portal-lead-actions",
                for (at , (title , addition)) in actions.into_iter().enumerate() {
                    Button {
                        key: "{at}",
                        onclick: {
                            let item = item.clone();
                            move |_| addition.run(Some(&item))
                        },
                        "{title}"
                    }
                }
            }
        }
    }
}

impl Addition {
    /// Does what an action is for.
    pub(crate) fn run(&self, item: Option<&Item>) {
        match (self, item) {
            (Self::Action { run, .. }, _) => run(),
            (Self::ItemAction { run, .. }, Some(item)) => run(item.clone()),
            _ => {}
        }
    }
}
