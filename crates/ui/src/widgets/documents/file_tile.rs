//! The small sheet of paper that says what a file is.

use dioxus::prelude::*;

use super::file_kind::{Family, file_kind};
use crate::primitives::icon::{Glyph, Icon};

/// A file's tile. Decoration: the name beside it says the same.
///
/// Data attributes: `data-family` (`pdf`, `image`, `sheet`, `text`, `archive`, `other`).
#[component]
pub(crate) fn FileTile(name: String) -> Element {
    let (letters, family) = file_kind(&name);
    rsx! {
        span { class: "portal-file-tile", "data-family": family.name(), "aria-hidden": "true",
            if letters.is_empty() {
                Glyph { icon: Icon::Document }
            } else {
                "{letters}"
            }
        }
    }
}

/// A folder's tile.
#[component]
pub(crate) fn FolderTile() -> Element {
    rsx! {
        span { class: "portal-file-tile", "data-family": Family::FOLDER, "aria-hidden": "true",
            Glyph { icon: Icon::Folder }
        }
    }
}
