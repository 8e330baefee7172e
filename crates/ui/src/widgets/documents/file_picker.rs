//! A button that opens the file picker: a native file input below the button's looks, so that it needs no script and
//! works with the keyboard.

use crate::part::{Handler, part};
use dioxus::{html::FileData, prelude::*};

use crate::primitives::{Glyph, Icon};

/// A button to choose files with.
///
/// Data attributes: `data-variant`. Part: `file-picker`.
#[part]
pub(crate) fn FilePicker(
    label: String,
    #[props(default)] primary: bool,
    /// Looks like a link in a sentence.
    #[props(default)]
    plain: bool,
    #[props(default)] id: Option<String>,
    #[props(default = true)] multiple: bool,
    /// As in the `accept` attribute of HTML; empty: anything.
    #[props(default)]
    accept: String,
    #[props(default)] described_by: Option<String>,
    #[props(default)] invalid: bool,
    onpick: Handler<Vec<FileData>>,
) -> Element {
    rsx! {
        label {
            class: if plain { "portal-link portal-file-picker" } else { "portal-button portal-file-picker" },
            "part": "file-picker",
            "data-variant": if primary { "primary" } else { "default" },
            input {
                class: "portal-hidden",
                id,
                r#type: "file",
                multiple,
                accept: (!accept.is_empty()).then_some(accept),
                "aria-describedby": described_by,
                "aria-invalid": invalid.then_some("true"),
                onchange: move |event| {
                    let files = event.files();
                    forget(&event);
                    if !files.is_empty() {
                        onpick.call(files);
                    }
                },
            }
            if !plain {
                Glyph { icon: Icon::Upload }
            }
            "{label}"
        }
    }
}

/// Empties the input, so that the same file can be chosen again.
#[cfg(target_arch = "wasm32")]
fn forget(event: &FormEvent) {
    use wasm_bindgen::JsCast;
    let input = event
        .data()
        .downcast::<web_sys::Event>()
        .and_then(web_sys::Event::target)
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_value("");
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn forget(_event: &FormEvent) {}
