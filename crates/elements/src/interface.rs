//! What crosses the border to the shim, as the shim declares it in `js/src/module.ts`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What an element tells its widget, at the start and whenever it changes.
    pub type WidgetSettings;

    /// The server's base URL.
    #[wasm_bindgen(method, getter)]
    pub fn server(this: &WidgetSettings) -> String;

    /// Where client secrets come from.
    #[wasm_bindgen(method, getter)]
    pub fn source(this: &WidgetSettings) -> SecretSource;

    /// A BCP 47 tag, or none: the session's.
    #[wasm_bindgen(method, getter)]
    pub fn locale(this: &WidgetSettings) -> Option<String>;

    /// `light` or `dark`.
    #[wasm_bindgen(method, getter)]
    pub fn scheme(this: &WidgetSettings) -> String;

    /// `comfortable` or `compact`.
    #[wasm_bindgen(method, getter)]
    pub fn density(this: &WidgetSettings) -> String;

    /// What to show inside the widget; empty: its start.
    #[wasm_bindgen(method, getter)]
    pub fn view(this: &WidgetSettings) -> String;

    /// What the page adds.
    #[wasm_bindgen(method, getter)]
    pub fn extender(this: &WidgetSettings) -> Extender;
}

#[wasm_bindgen]
extern "C" {
    /// What a page adds to a widget. Another object is other additions. Lists are key, title, key, title.
    #[derive(Clone, Debug, PartialEq)]
    pub type Extender;

    /// Whether there is any addition but what is in the slot `empty`.
    #[wasm_bindgen(method, getter)]
    pub fn adds(this: &Extender) -> bool;

    /// Pages; their content is in the slot `page-KEY`.
    #[wasm_bindgen(method, getter)]
    pub fn pages(this: &Extender) -> Vec<String>;

    /// Columns.
    #[wasm_bindgen(method, getter)]
    pub fn columns(this: &Extender) -> Vec<String>;

    /// Actions in the widget's header.
    #[wasm_bindgen(method, getter)]
    pub fn actions(this: &Extender) -> Vec<String>;

    /// Actions of items.
    #[wasm_bindgen(method, getter, js_name = itemActions)]
    pub fn item_actions(this: &Extender) -> Vec<String>;

    /// The slot of a column's cell is drawn.
    #[wasm_bindgen(method)]
    pub fn fill(this: &Extender, column: &str, slot: &str, kind: &str, id: &str, name: &str);

    /// Whether an item has an action.
    #[wasm_bindgen(method)]
    pub fn fits(this: &Extender, action: &str, kind: &str, id: &str, name: &str) -> bool;

    /// An action is wanted.
    #[wasm_bindgen(method)]
    pub fn act(this: &Extender, action: &str);

    /// An action of an item is wanted.
    #[wasm_bindgen(method, js_name = act)]
    pub fn act_on(this: &Extender, action: &str, kind: &str, id: &str, name: &str);
}

#[wasm_bindgen]
extern "C" {
    /// Where client secrets come from. The same object means the same session.
    #[derive(Clone)]
    pub type SecretSource;

    /// Asks the page for a secret.
    #[wasm_bindgen(method, catch)]
    pub async fn fetch(this: &SecretSource) -> Result<JsValue, JsValue>;

    /// What [`SecretSource::fetch`] resolves to.
    pub type Secret;

    /// The secret itself.
    #[wasm_bindgen(method, getter)]
    pub fn secret(this: &Secret) -> String;

    /// When it ends, in milliseconds since 1970; not a number where that is not known.
    #[wasm_bindgen(method, getter, js_name = expiresAt)]
    pub fn expires_at(this: &Secret) -> f64;
}

#[wasm_bindgen]
extern "C" {
    /// What a widget tells its element.
    #[derive(Clone, PartialEq)]
    pub type WidgetHost;

    /// It has a session, with this theme: name, value, name, value. Called again when the theme is another one.
    #[wasm_bindgen(method)]
    pub fn ready(this: &WidgetHost, light: Vec<String>, dark: Vec<String>);

    /// It could not start.
    #[wasm_bindgen(method)]
    pub fn failed(this: &WidgetHost, code: &str, message: &str, request_id: Option<String>);

    /// The person goes to another view.
    #[wasm_bindgen(method)]
    pub fn navigate(this: &WidgetHost, view: &str);

    /// The session ended and could not be renewed.
    #[wasm_bindgen(method)]
    pub fn expired(this: &WidgetHost);
}

/// The words of whatever JavaScript threw.
pub(crate) fn thrown(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => value.as_string().unwrap_or_else(|| "it failed without a reason".to_owned()),
    }
}
