//! The Status widget.

use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    provider::use_portal,
    widgets::{Gate, WidgetFrame},
};

/// The Status widget.
#[component]
pub fn Status(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<EventHandler<String>>,
) -> Element {
    let title = use_portal().messages().status.title;
    let _ = (view, on_navigate);
    rsx! {
        Gate { name: "status", title, permission: Permission::CasesRead,
            WidgetFrame { name: "status", title }
        }
    }
}
