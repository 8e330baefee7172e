//! What the app asks its own backend: who is signed in, and for a client secret.

use js_sys::JsString;
use loggia::{prelude::ClientSecret, types::embed::EmbedSession};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CssStyleSheet, RequestInit, Response};

/// Who is signed in to the vendor's product.
#[derive(Clone, PartialEq)]
pub(crate) struct Me {
    /// The person's name.
    pub(crate) name: String,
    /// Their organization.
    pub(crate) organization: String,
    /// The portal's server.
    pub(crate) portal_url: String,
}

/// Asks who is signed in.
pub(crate) async fn me() -> Option<Me> {
    let answer: serde_json::Value = serde_json::from_str(&ask("GET", "/fernhill/me").await.ok()?).ok()?;
    let text = |field: &str| answer.get(field)?.as_str().map(str::to_owned);
    Some(Me { name: text("name")?, organization: text("organization")?, portal_url: text("portal_url")? })
}

/// Has the backend mint an embed session for whoever is signed in.
pub(crate) async fn client_secret() -> Result<ClientSecret, String> {
    let answer = ask("POST", "/fernhill/portal-session").await.map_err(|error| format!("{error:?}"))?;
    serde_json::from_str::<EmbedSession>(&answer).map(ClientSecret::from).map_err(|error| error.to_string())
}

async fn ask(method: &str, path: &str) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let options = RequestInit::new();
    options.set_method(method);
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, &options)).await?.dyn_into()?;
    if !response.ok() {
        return Err(response.status().into());
    }
    let text: JsString = JsFuture::from(response.text()?).await?.dyn_into()?;
    Ok(text.into())
}

/// Puts the widgets' styles on the page without a `<style>` element, which the page's policy forbids.
pub(crate) fn adopt(styles: &str) {
    let adopted = web_sys::window().and_then(|window| window.document()).and_then(|document| {
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(styles).ok()?;
        document.adopted_style_sheets().push(&sheet);
        Some(())
    });
    if adopted.is_none() {
        web_sys::console::error_1(&"the widgets' styles could not be adopted".into());
    }
}
