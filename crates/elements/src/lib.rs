//! The widgets as custom elements, for any page.
//!
//! This crate is the wasm module; `js/` holds the elements themselves, a TypeScript shim that shows a skeleton at once
//! and loads the module when the first element is connected. One module runs all widgets of a page: each is a virtual
//! DOM of its own, mounted on a `<div>` inside its element's shadow root ([`mount`]). Widgets with the same server and
//! the same source of client secrets share a client, and with it a credential, a cache and an event stream.
//!
//! A panic traps and ends the module and every widget in it, so nothing here may panic; if something does, the shim hears
//! of the trap from the browser, disconnects what is left and starts a new module.
#![cfg(target_arch = "wasm32")]
#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod app;
mod clients;
mod interface;
mod mount;

use js_sys::Function;
use loggia_ui::i18n::{self, Language};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use interface::{SecretSource, WidgetHost, WidgetSettings};
pub use mount::Widget;

/// The widgets' style sheet, with the tokens on the element itself.
#[wasm_bindgen]
pub fn styles() -> String {
    loggia_ui::host_styles()
}

/// Gives a language its texts, or none where they cannot be had. Answers whether there are texts of it now.
#[wasm_bindgen]
pub fn provide(language: &str, text: Option<String>) -> bool {
    let found = Language::ALL.into_iter().find(|known| known.code() == language);
    found.is_some_and(|language| i18n::provide(language, text))
}

/// Has this called with a language that is wanted and not there; the answer is [`provide`].
#[wasm_bindgen(js_name = onMissing)]
pub fn on_missing(ask: Function) {
    i18n::on_missing(move |language| {
        // What it throws is said by its promise.
        let _ = ask.call1(&JsValue::UNDEFINED, &language.code().into());
    });
}

/// Says that a second module has the code of some parts, and whom to call when it is wanted; the answer is [`arrived`].
#[wasm_bindgen(js_name = onWanted)]
pub fn on_wanted(ask: Function) {
    loggia_ui::later::on_wanted(move || {
        // What it throws is said by its promise.
        let _ = ask.call0(&JsValue::UNDEFINED);
    });
}

/// Says whether the second module is there now.
#[wasm_bindgen]
pub fn arrived(whether: bool) {
    loggia_ui::later::arrived(whether);
}

/// Mounts the widget named `kind` on `root`, which is to be in, or to come into, a shadow root with [`styles`].
///
/// # Errors
/// When there is no widget of that name, or no client can be made of the settings.
#[wasm_bindgen]
pub fn mount(kind: &str, root: Element, host: WidgetHost, settings: &WidgetSettings) -> Result<Widget, JsError> {
    mount::mount(kind, root, host, settings).map_err(|message| JsError::new(&message))
}

/// Forgets the client of this server and source, so that the next widget starts with a new secret.
#[wasm_bindgen]
pub fn forget(server: &str, source: &SecretSource) {
    clients::forget(server, source);
}

/// Closes the event streams of all clients for ever: after a crash, what is left of this module is to go quiet.
#[wasm_bindgen]
pub fn disconnect() {
    clients::disconnect();
}

/// Ends the session of every client at the server, and forgets the clients at once. `ended` is called when all were
/// tried, with the first failure, if there was one.
#[wasm_bindgen(js_name = endSessions)]
pub fn end_sessions(ended: Function) {
    let sessions = clients::logout();
    // Not as a promise: what makes one of a future is three kilobytes.
    spawn_local(async move {
        let failure = sessions.await.err().map(|error| error.to_string());
        // What it throws is its own.
        let _ = ended.call1(&JsValue::UNDEFINED, &failure.into());
    });
}
