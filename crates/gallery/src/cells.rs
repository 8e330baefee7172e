//! What the gallery shows of the widgets: each in each of its states.

use loggia_types::{CaseId, DocumentId, DraftId, FormId};
use serde::Serialize;

use crate::states::State;

/// One widget in one state.
#[derive(Serialize)]
pub(crate) struct Cell {
    /// Its name in an address.
    id: String,
    widget: &'static str,
    title: &'static str,
    state: State,
    /// The element's `view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<String>,
    /// What is clicked once the widget is there, one after the other: selectors within its shadow root.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clicks: Vec<&'static str>,
    /// With what a page adds to it: `web/additions.js`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    extended: bool,
    /// Something lies over the page then: it is shown by itself.
    alone: bool,
}

/// A cell that is made of its widget and a name.
fn cell(widget: &'static str, name: &str, title: &'static str, state: State) -> Cell {
    Cell {
        id: format!("{widget}-{name}"),
        widget,
        title,
        state,
        view: None,
        clicks: Vec::new(),
        extended: false,
        alone: false,
    }
}

impl Cell {
    fn view(mut self, view: impl ToString) -> Self {
        self.view = Some(view.to_string());
        self
    }

    fn click(mut self, selector: &'static str) -> Self {
        self.clicks.push(selector);
        self
    }

    fn extended(mut self) -> Self {
        self.extended = true;
        self
    }

    fn alone(mut self) -> Self {
        self.alone = true;
        self
    }
}

/// The widgets' tags, without what all begin with.
pub(crate) const WIDGETS: [&str; 6] = ["status", "documents", "requests", "members", "audit-log", "api-keys"];

/// Every cell, in the order it is shown in.
pub(crate) fn all() -> Vec<Cell> {
    WIDGETS.into_iter().flat_map(|widget| common(widget).into_iter().chain(own(widget))).collect()
}

/// The states that every widget has.
fn common(widget: &'static str) -> Vec<Cell> {
    vec![
        cell(widget, "filled", "As most people see it", State::Filled),
        cell(widget, "empty", "Nothing there yet", State::Empty),
        cell(widget, "loading", "On its way", State::Loading),
        cell(widget, "failed", "The server answers with an error", State::Failed),
        cell(widget, "denied", "Their role does not permit it", State::Denied),
        cell(widget, "off", "The portal does not offer it", State::Off),
        cell(widget, "refused", "The session could not begin", State::Refused),
        cell(widget, "long", "Long names and texts", State::Long),
        cell(widget, "many", "A thousand of them", State::Many),
        cell(widget, "extended", "With columns, actions and a page of the vendor's", State::Filled).extended(),
        cell(widget, "extended-page", "A page of the vendor's", State::Filled).view("page/guidelines").extended(),
        cell(widget, "extended-empty", "The vendor's words where there is nothing yet", State::Empty).extended(),
    ]
}

/// What only this widget has.
fn own(widget: &'static str) -> Vec<Cell> {
    let filled = |name: &str, title| cell(widget, name, title, State::Filled);
    let long = |name: &str, title| cell(widget, name, title, State::Long);
    match widget {
        "status" => vec![
            filled("case", "A case that waits for you").view(CaseId::from_u128(1)),
            filled("extended-case", "A case with facts and actions of the vendor's")
                .view(CaseId::from_u128(1))
                .extended(),
            filled("done", "A case that is completed").view(CaseId::from_u128(4)),
            long("long-case", "A case with long texts").view(CaseId::from_u128(1)),
            filled("gone", "A case that is not there").view(CaseId::from_u128(404)),
        ],
        "documents" => vec![
            filled("folder", "A folder").view("folder/Contracts"),
            filled("versions", "The versions of a document").view(DocumentId::from_u128(1)).alone(),
            filled("menu", "What can be done with a document").click("[part~=menu-button]").alone(),
            filled("extended-menu", "With an action of the vendor's").extended().click("[part~=menu-button]").alone(),
        ],
        "requests" => vec![
            filled("form", "A form").view(FormId::from_u128(1)),
            filled("draft", "A draft of a form that has changed").view(DraftId::from_u128(1)),
            long("long-draft", "A draft with long texts").view(DraftId::from_u128(1)),
            filled("lost", "A draft that is not there").view(DraftId::from_u128(404)),
            filled("discard", "Discarding a draft").click("[part~=drafts] [part~=icon-button]").alone(),
            filled("errors", "A form with errors").view(FormId::from_u128(1)).click("[type=submit]"),
            long("long-form", "A form with long texts").view(FormId::from_u128(1)),
            filled("gone", "A form that is not there").view(FormId::from_u128(404)),
        ],
        "members" => vec![
            filled("invite", "Inviting somebody").view("invite").alone(),
            filled("menu", "What can be done with a member").click("[part~=menu-button]").alone(),
            cell(widget, "viewer", "For somebody who may only look", State::Viewer),
        ],
        "audit-log" => vec![
            filled("entry", "An entry").click("[part~=row] button").alone(),
            filled("history", "The history of one thing").view(CaseId::from_u128(1)),
        ],
        "api-keys" => vec![
            filled("create", "A new key").view("create").alone(),
            filled("menu", "What can be done with a key").click("[part~=menu-button]").alone(),
        ],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_cell_has_a_name_of_its_own() {
        let cells = all();
        let names: BTreeSet<_> = cells.iter().map(|cell| &cell.id).collect();
        assert_eq!(names.len(), cells.len());
    }
}
