//! The Documents widget.

use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    provider::use_portal,
    widgets::{Gate, WidgetFrame},
};

/// The Documents widget.
#[component]
pub fn Documents(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<EventHandler<String>>,
) -> Element {
    let title = use_portal().messages().documents.title;
    let _ = (view, on_navigate);
    rsx! {
        Gate { name: "documents", title, permission: Permission::DocumentsRead,
            WidgetFrame { name: "documents", title }
        }
    }
}
