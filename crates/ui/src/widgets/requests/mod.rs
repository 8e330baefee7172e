//! The Requests widget.

use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    provider::use_portal,
    widgets::{Gate, WidgetFrame},
};

/// The Requests widget.
#[component]
pub fn Requests(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<EventHandler<String>>,
) -> Element {
    let title = use_portal().messages().requests.title;
    let _ = (view, on_navigate);
    rsx! {
        Gate { name: "requests", title, permission: Permission::FormsRead,
            WidgetFrame { name: "requests", title }
        }
    }
}
