//! Tables that become lists where there is no room for columns.
//!
//! Roles are written out, because `display` in the narrow form would take them from the elements.

use crate::part::part;
use dioxus::prelude::*;

/// What a column holds: how much room it takes, and whether it stays where there is little.
///
/// ```
/// use loggia_ui::primitives::ColumnKind;
///
/// let columns = vec![(ColumnKind::Main, "Invoice".to_owned()), (ColumnKind::Extra, "Issued".to_owned())];
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnKind {
    /// What the row is about. Takes the room that is left.
    Main,
    /// Stays, below the main column where there is no room.
    #[default]
    Detail,
    /// Goes where there is no room.
    Extra,
    /// What a vendor added. Goes below the row, with its head before it, where there is no room.
    Own,
    /// Buttons, at the end.
    Actions,
}

impl ColumnKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Detail => "detail",
            Self::Extra => "extra",
            Self::Own => "own",
            Self::Actions => "actions",
        }
    }
}

/// A table. `label` names it, `columns` are its heads; children are [`Row`]s. Part: `table`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Cell, ColumnKind, Row, Table};
///
/// # #[component]
/// # fn Example() -> Element {
/// let columns = vec![(ColumnKind::Main, "Invoice".to_owned()), (ColumnKind::Detail, "Amount".to_owned())];
/// rsx! {
///     Table { label: "Invoices", columns,
///         Row { Cell { kind: ColumnKind::Main, "2026-0042" } Cell { "1,200.00" } }
///     }
/// }
/// # }
/// ```
#[part]
pub fn Table(
    label: String,
    columns: Vec<(ColumnKind, String)>,
    /// Its rows are the former ones, until those that were asked for are there: nothing can be done with them.
    #[props(default)]
    pending: bool,
    children: Element,
) -> Element {
    rsx! {
        table { class: "portal-table", "part": "table", role: "table", "aria-label": "{label}", "aria-busy": pending.then_some("true"), "inert": pending.then_some("true"),
            thead { role: "rowgroup",
                tr { role: "row",
                    for (index , (kind , name)) in columns.into_iter().enumerate() {
                        th { key: "{index}", role: "columnheader", scope: "col", "data-column": kind.as_str(),
                            span { class: if kind == ColumnKind::Actions { "portal-hidden" }, "{name}" }
                        }
                    }
                }
            }
            tbody { role: "rowgroup", {children} }
        }
    }
}

/// A row of a [`Table`]; children are [`Cell`]s. Part: `row`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Cell, Row};
///
/// let html = dioxus_ssr::render_element(rsx! { Row { selected: true, Cell { "1,200.00" } } });
/// assert!(html.contains(r#"data-selected="true""#));
/// ```
#[part]
pub fn Row(#[props(default)] selected: bool, children: Element) -> Element {
    rsx! {
        tr { role: "row", "part": "row", "data-selected": selected.then_some("true"), {children} }
    }
}

/// A cell of a [`Row`].
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Cell, ColumnKind};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     Cell { kind: ColumnKind::Extra, "28 November" }
/// }
/// # }
/// ```
#[part]
pub fn Cell(#[props(default)] kind: ColumnKind, children: Element) -> Element {
    rsx! {
        td { role: "cell", "data-column": kind.as_str(), {children} }
    }
}

/// The main cell's content: a picture, a title, and a line below it.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{FileTile, RowTitle};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     RowTitle { picture: rsx! { FileTile { name: "a.pdf" } }, title: rsx! { "a.pdf" }, meta: rsx! { "840 kB" } }
/// }
/// # }
/// ```
#[part]
pub fn RowTitle(picture: Element, title: Element, #[props(default = VNode::empty())] meta: Element) -> Element {
    rsx! {
        div { class: "portal-row-title",
            {picture}
            div { class: "portal-row-text",
                div { class: "portal-row-name", {title} }
                div { class: "portal-meta", {meta} }
            }
        }
    }
}
