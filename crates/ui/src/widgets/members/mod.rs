//! The Members widget.

use dioxus::prelude::*;
use loggia_types::Permission;

use crate::{
    provider::use_portal,
    widgets::{Gate, WidgetFrame},
};

/// The Members widget.
#[component]
pub fn Members(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<EventHandler<String>>,
) -> Element {
    let title = use_portal().messages().members.title;
    let _ = (view, on_navigate);
    rsx! {
        Gate { name: "members", title, permission: Permission::MembersRead,
            WidgetFrame { name: "members", title }
        }
    }
}
