//! The way from the top to the folder that is shown.

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::folders::crumbs;
use crate::{
    primitives::{Glyph, Icon},
    provider::use_portal,
};

/// Breadcrumbs. Nothing at the top.
#[part]
pub(crate) fn Path(folder: String, on_go: Handler<String>) -> Element {
    let text = &use_portal().messages().documents;
    let crumbs = crumbs(&folder);
    if crumbs.is_empty() {
        return rsx! {};
    }
    let last = crumbs.len().saturating_sub(1);
    rsx! {
        nav { class: "portal-path", "part": "path", "aria-label": text.path(),
            ol {
                li {
                    button { r#type: "button", class: "portal-link", onclick: move |_| on_go.call(String::new()), "{text.all()}" }
                }
                for (index , crumb) in crumbs.into_iter().enumerate() {
                    li { key: "{crumb.path}",
                        Glyph { icon: Icon::ChevronRight }
                        if index == last {
                            span { "aria-current": "page", "{crumb.name}" }
                        } else {
                            button {
                                r#type: "button",
                                class: "portal-link",
                                onclick: move |_| on_go.call(crumb.path.clone()),
                                "{crumb.name}"
                            }
                        }
                    }
                }
            }
        }
    }
}
