//! What a module keeps and nobody calls.
//!
//! Virtual tables name every function of a trait, and a linker cannot know which of them are asked for. We do: each
//! rule here says why. A function that is called all the same traps, and the browser tests see that.

use anyhow::Result;
use wasmparser::{ElementItems, Operator, Parser, Payload};

use crate::wasm;

/// Traits of Dioxus's events, and what is asked of them: of all the others there is only `as_any`.
const ASKED: [(&str, &[&str]); 15] = [
    ("dioxus_html::data_transfer::", &[]),
    ("dioxus_html::events::composition::", &[]),
    ("dioxus_html::events::form::HasFormData", &["value"]),
    ("dioxus_html::events::mounted::RenderedElementBacking", &[]),
    ("dioxus_html::events::pointer::", &[]),
    ("dioxus_html::events::resize::", &[]),
    ("dioxus_html::events::scroll::", &[]),
    ("dioxus_html::events::touch::", &[]),
    ("dioxus_html::events::visible::", &[]),
    ("dioxus_html::events::wheel::", &[]),
    ("dioxus_html::file_data::NativeFileData", &["name", "size", "content_type", "inner"]),
    ("dioxus_html::point_interaction::InteractionElementOffset", &[]),
    ("dioxus_html::point_interaction::InteractionLocation", &[]),
    ("dioxus_html::point_interaction::ModifiersInteraction", &["modifiers"]),
    ("dioxus_html::point_interaction::PointerInteraction", &[]),
];

/// Whether a function of this name is never called in a widget.
fn is_uncalled(name: &str) -> bool {
    // What describes errors to programmers: components return none, and Dioxus's error type would print a backtrace,
    // with a demangler for it.
    let describes = name.contains("rustc_demangle::")
        || name.starts_with("<std::backtrace")
        || (name.starts_with("<anyhow::") && name.contains("::fmt"))
        // JSON comes from memory, not from a file.
        || name == "<std::io::error::Error as core::fmt::Display>::fmt";
    // Widgets ask the browser for a key's name (`dom::key`; a test keeps it so).
    let names_keys = name.starts_with("<keyboard_types::") && name.ends_with("::from_str");
    // Nothing suspends: the boundary around each widget is made once, and stays as it is.
    let suspends = name.starts_with("<dioxus_core::suspense::component::SuspenseBoundaryProps>::diff::<");
    // There is one thread: nobody waits for a lock.
    let waits = name.starts_with("<parking_lot::raw_") && name.ends_with("_slow");
    let asks = name.strip_prefix("<dioxus_web::").and_then(|name| name.split_once(" as ")).is_some_and(|(_, name)| {
        ASKED.iter().any(|(start, asked)| {
            name.strip_prefix(start).and_then(|rest| rest.split_once(">::")).is_some_and(|(_, method)| {
                method != "as_any" && method.bytes().all(|byte| byte != b':') && !asked.contains(&method)
            })
        })
    });
    describes || names_keys || suspends || waits || asks
}

/// Who prints a number with a fraction, with tables for it: widgets let the browser do that.
const PRINTS_FRACTIONS: &str = "<f64 as core::fmt::Display>::fmt";
/// Dioxus could show one as an attribute. Widgets have none such.
const ATTRIBUTES: &str = "<dioxus_web::dom::WebsysDom as dioxus_core::mutations::WriteMutations>::set_attribute";

/// The module in which the bodies of functions that nobody calls are a trap.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn without(module: &[u8]) -> Result<Vec<u8>> {
    let keeps_fractions = prints_fractions(module)?;
    wasm::without_bodies(module, |name| {
        let name = crate::size::without_hashes(name);
        is_uncalled(&name) || (name == PRINTS_FRACTIONS && !keeps_fractions)
    })
}

/// Whether anything but an attribute prints a number with a fraction.
fn prints_fractions(module: &[u8]) -> Result<bool> {
    let functions = wasm::functions(module)?;
    let named = |wanted: &str| functions.iter().position(|(name, _)| crate::size::without_hashes(name) == wanted);
    let (Some(printer), attributes) = (named(PRINTS_FRACTIONS), named(ATTRIBUTES)) else { return Ok(false) };
    let index = wasm::imported(module)? + u32::try_from(printer)?;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::ElementSection(section) = payload? else { continue };
        for elements in section {
            match elements?.items {
                ElementItems::Functions(listed) => {
                    for listed in listed {
                        if listed? == index {
                            return Ok(true);
                        }
                    }
                }
                // Nothing that is known to be a function.
                ElementItems::Expressions(..) => return Ok(true),
            }
        }
    }
    for (place, (_, body)) in functions.iter().enumerate() {
        let calls = wasm::operators(body)?
            .iter()
            .any(|(operator, _)| matches!(operator, Operator::Call { function_index } if *function_index == index));
        if calls && Some(place) != attributes {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_widgets_ask_of_an_event_stays() {
        let method =
            |of: &str, name: &str| format!("<dioxus_web::events::Synthetic<web_sys::E> as dioxus_html::{of}>::{name}");
        assert!(is_uncalled(&method("events::touch::HasTouchData", "touches")));
        assert!(!is_uncalled(&method("events::touch::HasTouchData", "as_any")));
        assert!(is_uncalled(&method("events::form::HasFormData", "values")));
        assert!(!is_uncalled(&method("events::form::HasFormData", "value")));
        assert!(!is_uncalled(&method("file_data::HasFileData", "files")));
        assert!(!is_uncalled(&method("point_interaction::ModifiersInteraction", "modifiers")));
        assert!(!is_uncalled("<loggia_client::error::Error as core::fmt::Display>::fmt"));
    }
}
